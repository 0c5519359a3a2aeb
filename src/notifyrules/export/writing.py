"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path


class OutputError(Exception):
    """An output that could not be written; what stood there before still stands."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old content or the new, and never a part.

    A path that names no regular file (a pipe, `/dev/stdout`) is written through.

    Raises:
        OutputError: naming the path and the reason, where it cannot be written.

    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)
            return
        _replace(target, content)
    except OSError as error:
        reason = "it is a directory" if path.is_dir() else error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written: {reason}; nothing was changed") from error


def _replace(target: Path, content: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "permission denied")
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(mode)
        Path(part).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
