"""The base of every model that people write, and validation that reports all mistakes with their places."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from notifyrules.reading.document import Document, Tree
from notifyrules.reading.nearest import expected_one_of
from notifyrules.reading.problems import InputError, Problem

M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """A frozen model that refuses keys it does not know and builds its schema only when first used."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


def validated(
    model: type[M],
    document: Document,
    context: Mapping[str, object],
    *,
    tree: Tree = None,
    under: Sequence[str | int] = (),
) -> M:
    """Build `model` from a document (or from `tree`, the part of it below the path `under`).

    Raises:
        InputError: all mistakes at once, each with its place in the document.

    """
    given = document.tree if tree is None else tree
    try:
        return model.model_validate(given, context=dict(context))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        problems = [
            Problem(document.place([*under, *each["loc"]], of_key=_is_about_key(each)), message_of(each, model))
            for each in errors
            if not _is_echo(each, errors)
        ]
        raise InputError(problems) from None


def _is_echo(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Return whether a list is called too short only because its items are wrong."""
    size = len(error["loc"])
    return error["type"] == "too_short" and any(
        len(other["loc"]) > size and other["loc"][:size] == error["loc"] for other in errors
    )


def _is_about_key(error: ErrorDetails) -> bool:
    return error["type"] in ("extra_forbidden", "unknown_key")


_PLAIN = {
    "model_type": "a mapping of keys was expected here",
    "dict_type": "a mapping of keys was expected here",
    "tuple_type": "a list was expected here (lines that start with '- ')",
    "list_type": "a list was expected here (lines that start with '- ')",
    "string_type": "text was expected here",
    "int_type": "a whole number was expected here",
    "int_parsing": "a whole number was expected here",
    "int_from_float": "a whole number was expected here",
    "bool_type": "true or false was expected here",
    "bool_parsing": "true or false was expected here",
}


def message_of(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say one validation error in a sentence: what was found and what was expected."""
    kind, found = error["type"], error.get("input")
    if kind == "extra_forbidden":
        return expected_one_of(str(error["loc"][-1]), known_keys(model, error["loc"][:-1]), what="key")
    if kind == "missing":
        return f"the key {str(error['loc'][-1])!r} is missing here"
    if kind == "literal_error":
        choices = str(error.get("ctx", {}).get("expected", ""))
        return f"found {_shown(found)}; expected {choices}"
    if kind in _PLAIN:
        return f"{_PLAIN[kind]}, not {_shown(found)}"
    message = error["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:] if message.startswith("Input ") else message


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def known_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that the model at `path` below `model` takes."""
    at: object = model
    for step in path:
        at = _inside(at, step)
    model_here = _model_in(at)
    if model_here is None:
        return []
    return [field.alias or name for name, field in model_here.model_fields.items()]


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
        if origin is dict or (isinstance(origin, type) and issubclass(origin, Mapping)):
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
