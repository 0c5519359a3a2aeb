"""A jurisdiction file: whose law, in which time zone, told to which authorities, under which regimes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from notifyrules.law.regime import Reference, Regime
from notifyrules.law.words import Day, Place, RecipientKind, Slug, Text
from notifyrules.reading import Frozen, FrozenDict, Spelled, Strict, wrong
from notifyrules.reading.zones import ZoneName

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WeekdayRule = Annotated[
    str,
    Spelled(
        rf"^(first|second|third|fourth|last) ({'|'.join(WEEKDAYS)}) of ({'|'.join(MONTHS)})$",
        "a rule such as second Monday of October",
    ),
]


class Channel(Strict):
    """How an authority is reached."""

    portal: Text | None = None
    email: Text | None = None
    post: Text | None = None
    phone: Text | None = None
    note: Text | None = None


class Authority(Strict):
    """An office that is told; `checked` is the day somebody tried the channel, null where nobody has."""

    kind: RecipientKind
    name: Text
    channel: Channel = Channel.model_construct()
    checked: Day | None


class HolidayCalendar(Strict):
    """The public holidays that business days are counted by: ISO 3166 country and part.

    `leave_out` names holidays of the calendar that this law does not keep; `friday_for_saturday: false` says that
    a holiday on a Saturday does not make the Friday before it one; `add` adds holidays the calendar lacks, by
    name and rule (`second Monday of October`).
    """

    country: Annotated[str, Spelled(r"^[A-Z]{2}$", "an ISO 3166 country code such as US")]
    subdivision: Text | None = None
    leave_out: tuple[Text, ...] = ()
    friday_for_saturday: bool = True
    add: Frozen[Text, WeekdayRule] = Field(default_factory=FrozenDict)
    cite: Text | None = None


class TimeRule(Strict):
    """A general statute on counting time that may carry a last day on a weekend or holiday further."""

    cite: Text
    note: Text


class Pending(Strict):
    """A rule that is enacted and begins on a day that nobody has fixed yet. It decides nothing until it is a regime."""

    id: Slug
    title: Text
    cite: Text
    begins: Text
    asks: tuple[Text, ...] = ()
    references: Annotated[tuple[Reference, ...], Field(min_length=1)]


class Jurisdiction(Strict):
    """One file of law. Authorities are named by the short id that duties use in `notify`.

    Days begin and end in `timezone`; with `days_of_the_organisation` (federal law of a country of several zones)
    in the organisation's own zone, where the facts tell it, and in `timezone` only where they do not.
    """

    jurisdiction: Place
    name: Text
    timezone: ZoneName
    days_of_the_organisation: bool = False
    holidays: HolidayCalendar | None = None
    time_rule: TimeRule | None = None
    authorities: Frozen[Slug, Authority] = Field(default_factory=FrozenDict)
    regimes: Annotated[tuple[Regime, ...], Field(min_length=1)] = ()
    pending: Annotated[tuple[Pending, ...], Field(validate_default=True)] = ()
    definitions: Frozen[str, object] = Field(default_factory=FrozenDict)
    """Parts shared by several entries through YAML anchors (`&name`) and aliases (`*name`)."""

    @field_validator("pending")
    @classmethod
    def _holds_something(cls, pending: tuple[Pending, ...], info: ValidationInfo) -> tuple[Pending, ...]:
        if not pending and not info.data.get("regimes", ("not valid",)):
            raise wrong("`regimes` is missing")
        return pending
