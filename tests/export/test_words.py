"""The wording that all formats share."""

from __future__ import annotations

import datetime as dt

import pytest

from notifyrules.export.words import heading, instant, safe, time_left


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\r\nlines\tand  more", "two lines and more"),
        ("\x1b[31mred\x1b[0m", "\N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}[0m"),
        ("abc\u202edcba", "abc\N{REPLACEMENT CHARACTER}dcba"),  # right-to-left override
        ("zero\u200bwidth", "zero\N{REPLACEMENT CHARACTER}width"),
        ("bell\x07", "bell\N{REPLACEMENT CHARACTER}"),
        ("next\x85line\u2028and\u2029paragraph", "next line and paragraph"),
        ("\x9b31m", "\N{REPLACEMENT CHARACTER}31m"),  # the one-byte escape of old terminals
        ("Zoë 🔥 東京", "Zoë 🔥 東京"),
    ],
)
def test_nothing_invisible_or_steering_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_a_moment_is_told_with_weekday_and_offset() -> None:
    at = dt.datetime(2026, 4, 1, 23, 59, 59, tzinfo=dt.timezone(dt.timedelta(hours=-9, minutes=-30)))
    assert instant(at) == "Wed 1 Apr 2026 23:59 UTC-09:30"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (30 * 86400 + 5, "30 days"),
        (2 * 86400, "2 days"),
        (2 * 86400 - 1, "47 h 59 min"),
        (3600, "1 h 0 min"),
        (3599, "59 min"),
        (0, "0 min"),
        (-90, "late by 1 min"),
        (-3 * 86400, "late by 3 days"),
    ],
)
def test_time_left_is_told_in_days_then_hours_then_minutes(seconds: int, told: str) -> None:
    assert time_left(seconds) == told


def test_a_heading_leaves_out_what_is_not_known() -> None:
    assert heading("INC-1", None, "Example\nLtd") == "INC-1 · Example Ltd"
