"""How the command begins and ends: the plainest call at once, every other through typer, and errors in words."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from notifyrules.cli import inputs
from notifyrules.reading import InputError


def main() -> None:
    """Run the command line; exit 0 done, 2 the input is wrong, 3 engine and checker disagree."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that has no “ shows ? and not a traceback
    try:
        _run(sys.argv[1:])
    except InputError as error:
        for problem in error.problems:
            inputs.complain(str(problem))
        count = len(error.problems)
        inputs.complain(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was done.")
        sys.exit(2)
    except inputs.USAGE_ERRORS as error:
        inputs.complain(str(error))
        sys.exit(2)
    except inputs.internal_errors() as error:
        inputs.complain(f"internal error: {error}. Nothing was published; please report this with the facts file.")
        sys.exit(3)
    except BrokenPipeError:  # the reader has seen enough
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(arguments: Sequence[str]) -> None:
    match arguments:
        case ["assess", facts] if facts == inputs.STANDARD_INPUT or not facts.startswith("-"):
            # the first call of an incident, without options: it need not wait for the command line to be built
            inputs.put_out_table(inputs.read(facts, []).assessment, None)
        case _:
            from notifyrules.cli.app import app

            app()
