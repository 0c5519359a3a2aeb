"""The deadlines as a picture: one row a day, drawn as a vector that needs neither colour nor script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from notifyrules.assessment import AssessedDuty, Assessment
from notifyrules.export.words import day, due_key, instant, safe, time_left

LEFT, WIDTH, RIGHT, ROW, TOP = 120.0, 420.0, 430.0, 26.0, 24.0
NAMES = 3


class Bar(NamedTuple):
    """One row: the deadlines of a day. `x` is where the day stands, `state` how the row is drawn."""

    label: str
    state: str
    x: float
    y: float
    text: str
    hover: tuple[str, ...]


class Timeline(NamedTuple):
    """The picture: its size, its rows, and where `now` and the months stand (None: no moment was given)."""

    width: float
    height: float
    left: float
    right: float
    bars: tuple[Bar, ...]
    now: float | None
    ticks: tuple[tuple[float, str], ...]
    words: str


def timeline(assessment: Assessment) -> Timeline | None:
    """Return the picture of all dated duties that are not yet given, None where there are none.

    A row is `late`, `required`, `provisional` or `undetermined`: the gravest of its duties.
    """
    dated = sorted(
        (duty for duty in assessment.duties if duty.deadline and duty.deadline.due and not duty.given), key=due_key
    )
    if not dated:
        return None
    first, last = _due(dated[0]), _due(dated[-1])
    begins = min(first, assessment.now) if assessment.now else first
    span = max((last - begins).total_seconds(), 86400.0)

    def place(at: dt.datetime) -> float:
        return round(LEFT + WIDTH * (at - begins).total_seconds() / span, 1)

    bars = []
    for row, (when, group) in enumerate(groupby(dated, key=lambda duty: _due(duty).date())):
        duties = sorted(group, key=lambda duty: _STATES.index(_state(duty, assessment.now)))
        state = _state(duties[0], assessment.now)
        names = list(dict.fromkeys(safe(duty.recipient.name) for duty in duties))
        more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
        text = f"{', '.join(names[:NAMES])}{more}"
        hover = tuple(f"{instant(_due(duty))}: {safe(duty.recipient.name)} ({duty.id})" for duty in duties)
        bars.append(Bar(day(when), state, place(_due(duties[0])), TOP + row * ROW, text, hover))
    return Timeline(
        width=LEFT + WIDTH + RIGHT,
        height=TOP + len(bars) * ROW + 22,
        left=LEFT,
        right=LEFT + WIDTH + 16,
        bars=tuple(bars),
        now=place(assessment.now) if assessment.now else None,
        ticks=tuple(_months(begins, last, place)) if span > 40 * 86400 else (),
        words=_words(dated, assessment),
    )


_STATES = ("late", "required", "provisional", "undetermined")


def _state(duty: AssessedDuty, now: dt.datetime | None) -> str:
    if duty.status == "undetermined":
        return "undetermined"
    if now is not None and _due(duty) < now:
        return "late"
    return "provisional" if duty.deadline and duty.deadline.state == "provisional" else "required"


def _due(duty: AssessedDuty) -> dt.datetime:
    assert duty.deadline is not None
    assert duty.deadline.due is not None
    return duty.deadline.due


def _months(begins: dt.datetime, last: dt.datetime, place: object) -> Sequence[tuple[float, str]]:
    assert callable(place)
    found = []
    year, month = begins.year, begins.month
    while (year, month) < (last.year, last.month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found.append((float(place(dt.datetime(year, month, 1, tzinfo=begins.tzinfo))), f"{_MONTHS[month - 1]} {year}"))
    return found if len(found) <= 14 else found[:: len(found) // 12]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _words(dated: Sequence[AssessedDuty], assessment: Assessment) -> str:
    """Say in words what the picture shows, for those who do not see it."""
    first, last = _due(dated[0]), _due(dated[-1])
    left = f" ({time_left(int((first - assessment.now).total_seconds()))})" if assessment.now else ""
    return f"{len(dated)} dated duties: the first is due {instant(first)}{left}, the last {instant(last)}."
