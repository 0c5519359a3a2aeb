"""What every command shares: reading facts and law, the moment `now`, and where output goes."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from notifyrules.export import OutputError, write_whole
from notifyrules.reading.nearest import expected_one_of

if TYPE_CHECKING:
    from rich.console import Console

    from notifyrules.assessment import AssessedDuty, Assessment
    from notifyrules.facts import Facts

STANDARD_INPUT = "-"


class UsageError(Exception):
    """A command that cannot be carried out as given."""


USAGE_ERRORS = (UsageError, OutputError)


@dataclass(frozen=True, slots=True)
class Case:
    """A facts file that was read and assessed; `name` is how messages call it."""

    name: str
    facts: Facts
    assessment: Assessment


def internal_errors() -> tuple[type[Exception], ...]:
    """Return the errors that mean the program, not the input, is wrong."""
    from notifyrules.engine import DisagreementError, EngineError

    return (DisagreementError, EngineError)


def read(
    source: str,
    rules: Sequence[Path],
    *,
    now: str | None = None,
    law_as_of: str | None = None,
    everything: bool = False,
) -> Case:
    """Read facts and law and assess them.

    Raises:
        InputError: every mistake in the facts or the law.
        UsageError: where `now` or `law_as_of` cannot be read.

    """
    moment, as_of = _moment(now), _day(law_as_of)
    from notifyrules.assessment import assess
    from notifyrules.facts import Facts
    from notifyrules.law import load_law

    law = load_law(rules=rules)
    if source == STANDARD_INPUT:
        name, facts = "<stdin>", Facts.from_yaml(_standard_input(), law.vocabulary, name="<stdin>")
    else:
        name, facts = source, Facts.from_yaml(Path(source), law.vocabulary)
    return Case(name, facts, assess(facts, law, now=moment, law_as_of=as_of, everything=everything))


def duty_of(case: Case, duty_id: str) -> AssessedDuty:
    """Return one duty of an assessment.

    Raises:
        UsageError: with the nearest right id, where there is no such duty.

    """
    try:
        return case.assessment.duty(duty_id)
    except KeyError:
        known = [duty.id for duty in case.assessment.duties]
        raise UsageError(expected_one_of(duty_id, known, what="duty", see="notifyrules law list")) from None


def put_out(content: bytes, output: Path | None) -> None:
    """Write to a file, or to standard output where there is none or it is `-`."""
    if output is None or str(output) == STANDARD_INPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        write_whole(output, content)


def put_out_calendar(assessment: Assessment, output: Path | None) -> None:
    """Write the deadlines; an earlier file there gives its events their sequence."""
    from notifyrules.export.calendar import to_calendar

    previous = output.read_bytes() if output is not None and output.is_file() else None
    stamp = assessment.now or dt.datetime.now(dt.UTC).replace(microsecond=0)
    put_out(to_calendar(assessment, stamp=stamp, previous=previous), output)


def print_to(output: Path | None, show: Callable[[Console], None]) -> None:
    """Show something on the terminal as wide as it is, or in a file as plain text."""
    from rich.console import Console

    if output is None or str(output) == STANDARD_INPUT:
        show(Console(highlight=False))
        return
    text = io.StringIO()
    show(Console(file=text, width=120, highlight=False, no_color=True))
    put_out(text.getvalue().encode(), output)


def tell(message: str) -> None:
    """Say something that is no output."""
    typer.echo(message, err=True)


def complain(message: str) -> None:
    """Say what is wrong, on one line and with nothing in it that could steer a terminal."""
    from notifyrules.export.words import safe

    typer.echo(f"notifyrules: {safe(message)}", err=True)


def _standard_input() -> str:
    from notifyrules.facts.model import LIMITS
    from notifyrules.reading.document import text_of

    return text_of(sys.stdin.buffer.read(LIMITS.size + 1), "<stdin>")


def _moment(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    if text == "now":
        return dt.datetime.now().astimezone().replace(microsecond=0)
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--now {text}: expected `now` or a time such as 2026-03-10T09:00-05:00 ({error})") from None
    if at.tzinfo is None:
        raise UsageError(f"--now {text}: the time has no UTC offset; write for example {text}-05:00 or {text}Z")
    return at


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--law-as-of {text}: expected a day such as 2025-06-30 ({error})") from None
