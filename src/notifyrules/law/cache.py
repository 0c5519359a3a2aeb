"""Read law kept between runs, named by the hash of the content it was read from and of the program that read it.

One file a library: the index, then the vocabulary and each jurisdiction file as they were validated, pickled one
by one. A run builds only the parts it needs. Like the bytecode that Python keeps of its modules it is read only
where nobody but the user can have written it; a cache that is missing, damaged, of another state of the program
or not writable costs time, never an answer.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pydantic

from notifyrules.reading import store
from notifyrules.version import __version__

LIBRARIES = 8
"""How many libraries are kept; an edited overlay is another one."""
_SHAPE = ("reading", "vocabulary", "law")
"""The packages whose code says what kept law looks like."""

T = TypeVar("T")


class Kept(NamedTuple):
    """A cached library: its index and its parts, built one at a time; part 0 is the vocabulary."""

    entries: list[dict[str, Any]]
    parts: list[bytes]

    def part(self, number: int, kind: type[T]) -> T | None:
        """Build a part, None where it is not what was kept."""
        try:
            built = pickle.loads(self.parts[number])
        except Exception:
            return None
        return built if isinstance(built, kind) else None


@cache
def _program() -> str:
    """Return the hash of the code that validates law, with the versions that matter to what it leaves behind."""
    whole = hashlib.sha256(f"{sys.version_info[:2]} {pydantic.VERSION}".encode())
    package = Path(__file__).parents[1]
    for path in sorted(path for name in _SHAPE for path in (package / name).glob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def _name(sha256: str) -> str:
    return f"law-{__version__}-{_program()}-{sha256}.pickle"


def load(sha256: str) -> Kept | None:
    """Return the library with this content hash, None where it is not kept or not whole."""
    content = store.load(_name(sha256))
    if content is None:
        return None
    try:
        entries, parts = pickle.loads(content)
    except Exception:
        return None
    return Kept(entries, parts)


def save(sha256: str, entries: Sequence[dict[str, Any]], parts: Sequence[object]) -> None:
    """Keep a library, whole or not at all."""
    pickled = [pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in parts]
    store.save(_name(sha256), pickle.dumps((list(entries), pickled), pickle.HIGHEST_PROTOCOL))
    store.prune("law-", keep=LIBRARIES)
