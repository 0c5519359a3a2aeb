"""One judged duty with its recipient, its people, its date and its proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Literal

from notifyrules.assessment.result import (
    Affected,
    AnchorUsed,
    AssessedDuty,
    Channel,
    CreditMonitoringDue,
    Deadline,
    ExceptionOpen,
    Recipient,
    Status,
)
from notifyrules.deadlines import DueDate
from notifyrules.engine import Decision
from notifyrules.facts import Facts, Moment, Truth
from notifyrules.law import Condition, Duty, Jurisdiction, Regime, Scope
from notifyrules.vocabulary import Vocabulary

STATUS_OF: dict[Truth, Status] = {Truth.YES: "required", Truth.UNKNOWN: "undetermined", Truth.NO: "not_required"}
_ONE_EVERYWHERE = frozenset(
    {"consumer_reporting_agencies", "data_owner", "insurer", "response_team", "law_enforcement"}
)
"""Recipients that are the same people whichever law names them."""


def assessed_duty(
    decision: Decision,
    due: DueDate,
    given: Moment | None,
    decisions: Mapping[str, Decision],
    facts: Facts,
    vocabulary: Vocabulary,
    now: dt.datetime | None,
) -> AssessedDuty:
    """Put together what is said of one duty; a duty that is not required has no deadline."""
    duty, regime, file = decision.duty, decision.program.regime, decision.program.jurisdiction
    low = duty if duty.confidence == "low" else regime
    owed = decision.truth is not Truth.NO
    recipient = recipient_of(duty, regime, file, vocabulary)
    return AssessedDuty(
        id=decision.id,
        title=duty.title or f"Notice to {recipient.name}",
        jurisdiction=file.jurisdiction,
        regime=regime.id,
        act=regime.cite,
        force=regime.force,
        status=STATUS_OF[decision.truth],
        recipient=recipient,
        affected=Affected(decision.affected.least, decision.affected.most),
        deadline=_deadline(due, duty, now) if owed else None,
        cite=duty.cite,
        because=decision.proof,
        depends_on=unknown_facts(decision, decisions),
        exceptions=tuple(_exceptions(decision)),
        content=duty.content,
        content_barred=duty.content_barred,
        methods=duty.methods,
        advice=_advice(decision, facts, vocabulary) if owed and recipient.kind == "individuals" else (),
        substitute_notice=None
        if duty.substitute_notice is None
        else duty.substitute_notice.model_dump(exclude_none=True),
        credit_monitoring=tuple(
            CreditMonitoringDue(each.months, _monitored(decision, each.when), each.cite, each.note)
            for each in duty.credit_monitoring
        ),
        confidence=low.confidence,
        confidence_reason=low.confidence_reason,
        note=duty.note,
        given=str(given) if given is not None else None,
        given_late=None if given is None or due.due is None else _is_after(given, due.due),
    )


def _advice(decision: Decision, facts: Facts, vocabulary: Vocabulary) -> tuple[str, ...]:
    concerned = [cohort for cohort in facts.in_order if decision.cohorts[cohort.id] is not Truth.NO]
    elements = {each for cohort in concerned for each in (*(cohort.data or ()), *(cohort.data_unconfirmed or ()))}
    return vocabulary.advice_on(elements, decision.program.jurisdiction.jurisdiction)


def _monitored(decision: Decision, when: Condition) -> Status:
    scope: Scope = "incident" if decision.program.regime.protects == "systems" else "cohort"
    truth, _ = decision.judge(when, scope)
    return STATUS_OF[min(decision.truth, truth)]


def _is_after(given: Moment, due: dt.datetime) -> bool:
    return given.at > due if isinstance(given.at, dt.datetime) else given.at > due.date()


def _exceptions(decision: Decision) -> Iterator[ExceptionOpen]:
    for each in decision.program.regime.exceptions:
        truth = decision.exceptions.get(each.id, Truth.NO)
        if truth is not Truth.NO:
            status: Literal["used", "undetermined"] = "used" if truth is Truth.YES else "undetermined"
            yield ExceptionOpen(
                id=each.id,
                title=each.title or each.id,
                status=status,
                conditions=each.conditions,
                cite=each.cite,
                confidence=each.confidence,
                confidence_reason=each.confidence_reason,
            )


def unknown_facts(decision: Decision, decisions: Mapping[str, Decision]) -> tuple[str, ...]:
    """Return the unknown facts that a duty hangs on, those of duties it asks about among them."""
    found: dict[str, None] = {}
    for fact in decision.proof.unknown_facts():
        asked = decisions.get(fact)
        for each in unknown_facts(asked, decisions) if asked is not None and asked is not decision else (fact,):
            found[each] = None
    return tuple(sorted(found))


def recipient_of(duty: Duty, regime: Regime, file: Jurisdiction, vocabulary: Vocabulary) -> Recipient:
    """Return who is told: an authority of the file, or a kind of recipient that needs no office."""
    office = file.authorities.get(duty.notify)
    place = file.jurisdiction.lower()
    if office is not None:
        channel = Channel(**office.channel.model_dump())
        return Recipient(office.kind, f"{place}/{duty.notify}", office.name, channel, office.checked)
    kind = duty.notify.replace("-", "_")
    name = vocabulary.label("recipient_kinds", kind)
    if kind in _ONE_EVERYWHERE:
        return Recipient(kind, duty.notify, name)
    where = file.name if regime.protects != "individuals" or kind != "individuals" else f"law of {file.name}"
    return Recipient(kind, f"{place}/{duty.notify}", f"{name} ({where})")


def _deadline(due: DueDate, duty: Duty, now: dt.datetime | None) -> Deadline:
    anchor = due.anchor
    left = None if now is None or due.due is None else int(due.due.timestamp() - now.timestamp())
    return Deadline(
        state=due.state,
        standard=due.standard,
        limit=due.limit,
        due=due.due,
        timed=due.timed,
        safe_by=due.safe_by,
        held_until=due.held_until,
        counting=due.counting,
        anchor=None if anchor is None else AnchorUsed(anchor.event, str(anchor.at), anchor.instead_of),
        remaining=left,
        depends_on=due.unknown,
        notes=tuple(part.note for _, part in duty.deadline.walk() if part.note is not None),
    )
