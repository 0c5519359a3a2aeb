"""`notifyrules law`: what the library holds, and whether files of law are sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notifyrules.cli import inputs

law_app = typer.Typer(help="The library of law: list, show, check, terms.", no_args_is_help=True)

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
    texts = [(file, text) for file, text in law.regimes() if text.id == regime]
    if not texts:
        known = {text.id for _, text in law.regimes()}
        raise inputs.UsageError(expected_one_of(regime, known, what="regime", see="notifyrules law list"))
    inputs.print_to(None, lambda console: print_regime(texts, law.vocabulary, console))


@law_app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files or directories to check together with the library."),
    ] = None,
) -> None:
    """Read every file of law and report every mistake with file, line and column.

    Examples:
        notifyrules law check

        notifyrules law check my-rules/
    """
    from notifyrules.export.law_text import print_check
    from notifyrules.law import load_law

    law = load_law(rules=paths or [], cache=False)
    inputs.print_to(None, lambda console: print_check(law, console))


@law_app.command()
def terms(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="One list, for example data_elements.")] = None,
) -> None:
    """List the words that facts and law may use, with their definitions.

    Example:
        notifyrules law terms data_elements
    """
    from notifyrules.export.law_text import TERM_LISTS, print_terms
    from notifyrules.law import load_law
    from notifyrules.reading.nearest import expected_one_of

    if kind is not None and kind not in TERM_LISTS:
        raise inputs.UsageError(expected_one_of(kind, TERM_LISTS, what="list of terms"))
    vocabulary = load_law().vocabulary
    inputs.print_to(None, lambda console: print_terms(vocabulary, kind, console))
