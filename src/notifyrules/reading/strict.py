"""The base of every model that people write, and validation that reports all mistakes with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from notifyrules.reading.document import Document, Tree
from notifyrules.reading.problems import MOST, InputError, Problem, and_more

M = TypeVar("M", bound=BaseModel)

Step = str | int


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


def wrong(message: str) -> PydanticCustomError:
    """Return the error that a validator raises to say, in a sentence, what is wrong with its value."""
    return PydanticCustomError("mistake", "{told}", {"told": message})


def mistaken(*mistakes: tuple[Sequence[Step], str], beside: ValidationError | None = None) -> ValidationError:
    """Return the error that a validator raises to tell several mistakes, each at its own place.

    Args:
        mistakes: for each its path below the value that is validated, and what is wrong in a sentence.
        beside: mistakes that were found already.

    """
    known = [
        InitErrorDetails(
            type=PydanticCustomError(each["type"], "{told}", {**each.get("ctx", {}), "told": each["msg"]}),
            loc=each["loc"],
            input=each["input"],
        )
        for each in (beside.errors(include_url=False) if beside else ())
    ]
    new = [InitErrorDetails(type=wrong(message), loc=tuple(path), input=None) for path, message in mistakes]
    return ValidationError.from_exception_data("mistakes", [*known, *new])


@contextmanager
def telling(mistakes: Iterable[tuple[Sequence[Step], str]]) -> Iterator[None]:
    """Raise these mistakes together with those that the block finds."""
    found = list(mistakes)
    try:
        yield
    except ValidationError as error:
        raise (mistaken(*found, beside=error) if found else error) from None
    if found:
        raise mistaken(*found)


def validated(model: type[M], document: Document, context: Mapping[str, object]) -> M:
    """Build `model` from a document.

    Raises:
        InputError: all mistakes at once, each with its place in the document.

    """
    tree: Tree = document.tree
    try:
        return model.model_validate(tree, context=dict(context), by_alias=True, by_name=False)
    except ValidationError as error:
        raise InputError(_problems(error.errors(include_url=False), model, document)) from None


def _problems(errors: Sequence[ErrorDetails], model: type[BaseModel], document: Document) -> list[Problem]:
    """Return the problems in the order of the file; only those that will be told get their message made."""
    placed = [
        (document.place(each["loc"], of_key=each["type"] == "extra_forbidden"), each)
        for each in _without_echoes(errors)
    ]
    placed.sort(key=itemgetter(0))
    from notifyrules.reading.messages import message_of  # noqa: PLC0415 - only a mistake needs it

    told = [Problem(place, message_of(each, model)) for place, each in placed[:MOST]]
    if len(placed) > MOST:
        told.append(and_more(placed[MOST][0], len(placed) - MOST))
    return told


def _without_echoes(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that a list is too short where that is so only because its items are wrong."""
    above = {each["loc"][:size] for each in errors for size in range(len(each["loc"]))}
    return [each for each in errors if each["type"] != "too_short" or each["loc"] not in above]
