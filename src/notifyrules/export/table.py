"""The assessment as a table for a terminal, readable by a tired person: most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from notifyrules.assessment import AssessedDuty, Assessment
from notifyrules.engine import reason
from notifyrules.export.words import day, due_key, instant, safe, time_left, when

FEW_QUESTIONS = 10
FEW_UNDETERMINED = 15
_FORCES = {"law": "", "contract": " by contract", "practice": " in practice (no rule says so)"}


def print_table(assessment: Assessment, console: Console, *, everything: bool = False) -> None:
    """Print the assessment.

    Args:
        assessment: what to print.
        console: where to, and how wide.
        everything: also the duties that are not required, each with the fact that decides it, and every
            undetermined duty and question instead of the first few.

    """
    _Printer(assessment, console, everything=everything).print()


class _Printer:
    def __init__(self, assessment: Assessment, console: Console, *, everything: bool) -> None:
        self.assessment = assessment
        self.console = console
        self.everything = everything
        self.numbers = {question.fact: number for number, question in enumerate(assessment.questions, start=1)}

    def print(self) -> None:
        self._head()
        for force, words in _FORCES.items():
            of_force = [duty for duty in self.assessment.duties if duty.force == force]
            self._required([duty for duty in of_force if duty.status == "required"], f"Required{words}")
            self._undetermined([duty for duty in of_force if duty.status == "undetermined"], f"Undetermined{words}")
        if self.everything:
            self._not_required([duty for duty in self.assessment.duties if duty.status == "not_required"])
        self._questions()
        self._foot()

    # --- parts

    def _head(self) -> None:
        result = self.assessment
        name = " · ".join(
            safe(part) for part in (result.incident["id"], result.incident["title"], result.organisation) if part
        )
        self.console.print(Text(name, style="bold"))
        required = [duty for duty in result.duties if duty.status == "required"]
        open_ones = [duty for duty in result.duties if duty.status == "undetermined"]
        line = f"{_number(len(required), 'duty', 'duties')} required, {len(open_ones)} undetermined."
        coming = [duty for duty in required if duty.deadline and duty.deadline.due and not duty.given]
        if coming:
            first = min(coming, key=due_key)
            assert first.deadline is not None
            assert first.deadline.due is not None
            line += f" First deadline: {instant(first.deadline.due)}, {first.recipient.name}."
        self.console.print(Text(line))

    def _required(self, duties: Sequence[AssessedDuty], title: str) -> None:
        if not duties:
            return
        table = self._table("Due", *(["Left"] if self.assessment.now else []), "Tell", "Duty and law")
        for duty in duties:
            row = [self._due(duty), self._tell(duty), self._law(duty)]
            if self.assessment.now:
                row.insert(1, self._left(duty))
            table.add_row(*row)
        self._section(f"{title} ({len(duties)})", table)

    def _undetermined(self, duties: Sequence[AssessedDuty], title: str) -> None:
        if not duties:
            return
        shown = duties if self.everything else duties[:FEW_UNDETERMINED]
        table = self._table("Due, if owed", "Tell", "Duty and law", "Question")
        for duty in shown:
            table.add_row(self._due(duty), self._tell(duty), self._law(duty), Text(self._hangs_on(duty)))
        self._section(f"{title} ({len(duties)})", table)
        if len(duties) > len(shown):
            self.console.print(f"  … and {len(duties) - len(shown)} more; --all shows them.")

    def _not_required(self, duties: Sequence[AssessedDuty]) -> None:
        if not duties:
            return
        table = self._table("Duty and law", "Not required because")
        for duty in duties:
            table.add_row(self._law(duty), Text(safe(reason(duty.because))))
        self._section(f"Not required ({len(duties)})", table)

    def _questions(self) -> None:
        questions = self.assessment.questions
        if not questions:
            return
        shown = questions if self.everything else questions[:FEW_QUESTIONS]
        self.console.print()
        self.console.print(Text("Ask next", style="bold"))
        for number, question in enumerate(shown, start=1):
            effects = []
            if question.decides:
                effects.append(f"decides {_number(len(question.decides), 'duty', 'duties')}")
            if question.dates:
                effects.append(f"fixes {_number(len(question.dates), 'date', 'dates')}")
            if question.soonest:
                effects.append(f"soonest {day(question.soonest.date())}")
            text = Text(f"{number:>2}. {safe(question.ask)} ")
            text.append(f"({'; '.join(effects)}) {safe(question.fact)}", style="dim")
            self.console.print(text)
        if len(questions) > len(shown):
            self.console.print(f"  … and {len(questions) - len(shown)} more; --all shows them.")

    def _foot(self) -> None:
        result = self.assessment
        if result.warnings:
            self.console.print()
            self.console.print(Text("Mind", style="bold"))
            for warning in result.warnings:
                self.console.print(Padding(Text(f"- {safe(warning)}"), (0, 0, 0, 1)))
        if result.unreached and not self.everything:
            names = ", ".join(each.id for each in result.unreached)
            self.console.print()
            self.console.print(Text(f"Not reached by these facts: {names}. --all judges each of their duties."))
        self.console.print()
        as_of = f", read as of {result.law.as_of}" if result.law.as_of else ""
        foot = f"Law of {result.law.version} ({result.law.sha256[:12]}){as_of}; decided by {result.engine}. {result.disclaimer}"
        self.console.print(Text(foot, style="dim"))

    # --- cells

    def _table(self, *columns: str) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False, header_style="bold", show_edge=False)
        for name in columns:
            table.add_column(name, overflow="fold", ratio=None if name in ("Left", "Question") else 1)
        return table

    def _section(self, title: str, table: Table) -> None:
        self.console.print()
        self.console.print(Text(title, style="bold underline"))
        self.console.print(table)

    def _due(self, duty: AssessedDuty) -> Text:
        deadline = duty.deadline
        assert deadline is not None
        if duty.given:
            return Text(f"given {duty.given}", style="green")
        text = Text(safe(when(deadline)), style="bold" if deadline.due else "")
        if deadline.due and deadline.safe_by and deadline.safe_by != deadline.due.date():
            text.append(f"\nsafe by {day(deadline.safe_by)}", style="")
        if deadline.due and deadline.standard:
            text.append(f"\n{safe(deadline.standard)}", style="dim")
        return text

    def _left(self, duty: AssessedDuty) -> Text:
        remaining = duty.deadline.remaining if duty.deadline else None
        if remaining is None or duty.given:
            return Text("")
        return Text(time_left(remaining), style="bold red" if remaining < 3 * 86400 else "")

    def _tell(self, duty: AssessedDuty) -> Text:
        text = Text(safe(duty.recipient.name))
        if duty.status != "not_required" and duty.recipient.kind == "individuals":
            affected = duty.affected
            people = f"{affected.min:,}" if affected.min == affected.max else _range(affected.min, affected.max)
            text.append(f"\n{people} people", style="dim")
        return text

    def _hangs_on(self, duty: AssessedDuty) -> str:
        return ", ".join(str(number) for number in sorted(self.numbers[fact] for fact in duty.depends_on))

    def _law(self, duty: AssessedDuty) -> Text:
        text = Text(duty.id)
        text.append(f"\n{safe(duty.cite)}", style="dim")
        if duty.confidence == "low":
            text.append("\nlow confidence", style="yellow")
        return text


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"{least:,} or more" if least else "an unknown number of"
    return f"{least:,} to {most:,}"
