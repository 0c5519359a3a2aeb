"""Moments of the timeline: an instant with its offset, or a whole local day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from notifyrules.reading import shown, wrong

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_CLOCK = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_INSTANT = re.compile(rf"{_CLOCK} ?(Z|[+-]\d{{2}}:?\d{{2}})\Z", re.ASCII)
_NO_OFFSET = re.compile(rf"{_CLOCK}\Z", re.ASCII)
_YEARS = range(1970, 2200)
"""Other years are slips of the keyboard, and dates at the ends of the calendar cannot be counted from."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: `at` is a whole local day (a date) or an instant (an aware datetime)."""

    at: dt.date | dt.datetime

    @property
    def is_day(self) -> bool:
        """Whether only the day is known."""
        return not isinstance(self.at, dt.datetime)

    def day_in(self, zone: dt.tzinfo) -> dt.date:
        """Return the calendar day in `zone`; a bare date is that day wherever it is read."""
        return self.at.astimezone(zone).date() if isinstance(self.at, dt.datetime) else self.at

    def start_in(self, zone: dt.tzinfo) -> dt.datetime:
        """Return the instant, or the first instant of the day in `zone` where only the day is known."""
        if isinstance(self.at, dt.datetime):
            return self.at
        return dt.datetime.combine(self.at, dt.time.min, tzinfo=zone)

    def certainly_before(self, other: Moment) -> bool:
        """Return whether this moment ended before `other` began, wherever a bare date is read."""
        if isinstance(self.at, dt.datetime) and isinstance(other.at, dt.datetime):
            return self.at < other.at
        return _latest_day(self) < _earliest_day(other)

    def __str__(self) -> str:
        return self.at.isoformat()


def _earliest_day(moment: Moment) -> dt.date:
    if not isinstance(moment.at, dt.datetime):
        return moment.at
    return moment.at.astimezone(dt.timezone(dt.timedelta(hours=-12))).date()


def _latest_day(moment: Moment) -> dt.date:
    if not isinstance(moment.at, dt.datetime):
        return moment.at
    return moment.at.astimezone(dt.timezone(dt.timedelta(hours=14))).date()


def read_moment(given: object) -> Moment:
    """Read `2026-03-02` or `2026-03-02T09:15-06:00`.

    Raises:
        PydanticCustomError: where it is neither, where the day does not exist, or where a time has no offset.

    """
    if isinstance(given, Moment):
        return given
    at = given if isinstance(given, dt.date) else _parsed(given)
    if isinstance(at, dt.datetime) and at.tzinfo is None:
        raise wrong(f"the time {at.isoformat()} has no UTC offset")
    if at.year not in _YEARS:
        raise wrong(f"found the year {at.year}; expected one from {_YEARS[0]} to {_YEARS[-1]}")
    return Moment(at)


def _parsed(given: object) -> dt.date | dt.datetime:
    text = given.strip() if isinstance(given, str) else ""
    try:
        if _DAY.match(text):
            return dt.date.fromisoformat(text)
        if _INSTANT.match(text):
            return dt.datetime.fromisoformat(re.sub(r" (?=[Z+-])", "", text))
    except ValueError:
        raise wrong(f"there is no {text} on the calendar or the clock") from None
    if _NO_OFFSET.match(text):
        raise wrong(f"the time {text} has no UTC offset; write for example {text}-06:00 or {text}Z")
    raise wrong(f"found {shown(given)}; expected a day (2026-03-02) or a time with its offset (2026-03-02T09:15-06:00)")


Instant = Annotated[
    Moment,
    PlainValidator(read_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-03-02", "2026-03-02T09:15-06:00"]}),
]
"""A day (`2026-03-02`) or a time with offset (`2026-03-02T09:15-06:00`)."""


def _read_optional(given: object) -> Moment | None:
    return None if given is None or given == "unknown" else read_moment(given)


OptionalInstant = Annotated[
    Moment | None,
    PlainValidator(_read_optional),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}], "examples": ["unknown", "2026-03-02"]}),
]
"""An `Instant`, or `unknown`."""
