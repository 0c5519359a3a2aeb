"""The closed language of conditions: `all`, `any`, `not`, and typed predicates over facts.

A condition holds exactly one operator or predicate, with the `cite` of the words it encodes where they
stand somewhere else than the rule around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from notifyrules.law.words import (
    ClockStart,
    Currency,
    DataElements,
    Day,
    DutyReference,
    Events,
    FindingName,
    HarmTest,
    Kinds,
    Media,
    Places,
    Protections,
    RegulatedClasses,
    Roles,
    Slug,
    Text,
    Texts,
)
from notifyrules.reading import OF_KEY, Step, Strict, mistaken, wrong

Threshold = Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)]


class Comparison(Strict):
    """A bound on a count. `at_least: 500` and `more_than: 500` are different laws."""

    at_least: Threshold | None = None
    more_than: Threshold | None = None
    at_most: Threshold | None = None
    fewer_than: Threshold | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Comparison:
        named = [name for name in ("at_least", "more_than", "at_most", "fewer_than") if getattr(self, name) is not None]
        if len(named) != 1:
            raise wrong(
                "exactly one of at_least, more_than, at_most, fewer_than was expected here; "
                f"found {' and '.join(named) or 'none'}"
            )
        return self

    @property
    def upward(self) -> bool:
        """Whether a greater count can only make the comparison true."""
        return self.at_least is not None or self.more_than is not None

    @property
    def bound(self) -> int:
        """The least count that is enough (upward), or the least count that is too many (downward)."""
        if self.at_least is not None:
            return self.at_least
        if self.more_than is not None:
            return self.more_than + 1
        if self.fewer_than is not None:
            return self.fewer_than
        assert self.at_most is not None
        return self.at_most + 1

    @property
    def words(self) -> str:
        """The comparison as the law writes it."""
        for name in ("at_least", "more_than", "at_most", "fewer_than"):
            number = getattr(self, name)
            if number is not None:
                return f"{name.replace('_', ' ')} {number:,}"
        raise AssertionError("a comparison always has one bound")


class ExceptedComparison(Comparison):
    """A bound on the people whom one named exception takes out."""

    by: Slug


class HarmJudgement(Strict):
    """The answer to a named harm test that the rule turns on."""

    test: HarmTest
    is_: Annotated[Literal["likely", "unlikely"], Field(alias="is")]


class Turnover(Strict):
    """A bound on annual turnover, in whole units of the currency."""

    more_than: Threshold | None = None
    at_most: Threshold | None = None
    currency: Currency

    @model_validator(mode="after")
    def _exactly_one(self) -> Turnover:
        if (self.more_than is None) == (self.at_most is None):
            raise wrong("exactly one of more_than, at_most was expected here")
        return self


class Dated(Strict):
    """Whether a timeline event fell on or after `since`, and before `before`."""

    event: ClockStart
    since: Day | None = None
    before: Day | None = None


COUNTS = ("residents_affected", "persons_affected", "persons_notified", "persons_in_any_one_state", "persons_excepted")
"""Predicates that count people; each says whom it counts."""

COHORT_PREDICATES = ("data", "protection", "client")
"""Predicates that only a cohort can answer."""

RULE_PREDICATES = (*COUNTS, "exception", "required")
"""Predicates about the outcome of other parts of the law; a cohort cannot answer them."""


class Condition(Strict):
    """One operator or one predicate, with an optional `cite` and `note`.

    Predicates on the organisation: `role`, `kind`, `regulated_as`, `operates_in`, `insurance_licensed_in`,
    `home_state`, `turnover`; on what happened: `event`, `medium`, `good_faith`, `harm`, `finding`,
    `dated`; on a cohort: `data`, `protection`, `client`; on the outcome: the counts, `exception` (somebody is
    taken out by it) and `required` (another duty is owed). A list means *any of these*.
    """

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Annotated[Condition | None, Field(alias="not")] = None

    role: Roles | None = None
    kind: Kinds | None = None
    regulated_as: RegulatedClasses | None = None
    operates_in: Places | None = None
    insurance_licensed_in: Places | None = None
    home_state: Places | None = None
    turnover: Turnover | None = None

    event: Events | None = None
    medium: Media | None = None
    good_faith: Literal["yes"] | None = None
    harm: HarmJudgement | None = None
    finding: FindingName | None = None
    dated: Dated | None = None

    data: DataElements | None = None
    protection: Protections | None = None
    client: Texts | None = None

    residents_affected: Comparison | None = None
    persons_affected: Comparison | None = None
    persons_notified: Comparison | None = None
    persons_in_any_one_state: Comparison | None = None
    persons_excepted: ExceptedComparison | None = None
    exception: Slug | None = None
    required: DutyReference | None = None

    cite: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Condition:
        said = [name.rstrip("_") for name in self.said]
        if not said:
            raise wrong("a condition says one thing (all, any, not or a predicate); found none")
        if len(said) > 1:
            message = f"a condition says one thing (all, any, not or a predicate); found {' and '.join(said)}"
            raise mistaken(((said[1], OF_KEY), message))
        if self.all == () or self.any == ():
            raise mistaken(((said[0],), "an empty list decides nothing; at least one condition was expected"))
        return self

    @property
    def said(self) -> list[str]:
        """The names of the operators and predicates this condition holds; exactly one, once validated."""
        written = [name for name in self.model_fields_set if name in _SAYABLE and getattr(self, name) is not None]
        return sorted(written, key=_SAYABLE.__getitem__)

    @cached_property
    def operator(self) -> str:
        """The one operator or predicate of this condition."""
        return self.said[0]

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions inside an operator; none for a predicate."""
        return self.all or self.any or ((self.not_,) if self.not_ is not None else ())

    def walk(self) -> Iterator[tuple[tuple[Step, ...], Condition]]:
        """Yield this condition and every one inside it, with the path that leads there in the file."""
        yield (), self
        name = "not" if self.operator == "not_" else self.operator
        for index, part in enumerate(self.parts):
            step: tuple[Step, ...] = (name,) if name == "not" else (name, index)
            for path, condition in part.walk():
                yield (*step, *path), condition


_SAYABLE = {name: place for place, name in enumerate(Condition.model_fields) if name not in ("cite", "note")}
"""Operators and predicates with their place in the list above."""
