"""YAML to a tree in which every key and value knows its line and column.

The text is read from libyaml's events with a stack of our own, so that nesting, size and aliases are
bounded before anything is built. Scalars follow YAML 1.2: only `true` and `false` are booleans, so the
country code `NO` stays a word, `12:30` stays text and dates stay text for the models to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from notifyrules.reading.problems import InputError, Place, Problem

Tree = None | bool | int | float | str | list["Tree"] | dict[str, "Tree"]
PathInTree = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_Parser: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be before it is refused: bytes of text, levels of nesting, nodes in the tree."""

    size: int = 2_000_000
    depth: int = 60
    nodes: int = 200_000


@dataclass(slots=True)
class Node:
    """One value of the document; `keys` holds the places of a mapping's keys."""

    line: int
    column: int
    value: bool | int | float | str | list[Node] | dict[str, Node] | None
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    size: int = 1

    def plain(self) -> Tree:
        """Return the value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file that was read: its name for messages and its tree of places and values."""

    name: str
    root: Node

    @property
    def tree(self) -> Tree:
        """The document as plain values."""
        return self.root.plain()

    def place(self, path: Sequence[str | int], *, of_key: bool = False) -> Place:
        """Return where the value (or its key) at `path` stands, or the nearest thing above it.

        Steps of `path` that the document does not have are passed over.
        """
        node, spot = self.root, (self.root.line, self.root.column)
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                name = str(step)
                spot, node = node.keys[name], node.value[name]
                if not of_key:
                    spot = (node.line, node.column)
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                spot = (node.line, node.column)
        return Place(self.name, *spot)


class _Event(Protocol):
    start_mark: yaml.Mark
    anchor: str | None
    tag: str | None


def read_document(source: Path | str, *, name: str | None = None, limits: Limits | None = None) -> Document:
    """Read one YAML document from a file (a `Path`) or from text (a `str`).

    Raises:
        InputError: with the place of what is wrong: no such file, not UTF-8, too large, not YAML,
            a duplicate key, a tag, more than one document, nesting or aliases out of bounds.

    """
    limits = limits or Limits()
    if isinstance(source, Path):
        name = name or str(source)
        text = _text_of_file(source, name, limits)
    else:
        name = name or "<text>"
        text = source
        if len(text) > limits.size:
            raise InputError([Problem(Place(name), _too_large(len(text), limits))])
    return Document(name, _Builder(name, limits).build(text))


def text_of(content: bytes, name: str) -> str:
    """Decode UTF-8 (with or without a byte order mark).

    Raises:
        InputError: with the line of the first byte that is not UTF-8.

    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        place = Place(name, before.count(b"\n") + 1, column)
        found = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8 text"
        raise InputError([Problem(place, found)]) from None


def _too_large(size: int, limits: Limits) -> str:
    return f"the file is {size:,} bytes long; at most {limits.size:,} are read"


def _text_of_file(path: Path, name: str, limits: Limits) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.size + 1)
            if len(content) > limits.size:
                size = max(path.stat().st_size, len(content))
                raise InputError([Problem(Place(name), _too_large(size, limits))])
    except FileNotFoundError:
        message = "there is no such file"
    except IsADirectoryError:
        message = "this is a directory; a YAML file was expected"
    except PermissionError:
        message = "this file may not be read (permission denied)"
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or error}"
    else:
        return text_of(content, name)
    raise InputError([Problem(Place(name), message)])


def _scalar(event: yaml.ScalarEvent) -> bool | int | float | str | None:
    text = str(event.value)
    if event.style:  # quoted or block text; plain is None from the Python parser and '' from libyaml
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


class _Builder:
    """Builds the tree from parser events, collecting mistakes that do not stop the reading."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.open: list[tuple[Node, str | None]] = []  # unfinished collections with their anchors
        self.pending: list[tuple[str, int, int] | None] = []  # per open mapping: a key waiting for its value
        self.root: Node | None = None
        self.nodes = 0

    def build(self, text: str) -> Node:
        try:
            for event in self._events(text):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name)
            self.problems.append(Problem(place, f"not YAML: {error.problem or error.context}"))
        except yaml.reader.ReaderError as error:
            before = text[: error.position]
            place = Place(self.name, before.count("\n") + 1, error.position - before.rfind("\n"))
            self.problems.append(Problem(place, f"the character {error.character!r} is not allowed in YAML"))
        if self.root is None and not self.problems:
            self.problems.append(Problem(Place(self.name), "the file is empty; a mapping of keys was expected"))
        if self.problems or self.root is None:
            raise InputError(self.problems)
        return self.root

    def _events(self, text: str) -> Iterator[yaml.Event]:
        return iter(yaml.parse(text, Loader=_Parser))

    def _stop(self, line: int, column: int, message: str) -> InputError:
        return InputError([*self.problems, Problem(Place(self.name, line, column), message)])

    def _take(self, event: yaml.Event) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise self._stop(line, column, "a second document starts here; one file holds one document")
        if isinstance(event, yaml.AliasEvent):
            known = self.anchors.get(str(event.anchor))
            if known is None:
                raise self._stop(line, column, f"the alias *{event.anchor} names nothing that is complete above it")
            self._count(known.size, line, column)
            self._place(known, line, column)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event.tag, line, column)
            self._count(1, line, column)
            node = Node(line, column, _scalar(event))
            if self._is_key_next():
                self._key(event, line, column)
            else:
                self._place(node, line, column)
            if event.anchor:
                self.anchors[str(event.anchor)] = node
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_tag(event.tag, line, column)
            self._count(1, line, column)
            if len(self.open) >= self.limits.depth:
                raise self._stop(line, column, f"nested more than {self.limits.depth} levels deep")
            if self._is_key_next():
                raise self._stop(line, column, "a key must be a word, not a list or a mapping")
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self.open.append((Node(line, column, {} if is_mapping else []), event.anchor))
            self.pending.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            node, anchor = self.open.pop()
            self.pending.pop()
            children = node.value.values() if isinstance(node.value, dict) else node.value
            node.size = 1 + sum(child.size for child in children)  # type: ignore[union-attr]
            if anchor:
                self.anchors[anchor] = node
            self._place(node, node.line, node.column)

    def _refuse_tag(self, tag: str | None, line: int, column: int) -> None:
        if tag not in (None, "!"):
            self.problems.append(Problem(Place(self.name, line, column), f"the tag {tag} is not allowed here"))

    def _count(self, size: int, line: int, column: int) -> None:
        self.nodes += size
        if self.nodes > self.limits.nodes:
            raise self._stop(line, column, f"more than {self.limits.nodes:,} values once its aliases are written out")

    def _is_key_next(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0].value, dict) and self.pending[-1] is None

    def _key(self, event: yaml.ScalarEvent, line: int, column: int) -> None:
        self.pending[-1] = (str(event.value), line, column)

    def _place(self, node: Node, line: int, column: int) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1][0]
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        waiting = self.pending[-1]
        if waiting is None or not isinstance(parent.value, dict):
            raise self._stop(line, column, "a key must be a word, not an alias")
        key, key_line, key_column = waiting
        self.pending[-1] = None
        if key in parent.keys:
            first = parent.keys[key]
            message = f"the key {key!r} stands here a second time; the first is on line {first[0]}"
            self.problems.append(Problem(Place(self.name, key_line, key_column), message))
            return
        parent.keys[key] = (key_line, key_column)
        parent.value[key] = node
