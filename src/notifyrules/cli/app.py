"""The commands. Each reads its inputs, calls the library once, and hands the result to a format."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from notifyrules.cli import inputs
from notifyrules.cli.law_commands import Rules, law_app
from notifyrules.version import __version__

app = typer.Typer(
    name="notifyrules",
    help="Which regulators and which people must be told of a data breach, by what moment, and why.",
    epilog="Begin with `notifyrules init facts.yaml`, then `notifyrules assess facts.yaml`. "
    "Exit codes: 0 done, 2 the input is wrong, 3 engine and checker disagree, 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(law_app, name="law")

FactsFile = Annotated[str, typer.Argument(metavar="FACTS", help="The facts file (YAML); - reads standard input.")]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="TIME", help="Tell the time left at this moment: `now`, or 2026-03-10T09:00-05:00."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--law-as-of", metavar="DAY", help="Read all law as it stood on this day, for example 2025-06-30."),
]
PolicyFile = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="The firm's own target days, lead time and banner (YAML)."),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, whole or not at all.")]


class Format(StrEnum):
    """What `assess` can put out."""

    table = "table"
    json = "json"
    ics = "ics"
    html = "html"
    markdown = "markdown"
    csv = "csv"
    docx = "docx"


class CompareFormat(StrEnum):
    """What `compare` can put out."""

    table = "table"
    json = "json"


BY_SUFFIX = {
    ".json": Format.json,
    ".ics": Format.ics,
    ".html": Format.html,
    ".htm": Format.html,
    ".md": Format.markdown,
    ".csv": Format.csv,
    ".docx": Format.docx,
}
DOCUMENTS = (Format.html, Format.markdown, Format.csv, Format.docx)


@app.command()
def assess(
    facts: FactsFile,
    output_format: Annotated[
        Format | None,
        typer.Option("--format", help="What to put out; else what the name of the output says, or a table."),
    ] = None,
    output: Output = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also list what is not required, each with the fact that decides it.")
    ] = False,
    banner: Annotated[
        str | None, typer.Option("--banner", metavar="TEXT", help="Head the document with this line, say of privilege.")
    ] = None,
    law_only: Annotated[bool, typer.Option("--law-only", help="Leave contracts and practice out.")] = False,
    now: Now = None,
    law_as_of: AsOf = None,
    policy: PolicyFile = None,
    rules: Rules = None,
) -> None:
    """Say who must be told, by when and why: required, undetermined, and what to ask next.

    Examples:
        notifyrules assess facts.yaml

        notifyrules assess facts.yaml --now now --all

        notifyrules assess facts.yaml --format json -o assessment.json

        notifyrules assess facts.yaml --format html -o report.html --banner "Privileged and confidential"
    """
    case = inputs.read(
        facts,
        rules or [],
        now=now,
        law_as_of=law_as_of,
        everything=everything,
        law_only=law_only,
        policy=policy,
        output=output,
    )
    output_format = output_format or BY_SUFFIX.get(output.suffix if output else "", Format.table)
    if output_format is Format.json:
        from notifyrules.export.json_text import to_json

        inputs.put_out(to_json(case.assessment).encode(), output)
    elif output_format is Format.ics:
        inputs.put_out_calendar(case, output)
    elif output_format in DOCUMENTS:
        own = case.policy.banner if case.policy else None
        inputs.put_out_document(case.assessment, output_format, output, banner=banner or own)
    else:
        inputs.put_out_table(case.assessment, output, everything=everything)


@app.command()
def explain(
    facts: FactsFile,
    duty: Annotated[str, typer.Argument(metavar="DUTY", help="A duty's id, for example us-tx/attorney-general.")],
    full: Annotated[bool, typer.Option("--full", help="Show every condition, not only those that decide.")] = False,
    now: Now = None,
    law_as_of: AsOf = None,
    rules: Rules = None,
) -> None:
    """Show the proof of one duty: each condition, its truth, the fact and the law behind it, and the counting.

    Example:
        notifyrules explain facts.yaml us-tx/attorney-general
    """
    case = inputs.read(facts, rules or [], now=now, law_as_of=law_as_of, everything=True)
    from notifyrules.export.explanation import print_explanation

    found = inputs.duty_of(case, duty)
    inputs.print_to(None, lambda console: print_explanation(found, case.facts, case.name, console, full=full))


@app.command()
def ask(
    facts: Annotated[Path, typer.Argument(metavar="FACTS", help="The facts file (YAML); answers are written into it.")],
    rules: Rules = None,
) -> None:
    """Ask what still decides something, most decisive first, and write each answer into the facts file at once.

    Example:
        notifyrules ask facts.yaml
    """
    from notifyrules.cli import asking

    asking.ask(facts, rules or [])


@app.command()
def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="Facts (YAML), or an assessment stored as JSON.")],
    after: Annotated[
        str | None, typer.Argument(metavar="[AFTER]", help="The same, later; left out with two --law-as-of.")
    ] = None,
    law_as_of: Annotated[
        list[str] | None,
        typer.Option("--law-as-of", metavar="DAY", help="Read all law as on this day; twice, once for each side."),
    ] = None,
    output_format: Annotated[CompareFormat, typer.Option("--format", help="What to put out.")] = CompareFormat.table,
    output: Output = None,
    rules: Rules = None,
) -> None:
    """Say which duties appeared, vanished or moved between two states of an incident, and because of what.

    Examples:
        notifyrules compare monday.yaml tuesday.yaml

        notifyrules compare facts.yaml --law-as-of 2025-12-31 --law-as-of 2026-01-01
    """
    from notifyrules.export.comparison import comparison_to_json, print_comparison

    inputs.keep(output, before, after, *(rules or []))
    changes = inputs.compare(before, after, law_as_of or [], rules or [])
    if output_format is CompareFormat.json:
        inputs.put_out(comparison_to_json(changes).encode(), output)
    else:
        inputs.print_to(output, lambda console: print_comparison(changes, console))


@app.command()
def calendar(
    facts: FactsFile,
    output: Output = None,
    now: Now = None,
    law_as_of: AsOf = None,
    policy: PolicyFile = None,
    rules: Rules = None,
) -> None:
    """Write the deadlines as an iCalendar file; written over an earlier one, it moves and cancels its events.

    Example:
        notifyrules calendar facts.yaml -o deadlines.ics
    """
    case = inputs.read(facts, rules or [], now=now, law_as_of=law_as_of, policy=policy, output=output)
    inputs.put_out_calendar(case, output)


@app.command()
def init(
    output: Annotated[Path, typer.Argument(metavar="FILE", help="The facts file to begin.")] = Path("facts.yaml"),
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write a commented facts file in which everything is still unknown.

    Example:
        notifyrules init facts.yaml
    """
    import secrets

    from notifyrules.facts import template

    into_file = not inputs.to_standard_output(output)
    if into_file and os.path.lexists(output) and not force:
        raise inputs.UsageError(f"{output}: there is such a file already; --force writes over it")
    incident = f"INC-{secrets.token_hex(3).upper()}"  # two incidents left as they are must not share calendar events
    inputs.put_out(template(incident).encode(), output)
    if into_file:
        inputs.tell(f"Wrote {output}. Fill in what is known, then: notifyrules assess {output}")


class SchemaName(StrEnum):
    """What there is a JSON Schema of."""

    facts = "facts"
    jurisdiction = "jurisdiction"
    assessment = "assessment"


@app.command()
def schema(
    name: Annotated[SchemaName, typer.Argument(metavar="NAME", help="facts, jurisdiction or assessment.")],
    output: Output = None,
) -> None:
    """Put out the JSON Schema of facts, of jurisdiction files or of the JSON assessment, for editors and validators.

    Example:
        notifyrules schema facts -o facts.schema.json
    """
    from notifyrules.export.schemas import schemas, to_text
    from notifyrules.law import load_law

    inputs.put_out(to_text(schemas(load_law().vocabulary)[name]()).encode(), output)


def _version(asked: bool) -> None:
    if asked:
        from notifyrules.law import load_law

        law = load_law()
        typer.echo(f"notifyrules {__version__}, law of {law.version} ({law.sha256[:12]})")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version of program and law.")
    ] = False,
) -> None:
    del version
