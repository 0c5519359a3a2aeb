"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


class OutputError(Exception):
    """An output that could not be written; what stood there before still stands."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old content or the new, and never a part.

    A path that names no regular file (a named pipe, a device) is written through.

    Raises:
        OutputError: naming the path and the reason, where it cannot be written.

    """
    try:
        mode = _mode(path)
        if mode is None or stat.S_ISREG(mode):
            _replace(Path(os.path.realpath(path)), content, mode)
        elif stat.S_ISDIR(mode):
            raise OutputError(f"{path}: cannot be written: it is a directory")
        else:
            path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written: {reason}; nothing was changed") from error


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(target: Path, content: bytes, mode: int | None) -> None:
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    part = target.with_name(f".{os.urandom(8).hex()}.part")
    try:
        with part.open("xb") as stream:
            if mode is not None:
                part.chmod(stat.S_IMODE(mode))
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
