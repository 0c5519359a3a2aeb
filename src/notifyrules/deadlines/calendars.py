"""Business days: weekdays that are no public holiday of the jurisdiction."""

from __future__ import annotations

import calendar
import datetime as dt
import importlib.util
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from notifyrules.law import Jurisdiction
from notifyrules.law.jurisdiction import MONTHS, WEEKDAYS
from notifyrules.reading import store

FRIDAY, SATURDAY = 4, 5
ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str | None, year: int) -> Mapping[dt.date, str]:
    """Return the public holidays of a year with their names, as the `holidays` library knows them.

    A country that the library does not know has none; a part that it does not know has its country's.
    """
    kept = _Kept.of(country, subdivision)
    if year not in kept.years:
        kept.add(year, _computed(country, subdivision, year))
    return kept.years[year]


def _computed(country: str, subdivision: str | None, year: int) -> dict[dt.date, str]:
    import holidays  # noqa: PLC0415 - a tenth of a second, spent once a calendar and year

    try:
        known = holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    except NotImplementedError:
        if subdivision is None:
            return {}
        return _computed(country, None, year)
    return {day: name for day, name in sorted(known.items()) if day.year == year}


class _Kept(NamedTuple):
    """The years of one calendar that were computed before, by this very version of the `holidays` library."""

    name: str | None
    """Where they are kept; None where the version of the library cannot be told, and nothing may be kept."""

    years: dict[int, dict[dt.date, str]]

    @classmethod
    def of(cls, country: str, subdivision: str | None) -> _Kept:
        library = _library()
        if library is None:
            return cls(None, {})
        name = f"holidays-{library}-{country}-{subdivision or 'all'}.json"
        try:
            kept = json.loads(store.load(name) or b"{}")
            years = {
                int(year): {dt.date.fromisoformat(day): why for day, why in days.items()} for year, days in kept.items()
            }
        except (ValueError, AttributeError):
            years = {}
        return cls(name, years)

    def add(self, year: int, days: dict[dt.date, str]) -> None:
        self.years[year] = days
        if self.name is None:
            return
        plain = {str(year): {day.isoformat(): why for day, why in each.items()} for year, each in self.years.items()}
        store.save(self.name, json.dumps(plain).encode())


@lru_cache(maxsize=1)
def _library() -> str | None:
    """Return the version of the `holidays` library without importing it: the name of its metadata directory."""
    found = importlib.util.find_spec("holidays")
    assert found is not None
    assert found.origin is not None
    home = Path(found.origin).parent.parent
    return next((each.name.removesuffix(".dist-info") for each in home.glob("holidays-*.dist-info")), None)


class BusinessDays(NamedTuple):
    """The business days of one place: its country, its part, and holidays the law does not count as such."""

    country: str
    subdivision: str | None = None
    leave_out: frozenset[str] = frozenset()
    friday_for_saturday: bool = True
    add: tuple[tuple[str, str], ...] = ()

    def why_not(self, day: dt.date) -> str | None:
        """Return why `day` is no business day (`weekend` or the holiday's name), None where it is one."""
        if day.weekday() >= SATURDAY:
            return "weekend"
        for added, rule in self.add:
            if _day_of(rule, day.year) == day:
                return added
        name = public_holidays(self.country, self.subdivision, day.year).get(day)
        if name is None or name in self.leave_out:
            return None
        moved_back = day.weekday() == FRIDAY and "observed" in name
        return None if moved_back and not self.friday_for_saturday else name

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


@lru_cache(maxsize=512)
def _day_of(rule: str, year: int) -> dt.date:
    """Return the day that a rule such as `second Monday of October` names in a year."""
    ordinal, weekday, _, month = rule.split()
    number = MONTHS.index(month) + 1
    days = [
        dt.date(year, number, day)
        for day in range(1, calendar.monthrange(year, number)[1] + 1)
        if dt.date(year, number, day).weekday() == WEEKDAYS.index(weekday)
    ]
    return days[{"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[ordinal]]


def business_days_of(file: Jurisdiction) -> BusinessDays:
    """Return the business days of a jurisdiction: of the calendar its file names, else of its own code."""
    if file.holidays is not None:
        own = file.holidays
        return BusinessDays(
            own.country, own.subdivision, frozenset(own.leave_out), own.friday_for_saturday, tuple(own.add.items())
        )
    country, _, part = file.jurisdiction.partition("-")
    return BusinessDays(country, part or None)
