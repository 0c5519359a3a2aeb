"""The chart of a country's law: a row a regime, each cell with its cite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from notifyrules.export.law_words import asks, in_words, limit_in_words
from notifyrules.export.words import as_markdown, safe
from notifyrules.law import Duty, Jurisdiction, Law, Regime, in_force
from notifyrules.vocabulary import Vocabulary

COLUMNS = ("law", "trigger", "harm test", "individuals", "authorities", "bureaus and media", "vendor to owner")
_OTHERS = ("consumer-reporting-agencies", "media")
_NONE = ("none",)
LONGEST = 400
"""Characters of a condition that a cell still shows; `notifyrules law show` tells the rest."""
WIDE = 140
"""Columns of a terminal from which the seven columns can be read side by side."""
TITLES = {
    "us": "The states and territories of the United States",
    "us-federal": "Federal law of the United States",
    "au": "Australia",
    "sg": "Singapore",
}


class Row(NamedTuple):
    """One regime of the chart: for each column its lines, each with the cite it rests on."""

    place: str
    name: str
    regime: str
    cells: tuple[tuple[str, ...], ...]


def places_of(law: Law) -> tuple[str, ...]:
    """Return what a chart can be asked of: `us` for the states, `us-federal`, and every other code in lower case."""
    codes = {entry.jurisdiction for entry in law.index}
    named = {"us-federal" if code == "US" else code.casefold() for code in codes}
    countries = {code.partition("-")[0].casefold() for code in codes if "-" in code}
    return tuple(sorted(named | countries))


def chart(law: Law, place: str, day: dt.date) -> list[Row]:
    """Return the rows of a chart, by name of the jurisdiction, its general law first.

    Args:
        law: the library.
        place: one of `places_of`: `us` is every state and territory, `us-federal` the federal regimes.
        day: the texts in force on this day are shown.

    """
    code = place.upper()

    def wanted(jurisdiction: str) -> bool:
        if code == "US-FEDERAL":
            return jurisdiction == "US"
        return jurisdiction.startswith(f"{code}-") or (jurisdiction == code and code != "US")

    regimes = sorted(
        law.regimes(), key=lambda each: (each[0].name, each[1].id != each[0].jurisdiction.casefold(), each[1].id)
    )
    rows = []
    for (_, regime_id), group in groupby(regimes, key=lambda each: (each[0].name, each[1].id)):
        texts = list(group)
        file = texts[0][0]
        if not wanted(file.jurisdiction):
            continue
        chosen = in_force([regime for _, regime in texts], day, law.day).regime
        if chosen is not None:
            later = [text for _, text in texts if text.in_force.from_ > day]
            rows.append(Row(file.jurisdiction, file.name, regime_id, _cells(file, chosen, later, law.vocabulary)))
    return rows


def _cells(
    file: Jurisdiction, regime: Regime, later: Sequence[Regime], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], ...]:
    def told(accepted: Callable[[Duty], bool]) -> tuple[str, ...]:
        return tuple(_duty(duty, file, vocabulary) for duty in regime.duties if accepted(duty)) or _NONE

    return (
        (
            f"{regime.title} [{regime.cite}]",
            f"in force since {regime.in_force.from_}",
            *(f"changes on {text.in_force.from_}" for text in sorted(later, key=lambda each: each.in_force.from_)),
        ),
        (_cited(in_words(regime.event, vocabulary), regime.event.cite) if regime.event else "any event",),
        tuple(_harm_tests(regime, vocabulary)) or _NONE,
        told(lambda duty: duty.notify == "individuals"),
        told(lambda duty: duty.notify in file.authorities),
        told(lambda duty: duty.notify in _OTHERS),
        told(lambda duty: duty.notify == "data-owner"),
    )


def _harm_tests(regime: Regime, vocabulary: Vocabulary) -> Iterable[str]:
    for exception in regime.exceptions:
        if asks(exception.when, lambda each: each.harm is not None):
            lifted = "all notices" if exception.lifts == "all" else ", ".join(exception.lifts)
            yield _cited(f"{in_words(exception.when, vocabulary)}: lifts {lifted}", exception.cite)
    for condition in (regime.information, regime.event):
        for each in asks(condition, lambda part: part.harm is not None) if condition else ():
            cite = each.cite or (condition.cite if condition else None)
            yield _cited(f"only where {in_words(each, vocabulary)}", cite)
    for duty in regime.duties:
        for condition in (duty.concerning, duty.when):
            for each in asks(condition, lambda part: part.harm is not None) if condition else ():
                yield _cited(f"{duty.id} only where {in_words(each, vocabulary)}", each.cite or duty.cite)


def _duty(duty: Duty, file: Jurisdiction, vocabulary: Vocabulary) -> str:
    who = {"consumer-reporting-agencies": "bureaus: ", "media": "media: "}.get(duty.notify, "")
    if duty.notify in file.authorities:
        who = f"{file.authorities[duty.notify].name}: "
    only = [in_words(each, vocabulary) for each in (duty.when, duty.concerning) if each is not None]
    words = " and, for those concerned, ".join(only)
    condition = f"if {words if len(words) <= LONGEST else 'a longer condition of the file is met'}: " if only else ""
    return _cited(f"{who}{condition}{limit_in_words(duty.deadline, vocabulary)}", duty.cite)


def _cited(words: str, cite: str | None) -> str:
    return f"{words} [{cite}]" if cite else words


def print_chart(rows: Sequence[Row], console: Console) -> None:
    """Print the chart: a table where the terminal is wide, else a block a regime."""
    wide = console.width >= WIDE
    table = Table(show_lines=True, expand=True)
    for column in ("", *COLUMNS):
        table.add_column(column, overflow="fold", ratio=1 if column else None)
    for row in rows:
        if wide:
            table.add_row(safe(row.name), *(Text("\n".join(safe(line) for line in cell)) for cell in row.cells))
            continue
        console.print(Text(f"{safe(row.name)} · {row.regime}", style="bold"))
        for column, cell in zip(COLUMNS, row.cells, strict=True):
            grid = Table.grid(padding=(0, 1))
            grid.add_column(width=18, style="dim")
            grid.add_column(overflow="fold")
            grid.add_row(column, Text("\n".join(safe(line) for line in cell)))
            console.print(grid)
        console.print()
    if wide:
        console.print(table)


def to_markdown(law: Law, place: str, day: dt.date) -> str:
    """Return the chart of a place as a Markdown page."""
    rows = chart(law, place, day)
    lines = [
        f"# {TITLES.get(place, rows[0].name if rows else place)}",
        "",
        f"The texts in force on {day}: a row a regime, each cell with its cite in brackets. The jurisdiction",
        "file holds more, and decides: whom it binds, what data counts, exceptions, sources, confidence.",
        "`make generated` writes this page.",
        "",
        f"| | {' | '.join(COLUMNS)} |",
        f"|{'---|' * (len(COLUMNS) + 1)}",
    ]
    for row in rows:
        cells = ["<br>".join(as_markdown(line) for line in cell) for cell in row.cells]
        lines.append(f"| **{as_markdown(row.name)}**<br>`{row.regime}` | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])
