"""How a rule says by when: limits, clock starts, the order of notices, and words without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from notifyrules.law.conditions import Condition
from notifyrules.law.words import ClockStart, DutyReference, Text
from notifyrules.reading import OF_KEY, Step, Strict, mistaken, shown, wrong

Unit = Literal["hours", "days", "business days", "months"]

_DURATION = re.compile(r"([1-9][0-9]{0,3}) (hour|day|business day|month)s?\Z")


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
        expected = "a length such as 72 hours, 45 days, 14 business days or 1 month"
        raise wrong(f"found {shown(given)}; expected {expected}")
    unit: Unit = f"{match[2]}s"  # type: ignore[assignment]  # the pattern matched a unit
    return Duration(int(match[1]), unit)


Length = Annotated[
    Duration,
    PlainValidator(_read_duration),
    WithJsonSchema({"type": "string", "pattern": r"^[1-9][0-9]{0,3} (hour|day|business day|month)s?$"}),
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
        ways = [name.rstrip("_") for name in _WAYS if getattr(self, name) is not None]
        if len(ways) > 1:
            raise mistaken(((ways[1], OF_KEY), f"one way to say by when was expected; found {' and '.join(ways)}"))
        if not ways and self.standard is None:
            raise wrong(
                "a deadline needs a limit (within … after …), an order (before, with …) or the law's words (standard)"
            )
        if (self.within is None) != (self.after is None and self.after_duty is None):
            raise wrong("`within` goes with `after` (a clock start) or `after_duty` (a notice)")
        if self.after is not None and self.after_duty is not None:
            message = "`after` and `after_duty` are two clock starts; use earliest_of or latest_of"
            raise mistaken((("after_duty", OF_KEY), message))
        if self.after_end_of is not None and self.after is None:
            raise mistaken((("after_end_of", OF_KEY), "`after_end_of` goes with `within` and `after`"))
        if self.extension is not None and self.within is None:
            raise mistaken((("extension", OF_KEY), "an extension needs a limit to extend (`within`)"))
        if self.extension is not None and self.within is not None and self.extension.by.unit != self.within.unit:
            message = f"the limit is counted in {self.within.unit}; an extension has to be of the same unit"
            raise mistaken((("extension", "by"), message))
        for name in ("earliest_of", "latest_of"):
            if getattr(self, name) == ():
                raise mistaken(((name,), "an empty list sets no limit; at least one deadline was expected"))
        return self

    def walk(self) -> Iterator[tuple[tuple[Step, ...], Deadline]]:
        """Yield this deadline and every one inside it, with the path that leads there in the file."""
        yield (), self
        for name in ("earliest_of", "latest_of"):
            for index, part in enumerate(getattr(self, name) or ()):
                for path, deadline in part.walk():
                    yield (name, index, *path), deadline

    def references(self) -> Iterator[tuple[tuple[Step, ...], str]]:
        """Yield every duty this deadline is counted or ordered by, with its path in the file."""
        for path, part in self.walk():
            for name in ("after_duty", "before", "with_", "no_later_than"):
                reference = getattr(part, name)
                if reference is not None:
                    yield (*path, name.rstrip("_")), reference

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties this deadline is counted or ordered by."""
        return tuple(reference for _, reference in self.references())


_WAYS = ("within", "before", "with_", "no_later_than", "earliest_of", "latest_of")
