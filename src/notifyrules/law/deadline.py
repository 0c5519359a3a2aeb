"""How a rule says by when: limits, clock starts, the order of notices, and words without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from notifyrules.law.conditions import Condition
from notifyrules.law.words import ClockStart, DutyReference, Text
from notifyrules.reading import Strict

Unit = Literal["hours", "days", "business days", "months"]

_DURATION = re.compile(r"(\d{1,4}) (hour|day|business day|month)s?\Z")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as the law counts it, for example `14 business days`."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number} {self.unit if self.number != 1 else self.unit[:-1]}"


def _read_duration(given: object) -> Duration:
    if isinstance(given, Duration):
        return given
    match = _DURATION.match(given) if isinstance(given, str) else None
    if match is None:
        text = f"found {given!r}; expected a length such as '72 hours', '45 days', '14 business days' or '1 month'"
        raise PydanticCustomError("duration", "{text}", {"text": text})
    unit: Unit = f"{match[2]}s"  # type: ignore[assignment]
    return Duration(int(match[1]), unit)


Length = Annotated[
    Duration,
    PlainValidator(_read_duration),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,4} (hour|day|business day|month)s?$"}),
]


class Extension(Strict):
    """More time that the law gives when a condition is met."""

    by: Length
    when: Condition
    cite: Text


class Deadline(Strict):
    """By when a notice is due.

    One of: `within` a length `after` a clock start (or `after_duty`, the giving of another notice);
    `before`, `with` or `no_later_than` another duty; `earliest_of` or `latest_of` several; or only
    `standard`, the words of a law that gives no number.
    """

    standard: Text | None = None
    within: Length | None = None
    after: ClockStart | None = None
    after_end_of: Literal["calendar_year"] | None = None
    after_duty: DutyReference | None = None
    before: DutyReference | None = None
    with_: DutyReference | None = None
    no_later_than: DutyReference | None = None
    earliest_of: tuple[Deadline, ...] | None = None
    latest_of: tuple[Deadline, ...] | None = None
    extension: Extension | None = None
    cite: Text | None = None
    note: Text | None = None

    model_config = {"alias_generator": lambda name: name.rstrip("_")}

    @model_validator(mode="after")
    def _one_way(self) -> Deadline:
        ways = [
            name
            for name in ("within", "before", "with_", "no_later_than", "earliest_of", "latest_of")
            if getattr(self, name) is not None
        ]
        if len(ways) > 1:
            found = ", ".join(way.rstrip("_") for way in ways)
            raise PydanticCustomError(
                "deadline", "one way to say by when was expected; found {found}", {"found": found}
            )
        if not ways and self.standard is None:
            raise PydanticCustomError(
                "deadline",
                "a deadline needs a limit (within … after …), an order (before, with …) or the law's words (standard)",
            )
        if (self.within is None) != (self.after is None and self.after_duty is None):
            raise PydanticCustomError(
                "deadline", "`within` goes with `after` (a clock start) or `after_duty` (a notice)"
            )
        if self.after is not None and self.after_duty is not None:
            raise PydanticCustomError(
                "deadline", "`after` and `after_duty` are two clock starts; use earliest_of or latest_of"
            )
        if self.after_end_of is not None and self.after is None:
            raise PydanticCustomError("deadline", "`after_end_of` goes with `within` and `after`")
        if self.extension is not None and self.within is None:
            raise PydanticCustomError("deadline", "an extension needs a limit to extend (`within`)")
        return self

    def walk(self) -> Iterator[Deadline]:
        """Yield this deadline and every one inside it."""
        yield self
        for part in (*(self.earliest_of or ()), *(self.latest_of or ())):
            yield from part.walk()

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties this deadline is counted or ordered by."""
        return tuple(
            reference
            for part in self.walk()
            for reference in (part.after_duty, part.before, part.with_, part.no_later_than)
            if reference is not None
        )
