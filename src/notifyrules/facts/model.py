"""The model of an incident: what `facts.yaml` may say. Everything may be left out, and left out is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from notifyrules.facts.quantity import NOBODY, UNKNOWN_COUNT, Count, Interval, total
from notifyrules.facts.time import Instant, Moment, OptionalInstant
from notifyrules.facts.truth import Flag, Truth
from notifyrules.reading import Document, Limits, Strict, read_document, validated
from notifyrules.vocabulary import Kind, Vocabulary, vocabulary_of

LIMITS = Limits(size=1_000_000, depth=20, nodes=100_000)

Likelihood = Literal["likely", "unlikely", "unknown"]
Medium = Literal["electronic", "paper", "both", "unknown"]
Role = Literal["owner", "processor", "unknown"]
OrganisationKind = Literal["business", "government", "nonprofit", "individual", "unknown"]


def _none_is_unknown(given: object) -> object:
    return "unknown" if given is None else given


Unknowable = BeforeValidator(_none_is_unknown)


def terms_in(given: object, info: ValidationInfo, kind: Kind) -> object:
    """Replace the words of a list by their terms; anything but a list is left for the type to judge.

    Raises:
        PydanticCustomError: for the first word that is no term, with the nearest right one.

    """
    if not isinstance(given, list | tuple):
        return given
    vocabulary = vocabulary_of(info)
    return tuple(vocabulary.find(kind, word) for word in given)


def keys_in(given: object, info: ValidationInfo, kind: Kind) -> object:
    """Replace the keys of a mapping by their terms.

    Raises:
        PydanticCustomError: for keys that are no terms, each with the nearest right one.

    """
    if not isinstance(given, Mapping):
        return {} if given is None else given
    vocabulary = vocabulary_of(info)
    found: dict[str, object] = {}
    wrong: list[str] = []
    for key, value in given.items():
        try:
            found[vocabulary.find(kind, key)] = value
        except PydanticCustomError as error:
            wrong.append(error.message_template.format(**(error.context or {})))
    if wrong:
        raise PydanticCustomError("unknown_key", "{text}", {"text": "; ".join(wrong)})
    return found


Name = Annotated[str, Field(min_length=1, max_length=300)]


class Money(Strict):
    """An amount of money: a whole number or a range, in an ISO 4217 currency."""

    amount: Count
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Hold(Strict):
    """A law-enforcement agency's word that notice would impede its work."""

    by: str | None = None
    starts: Annotated[OptionalInstant, Field(alias="from")] = None
    until: OptionalInstant = None
    written: Flag = Truth.UNKNOWN


class Circumstances(Strict):
    """What may be said of the whole incident, or of one cohort where its fate differed."""

    event: dict[str, Flag] = {}
    medium: Annotated[Medium, Unknowable] = "unknown"
    good_faith: Flag = Truth.UNKNOWN
    harm: dict[str, Annotated[Likelihood, Unknowable]] = {}

    @field_validator("event", mode="before")
    @classmethod
    def _event_terms(cls, given: object, info: ValidationInfo) -> object:
        return {} if given == "unknown" else keys_in(given, info, "event")

    @field_validator("harm", mode="before")
    @classmethod
    def _harm_terms(cls, given: object, info: ValidationInfo) -> object:
        if given == "unknown":
            return {}
        if not isinstance(given, Mapping) or "default" not in given:
            return keys_in(given, info, "harm_tests")
        tests = keys_in({test: value for test, value in given.items() if test != "default"}, info, "harm_tests")
        return {**tests, "default": given["default"]} if isinstance(tests, dict) else tests

    def harm_of(self, test: str) -> Likelihood | None:
        """Return what is said of a harm test (or by `default`), None where nothing is said."""
        return self.harm.get(test, self.harm.get("default"))


class Cohort(Circumstances):
    """People whose data had the same fate; no person stands in two cohorts.

    `residents` counts them by the place they live in. Places left out of a list that is given count
    nobody, unless `elsewhere` says that others may live in places not yet known.
    """

    id: Name
    title: str | None = None
    client: str | None = None
    role: Annotated[Role, Unknowable] | None = None
    data: tuple[str, ...] | None = None
    data_unconfirmed: tuple[str, ...] | None = None
    protection: dict[str, Flag] = {}
    persons: Count = UNKNOWN_COUNT
    residents: dict[str, Count] | None = None
    elsewhere: Count = NOBODY

    @field_validator("data", "data_unconfirmed", mode="before")
    @classmethod
    def _elements(cls, given: object, info: ValidationInfo) -> object:
        return None if given == "unknown" else terms_in(given, info, "data_elements")

    @field_validator("protection", mode="before")
    @classmethod
    def _protections(cls, given: object, info: ValidationInfo) -> object:
        return {} if given == "unknown" else keys_in(given, info, "protection")

    @field_validator("residents", mode="before")
    @classmethod
    def _places(cls, given: object, info: ValidationInfo) -> object:
        return None if given in (None, "unknown") else keys_in(given, info, "places")

    @model_validator(mode="after")
    def _counts_agree(self) -> Cohort:
        named = total((self.residents or {}).values())
        if self.persons.most is not None and named.least > self.persons.most:
            raise PydanticCustomError(
                "count",
                "residents add up to at least {named}, but persons says at most {persons}",
                {"named": f"{named.least:,}", "persons": f"{self.persons.most:,}"},
            )
        return self

    def has(self, element: str) -> Truth:
        """Return whether the data of these people held `element`."""
        if self.data is not None and element in self.data:
            return Truth.YES
        if self.data is None or (self.data_unconfirmed is not None and element in self.data_unconfirmed):
            return Truth.UNKNOWN
        return Truth.NO

    def living_in(self, place: str) -> Interval:
        """Return how many of them live in `place`: a code such as `US-TX`, or `US` for all its parts.

        People counted under `US` alone may live in any part of it.
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
    title: str | None = None
    timeline: dict[str, OptionalInstant] = {}
    findings: dict[str, Flag] = {}
    law_enforcement_hold: Hold | None = None
    notices_given: dict[str, Instant] = {}

    @field_validator("timeline", mode="before")
    @classmethod
    def _events(cls, given: object, info: ValidationInfo) -> object:
        return {} if given == "unknown" else keys_in(given, info, "clock_starts")

    @field_validator("findings", mode="before")
    @classmethod
    def _findings(cls, given: object, info: ValidationInfo) -> object:
        return {} if given == "unknown" else keys_in(given, info, "findings")

    @field_validator("law_enforcement_hold", mode="before")
    @classmethod
    def _no_hold(cls, given: object) -> object:
        return None if given in ("no", False, "unknown") else given

    @model_validator(mode="after")
    def _order(self, info: ValidationInfo) -> Incident:
        vocabulary = vocabulary_of(info)
        for name, moment in self.timeline.items():
            earlier = vocabulary.clock_starts[name].not_before
            while earlier is not None:
                first = self.timeline.get(earlier)
                if moment is not None and first is not None and moment.certainly_before(first):
                    raise PydanticCustomError(
                        "order",
                        "timeline: {name} ({at}) is before {earlier} ({first})",
                        {"name": name, "at": str(moment), "earlier": earlier, "first": str(first)},
                    )
                earlier = vocabulary.clock_starts[earlier].not_before
        return self


class Organisation(Strict):
    """Whose duties are asked for."""

    name: str | None = None
    role: Annotated[Role, Unknowable] = "unknown"
    kind: Annotated[OrganisationKind, Unknowable] = "unknown"
    regulated_as: tuple[str, ...] | None = None
    regulated_as_unconfirmed: tuple[str, ...] | None = ()
    operates_in: tuple[str, ...] | None = None
    annual_turnover: Money | None = None

    @field_validator("regulated_as", "regulated_as_unconfirmed", mode="before")
    @classmethod
    def _classes(cls, given: object, info: ValidationInfo) -> object:
        return None if given == "unknown" else terms_in(given, info, "regulated_as")

    @field_validator("operates_in", mode="before")
    @classmethod
    def _operates(cls, given: object, info: ValidationInfo) -> object:
        return None if given == "unknown" else terms_in(given, info, "places")

    @field_validator("annual_turnover", mode="before")
    @classmethod
    def _turnover(cls, given: object) -> object:
        return None if given == "unknown" else given


class Facts(Strict):
    """One organisation's view of one incident: read it with `Facts.from_yaml` or `Facts.from_dict`."""

    incident: Incident = Field(default_factory=lambda: Incident.model_construct())
    organisation: Organisation = Field(default_factory=lambda: Organisation.model_construct())
    cohorts: Annotated[tuple[Cohort, ...], Field(min_length=1)] = (_NOTHING_KNOWN,)

    _document: Document | None = PrivateAttr(default=None)

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
        document = read_document(source, name=name, limits=LIMITS)
        facts = validated(cls, document, {"vocabulary": vocabulary})
        facts._document = document
        return facts

    @classmethod
    def from_dict(cls, values: Mapping[str, object], vocabulary: Vocabulary) -> Facts:
        """Build the facts from plain values of the same shape as the YAML file.

        Raises:
            pydantic.ValidationError: every mistake at once, each with its path.

        """
        return cls.model_validate(values, context={"vocabulary": vocabulary})

    @field_validator("incident", "organisation", mode="before")
    @classmethod
    def _empty_section(cls, given: object) -> object:
        return {} if given in (None, "unknown") else given

    @field_validator("cohorts", mode="before")
    @classmethod
    def _unknown_people(cls, given: object) -> object:
        if given in (None, "unknown"):
            return (_NOTHING_KNOWN,)
        if isinstance(given, list) and not given:
            raise PydanticCustomError(
                "cohorts",
                "an empty list of cohorts says that nobody is affected; write `cohorts: unknown` if nobody knows yet",
            )
        return given

    @model_validator(mode="after")
    def _cohort_names(self) -> Facts:
        seen: set[str] = set()
        for cohort in self.cohorts:
            if cohort.id in seen:
                raise PydanticCustomError("cohorts", "two cohorts have the id {id}", {"id": repr(cohort.id)})
            seen.add(cohort.id)
        return self

    @cached_property
    def in_order(self) -> tuple[Cohort, ...]:
        """The cohorts ordered by id, so that the order they are written in changes nothing."""
        return tuple(sorted(self.cohorts, key=lambda cohort: cohort.id))

    def line_of(self, fact: str) -> int | None:
        """Return the line of a fact such as `cohorts[staff].residents.US-TX` in the file that was read.

        None where the facts were built in Python or the file does not state this fact.
        """
        if self._document is None:
            return None
        path = self.steps_to(fact)
        node = self._document.root
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return self._document.place(path, of_key=True).line

    def steps_to(self, fact: str) -> tuple[str | int, ...]:
        """Return the steps that lead to a fact in the tree of the facts file."""
        if not fact.startswith("cohorts["):
            section, _, rest = fact.partition(".")
            head, _, tail = rest.partition(".")
            return tuple(step for step in (section, head, tail) if step)
        name, _, rest = fact.removeprefix("cohorts[").partition("]")
        index = next((i for i, cohort in enumerate(self.cohorts) if cohort.id == name), 0)
        head, _, tail = rest.removeprefix(".").partition(".")
        return tuple(step for step in ("cohorts", index, head, tail) if step != "")

    def stated(self, event: str) -> Moment | None:
        """Return when a timeline event happened, None where it is unknown or has not happened."""
        return self.incident.timeline.get(event)
