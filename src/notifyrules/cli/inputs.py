"""What every command shares: reading facts and law, the moment `now`, and where output goes."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from notifyrules.export import OutputError, write_whole
from notifyrules.reading import InputError, Place, Problem
from notifyrules.reading.nearest import expected_one_of

if TYPE_CHECKING:
    from rich.console import Console

    from notifyrules.assessment import AssessedDuty, Assessment
    from notifyrules.assessment.comparing import Change
    from notifyrules.assessment.policy import Policy
    from notifyrules.facts import Facts

STANDARD_INPUT = "-"
STDIN_NAME = "<stdin>"
STANDARD_OUTPUT = ("-", "/dev/stdout")
FILE_WIDTH = 120
FILE_HEIGHT = 60
STORED = 100_000_000
"""Bytes of a stored assessment that are read."""
NARROWEST = 40
"""A terminal with fewer columns, or one that gives none (COLUMNS=0), folds the lines itself."""
_A_TIME = "2026-03-10T09:00-05:00"


class UsageError(Exception):
    """A command that cannot be carried out as given."""


USAGE_ERRORS = (UsageError, OutputError)


class Case(NamedTuple):
    """A facts file that was read and assessed; `name` is how messages call it."""

    name: str
    facts: Facts
    assessment: Assessment
    policy: Policy | None = None


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
    law_only: bool = False,
    policy: Path | None = None,
    output: Path | None = None,
) -> Case:
    """Read facts and law and assess them.

    Raises:
        InputError: every mistake in the facts or the law.
        UsageError: where `now` or `law_as_of` cannot be read, or `output` would write over what is read.

    """
    moment, as_of = _moment(now), day(law_as_of, "--law-as-of")
    keep(output, source, policy, *rules)
    from notifyrules.assessment import assess
    from notifyrules.facts import Facts
    from notifyrules.law import load_law

    law = load_law(rules=rules)
    if source == STANDARD_INPUT:
        name, facts = STDIN_NAME, Facts.from_yaml(_standard_input(), law.vocabulary, name=STDIN_NAME)
    else:
        name, facts = source, Facts.from_yaml(Path(source), law.vocabulary)
    found = assess(facts, law, now=moment, law_as_of=as_of, everything=everything, law_only=law_only)
    if policy is None:
        return Case(name, facts, found)
    from notifyrules.assessment.policy import Policy, with_policy

    own = Policy.from_yaml(policy, law.vocabulary)
    return Case(name, facts, with_policy(found, own, facts, law.vocabulary), own)


def compare(before: str, after: str | None, law_as_of: Sequence[str], rules: Sequence[Path]) -> list[Change]:
    """Compare two states of an incident, or one under the law of two days.

    Raises:
        InputError: every mistake in the facts or the law.
        UsageError: where the sides cannot be told, or a stored assessment cannot be read.

    """
    from notifyrules.assessment.comparing import compared

    if after is None and len(law_as_of) != 2:
        raise UsageError("compare: name two files, or one and --law-as-of twice")
    if len(law_as_of) > 2:
        raise UsageError("compare: --law-as-of is taken once for both sides or twice, once for each")
    days: list[str | None] = [*law_as_of, *law_as_of, None, None]
    sides = [_side(before, days[0], rules), _side(after or before, days[1], rules)]
    ids = [side["incident"]["id"] if isinstance(side, dict) else side.incident["id"] for side in sides]
    if ids[0] != ids[1]:
        tell(f"Mind: these are two incidents, {ids[0]} and {ids[1]}.")
    return compared(*sides)


def _side(source: str, law_as_of: str | None, rules: Sequence[Path]) -> Assessment | dict[str, Any]:
    if not source.endswith(".json"):
        return read(source, rules, law_as_of=law_as_of).assessment
    from notifyrules.assessment.comparing import SchemaError, of_json
    from notifyrules.reading.document import text_of
    from notifyrules.reading.text import content_of

    if law_as_of is not None:
        raise UsageError(f"{source}: a stored assessment has its law; --law-as-of goes with facts")
    try:
        return of_json(text_of(content_of(Path(source), source, STORED), source))
    except SchemaError as error:
        raise UsageError(f"{source}: {error}") from None


def duty_of(case: Case, duty_id: str) -> AssessedDuty:
    """Return one duty of an assessment.

    Raises:
        UsageError: where there is no such duty, with the nearest right id; where its regime was not applied, why.

    """
    try:
        return case.assessment.duty(duty_id)
    except KeyError:
        for regime in case.assessment.unreached:
            if regime.id == duty_id.partition("/")[0]:
                raise UsageError(f"{duty_id}: not judged: {regime.because}") from None
        known = [duty.id for duty in case.assessment.duties]
        if own := [each for each in known if each.startswith(f"{duty_id}/")]:
            raise UsageError(f"{duty_id} is a regime; name one of its duties: {', '.join(own)}") from None
        raise UsageError(expected_one_of(duty_id, known, what="duty", see="notifyrules law list")) from None


def keep(output: Path | None, *sources: str | Path | None) -> None:
    """Refuse an output that would write over one of the files a command reads, or over any YAML file.

    Raises:
        UsageError: naming the file; nothing was read or written.

    """
    if output is None or to_standard_output(output) or not output.is_file():
        return
    for source in sources:
        if source is not None and source != STANDARD_INPUT and Path(source).exists() and output.samefile(source):
            raise UsageError(f"{output}: is what is read; name another file for what comes out")
    if output.suffix in (".yaml", ".yml"):
        raise UsageError(f"{output}: is a YAML file, such as facts or law are; name another file for what comes out")


def to_standard_output(output: Path | None) -> bool:
    """Return whether output goes to standard output: no file is named, or `-`."""
    return output is None or str(output) in STANDARD_OUTPUT


def put_out(content: bytes, output: Path | None) -> None:
    """Write to a file or to standard output.

    Raises:
        OutputError: where it cannot be written.

    """
    if output is not None and not to_standard_output(output):
        write_whole(output, content)
        return
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains of the rest at its exit
        raise OutputError(f"standard output: cannot be written: {error.strerror}") from error


def put_out_table(assessment: Assessment, output: Path | None, *, everything: bool = False) -> None:
    """Print the assessment as a table."""
    from notifyrules.export.table import print_table

    print_to(output, lambda console: print_table(assessment, console, everything=everything))


def put_out_calendar(case: Case, output: Path | None) -> None:
    """Write the deadlines; an earlier file there gives its events their sequence."""
    from notifyrules.export.calendar import to_calendar

    try:
        previous = output.read_bytes() if output is not None and output.is_file() else None
    except OSError as error:
        raise OutputError(f"{output}: the earlier calendar cannot be read: {error.strerror}") from error
    if previous and not previous.lstrip(b"\xef\xbb\xbf").upper().startswith(b"BEGIN:VCALENDAR"):
        raise OutputError(f"{output}: is no calendar; nothing was changed")
    assessment, policy = case.assessment, case.policy
    wanted = {} if policy is None else policy.calendar.model_dump()
    stamp = assessment.now or dt.datetime.now(dt.UTC).replace(microsecond=0)
    put_out(to_calendar(assessment, stamp=stamp, previous=previous, **wanted), output)
    undated = [
        duty.id
        for duty in assessment.duties
        if duty.status == "required" and duty.force != "practice" and not (duty.given or duty.policy)
        if duty.deadline and duty.deadline.due is None
    ]
    if undated:
        tell(f"Required, without a date and so not in the calendar: {', '.join(undated)}")


def put_out_document(assessment: Assessment, kind: str, output: Path | None, *, banner: str | None) -> None:
    """Write the assessment as a document: `html`, `markdown`, `csv` or `docx`.

    Raises:
        UsageError: where the library that a kind needs is not installed.

    """
    if kind == "docx":
        try:
            from notifyrules.export.word import to_docx
        except ImportError:
            raise UsageError("Word documents need the extra `docx`: pip install 'notifyrules[docx]'") from None
        put_out(to_docx(assessment, banner=banner), output)
        return
    from notifyrules.export import report

    if kind == "csv":
        text = report.to_csv(assessment)
        if not to_standard_output(output):  # spreadsheets take a file without the mark for one of an older encoding
            text = f"\ufeff{text}"
    else:
        make = report.to_html if kind == "html" else report.to_markdown
        text = make(assessment, banner=banner)
    put_out(text.encode(), output)


def print_to(output: Path | None, show: Callable[[Console], None]) -> None:
    """Show something on the terminal as wide as it is, or elsewhere as plain text without spaces at line ends."""
    from rich.console import Console

    terminal = Console(highlight=False, color_system=None if os.environ.get("NO_COLOR") else "auto")
    width = max(terminal.width, NARROWEST) if to_standard_output(output) else FILE_WIDTH
    if to_standard_output(output) and terminal.is_terminal:
        terminal.width = width
        show(terminal)
        return
    text = io.StringIO()
    show(Console(file=text, width=width, height=FILE_HEIGHT, highlight=False, color_system=None))
    put_out("\n".join(line.rstrip() for line in text.getvalue().split("\n")).encode(), output)


def tell(message: str) -> None:
    """Say something that is no output, on one line and with nothing in it that could steer a terminal."""
    from notifyrules.export.words import safe

    if sys.stderr is not None:
        sys.stderr.write(f"{safe(message)}\n")


def complain(message: str) -> None:
    """Say what is wrong."""
    tell(f"notifyrules: {message}")


def _standard_input() -> str:
    from notifyrules.facts.model import LIMITS
    from notifyrules.reading.document import text_of

    if sys.stdin is None:
        raise UsageError("standard input is closed")
    content = sys.stdin.buffer.read(LIMITS.size + 1)
    if len(content) > LIMITS.size:
        message = f"there is more than the {LIMITS.size:,} bytes that are read"
        raise InputError([Problem(Place(STDIN_NAME), message)])
    return text_of(content, STDIN_NAME)


def _moment(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    if text == "now":
        return dt.datetime.now().astimezone().replace(microsecond=0)
    try:
        at = dt.datetime.fromisoformat(text)
        at.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--now {text}: expected `now` or a time such as {_A_TIME} ({error})") from None
    if at.tzinfo is None:
        raise UsageError(f"--now {text}: expected a time with its UTC offset, such as {_A_TIME}")
    return at


def day(text: str | None, option: str) -> dt.date | None:
    """Read the day given with an option.

    Raises:
        UsageError: where it is no day.

    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: expected a day such as 2025-06-30 ({error})") from None
