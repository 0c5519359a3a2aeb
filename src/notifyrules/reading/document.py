"""A YAML document in which every key and value knows its line and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from notifyrules.reading.builder import Limits, Node, Tree, build
from notifyrules.reading.problems import InputError, Place, Problem
from notifyrules.reading.text import allowed, content_of, text_of

__all__ = ["OF_KEY", "Document", "Limits", "Node", "Tree", "read_document", "text_of"]


OF_KEY = "[key]"
"""The last step of a path that means a key and not its value; pydantic marks keys so, too."""


class Document(NamedTuple):
    """A YAML file that was read: its name for messages and its tree of places and values."""

    name: str
    root: Node

    @property
    def tree(self) -> Tree:
        """The document as plain values."""
        return self.root.plain()

    def find(self, path: Sequence[str | int]) -> Node | None:
        """Return what stands at `path`, None where the document does not have it."""
        node: Node | None = self.root
        for step in path:
            node = _child(node, step) if node is not None else None
        return node

    def place(self, path: Sequence[str | int], *, of_key: bool = False) -> Place:
        """Return where the value (or its key) at `path` stands, or the nearest thing above it.

        Steps of `path` that the document does not have are passed over; a last step `OF_KEY` asks for the key.
        """
        of_key = of_key or tuple(path[-1:]) == (OF_KEY,)
        node, spot = self.root, (self.root.line, self.root.column)
        for step in path:
            child = _child(node, step)
            if child is not None:
                spot = node.keys[step] if of_key and isinstance(step, str) else (child.line, child.column)
                node = child
        return Place(self.name, *spot)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(step) if isinstance(step, str) else None
    if isinstance(node.value, list) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step]
    return None


def read_document(source: Path | str, *, name: str | None = None, limits: Limits | None = None) -> Document:
    """Read one YAML document from a file (a `Path`) or from text (a `str`).

    Raises:
        InputError: with the place of what is wrong: no such file, not UTF-8, too large, not YAML,
            a duplicate key, a tag, more than one document, nesting or aliases out of bounds.

    """
    limits = limits or Limits()
    if isinstance(source, Path):
        name = name or str(source)
        text = text_of(content_of(source, name, limits.size), name)
    else:
        name, text = name or "<text>", source
        if len(text) > limits.size:
            found = f"the text is longer than the {limits.size:,} characters that are read"
            raise InputError([Problem(Place(name), found)])
    return Document(name, build(allowed(text, name), name, limits))
