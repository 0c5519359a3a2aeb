"""The assessment as a table for a terminal, readable by a tired person: most urgent first."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from notifyrules.assessment import NOT_JUDGED, Affected, AssessedDuty, Assessment
from notifyrules.engine import reason
from notifyrules.export.summary import only_of_a_class, summary
from notifyrules.export.words import day, heading, instant, policy_line, safe, time_left, when

FEW_QUESTIONS = 10
FEW_UNDETERMINED = 15
FEW_ALIKE = 3
FEW_UNREACHED = 8
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
        self.parts: list[RenderableType] = []
        self.numbers = {question.fact: number for number, question in enumerate(assessment.questions, start=1)}

    def print(self) -> None:
        """Print all parts at once: many small prints cost twice the time."""
        self._compose()
        self.console.print(Group(*self.parts))

    def _say(self, part: RenderableType) -> None:
        self.parts.append(part)

    def _compose(self) -> None:
        self._head()
        nothing_owed = all(duty.status != "required" or duty.force == "practice" for duty in self.assessment.duties)
        if nothing_owed:
            self._questions()  # then they are what the reader can do
        for force, words in _FORCES.items():
            of_force = [duty for duty in self.assessment.duties if duty.force == force]
            self._required([duty for duty in of_force if duty.status == "required"], f"Required{words}")
            undetermined = [duty for duty in of_force if duty.status == "undetermined"]
            self._undetermined([each for each in undetermined if not only_of_a_class(each)], f"Undetermined{words}")
            self._of_a_class([each for each in undetermined if only_of_a_class(each)], f"Undetermined{words}")
        if self.everything:
            self._not_required([duty for duty in self.assessment.duties if duty.status == "not_required"])
        if not nothing_owed:
            self._questions()
        self._foot()

    # --- parts

    def _head(self) -> None:
        result = self.assessment
        name = heading(result.incident["id"], result.incident["title"], result.organisation)
        self._say(Text(name, style="bold"))
        head = summary(result)
        line = f"{_number(head.required, 'duty', 'duties')} required, {head.undetermined} undetermined"
        line += f" ({head.of_a_class} only if the organisation is of a regulated class)." if head.of_a_class else "."
        if head.undated:
            line += f" {head.without_a_day}."
        if head.first is not None and head.first.deadline is not None:
            line += f" First deadline: {when(head.first.deadline)}, {safe(head.first.recipient.name)}."
        self._say(Text(line))
        for warning in result.warnings:
            if warning.endswith(NOT_JUDGED):
                self._say(Text(safe(warning), style="yellow"))

    def _required(self, duties: Sequence[AssessedDuty], title: str) -> None:
        if not duties:
            return
        self._section(f"{title} ({len(duties)})", "Due")
        for alike in _alike(sorted(duties, key=lambda duty: duty.given is not None)):
            self._duties(alike, all_of_them=True)

    def _undetermined(self, duties: Sequence[AssessedDuty], title: str) -> None:
        if not duties:
            return
        rows = _alike(duties)
        shown = rows if self.everything else rows[:FEW_UNDETERMINED]
        self._section(f"{title} ({len(duties)})", "Due, if owed")
        for alike in shown:
            self._duties(alike, all_of_them=self.everything)
        left_out = len(duties) - sum(len(alike) for alike in shown)
        if left_out:
            self._say(Text(f"  … and {left_out} more; --all shows them."))

    def _of_a_class(self, duties: Sequence[AssessedDuty], title: str) -> None:
        """Show what only regulated classes owe: each with its row where all is shown, else whom they tell, by law."""
        title = f"{title}, only if the organisation is of a regulated class"
        if self.everything or not duties:
            self._undetermined(duties, title)
            return
        self._title(f"{title} ({len(duties)})")
        by_law: dict[str, dict[str, None]] = {}
        for duty in duties:
            by_law.setdefault(duty.jurisdiction, {})[safe(duty.recipient.name)] = None
        for law, recipients in list(by_law.items())[:FEW_UNDETERMINED]:
            names = list(recipients)
            more = f" and {len(names) - FEW_ALIKE} more" if len(names) > FEW_ALIKE else ""
            self._below(Text(f"{law}: {', '.join(names[:FEW_ALIKE])}{more}"))
        others = len(by_law) - FEW_UNDETERMINED
        self._say(Text(f"  … {f'{others} more places; ' if others > 0 else ''}--all shows each of them."))

    def _not_required(self, duties: Sequence[AssessedDuty]) -> None:
        if not duties:
            return
        self._title(f"Not required ({len(duties)})")
        for duty in duties:
            self._say(_law(duty))
            self._below(Text(safe(reason(duty.because)), style="dim"))

    def _questions(self) -> None:
        questions = self.assessment.questions
        if not questions:
            return
        shown = questions if self.everything else questions[:FEW_QUESTIONS]
        self._title("Ask next")
        for number, question in enumerate(shown, start=1):
            effects = []
            if question.decides:
                effects.append(f"decides {_number(len(question.decides), 'duty', 'duties')}")
            if question.dates:
                effects.append(f"fixes {_number(len(question.dates), 'date', 'dates')}")
            if question.soonest:
                effects.append(f"soonest {day(question.soonest.date())}")
            text = Text(f"{safe(question.ask)} ")
            text.append(f"({'; '.join(effects)}) {safe(question.fact)}", style="dim")
            numbered = Table.grid(padding=(0, 1, 0, 0))
            numbered.add_row(f"{number:>2}.", text)
            self._say(numbered)
        if len(questions) > len(shown):
            self._say(Text(f"  … and {len(questions) - len(shown)} more; --all shows them."))

    def _foot(self) -> None:
        result = self.assessment
        if result.warnings:
            self._title("Mind")
            for warning in result.warnings:
                self._below(Text(f"- {safe(warning)}"))
        if result.unreached and not self.everything:
            shown = result.unreached[:FEW_UNREACHED]
            names = ", ".join(each.id for each in shown)
            if len(result.unreached) > len(shown):
                names += f" and {len(result.unreached) - len(shown)} more"
            self._say("")
            self._say(Text(f"Not reached by these facts: {names}. --all judges each of their duties."))
        self._say("")
        as_of = f", read as of {result.law.as_of}" if result.law.as_of else ""
        law = f"Law of {result.law.version} ({result.law.sha256[:12]}){as_of}"
        self._say(Text(f"{law}; decided by {result.engine}. {result.disclaimer}", style="dim"))

    # --- duties alike: when and whom in columns, and below them each id, which is never cut

    def _duties(self, alike: Sequence[AssessedDuty], *, all_of_them: bool) -> None:
        duty = alike[0]
        self._columns(self._due(duty), self._left(duty), self._tell(duty))
        shown = alike if all_of_them or len(alike) <= FEW_ALIKE else alike[: FEW_ALIKE - 1]
        for each in shown:
            self._below(_law(each))
        if len(alike) > len(shown):
            self._below(Text(f"and {len(alike) - len(shown)} more laws that tell the same; --all shows them"))
        deadline = duty.deadline
        if deadline is not None and deadline.due and deadline.standard and not duty.given:
            self._below(Text(safe(deadline.standard), style="dim"))
        if duty.policy is not None:
            self._below(Text(policy_line(duty), style="italic"))
        if duty.status == "undetermined":
            self._below(Text(self._hanging_on({self.numbers[fact] for each in alike for fact in each.depends_on})))

    def _columns(self, due: Text, left: Text, tell: Text) -> None:
        due_width, left_width = (31, 15) if self.console.width >= 80 else (22, 11)
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=due_width, overflow="fold")
        cells = [due]
        if self.assessment.now:
            grid.add_column(width=left_width)
            cells.append(left)
        grid.add_column(overflow="fold")
        grid.add_row(*cells, tell)
        self._say(grid)

    def _below(self, text: Text) -> None:
        self._say(Padding(text, (0, 0, 0, 2)))

    def _section(self, title: str, due: str) -> None:
        self._title(title)
        self._columns(*(Text(name, style="bold") for name in (due, "Left", "Tell")))
        self._say(Rule(style="dim"))

    def _title(self, title: str) -> None:
        self._say("")
        self._say(Text(title, style="bold underline"))

    # --- cells

    def _hanging_on(self, questions: Set[int]) -> str:
        """Return the numbers of questions that are printed, and how many others there are."""
        printed = sorted(number for number in questions if self.everything or number <= FEW_QUESTIONS)
        others = len(questions) - len(printed)
        numbers = ", ".join(str(number) for number in printed)
        if not others:
            return f"{'question' if len(printed) == 1 else 'questions'} {numbers}"
        more = f"{_number(others, 'question', 'questions')} of --all"
        return f"{'question' if len(printed) == 1 else 'questions'} {numbers} and {more}" if printed else more

    def _due(self, duty: AssessedDuty) -> Text:
        deadline = duty.deadline
        assert deadline is not None
        if duty.given:
            text = Text(f"given {safe(duty.given)}", style="green")
            late = ", before that notice" if duty.given_late else ""
            return text.append(f"\ndue {instant(deadline.due)}{late}", style="default") if deadline.due else text
        text = Text(safe(when(deadline)), style="bold" if deadline.due else "")
        if deadline.held_until:
            text.append(f"\nheld until {instant(deadline.held_until)}", style="not bold")
        now = self.assessment.now
        gone = now is not None and deadline.safe_by is not None and deadline.safe_by < now.date()
        if deadline.due and deadline.safe_by and deadline.safe_by != deadline.due.date() and not gone:
            text.append(f"\nsafe by {day(deadline.safe_by)}", style="not bold")
        return text

    def _left(self, duty: AssessedDuty) -> Text:
        remaining = duty.deadline.remaining if duty.deadline else None
        if remaining is None or duty.given:
            return Text("")
        possibly = "possibly " if remaining < 0 and duty.deadline and duty.deadline.state == "provisional" else ""
        return Text(possibly + time_left(remaining), style="bold red" if remaining < 3 * 86400 else "")

    def _tell(self, duty: AssessedDuty) -> Text:
        text = Text(safe(duty.recipient.name))
        if duty.recipient.kind == "individuals":
            text.append(f"\n{_people(duty.affected)}", style="dim")
        return text


def _alike(duties: Sequence[AssessedDuty]) -> list[list[AssessedDuty]]:
    """Put neighbours together that have the same recipient told by the same time."""

    def key(duty: AssessedDuty) -> tuple[object, ...]:
        deadline = duty.deadline
        return (
            duty.recipient.id,
            duty.affected,
            duty.given,
            duty.policy,
            deadline and (deadline.state, deadline.due, deadline.standard, deadline.held_until, deadline.safe_by),
        )

    return [list(group) for _, group in groupby(duties, key)]


def _law(duty: AssessedDuty) -> Text:
    text = Text(duty.id)
    text.append(f"  {safe(duty.cite)}", style="dim")
    if duty.confidence == "low":
        text.append("  low confidence", style="yellow")
    return text


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _people(affected: Affected) -> str:
    least, most = affected.min, affected.max
    if least == most:
        return f"{least:,} {'person' if least == 1 else 'people'}"
    if most is None:
        return f"{least:,} or more people" if least else "an unknown number of people"
    return f"{least:,} to {most:,} people"
