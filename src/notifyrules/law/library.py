"""The library of law: reading a directory of jurisdiction files, with a firm's own laid over it.

Every file is read and hashed at each start. Content seen for the first time is parsed, validated and linted
as a whole; what passed is kept in a cache named by the hash of that content and of the code that read it, so a
cached law can never be older than its files. From the cache only the files that the facts can reach are built.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from notifyrules.law import cache as law_cache
from notifyrules.law.conditions import Condition
from notifyrules.law.files import LIMITS, read_files
from notifyrules.law.jurisdiction import Jurisdiction
from notifyrules.law.regime import Regime
from notifyrules.reading import Document, InputError, Problem, read_document, validated
from notifyrules.reading.document import text_of
from notifyrules.vocabulary import Vocabulary, read_vocabulary


class Entry(NamedTuple):
    """What the index says of one file without building it."""

    jurisdiction: str
    regimes: tuple[tuple[str, str], ...]
    """The id and the title of each of its regimes."""
    residents: bool
    """Whether a regime of the file protects residents: who lives there reaches it."""
    bound: tuple[str, ...] | None
    """Whom the regimes that do not protect residents alone may bind: regulated classes and kinds of organisation (none
    where there is no such regime); None where they may bind others too."""
    is_law: bool
    """Whether the file holds law, and not only contracts or practice."""


class LawSource:
    """One law file: its name, its content hash and, on demand, its model. Safe to share between threads."""

    def __init__(self, name: str, content: bytes, sha256: str) -> None:
        self.name = name
        self.content = content
        self.sha256 = sha256
        self._kept: Callable[[], Jurisdiction | None] | None = None
        self._built: Jurisdiction | None = None
        self._lock = threading.Lock()

    @cached_property
    def document(self) -> Document:
        """The YAML document with its places; parsed only for first reading and for messages."""
        return read_document(text_of(self.content, self.name), name=self.name, limits=LIMITS)

    def use(self, kept: Callable[[], Jurisdiction | None]) -> None:
        """Take the model from the cache, where it is whole, instead of reading the YAML text."""
        self._kept = kept

    def read(self, vocabulary: Vocabulary) -> Jurisdiction:
        """Build the model of this file, once.

        Raises:
            InputError: all mistakes of the file, each with line and column.

        """
        with self._lock:
            if self._built is None and self._kept is not None:
                self._built = self._kept()
            if self._built is None:
                self._built = validated(Jurisdiction, self.document, {"vocabulary": vocabulary})
            return self._built


@dataclass(frozen=True, eq=False)
class Law:
    """A loaded library: the vocabulary, the files, and the regimes that facts can reach.

    A law is read-only and may be shared between threads.
    """

    vocabulary: Vocabulary
    sources: tuple[LawSource, ...]
    index: tuple[Entry, ...]
    sha256: str

    @property
    def version(self) -> str:
        """The date of the library, as written in its vocabulary."""
        return self.vocabulary.version

    @property
    def day(self) -> dt.date:
        """The date of the library."""
        return dt.date.fromisoformat(self.vocabulary.version)

    def jurisdictions(self, reached: Callable[[Entry], bool] = lambda _: True) -> list[tuple[LawSource, Jurisdiction]]:
        """Build the files that `reached` accepts, in the order of their names."""
        return [
            (source, source.read(self.vocabulary))
            for source, entry in zip(self.sources, self.index, strict=True)
            if reached(entry)
        ]

    def regimes(self) -> list[tuple[Jurisdiction, Regime]]:
        """Return every entry of every regime with the file it stands in."""
        return [(file, regime) for _, file in self.jurisdictions() for regime in file.regimes]


def bundled_directory() -> Path:
    """Return where the jurisdiction files of this installation are: inside the package, or in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "jurisdictions"
    return inside if inside.is_dir() else package.parents[1] / "jurisdictions"


def load_law(directory: Path | None = None, rules: Iterable[Path] = (), *, cache: bool = True) -> Law:
    """Load the library in `directory` (by default the bundled one), with each of `rules` laid over it.

    Args:
        directory: holds `vocabulary.yaml` and the jurisdiction files, in any folders.
        rules: directories of further jurisdiction files, or single files, under the same checks.
        cache: whether parsed content may be kept in and taken from the user's cache directory.

    Raises:
        InputError: every mistake in every file, each with file, line and column.

    """
    root = directory or bundled_directory()
    vocabulary_source, *sources = (
        LawSource(name, content, hashlib.sha256(content).hexdigest())
        for name, content in read_files(root, sorted(Path(each) for each in rules))
    )
    whole = hashlib.sha256()
    for source in (vocabulary_source, *sources):
        whole.update(f"{source.name}\0{source.sha256}\n".encode("utf-8", "surrogateescape"))
    sha256 = whole.hexdigest()
    if cache and (kept := _kept_law(vocabulary_source, sources, sha256)):
        return kept
    vocabulary = read_vocabulary(vocabulary_source.document)
    law = Law(vocabulary, tuple(sources), _validated_index(sources, vocabulary), sha256)
    if cache:
        parts: dict[str, object] = {vocabulary_source.sha256: vocabulary}
        parts |= {_key(vocabulary_source, source): source.read(vocabulary) for source in sources}
        law_cache.save(sha256, [entry._asdict() for entry in law.index], parts)
    return law


def _key(vocabulary: LawSource, source: LawSource) -> str:
    """Return the name of a file's model: what it was read from, with which words."""
    return f"{vocabulary.sha256} {source.sha256}"


def _kept_law(vocabulary_source: LawSource, sources: Sequence[LawSource], sha256: str) -> Law | None:
    entries = law_cache.load_index(sha256)
    vocabulary = law_cache.load_part(vocabulary_source.sha256, Vocabulary) if entries else None
    if entries is None or vocabulary is None:
        return None
    for source in sources:
        source.use(partial(law_cache.load_part, _key(vocabulary_source, source), Jurisdiction))
    return Law(vocabulary, tuple(sources), tuple(Entry(**each) for each in entries), sha256)


def _validated_index(sources: Sequence[LawSource], vocabulary: Vocabulary) -> tuple[Entry, ...]:
    from notifyrules.law.lint import lint  # noqa: PLC0415 - law from the cache passed it before

    problems: list[Problem] = []
    files: list[tuple[Document, Jurisdiction]] = []
    for source in sources:
        try:
            files.append((source.document, source.read(vocabulary)))
        except InputError as error:
            problems.extend(error.problems)
    problems.extend(lint(files, complete=not problems))
    if problems:
        raise InputError(problems)
    return tuple(
        Entry(
            jurisdiction=file.jurisdiction,
            regimes=tuple({regime.id: f"{file.name}: {regime.title}" for regime in file.regimes}.items()),
            residents=any(regime.protects == "residents" for regime in file.regimes),
            bound=_bound(file),
            is_law=any(regime.force == "law" for regime in file.regimes),
        )
        for _, file in files
    )


def _bound(file: Jurisdiction) -> tuple[str, ...] | None:
    found: set[str] = set()
    for regime in file.regimes:
        needed = frozenset() if regime.protects == "residents" else _needed(regime.binds)
        if needed is None:
            return None
        found |= needed
    return tuple(sorted(found))


def _needed(binds: Condition | None) -> frozenset[str] | None:
    """Return classes and kinds of which the organisation must be one for a condition to hold; None where not."""
    if binds is None:
        return None
    if binds.regulated_as is not None or binds.kind is not None:
        return frozenset(binds.regulated_as or binds.kind or ())
    within = [_needed(part) for part in binds.parts]
    if binds.all is not None:
        return min((each for each in within if each is not None), key=len, default=None)
    if binds.any is not None and None not in within:
        return frozenset().union(*(each for each in within if each is not None))
    return None
