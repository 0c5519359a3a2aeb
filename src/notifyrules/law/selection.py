"""Which text of a regime applies on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from notifyrules.law.regime import Regime


class Selected(NamedTuple):
    """The text of one regime that a day picks, with what a reader must know about the choice.

    `regime` is None where the regime did not exist on that day.
    """

    regime: Regime | None
    because: str
    warning: str | None = None


def in_force(entries: Sequence[Regime], day: dt.date | None, library_day: dt.date) -> Selected:
    """Pick the text in force on `day` among all entries of one regime.

    Where no day is known, the text in force on `library_day` (the date of the library) is taken, so that a
    future text never applies by accident. A day before the oldest text entered takes that oldest text with a
    warning, unless the entry says that no earlier text exists (`first_text`): then no regime applied.
    """
    ordered = sorted(entries, key=lambda entry: entry.in_force.from_)
    oldest = ordered[0]
    asked = day or library_day
    for entry in ordered:
        starts, ends = entry.in_force.from_, entry.in_force.to
        if starts <= asked and (ends is None or asked <= ends):
            why = f"text in force since {starts.isoformat()}"
            return Selected(entry, why if day else f"{why}; no date of the incident is known yet")
    if asked < oldest.in_force.from_:
        starts_on = oldest.in_force.from_.isoformat()
        if oldest.first_text:
            return Selected(None, f"{oldest.cite} took effect only on {starts_on}")
        warning = f"the library has no text for {asked.isoformat()}; the one of {starts_on} was applied"
        return Selected(oldest, f"oldest text entered, of {starts_on}", warning)
    last = max(ordered, key=lambda entry: entry.in_force.to or dt.date.max)
    ended = (last.in_force.to or dt.date.max).isoformat()
    return Selected(None, f"{last.cite} ended on {ended}")
