"""The user's cache directory: whole files by name, which cost time when they are missing and never an answer.

Each begins with the hash of what follows: one that was cut short or damaged counts as missing, and so does one
that somebody else owns or may write.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path


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


def load(name: str) -> bytes | None:
    """Return what is kept under a name, None where nothing is, or it cannot be read or is damaged."""
    folder = directory()
    if folder is None:
        return None
    try:
        with (folder / name).open("rb") as stream:
            if not _ours(os.fstat(stream.fileno())):
                return None
            digest, _, content = stream.read().partition(b"\n")
    except OSError:
        return None
    return content if digest == _digest(content) else None


def save(name: str, content: bytes) -> None:
    """Keep content under a name, whole or not at all; a directory that cannot be written is no error."""
    folder = directory()
    if folder is None:
        return
    import tempfile  # noqa: PLC0415 - only a first run writes

    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_digest(content) + b"\n" + content)
            Path(part).replace(folder / name)
        except OSError:
            Path(part).unlink(missing_ok=True)


def prune(prefix: str, *, keep: int) -> None:
    """Remove all but the newest files whose names begin with a prefix."""
    folder = directory()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        kept = sorted(folder.glob(f"{prefix}*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[keep:]:
            path.unlink(missing_ok=True)


def _ours(found: os.stat_result) -> bool:
    """Return whether only the user can have written a file, as far as the system tells."""
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
