"""Writing one answer into the text of a facts file, and leaving every other character of it as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

Node = yaml.MappingNode | yaml.SequenceNode | yaml.ScalarNode
_COHORT = re.compile(r"cohorts\[(?P<id>.*)\]\.(?P<rest>.*)\Z", re.DOTALL)
_NAMED_BY_DOTS = ("incident.findings.", "incident.notices_given.")


def steps_of(fact: str) -> tuple[str, ...]:
    """Return the keys that lead to a fact; a cohort's id is the second of them.

    `cohorts[staff].residents.US-TX` is `("cohorts", "staff", "residents", "US-TX")`.
    """
    cohort = _COHORT.match(fact)
    if cohort is not None:
        return ("cohorts", cohort["id"], *cohort["rest"].split("."))
    if fact.startswith(_NAMED_BY_DOTS):
        return tuple(fact.split(".", 2))
    return tuple(fact.split("."))


def with_fact(text: str, fact: str, value: str) -> str:
    """Return the text of a facts file with one fact stated.

    Args:
        text: a file that was read as facts before.
        fact: the path of the fact, as questions name it.
        value: its value, as YAML on one line.

    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    steps = steps_of(fact)
    if root is None or (isinstance(root, yaml.MappingNode) and not root.value):
        whole = f"{_nested(steps, value, first=True)}\n"
        return f"{text}{whole}" if root is None else text[: root.start_mark.index] + whole + text[root.end_mark.index :]
    assert isinstance(root, yaml.MappingNode), "facts are a mapping"
    return _put(text, root, steps, value)


def listed(text: str, fact: str) -> list[str]:
    """Return the words of a list of facts as they stand in the text; none where no list stands there."""
    at: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in steps_of(fact):
        if isinstance(at, yaml.SequenceNode):
            at = next((each for each in at.value if _id_of(each) == step), None)
        else:
            pairs = at.value if isinstance(at, yaml.MappingNode) else []
            at = next((node for key, node in pairs if key.value == step), None)
    return [str(each.value) for each in at.value] if isinstance(at, yaml.SequenceNode) else []


def _put(text: str, at: yaml.MappingNode, steps: Sequence[str], value: str) -> str:
    found = next((node for key, node in at.value if key.value == steps[0]), None)
    if found is None:
        return _added(text, at, steps, value)
    if len(steps) == 1:
        return _replaced(text, found, value)
    if isinstance(found, yaml.MappingNode) and found.value:
        return _put(text, found, steps[1:], value)
    if isinstance(found, yaml.SequenceNode):  # the cohorts
        cohort = next((each for each in found.value if _id_of(each) == steps[1]), None)
        assert isinstance(cohort, yaml.MappingNode), "questions name cohorts that are there"
        return _put(text, cohort, steps[2:], value)
    inner = f"[{_cohort(steps, value)}]" if steps[0] == "cohorts" else f"{{{_nested(steps[1:], value)}}}"
    return _replaced(text, found, inner)  # `unknown`, `{}` or nothing stood there


def _id_of(cohort: yaml.Node) -> str | None:
    pairs = cohort.value if isinstance(cohort, yaml.MappingNode) else []
    return next((node.value for key, node in pairs if key.value == "id"), None)


def _nested(steps: Sequence[str], value: str, *, first: bool = False) -> str:
    """Return `a: {b: value}`."""
    if steps[0] == "cohorts" and first:
        return f"cohorts: [{_cohort(steps, value)}]"
    rest = value if len(steps) == 1 else f"{{{_nested(steps[1:], value)}}}"
    return f"{steps[0]}: {rest}"


def _cohort(steps: Sequence[str], value: str) -> str:
    return f"{{id: {quoted(steps[1])}, {_nested(steps[2:], value)}}}"


def quoted(text: str) -> str:
    """Return text as a scalar that stands on one line, in quotes where it needs them."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_. -]*[A-Za-z0-9]|[A-Za-z]", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _end(node: Node) -> int:
    """Return where a value ends; a block ends with the last value in it, and not after the comments that follow."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _replaced(text: str, node: Node, value: str) -> str:
    start, end = node.start_mark.index, _end(node)
    if start == end and not text[:start].endswith(" "):  # nothing stood after the colon
        value = f" {value}"
    return text[:start] + value + text[end:]


def _added(text: str, at: yaml.MappingNode, steps: Sequence[str], value: str) -> str:
    pair = _nested(steps, value, first=True)
    if at.flow_style:
        closing = at.end_mark.index - 1
        separator = ", " if at.value else ""
        return text[:closing].rstrip() + separator + pair + text[closing:]
    last_key, last_value = at.value[-1]
    indent = " " * last_key.start_mark.column
    end = text.find("\n", _end(last_value))
    if end < 0:
        return f"{text.rstrip()}\n{indent}{pair}\n"
    return f"{text[: end + 1]}{indent}{pair}\n{text[end + 1 :]}"
