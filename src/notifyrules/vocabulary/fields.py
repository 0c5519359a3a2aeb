"""Field types whose words are checked against the vocabulary while a file is read."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BeforeValidator, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from notifyrules.reading import OF_KEY, mistaken, shown
from notifyrules.vocabulary.terms import Kind, vocabulary_of


def term(kind: Kind, *, besides: str | None = None) -> BeforeValidator:
    """Return the check that a word stands in one list of the vocabulary, or is `besides`.

    An alias is replaced by its term.
    """

    def read(given: object, info: ValidationInfo) -> object:
        return given if given == besides else vocabulary_of(info).find(kind, given)

    return BeforeValidator(read)


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
