"""The three values of Kleene's logic, and how people write them."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from notifyrules.reading import shown, wrong


class Truth(IntEnum):
    """NO < UNKNOWN < YES, so that *and* is the least, *or* the greatest, and *not* the mirror image."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __invert__(self) -> Truth:
        """Return the negation; the negation of unknown is unknown."""
        return Truth(2 - self)

    @property
    def word(self) -> str:
        """The value as people write it."""
        return self.name.lower()


_WRITTEN = {
    "yes": Truth.YES,
    "no": Truth.NO,
    "unknown": Truth.UNKNOWN,
    None: Truth.UNKNOWN,
    True: Truth.YES,
    False: Truth.NO,
}


def _read_flag(given: object) -> Truth:
    if isinstance(given, Truth):
        return given
    key = given.casefold() if isinstance(given, str) else given
    if (key is None or isinstance(key, str | bool)) and key in _WRITTEN:
        return _WRITTEN[key]
    raise wrong(f"found {shown(given)}; expected yes, no or unknown")


Flag = Annotated[
    Truth,
    BeforeValidator(_read_flag),
    WithJsonSchema({"enum": ["yes", "no", "unknown", True, False, None], "description": "yes, no or unknown"}),
]
"""A fact that is yes, no or unknown; left out, it is unknown."""
