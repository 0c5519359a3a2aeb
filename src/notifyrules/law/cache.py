"""Read law kept between runs, named by the hash of the content it was read from and of the program that read it.

One file for the index of a library, and one for its vocabulary and each of its jurisdiction files as they were
validated, pickled; a run opens only those it needs. Like the bytecode that Python keeps of its modules they are read
only where nobody but the user can have written them; what is missing, damaged, of another state of the program or
cannot be written costs time, never an answer.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pydantic

from notifyrules.reading import store
from notifyrules.version import __version__

LIBRARIES = 8
"""How many libraries are kept; an edited overlay is another one."""
PARTS = 1_000
"""How many files of them; those that did not change are shared."""
_SHAPE = ("reading", "vocabulary", "law")
"""The packages whose code says what kept law looks like."""

T = TypeVar("T")


@cache
def _program() -> str:
    """Return the hash of the code that validates law, with the versions that matter to what it leaves behind."""
    whole = hashlib.sha256(f"{__version__} {sys.version_info[:2]} {pydantic.VERSION}".encode())
    package = Path(__file__).parents[1]
    for path in sorted(path for name in _SHAPE for path in (package / name).glob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def _index_name(sha256: str) -> str:
    return f"law-{_program()}-{sha256}.pickle"


def _part_name(key: str) -> str:
    return f"part-{_program()}-{hashlib.sha256(key.encode()).hexdigest()}.pickle"


def load_index(sha256: str) -> list[dict[str, Any]] | None:
    """Return the index of the library with this content hash, None where it is not kept or not whole."""
    return _built(store.load(_index_name(sha256)), list)


def load_part(key: str, kind: type[T]) -> T | None:
    """Return what is kept under a key, None where that is nothing whole of this kind."""
    return _built(store.load(_part_name(key)), kind)


def _built(content: bytes | None, kind: type[T]) -> T | None:
    if content is None:
        return None
    try:
        found = pickle.loads(content)
    except Exception:
        return None
    return found if isinstance(found, kind) else None


def save(sha256: str, entries: Sequence[dict[str, Any]], parts: Mapping[str, object]) -> None:
    """Keep a library: its parts, each whole or not at all, and then its index."""
    for key, part in parts.items():
        store.save(_part_name(key), pickle.dumps(part, pickle.HIGHEST_PROTOCOL))
    store.save(_index_name(sha256), pickle.dumps(list(entries), pickle.HIGHEST_PROTOCOL))
    store.prune("law-", keep=LIBRARIES)
    store.prune("part-", keep=PARTS)
