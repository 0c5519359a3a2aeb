"""Field types that check a word of a law file against the vocabulary while the file is read."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from notifyrules.reading import Spelled, shown, wrong
from notifyrules.vocabulary import TERMS, Kind, term

ANY = "any"
"""Stands for every data element: personal data of whatever kind."""


def _listed(given: object) -> object:
    return (given,) if isinstance(given, str) else given


def _any_data(given: object, validate: ValidatorFunctionWrapHandler) -> object:
    return (ANY,) if given == ANY else validate(given)


def _day(given: object) -> dt.date:
    if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        return given
    if not isinstance(given, str) or re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", given) is None:
        raise wrong(f"found {shown(given)}; expected a day such as 2026-01-01")
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise wrong(f"there is no {given} on the calendar") from None


_ONE_OR_SEVERAL = BeforeValidator(_listed)


def _words(**of: object) -> WithJsonSchema:
    """Tell editors that a word is taken, or a list of words."""
    word = {"type": "string", **of}
    return WithJsonSchema({"anyOf": [word, {"type": "array", "items": word, "minItems": 1}]})


def _enum(*words: str) -> WithJsonSchema:
    return _words(enum=list(words))


def _terms(kind: Kind, **more: str) -> WithJsonSchema:
    return _words(**{TERMS: kind, **more})


_SOME = Field(min_length=1)

ClockStart = Annotated[str, term("clock_starts")]
RecipientKind = Annotated[str, term("recipient_kinds")]
HarmTest = Annotated[str, term("harm_tests")]
Place = Annotated[str, term("places")]
FindingName = Annotated[str, term("findings")]

_DataElement = Annotated[str, term("data_elements")]
_Event = Annotated[str, term("event")]
_Protection = Annotated[str, term("protection")]
_Class = Annotated[str, term("regulated_as")]

DataElements = Annotated[
    tuple[_DataElement, ...],
    _SOME,
    _ONE_OR_SEVERAL,
    WrapValidator(_any_data),
    _terms("data_elements", besides=ANY),
]
Events = Annotated[tuple[_Event, ...], _SOME, _ONE_OR_SEVERAL, _terms("event")]
Protections = Annotated[tuple[_Protection, ...], _SOME, _ONE_OR_SEVERAL, _terms("protection")]
RegulatedClasses = Annotated[tuple[_Class, ...], _SOME, _ONE_OR_SEVERAL, _terms("regulated_as")]
Places = Annotated[tuple[Place, ...], _SOME, _ONE_OR_SEVERAL, _terms("places")]

Roles = Annotated[tuple[Literal["owner", "processor"], ...], _SOME, _ONE_OR_SEVERAL, _enum("owner", "processor")]
Kinds = Annotated[
    tuple[Literal["business", "government", "nonprofit", "individual"], ...],
    _SOME,
    _ONE_OR_SEVERAL,
    _enum("business", "government", "nonprofit", "individual"),
]
Media = Annotated[tuple[Literal["electronic", "paper"], ...], _SOME, _ONE_OR_SEVERAL, _enum("electronic", "paper")]

Day = Annotated[dt.date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], _SOME, _ONE_OR_SEVERAL, _words()]
Url = Annotated[str, Spelled(r"^https?://[^\s/]\S*$", "an address that starts with https:// or http://")]
Currency = Annotated[str, Spelled(r"^[A-Z]{3}$", "an ISO 4217 currency code such as USD")]
Slug = Annotated[
    str,
    Spelled(r"^[a-z0-9]+([.-][a-z0-9]+)*$", "lower-case words joined by hyphens or dots, such as attorney-general"),
]
DutyReference = Annotated[
    str,
    Spelled(
        r"^[a-z0-9.-]+(/[a-z0-9.-]+)?$",
        "a duty, such as individuals (of the same regime) or us-hipaa/individuals (of another)",
    ),
]
"""A duty of the same regime (`individuals`) or of another (`us-hipaa/individuals`)."""

AllOrSome = Annotated[
    Annotated[Literal["all"], Tag("all")] | Annotated[tuple[Slug, ...], Tag("some")],
    Discriminator(lambda given: "all" if given == "all" else "some"),
]
"""Every duty of the regime (`all`), or a list of them."""
