"""A regime: one rule of law (or contract, or practice), in the statute's order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from notifyrules.law.conditions import Condition
from notifyrules.law.deadline import Deadline, Length
from notifyrules.law.words import ClockStart, Day, Slug, Text
from notifyrules.reading import Strict

Force = Literal["law", "contract", "practice"]
Confidence = Literal["high", "low"]


class Sourced(Strict):
    """Anything that rests on a source: its cite, and how sure the figures are."""

    cite: Text
    confidence: Confidence = "high"
    confidence_reason: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _low_has_a_reason(self) -> Sourced:
        if self.confidence == "low" and self.confidence_reason is None:
            raise PydanticCustomError("confidence", "confidence: low needs a confidence_reason")
        return self


class Reference(Strict):
    """A source somebody read, and the day they read it."""

    title: Text
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    checked: Day
    supports: Text | None = None


class InForce(Strict):
    """The days on which a text is the law: from the first to the last, both included."""

    from_: Annotated[Day, Field(alias="from")]
    to: Day | None = None

    @model_validator(mode="after")
    def _ordered(self) -> InForce:
        if self.to is not None and self.to < self.from_:
            raise PydanticCustomError("in_force", "`to` is before `from`")
        return self


class Exception_(Sourced):  # noqa: N801 - the law's own word, and no Python error
    """A named way out: which cohorts it takes out (`when`), of which duties (`lifts`)."""

    id: Slug
    title: Text | None = None
    when: Condition
    lifts: tuple[Slug, ...] | Literal["all"]
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
    """What a law-enforcement hold suspends, on what conditions, and what is due when it ends."""

    reaches: tuple[Slug, ...] | Literal["all"]
    needs_writing: bool = False
    oral_limit: Length | None = None
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
    information: Condition | None = None
    event: Condition | None = None
    exceptions: tuple[Exception_, ...] = ()
    law_enforcement_delay: LawEnforcementDelay | None = None
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _people_need_information(self) -> Regime:
        if (self.protects == "systems") == (self.information is not None):
            raise PydanticCustomError(
                "regime",
                "`information` says whose data counts: it is needed unless protects is `systems`, and out of place there",
            )
        return self

    @property
    def key(self) -> str:
        """The id with the day the text took effect: unique in the library."""
        return f"{self.id}@{self.in_force.from_.isoformat()}"

    def duty(self, duty_id: str) -> Duty | None:
        """Return the duty with this id, None where the regime has none."""
        return next((duty for duty in self.duties if duty.id == duty_id), None)

    def conditions(self) -> Iterator[tuple[tuple[str | int, ...], Condition, bool]]:
        """Yield every condition with its path in the regime and whether it is judged cohort by cohort."""
        per_person = self.protects != "systems"
        for name in ("binds", "information", "event"):
            condition = getattr(self, name)
            if condition is not None:
                yield (name,), condition, per_person and name != "binds"
        for index, exception in enumerate(self.exceptions):
            yield ("exceptions", index, "when"), exception.when, per_person
        for index, duty in enumerate(self.duties):
            here = ("duties", index)
            if duty.concerning is not None:
                yield (*here, "concerning"), duty.concerning, True
            if duty.when is not None:
                yield (*here, "when"), duty.when, False
            for number, monitoring in enumerate(duty.credit_monitoring):
                yield (*here, "credit_monitoring", number, "when"), monitoring.when, per_person
            for deadline in duty.deadline.walk():
                if deadline.extension is not None:
                    yield (*here, "deadline", "extension", "when"), deadline.extension.when, False
