"""What the law says on one day and not on another: texts that begin, end or take the place of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from notifyrules.export.law_words import in_words, limit_in_words
from notifyrules.law import Jurisdiction, Law, Regime
from notifyrules.vocabulary import Vocabulary


class LawChange(NamedTuple):
    """One regime that is another on the later day. A part has a name, its text before and after (None: not there).

    `day` is None where nobody has fixed it yet.
    """

    regime: str
    title: str
    cite: str
    day: dt.date | None
    what: str
    parts: tuple[tuple[str, str | None, str | None], ...]


def between(law: Law, first: dt.date, last: dt.date) -> list[LawChange]:
    """Return what changed from the texts in force on one day to those on a later one, by day and regime."""
    found = []
    for texts in _texts(law):
        old, new = _on(texts, first), _on(texts, last)
        if old is not new:
            found.append(_change(old, new, law.vocabulary))
    return _by_day(found)


def upcoming(law: Law, day: dt.date) -> list[LawChange]:
    """Return the texts that take effect, or end, after a day, each against the text before it; undated ones last."""
    found = []
    for texts in _texts(law):
        for number, (_, text) in enumerate(texts):
            if text.in_force.from_ > day:
                found.append(_change(texts[number - 1] if number else None, texts[number], law.vocabulary))
        last = texts[-1]
        if last[1].in_force.to is not None and last[1].in_force.to >= day:
            found.append(_change(last, None, law.vocabulary))
    undated = [
        LawChange(
            each.id, each.title, each.cite, None, f"begins {each.begins}", tuple(("", None, ask) for ask in each.asks)
        )
        for _, file in law.jurisdictions()
        for each in file.pending
    ]
    return [*_by_day(found), *undated]


def _by_day(changes: Iterable[LawChange]) -> list[LawChange]:
    return sorted(changes, key=lambda change: (change.day or dt.date.max, change.regime))


Entry = tuple[Jurisdiction, Regime]


def _texts(law: Law) -> Iterator[list[Entry]]:
    ordered = sorted(law.regimes(), key=lambda each: (each[1].id, each[1].in_force.from_))
    for _, group in groupby(ordered, key=lambda each: each[1].id):
        yield list(group)


def _on(texts: Sequence[Entry], day: dt.date) -> Entry | None:
    for entry in texts:
        starts, ends = entry[1].in_force.from_, entry[1].in_force.to
        if starts <= day and (ends is None or day <= ends):
            return entry
    return None


def _change(old: Entry | None, new: Entry | None, vocabulary: Vocabulary) -> LawChange:
    _, regime = entry = new or old or _nothing()
    if new is None:
        ends = regime.in_force.to
        assert ends is not None
        return LawChange(regime.id, regime.title, regime.cite, ends, f"ends after {ends}", ())
    day = regime.in_force.from_
    if old is None:
        what = "begins" if regime.first_text else "oldest text entered begins"
        duties = {name: text for name, text in _parts(entry, vocabulary).items() if name.startswith("duty")}
        return LawChange(
            regime.id, regime.title, regime.cite, day, what, tuple((name, None, text) for name, text in duties.items())
        )
    before, after = _parts(old, vocabulary), _parts(new, vocabulary)
    names = [*after, *(name for name in before if name not in after)]
    changed = [(name, before.get(name), after.get(name)) for name in names]
    differing = tuple(each for each in changed if each[1] != each[2])
    what = "changes" if differing else "is enacted anew, with nothing changed in what decides"
    return LawChange(regime.id, regime.title, regime.cite, day, what, differing)


def _nothing() -> Entry:
    raise AssertionError("a change has a text before or after it")


def _parts(entry: Entry, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the parts of a text that decide something, each on one line."""
    _, regime = entry
    found = {
        name: in_words(condition, vocabulary)
        for name, condition in (("binds", regime.binds), ("information", regime.information), ("event", regime.event))
        if condition is not None
    }
    for each in regime.exceptions:
        lifts = "all duties" if each.lifts == "all" else ", ".join(each.lifts)
        found[f"exception {each.id}"] = f"{in_words(each.when, vocabulary)}; lifts {lifts}"
    if (delay := regime.law_enforcement_delay) is not None:
        reaches = "all duties" if delay.reaches == "all" else ", ".join(delay.reaches)
        found["law-enforcement delay"] = f"reaches {reaches}" + (", only in writing" if delay.needs_writing else "")
    for duty in regime.duties:
        name = f"duty {duty.id}"
        found[name] = f"tell {duty.notify}: {limit_in_words(duty.deadline, vocabulary)}"
        for word, condition in (("when", duty.when), ("concerning", duty.concerning)):
            if condition is not None:
                found[f"{name}, {word}"] = in_words(condition, vocabulary)
        for word, lines in (("content", duty.content), ("barred content", duty.content_barred)):
            if lines:
                found[f"{name}, {word}"] = "; ".join(lines)
        if duty.credit_monitoring:
            found[f"{name}, credit monitoring"] = ", ".join(
                f"{each.months} months where {in_words(each.when, vocabulary)}" for each in duty.credit_monitoring
            )
    return found
