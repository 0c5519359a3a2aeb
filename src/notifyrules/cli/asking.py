"""`notifyrules ask`: the questions that still decide something, one after the other, with each answer kept at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from notifyrules.assessment import Assessment, Question, assess
from notifyrules.assessment.comparing import KINDS, compared
from notifyrules.cli import inputs
from notifyrules.export import write_whole
from notifyrules.export.words import day, safe
from notifyrules.facts import Facts
from notifyrules.facts.editing import listed, quoted, with_fact
from notifyrules.facts.model import LIMITS
from notifyrules.law import Law, load_law
from notifyrules.reading import InputError
from notifyrules.reading.document import text_of
from notifyrules.reading.text import content_of

UNKNOWN = ("", "?", "unknown", "don't know", "dont know")
QUIT = ("q", "quit", "exit")
NAMED = 3


class Expected(NamedTuple):
    """What answers a question: in words, and how the answer is written as YAML (None: it is no such answer)."""

    words: str
    pattern: str
    written: str = "{0}"


_FLAG = Expected("yes or no", r"(?P<x>yes|no)")
_LIKELY = Expected("likely or unlikely", r"(?P<x>likely|unlikely)")
_MOMENT = Expected(
    "a day such as 2026-03-02, or a time such as 2026-03-02T09:15-06:00",
    r"(?P<x>\d{4}-\d\d-\d\d(?:T[\d:]+(?:[-+]\d\d:\d\d|Z))?)",
)
_COUNT = Expected("a number, or a range such as 30-55", r"(?P<x>\d+)")
_WORDS = Expected("words separated by commas, or none", r"(?P<x>[\w.-]+(?:\s*,\s*[\w.-]+)*)", "[{0}]")
_PLACES = Expected(
    "places with counts, such as US-TX 312, AU 12", r"(?P<x>[\w-]+[ :]+\d+(?:\s*,\s*[\w-]+[ :]+\d+)*)", "{{{0}}}"
)
_MONEY = Expected("an amount such as 12000000 AUD", r"(?P<x>\d+)\s+(?P<y>[A-Z]{3})", "{{amount: {0}, currency: {1}}}")
_ONE = Expected("one word", r"(?P<x>[\w-]+)")
_EXPECTED: tuple[tuple[str, Expected], ...] = (
    (r"incident\.medium|cohorts\[.*\]\.medium", Expected("electronic, paper or both", r"(?P<x>electronic|paper|both)")),
    (r"organisation\.role|cohorts\[.*\]\.role", Expected("owner or processor", r"(?P<x>owner|processor)")),
    (
        r"organisation\.kind",
        Expected("business, government, nonprofit or individual", r"(?P<x>business|government|nonprofit|individual)"),
    ),
    (r"(incident|cohorts\[.*\])\.harm\..*", _LIKELY),
    (r"incident\.(timeline|notices_given)\..*|incident\.law_enforcement_hold\.(from|until)", _MOMENT),
    (r"organisation\.(regulated_as|operates_in|insurance_licensed_in)|cohorts\[.*\]\.(data|data_unconfirmed)", _WORDS),
    (r"cohorts\[.*\]\.residents", _PLACES),
    (r"cohorts\[.*\]\.(persons|elsewhere|residents\..*)", _COUNT),
    (r"organisation\.annual_turnover(\.amount)?", _MONEY),
    (r"organisation\.home_state|incident\.law_enforcement_hold\.country", _ONE),
    (r"cohorts\[.*\]\.client", Expected("a name", r"(?P<x>.+)")),
    (r".*", _FLAG),
)
_WHOLE = {"organisation.annual_turnover.amount": "organisation.annual_turnover"}


def ask(path: Path, rules: Sequence[Path]) -> None:
    """Ask until nothing decides any more, the answers end, or somebody has had enough.

    Raises:
        InputError: where facts or law cannot be read.
        UsageError: where the file was changed by somebody else meanwhile; every answer before is in it.

    """
    if str(path) == inputs.STANDARD_INPUT:
        raise inputs.UsageError("ask writes the answers into the facts file; name the file")
    law = load_law(rules=rules)
    text = _read(path)
    found = _assessed(text, path, law)
    passed_over: set[str] = set()
    asked = 0
    while (question := next(_open(found, passed_over), None)) is not None:
        asked += 1
        _say(f"\n{asked}. {safe(question.ask)}")
        _say(f"   {_why(question)}")
        answer = _answer(question, text, path, law)
        if answer is None:
            break
        if answer == text:
            passed_over.add(question.fact)
            continue
        if _read(path) != text:
            raise inputs.UsageError(
                f"{path} was changed while you were asked; this answer was not written, those before are in it"
            )
        write_whole(path, answer.encode())
        before, text = found, answer
        found = _assessed(text, path, law)
        _tell_changes(before, found)
    else:
        _say(
            "\nNothing more to ask: no unknown fact decides anything." if not passed_over else "\nNothing more to ask."
        )
    duties = [duty for duty in found.duties if duty.force != "practice"]
    required = sum(duty.status == "required" for duty in duties)
    undetermined = sum(duty.status == "undetermined" for duty in duties)
    _say(f"\n{required} duties required, {undetermined} undetermined. notifyrules assess {path}")


def _read(path: Path) -> str:
    return text_of(content_of(path, str(path), LIMITS.size), str(path))


def _assessed(text: str, path: Path, law: Law) -> Assessment:
    return assess(Facts.from_yaml(text, law.vocabulary, name=str(path)), law)


def _open(found: Assessment, passed_over: set[str]) -> Iterator[Question]:
    return (each for each in found.questions if each.fact not in passed_over)


def _why(question: Question) -> str:
    parts = []
    for words, duties in (("decides", question.decides), ("fixes the date of", question.dates)):
        if duties:
            more = f" and {len(duties) - NAMED} more" if len(duties) > NAMED else ""
            parts.append(f"{words} {', '.join(duties[:NAMED])}{more}")
    if question.soonest:
        parts.append(f"soonest {day(question.soonest.date())}")
    return f"[{'; '.join(parts)}]"


def _answer(question: Question, text: str, path: Path, law: Law) -> str | None:
    """Return the text with an answer in it, the text itself where nobody knows, None where the answers end."""
    expected = next(each for pattern, each in _EXPECTED if re.fullmatch(pattern, question.fact, re.DOTALL))
    while True:
        _say(f"   ({expected.words}; ? if not known, q to stop) > ", end="")
        line = sys.stdin.readline()
        if not line:
            _say("")
            return None
        said = line.strip()
        if said.casefold() in QUIT:
            return None
        if said.casefold() in UNKNOWN:
            return text
        value = _written(said, expected, question.fact)
        if value is None:
            _say(f"   not understood: expected {expected.words}")
            continue
        try:
            changed = _with(text, question.fact, value)
            Facts.from_yaml(changed, law.vocabulary, name=str(path))
        except InputError as error:
            for problem in error.problems:
                _say(f"   {safe(problem.message)}")
            continue
        return changed


def _written(said: str, expected: Expected, fact: str) -> str | None:
    if expected is _WORDS and said.casefold() == "none":
        return "[]"
    if expected in (_COUNT, _PLACES, _MONEY):
        said = re.sub(r"\b\d{1,3}(?:,\d{3})+\b", lambda number: number[0].replace(",", ""), said)
    span = re.fullmatch(r"(\d+)\s*-\s*(\d+)", said)
    if expected is _COUNT and span:
        return f"{{min: {span[1]}, max: {span[2]}}}"
    if expected in (_FLAG, _LIKELY):
        said = {"y": "yes", "n": "no"}.get(said.casefold(), said)
    if expected is _LIKELY:
        said = {"yes": "likely", "no": "unlikely"}.get(said.casefold(), said)
    match = re.fullmatch(expected.pattern, said, re.IGNORECASE if expected in (_FLAG, _LIKELY) else 0)
    if match is None:
        return None
    if fact.endswith(".client"):
        return quoted(said)
    value = match["x"].casefold() if expected in (_FLAG, _LIKELY) else match["x"]
    if fact.endswith(".residents"):
        value = re.sub(r"([\w-]+)[ :]+(\d+)", r"\1: \2", value)
    return expected.written.format(value, *match.groups()[1:])


def _with(text: str, fact: str, value: str) -> str:
    if fact.endswith(".data_unconfirmed"):  # what was in it becomes known, and nothing stays open
        data = f"{fact.removesuffix('.data_unconfirmed')}.data"
        known = [*listed(text, data), *(word for word in value.strip("[]").split(", ") if word)]
        return with_fact(with_fact(text, data, f"[{', '.join(dict.fromkeys(known))}]"), fact, "[]")
    if fact == "organisation.regulated_as" and listed(text, f"{fact}_unconfirmed"):
        text = with_fact(text, f"{fact}_unconfirmed", "[]")
    return with_fact(text, _WHOLE.get(fact, fact), value)


def _tell_changes(before: Assessment, after: Assessment) -> None:
    changes = compared(before, after)
    if not changes:
        _say("   Noted. Nothing changes yet.")
    for kind, title in KINDS.items():
        names = [change.duty for change in changes if change.kind == kind]
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            _say(f"   {title}: {', '.join(names[:NAMED])}{more}")


def _say(line: str, end: str = "\n") -> None:
    sys.stdout.write(f"{line}{end}")
    sys.stdout.flush()
