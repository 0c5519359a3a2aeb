"""Counts that may be known, half known or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

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


def _whole_number(given: object, what: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        hint = "write it without separators, quotes or fractions"
        raise PydanticCustomError(
            "count",
            "{what} is {found}; a whole number was expected ({hint})",
            {"what": what, "found": repr(given), "hint": hint},
        )
    if given < 0:
        raise PydanticCustomError("count", "{what} is {found}; it cannot be negative", {"what": what, "found": given})
    if given > LARGEST:
        raise PydanticCustomError(
            "count", "{what} is {found}; that is more people than there are", {"what": what, "found": f"{given:,}"}
        )
    return given


def _read_interval(given: object) -> Interval:
    if isinstance(given, Interval):
        return given
    if given is None or given == "unknown":
        return UNKNOWN_COUNT
    if isinstance(given, Mapping):
        unknown = sorted(str(key) for key in given if key not in ("min", "max"))
        if unknown:
            text = f"unknown key {unknown[0]!r} in a range; expected {{min: …, max: …}}"
            raise PydanticCustomError("count", "{text}", {"text": text})
        least = _whole_number(given.get("min", 0), "min")
        most = None if given.get("max") in (None, "unknown") else _whole_number(given["max"], "max")
        if most is not None and most < least:
            raise PydanticCustomError("count", "min {least} is greater than max {most}", {"least": least, "most": most})
        return Interval(least, most)
    if isinstance(given, str):
        raise PydanticCustomError(
            "count",
            "found {found}; expected a whole number, a range {{min: …, max: …}} or unknown",
            {"found": repr(given)},
        )
    number = _whole_number(given, "the count")
    return Interval(number, number)


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
