"""Law-enforcement holds: what the law lets them suspend, for how long, and what is due when they end."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from notifyrules.deadlines.calendars import BusinessDays
from notifyrules.deadlines.counting import count_from, end_of_day, told, told_instant
from notifyrules.deadlines.model import DueDate, State
from notifyrules.facts import Hold, Moment, Truth
from notifyrules.law import LawEnforcementDelay

HOLD = "incident.law_enforcement_hold"


class Suspension(NamedTuple):
    """A hold on a duty that the law lets it reach."""

    hold: Hold
    delay: LawEnforcementDelay
    zone: dt.tzinfo
    business: BusinessDays

    @property
    def name(self) -> str:
        """How the hold is called."""
        return named(self.hold)

    def of(self, due: DueDate) -> DueDate:
        """Return the due date under the hold; a hold that does not suspend it is told and not relied on."""
        hold, delay = self.hold, self.delay
        if delay.agencies_of is not None and (hold.country or "").partition("-")[0] != delay.agencies_of:
            whose = f"only an agency of {delay.agencies_of} suspends ({delay.cite})"
            if hold.country is not None:
                return with_words(due, f"{self.name} does not count here: {whose}.")
            return _hanging_on(with_words(due, f"{self.name} is not known to count here: {whose}."), "country")
        if delay.needs_writing and hold.written is not Truth.YES:
            why = "is not in writing" if hold.written is Truth.NO else "is not known to be in writing"
            told_why = with_words(due, f"{self.name} {why}; only a written one suspends ({delay.cite}).")
            return told_why if hold.written is Truth.NO else _hanging_on(told_why, "written")
        ends, capped = hold.until, ""
        names_no_end = ends is None and hold.written is Truth.YES
        if delay.oral_limit is not None and (hold.written is not Truth.YES or names_no_end):
            if hold.starts is None:
                why = "names no end in writing and its day is not known; it is not relied on"
                return _hanging_on(with_words(due, f"{self.name} {why} ({delay.cite})."), "from")
            cap = count_from(hold.starts, delay.oral_limit, "the statement", self.zone, self.business)
            if ends is None or ends.start_in(self.zone) > cap.due:
                ends = Moment(cap.due if cap.timed else cap.due.date())
                which = "A writing that names no end" if names_no_end else "An oral request"
                capped = f" {which} suspends for at most {delay.oral_limit} ({delay.cite})."
                if names_no_end:
                    due = _hanging_on(due, "until")
        if due.due is not None and hold.starts is not None and hold.starts.start_in(self.zone) > due.due:
            return with_words(due, f"{self.name} began only after the last day and suspends nothing.")
        return self._until(due, ends, capped)

    def _until(self, due: DueDate, ends: Moment | None, capped: str) -> DueDate:
        cite = self.delay.cite
        if ends is None:
            without = f" Without it: {due.counting}" if due.counting else ""
            words = f"Suspended by {self.name} until it ends ({cite}).{without}"
            return _hanging_on(due._replace(state="suspended", due=None, counting=words), "until")
        end = end_of_day(ends.day_in(self.zone), self.zone) if ends.is_day else ends.start_in(self.zone)
        end = end.astimezone(self.zone)
        ending = f"{self.name} ends {told(end.date()) if ends.is_day else told_instant(end)}"
        due = due._replace(held_until=end)
        then = self.delay.then
        standard = (then.standard if then else None) or due.standard
        if then is not None and then.within is not None:
            counted = count_from(ends, then.within, f"the end of {self.name}", self.zone, self.business)
            if due.due is None or counted.due > due.due:
                state: State = "fixed" if due.state in ("fixed", "no_fixed_limit") else "provisional"
                moved = due._replace(state=state, due=counted.due, timed=counted.timed, standard=standard)
                return with_words(moved, f"{ending}.{capped} {counted.words} ({cite})")
        if due.due is None:
            again = "from then on the words of the law apply again"
            return with_words(due._replace(standard=standard), f"{ending}; {again} ({cite}).{capped}")
        if end <= due.due:
            return with_words(due, f"{ending}, before the last day, which stands.{capped}")
        moved = due._replace(due=end_of_day(end.date(), self.zone), timed=False, standard=standard)
        words = f"{ending}, after that day; notice is due when it ends, that day at the latest"
        return with_words(moved, f"{words}{f', {standard}' if standard else ''} ({cite}).{capped}")


def named(hold: Hold) -> str:
    """Return how a hold is called."""
    return f"the hold of {hold.by or 'law enforcement'}"


def with_words(due: DueDate, words: str) -> DueDate:
    """Return the due date with a sentence more."""
    return due._replace(counting=f"{due.counting} {words[0].upper()}{words[1:]}".strip())


def _hanging_on(due: DueDate, key: str) -> DueDate:
    return due._replace(unknown=(*due.unknown, f"{HOLD}.{key}"))
