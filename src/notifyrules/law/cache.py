"""Parsed law kept between runs, named by the hash of the content it was parsed from.

One file a library, one JSON value a line: the index, then the vocabulary and each jurisdiction file. A run
parses only the lines it needs. A cache that is missing, damaged or not writable costs time, never an answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from notifyrules.reading import store
from notifyrules.reading.document import Tree
from notifyrules.version import __version__

FORMAT = "2"
LIBRARIES = 8
"""How many libraries are kept; an edited overlay is another one."""


class Kept(NamedTuple):
    """A cached library: its index and its lines, parsed one at a time."""

    entries: list[dict[str, Any]]
    lines: list[bytes]

    def tree(self, number: int) -> Tree:
        """Return the plain values of the file with this number; 0 is the vocabulary."""
        tree: Tree = json.loads(self.lines[number])
        return tree


def _name(sha256: str) -> str:
    return f"law-{__version__}-{FORMAT}-{sha256}.jsonl"


def load(sha256: str) -> Kept | None:
    """Return the library with this content hash, None where it is not kept or not whole."""
    content = store.load(_name(sha256))
    if content is None:
        return None
    try:
        head, *lines = content.splitlines()
        header = json.loads(head)
        return Kept(header["index"], lines) if header["files"] == len(lines) else None
    except (ValueError, KeyError, TypeError):
        return None


def save(sha256: str, index: Sequence[dict[str, Any]], trees: Sequence[Tree]) -> None:
    """Keep a library, whole or not at all."""
    header = {"files": len(trees), "index": list(index)}
    text = "\n".join(json.dumps(value, separators=(",", ":")) for value in (header, *trees))
    store.save(_name(sha256), text.encode())
    store.prune("law-", keep=LIBRARIES)
