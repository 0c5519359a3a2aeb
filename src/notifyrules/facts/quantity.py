"""Counts that may be known, half known or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from notifyrules.reading import OF_KEY, Step, mistaken, shown, wrong
from notifyrules.reading.nearest import expected_one_of

LARGEST = 10_000_000_000
"""More people than live; a larger count is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A count that is certainly at least `least` and possibly as many as `most` (None: no bound is known)."""

    least: int
    most: int | None

    @property
    def is_exact(self) -> bool:
        """Whether the count is known to the last person."""
        return self.least == self.most

    def capped(self, most: int | None) -> Interval:
        """Return the interval with its upper end at `most`, where that is lower."""
        if most is None or (self.most is not None and self.most <= most):
            return self
        return Interval(min(self.least, most), most)

    def __str__(self) -> str:
        if self.is_exact:
            return f"{self.least:,}"
        if self.most is None:
            return f"{self.least:,} or more" if self.least else "unknown"
        return f"{self.least:,} to {self.most:,}"


NOBODY = Interval(0, 0)
UNKNOWN_COUNT = Interval(0, None)


def total(intervals: Iterable[Interval]) -> Interval:
    """Add intervals of people who are counted once each."""
    least, most = 0, 0
    bounded = True
    for each in intervals:
        least += each.least
        if each.most is None:
            bounded = False
        else:
            most += each.most
    return Interval(least, most if bounded else None)


def _mistake_in(given: object) -> str | None:
    """Return what keeps a value from being a number of people, None where nothing does."""
    if isinstance(given, int) and not isinstance(given, bool):
        if given < 0:
            return f"found {shown(given)}; a count cannot be negative"
        return f"found {shown(given)}; that is more people than there are" if given > LARGEST else None
    return f"found {shown(given)}; expected a whole number{_how_to_write(given)}"


def _how_to_write(given: object) -> str:
    if isinstance(given, str):
        if re.fullmatch("[1-9][0-9]{,10}|0", given):
            return " without quotes"
        if re.fullmatch("0[0-9]+", given):
            return " without leading zeros"
        if re.fullmatch("[0-9]+([,_ ][0-9]+)+", given):
            return " without separators, such as 1000"
    return ", a range {min: …, max: …} or unknown"


def _read_range(given: Mapping[object, object]) -> Interval:
    wanted = ("min", "max")
    mistakes: list[tuple[tuple[Step, ...], str]] = [
        ((str(key), OF_KEY), expected_one_of(str(key), wanted, what="range key")) for key in given if key not in wanted
    ]
    bounds = {key: given[key] for key in wanted if given.get(key) not in (None, "unknown")}
    mistakes += [((key,), message) for key, bound in bounds.items() if (message := _mistake_in(bound))]
    if mistakes:
        raise mistaken(*mistakes)
    least, most = bounds.get("min", 0), bounds.get("max")
    assert isinstance(least, int)
    assert most is None or isinstance(most, int)
    if most is not None and most < least:
        raise wrong(f"min {least:,} is greater than max {most:,}")
    return Interval(least, most)


def _read_interval(given: object) -> Interval:
    if isinstance(given, Interval):
        return given
    if given is None or given == "unknown":
        return UNKNOWN_COUNT
    if isinstance(given, Mapping):
        return _read_range(given)
    if message := _mistake_in(given):
        raise wrong(message)
    assert isinstance(given, int)
    return Interval(given, given)


Count = Annotated[
    Interval,
    PlainValidator(_read_interval),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": LARGEST},
                {
                    "type": "object",
                    "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}},
                    "additionalProperties": False,
                },
                {"enum": ["unknown", None]},
            ]
        }
    ),
]
"""A number of people: `312`, `{min: 30, max: 55}` or `unknown`."""
