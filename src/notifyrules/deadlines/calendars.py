"""Business days: weekdays that are no public holiday of the jurisdiction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from notifyrules.law import Jurisdiction

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str | None, year: int) -> Mapping[dt.date, str]:
    """Return the public holidays of a year with their names, as the `holidays` library knows them.

    A country that the library does not know has none; a part that it does not know has its country's.
    """
    import holidays  # noqa: PLC0415 - a twentieth of a second that only dated answers need

    try:
        known = holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    except NotImplementedError:
        if subdivision is None:
            return {}
        return public_holidays(country, None, year)
    return {day: name for day, name in sorted(known.items()) if day.year == year}


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """The business days of one place: its country, its part, and holidays the law does not count as such."""

    country: str
    subdivision: str | None = None
    leave_out: frozenset[str] = frozenset()

    def why_not(self, day: dt.date) -> str | None:
        """Return why `day` is no business day (`weekend` or the holiday's name), None where it is one."""
        if day.weekday() >= SATURDAY:
            return "weekend"
        name = public_holidays(self.country, self.subdivision, day.year).get(day)
        return None if name is None or name in self.leave_out else name

    def on_or_before(self, day: dt.date) -> dt.date:
        """Return the last business day on or before `day`."""
        while self.why_not(day) is not None:
            day -= ONE_DAY
        return day

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the first business day on or after `day`."""
        while self.why_not(day) is not None:
            day += ONE_DAY
        return day


def business_days_of(file: Jurisdiction) -> BusinessDays:
    """Return the business days of a jurisdiction: of the calendar its file names, else of its own code."""
    if file.holidays is not None:
        return BusinessDays(file.holidays.country, file.holidays.subdivision, frozenset(file.holidays.leave_out))
    country, _, part = file.jurisdiction.partition("-")
    return BusinessDays(country, part or None)
