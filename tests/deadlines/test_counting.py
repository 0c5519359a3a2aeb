"""Counting a length of time from a moment. Every expected end was counted by hand on a calendar."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from notifyrules.deadlines import BusinessDays
from notifyrules.deadlines.counting import Counted, count_from
from notifyrules.facts import Moment
from notifyrules.law import Duration, Unit

NEW_YORK, CHICAGO, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Los_Angeles"
SYDNEY, SINGAPORE, HONOLULU = "Australia/Sydney", "Asia/Singapore", "Pacific/Honolulu"
NO_HOLIDAYS = BusinessDays("AQ")


def counted(start: str, number: int, unit: Unit, zone: str = NEW_YORK, business: BusinessDays = NO_HOLIDAYS) -> Counted:
    at = dt.datetime.fromisoformat(start) if "T" in start else dt.date.fromisoformat(start)
    return count_from(Moment(at), Duration(number, unit), "discovery", ZoneInfo(zone), business)


def end(start: str, number: int, unit: Unit, zone: str = NEW_YORK, business: BusinessDays = NO_HOLIDAYS) -> str:
    return counted(start, number, unit, zone, business).due.isoformat()


# --- days


def test_days_leave_out_the_first_day_and_end_with_the_last_second_of_the_last() -> None:
    assert end("2026-03-02", 45, "days") == "2026-04-16T23:59:59-04:00"  # 29 days to 31 March, 16 more


def test_the_counting_tells_day_0_day_1_and_the_last_day() -> None:
    words = counted("2026-03-02", 45, "days").words
    assert words == (
        "Day 0 is Mon 2 Mar 2026 (discovery). Day 1 is Tue 3 Mar 2026; day 45 is Thu 16 Apr 2026, "
        "to its end in America/New_York."
    )


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2028-02-28", 1, "2028-02-29"),  # a leap day is a day
        ("2026-02-28", 1, "2026-03-01"),
        ("2028-01-31", 30, "2028-03-01"),  # 29 days of February, 1 of March
        ("2026-01-31", 30, "2026-03-02"),  # 28 and 2
        ("2025-12-15", 30, "2026-01-14"),  # 16 days to the year's end, 14 more
        ("2027-12-31", 60, "2028-02-29"),  # 31 days of January, 29 of February
        ("2026-12-31", 60, "2027-03-01"),  # 31, 28 and 1
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_days_run_over_leap_days_and_the_end_of_the_year(start: str, number: int, expected: str) -> None:
    assert counted(start, number, "days").due.date().isoformat() == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (SYDNEY, "2026-04-01T23:59:59+11:00"),
        (SINGAPORE, "2026-04-01T23:59:59+08:00"),
        (NEW_YORK, "2026-04-01T23:59:59-04:00"),
        (LOS_ANGELES, "2026-04-01T23:59:59-07:00"),
        (HONOLULU, "2026-04-01T23:59:59-10:00"),
    ],
)
def test_a_bare_date_is_that_day_wherever_it_is_read(zone: str, expected: str) -> None:
    assert end("2026-03-02", 30, "days", zone) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (LOS_ANGELES, "2026-03-12"),  # still 2 March, half past eleven in the evening
        (CHICAGO, "2026-03-13"),  # 3 March, half past one in the morning
        (SYDNEY, "2026-03-13"),  # 3 March, half past six in the evening
        (HONOLULU, "2026-03-12"),
    ],
)
def test_an_instant_falls_on_the_day_of_the_zone_it_is_counted_in(zone: str, expected: str) -> None:
    assert counted("2026-03-02T23:30-08:00", 10, "days", zone).due.date().isoformat() == expected


# --- hours


@pytest.mark.parametrize(
    ("start", "zone", "expected"),
    [
        ("2026-03-06T09:15-05:00", NEW_YORK, "2026-03-09T10:15:00-04:00"),  # 8 March has 23 hours
        ("2026-10-30T09:15-04:00", NEW_YORK, "2026-11-02T08:15:00-05:00"),  # 1 November has 25
        ("2026-04-03T12:00+11:00", SYDNEY, "2026-04-06T11:00:00+10:00"),  # 5 April has 25
        ("2026-10-02T12:00+10:00", SYDNEY, "2026-10-05T13:00:00+11:00"),  # 4 October has 23
    ],
)
def test_72_hours_are_72_hours_across_a_change_of_clocks(start: str, zone: str, expected: str) -> None:
    result = counted(start, 72, "hours", zone)
    assert result.due.isoformat() == expected
    assert result.timed
    assert "Clocks change in between" in result.words


def test_72_hours_without_a_change_of_clocks_end_at_the_same_hour() -> None:
    result = counted("2026-03-10T09:15-04:00", 72, "hours")
    assert result.due.isoformat() == "2026-03-13T09:15:00-04:00"
    assert "Clocks" not in result.words


def test_hours_end_in_the_zone_of_the_law_whatever_offset_the_start_was_written_in() -> None:
    assert end("2026-03-02T14:00+00:00", 24, "hours", SINGAPORE) == "2026-03-03T22:00:00+08:00"


def test_an_hour_that_comes_twice_is_told_from_the_other_by_its_offset() -> None:
    assert end("2026-11-01T00:30-04:00", 1, "hours") == "2026-11-01T01:30:00-04:00"
    assert end("2026-11-01T00:30-04:00", 2, "hours") == "2026-11-01T01:30:00-05:00"


def test_hours_from_a_bare_date_are_counted_from_its_first_moment() -> None:
    result = counted("2026-03-02", 1, "hours", SINGAPORE)
    assert result.due.isoformat() == "2026-03-02T01:00:00+08:00"
    assert "Only the day is known" in result.words


# --- months


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-10-31", 4, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_the_last_of_a_shorter_month(
    start: str, number: int, expected: str
) -> None:
    result = counted(start, number, "months")
    assert result.due.date().isoformat() == expected
    assert result.due.timetz().isoformat()[:8] == "23:59:59"


# --- business days


@pytest.mark.parametrize(
    ("start", "number", "business", "expected"),
    [
        # Tuesday 3 March 2026 is Town Meeting Day in Vermont: 4 to 6, 9 to 13 and 16 to 20 March are 13 days
        ("2026-03-02", 14, BusinessDays("US", "VT"), "2026-03-23"),
        # and a day like any other in New York: 3 to 6, 9 to 13, 16 to 20 March
        ("2026-03-02", 14, BusinessDays("US", "NY"), "2026-03-20"),
        # Monday 20 April 2026 is Patriots' Day in Massachusetts and none in Texas
        ("2026-04-17", 1, BusinessDays("US", "MA"), "2026-04-21"),
        ("2026-04-17", 1, BusinessDays("US", "TX"), "2026-04-20"),
        # Monday 26 January 2026 is Australia Day
        ("2026-01-23", 1, BusinessDays("AU", "NSW"), "2026-01-27"),
        ("2026-01-23", 1, BusinessDays("US"), "2026-01-26"),
        # Chinese New Year 2026: Tuesday 17 and Wednesday 18 February; 16, 19 and 20 February count
        ("2026-02-13", 3, BusinessDays("SG"), "2026-02-20"),
        ("2026-02-13", 3, NO_HOLIDAYS, "2026-02-18"),
        # Independence Day 2026 falls on a Saturday and is kept on Friday 3 July
        ("2026-07-02", 1, BusinessDays("US"), "2026-07-06"),
        # New Year's Day 2028 falls on a Saturday and is kept on Friday 31 December 2027
        ("2027-12-30", 1, BusinessDays("US"), "2028-01-03"),
        # New Year's Day 2027 is a Friday: 31 December, then Monday 4 January
        ("2026-12-30", 2, BusinessDays("US"), "2027-01-04"),
    ],
)
def test_business_days_leave_out_weekends_and_the_public_holidays_of_the_place(
    start: str, number: int, business: BusinessDays, expected: str
) -> None:
    assert counted(start, number, "business days", NEW_YORK, business).due.date().isoformat() == expected


def test_a_start_on_a_weekend_counts_from_monday() -> None:
    assert end("2026-03-07", 1, "business days") == "2026-03-09T23:59:59-04:00"


def test_the_counting_tells_which_days_were_left_out_and_why() -> None:
    words = counted("2026-03-02", 14, "business days", NEW_YORK, BusinessDays("US", "VT")).words
    assert words == (
        "Day 0 is Mon 2 Mar 2026 (discovery). Business day 1 is Wed 4 Mar 2026; business day 14 is Mon 23 Mar 2026, "
        "to its end in America/New_York. Not counted: 6 weekend days, Tue 3 Mar 2026 (Town Meeting Day)."
    )


def test_the_counting_says_so_where_no_day_was_left_out() -> None:
    assert counted("2026-03-02", 3, "business days").words.endswith("No day in between is left out.")
