"""Bytes to text: bounded, UTF-8, and free of characters that YAML does not allow."""

from __future__ import annotations

import codecs
import os
import re
import stat
from itertools import islice
from pathlib import Path

from notifyrules.reading.problems import MOST, InputError, Place, Problem

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def content_of(path: Path, name: str, size: int) -> bytes:
    """Read a file of at most `size` bytes.

    Raises:
        InputError: no such file, a directory, not readable, or too large.

    """
    try:
        with path.open("rb") as stream:
            told = os.fstat(stream.fileno())
            whole = stat.S_ISREG(told.st_mode) and told.st_size <= size
            content = stream.read() if whole else stream.read(size + 1)
            if len(content) > size:
                found = max(told.st_size, len(content))
                raise InputError([Problem(Place(name), f"the file is {found:,} bytes long; at most {size:,} are read")])
            return content
    except FileNotFoundError:
        message = "there is no such file"
    except IsADirectoryError:
        message = "this is a directory; a YAML file was expected"
    except PermissionError:
        message = "this file may not be read (permission denied)"
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        message = f"this file cannot be read: {getattr(error, 'strerror', None) or error}"
    raise InputError([Problem(Place(name), message)])


def text_of(content: bytes, name: str) -> str:
    """Decode UTF-8 (with or without a byte order mark).

    Raises:
        InputError: with the place of the first byte that is not UTF-8.

    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:2]:
        raise InputError([Problem(Place(name), "the file is UTF-16 text; save it as UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = place_in(error.object[: error.start].decode("utf-8", "replace"), error.start, name)
        found = f"the byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8 text"
        raise InputError([Problem(place, found)]) from None


def allowed(text: str, name: str) -> str:
    """Return the text without its byte order mark, where YAML allows each of its characters.

    Raises:
        InputError: with the place of each character that is not allowed.

    """
    text = text.removeprefix("\ufeff")
    found = [
        Problem(place_in(text, each.start(), name), f"the character U+{ord(each[0]):04X} is not allowed in YAML")
        for each in islice(_FORBIDDEN.finditer(text), MOST)
    ]
    if found:
        raise InputError(found)
    return text


def place_in(text: str, index: int, name: str) -> Place:
    """Return the line and column of a character."""
    line, start = 1, 0
    for end in _LINE_BREAK.finditer(text, 0, index):
        line, start = line + 1, end.end()
    return Place(name, line, min(index, len(text)) - start + 1)
