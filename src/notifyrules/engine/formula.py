"""Formulas: the compiled form of conditions, which the Rete engine and the checker each read in their own way.

A formula is itself and equal to no other; nothing changes one after it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from notifyrules.law import Comparison, Condition

Measure = Literal["residents", "everyone", "any_one_state"]


@dataclass(slots=True, eq=False)
class Ask:
    """A predicate over facts; `predicate` names it and `words` are the terms it asks for, any of them."""

    predicate: str
    words: tuple[str, ...]
    condition: Condition
    cite: str | None


@dataclass(slots=True, eq=False)
class Count:
    """A bound on the people for whom the cohort test `test` holds."""

    test: str
    measure: Measure
    comparison: Comparison
    text: str
    cite: str | None


@dataclass(slots=True, eq=False)
class Given:
    """A part that asks nothing and is true, with the reason in words."""

    text: str
    cite: str | None = None


@dataclass(slots=True, eq=False)
class All:
    """True where every part is."""

    parts: tuple[Formula, ...]
    title: str = "all of"
    cite: str | None = None


@dataclass(slots=True, eq=False)
class Any:
    """True where at least one part is."""

    parts: tuple[Formula, ...]
    title: str = "any of"
    cite: str | None = None


@dataclass(slots=True, eq=False)
class Not:
    """True where its part is false."""

    part: Formula
    title: str = "not"
    cite: str | None = None


Formula = Ask | Count | Given | All | Any | Not
Atom = Ask | Count | Given


def atoms_of(formulas: Iterable[Formula]) -> tuple[Atom, ...]:
    """Return the leaves of several formulas, in order, each once. What formulas share is walked once."""
    found: dict[Atom, None] = {}
    walked: set[Formula] = set()

    def walk(formula: Formula) -> None:
        if formula in walked:
            return
        walked.add(formula)
        if isinstance(formula, All | Any):
            for part in formula.parts:
                walk(part)
        elif isinstance(formula, Not):
            walk(formula.part)
        else:
            found[formula] = None

    for formula in formulas:
        walk(formula)
    return tuple(found)


def atoms(formula: Formula) -> tuple[Atom, ...]:
    """Return the leaves of a formula, in order, each once."""
    return atoms_of((formula,))
