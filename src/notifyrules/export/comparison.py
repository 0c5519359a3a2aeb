"""A comparison of two assessments, and of the law on two days, for a terminal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from notifyrules.assessment.comparing import KINDS, Change, State
from notifyrules.export.law_changes import LawChange
from notifyrules.export.words import instant, safe


def print_comparison(changes: Sequence[Change], console: Console) -> None:
    """Print which duties came, went or moved, and because of which fact or law."""
    if not changes:
        console.print("Nothing changed: the same duties with the same dates.")
    for kind, title in KINDS.items():
        of_kind = [change for change in changes if change.kind == kind]
        if not of_kind:
            continue
        console.print(Text(f"{title} ({len(of_kind)})", style="bold underline"))
        for change in of_kind:
            console.print(Padding(Text(f"{change.duty}  {safe(change.recipient)}", style="bold"), (0, 0, 0, 2)))
            console.print(Padding(Text(_moved(change)), (0, 0, 0, 4)))
            for cause in change.because:
                before, after = (safe(each) if each is not None else "did not decide" for each in cause[1:])
                line = Text(f"because {safe(cause.what)}: {before} → {after}", style="dim")
                console.print(Padding(line, (0, 0, 0, 4)))
        console.print()


def _moved(change: Change) -> str:
    before, after = change.before, change.after
    if before.due == after.due and before.due is not None:  # a date that stays is told once
        return f"{_status(before)} → {_status(after)}, {_due(after)}"
    return " → ".join(f"{_status(each)}, {_due(each)}" if each.due else _status(each) for each in (before, after))


def _status(state: State) -> str:
    return state.status.replace("_", " ")


def _due(state: State) -> str:
    """Return a date as people read it, and the words of the law where there is none."""
    try:
        return instant(dt.datetime.fromisoformat(state.due or ""))
    except ValueError:
        return safe(state.due or "")


def comparison_to_json(changes: Sequence[Change]) -> str:
    """Return a comparison as JSON."""
    plain = [
        change._asdict()
        | {"before": change.before._asdict(), "after": change.after._asdict()}
        | {"because": [cause._asdict() for cause in change.because]}
        for change in changes
    ]
    return json.dumps({"changes": plain}, ensure_ascii=False, indent=2) + "\n"


def print_law_changes(changes: Sequence[LawChange], console: Console, *, nothing: str) -> None:
    """Print the regimes that came, ended or changed, each part that is another one than before."""
    if not changes:
        console.print(nothing)
    for change in changes:
        console.print(Text(f"{change.day or 'no day yet'}  {change.regime}: {safe(change.what)}", style="bold"))
        console.print(Padding(Text(f"{safe(change.title)}, {safe(change.cite)}", style="dim"), (0, 0, 0, 2)))
        for part, before, after in change.parts:
            if part:
                console.print(Padding(Text(safe(part), style="underline"), (0, 0, 0, 2)))
            for mark, text in (("-", before), ("+", after)):
                if text is not None:
                    console.print(Padding(Text(f"{mark} {safe(text)}"), (0, 0, 0, 4)))
        console.print()
