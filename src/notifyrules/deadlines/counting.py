"""Counting a length of time from a moment, and telling the counting in words."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from notifyrules.deadlines.calendars import ONE_DAY, BusinessDays
from notifyrules.facts import Moment
from notifyrules.law import Duration

LAST_SECOND = dt.time(23, 59, 59)


class Counted(NamedTuple):
    """The end of a count; `timed` where the hour matters, not only the day."""

    due: dt.datetime
    timed: bool
    words: str


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # not the host's language: the same words everywhere
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def told(day: dt.date) -> str:
    """Return a day as people read it: `Mon 2 Mar 2026`."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def told_instant(at: dt.datetime) -> str:
    """Return an instant as people read it, with its offset: `Mon 2 Mar 2026 09:15 (UTC-06:00)`."""
    offset = at.strftime("%z")
    seconds = f":{at:%S}" if at.second else ""
    return f"{told(at.date())} {at:%H:%M}{seconds} (UTC{offset[:3]}:{offset[3:5]})"


def end_of_day(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Return the last second of a local day; of two, where clocks go back over it, the later."""
    return dt.datetime.combine(day, LAST_SECOND, tzinfo=zone).replace(fold=1)


def end_of_year(moment: Moment, zone: dt.tzinfo) -> Moment:
    """Return 31 December of the year of a moment."""
    return Moment(dt.date(moment.day_in(zone).year, 12, 31))


def count_from(start: Moment, length: Duration, what: str, zone: dt.tzinfo, business: BusinessDays) -> Counted:
    """Count `length` from `start`.

    Days leave out the day of the start and end with the last second of the last day in `zone`; hours are
    exact, across daylight saving; business days leave out weekends and public holidays; a month ends on the
    day of the same number, or the last of a shorter month.

    Args:
        start: the clock start.
        length: how long.
        what: what happened at the start, in words.
        zone: the jurisdiction's time zone.
        business: the jurisdiction's business days.

    """
    if length.unit == "hours":
        return _hours(start, length.number, what, zone)
    first = start.day_in(zone)
    if length.unit == "business days":
        return _business_days(first, length.number, what, zone, business)
    if length.unit == "months":
        import pendulum  # noqa: PLC0415 - only months need it

        last = dt.date.fromordinal(
            pendulum.date(first.year, first.month, first.day).add(months=length.number).toordinal()
        )
        words = f"{length} from {what} on {told(first)}, to the end of {told(last)} in {zone}."
        return Counted(end_of_day(last, zone), timed=False, words=words)
    last = first + length.number * ONE_DAY
    words = (
        f"Day 0 is {told(first)} ({what}). Day 1 is {told(first + ONE_DAY)}; "
        f"day {length.number} is {told(last)}, to its end in {zone}."
    )
    return Counted(end_of_day(last, zone), timed=False, words=words)


def _hours(start: Moment, number: int, what: str, zone: dt.tzinfo) -> Counted:
    begins = start.start_in(zone)
    local = (begins.astimezone(dt.UTC) + dt.timedelta(hours=number)).astimezone(zone)
    hours = "1 hour" if number == 1 else f"{number} hours"
    words = f"{hours} from {what}, {told_instant(begins.astimezone(zone))}, to {told_instant(local)}."
    if start.is_day:
        words += " Only the day is known, so the hours are counted from its first moment."
    shift = (local.utcoffset() or dt.timedelta()) - (begins.astimezone(zone).utcoffset() or dt.timedelta())
    if shift:
        words += " Clocks change in between; the hours are counted as they pass."
    return Counted(local, timed=True, words=words)


def _business_days(first: dt.date, number: int, what: str, zone: dt.tzinfo, business: BusinessDays) -> Counted:
    day, counted, weekend_days = first, 0, 0
    holidays: list[str] = []
    first_counted = None
    while counted < number:
        day += ONE_DAY
        why = business.why_not(day)
        if why is None:
            counted += 1
            first_counted = first_counted or day
        elif why == "weekend":
            weekend_days += 1
        else:
            holidays.append(f"{told(day)} ({why})")
    skipped = [f"{weekend_days} weekend days"] if weekend_days else []
    skipped += holidays
    words = (
        f"Day 0 is {told(first)} ({what}). Business day 1 is {told(first_counted or day)}; "
        f"business day {number} is {told(day)}, to its end in {zone}. "
        + (f"Not counted: {', '.join(skipped)}." if skipped else "No day in between is left out.")
    )
    return Counted(end_of_day(day, zone), timed=False, words=words)
