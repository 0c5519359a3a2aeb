"""What the shape of a law file cannot say: names that must exist, predicates in their place, texts that must not overlap."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from notifyrules.law.conditions import COHORT_PREDICATES, RULE_PREDICATES
from notifyrules.law.jurisdiction import Authority, Jurisdiction
from notifyrules.law.regime import Regime
from notifyrules.reading import Document, Problem
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
Step = str | int


def lint(files: Files, *, complete: bool = True) -> list[Problem]:
    """Return the mistakes of valid files; `complete` is false while other files could not be read."""
    duties = {f"{regime.id}/{duty.id}" for _, file in files for regime in file.regimes for duty in regime.duties}
    problems: list[Problem] = []
    for document, file in files:
        for number, regime in enumerate(file.regimes):
            for path, message in _of_regime(file, regime, duties if complete else None):
                problems.append(Problem(document.place(("regimes", number, *path)), message))
    problems.extend(_overlaps(files))
    problems.extend(_authorities(files))
    return problems


def check_law(files: Files) -> list[Problem]:
    """Return every mistake that `law check` reports beyond the shape of the files."""
    return lint(files)


def recipient_slug(kind: str) -> str:
    """Return how a duty writes a recipient kind in `notify`."""
    return kind.replace("_", "-")


def _of_regime(file: Jurisdiction, regime: Regime, known: set[str] | None) -> Iterator[tuple[tuple[Step, ...], str]]:
    yield from _repeated("duties", [duty.id for duty in regime.duties])
    yield from _repeated("exceptions", [each.id for each in regime.exceptions])
    own = {duty.id for duty in regime.duties}
    exceptions = {each.id for each in regime.exceptions}

    def unknown_duty(reference: str) -> str | None:
        if "/" not in reference:
            return None if reference in own else expected_one_of(reference, own, what="duty of this regime")
        if known is None or reference in known:
            return None
        return expected_one_of(reference, known, what="duty")

    for name in ("binds", "information", "event"):
        part = getattr(regime, name)
        if part is not None and part.cite is None:
            yield (name,), f"`{name}` needs a cite: the words of the law that it encodes"

    recipients = {recipient_slug(kind) for kind in RECIPIENTS_WITHOUT_OFFICE} | set(file.authorities)
    for index, duty in enumerate(regime.duties):
        here: tuple[Step, ...] = ("duties", index)
        if duty.notify not in recipients:
            yield (*here, "notify"), expected_one_of(duty.notify, recipients, what="authority or recipient", show=20)
        for reference in duty.deadline.duties:
            if message := unknown_duty(reference):
                yield (*here, "deadline"), message
        if duty.id in _followed(regime, duty.id):
            yield (*here, "deadline"), f"the deadline of {duty.id!r} hangs on itself"

    for index, exception in enumerate(regime.exceptions):
        if exception.lifts != "all":
            for number, lifted in enumerate(exception.lifts):
                if lifted not in own:
                    yield (
                        ("exceptions", index, "lifts", number),
                        expected_one_of(lifted, own, what="duty of this regime"),
                    )

    delay = regime.law_enforcement_delay
    if delay is not None and delay.reaches != "all":
        for number, reached in enumerate(delay.reaches):
            if reached not in own:
                path: tuple[Step, ...] = ("law_enforcement_delay", "reaches", number)
                yield path, expected_one_of(reached, own, what="duty of this regime")

    for path, condition, by_cohort in regime.conditions():
        for inner, each in condition.walk():
            place = (*path, *inner)
            operator = each.operator
            if by_cohort and operator in RULE_PREDICATES:
                yield (
                    place,
                    f"`{operator}` counts or looks at outcomes; a cohort cannot answer it: put it under a duty's `when`",
                )
            if not by_cohort and operator in COHORT_PREDICATES:
                yield (
                    place,
                    f"`{operator}` is judged cohort by cohort: put it under `information` or a duty's `concerning`",
                )
            named = each.exception or (each.persons_excepted.by if each.persons_excepted else None)
            if named is not None and named not in exceptions:
                yield place, expected_one_of(named, exceptions, what="exception of this regime")
            if each.required is not None and (message := unknown_duty(each.required)):
                yield place, message


def _repeated(section: str, ids: Sequence[str]) -> Iterator[tuple[tuple[Step, ...], str]]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield (section, index, "id"), f"the id {name!r} stands twice in this regime"


def _followed(regime: Regime, start: str) -> set[str]:
    """Return the duties of the regime that the deadline of `start` hangs on, near and far."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        duty = regime.duty(waiting.pop())
        for reference in duty.deadline.duties if duty else ():
            name = reference.removeprefix(f"{regime.id}/")
            if "/" not in name and name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _overlaps(files: Files) -> Iterator[Problem]:
    texts: dict[str, list[tuple[dt.date, dt.date, Document, int]]] = defaultdict(list)
    for document, file in files:
        for number, regime in enumerate(file.regimes):
            ends = regime.in_force.to or dt.date.max
            texts[regime.id].append((regime.in_force.from_, ends, document, number))
    for name, spans in texts.items():
        spans.sort(key=lambda span: span[:2])
        for (_, ended, first, _), (starts, _, document, number) in zip(spans, spans[1:], strict=False):
            place = document.place(("regimes", number, "in_force"))
            if starts <= ended:
                yield Problem(
                    place, f"two texts of {name!r} are in force on {starts}; the other one stands in {first.name}"
                )
            elif starts > ended + dt.timedelta(days=1):
                yield Problem(place, f"no text of {name!r} is in force between {ended} and {starts}")


def _authorities(files: Files) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[Authority, str]] = {}
    for document, file in files:
        for slug, authority in file.authorities.items():
            key = (file.jurisdiction, slug)
            known, where = first.setdefault(key, (authority, document.name))
            if known != authority:
                message = f"the authority {slug!r} of {file.jurisdiction} is described otherwise in {where}"
                yield Problem(document.place(("authorities", slug), of_key=True), message)
