"""What YAML parsers complain of, in words for people who do not know YAML.

libyaml and PyYAML's own parser word the same mistake in two ways; here both read alike.
"""

from __future__ import annotations

import re

import yaml

from notifyrules.reading.problems import Place, Problem

_EXPLAINED = tuple(
    (re.compile(complaint), words)
    for complaint, words in (
        (r"tab character", "a tab stands in the indentation; indent with spaces"),
        (
            r"mapping (values|keys) are not allowed",
            "no key fits here; check the indentation, and put text that holds a colon in quotes",
        ),
        (r"unexpected ':'", "this colon fits nothing; text that holds a colon needs quotes"),
        (
            r"comment or (a )?line break|chomping",
            "text after | or > begins on the next line; text that itself starts with one of them needs quotes",
        ),
        (r"sequence entries are not allowed", "no list item fits here; check the indentation, and the lines above"),
        (
            r"could not find expected ':'",
            "a key without its colon, or a line that is not indented like those around it",
        ),
        (
            r"expected (key\Z|<block end>|'-' indicator)",
            "this does not fit the lines above; check the indentation, and any quotes before it",
        ),
        (
            r"expected ',' or",
            "the bracket opened on line {opened} is not closed; text that holds a bracket or a comma needs quotes",
        ),
        (r"unexpected (end of stream|document)", "the quote opened on line {opened} is not closed"),
        (
            r"escape|hexdecimal|hexadecimal",
            "this backslash means nothing in double quotes; use single quotes for text that holds a backslash",
        ),
        (r"alphabetic or numeric", "a name was expected after this sign; text that starts with & or * needs quotes"),
        (r"node content", "a value was expected here"),
        (r"document start", "one mapping was expected; this does not belong to it"),
    )
)


def explained(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """Say what a parser stumbled over, and where."""
    complaint = str(error.problem or error.context or "this cannot be read")
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(Place(name), f"not YAML: {complaint}")
    place = Place(name, mark.line + 1, mark.column + 1)
    opened = str((error.context_mark or mark).line + 1)
    if "cannot start any token" in complaint:
        words = _misplaced(text[mark.index : mark.index + 1])
    else:
        known = next((each for pattern, each in _EXPLAINED if pattern.search(complaint)), complaint)
        words = known.replace("{opened}", opened)
    return Problem(place, f"not YAML: {words}")


def _misplaced(character: str) -> str:
    return (
        "a tab stands here; indent with spaces"
        if character == "\t"
        else f"text that starts with {character} needs quotes"
    )
