"""Which texts of law apply: what the facts can reach, and which day picks the text of each regime."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from notifyrules.assessment.result import AssessedDuty, AssessedRegime, Source, Unreached
from notifyrules.facts import Facts
from notifyrules.law import Jurisdiction, Law, Regime, in_force
from notifyrules.law.library import Entry


class Applied(NamedTuple):
    """A text that applies: its file, why this text, and what is doubtful about the choice (None: nothing)."""

    file: Jurisdiction
    regime: Regime
    because: str
    doubt: str | None

    def told(self) -> AssessedRegime:
        """Return what the assessment says of this text."""
        regime = self.regime
        return AssessedRegime(
            id=regime.id,
            title=regime.title,
            jurisdiction=self.file.jurisdiction,
            cite=regime.cite,
            in_force_from=regime.in_force.from_,
            in_force_to=regime.in_force.to,
            picked=self.because,
            references=tuple(Source(each.title, each.url, each.checked) for each in regime.references),
            confidence=regime.confidence,
            confidence_reason=regime.confidence_reason,
            note=regime.note,
        )


def texts_that_apply(
    facts: Facts, law: Law, as_of: dt.date | None, *, everything: bool, law_only: bool = False
) -> tuple[list[Applied], list[Unreached]]:
    """Pick one text of each regime that the facts can reach.

    Args:
        facts: whose residents and dates reach and pick.
        law: the library.
        as_of: the day that picks every text; None lets each regime pick by its own date of the incident.
        everything: reach also the jurisdictions where nobody affected lives.
        law_only: leave contracts and practice out.

    Returns:
        The texts by regime id, and what was not reached with the reason.

    """
    unreached: dict[str, Unreached] = {}

    def reached(entry: Entry) -> bool:
        code = entry.jurisdiction
        if everything or entry.bound is None or any(facts.organisation.may_be(each) for each in entry.bound):
            return True
        if not entry.residents:
            why = "the organisation is none of those whom it binds"
            unreached.update((regime, Unreached(regime, title, why)) for regime, title in entry.regimes)
            return False
        if any(cohort.living_in(code).most != 0 for cohort in facts.cohorts):
            return True
        name = law.vocabulary.label("places", code)
        others = ", and the organisation is none of those whom its other rules bind" if entry.bound else ""
        unreached[code] = Unreached(code, name, f"nobody affected lives in {name}{others}")
        return False

    found = [(regime.id, file, regime) for _, file in law.jurisdictions(reached) for regime in file.regimes]
    found.sort(key=lambda each: (each[0], each[2].in_force.from_))
    applied: list[Applied] = []
    for regime_id, group in groupby(found, key=lambda each: each[0]):
        entries = [(file, regime) for _, file, regime in group]
        file, first = entries[0]
        if law_only and first.force != "law":
            why = f"only law was asked for; this is {first.force}"
            unreached[regime_id] = Unreached(regime_id, f"{file.name}: {first.title}", why)
            continue
        day, stand_in = (as_of, None) if as_of else _picking_day(facts, law, file, first)
        selected = in_force([regime for _, regime in entries], day, law.day)
        if selected.regime is None:
            unreached[regime_id] = Unreached(regime_id, f"{file.name}: {first.title}", selected.because)
            continue
        doubt = selected.warning
        if doubt is None and len(entries) > 1 and day is None:
            doubt = f"no date of the incident is known; the text in force on {law.version} was applied"
        elif doubt is None and len(entries) > 1 and stand_in:
            doubt = f"the text was picked by {stand_in}, for {first.picks_law_by} is not known"
        applied.append(Applied(file, selected.regime, selected.because, doubt))
    return applied, [unreached[key] for key in sorted(unreached)]


def doubts(applied: Iterable[Applied], duties: Sequence[AssessedDuty]) -> list[str]:
    """Return the doubts about texts whose duties are or may be owed, each once with the regimes it is about."""
    live = {duty.regime for duty in duties if duty.status != "not_required"}
    about: dict[str, list[str]] = {}
    for each in applied:
        if each.doubt is not None and each.regime.id in live:
            about.setdefault(each.doubt, []).append(each.regime.id)
    return [f"{', '.join(ids)}: {doubt}" for doubt, ids in sorted(about.items())]


def _picking_day(facts: Facts, law: Law, file: Jurisdiction, regime: Regime) -> tuple[dt.date | None, str | None]:
    """Return the day that picks the text, and the event that stood in for an unknown one."""
    zone = facts.zone(file.timezone, of_organisation=file.days_of_the_organisation)
    for event in law.vocabulary.stand_ins(regime.picks_law_by):
        moment = facts.stated(event, law.vocabulary, zone)
        if moment is not None:
            return moment.day_in(zone), None if event == regime.picks_law_by else event
    later = [
        (moment.day_in(zone), event)
        for event, moment in facts.incident.timeline.items()
        if moment is not None and regime.picks_law_by in law.vocabulary.stand_ins(event)
    ]
    return min(later, default=(None, None))  # nothing earlier is known, but it cannot have been later than this
