"""A firm's own policy, shown beside the law and never as law: target days, lead time, what goes into the calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from notifyrules.assessment.result import AssessedDuty, Assessment, PolicyDay
from notifyrules.facts import Facts
from notifyrules.reading import OF_KEY, Frozen, FrozenDict, Limits, Strict, mistaken, read_document, validated
from notifyrules.reading.nearest import expected_one_of
from notifyrules.vocabulary import Vocabulary, term, vocabulary_of

DEFAULT = "default"
Days = Annotated[int, Field(ge=0, le=3650, strict=True)]


class CalendarPolicy(Strict):
    """Which duties get an event besides those that are required by law or contract."""

    undetermined: bool = True
    practice: bool = False


class Policy(Strict):
    """What a firm has decided for itself.

    `target_days` are days for duties whose law gives no number, by recipient kind, by duty id or as `default`,
    counted from the event `after`; by `lead_days` before a last day the notice should be ready.
    """

    target_days: Frozen[str, Days] = Field(default_factory=FrozenDict)
    after: Annotated[str, term("clock_starts")] = "discovered"
    lead_days: Days = 0
    calendar: CalendarPolicy = Field(default_factory=CalendarPolicy)
    banner: str | None = None

    @field_validator("target_days")
    @classmethod
    def _named_right(cls, days: Frozen[str, Days], info: ValidationInfo) -> Frozen[str, Days]:
        kinds = [DEFAULT, *vocabulary_of(info).recipient_kinds]
        wrong = [
            (
                (name, OF_KEY),
                expected_one_of(name, kinds, what="recipient kind", see="notifyrules law terms recipient_kinds"),
            )
            for name in days
            if name not in kinds and "/" not in name
        ]
        if wrong:
            raise mistaken(*wrong)
        return days

    @classmethod
    def from_yaml(cls, path: Path, vocabulary: Vocabulary) -> Policy:
        """Read a policy file.

        Raises:
            InputError: every mistake at once, each with line and column.

        """
        document = read_document(path, limits=Limits(size=100_000, depth=10, nodes=5_000))
        return validated(cls, document, {"vocabulary": vocabulary})

    def days_for(self, duty: AssessedDuty) -> int | None:
        """Return the target days of a duty: by its id, else by the kind of its recipient, else the default."""
        for name in (duty.id, duty.recipient.kind, DEFAULT):
            if name in self.target_days:
                return self.target_days[name]
        return None


def with_policy(assessment: Assessment, policy: Policy, facts: Facts, vocabulary: Vocabulary) -> Assessment:
    """Return the assessment with a firm's own day beside each open duty; nothing the law says is touched."""
    start = facts.stated(policy.after, vocabulary, facts.zone("UTC", of_organisation=True))
    at = start.at if start is not None else None
    begun = at.date() if isinstance(at, dt.datetime) else at
    event = vocabulary.label("clock_starts", policy.after)
    known = {duty.id for duty in assessment.duties}
    stray = [
        f"policy: target_days names {name}, which is no duty of this assessment"
        for name in policy.target_days
        if "/" in name and name not in known
    ]
    return assessment._replace(
        duties=tuple(duty._replace(policy=_day(duty, policy, begun, event)) for duty in assessment.duties),
        warnings=(*assessment.warnings, *stray),
    )


def _day(duty: AssessedDuty, policy: Policy, begun: dt.date | None, event: str) -> PolicyDay | None:
    deadline = duty.deadline
    if deadline is None or duty.given:
        return None
    if deadline.due is not None:
        if not policy.lead_days:
            return None
        words = f"ready {policy.lead_days} {_days(policy.lead_days)} before the last day"
        ready = (deadline.due - dt.timedelta(days=policy.lead_days)).date()
        if begun is not None and ready < begun:
            return PolicyDay(begun, f"ready at once; there is less time than {words.removeprefix('ready ')}")
        return PolicyDay(ready, words)
    days = policy.days_for(duty)
    if days is None or begun is None or deadline.state not in ("no_fixed_limit", "not_started"):
        return None
    return PolicyDay(begun + dt.timedelta(days=days), f"{days} {_days(days)} after {event}")


def _days(number: int) -> str:
    return "day" if number == 1 else "days"
