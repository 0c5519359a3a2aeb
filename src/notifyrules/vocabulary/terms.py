"""Terms with their definitions, and the look-up that answers a wrong word with the nearest right one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from notifyrules.reading import Document, Strict, validated
from notifyrules.reading.nearest import expected_one_of

Kind = Literal[
    "data_elements",
    "recipient_kinds",
    "regulated_as",
    "event",
    "protection",
    "clock_starts",
    "harm_tests",
    "findings",
    "places",
]


class Term(Strict):
    """One word of the vocabulary.

    `label` reads inside a sentence; `ask` is the question that settles it; `not_before` names, for a
    clock start, the earlier event that it cannot precede, and `else_taken` the event that usually comes with
    it and is taken for it where it is not stated. A flag left out of the facts is unknown, unless
    its term says `unless_stated: no`: rare circumstances that an organisation would know of and state. For a
    harm test, `own_answer` says that a general "unlikely" (the `default`) is too weak to settle it.
    """

    label: str
    definition: str
    aliases: tuple[str, ...] = ()
    ask: str | None = None
    source: str | None = None
    not_before: str | None = None
    else_taken: str | None = None
    unless_stated: Literal["no"] | None = None
    own_answer: bool = False


class Vocabulary(Strict):
    """All terms; `version` dates the library of law, as an ISO date."""

    version: str
    data_elements: dict[str, Term]
    recipient_kinds: dict[str, Term]
    regulated_as: dict[str, Term]
    event: dict[str, Term]
    protection: dict[str, Term]
    clock_starts: dict[str, Term]
    harm_tests: dict[str, Term]
    findings: dict[str, Term]
    places: dict[str, str]
    """ISO 3166 codes with names: `US` a country or its federal law, `US-TX` a part of it."""

    @cached_property
    def _by_alias(self) -> dict[str, dict[str, str]]:
        return {
            kind: {alias: name for name, term in getattr(self, kind).items() for alias in term.aliases}
            for kind in type(self).model_fields
            if kind not in ("version", "places")
        }

    def find(self, kind: Kind, word: object) -> str:
        """Return the term that `word` means (itself, or the term it is an alias of).

        Raises:
            PydanticCustomError: naming the nearest right word; validation turns it into a placed message.

        """
        terms = getattr(self, kind)
        if not isinstance(word, str):
            raise PydanticCustomError("unknown_term", "a word was expected here, not {found}", {"found": repr(word)})
        if word in terms:
            return word
        if kind != "places" and word in self._by_alias[kind]:
            return self._by_alias[kind][word]
        what = _SINGULAR[kind]
        raise PydanticCustomError("unknown_term", "{text}", {"text": expected_one_of(word, terms, what=what)})

    def stand_ins(self, clock_start: str) -> Iterator[str]:
        """Yield a clock start and, after it, the events to count from while it is unknown, best first.

        First the event taken for it, then, back in time, each event that it cannot precede.
        """
        seen: set[str] = set()
        waiting: list[str | None] = [clock_start]
        while waiting:
            name = waiting.pop()
            if name is not None and name not in seen:
                seen.add(name)
                yield name
                term = self.clock_starts[name]
                waiting += [term.not_before, term.else_taken]

    def label(self, kind: Kind, name: str) -> str:
        """Return how `name` reads in a sentence."""
        if kind == "places":
            return self.places.get(name, name)
        term: Term = getattr(self, kind)[name]
        return term.label


_SINGULAR: dict[str, str] = {
    "data_elements": "data element",
    "recipient_kinds": "recipient kind",
    "regulated_as": "regulated class",
    "event": "event",
    "protection": "protection",
    "clock_starts": "timeline event",
    "harm_tests": "harm test",
    "findings": "finding",
    "places": "jurisdiction code",
}


def vocabulary_of(info: ValidationInfo) -> Vocabulary:
    """Return the vocabulary that a validation runs with."""
    vocabulary = (info.context or {}).get("vocabulary")
    if not isinstance(vocabulary, Vocabulary):
        raise TypeError("validation of facts and law needs {'vocabulary': Vocabulary} as its context")
    return vocabulary


def read_vocabulary(document: Document) -> Vocabulary:
    """Build the vocabulary from its document.

    Raises:
        InputError: where the file is not of the vocabulary's shape.

    """
    return validated(Vocabulary, document, {})
