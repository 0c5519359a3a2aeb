"""Deadlines as an iCalendar file (RFC 5545), made to be imported again after the facts changed.

Every event has a UID made of the incident's id and the duty's, so an import replaces and never doubles. An
event that changed gets a higher SEQUENCE (seconds since 2020, so that it rises across machines); one that
did not keeps what it had in the file that is replaced. A deadline that is gone stays as a CANCELLED event,
for calendars drop nothing that is merely missing. The calendar's own UID (RFC 7986, section 5.3) tells the
incident's earlier calendar from any other that happens to stand there, whose events are nobody's to cancel.
"""

from __future__ import annotations

import datetime as dt
import uuid

from icalendar import Alarm, Calendar, Event, vText

from notifyrules.assessment import AssessedDuty, Assessment
from notifyrules.export.words import heading, policy_line, reached_by, safe, when
from notifyrules.version import __version__

_NAMESPACE = uuid.UUID("4f3f0d0e-9a57-5a0c-8f5e-6c1f1f0a5b1d")
_EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_LAST_SEQUENCE = 2**31 - 1  # RFC 5545, section 3.3.8
_STAMPS = ("dtstamp", "last-modified", "sequence")
_ALARMS_OF_A_DAY = (dt.timedelta(days=-2, hours=-15), dt.timedelta(hours=-15))  # at nine, three days and a day before
_ALARMS_OF_AN_HOUR = (dt.timedelta(hours=-12), dt.timedelta(minutes=-30))


def to_calendar(
    assessment: Assessment,
    *,
    stamp: dt.datetime,
    previous: bytes | None = None,
    undetermined: bool = True,
    practice: bool = False,
) -> bytes:
    """Return the deadlines of an assessment as an iCalendar file.

    Dated duties that are required are CONFIRMED, undetermined ones TENTATIVE; a notice already given has no
    event. Day counts are all-day events on the law's last day in the jurisdiction; hour counts are events
    at their instant, in UTC.

    Args:
        assessment: whose deadlines.
        stamp: when the file is made, with offset.
        previous: the file this one replaces, if there is one; what is no calendar of this incident is passed over.
        undetermined: whether duties that are not decided yet have an event.
        practice: whether what no rule says has an event.

    """
    calendar = Calendar()
    incident = assessment.incident["id"] or "incident"
    name = heading(incident, assessment.incident["title"])
    uid = _uid(incident)
    calendar.add("prodid", f"-//notifyrules//notifyrules {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("uid", uid)
    for name_of_calendar in ("name", "x-wr-calname"):  # RFC 7986, section 5.1, and what most programs read
        calendar.add(name_of_calendar, vText(f"Notification deadlines: {name}"))  # a str icalendar would not escape
    older = _events(previous, uid)
    for duty in assessment.duties:
        if (
            duty.given
            or (duty.status == "undetermined" and not undetermined)
            or (duty.force == "practice" and not practice)
        ):
            continue
        if duty.deadline and duty.deadline.due:
            event = _event(duty, assessment, incident)
        elif duty.policy is not None:
            event = _policy_event(duty, assessment, incident)
        else:
            continue
        _stamp(event, stamp, older.pop(str(event["uid"]), None))
        calendar.add_component(event)
    for gone in sorted(older):
        calendar.add_component(_cancelled(older[gone], stamp))
    return bytes(calendar.to_ical())


def _uid(name: str) -> str:
    return f"{uuid.uuid5(_NAMESPACE, name)}@notifyrules"


def _event(duty: AssessedDuty, assessment: Assessment, incident: str) -> Event:
    deadline = duty.deadline
    assert deadline is not None
    assert deadline.due is not None
    event = Event()
    what = f"{safe(duty.recipient.name)}: {safe(duty.title)}"
    event.add("uid", _uid(f"{incident}\n{duty.id}"))
    event.add("summary", f"{_mark(duty)}{what}")
    if deadline.timed:
        event.add("dtstart", deadline.due.astimezone(dt.UTC))
    else:
        event.add("dtstart", deadline.due.date())
        event.add("dtend", deadline.due.date() + dt.timedelta(days=1))
    event.add("status", "CONFIRMED" if duty.status == "required" else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Notification deadline", duty.jurisdiction])
    event.add("description", _description(duty, assessment))
    for before in _ALARMS_OF_AN_HOUR if deadline.timed else _ALARMS_OF_A_DAY:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", what)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _policy_event(duty: AssessedDuty, assessment: Assessment, incident: str) -> Event:
    """Return the event of a day the firm has set itself, for a duty whose law gives none."""
    assert duty.policy is not None
    event = Event()
    event.add("uid", _uid(f"{incident}\n{duty.id}\npolicy"))
    event.add("summary", f"[policy] {safe(duty.recipient.name)}: {safe(duty.title)}")
    event.add("dtstart", duty.policy.day)
    event.add("dtend", duty.policy.day + dt.timedelta(days=1))
    event.add("status", "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Policy", duty.jurisdiction])
    event.add("description", _description(duty, assessment))
    return event


def _mark(duty: AssessedDuty) -> str:
    deadline = duty.deadline
    marks = ["practice"] if duty.force == "practice" else []
    marks += ["undetermined"] if duty.status == "undetermined" else []
    marks += ["on hold"] if deadline and deadline.held_until else []
    marks += ["provisional"] if deadline and deadline.state == "provisional" else []
    return f"[{', '.join(marks)}] " if marks else ""


def _description(duty: AssessedDuty, assessment: Assessment) -> str:
    deadline = duty.deadline
    assert deadline is not None
    lines = [
        f"{duty.id} ({duty.status.replace('_', ' ')}, {duty.force})",
        f"Due: {when(deadline)}",
        f"Law: {duty.act}: {duty.cite}" + (f"; {deadline.limit}" if deadline.limit else ""),
        f"Counting: {deadline.counting}",
    ]
    if deadline.standard:
        lines.append(f"Words of the law: {deadline.standard}")
    if duty.policy:
        lines.append(f"{policy_line(duty)} (no rule of law)")
    if deadline.safe_by:
        lines.append(f"Last business day: {deadline.safe_by.isoformat()}")
    if duty.depends_on:
        lines.append(f"Hangs on: {', '.join(duty.depends_on)}")
    if reached := reached_by(duty.recipient):
        lines.append(f"Channel: {reached}")
    lines.append(f"Law of {assessment.law.version}. {assessment.disclaimer}")
    return "\n".join(safe(line) for line in lines)


# --- importing again


def _events(previous: bytes | None, uid: str) -> dict[str, Event]:
    if not previous:
        return {}
    try:
        calendar = Calendar.from_ical(previous)
    except ValueError:
        return {}
    if str(calendar.get("uid")) != uid:
        return {}
    events = [each for each in calendar.walk("VEVENT") if isinstance(each, Event)]
    return {str(event["uid"]): event for event in events if "uid" in event}


def _stamp(event: Event, stamp: dt.datetime, older: Event | None) -> None:
    """Give an event the stamps it had, where nothing else changed, and new ones where it did."""
    at = stamp.astimezone(dt.UTC)
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("sequence", _sequence(at, older))
    if older is None or _unstamped(event) != _unstamped(older):
        return
    if all(type(older.get(name)) is type(event[name]) for name in _STAMPS):  # none was lost or spoilt
        event.update({name: older[name] for name in _STAMPS})


def _unstamped(event: Event) -> bytes:
    """Return what an event says, read once more: icalendar 6 reads a backslash before an n as a line break."""
    bare = Event.from_ical(event.to_ical())
    for name in _STAMPS:
        bare.pop(name, None)
    return bytes(bare.to_ical())


def _sequence(at: dt.datetime, older: Event | None) -> int:
    lowest = 0
    if older is not None and isinstance(had := older.get("sequence"), int):
        lowest = had + 1
    return min(max(int((at - _EPOCH).total_seconds()), lowest), _LAST_SEQUENCE)


def _cancelled(event: Event, stamp: dt.datetime) -> Event:
    cancelled = Event({name: value for name, value in event.items() if name.lower() not in _STAMPS})
    cancelled["status"] = "CANCELLED"
    _stamp(cancelled, stamp, event)
    return cancelled
