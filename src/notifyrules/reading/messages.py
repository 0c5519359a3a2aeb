"""One validation error as a sentence: what was found, what was expected, and the nearest right word."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from notifyrules.reading.nearest import expected_one_of
from notifyrules.reading.problems import shown

_EXPECTED = {
    "mapping": "a mapping (lines of `key: value`)",
    "list": "a list (lines that start with `- `, or [one, two])",
    "text": "text",
    "number": "a whole number",
    "truth": "true or false",
}
_SHAPES = {
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "mapping_type": "mapping",
    "tuple_type": "list",
    "list_type": "list",
    "string_type": "text",
    "int_type": "number",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_from_float": "number",
    "bool_type": "truth",
    "bool_parsing": "truth",
}
_BOUNDS = {
    "greater_than": "found {found}; expected more than {gt}",
    "greater_than_equal": "found {found}; expected at least {ge}",
    "less_than": "found {found}; expected less than {lt}",
    "less_than_equal": "found {found}; expected at most {le}",
    "string_too_short": "the text here is empty",
    "string_too_long": "the text here is longer than {max_length} characters",
    "too_short": "an empty list says nothing; expected at least one item",
}


def message_of(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say one validation error of `model` in a sentence."""
    kind, found, told = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "extra_forbidden":
        keys = known_keys(model, error["loc"][:-1])
        return expected_one_of(str(error["loc"][-1]), keys, what="key", show=len(keys))
    if kind == "unknown_term":
        return expected_one_of(told["word"], told["known"], what=told["what"], see=told["see"])
    if kind == "missing":
        return f"the key {str(error['loc'][-1])!r} is missing here"
    if kind == "literal_error":
        return f"found {shown(found)}; expected {str(told['expected']).replace(chr(39), '')}"
    if kind in _SHAPES:
        quoted = f", in quotes: {str(found)!r}" if kind == "string_type" and _is_number(found) else ""
        return f"found {shown(found)}; expected {_EXPECTED[_SHAPES[kind]]}{quoted}"
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(found=shown(found), **told)
    return error["msg"]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def known_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that the model at `path` below `model` takes."""
    at: object = model
    for step in path:
        at = _inside(at, step)
    here = _model_in(at)
    return [field.alias or name for name, field in here.model_fields.items()] if here else []


def _inside(annotation: object, step: str | int) -> object:
    model = _model_in(annotation)
    if model is not None and not isinstance(step, int):
        for name, field in model.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
        return annotation  # a tag of a union, not a key
    for part in _parts(annotation):
        arguments = typing.get_args(part)
        origin = typing.get_origin(part)
        if origin in (tuple, list) and isinstance(step, int):
            return arguments[0]
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return arguments[1]
    return annotation


def _parts(annotation: object) -> tuple[object, ...]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(part for each in typing.get_args(annotation) for part in _parts(each))
    if typing.get_origin(annotation) is typing.Annotated:
        return _parts(typing.get_args(annotation)[0])
    return (annotation,)


def _model_in(annotation: object) -> type[BaseModel] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None
