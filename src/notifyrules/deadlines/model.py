"""What is said of a due date, and what a clock needs to know of a duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal, NamedTuple

from notifyrules.facts import Moment, Truth
from notifyrules.law import Condition, Duty, Jurisdiction, Regime, Scope

State = Literal["fixed", "provisional", "no_fixed_limit", "suspended", "not_started"]


class Anchor(NamedTuple):
    """The clock start that was counted from; `instead_of` names the unknown one that it stands in for."""

    event: str
    at: Moment
    instead_of: str | None = None


class DueDate(NamedTuple):
    """By when a duty is due.

    `due` is the law's last second in the jurisdiction's time zone, or None where there is no date; `timed`
    says whether its hour matters. `safe_by` is the last business day on or before it. `unknown` are the
    facts that would fix a date that is provisional or not started; `may_come_forward` says that they may make
    a provisional date an earlier one. Until `held_until` a law-enforcement hold keeps the notice back.
    """

    state: State
    standard: str | None = None
    limit: str | None = None
    due: dt.datetime | None = None
    timed: bool = False
    safe_by: dt.date | None = None
    counting: str = ""
    anchor: Anchor | None = None
    may_come_forward: bool = False
    held_until: dt.datetime | None = None
    unknown: tuple[str, ...] = ()


class DutyClock(NamedTuple):
    """A duty as its clock sees it: its place in the law, whether it is owed, and a judge of further conditions."""

    jurisdiction: Jurisdiction
    regime: Regime
    duty: Duty
    truth: Truth
    judge: Callable[[Condition, Scope], tuple[Truth, tuple[str, ...]]]

    @property
    def id(self) -> str:
        """The regime's id and the duty's."""
        return f"{self.regime.id}/{self.duty.id}"
