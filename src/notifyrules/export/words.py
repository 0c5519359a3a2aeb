"""Wording that every format shares: dates, time left, reasons, and text made safe to show."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping

from notifyrules.assessment import AssessedDuty, Deadline, Recipient
from notifyrules.deadlines import told

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def safe(text: str) -> str:
    """Return text on one line without control, bidirectional and other invisible characters.

    Facts are written by anybody: nothing in them may steer a terminal or break out of its line.
    """
    spaced = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if is_unsafe(c) else c for c in spaced)


def is_unsafe(character: str) -> bool:
    """Return whether a character is a control, bidirectional or other invisible one."""
    return unicodedata.category(character) in _UNSAFE


def heading(*parts: str | None) -> str:
    """Return what is known of a name's parts on one line: `INC-2026-031 · Payroll export · Example Ltd`."""
    return " · ".join(safe(part) for part in parts if part)


def reached_by(recipient: Recipient) -> str:
    """Return how a recipient is reached and when that was checked; nothing where no source says."""
    channel = recipient.channel
    ways = [way for way in (channel.portal, channel.email, channel.phone, channel.post) if way] if channel else []
    checked = f"checked {recipient.checked}" if recipient.checked else "not checked"
    return f"{'; '.join(safe(way) for way in ways)} ({checked})" if ways else ""


day = told
"""A day as people read it: `Wed 1 Apr 2026`."""


def instant(at: dt.datetime) -> str:
    """Return a moment with its offset: `Wed 1 Apr 2026 23:59 UTC-07:00`."""
    offset = at.strftime("%z")
    return f"{day(at.date())} {at:%H:%M} UTC{offset[:3]}:{offset[3:5]}"


def time_left(seconds: int) -> str:
    """Return the time left, or how late it is: `30 days`, `5 h 20 min`, `late by 2 days`."""
    left = abs(seconds)
    if left >= 2 * 86400:
        amount = f"{left // 86400} days"
    elif left >= 3600:
        amount = f"{left // 3600} h {left % 3600 // 60} min"
    else:
        amount = f"{left // 60} min"
    return f"late by {amount}" if seconds < 0 else amount


def when(deadline: Deadline) -> str:
    """Return by when in a line: the date, or the words of the law where there is none."""
    if deadline.due is not None:
        mark = " (provisional)" if deadline.state == "provisional" else ""
        return instant(deadline.due) + mark
    if deadline.state == "suspended":
        return "suspended by a law-enforcement hold"
    words = deadline.standard or deadline.limit or "no time stated"
    return f"{words} (clock not started)" if deadline.state == "not_started" else words


def policy_line(duty: AssessedDuty) -> str:
    """Return the firm's own day in a line, nothing where it has set none."""
    return f"by policy: {day(duty.policy.day)}, {duty.policy.words}" if duty.policy else ""


def due_key(duty: AssessedDuty) -> float:
    """Return the order of urgency: the due date, undated duties last."""
    due = duty.deadline.due if duty.deadline else None
    return due.timestamp() if due else float("inf")


def as_markdown(text: object) -> str:
    """Escape text so that Markdown shows it as it is, on one line."""
    plain = safe(str(text))
    for character in "\\`*_{}[]<>#|~":
        plain = plain.replace(character, f"\\{character}")
    return plain


def substitute_lines(substitute: Mapping[str, object] | None) -> list[str]:
    """Return when notice by other means suffices, and the means."""
    if substitute is None:
        return []
    lines = []
    for key, words in (("cost_over", "cost over {}"), ("persons_over", "more than {:,} persons"), ("other", "{}")):
        if key in substitute:
            lines.append(f"where: {words.format(substitute[key])}")
    means = substitute.get("means")
    lines += [f"- {each}" for each in means] if isinstance(means, list | tuple) else []
    return [*lines, str(substitute["cite"])]
