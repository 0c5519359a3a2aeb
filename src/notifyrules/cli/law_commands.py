"""`notifyrules law`: what the library holds, and whether files of law are sound."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from notifyrules.cli import inputs

law_app = typer.Typer(help="The library of law: list, show, chart, diff, upcoming, check, terms.", no_args_is_help=True)

Rules = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="PATH", help="Lay these jurisdiction files over the library; repeatable."),
]


@law_app.command("list")
def list_law(rules: Rules = None) -> None:
    """List every regime with its texts and its duties.

    Example:
        notifyrules law list
    """
    from notifyrules.export.law_text import print_list
    from notifyrules.law import load_law

    law = load_law(rules=rules or [])
    inputs.print_to(None, lambda console: print_list(law, console))


@law_app.command()
def show(
    regime: Annotated[str, typer.Argument(metavar="REGIME", help="A regime's id, for example us-vt.")],
    rules: Rules = None,
) -> None:
    """Show one regime: its texts, whom it binds, what counts, its exceptions and duties, its sources.

    Example:
        notifyrules law show us-vt
    """
    from notifyrules.export.law_text import print_regime
    from notifyrules.law import load_law
    from notifyrules.reading.nearest import expected_one_of

    law = load_law(rules=rules or [])
    texts = [(file, text) for file, text in law.regimes() if text.id == regime.partition("/")[0]]
    if not texts:
        known = {text.id for _, text in law.regimes()}
        raise inputs.UsageError(expected_one_of(regime, known, what="regime", see="notifyrules law list"))
    inputs.print_to(None, lambda console: print_regime(texts, law.vocabulary, console))


class ChartFormat(StrEnum):
    """What `law chart` can put out."""

    table = "table"
    markdown = "markdown"


@law_app.command()
def chart(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="us (the states), us-federal, au, sg or a code.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="The texts in force on this day; else the library's.")
    ] = None,
    output_format: Annotated[ChartFormat, typer.Option("--format", help="What to put out.")] = ChartFormat.table,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, whole or not at all.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Chart the law of a place: trigger, harm test, limits and thresholds, a row a regime, each cell with its cite.

    Examples:
        notifyrules law chart us

        notifyrules law chart us-tx --on 2025-01-01
    """
    from notifyrules.export.chart import chart as rows_of
    from notifyrules.export.chart import places_of, print_chart, to_markdown
    from notifyrules.law import load_law
    from notifyrules.reading.nearest import expected_one_of

    law = load_law(rules=rules or [])
    known = places_of(law)
    if place.casefold() not in known:
        raise inputs.UsageError(expected_one_of(place.casefold(), known, what="place", see="notifyrules law list"))
    day = inputs.day(on, "--on") or law.day
    if output_format is ChartFormat.markdown:
        inputs.put_out(to_markdown(law, place.casefold(), day).encode(), output)
    else:
        inputs.print_to(output, lambda console: print_chart(rows_of(law, place.casefold(), day), console))


@law_app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="DAY", help="The earlier day, for example 2025-12-31.")],
    last: Annotated[str, typer.Argument(metavar="DAY", help="The later day.")],
    rules: Rules = None,
) -> None:
    """Tell what the law says on the later day and did not on the earlier one.

    Example:
        notifyrules law diff 2025-12-31 2026-01-01
    """
    from notifyrules.export.comparison import print_law_changes
    from notifyrules.export.law_changes import between
    from notifyrules.law import load_law

    days = [inputs.day(each, "law diff") for each in (first, last)]
    older, newer = min(each for each in days if each), max(each for each in days if each)
    if days[0] != older:
        raise inputs.UsageError(f"law diff: {first} is after {last}; the earlier day stands first")
    changes = between(load_law(rules=rules or []), older, newer)
    nothing = f"The library knows of no change from {older} to {newer}."
    inputs.print_to(None, lambda console: print_law_changes(changes, console, nothing=nothing))


@law_app.command()
def upcoming(
    after: Annotated[
        str | None, typer.Option("--after", metavar="DAY", help="What comes after this day; else the library's.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Tell which texts are enacted and still to come, and what they change.

    Example:
        notifyrules law upcoming
    """
    from notifyrules.export.comparison import print_law_changes
    from notifyrules.export.law_changes import upcoming as texts_after
    from notifyrules.law import load_law

    law = load_law(rules=rules or [])
    day = inputs.day(after, "--after") or law.day
    nothing = f"The library holds no text that takes effect after {day}."
    inputs.print_to(None, lambda console: print_law_changes(texts_after(law, day), console, nothing=nothing))


@law_app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files or directories to check together with the library."),
    ] = None,
    stale: Annotated[
        int | None, typer.Option("--stale", metavar="DAYS", min=0, help="Also list sources read more than DAYS ago.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Count their age on this day; else today.")
    ] = None,
) -> None:
    """Read every file of law and report every mistake with file, line and column.

    Examples:
        notifyrules law check

        notifyrules law check my-rules/

        notifyrules law check --stale 180
    """
    from notifyrules.export.law_text import print_check, print_freshness
    from notifyrules.law import load_law

    law = load_law(rules=paths or [], cache=False)
    inputs.print_to(None, lambda console: print_check(law, console))
    if stale is not None:
        day = inputs.day(on, "--on") or dt.date.today()
        inputs.print_to(None, lambda console: print_freshness(law, stale, day, console))


@law_app.command()
def terms(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="One list, for example data_elements.")] = None,
    output_format: Annotated[
        ChartFormat, typer.Option("--format", help="What to put out; markdown is every list.")
    ] = ChartFormat.table,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, whole or not at all.")
    ] = None,
) -> None:
    """List the words that facts and law may use, with their definitions.

    Example:
        notifyrules law terms data_elements
    """
    from notifyrules.export.law_text import TERM_LISTS, print_terms, terms_to_markdown
    from notifyrules.law import load_law
    from notifyrules.reading.nearest import expected_one_of

    if kind is not None and kind not in TERM_LISTS:
        raise inputs.UsageError(expected_one_of(kind, TERM_LISTS, what="list of terms"))
    vocabulary = load_law().vocabulary
    if output_format is ChartFormat.markdown:
        inputs.put_out(terms_to_markdown(vocabulary).encode(), output)
    else:
        inputs.print_to(output, lambda console: print_terms(vocabulary, kind, console))
