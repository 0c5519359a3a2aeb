"""What is wrong with an input, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

MOST = 100
"""So many mistakes of one file are told; whoever made more mends these first."""


class Place(NamedTuple):
    """A place in a file: line and column count from 1; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(NamedTuple):
    """One mistake: its place, and what was found against what was expected."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class InputError(Exception):
    """An input that cannot be used: the mistakes found in it, in the order of the file, at most `MOST` a file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(_bounded(sorted(set(problems))))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(value: object) -> str:
    """Return how a message names a value that was found: on one line, and never long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int) and value.bit_length() > 200:
        return "an enormous number"
    text = value if isinstance(value, str) else str(value)
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return repr(short) if isinstance(value, str) else short


def and_more(place: Place, count: int) -> Problem:
    """Say that `count` more mistakes follow from `place` on."""
    return Problem(place, f"here and below are {count:,} more mistakes; mend the first {MOST} and read the file again")


def _bounded(problems: Sequence[Problem]) -> Iterator[Problem]:
    for _, group in groupby(problems, key=lambda problem: problem.place.file):
        of_file = list(group)
        more = len(of_file) - MOST
        if more > 1:
            yield from of_file[:MOST]
            yield and_more(of_file[MOST].place, more)
        else:
            yield from of_file
