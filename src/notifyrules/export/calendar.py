"""Deadlines as an iCalendar file (RFC 5545), made to be imported again after the facts changed.

Every event has a UID made of the incident's id and the duty's, so an import replaces and never doubles. An
event that changed gets a higher SEQUENCE (seconds since 2020, so that it rises across machines); one that
did not keeps what it had in the file that is replaced. A deadline that is gone stays as a CANCELLED event,
for calendars drop nothing that is merely missing.
"""

from __future__ import annotations

import datetime as dt
import uuid

from icalendar import Alarm, Calendar, Event

from notifyrules.assessment import AssessedDuty, Assessment
from notifyrules.export.words import safe, when
from notifyrules.version import __version__

_NAMESPACE = uuid.UUID("4f3f0d0e-9a57-5a0c-8f5e-6c1f1f0a5b1d")
_EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_ALARMS_OF_A_DAY = (dt.timedelta(days=-3), dt.timedelta(hours=-15))  # three days before; nine in the morning before
_ALARMS_OF_AN_HOUR = (dt.timedelta(hours=-12), dt.timedelta(minutes=-30))


def to_calendar(assessment: Assessment, *, stamp: dt.datetime, previous: bytes | None = None) -> bytes:
    """Return the deadlines of an assessment as an iCalendar file.

    Dated duties that are required are CONFIRMED, undetermined ones TENTATIVE; a notice already given has no
    event. Day counts are all-day events on the law's last day in the jurisdiction; hour counts are events
    at their instant, in UTC.

    Args:
        assessment: whose deadlines.
        stamp: when the file is made, with offset.
        previous: the file this one replaces, if there is one; what is no calendar is passed over.

    """
    calendar = Calendar()
    name = " · ".join(safe(part) for part in (assessment.incident["id"], assessment.incident["title"]) if part)
    calendar.add("prodid", f"-//notifyrules//notifyrules {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Notification deadlines: {name}")
    calendar.add("name", f"Notification deadlines: {name}")
    older = _events(previous)
    duties = [duty for duty in assessment.duties if duty.deadline and duty.deadline.due and not duty.given]
    incident = assessment.incident["id"] or "incident"
    for duty in duties:
        event = _event(duty, assessment, incident)
        _stamped(event, stamp, older.pop(str(event["uid"]), None))
        calendar.add_component(event)
    for uid in sorted(older):
        calendar.add_component(_cancelled(older[uid], stamp))
    return bytes(calendar.to_ical())


def _event(duty: AssessedDuty, assessment: Assessment, incident: str) -> Event:
    deadline = duty.deadline
    assert deadline is not None
    assert deadline.due is not None
    event = Event()
    name = f"{incident}\n{duty.id}"
    event.add("uid", f"{uuid.uuid5(_NAMESPACE, name)}@notifyrules")
    event.add("summary", f"{_mark(duty)}{duty.recipient.name}: {safe(duty.title)}")
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
        alarm.add("description", f"{duty.recipient.name}: {safe(duty.title)}")
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _mark(duty: AssessedDuty) -> str:
    deadline = duty.deadline
    marks = ["undetermined"] if duty.status == "undetermined" else []
    marks += ["provisional"] if deadline and deadline.state == "provisional" else []
    return f"[{', '.join(marks)}] " if marks else ""


def _description(duty: AssessedDuty, assessment: Assessment) -> str:
    deadline = duty.deadline
    assert deadline is not None
    channel = duty.recipient.channel
    reached = [each for each in (channel.portal, channel.email, channel.phone, channel.post) if each] if channel else []
    lines = [
        f"{duty.id} ({duty.status.replace('_', ' ')}, {duty.force})",
        f"Due: {when(deadline)}",
        f"Law: {duty.act}: {duty.cite}" + (f"; {deadline.limit}" if deadline.limit else ""),
        f"Counting: {deadline.counting}",
    ]
    if deadline.standard:
        lines.append(f"Words of the law: {deadline.standard}")
    if deadline.safe_by:
        lines.append(f"Last business day: {deadline.safe_by.isoformat()}")
    if duty.depends_on:
        lines.append(f"Hangs on: {', '.join(duty.depends_on)}")
    if reached:
        lines.append(f"Channel: {'; '.join(reached)}")
    lines.append(f"Law of {assessment.law.version}. {assessment.disclaimer}")
    return "\n".join(safe(line) for line in lines)


# --- importing again


def _events(previous: bytes | None) -> dict[str, Event]:
    if not previous:
        return {}
    try:
        calendar = Calendar.from_ical(previous)
    except ValueError:
        return {}
    return {
        str(event["uid"]): event for event in calendar.walk("VEVENT") if isinstance(event, Event) and "uid" in event
    }


def _stamped(event: Event, stamp: dt.datetime, older: Event | None) -> None:
    """Give an event the stamp and sequence it had, where nothing else changed, and new ones where it did."""
    if older is not None:
        event.add("dtstamp", older["dtstamp"])
        event.add("last-modified", older.get("last-modified", older["dtstamp"]))
        event.add("sequence", int(older.get("sequence", 0)))
        if event.to_ical() == older.to_ical():
            return
        for name in ("dtstamp", "last-modified", "sequence"):
            del event[name]
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("last-modified", stamp.astimezone(dt.UTC))
    event.add("sequence", _sequence(stamp, older))


def _cancelled(event: Event, stamp: dt.datetime) -> Event:
    if str(event.get("status")) == "CANCELLED":
        return event
    sequence = _sequence(stamp, event)
    for name in ("status", "dtstamp", "last-modified", "sequence"):
        event.pop(name, None)
    event.add("status", "CANCELLED")
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("last-modified", stamp.astimezone(dt.UTC))
    event.add("sequence", sequence)
    event.subcomponents = [each for each in event.subcomponents if each.name != "VALARM"]
    return event


def _sequence(stamp: dt.datetime, older: Event | None) -> int:
    now = int((stamp - _EPOCH).total_seconds())
    return now if older is None else max(now, int(older.get("sequence", 0)) + 1)
