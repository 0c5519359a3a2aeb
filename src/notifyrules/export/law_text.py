"""The library of law as text: what it holds, one regime in full, the terms, and the report of a check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import get_args

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from notifyrules.export.law_words import limit_in_words
from notifyrules.export.words import as_markdown, heading, safe
from notifyrules.law import Condition, Jurisdiction, Law, Regime
from notifyrules.vocabulary import Kind, Vocabulary

TERM_LISTS = tuple(kind for kind in get_args(Kind) if kind != "places")


def print_list(law: Law, console: Console) -> None:
    """Print every regime with the days of its texts and its duties."""
    for regime_id, group in groupby(sorted(law.regimes(), key=_by_id), key=lambda each: each[1].id):
        texts = [regime for _, regime in group]
        newest = texts[-1]
        force = "" if newest.force == "law" else f" ({newest.force})"
        line = Text(regime_id, style="bold")
        line.append(f"  {safe(newest.cite)}{force}", style="not bold")
        console.print(line)
        days = ", ".join(str(text.in_force.from_) for text in texts)
        _indented(f"{'text' if len(texts) == 1 else 'texts'} from {days}", 2, console, style="dim")
        _indented(", ".join(duty.id for duty in newest.duties), 2, console)
    console.print()
    console.print(Text(f"Law of {law.version} ({law.sha256[:12]})", style="dim"))


def print_check(law: Law, console: Console) -> None:
    """Print what a sound library holds, and what in it rests on weak sources."""
    texts = law.regimes()
    duties = sum(len(regime.duties) for _, regime in texts)
    regimes = len({regime.id for _, regime in texts})
    console.print(f"{len(law.sources)} files, {regimes} regimes in {len(texts)} texts, {duties} duties: no mistakes.")
    low = sorted({line for _, regime in texts for line in _low_confidence(regime)})
    if low:
        console.print(f"{len(low)} parts of low confidence:")
        for line in low:
            _indented(f"- {line}", 2, console)


def print_freshness(law: Law, days: int, today: dt.date, console: Console) -> None:
    """Print the sources that were last read, and the channels that were last tried, more than `days` ago."""
    stale: dict[str, dt.date] = {}
    for _, regime in law.regimes():
        newest = max(each.checked for each in regime.references)
        if (today - newest).days > days:
            stale[regime.id] = max(newest, stale.get(regime.id, newest))
    if not stale:
        console.print(f"Every regime has a source read within the {days} days before {today}.")
    else:
        console.print(f"{len(stale)} regimes with no source read within the {days} days before {today}:")
        for regime_id, newest in sorted(stale.items(), key=lambda each: (each[1], each[0])):
            _indented(f"- {regime_id}: last read {newest}, {(today - newest).days} days ago", 2, console)
    offices = [office for _, file in law.jurisdictions() for office in file.authorities.values()]
    untried = sum(office.checked is None or (today - office.checked).days > days for office in offices)
    console.print(f"{untried} of {len(offices)} offices have a channel nobody has tried within that time.")


def _low_confidence(regime: Regime) -> Iterator[str]:
    if regime.confidence == "low":
        yield f"{regime.id}: {regime.confidence_reason}"
    parts = [
        *regime.duties,
        *regime.exceptions,
        *([regime.law_enforcement_delay] if regime.law_enforcement_delay else []),
    ]
    for part in parts:
        if part.confidence == "low":
            yield f"{regime.id}/{getattr(part, 'id', 'law-enforcement-delay')}: {part.confidence_reason}"


def print_terms(vocabulary: Vocabulary, kind: str | None, console: Console) -> None:
    """Print the terms of one list, or of all, with aliases and definitions."""
    for name in TERM_LISTS if kind is None else (kind,):
        console.print(Text(name, style="bold underline"))
        for word, term in sorted(getattr(vocabulary, name).items()):
            text = Text(word, style="bold")
            if term.aliases:
                text.append(f" (also {', '.join(term.aliases)})", style="dim")
            text.append(f": {safe(term.definition)}", style="not bold")
            console.print(Padding(text, (0, 0, 0, 2)))


def terms_to_markdown(vocabulary: Vocabulary) -> str:
    """Return every list of terms as a Markdown page."""
    lines = [
        "# Terms",
        "",
        "The words that facts and law may use, with what they mean. Made from `jurisdictions/vocabulary.yaml` by",
        "`make generated`. A term marked *no if left out* counts as no where facts are silent; any other is unknown.",
    ]
    for name in TERM_LISTS:
        lines += ["", f"## {name.replace('_', ' ').capitalize()}", "", f"`{name}`", ""]
        lines += ["| term | means | asked as |", "|---|---|---|"]
        for word, term in sorted(getattr(vocabulary, name).items()):
            also = f"<br>also {', '.join(f'`{each}`' for each in term.aliases)}" if term.aliases else ""
            absent = "<br>*no if left out*" if term.unless_stated else ""
            source = f" ({term.source})" if term.source else ""
            cells = (f"`{word}`{also}{absent}", as_markdown(f"{term.definition}{source}"), as_markdown(term.ask or ""))
            lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## What people should do", ""]
    lines += ["By the data that was involved, and the country whose law calls for the notice.", ""]
    lines += ["| data | country | advice |", "|---|---|---|"]
    for element, by_place in vocabulary.advice.items():
        for place, advice in by_place.items():
            lines.append(f"| `{element}` | {place} | {'<br>'.join(as_markdown(each) for each in advice)} |")
    return "\n".join([*lines, ""])


def print_regime(texts: Sequence[tuple[Jurisdiction, Regime]], vocabulary: Vocabulary, console: Console) -> None:
    """Print the newest text of a regime in the order of the law, and the days of its other texts."""
    ordered = sorted((regime for _, regime in texts), key=lambda regime: regime.in_force.from_)
    file, newest = texts[0][0], ordered[-1]
    console.print(Text(heading(newest.id, file.name, newest.title), style="bold"))
    console.print(Text(safe(f"{newest.cite}; {newest.force}; picked by {newest.picks_law_by}")))
    for text in ordered:
        ends = f" to {text.in_force.to}" if text.in_force.to else ""
        console.print(Text(f"text in force from {text.in_force.from_}{ends}", style="dim"))
    for title, condition in (
        ("Binds", newest.binds),
        ("Information", newest.information),
        ("Event", newest.event),
    ):
        if condition is not None:
            _block(console, title, list(_lines(condition, vocabulary)))
    for exception in newest.exceptions:
        lifts = "all duties" if exception.lifts == "all" else ", ".join(exception.lifts)
        lines = [*_lines(exception.when, vocabulary), *(f"asks: {each}" for each in exception.conditions)]
        _block(console, f"Exception {exception.id} (lifts {lifts}; {exception.cite})", lines)
    if (delay := newest.law_enforcement_delay) is not None:
        reaches = "all duties" if delay.reaches == "all" else ", ".join(delay.reaches)
        limits = ["only in writing"] if delay.needs_writing else []
        limits += [f"an oral request for at most {delay.oral_limit}"] if delay.oral_limit else []
        limits += [f"then: {limit_in_words(delay.then, vocabulary)}"] if delay.then else []
        _block(console, f"Law-enforcement delay (reaches {reaches}; {delay.cite})", limits)
    for duty in newest.duties:
        lines = [
            f"tell: {duty.notify}; owed by: {duty.owed_by}",
            f"by when: {limit_in_words(duty.deadline, vocabulary)}",
        ]
        for word, condition in (("concerning", duty.concerning), ("when", duty.when)):
            if condition is not None:
                lines += [f"{word}:", *(f"  {line}" for line in _lines(condition, vocabulary))]
        lines += [f"says: {each}" for each in duty.content]
        lines += [f"must not say: {each}" for each in duty.content_barred]
        lines += [f"how: {each}" for each in duty.methods]
        _block(console, f"Duty {duty.id} ({duty.cite})", lines)
    sources = [f"{each.title}{f' <{each.url}>' if each.url else ''}, read {each.checked}" for each in newest.references]
    _block(console, "Sources", sources)
    if newest.note:
        _block(console, "Note", [newest.note])


def _block(console: Console, title: str, lines: Sequence[str]) -> None:
    console.print()
    console.print(Text(safe(title), style="bold"))
    for line in lines:
        _indented(line, 2 + len(line) - len(line.lstrip()), console)


def _indented(line: str, by: int, console: Console, *, style: str = "") -> None:
    console.print(Padding(Text(safe(line), style=style), (0, 0, 0, by)))


def _lines(condition: Condition, vocabulary: Vocabulary, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    cite = f"  [{condition.cite}]" if condition.cite else ""
    operator = condition.operator.rstrip("_")
    if condition.parts:
        yield f"{indent}{ {'all': 'all of', 'any': 'any of', 'not': 'not'}[operator] }:{cite}"
        for part in condition.parts:
            yield from _lines(part, vocabulary, depth + 1)
    else:
        value = getattr(condition, condition.operator)
        words = ", ".join(value) if isinstance(value, tuple) else _value(value)
        yield f"{indent}{operator}: {words}{cite}"


def _value(value: object) -> str:
    if hasattr(value, "model_dump"):
        given = value.model_dump(exclude_none=True, by_alias=True)
        return ", ".join(f"{key} {each}" for key, each in given.items())
    return str(value)


def _by_id(each: tuple[Jurisdiction, Regime]) -> tuple[str, str]:
    return each[1].id, str(each[1].in_force.from_)
