"""Parsed law kept between runs, named by the hash of the content it was parsed from.

One file a library, one JSON value a line: the index, then the vocabulary and each jurisdiction file. A run
parses only the lines it needs. A cache that is missing, damaged or not writable costs time, never an answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notifyrules.reading.document import Tree
from notifyrules.version import __version__

FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Kept:
    """A cached library: its index and its lines, parsed one at a time."""

    index: list[dict[str, Any]]
    lines: list[bytes]

    def tree(self, number: int) -> Tree:
        """Return the plain values of the file with this number; 0 is the vocabulary."""
        tree: Tree = json.loads(self.lines[number])
        return tree


def directory() -> Path | None:
    """Return the cache directory: `NOTIFYRULES_CACHE`, or the user's; None where it is switched off."""
    chosen = os.environ.get("NOTIFYRULES_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen not in ("", "off") else None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Path(base or Path.home() / ".cache") / "notifyrules"
    except RuntimeError:  # no home directory
        return None


def _path(sha256: str) -> Path | None:
    folder = directory()
    return folder / f"law-{__version__}-{FORMAT}-{sha256}.jsonl" if folder else None


def load(sha256: str) -> Kept | None:
    """Return the library with this content hash, None where it is not kept or not whole."""
    path = _path(sha256)
    if path is None:
        return None
    try:
        head, *lines = path.read_bytes().splitlines()
        header = json.loads(head)
        whole = header["files"] == len(lines)
        return Kept(header["index"], lines) if whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(sha256: str, index: Sequence[dict[str, Any]], trees: Sequence[Tree]) -> None:
    """Keep a library, whole or not at all; a directory that cannot be written is no error."""
    path = _path(sha256)
    if path is None:
        return
    header = {"files": len(trees), "index": list(index)}
    text = "\n".join(json.dumps(value, separators=(",", ":")) for value in (header, *trees))
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(part).replace(path)
        except OSError:
            Path(part).unlink(missing_ok=True)
