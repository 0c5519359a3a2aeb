"""Business days: which days they are where, and what a law may change about its calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from notifyrules import load_law
from notifyrules.deadlines import BusinessDays, business_days_of
from notifyrules.law import Jurisdiction
from tests.small_law import Plain, duty, jurisdiction, regime


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


@pytest.mark.parametrize(
    ("country", "part", "date", "why"),
    [
        ("US", "VT", "2026-03-03", "Town Meeting Day"),
        ("US", "MA", "2026-03-03", None),
        ("US", "MA", "2026-04-20", "Patriots' Day"),
        ("US", "TX", "2026-04-20", None),
        ("AU", "NSW", "2026-01-26", "Australia Day"),
        ("AU", "VIC", "2026-11-03", "Melbourne Cup Day"),
        ("AU", "NSW", "2026-11-03", None),
        ("SG", None, "2026-02-17", "Chinese New Year"),
        ("US", None, "2026-02-17", None),
        ("US", None, "2026-11-26", "Thanksgiving Day"),
        ("US", None, "2026-03-07", "weekend"),
        ("US", None, "2026-03-08", "weekend"),
        ("US", None, "2026-03-09", None),
    ],
)
def test_a_day_is_a_business_day_unless_it_is_a_weekend_or_a_holiday_of_that_place(
    country: str, part: str | None, date: str, why: str | None
) -> None:
    assert BusinessDays(country, part).why_not(day(date)) == why


def test_a_holiday_on_a_saturday_is_kept_on_the_friday_before() -> None:
    assert BusinessDays("US").why_not(day("2026-07-03")) == "Independence Day (observed)"


def test_a_law_may_keep_no_friday_for_a_saturday() -> None:
    strict = BusinessDays("US", friday_for_saturday=False)
    assert strict.why_not(day("2026-07-03")) is None
    assert strict.why_not(day("2027-07-05")) == "Independence Day (observed)"  # a Monday for a Sunday is kept
    assert strict.why_not(day("2026-12-25")) == "Christmas Day"  # a holiday that itself falls on a Friday


def test_a_law_may_leave_out_a_holiday_of_its_calendar() -> None:
    assert BusinessDays("US").why_not(day("2026-06-19")) == "Juneteenth National Independence Day"
    without = BusinessDays("US", leave_out=frozenset({"Juneteenth National Independence Day"}))
    assert without.why_not(day("2026-06-19")) is None


@pytest.mark.parametrize(
    ("rule", "date"),
    [
        ("second Monday of October", "2026-10-12"),
        ("first Tuesday of March", "2026-03-03"),
        ("fourth Friday of May", "2026-05-22"),
        ("last Friday of May", "2026-05-29"),  # the fifth
        ("third Thursday of February", "2027-02-18"),
    ],
)
def test_a_law_may_add_a_holiday_by_a_rule(rule: str, date: str) -> None:
    calendar = BusinessDays("AQ", add=(("Our Day", rule),))
    assert calendar.why_not(day(date)) == "Our Day"
    assert calendar.why_not(day(date) - dt.timedelta(days=7)) is None
    assert calendar.why_not(day(date) + dt.timedelta(days=7)) is None


def test_a_country_that_the_library_of_holidays_does_not_know_has_weekends_alone() -> None:
    assert BusinessDays("XX").why_not(day("2026-12-25")) is None
    assert BusinessDays("XX").why_not(day("2026-12-26")) == "weekend"


def test_a_part_that_the_library_of_holidays_does_not_know_keeps_those_of_its_country() -> None:
    assert BusinessDays("US", "XX").why_not(day("2026-12-25")) == "Christmas Day"
    assert BusinessDays("US", "XX").why_not(day("2026-03-03")) is None


def test_the_nearest_business_day_is_found_over_a_long_weekend() -> None:
    """Friday 3 to Sunday 5 July 2026 are no business days in the United States."""
    calendar = BusinessDays("US")
    assert calendar.on_or_before(day("2026-07-05")) == day("2026-07-02")
    assert calendar.on_or_after(day("2026-07-03")) == day("2026-07-06")
    assert calendar.on_or_before(day("2026-07-02")) == day("2026-07-02")
    assert calendar.on_or_after(day("2026-07-06")) == day("2026-07-06")


def test_the_nearest_business_day_is_found_over_the_end_of_a_year() -> None:
    """New Year's Day 2027 is a Friday."""
    assert BusinessDays("US").on_or_before(day("2027-01-03")) == day("2026-12-31")


def calendar_of(**more: Any) -> BusinessDays:
    file: Plain = jurisdiction(regime(duty("individuals")), **more)
    return business_days_of(Jurisdiction.model_validate(file, context={"vocabulary": load_law().vocabulary}))


@pytest.mark.parametrize(
    ("code", "expected"),
    [("US-VT", BusinessDays("US", "VT")), ("US", BusinessDays("US")), ("SG", BusinessDays("SG"))],
)
def test_a_file_without_a_calendar_counts_by_that_of_its_own_code(code: str, expected: BusinessDays) -> None:
    assert calendar_of(code=code) == expected


def test_a_file_with_a_calendar_counts_by_that() -> None:
    own = {
        "country": "US",
        "subdivision": "VT",
        "leave_out": ["Juneteenth National Independence Day"],
        "friday_for_saturday": False,
        "add": {"Indigenous Peoples' Day": "second Monday of October"},
    }
    calendar = calendar_of(code="US", holidays=own)
    assert calendar.why_not(day("2026-03-03")) == "Town Meeting Day"
    assert calendar.why_not(day("2026-06-19")) is None
    assert calendar.why_not(day("2026-07-03")) is None
    assert calendar.why_not(day("2026-10-12")) == "Indigenous Peoples' Day"
