"""Field types that check a word of a law file against the vocabulary while the file is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from notifyrules.vocabulary import Kind, vocabulary_of


def _one(kind: Kind) -> Callable[[object, ValidationInfo], str]:
    def read(given: object, info: ValidationInfo) -> str:
        return vocabulary_of(info).find(kind, given)

    return read


def _several(kind: Kind) -> Callable[[object, ValidationInfo], tuple[str, ...]]:
    def read(given: object, info: ValidationInfo) -> tuple[str, ...]:
        words = given if isinstance(given, list | tuple) else [given]
        if not words:
            raise PydanticCustomError("empty", "at least one word was expected here")
        return tuple(vocabulary_of(info).find(kind, word) for word in words)

    return read


_WORD = WithJsonSchema({"type": "string"})
_WORDS = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})

ANY = "any"
"""Stands for every data element: personal data of whatever kind."""


def _data(given: object, info: ValidationInfo) -> tuple[str, ...]:
    return (ANY,) if given == ANY else _several("data_elements")(given, info)


ClockStart = Annotated[str, BeforeValidator(_one("clock_starts"))]
RecipientKind = Annotated[str, BeforeValidator(_one("recipient_kinds"))]
HarmTest = Annotated[str, BeforeValidator(_one("harm_tests"))]
Place = Annotated[str, BeforeValidator(_one("places"))]
FindingName = Annotated[str, BeforeValidator(_one("findings"))]

DataElements = Annotated[tuple[str, ...], PlainValidator(_data), _WORDS]
Events = Annotated[tuple[str, ...], PlainValidator(_several("event")), _WORDS]
Protections = Annotated[tuple[str, ...], PlainValidator(_several("protection")), _WORDS]
RegulatedClasses = Annotated[tuple[str, ...], PlainValidator(_several("regulated_as")), _WORDS]
Places = Annotated[tuple[str, ...], PlainValidator(_several("places")), _WORDS]


def _choices(*known: str) -> Callable[[object], tuple[str, ...]]:
    def read(given: object) -> tuple[str, ...]:
        words = given if isinstance(given, list | tuple) else [given]
        for word in words:
            if word not in known:
                text = f"found {word!r}; expected one of: {', '.join(known)}"
                raise PydanticCustomError("unknown_term", "{text}", {"text": text})
        return tuple(words)

    return read


Roles = Annotated[tuple[str, ...], PlainValidator(_choices("owner", "processor")), _WORDS]
Kinds = Annotated[
    tuple[str, ...], PlainValidator(_choices("business", "government", "nonprofit", "individual")), _WORDS
]
Media = Annotated[tuple[str, ...], PlainValidator(_choices("electronic", "paper")), _WORDS]


def _day(given: object) -> dt.date:
    if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        return given
    try:
        return dt.date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        text = f"found {given!r}; expected a day such as 2026-01-01"
        raise PydanticCustomError("day", "{text}", {"text": text}) from None


Day = Annotated[dt.date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
DutyReference = Annotated[str, Field(pattern=r"^[a-z0-9.-]+(/[a-z0-9.-]+)?$")]
"""A duty of the same regime (`individuals`) or of another (`us-hipaa/individuals`)."""
