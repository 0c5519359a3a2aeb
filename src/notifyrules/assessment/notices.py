"""Merged notices: one recipient, one notice, as many laws as it serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from notifyrules.assessment.result import STATUSES, AssessedDuty, Notice


def merged(duties: Iterable[AssessedDuty]) -> tuple[Notice, ...]:
    """Merge the duties that are or may be owed by recipient and force, most urgent first.

    Required duties set the due date; where none is required, the undetermined ones do.
    """
    groups: dict[tuple[str, str], list[AssessedDuty]] = defaultdict(list)
    for duty in duties:
        if duty.status != "not_required":
            groups[duty.force, duty.recipient.id].append(duty)
    return tuple(sorted((_notice(group) for group in groups.values()), key=_urgency))


def _notice(duties: list[AssessedDuty]) -> Notice:
    status = min((duty.status for duty in duties), key=STATUSES.index)
    setting = [duty.deadline for duty in duties if duty.status == status and duty.deadline and duty.deadline.due]
    first = min(setting, key=lambda deadline: deadline.due.timestamp() if deadline.due else 0.0, default=None)
    due = first.due if first else None
    safe_by = min((deadline.safe_by for deadline in setting if deadline.safe_by), default=None)
    return Notice(
        recipient=duties[0].recipient,
        force=duties[0].force,
        status=status,
        duties=tuple(sorted(duty.id for duty in duties)),
        due=due,
        safe_by=safe_by if due is None or safe_by is None or safe_by <= due.date() else None,
    )


def _urgency(notice: Notice) -> tuple[int, float, str, str]:
    due = notice.due.timestamp() if notice.due else float("inf")
    return STATUSES.index(notice.status), due, notice.recipient.id, notice.force
