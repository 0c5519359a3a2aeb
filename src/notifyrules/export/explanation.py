"""The proof of one duty as a tree, with the lines of the facts file and the counting of the date."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from notifyrules.assessment import AssessedDuty
from notifyrules.engine import Proof
from notifyrules.export.words import day, policy_line, reached_by, safe, substitute_lines, when
from notifyrules.facts import Facts, Truth

_STYLES = {Truth.YES: "green", Truth.NO: "red", Truth.UNKNOWN: "yellow"}


def print_explanation(duty: AssessedDuty, facts: Facts, file: str, console: Console, *, full: bool = False) -> None:
    """Print why a duty is owed, not owed or open, and how its date was counted.

    Args:
        duty: the judged duty.
        facts: the facts it was judged on, for their lines.
        file: how to call the facts file.
        console: where to print.
        full: show every condition, not only those that decide.

    """
    console.print(Text(f"{duty.id}: {duty.status.replace('_', ' ')}", style="bold"))
    console.print(Text(f"{safe(duty.title)} · {safe(duty.recipient.name)} · {safe(duty.act)}: {safe(duty.cite)}"))
    console.print()
    console.print(_Grower(facts, file, full=full).tree(duty.because))
    if duty.depends_on:
        console.print()
        console.print(Text("Hangs on: " + ", ".join(safe(fact) for fact in duty.depends_on)))
    exceptions = [
        line
        for each in duty.exceptions
        for line in (f"{each.title} ({each.status}; {each.cite})", *(f"- {asked}" for asked in each.conditions))
    ]
    _print_block("Exceptions", exceptions, console)
    _print_deadline(duty, console)
    if duty.status != "not_required":
        _print_block("Must say", [f"- {each}" for each in duty.content], console)
        _print_block("Must not say", [f"- {each}" for each in duty.content_barred], console)
        _print_block("How", [f"- {each}" for each in duty.methods], console)
        _print_block("What the people should do", [f"- {each}" for each in duty.advice], console)
        _print_block("Substitute notice", substitute_lines(duty.substitute_notice), console)
        _print_block("Credit monitoring", _monitoring(duty), console)
        _print_block("Where", [reached_by(duty.recipient)], console)
    if duty.note:
        console.print()
        console.print(Text(f"Note: {safe(duty.note)}"))
    if duty.confidence_reason:
        console.print(Text(f"Low confidence: {safe(duty.confidence_reason)}", style="yellow"))


def _monitoring(duty: AssessedDuty) -> list[str]:
    return [
        f"at least {each.months} months: {each.status.replace('_', ' ')} ({each.cite})"
        for each in duty.credit_monitoring
        if each.status != "not_required"
    ]


def _print_deadline(duty: AssessedDuty, console: Console) -> None:
    deadline = duty.deadline
    if deadline is None:
        return
    lines = [
        when(deadline),
        deadline.standard if deadline.due else None,
        deadline.limit,
        f"last business day: {day(deadline.safe_by)}" if deadline.safe_by else None,
        deadline.counting,
        *deadline.notes,
        policy_line(duty),
    ]
    _print_block("By when", lines, console)


def _print_block(title: str, lines: Sequence[str | None], console: Console) -> None:
    said = [safe(line) for line in lines if line]
    if said:
        console.print()
        console.print(Text(title, style="bold"))
        for line in said:
            console.print(Padding(Text(line), (0, 0, 0, 2)))


class _Grower:
    """Grows the tree of a proof; a part that stands above already is named, not told again."""

    def __init__(self, facts: Facts, file: str, *, full: bool) -> None:
        self.facts = facts
        self.file = file
        self.full = full
        self.told: set[int] = set()

    def tree(self, proof: Proof) -> Tree:
        tree = Tree(self._line(proof), guide_style="dim")
        self._grow(tree, proof)
        return tree

    def _grow(self, tree: Tree, proof: Proof) -> None:
        for part in self._parts(proof):
            node = part
            while _is_bare_group(node) and len(self._parts(node)) == 1:
                (node,) = self._parts(node)  # a group of one says no more than its part
            line = self._line(node)
            if id(node) in self.told and self._parts(node):
                tree.add(line.append("  (as above)", style="dim"))
            else:
                self.told.add(id(node))
                self._grow(tree.add(line), node)

    def _parts(self, proof: Proof) -> tuple[Proof, ...]:
        return proof.parts if self.full else proof.deciding

    def _line(self, proof: Proof) -> Text:
        text = Text(f"{proof.truth.word:<8}", style=_STYLES[proof.truth])
        text.append(safe(proof.text), style="default")
        if proof.found is not None:
            text.append(f": {safe(proof.found)}", style="bold default")
        where = []
        if proof.fact is not None and proof.form == "fact":
            line = self.facts.line_of(proof.fact)
            where.append(f"{safe(self.file)}:{line}" if line else safe(proof.fact))
        if proof.cite is not None and not _is_bare_group(proof):
            where.append(safe(proof.cite))
        if where:
            text.append(f"  [{'; '.join(where)}]", style="dim")
        return text


def _is_bare_group(proof: Proof) -> bool:
    return proof.form in ("all", "any") and proof.text in ("all of", "any of")
