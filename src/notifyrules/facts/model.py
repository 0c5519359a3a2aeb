"""The model of an incident: what `facts.yaml` may say. Everything may be left out, and left out is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PrivateAttr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from notifyrules.facts.quantity import NOBODY, UNKNOWN_COUNT, Count, Interval, total
from notifyrules.facts.time import Instant, Moment, OptionalInstant
from notifyrules.facts.truth import Flag, Truth
from notifyrules.reading import (
    Document,
    Frozen,
    FrozenDict,
    InputError,
    Limits,
    Place,
    Problem,
    Spelled,
    Step,
    Strict,
    mistaken,
    read_document,
    shown,
    telling,
    validated,
    wrong,
)
from notifyrules.reading.zones import ZoneName
from notifyrules.vocabulary import Kind, Vocabulary, each_term_once, term, vocabulary_of

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

LIMITS = Limits(size=1_000_000, depth=20, nodes=100_000)

Likelihood = Literal["likely", "unlikely", "unknown"]
Medium = Literal["electronic", "paper", "both", "unknown"]
Role = Literal["owner", "processor", "unknown"]
OrganisationKind = Literal["business", "government", "nonprofit", "individual", "unknown"]


def _is_unknown(given: object) -> bool:
    return given is None or given == "unknown"


def _shaped_like(example: str) -> BeforeValidator:
    """Return the check for a mapping that shows an example to whoever wrote something else."""

    def read(given: object) -> object:
        if given is None or isinstance(given, Mapping | Strict):
            return given
        raise wrong(f"found {shown(given)}; expected something like {example}, or unknown")

    return BeforeValidator(read)


def _not_a_thousand(given: object) -> object:
    if isinstance(given, str) and given.isdigit():
        raise wrong(f"found {shown(given)}; expected a place (a count has no separators: 1000, not 1,000)")
    return given


class _OrUnknown(BeforeValidator):
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that `unknown` and nothing are taken too."""
        return {"anyOf": [handler(schema), {"enum": ["unknown", None]}]}


class _OrNo(BeforeValidator):
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that `no`, `unknown` and nothing are taken too."""
        return {"anyOf": [handler(schema), {"enum": ["no", "unknown", False, None]}]}


def _none_if_no(given: object) -> object:
    said = given.casefold() if isinstance(given, str) else given
    return None if said is False or said in ("no", "unknown") else given


_NoneIfNo = _OrNo(_none_if_no)
Unknowable = _OrUnknown(lambda given: "unknown" if given is None else given)
NoneIfUnknown = _OrUnknown(lambda given: None if _is_unknown(given) else given)
EmptyIfUnknown = _OrUnknown(lambda given: {} if _is_unknown(given) else given)

DataElement = Annotated[str, term("data_elements")]
RegulatedClass = Annotated[str, term("regulated_as")]
PlaceCode = Annotated[str, term("places"), BeforeValidator(_not_a_thousand)]
HarmTest = Annotated[str, term("harm_tests", besides="default")]

Events = Annotated[
    Frozen[Annotated[str, term("event")], Flag],
    each_term_once("event"),
    _shaped_like("{acquired: yes, lost: no}"),
    EmptyIfUnknown,
]
Harm = Annotated[
    Frozen[HarmTest, Annotated[Likelihood, Unknowable]],
    each_term_once("harm_tests"),
    _shaped_like("{default: likely}"),
    EmptyIfUnknown,
]
Protection = Annotated[
    Frozen[Annotated[str, term("protection")], Flag],
    each_term_once("protection"),
    _shaped_like("{encrypted: yes, key_compromised: no}"),
    EmptyIfUnknown,
]
Findings = Annotated[
    Frozen[Annotated[str, term("findings")], Flag],
    each_term_once("findings"),
    _shaped_like("{mas.relevant_incident: yes}"),
    EmptyIfUnknown,
]
Timeline = Annotated[
    Frozen[Annotated[str, term("clock_starts")], OptionalInstant],
    each_term_once("clock_starts"),
    _shaped_like("{occurred: 2026-02-20, discovered: 2026-03-02T09:15-06:00}"),
    EmptyIfUnknown,
]
NoticesGiven = Annotated[Frozen[str, Instant], _shaped_like("{us-tx/individuals: 2026-03-20}"), EmptyIfUnknown]
Residents = Annotated[
    Frozen[PlaceCode, Count] | None, each_term_once("places"), _shaped_like("{US-TX: 312, AU: 12}"), NoneIfUnknown
]
Currency = Annotated[str, Spelled(r"^[A-Z]{3}$", "an ISO 4217 currency code such as AUD")]
Name = Annotated[str, Field(min_length=1, max_length=300)]


class Money(Strict):
    """An amount of money: a whole number or a range, in an ISO 4217 currency."""

    amount: Count
    currency: Currency


class Hold(Strict):
    """A law-enforcement agency's word that notice would impede its work; `country` is the agency's."""

    by: str | None = None
    country: Annotated[PlaceCode | None, NoneIfUnknown] = None
    starts: Annotated[OptionalInstant, Field(alias="from")] = None
    until: OptionalInstant = None
    written: Flag = Truth.UNKNOWN

    @field_validator("until")
    @classmethod
    def _ends_after_it_starts(cls, until: Moment | None, info: ValidationInfo) -> Moment | None:
        starts: Moment | None = info.data.get("starts")
        if until is not None and starts is not None and until.certainly_before(starts):
            raise wrong(f"the hold ends ({until}) before it starts ({starts})")
        return until


class Circumstances(Strict):
    """What may be said of the whole incident, or of one cohort where its fate differed."""

    event: Events = Field(default_factory=FrozenDict)
    medium: Annotated[Medium, Unknowable] = "unknown"
    good_faith: Flag = Truth.UNKNOWN
    harm: Harm = Field(default_factory=FrozenDict)


class Cohort(Circumstances):
    """People whose data had the same fate; no person stands in two cohorts.

    `residents` counts them by the place they live in. Places left out of a list that is given count
    nobody, unless `elsewhere` says that others may live in places not yet known. Elements left out of `data`
    were not held, unless `data_unconfirmed` lists them or is `unknown`.
    """

    id: Name
    title: str | None = None
    client: Annotated[str | None, NoneIfUnknown] = None
    role: Annotated[Role, Unknowable] | None = None
    data: Annotated[tuple[DataElement, ...] | None, NoneIfUnknown] = None
    data_unconfirmed: Annotated[tuple[DataElement, ...] | None, NoneIfUnknown] = ()
    protection: Protection = Field(default_factory=FrozenDict)
    persons: Count = UNKNOWN_COUNT
    residents: Residents = None
    elsewhere: Count = NOBODY

    @model_validator(mode="after")
    def _counts_agree(self) -> Cohort:
        named = total((self.residents or {}).values())
        if self.persons.most is not None and named.least > self.persons.most:
            message = f"residents add up to at least {named.least:,}, but persons says at most {self.persons.most:,}"
            raise mistaken((("persons",), message))
        if self.residents is not None and not self.residents:
            raise mistaken((("residents",), "an empty list of places says that nobody lives anywhere; write unknown"))
        most = total([*(self.residents or {}).values(), self.elsewhere]).most
        if self.residents is not None and most is not None and self.persons.least > most:
            others = "say where the others live, or write `elsewhere: unknown`"
            message = f"persons says at least {self.persons.least:,}, but residents name at most {most:,}; {others}"
            raise mistaken((("persons",), message))
        return self

    def has(self, element: str) -> Truth:
        """Return whether the data of these people held `element`."""
        if self.data is not None and element in self.data:
            return Truth.YES
        if self.data is None or self.data_unconfirmed is None or element in self.data_unconfirmed:
            return Truth.UNKNOWN
        return Truth.NO

    def living_in(self, place: str) -> Interval:
        """Return how many of them live in `place`: a code such as `US-TX`, or `US` for all its parts.

        A place that is named holds those counted for it and nobody else; people counted under `US` alone, or
        as living `elsewhere`, may live in any place that is not named.
        """
        if self.residents is None:
            return UNKNOWN_COUNT.capped(self.persons.most)
        inside, outside, perhaps = [], [], [self.elsewhere]
        for code, count in self.residents.items():
            if code == place or code.startswith(f"{place}-"):
                inside.append(count)
            elif place.startswith(f"{code}-"):
                perhaps.append(count)
            else:
                outside.append(count)
        if place in self.residents:
            perhaps = []
        here = total([*inside, *(Interval(0, count.most) for count in perhaps)])
        spoken_for = sum(count.least for count in outside)
        most = None if self.persons.most is None else max(self.persons.most - spoken_for, here.least)
        return here.capped(most)

    @property
    def everyone(self) -> Interval:
        """How many they are, wherever they live."""
        if self.residents is None:
            return self.persons
        named = total([*self.residents.values(), self.elsewhere])
        least = max(named.least, self.persons.least)
        if named.most is None or self.persons.most is None:
            most = named.most if self.persons.most is None else self.persons.most
        else:
            most = min(named.most, self.persons.most)
        return Interval(least, None if most is None else max(most, least))


_NOTHING_KNOWN = Cohort.model_construct(id="people", data=None, residents=None)


class Incident(Circumstances):
    """What happened, when, and what has been found out about it."""

    id: str = "incident"
    title: Annotated[str | None, NoneIfUnknown] = None
    timeline: Timeline = Field(default_factory=FrozenDict)
    findings: Findings = Field(default_factory=FrozenDict)
    law_enforcement_hold: Annotated[
        Hold | None, _shaped_like("{by: FBI, from: 2026-03-06, until: unknown, written: yes}, no"), _NoneIfNo
    ] = None
    notices_given: NoticesGiven = Field(default_factory=FrozenDict)

    @field_validator("timeline", mode="wrap")
    @classmethod
    def _in_order(cls, given: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
        timeline: Mapping[str, Moment | None] = validate(given)
        vocabulary = vocabulary_of(info)
        written = {vocabulary.find("clock_starts", key): key for key in given} if isinstance(given, Mapping) else {}
        mistakes: list[tuple[tuple[Step, ...], str]] = []
        for name, moment in timeline.items():
            earlier = vocabulary.clock_starts[name].not_before
            while earlier is not None:
                first = timeline.get(earlier)
                if moment is not None and first is not None and moment.certainly_before(first):
                    mistakes.append(((written[name],), f"{name} ({moment}) is before {earlier} ({first})"))
                earlier = vocabulary.clock_starts[earlier].not_before
        if mistakes:
            raise mistaken(*mistakes)
        return timeline


class Organisation(Strict):
    """Whose duties are asked for; `timezone` is the IANA zone it keeps its days in.

    `insurance_licensed_in` lists the states under whose insurance law it is licensed; `home_state` is the state of
    domicile of an insurer, the home state of a producer.
    """

    name: Annotated[str | None, NoneIfUnknown] = None
    role: Annotated[Role, Unknowable] = "unknown"
    kind: Annotated[OrganisationKind, Unknowable] = "unknown"
    regulated_as: Annotated[tuple[RegulatedClass, ...] | None, NoneIfUnknown] = None
    regulated_as_unconfirmed: Annotated[tuple[RegulatedClass, ...] | None, NoneIfUnknown] = ()
    operates_in: Annotated[tuple[PlaceCode, ...] | None, NoneIfUnknown] = None
    insurance_licensed_in: Annotated[tuple[PlaceCode, ...] | None, NoneIfUnknown] = None
    home_state: Annotated[PlaceCode | None, NoneIfUnknown] = None
    timezone: Annotated[ZoneName | None, NoneIfUnknown] = None
    annual_turnover: Annotated[Money | None, _shaped_like("{amount: 12000000, currency: AUD}"), NoneIfUnknown] = None

    def may_be(self, word: str) -> bool:
        """Return whether the organisation is of a regulated class or a kind, or is not known not to be."""
        if word in get_args(OrganisationKind):
            return self.kind in (word, "unknown")
        listed, unconfirmed = self.regulated_as, self.regulated_as_unconfirmed
        return listed is None or unconfirmed is None or word in (*listed, *unconfirmed)


def _repeated_ids(cohorts: object) -> Iterator[tuple[tuple[Step, ...], str]]:
    seen: set[str] = set()
    for index, cohort in enumerate(cohorts if isinstance(cohorts, list | tuple) else ()):
        name = cohort.get("id") if isinstance(cohort, Mapping) else getattr(cohort, "id", None)
        if isinstance(name, str) and name in seen:
            yield (index, "id"), f"two cohorts have the id {shown(name)}"
        elif isinstance(name, str):
            seen.add(name)


_KINDS: dict[str, Kind] = {
    "event": "event",
    "harm": "harm_tests",
    "protection": "protection",
    "timeline": "clock_starts",
}
"""The mappings of facts whose keys may be aliases."""


class Facts(Strict):
    """One organisation's view of one incident: read it with `Facts.from_yaml` or `Facts.from_dict`."""

    incident: Annotated[Incident, EmptyIfUnknown] = Field(default_factory=Incident.model_construct)
    organisation: Annotated[Organisation, EmptyIfUnknown] = Field(default_factory=Organisation.model_construct)
    cohorts: Annotated[tuple[Cohort, ...], _OrUnknown(lambda given: given)] = (_NOTHING_KNOWN,)

    _document: Document | None = PrivateAttr(default=None)
    _vocabulary: Vocabulary | None = PrivateAttr(default=None)

    @classmethod
    def from_yaml(cls, source: Path | str, vocabulary: Vocabulary, *, name: str | None = None) -> Facts:
        """Read the facts from a YAML file (a `Path`) or from YAML text (a `str`).

        Args:
            source: the file or the text.
            vocabulary: the terms, from `load_law().vocabulary`.
            name: how messages call the source.

        Raises:
            InputError: every mistake at once, each with line and column.

        """
        if isinstance(source, str) and source.endswith((".yaml", ".yml")) and "\n" not in source:
            raise InputError(
                [Problem(Place(name or "<text>"), f"this text names a file; pass Path({source!r}) to read it")]
            )
        document = read_document(source, name=name, limits=LIMITS)
        facts = validated(cls, document, {"vocabulary": vocabulary})
        facts._document, facts._vocabulary = document, vocabulary
        return facts

    @classmethod
    def from_dict(cls, values: Mapping[str, object], vocabulary: Vocabulary) -> Facts:
        """Build the facts from plain values of the same shape as the YAML file.

        Raises:
            pydantic.ValidationError: every mistake at once, each with its path.

        """
        return cls.model_validate(values, context={"vocabulary": vocabulary})

    @field_validator("cohorts", mode="wrap")
    @classmethod
    def _people(cls, given: object, validate: ValidatorFunctionWrapHandler) -> object:
        if _is_unknown(given):
            return (_NOTHING_KNOWN,)
        if isinstance(given, list | tuple) and not given:
            raise wrong("an empty list says that nobody is affected; write `cohorts: unknown` if nobody knows yet")
        with telling(_repeated_ids(given)):
            return validate(given)

    @cached_property
    def in_order(self) -> tuple[Cohort, ...]:
        """The cohorts ordered by id, so that the order they are written in changes nothing."""
        return tuple(sorted(self.cohorts, key=lambda cohort: cohort.id))

    def line_of(self, fact: str) -> int | None:
        """Return the line of a fact such as `cohorts[staff].residents.US-TX` in the file that was read.

        None where the facts were built in Python or the file does not state this fact.
        """
        path = self.steps_to(fact)
        if self._document is None or self._document.find(path) is None:
            return None
        return self._document.place(path, of_key=True).line

    def steps_to(self, fact: str) -> tuple[str | int, ...]:
        """Return the steps that lead to a fact in the tree of the facts file, spelled as the file spells them."""
        section, _, rest = fact.partition(".")
        above: tuple[str | int, ...] = (section,)
        if fact.startswith("cohorts["):
            name, _, rest = fact.removeprefix("cohorts[").rpartition("]")
            rest = rest.removeprefix(".")
            above = ("cohorts", next((i for i, cohort in enumerate(self.cohorts) if cohort.id == name), 0))
        head, _, tail = rest.partition(".")
        return (*above, *(step for step in (head, self._spelled((*above, head), tail)) if step))

    def _spelled(self, mapping: tuple[str | int, ...], name: str) -> str:
        """Return the key that the file uses for a term: the term, or one of its aliases."""
        kind = _KINDS.get(str(mapping[-1]))
        node = self._document.find(mapping) if self._document is not None else None
        if kind is None or self._vocabulary is None or node is None or not isinstance(node.value, dict):
            return name
        keys = (key for key in node.value if key != "default" and self._vocabulary.find(kind, key) == name)
        return next(keys, name)

    def stated(self, event: str, vocabulary: Vocabulary, zone: dt.tzinfo) -> Moment | None:
        """Return when a timeline event happened, None where it is unknown or has not happened.

        An event that is the earliest of several (`discovered_or_notified`) happened with the first of those stated, as
        the days fall in `zone`, and no later than what shows that one of them had come about (`implied_by`).
        """
        starts, timeline = vocabulary.clock_starts, self.incident.timeline
        members = starts[event].earliest_of
        said = {each for each in (event, *members) if timeline.get(each) is not None}
        said |= {each for member in said.intersection(members) for each in starts[member].implied_by}
        known = [moment for each in sorted(said) if (moment := timeline.get(each)) is not None]
        return min(known, key=lambda moment: (moment.day_in(zone), moment.start_in(zone)), default=None)

    def zone(self, timezone: str, *, of_organisation: bool) -> dt.tzinfo:
        """Return the zone in which days are counted.

        Args:
            timezone: the law's own, an IANA name.
            of_organisation: whether the law counts by the organisation's own days. Its `timezone` decides then or,
                where that is not stated, the offset in which the timeline is written, if it is not UTC's (logs are
                written in that everywhere); the law's own where neither tells.

        """
        if of_organisation:
            if self.organisation.timezone is not None:
                return ZoneInfo(self.organisation.timezone)
            for event in ("discovered", *sorted(self.incident.timeline)):
                moment = self.incident.timeline.get(event)
                if moment is not None and isinstance(moment.at, dt.datetime) and moment.at.utcoffset():
                    return dt.timezone(moment.at.utcoffset() or dt.timedelta())
        return ZoneInfo(timezone)
