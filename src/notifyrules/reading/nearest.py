"""The nearest right word, for messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from notifyrules.reading.problems import shown

_LONGEST = 60


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to `word`, or None where nothing is close."""
    if len(word) > _LONGEST:
        return None
    import difflib  # noqa: PLC0415 - only a mistake needs it

    by_folded = {name.casefold(): name for name in sorted(known)}
    folded = word.casefold()
    cutoff = 0.65 if len(folded) < 5 else 0.7  # of three letters one may be wrong
    matches = difflib.get_close_matches(folded, by_folded, n=8, cutoff=cutoff)
    if not matches:
        return None

    def closeness(match: str) -> tuple[float, int]:  # of words equally close, the one that begins alike
        alike = next((n for n, (a, b) in enumerate(zip(match, folded, strict=False)) if a != b), len(folded))
        return difflib.SequenceMatcher(None, match, folded).ratio(), alike

    return by_folded[max(matches, key=closeness)]


def expected_one_of(
    word: str,
    known: Iterable[str],
    *,
    what: str,
    show: int = 12,
    see: str = "notifyrules law terms",
) -> str:
    """Say that `word` is no known `what`, with the nearest right one or, for short lists, all of them.

    Where `known` is a mapping, its keys are other spellings too and its values the right words.
    """
    meant = known if isinstance(known, Mapping) else {name: name for name in known}
    message = f"unknown {what} {shown(word)}"
    if match := nearest(word, meant):
        return f"{message}; did you mean {meant[match]!r}?"
    names = sorted(set(meant.values()))
    if len(names) <= show:
        return f"{message}; expected one of: {', '.join(names)}"
    return f"{message}; see `{see}` for the list"
