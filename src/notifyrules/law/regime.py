"""A regime: one rule of law (or contract, or practice), in the statute's order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from notifyrules.law.conditions import Condition
from notifyrules.law.deadline import Deadline, Length
from notifyrules.law.words import AllOrSome, ClockStart, Day, Place, Slug, Text, Url
from notifyrules.reading import Step, Strict, wrong

Force = Literal["law", "contract", "practice"]
Confidence = Literal["high", "low"]
Scope = Literal["cohort", "incident", "outcome"]
"""What a condition is judged on: each cohort, the incident as a whole, or that and the outcome of other parts."""


class Sourced(Strict):
    """Anything that rests on a source: its cite, and how sure the figures are."""

    cite: Text
    confidence_reason: Text | None = None
    confidence: Confidence = "high"
    note: Text | None = None

    @field_validator("confidence")
    @classmethod
    def _low_has_a_reason(cls, confidence: Confidence, info: ValidationInfo) -> Confidence:
        if confidence == "low" and info.data.get("confidence_reason", "not valid") is None:
            raise wrong("`confidence: low` needs a `confidence_reason`")
        return confidence


class Reference(Strict):
    """A source somebody read, and the day they read it."""

    title: Text
    url: Url | None = None
    checked: Day
    supports: Text | None = None


class InForce(Strict):
    """The days on which a text is the law: from the first to the last, both included."""

    from_: Annotated[Day, Field(alias="from")]
    to: Day | None = None

    @field_validator("to")
    @classmethod
    def _ordered(cls, to: dt.date | None, info: ValidationInfo) -> dt.date | None:
        starts: dt.date | None = info.data.get("from_")
        if to is not None and starts is not None and to < starts:
            raise wrong(f"`to` ({to}) is before `from` ({starts})")
        return to


class Exception_(Sourced):  # noqa: N801 - the law's own word, and no Python error
    """A named way out: which cohorts it takes out (`when`), of which duties (`lifts`)."""

    id: Slug
    title: Text | None = None
    when: Condition
    lifts: AllOrSome
    conditions: tuple[Text, ...] = ()


class SubstituteNotice(Strict):
    """When notice by other means suffices, and what those means are."""

    cost_over: Text | None = None
    persons_over: Annotated[int, Field(gt=0)] | None = None
    other: Text | None = None
    means: tuple[Text, ...] = ()
    cite: Text


class CreditMonitoring(Strict):
    """Services to be offered to the people told: for at least how many months, and to whom."""

    months: Annotated[int, Field(gt=0)]
    when: Condition
    cite: Text
    note: Text | None = None


class Duty(Sourced):
    """Somebody must be told something by some moment.

    `owed_by` names the organisation's role; `concerning` picks the cohorts the duty is about; `when`
    adds conditions on the incident as a whole and on counts.
    """

    id: Slug
    title: Text | None = None
    notify: Slug
    owed_by: Literal["owner", "processor", "any"] = "owner"
    concerning: Condition | None = None
    when: Condition | None = None
    deadline: Deadline
    content: tuple[Text, ...] = ()
    content_barred: tuple[Text, ...] = ()
    methods: tuple[Text, ...] = ()
    substitute_notice: SubstituteNotice | None = None
    credit_monitoring: tuple[CreditMonitoring, ...] = ()


class LawEnforcementDelay(Sourced):
    """What a law-enforcement hold suspends, on what conditions, and what is due when it ends.

    `oral_limit` bounds a request that is oral, or that names no end; `agencies_of` is the country whose agencies count.
    """

    reaches: AllOrSome
    needs_writing: bool = False
    oral_limit: Length | None = None
    agencies_of: Place | None = None
    then: Deadline | None = None


class Regime(Sourced):
    """One text of one regime. A change of law is another entry with the same id and other dates.

    `protects` says whose data counts: `residents` of the jurisdiction, `individuals` wherever they live,
    or `systems`, where the rule is about an incident and not about anybody's data.
    """

    id: Slug
    title: Text
    force: Force = "law"
    in_force: InForce
    first_text: bool = False
    picks_law_by: ClockStart
    references: Annotated[tuple[Reference, ...], Field(min_length=1)]

    binds: Condition | None = None
    protects: Literal["residents", "individuals", "systems"]
    information: Annotated[Condition | None, Field(validate_default=True)] = None
    event: Condition | None = None
    exceptions: tuple[Exception_, ...] = ()
    law_enforcement_delay: LawEnforcementDelay | None = None
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)]

    @field_validator("information")
    @classmethod
    def _people_need_information(cls, information: Condition | None, info: ValidationInfo) -> Condition | None:
        protects = info.data.get("protects")
        if protects == "systems" and information is not None:
            raise wrong("`information` says whose data counts; it is out of place where `protects` is systems")
        if protects in ("residents", "individuals") and information is None:
            raise wrong(f"`information` is missing: where `protects` is {protects}, it says what data counts")
        return information

    @property
    def key(self) -> str:
        """The id with the day the text took effect: unique in the library."""
        return f"{self.id}@{self.in_force.from_.isoformat()}"

    def duty(self, duty_id: str) -> Duty | None:
        """Return the duty with this id, None where the regime has none."""
        return next((duty for duty in self.duties if duty.id == duty_id), None)

    def conditions(self) -> Iterator[tuple[tuple[Step, ...], Condition, Scope]]:
        """Yield every condition with its path in the regime and what it is judged on."""
        each: Scope = "incident" if self.protects == "systems" else "cohort"
        for name in ("binds", "information", "event"):
            condition = getattr(self, name)
            if condition is not None:
                yield (name,), condition, "incident" if name == "binds" else each
        for index, exception in enumerate(self.exceptions):
            yield ("exceptions", index, "when"), exception.when, each
        for index, duty in enumerate(self.duties):
            here = ("duties", index)
            if duty.concerning is not None:
                yield (*here, "concerning"), duty.concerning, "cohort"
            if duty.when is not None:
                yield (*here, "when"), duty.when, "outcome"
            for number, monitoring in enumerate(duty.credit_monitoring):
                yield (*here, "credit_monitoring", number, "when"), monitoring.when, each
            for path, deadline in duty.deadline.walk():
                if deadline.extension is not None:
                    yield (*here, "deadline", *path, "extension", "when"), deadline.extension.when, "outcome"
