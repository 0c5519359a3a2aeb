"""The due date of every duty: its limit, its clock start, and its order among other duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from notifyrules.deadlines.calendars import BusinessDays, business_days_of
from notifyrules.deadlines.counting import count_from, end_of_day, end_of_year, told, told_instant
from notifyrules.deadlines.holds import Suspension, named, with_words
from notifyrules.deadlines.model import Anchor, DueDate, DutyClock, State
from notifyrules.facts import Facts, Moment, Truth
from notifyrules.law import Deadline, Duration
from notifyrules.vocabulary import Vocabulary


def due_dates(
    clocks: Sequence[DutyClock], facts: Facts, given: Mapping[str, Moment], vocabulary: Vocabulary
) -> dict[str, DueDate]:
    """Return the due date of every duty by its id.

    Args:
        clocks: every duty of the assessment, owed or not, for one may be counted from another.
        facts: the timeline and the hold.
        given: when notices were given, by the duty's id.
        vocabulary: for the words of clock starts and what they cannot precede.

    """
    reader = _Reader({clock.id: clock for clock in clocks}, facts, given, vocabulary)
    return {clock.id: reader.due(clock.id) for clock in clocks}


_CLOSED = DueDate("not_started")


class _Reader:
    def __init__(
        self, clocks: Mapping[str, DutyClock], facts: Facts, given: Mapping[str, Moment], vocabulary: Vocabulary
    ) -> None:
        self.clocks = clocks
        self.facts = facts
        self.given = given
        self.vocabulary = vocabulary
        self.known: dict[str, DueDate] = {}
        self.reading: set[str] = set()

    def due(self, duty_id: str) -> DueDate:
        if duty_id in self.known:
            return self.known[duty_id]
        if duty_id in self.reading:  # two regimes order their notices by each other
            return _CLOSED._replace(counting="This date hangs on itself.")
        self.reading.add(duty_id)
        clock = self.clocks[duty_id]
        counted = _OfDuty(self, clock).read()
        self.reading.discard(duty_id)
        self.known[duty_id] = counted
        return counted

    def clock_start(self, event: str, zone: dt.tzinfo) -> Anchor | None:
        """Return the clock start, or the event that stands in for it while it is unknown."""
        for name in self.vocabulary.stand_ins(event):
            moment = self.facts.stated(name, self.vocabulary, zone)
            if moment is not None:
                return Anchor(name, moment, instead_of=None if name == event else event)
        return None


class _OfDuty:
    """Reads the deadline of one duty."""

    def __init__(self, reader: _Reader, clock: DutyClock) -> None:
        self.reader = reader
        self.clock = clock
        self.zone = reader.facts.zone(
            clock.jurisdiction.timezone, of_organisation=clock.jurisdiction.days_of_the_organisation
        )
        self.business: BusinessDays = business_days_of(clock.jurisdiction)

    def read(self) -> DueDate:
        due = self._deadline(self.clock.duty.deadline)
        due = self._held(due)
        return self._finished(due)

    # --- the ways to say by when

    def _deadline(self, deadline: Deadline) -> DueDate:
        if deadline.within is not None:
            due = self._within(deadline, deadline.within)
        elif deadline.earliest_of is not None:
            due = self._of_several([self._deadline(part) for part in deadline.earliest_of], earliest=True)
        elif deadline.latest_of is not None:
            due = self._of_several([self._deadline(part) for part in deadline.latest_of], earliest=False)
        else:
            due = self._in_order(deadline)
        return due._replace(standard=deadline.standard) if deadline.standard else due

    def _within(self, deadline: Deadline, length: Duration) -> DueDate:
        if deadline.after is not None:
            event = self.reader.vocabulary.label("clock_starts", deadline.after)
            anchor = self.reader.clock_start(deadline.after, self.zone)
            fact = f"incident.timeline.{deadline.after}"
            limit = f"{length} after {event}"
            if anchor is None:
                waits = f"The clock starts with {event}, which is not known; no earlier event is known either."
                return DueDate("not_started", limit=limit, counting=waits, unknown=(fact,))
            start, what = anchor.at, self.reader.vocabulary.label("clock_starts", anchor.event)
            if deadline.after_end_of is not None:
                limit = f"{length} after the end of the calendar year of {event}"
                start, what = end_of_year(start, self.zone), f"end of the calendar year of {what}"
            provisional = anchor.instead_of is not None
            aside = self._stand_in(deadline.after, anchor.event) if provisional else ""
        else:
            assert deadline.after_duty is not None
            other = self._other(deadline.after_duty)
            limit = f"{length} after the notice {other.id}"
            found = self._giving(other)
            if isinstance(found, DueDate):
                return found._replace(limit=limit)
            anchor, provisional = found
            start, what = anchor.at, f"the notice {other.id}"
            aside = " That notice has not been given; its own last day is taken." if provisional else ""
            fact = _giving_of(other)
        counted = count_from(start, length, what, self.zone, self.business)
        provisional = provisional or (counted.timed and start.is_day)
        due = DueDate(
            "provisional" if provisional else "fixed",
            limit=limit,
            due=counted.due,
            timed=counted.timed,
            counting=counted.words + aside,
            anchor=anchor,
            may_come_forward=provisional and self._may_come_forward(deadline, anchor),
            unknown=(fact,) if provisional else (),
        )
        return self._extended(deadline, due, start, length, what)

    def _may_come_forward(self, deadline: Deadline, anchor: Anchor) -> bool:
        """Return whether the real clock start may be earlier than the one that was counted from."""
        if deadline.after is None:
            return True  # a notice may be given before its last day
        return anchor.instead_of is not None and not self._cannot_precede(deadline.after, anchor.event)

    def _cannot_precede(self, event: str, other: str) -> bool:
        clock_starts = self.reader.vocabulary.clock_starts
        before = clock_starts[event].not_before
        while before is not None and before != other:
            before = clock_starts[before].not_before
        return before == other and other not in clock_starts[event].else_taken

    def _stand_in(self, unknown: str, taken: str) -> str:
        clock_starts = self.reader.vocabulary.clock_starts
        missing, found = clock_starts[unknown].label, clock_starts[taken].label
        if self._cannot_precede(unknown, taken):
            earliest = f"it cannot be earlier than {found}, so the date is the earliest possible"
            return f" {missing.capitalize()} is not known; {earliest}."
        forward = "an earlier day would bring the date forward"
        return f" {missing.capitalize()} is not stated; {found} is taken for it, and {forward}."

    def _extended(self, deadline: Deadline, due: DueDate, start: Moment, length: Duration, what: str) -> DueDate:
        extension = deadline.extension
        if extension is None:
            return due
        truth, hangs_on = self.clock.judge(extension.when, "outcome")
        if truth is Truth.NO:
            return due
        if extension.by.unit != length.unit:
            raise ValueError(f"{self.clock.id}: an extension is counted in the unit of its limit")
        longer = Duration(length.number + extension.by.number, length.unit)
        counted = count_from(start, longer, what, self.zone, self.business)
        if truth is Truth.UNKNOWN:
            hint = f" {extension.by} more, to {told(counted.due.date())}, may be had under {extension.cite}."
            return due._replace(counting=due.counting + hint, unknown=(*due.unknown, *hangs_on))
        words = f"{counted.words} Extended by {extension.by} ({extension.cite})."
        return due._replace(limit=f"{due.limit}, extended by {extension.by}", due=counted.due, counting=words)

    def _in_order(self, deadline: Deadline) -> DueDate:
        for relation, reference in (
            ("before", deadline.before),
            ("with", deadline.with_),
            ("no later than", deadline.no_later_than),
        ):
            if reference is not None:
                return self._ordered(relation, self._other(reference))
        return DueDate("no_fixed_limit", counting="The law gives no number; its words are the deadline.")

    def _ordered(self, relation: str, other: DutyClock) -> DueDate:
        limit = f"{relation} the notice {other.id}"
        given = self.reader.given.get(other.id)
        if given is not None:
            timed = not given.is_day
            at = (
                given.start_in(self.zone).astimezone(self.zone)
                if timed
                else end_of_day(given.day_in(self.zone), self.zone)
            )
            words = f"Due {limit}, which was given {told_instant(at) if timed else told(at.date())}."
            return DueDate("fixed", limit=limit, due=at, timed=timed, counting=words, anchor=Anchor(other.id, given))
        if other.truth is Truth.NO:
            return DueDate(
                "no_fixed_limit",
                limit=limit,
                counting=f"Due {limit}, which is not required on these facts; no date follows from it.",
            )
        theirs = self.reader.due(other.id)
        if theirs.due is None:
            state: State = (
                "no_fixed_limit" if theirs.state == "suspended" else theirs.state
            )  # a hold suspends what it reaches
            return DueDate(
                state,
                limit=limit,
                counting=f"Due {limit}, which has no date: {theirs.counting}",
                unknown=theirs.unknown,
            )
        words = (
            f"Due {limit}, whose last moment is {told_instant(theirs.due)}; an earlier notice brings this one forward."
        )
        certain = theirs.state == "fixed" and other.truth is Truth.YES
        return theirs._replace(
            state="fixed" if certain else "provisional",
            standard=None,
            limit=limit,
            counting=words,
            held_until=None,  # what keeps that notice back need not reach this one
            unknown=theirs.unknown if other.truth is Truth.YES else (*theirs.unknown, _giving_of(other)),
        )

    def _of_several(self, dues: Sequence[DueDate], *, earliest: bool) -> DueDate:
        word = "earliest" if earliest else "latest"
        limit = f"the {word} of: " + "; ".join(each.limit or each.standard or "no fixed limit" for each in dues)
        told_all = " ".join(f"({number}) {each.counting}" for number, each in enumerate(dues, start=1))
        unknown = tuple(dict.fromkeys(fact for each in dues for fact in each.unknown))
        dated = [each for each in dues if each.due is not None]
        if not dated:
            states = [each.state for each in dues]
            state: State = next((s for s in ("suspended", "not_started") if s in states), "no_fixed_limit")
            return DueDate(state, limit=limit, counting=told_all, unknown=unknown)
        chosen = min(dated, key=_instant) if earliest else max(dated, key=_instant)
        open_ended = {"not_started"} if earliest else {"not_started", "no_fixed_limit", "suspended", "provisional"}
        unsettled = chosen.state == "provisional" or any(
            each.state in open_ended or (earliest and each.may_come_forward) for each in dues if each is not chosen
        )
        number = dues.index(chosen) + 1
        return chosen._replace(
            state="provisional" if unsettled else chosen.state,
            standard=None,
            limit=limit,
            may_come_forward=any(each.may_come_forward or each.state == "not_started" for each in dues),
            counting=f"The {word} is ({number}). {told_all}",
            unknown=unknown if unsettled else (),
        )

    # --- other duties

    def _other(self, reference: str) -> DutyClock:
        name = reference if "/" in reference else f"{self.clock.regime.id}/{reference}"
        other = self.reader.clocks.get(name)
        if other is not None:
            return other
        regime_id, _, duty_id = name.rpartition("/")
        return self.clock._replace(
            regime=self.clock.regime.model_copy(update={"id": regime_id}),
            duty=self.clock.duty.model_copy(update={"id": duty_id}),
            truth=Truth.NO,
        )

    def _giving(self, other: DutyClock) -> tuple[Anchor, bool] | DueDate:
        """Return when another notice was given or, provisionally, its last moment; else why there is no date."""
        given = self.reader.given.get(other.id)
        if given is not None:
            return Anchor(other.id, given), False
        if other.truth is Truth.NO:
            return DueDate(
                "no_fixed_limit",
                counting=f"Counted from the notice {other.id}, which is not required on these facts; it gives no date.",
            )
        theirs = self.reader.due(other.id)
        if theirs.due is None:
            waits = f"The clock starts with the notice {other.id}, which has no date."
            return DueDate("not_started", counting=waits, unknown=(_giving_of(other),))
        at = Moment(theirs.due if theirs.timed else theirs.due.date())
        return Anchor(other.id, at, instead_of=f"notice {other.id}"), True

    # --- the last touches

    def _held(self, due: DueDate) -> DueDate:
        hold, regime = self.reader.facts.incident.law_enforcement_hold, self.clock.regime
        if hold is None or regime.force == "practice":
            return due
        delay = regime.law_enforcement_delay
        if delay is None or not (delay.reaches == "all" or self.clock.duty.id in delay.reaches):
            where = (
                f"does not reach this notice ({delay.cite})"
                if delay
                else "suspends nothing here, where no delay for it is provided"
            )
            return with_words(due, f"{named(hold)} {where}.")
        return Suspension(hold, delay, self.zone, self.business).of(due)

    def _finished(self, due: DueDate) -> DueDate:
        if due.due is None or due.timed:
            return due
        last = due.due.date()
        safe_by = self.business.on_or_before(last)
        words = due.counting
        rule = self.clock.jurisdiction.time_rule
        if safe_by != last:
            words += f" {told(last)} is no business day ({self.business.why_not(last)})."
            if rule is not None:
                later = self.business.on_or_after(last)
                words += f" {rule.cite} may carry the period to {told(later)};"
                words += " it is not relied on, and the earlier day stands."
        too_early = due.anchor is not None and safe_by < due.anchor.at.day_in(self.zone)
        return due._replace(safe_by=None if too_early else safe_by, counting=words)


def _giving_of(other: DutyClock) -> str:
    return f"incident.notices_given.{other.id}"


def _instant(due: DueDate) -> dt.datetime:
    assert due.due is not None
    return due.due
