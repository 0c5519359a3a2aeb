"""What the shape of a law file cannot say.

Names that must exist, predicates in their place, texts that must neither overlap nor leave a gap.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from notifyrules.law import circles
from notifyrules.law.conditions import COHORT_PREDICATES, RULE_PREDICATES, Condition
from notifyrules.law.deadline import Deadline
from notifyrules.law.jurisdiction import Authority, Jurisdiction
from notifyrules.law.regime import Regime, Scope
from notifyrules.reading import OF_KEY, Document, Place, Problem, Step
from notifyrules.reading.nearest import expected_one_of

RECIPIENTS_WITHOUT_OFFICE = frozenset(
    {
        "individuals",
        "consumer_reporting_agencies",
        "media",
        "data_owner",
        "contract_party",
        "insurer",
        "response_team",
        "law_enforcement",
        "tax_authority",
    }
)
"""Recipient kinds that a duty may name directly, with no office in `authorities`."""

Files = Sequence[tuple[Document, Jurisdiction]]
Mistakes = Iterator[tuple[tuple[Step, ...], str]]


def lint(files: Files, *, complete: bool = True) -> list[Problem]:
    """Return the mistakes of valid files; `complete` is false while other files could not be read."""
    duties = {f"{regime.id}/{duty.id}" for _, file in files for regime in file.regimes for duty in regime.duties}
    problems: list[Problem] = []
    for document, file in files:
        for number, regime in enumerate(file.regimes):
            for path, message in _Regime(file, regime, duties if complete else None).mistakes():
                problems.append(Problem(document.place(("regimes", number, *path)), message))
    problems.extend(_overlaps(files))
    problems.extend(_authorities(files))
    return problems or list(_circles(files))  # rules that hang on themselves show only where all names are right


def recipient_slug(kind: str) -> str:
    """Return how a duty writes a recipient kind in `notify`."""
    return kind.replace("_", "-")


class _Regime:
    """The names that one regime may use; `known` are the duties of all regimes, None while not all could be read."""

    def __init__(self, file: Jurisdiction, regime: Regime, known: set[str] | None) -> None:
        self.regime = regime
        self.known = known
        self.own = {duty.id for duty in regime.duties}
        self.exceptions = {each.id for each in regime.exceptions}
        self.recipients = {recipient_slug(kind) for kind in RECIPIENTS_WITHOUT_OFFICE} | set(file.authorities)

    def mistakes(self) -> Mistakes:
        regime = self.regime
        yield from _repeated("duties", [duty.id for duty in regime.duties])
        yield from _repeated("exceptions", [each.id for each in regime.exceptions])
        for name in ("binds", "information", "event"):
            part: Condition | None = getattr(regime, name)
            if part is not None and part.cite is None:
                yield (name,), f"`{name}` needs a cite: the words of the law that it encodes"
        yield from self._duties()
        for index, exception in enumerate(regime.exceptions):
            yield from self._listed(exception.lifts, "exceptions", index, "lifts")
        if regime.law_enforcement_delay is not None:
            yield from self._listed(regime.law_enforcement_delay.reaches, "law_enforcement_delay", "reaches")
            if regime.law_enforcement_delay.then is not None:
                yield from self._deadline(regime.law_enforcement_delay.then, "law_enforcement_delay", "then")
        for path, condition, scope in regime.conditions():
            for inner, each in condition.walk():
                yield from self._condition((*path, *inner), each, scope)

    def _duties(self) -> Mistakes:
        for index, duty in enumerate(self.regime.duties):
            here: tuple[Step, ...] = ("duties", index)
            if duty.notify not in self.recipients:
                message = expected_one_of(duty.notify, self.recipients, what="authority or recipient", show=20)
                yield (*here, "notify"), message
            yield from self._deadline(duty.deadline, *here, "deadline")
            if duty.concerning is not None and self.regime.protects == "systems":
                message = "`concerning` picks cohorts, and a rule that protects systems counts none: use `when`"
                yield (*here, "concerning", OF_KEY), message

    def _deadline(self, deadline: Deadline, *place: Step) -> Mistakes:
        for path, reference in deadline.references():
            if unknown := self._unknown_duty(reference):
                yield (*place, *path), unknown

    def _listed(self, duties: Sequence[str], *path: Step) -> Mistakes:
        for number, duty in enumerate(() if duties == "all" else duties):
            if duty not in self.own:
                yield (*path, number), expected_one_of(duty, self.own, what="duty of this regime")

    def _condition(self, place: tuple[Step, ...], condition: Condition, scope: Scope) -> Mistakes:
        operator = condition.operator
        if scope != "outcome" and operator in RULE_PREDICATES:
            who = "a cohort" if scope == "cohort" else "the incident alone"
            yield (
                (*place, operator, OF_KEY),
                f"`{operator}` is about outcomes, and {who} cannot answer it: put it under a duty's `when`",
            )
        if scope != "cohort" and operator in COHORT_PREDICATES:
            yield (
                (*place, operator, OF_KEY),
                f"`{operator}` is judged cohort by cohort: put it under `information` or a duty's `concerning`",
            )
        by = condition.persons_excepted.by if condition.persons_excepted else None
        named = condition.exception or by
        if named is not None and named not in self.exceptions:
            message = expected_one_of(named, self.exceptions, what="exception of this regime")
            yield (*place, operator, *(("by",) if by else ())), message
        if condition.required is not None and (unknown := self._unknown_duty(condition.required)):
            yield (*place, operator), unknown

    def _unknown_duty(self, reference: str) -> str | None:
        if "/" not in reference:
            return None if reference in self.own else expected_one_of(reference, self.own, what="duty of this regime")
        if self.known is None or reference in self.known:
            return None
        return expected_one_of(reference, self.known, what="duty", see="notifyrules law list")


def _repeated(section: str, ids: Sequence[str]) -> Mistakes:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield (section, index, "id"), f"the id {name!r} stands twice in this regime"


def _circles(files: Files) -> Iterator[Problem]:
    texts = circles.Texts(regime for _, file in files for regime in file.regimes)
    by_deadline = circles.circling(circles.deadlines(texts))
    by_condition = circles.circling(circles.conditions(texts))
    mutual = circles.circling(circles.regimes(texts))
    for document, file in files:
        for number, regime in enumerate(file.regimes):
            if (regime.id, "") in mutual:
                message = f"{regime.id!r} asks about a regime that asks about it; write one of them without `required`"
                yield Problem(document.place(("regimes", number, "id")), message)
            for index, duty in enumerate(regime.duties):
                node, here = (regime.key, duty.id), ("regimes", number, "duties", index)
                if node in by_deadline:
                    yield Problem(document.place((*here, "deadline")), f"the deadline of {duty.id!r} hangs on itself")
                if node in by_condition:
                    yield Problem(document.place((*here, "when")), f"whether {duty.id!r} applies hangs on itself")


def _overlaps(files: Files) -> Iterator[Problem]:
    texts: dict[str, list[tuple[dt.date, dt.date, int, Place]]] = defaultdict(list)
    for order, (document, file) in enumerate(files):
        for number, regime in enumerate(file.regimes):
            place = document.place(("regimes", number, "in_force"))
            texts[regime.id].append((regime.in_force.from_, regime.in_force.to or dt.date.max, order, place))
    a_day = dt.timedelta(days=1)
    yield from _unlike(files)
    for name, spans in texts.items():
        for (_, ended, first, other), (starts, _, second, place) in pairwise(sorted(spans)):
            if starts <= ended:
                here, there = (place, other) if second >= first else (other, place)  # what is laid over is at fault
                yield Problem(here, f"two texts of {name!r} are in force on {starts}; the other one stands at {there}")
            elif starts > ended + a_day:
                gap = f"from {ended + a_day} to {starts - a_day}"
                yield Problem(place, f"no text of {name!r} is in force {gap}, between this one and the one at {other}")


def _unlike(files: Files) -> Iterator[Problem]:
    """Yield texts that disagree with an older one of their regime on whose law it is and what picks the text."""
    first: dict[str, tuple[str, str]] = {}
    for document, file in files:
        for number, regime in enumerate(file.regimes):
            code, picks = first.setdefault(regime.id, (file.jurisdiction, regime.picks_law_by))
            if file.jurisdiction != code:
                message = f"the regime {regime.id!r} is one of {code} and cannot have a text in {file.jurisdiction}"
                yield Problem(document.place(("regimes", number, "id")), message)
            elif regime.picks_law_by != picks:
                message = (
                    f"another text of {regime.id!r} is picked by {picks}; all texts of a regime are picked by one date"
                )
                yield Problem(document.place(("regimes", number, "picks_law_by")), message)


def _authorities(files: Files) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[Authority, Place]] = {}
    for document, file in files:
        for slug, authority in file.authorities.items():
            place = document.place(("authorities", slug, OF_KEY))
            known, where = first.setdefault((file.jurisdiction, slug), (authority, place))
            if known != authority:
                message = f"the authority {slug!r} of {file.jurisdiction} is described otherwise at {where}"
                yield Problem(place, message)
