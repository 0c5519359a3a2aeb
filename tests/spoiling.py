"""Files spoiled at random: any value replaced by junk, any key misspelled or left out."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

Path = tuple[str | int, ...]
Change = tuple[Path, str, Any]

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"), max_size=9
)
_SCALARS = st.sampled_from(
    [None, True, False, 0, -1, 7, 10**12, 1.5, "", "unknown", "all", "yes", "US-TX", "2026-02-30", "ssn", "3 days"]
)
_KEYS = st.sampled_from(["id", "min", "from", "x", "", "all", "not", "within"])
JUNK = st.recursive(
    _SCALARS | _WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner), max_leaves=4
)


def changes(tree: Any) -> st.SearchStrategy[list[Change]]:
    """Draw up to four changes of a tree of plain values."""
    change = st.tuples(st.sampled_from(_paths(tree)[1:]), st.sampled_from(["replace", "misspell", "leave out"]), JUNK)
    return st.lists(change, min_size=1, max_size=4)


def spoiled(tree: Any, of: list[Change]) -> str:
    """Return the tree with these changes, as text: JSON, which is YAML on one line."""
    copy = json.loads(json.dumps(tree))
    for (*above, last), how, junk in of:
        at = copy
        for step in above:
            known = range(len(at)) if isinstance(at, list) else at if isinstance(at, dict) else ()
            at = at[step] if step in known else None
        if isinstance(at, dict) and last in at:
            value = at.pop(last)
            if how != "leave out":
                at[last if how == "replace" else f"{last}e"] = junk if how == "replace" else value
        elif isinstance(at, list) and isinstance(last, int) and last < len(at):
            at[last] = junk
    return json.dumps(copy, ensure_ascii=False)


def _paths(tree: Any) -> list[Path]:
    inside = enumerate(tree) if isinstance(tree, list) else tree.items() if isinstance(tree, dict) else ()
    return [(), *((key, *path) for key, value in inside for path in _paths(value))]
