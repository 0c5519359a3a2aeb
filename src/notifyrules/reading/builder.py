"""A tree of places and values from the events of a YAML parser.

The stack is our own, so that nesting, size and aliases are bounded before anything is built. Scalars follow
YAML 1.2: only `true` and `false` are booleans, so the country code `NO` stays a word, `12:30` stays text and
dates stay text for the models to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from notifyrules.reading.problems import InputError, Place, Problem, shown

Tree = None | bool | int | float | str | list["Tree"] | dict[str, "Tree"]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})\.[0-9]{1,30}\Z")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_Parser: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Limits(NamedTuple):
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


def build(text: str, name: str, limits: Limits) -> Node:
    """Build the tree of the one document in `text`.

    Raises:
        InputError: not YAML, empty, a duplicate key, a tag, a second document, or out of bounds.

    """
    builder = _Builder(name, limits)
    try:
        for event in yaml.parse(text, Loader=_Parser):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        from notifyrules.reading.syntax import explained  # noqa: PLC0415 - only a mistake needs it

        builder.problems.append(explained(error, text, name))
    if builder.root is None and not builder.problems:
        builder.problems.append(Problem(Place(name), "the file is empty; a mapping of keys was expected"))
    if builder.problems or builder.root is None:
        raise InputError(builder.problems)
    return builder.root


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
    """Takes one event after the other, collecting the mistakes that do not stop the reading."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.open: list[tuple[Node, str | None]] = []  # unfinished collections with their anchors
        self.pending: list[tuple[str, int, int] | None] = []  # per open mapping: a key waiting for its value
        self.root: Node | None = None
        self.nodes = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        assert mark is not None  # parsers mark every event
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise self._stop(line, column, "a second document starts here; one file holds one document")
        if isinstance(event, yaml.AliasEvent):
            self._alias(str(event.anchor), line, column)
        elif isinstance(event, yaml.ScalarEvent):
            self._word(event, line, column)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event, line, column)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()

    def _alias(self, anchor: str, line: int, column: int) -> None:
        known = self.anchors.get(anchor)
        if known is None:
            raise self._stop(line, column, f"the alias *{anchor} names nothing that is complete above it")
        self._count(known.size, line, column)
        self._place(known, line, column)

    def _word(self, event: yaml.ScalarEvent, line: int, column: int) -> None:
        self._refuse_tag(event.tag, line, column)
        self._count(1, line, column)
        node = Node(line, column, _scalar(event))
        if self._is_key_next():
            if event.value == "<<" and not event.style:
                raise self._stop(line, column, "the merge key << is not read here; write its keys out")
            self.pending[-1] = (str(event.value), line, column)
        else:
            self._place(node, line, column)
        if event.anchor:
            self.anchors[str(event.anchor)] = node

    def _start(self, event: yaml.CollectionStartEvent, line: int, column: int) -> None:
        self._refuse_tag(event.tag, line, column)
        self._count(1, line, column)
        if len(self.open) >= self.limits.depth:
            raise self._stop(line, column, f"nested more than {self.limits.depth} levels deep")
        if self._is_key_next():
            raise self._stop(line, column, "a key must be a word, not a list or a mapping")
        self.open.append((Node(line, column, {} if isinstance(event, yaml.MappingStartEvent) else []), event.anchor))
        self.pending.append(None)

    def _end(self) -> None:
        node, anchor = self.open.pop()
        self.pending.pop()
        if isinstance(node.value, dict):
            node.size += sum(child.size for child in node.value.values())
        elif isinstance(node.value, list):
            node.size += sum(child.size for child in node.value)
        if anchor:
            self.anchors[anchor] = node
        self._place(node, node.line, node.column)

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
            message = f"the key {shown(key)} stands here a second time; the first is on line {first[0]}"
            self.problems.append(Problem(Place(self.name, key_line, key_column), message))
            return
        parent.keys[key] = (key_line, key_column)
        parent.value[key] = node

    def _is_key_next(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0].value, dict) and self.pending[-1] is None

    def _refuse_tag(self, tag: str | None, line: int, column: int) -> None:
        if tag not in (None, "!"):
            self.problems.append(
                Problem(Place(self.name, line, column), f"the tag {shown(tag)} is not allowed; plain values have none")
            )

    def _count(self, size: int, line: int, column: int) -> None:
        self.nodes += size
        if self.nodes > self.limits.nodes:
            raise self._stop(line, column, f"more than {self.limits.nodes:,} values once its aliases are written out")

    def _stop(self, line: int, column: int, message: str) -> InputError:
        return InputError([*self.problems, Problem(Place(self.name, line, column), message)])
