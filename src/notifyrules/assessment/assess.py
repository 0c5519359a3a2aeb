"""From facts and law to the assessment."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from notifyrules.assessment.duties import assessed_duty
from notifyrules.assessment.notices import merged
from notifyrules.assessment.questions import questions
from notifyrules.assessment.result import (
    NOT_JUDGED,
    SCHEMA,
    STATUSES,
    AssessedDuty,
    Assessment,
    LawUsed,
    Unreached,
)
from notifyrules.assessment.texts import Applied, doubts, texts_that_apply
from notifyrules.deadlines import DutyClock, due_dates
from notifyrules.engine import (
    ENGINE_NAME,
    Ask,
    Decision,
    Program,
    Rete,
    RuleTables,
    binds,
    compile_regime,
    decide,
    plain_name,
    reason,
    rete_available,
)
from notifyrules.facts import Facts, Moment, Truth
from notifyrules.law import Jurisdiction, Law, Regime
from notifyrules.reading.nearest import nearest

CHECKER_ALONE = "checker alone"


@dataclass(slots=True)
class _Compiled:
    """What a law is compiled to, kept as long as the law lives."""

    programs: dict[str, Program] = field(default_factory=dict)
    tables: RuleTables = field(default_factory=RuleTables)
    rete: Rete | None = None

    def program(self, file: Jurisdiction, regime: Regime) -> Program:
        if regime.key not in self.programs:  # of two threads that compile it at once, both take what the first one kept
            self.programs.setdefault(regime.key, compile_regime(file, regime))
        return self.programs[regime.key]


_compiled: WeakKeyDictionary[Law, _Compiled] = WeakKeyDictionary()
_compiling = threading.Lock()


def assess(
    facts: Facts,
    law: Law,
    *,
    now: dt.datetime | None = None,
    law_as_of: dt.date | None = None,
    everything: bool = False,
    law_only: bool = False,
    use_rete: bool = True,
) -> Assessment:
    """Judge every duty that the law puts on the organisation for this incident.

    Without `now` this is a pure function of facts and law. Safe to call from several threads with one law.

    Args:
        facts: the incident as one organisation sees it.
        law: the library from `load_law`.
        now: with UTC offset; given, each due date tells the time left.
        law_as_of: read every regime as it stood on this day, instead of the day its own rule picks.
        everything: judge also the jurisdictions where nobody affected lives, so that each of their duties
            carries its proof.
        law_only: leave contracts and practice out.
        use_rete: let durable_rules decide where it is installed; else the checker decides alone.

    Raises:
        ValueError: where `now` has no offset.
        TypeError: where `now` is no datetime.
        DisagreementError: where engine and checker differ; nothing is published.
        EngineError: where durable_rules failed.

    """
    if now is not None and not isinstance(now, dt.datetime):
        raise TypeError(f"`now` is a datetime with its UTC offset or None, not {now!r}")
    if now is not None and now.tzinfo is None:
        raise ValueError("`now` needs a UTC offset")
    compiled = _compiled_for(law, use_rete=use_rete)
    applied, unreached = texts_that_apply(facts, law, law_as_of, everything=everything, law_only=law_only)
    unbound = {} if everything else dict(_unbound(applied, facts, law))
    applied = [each for each in applied if each.regime.id not in unbound]
    programs = [compiled.program(each.file, each.regime) for each in applied]
    rete = compiled.rete if use_rete else None
    decisions = decide(programs, facts, law.vocabulary, rete, compiled.tables)
    duties = _dated(decisions, facts, law, now)
    used_engine = ENGINE_NAME if rete is not None else CHECKER_ALONE
    return Assessment(
        schema=SCHEMA,
        incident={"id": facts.incident.id, "title": facts.incident.title},
        organisation=facts.organisation.name,
        now=now,
        law=LawUsed(law.version, law.sha256, law_as_of),
        engine=used_engine,
        duties=duties,
        notices=merged(duties),
        questions=questions(duties, facts, law.vocabulary),
        regimes=tuple(each.told() for each in applied),
        unreached=(*unreached, *unbound.values()),
        warnings=(
            *_engine_warnings(rete, use_rete=use_rete),
            *doubts(applied, duties),
            *_clients(facts, programs),
            *_warnings(facts, law, duties, now),
        ),
    )


def _unbound(applied: Iterable[Applied], facts: Facts, law: Law) -> Iterator[tuple[str, Unreached]]:
    """Yield the regimes that certainly do not bind the organisation, with the fact that decides it."""
    for each in applied:
        file, regime = each.file, each.regime
        proof = binds(file, regime, facts, law.vocabulary)
        if proof is not None and proof.truth is Truth.NO:
            why = f"the organisation is not bound: {reason(proof)}"
            yield regime.id, Unreached(regime.id, f"{file.name}: {regime.title}", why)


def _compiled_for(law: Law, *, use_rete: bool) -> _Compiled:
    with _compiling:
        compiled = _compiled.setdefault(law, _Compiled())
        if use_rete and compiled.rete is None and rete_available():
            compiled.rete = Rete()
        return compiled


# --- duties with their dates


def _dated(decisions: Sequence[Decision], facts: Facts, law: Law, now: dt.datetime | None) -> tuple[AssessedDuty, ...]:
    clocks = [
        DutyClock(each.program.jurisdiction, each.program.regime, each.duty, each.truth, each.judge)
        for each in decisions
    ]
    given = {  # one that is dated later than now is planned, and may not happen
        duty: moment
        for duty, moment in facts.incident.notices_given.items()
        if now is None or not Moment(now).certainly_before(moment)
    }
    dues = due_dates(clocks, facts, given, law.vocabulary)
    by_id = {decision.id: decision for decision in decisions}
    duties = [
        assessed_duty(each, dues[each.id], given.get(each.id), by_id, facts, law.vocabulary, now) for each in decisions
    ]
    return tuple(sorted(duties, key=_urgency))


def _urgency(duty: AssessedDuty) -> tuple[int, float, str]:
    due = duty.deadline.due if duty.deadline else None
    return STATUSES.index(duty.status), due.timestamp() if due else float("inf"), duty.id


# --- what a reader must know besides


def _engine_warnings(rete: Rete | None, *, use_rete: bool) -> list[str]:
    if rete is not None or not use_rete:
        return []
    return [
        "durable_rules cannot run on this interpreter; the checker decided alone, without a second engine to agree with"
    ]


def _clients(facts: Facts, programs: Iterable[Program]) -> Iterator[str]:
    """Yield what looks like a client's name written otherwise in the facts than in the contracts."""
    asked = [atom for each in programs for atom in each.cohort_atoms if isinstance(atom, Ask)]
    named = {plain_name(word): word for atom in asked if atom.predicate == "client" for word in atom.words}
    for client in sorted({cohort.client for cohort in facts.cohorts if cohort.client}) if named else ():
        if plain_name(client) not in named:
            near = nearest(plain_name(client), named)
            yield f"no rule names the client {client!r}" + (f"; did you mean {named[near]!r}?" if near else "")


def _warnings(facts: Facts, law: Law, duties: Sequence[AssessedDuty], now: dt.datetime | None) -> list[str]:
    warnings = []
    covered = {entry.jurisdiction for entry in law.index if entry.is_law}
    places = sorted({place for cohort in facts.cohorts for place in cohort.residents or {}})
    for place in sorted({*places, *(facts.organisation.operates_in or ())}):
        name, state = law.vocabulary.label("places", place), f"US-{place}"
        another = "-" not in place and state in law.vocabulary.places and state not in places
        meant = f"write {state} if {law.vocabulary.label('places', state)} is meant" if another else ""
        needed = place if place.startswith("US-") else place.partition("-")[0]
        if needed not in covered and any(cohort.living_in(place).most != 0 for cohort in facts.cohorts):
            hint = f" ({meant})" if meant else ""
            warnings.append(f"{place}: the library has no file for {name}{hint}; {NOT_JUDGED}")
        elif meant:
            warnings.append(f"{place} is read as {name}; {meant}")
    known = {duty.id for duty in duties}
    for name, moments in (("timeline", facts.incident.timeline), ("notices_given", facts.incident.notices_given)):
        for what, moment in sorted(moments.items()):
            if now is not None and moment is not None and Moment(now).certainly_before(moment):
                warnings.append(f"{name}: {what} is dated {moment}, later than now")
    timeline = facts.incident.timeline
    for late, moment in sorted(timeline.items()):
        for event in law.vocabulary.clock_starts[late].implied_by:
            shown = timeline.get(event)
            if moment is not None and shown is not None and shown.certainly_before(moment):
                warnings.append(
                    f"timeline: {late} ({moment}) is later than {event} ({shown}), by which it had come about; "
                    f"what is counted from {late} may be dated late"
                )
    for given in sorted(facts.incident.notices_given):
        began = timeline.get("occurred") or timeline.get("discovered")
        if began is not None and facts.incident.notices_given[given].certainly_before(began):
            warnings.append(f"notices_given: {given} is dated before the breach")
        if given not in known:
            warnings.append(f"notices_given names {given}, which is no duty of this assessment")
    low: dict[str, list[str]] = {}
    for duty in duties:
        if duty.confidence == "low" and duty.status == "required":  # of undetermined ones `explain` tells
            low.setdefault(duty.confidence_reason or "", []).append(duty.id)
        for each in duty.exceptions:
            if each.confidence == "low":
                low.setdefault(each.confidence_reason or "", []).append(f"{duty.regime}, exception {each.id}")
    warnings.extend(f"low confidence in {', '.join(sorted(set(ids)))}: {why}" for why, ids in sorted(low.items()))
    return warnings
