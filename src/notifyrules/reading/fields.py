"""Building blocks of field types: text of a certain shape, and mappings that nobody can change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator
from pydantic_core import CoreSchema, core_schema

from notifyrules.reading.problems import shown
from notifyrules.reading.strict import wrong

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Spelled:
    """Text that matches a pattern; a mismatch is told in words (`expected`), never with the pattern."""

    pattern: str
    expected: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the pattern after the type."""
        return core_schema.no_info_after_validator_function(self._matching, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell the pattern to editors."""
        return {**handler(schema), "pattern": self.pattern}

    def _matching(self, text: str) -> str:
        if re.fullmatch(self.pattern, text) is None:
            raise wrong(f"found {shown(text)}; expected {self.expected}")
        return text


class FrozenDict(dict[K, V]):
    """A mapping that stays as it was built."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping is part of a frozen model and cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (dict(self),))


Frozen = Annotated[Mapping[K, V], AfterValidator(FrozenDict)]
"""A mapping field of a frozen model."""
