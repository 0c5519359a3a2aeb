"""Bad input in which a mark (`▸`) stands wherever a mistake must be told.

`told("a.yaml", "incident:\\n  ▸tilte: x\\n", "unknown key …")` gives the text without its mark, and the messages that
reading it must give, each with the line and column of its mark. Two marks in a row are two mistakes in one place.
"""

from __future__ import annotations

import re

MARK = "▸"
JARGON = re.compile(
    r"Input should|Value error|Assertion failed|[Tt]uple|[Dd]ict\b|Field required|Extra inputs|valid \w+"
)
"""Words of pydantic and Python that nobody who writes facts or law should meet."""


def told(name: str, text: str, *messages: str) -> tuple[str, list[str]]:
    """Return the text without its marks, and the messages expected of it in the order of the marks."""
    places = []
    for number, line in enumerate(text.split("\n"), start=1):
        pieces = line.split(MARK)[:-1]
        columns = (sum(map(len, pieces[: index + 1])) + 1 for index in range(len(pieces)))
        places += [f"{name}:{number}:{column}" for column in columns]
    assert len(places) == len(messages), f"{len(places)} marks for {len(messages)} messages"
    return text.replace(MARK, ""), [f"{place}: {message}" for place, message in zip(places, messages, strict=True)]
