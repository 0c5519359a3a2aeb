"""Field types whose words are checked against the vocabulary while a file is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from notifyrules.reading import OF_KEY, mistaken, shown
from notifyrules.vocabulary.terms import Kind, vocabulary_of

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


TERMS = "x-terms"
"""Marks a word of a list of the vocabulary in a JSON Schema, until the words themselves are put there."""


class _Term(BeforeValidator):
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors which list of the vocabulary the word is of."""
        return {**handler(schema), **getattr(self.func, TERMS)}


def term(kind: Kind, *, besides: str | None = None) -> BeforeValidator:
    """Return the check that a word stands in one list of the vocabulary, or is `besides`.

    An alias is replaced by its term.
    """

    def read(given: object, info: ValidationInfo) -> object:
        return given if given == besides else vocabulary_of(info).find(kind, given)

    setattr(read, TERMS, {TERMS: kind, **({"besides": besides} if besides else {})})
    return _Term(read)


def each_term_once(kind: Kind) -> WrapValidator:
    """Return the check that a mapping by terms does not say the same term twice, under an alias."""

    def read(given: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
        found = validate(given)
        if isinstance(given, Mapping) and len(found) < len(given):
            spelled: dict[str, str] = {}
            for key in given:
                meant = key if key in found else vocabulary_of(info).find(kind, key)
                if meant in spelled:
                    message = f"{shown(key)} and {shown(spelled[meant])} both mean {meant!r}; say it once"
                    raise mistaken(((key, OF_KEY), message))
                spelled[meant] = key
        return found

    return WrapValidator(read)
