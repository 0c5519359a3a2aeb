"""Terms with their definitions, and the look-up that answers a wrong word with the nearest right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo
from pydantic_core import PydanticCustomError

from notifyrules.reading import (
    OF_KEY,
    Document,
    Frozen,
    FrozenDict,
    InputError,
    Problem,
    Spelled,
    Strict,
    shown,
    validated,
    wrong,
)
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

    `label` reads inside a sentence; `ask` is the question that settles it. Of a clock start, `not_before` names
    the earlier event that it cannot precede and `else_taken` the events that are taken for it, in this order,
    where it is not stated; with `earliest_of` it is whichever of several came first, and `implied_by` names the
    events that show that it has come about, so that it is not well later than they. A flag left out of the facts
    is unknown, unless its term says `unless_stated: no`: rare circumstances that an organisation would know of and
    state. Of a harm test, `own_answer` says that a general "unlikely" (the `default`) is too weak to settle it.
    """

    label: str
    definition: str
    aliases: tuple[str, ...] = ()
    ask: str | None = None
    source: str | None = None
    not_before: str | None = None
    else_taken: tuple[str, ...] = ()
    earliest_of: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()
    unless_stated: Literal["no"] | None = None
    own_answer: bool = False


class Vocabulary(Strict):
    """All terms; `version` dates the library of law, as an ISO date."""

    version: Annotated[str, Spelled(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a day such as 2026-01-01")]
    data_elements: Frozen[str, Term]
    recipient_kinds: Frozen[str, Term]
    regulated_as: Frozen[str, Term]
    event: Frozen[str, Term]
    protection: Frozen[str, Term]
    clock_starts: Frozen[str, Term]
    harm_tests: Frozen[str, Term]
    findings: Frozen[str, Term]
    places: Frozen[str, str]
    """ISO 3166 codes with names: `US` a country or its federal law, `US-TX` a part of it; `001` the world (UN M49)."""
    advice: Frozen[str, Frozen[str, tuple[str, ...]]] = Field(default_factory=FrozenDict)
    """What people should do, by data element and by country; under `anywhere`, in every country."""

    @cached_property
    def _by_alias(self) -> dict[str, dict[str, str]]:
        return {
            kind: {alias: name for name, term in getattr(self, kind).items() for alias in term.aliases}
            for kind in type(self).model_fields
            if kind in _SINGULAR and kind != "places"
        }

    @cached_property
    def _twins(self) -> Mapping[str, str]:
        """The short codes of what ISO 3166 lists twice, as a country and as a part of one: `PR` is `US-PR`."""
        parts = {code.rpartition("-")[2]: code for code in self.places if "-" in code}
        return {short: code for short, code in parts.items() if self.places.get(short) == self.places[code]}

    @cached_property
    def _near_places(self) -> Mapping[str, str]:
        """What people write for a place: its code, its name, or its part of a code where no other place has it."""
        parts = Counter(code.rpartition("-")[2] for code in self.places)
        by_part = {part: code for code in self.places if parts[part := code.rpartition("-")[2]] == 1}
        by_name = {name: code for code, name in self.places.items()}
        return by_part | by_name | {"UK": "GB"} | {code: code for code in self.places}

    def find(self, kind: Kind, word: object) -> str:
        """Return the term that `word` means (itself, or the term it is an alias of).

        Raises:
            PydanticCustomError: with all spellings that are known; the message of the whole file picks the nearest.

        """
        terms = getattr(self, kind)
        if not isinstance(word, str):
            raise wrong(f"found {shown(word)}; expected a word")
        if kind == "places" and word in self._twins:
            return self._twins[word]
        if word in terms:
            return word
        country = word.partition("-")[0]
        if kind == "places" and country != word and country in terms and not self._has_parts(country):
            raise wrong(f"found {shown(word)}; of {terms[country]} only the whole is known here: write {country}")
        aliases = {} if kind == "places" else self._by_alias[kind]
        if word in aliases:
            return aliases[word]
        known = self._near_places if kind == "places" else {name: name for name in terms} | aliases
        raise PydanticCustomError(
            "unknown_term",
            "unknown {what} {shown}",
            {"what": _SINGULAR[kind], "shown": shown(word), "word": word, "known": known, "see": f"{_SEE} {kind}"},
        )

    def _has_parts(self, country: str) -> bool:
        return any(code.startswith(f"{country}-") for code in self.places)

    def stand_ins(self, clock_start: str) -> Iterator[str]:
        """Yield a clock start and, after it, the events to count from while it is unknown, best first.

        First the events taken for it, then, back in time, each event that it cannot precede.
        """
        found: dict[str, None] = {}
        name: str | None = clock_start
        while name is not None:
            found[name] = None
            found.update(dict.fromkeys(self.clock_starts[name].else_taken))
            name = self.clock_starts[name].not_before
        return iter(found)

    def advice_on(self, elements: Iterable[str], place: str) -> tuple[str, ...]:
        """Return what people should do whose data of these kinds was involved, under the law of a place."""
        concerned = set(elements)
        country = place.partition("-")[0]
        found = [
            each
            for element, by_place in self.advice.items()
            if element in concerned
            for key in (country, ANYWHERE)
            for each in by_place.get(key, ())
        ]
        return tuple(dict.fromkeys(found))

    def label(self, kind: Kind, name: str) -> str:
        """Return how `name` reads in a sentence."""
        if kind == "places":
            return self.places.get(name, name)
        term: Term = getattr(self, kind)[name]
        return term.label


ANYWHERE = "anywhere"
_SEE = "notifyrules law terms"
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
    vocabulary = validated(Vocabulary, document, {})
    problems = [
        Problem(document.place(("clock_starts", name, key)), message)
        for name, key, message in _wrong_references(vocabulary.clock_starts)
    ]
    problems += [
        Problem(document.place(("advice", *path, OF_KEY)), message) for path, message in _wrong_advice(vocabulary)
    ]
    if problems:
        raise InputError(problems)
    return vocabulary


def _wrong_advice(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, ...], str]]:
    for element, by_place in vocabulary.advice.items():
        if element not in vocabulary.data_elements:
            yield (element,), expected_one_of(element, list(vocabulary.data_elements), what="data element")
        for place in by_place:
            if place != ANYWHERE and place not in vocabulary.places:
                yield (element, place), expected_one_of(place, [ANYWHERE, *vocabulary.places], what="place")


def _wrong_references(clock_starts: Mapping[str, Term]) -> Iterator[tuple[str, str, str]]:
    for name, term in clock_starts.items():
        before = (term.not_before,) if term.not_before is not None else ()
        for key in ("not_before", "else_taken", "earliest_of", "implied_by"):
            for other in before if key == "not_before" else getattr(term, key):
                if other not in clock_starts:
                    yield name, key, expected_one_of(other, list(clock_starts), what="timeline event")
        seen, at = {name}, term.not_before
        while at is not None and at in clock_starts and at not in seen:
            seen.add(at)
            at = clock_starts[at].not_before
        if at == name:
            yield name, "not_before", f"{name} comes before itself"
