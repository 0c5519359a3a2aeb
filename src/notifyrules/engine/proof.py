"""Proofs: why a formula is true, false or undecided, down to the facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from notifyrules.facts import Truth

Form = Literal["all", "any", "not", "fact", "count", "given"]


class Proof(NamedTuple):
    """One node of a proof.

    `text` says what was asked; `fact` is the path of the fact (or the id of the duty) that answered, `found`
    what stood there; `cite` the law that asks.
    """

    truth: Truth
    form: Form
    text: str
    fact: str | None = None
    found: str | None = None
    cite: str | None = None
    parts: tuple[Proof, ...] = ()

    @property
    def deciding(self) -> tuple[Proof, ...]:
        """The parts that alone make this node what it is."""
        if self.form in ("any", "all"):
            turning = Truth.YES if self.form == "any" else Truth.NO
            if self.truth is turning:
                return tuple(part for part in self.parts if part.truth is turning)
        if self.truth is Truth.UNKNOWN:
            return tuple(part for part in self.parts if part.truth is Truth.UNKNOWN)
        if self.form == "count" and self.truth is Truth.YES:
            return tuple(part for part in self.parts if part.truth is not Truth.NO)
        return self.parts

    def pruned(self) -> Proof:
        """Return the proof with only the parts that decide."""
        return Proof(
            self.truth,
            self.form,
            self.text,
            self.fact,
            self.found,
            self.cite,
            tuple(part.pruned() for part in self.deciding),
        )

    def unknown_facts(self) -> Iterator[str]:
        """Yield the paths of the unknown facts that this node hangs on."""
        if self.truth is not Truth.UNKNOWN:
            return
        if self.form == "fact" and self.fact is not None:
            yield self.fact
        for part in self.deciding:
            yield from part.unknown_facts()


def reason(proof: Proof) -> str:
    """Return in a line what decides a proof."""
    found = list(dict.fromkeys(_leaves(proof)))
    more = f"; and {len(found) - 2} more" if len(found) > 2 else ""
    return "; ".join(found[:2]) + more


def _leaves(proof: Proof) -> Iterator[str]:
    if proof.form == "not" and proof.text != "not":
        yield proof.text if proof.truth is not Truth.NO else proof.text.removeprefix("not ")
        return
    if proof.form == "fact":
        answer = proof.truth.word
        yield f"{proof.text}: {answer}" + (f" ({proof.found})" if proof.found not in (None, answer) else "")
        return
    if proof.form == "count" and proof.truth is not Truth.NO:
        yield f"{proof.text}: {proof.found}"
        return
    if proof.form == "count" and proof.found != "0":
        yield f"{proof.text}: only {proof.found}"
        return
    for part in proof.deciding:
        yield from _leaves(part)
