"""Decisive questions: the unknown facts, ranked by what they decide and how soon."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence

from notifyrules.assessment.result import AssessedDuty, Question
from notifyrules.facts import Facts
from notifyrules.vocabulary import Vocabulary

_PLAIN = {
    "incident.medium": "Was the data electronic, on paper, or both?",
    "incident.good_faith": "Was it an employee's or agent's good-faith mistake, with no further use of the data?",
    "incident.harm.default": "Is misuse of the data, or harm to the people, likely?",
    "incident.law_enforcement_hold.until": "Until when does law enforcement ask to hold notice back?",
    "incident.law_enforcement_hold.written": "Is the request of law enforcement in writing?",
    "incident.law_enforcement_hold.country": "Which country's agency asks to hold notice back?",
    "incident.law_enforcement_hold.from": "Since when does law enforcement ask to hold notice back?",
    "organisation.role": "Is the data the organisation's own (owner), or kept for others (processor)?",
    "organisation.kind": "Is the organisation a business, a government body, a nonprofit or an individual?",
    "organisation.regulated_as": (
        "Of which regulated classes is the organisation, if of any: bank, insurer, health provider, public body, "
        "utility and so on? (`notifyrules law terms regulated_as` lists them; [] says none.)"
    ),
    "organisation.operates_in": "In which places does the organisation carry on business?",
    "organisation.insurance_licensed_in": "Under the insurance law of which states is the organisation licensed?",
    "organisation.home_state": "Which is the insurance licensee's home state (of an insurer, its domicile)?",
    "organisation.annual_turnover": "What is the organisation's annual turnover, and in which currency?",
}
_COHORT = {
    "role": "Is the organisation the owner of this data, or does it keep it for others?",
    "client": "For which client is this data kept?",
    "data": "Which data did it hold?",
    "data_unconfirmed": "Which of the data not yet confirmed was in it? (What was goes to `data`.)",
    "persons": "How many people are they?",
    "residents": "Where do these people live, and how many in each place?",
    "medium": _PLAIN["incident.medium"],
    "good_faith": _PLAIN["incident.good_faith"],
    "harm.default": _PLAIN["incident.harm.default"],
}


def questions(duties: Sequence[AssessedDuty], facts: Facts, vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Return the unknown facts that still decide a duty or fix a date, most decisive first.

    Rank: the number of duties decided, then the soonest of their dates, then the dates fixed, then the name.
    """
    decides: dict[str, list[AssessedDuty]] = defaultdict(list)
    fixes: dict[str, list[AssessedDuty]] = defaultdict(list)
    for duty in duties:
        for fact in duty.depends_on if duty.status == "undetermined" else ():
            decides[fact].append(duty)
        for fact in duty.deadline.depends_on if duty.deadline else ():
            fixes[fact].append(duty)
    found = [
        Question(
            fact=fact,
            ask=ask(fact, facts, vocabulary),
            decides=tuple(duty.id for duty in decides[fact]),
            dates=tuple(duty.id for duty in fixes[fact]),
            soonest=_soonest([*decides[fact], *fixes[fact]]),
        )
        for fact in sorted({*decides, *fixes})
    ]
    return tuple(sorted(found, key=_rank))


def _soonest(duties: Sequence[AssessedDuty]) -> dt.datetime | None:
    dues = [duty.deadline.due for duty in duties if duty.deadline and duty.deadline.due]
    return min(dues, key=dt.datetime.timestamp, default=None)


def _rank(question: Question) -> tuple[int, float, int, str]:
    soonest = question.soonest.timestamp() if question.soonest else float("inf")
    return -len(question.decides), soonest, -len(question.dates), question.fact


_COHORT_FACT = re.compile(r"cohorts\[(?P<id>.*)\]\.(?P<rest>[^\]]*)\Z", re.DOTALL)


def ask(fact: str, facts: Facts, vocabulary: Vocabulary) -> str:
    """Put an unknown fact as the question one would ask a person."""
    if fact in _PLAIN:
        return _PLAIN[fact]
    match = _COHORT_FACT.match(fact)
    if match is not None:
        about = f"The cohort “{match['id']}”: " if len(facts.cohorts) > 1 else ""
        rest = match["rest"]
        if rest.startswith("residents."):
            place = vocabulary.label("places", rest.removeprefix("residents."))
            return f"{about}How many of these people live in {place}?"
        return about + (_COHORT.get(rest) or _of_term(rest, vocabulary))
    if fact.startswith("incident.notices_given."):
        return f"Was the notice {fact.removeprefix('incident.notices_given.')} given, and when?"
    return _of_term(fact.removeprefix("incident."), vocabulary)


def _of_term(path: str, vocabulary: Vocabulary) -> str:
    section, _, word = path.partition(".")
    terms = {
        "event": vocabulary.event,
        "protection": vocabulary.protection,
        "timeline": vocabulary.clock_starts,
        "harm": vocabulary.harm_tests,
        "findings": vocabulary.findings,
    }[section]
    return terms[word].ask or f"{terms[word].label.capitalize()}?"
