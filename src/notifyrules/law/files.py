"""The files of a library: found in its directory and in what is laid over it, and read whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from notifyrules.reading import InputError, Limits, Place, Problem
from notifyrules.reading.text import content_of

LIMITS = Limits(size=2_000_000, depth=60, nodes=200_000)
VOCABULARY = "vocabulary.yaml"
SUFFIXES = (".yaml", ".yml")


def read_files(root: Path, rules: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Return the names and contents of the vocabulary, the files of the library, and then those of the rules.

    A file that is met again, because rules name a part of the library itself, is read once.

    Raises:
        InputError: every directory and file that is not there, cannot be read, or has no place in rules.

    """
    problems: list[Problem] = []
    found = {_identity(root / VOCABULARY): (VOCABULARY, root / VOCABULARY)}
    for top in (root, *rules):
        prefix = "" if top is root else f"{top}/"
        try:
            inside = _law_files(top, alone=top is not root)
        except InputError as error:
            problems.extend(error.problems)
            continue
        for path in inside:
            name = str(path) if path == top else f"{prefix}{path.relative_to(top).as_posix()}"
            identity = _identity(path)
            if path.name == VOCABULARY and identity not in found:
                message = "rules laid over the library use its vocabulary and cannot bring their own"
                problems.append(Problem(Place(name), message))
            found.setdefault(identity, (name, path))
    files: list[tuple[str, bytes]] = []
    for name, path in found.values():
        try:
            files.append((name, content_of(path, name, LIMITS.size)))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return files


def _law_files(top: Path, *, alone: bool) -> list[Path]:
    """Return the law files in a directory; with `alone` it may be a single file, and must not be empty."""
    try:
        if alone and top.is_file():
            return [top]
    except OSError as error:
        _refuse(error)
    found: list[Path] = []
    for at, folders, names in os.walk(top, onerror=_refuse):
        folders[:] = [each for each in folders if not each.startswith(".")]
        found += [Path(at, each) for each in names if each.endswith(SUFFIXES) and not each.startswith(".")]
    if alone and not found:
        raise InputError([Problem(Place(str(top)), "there is no law file (*.yaml) in this directory")])
    return sorted(found)


def _identity(path: Path) -> object:
    """Return what tells one file from another, whatever ways lead to it."""
    try:
        found = path.stat()
    except OSError:
        return str(path)
    return found.st_dev, found.st_ino


def _refuse(error: OSError) -> None:
    """Stop the walk: a directory that cannot be read must not pass for one without law."""
    message = f"this directory of law files cannot be read: {error.strerror}"
    raise InputError([Problem(Place(str(error.filename)), message)])
