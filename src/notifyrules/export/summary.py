"""What stands at the head of every format: how many must be told, what is due first, what is open."""

from __future__ import annotations

from typing import NamedTuple

from notifyrules.assessment import AssessedDuty, Assessment
from notifyrules.engine import BOUND, Proof
from notifyrules.export.words import due_key, time_left
from notifyrules.facts import Truth


class Summary(NamedTuple):
    """The first lines of an assessment; practice is left out, for no rule asks for it.

    `undated` are the required duties, not yet done, for which the law gives words and no last day; `first` is the
    required duty, not yet done, with the earliest date, fixed or provisional. `of_a_class` of the undetermined ones are
    owed only if the organisation is of a regulated class, and nobody has said whether it is.
    """

    required: int
    undated: int
    notices: int
    undetermined: int
    of_a_class: int
    first: AssessedDuty | None
    left: str

    @property
    def without_a_day(self) -> str:
        """The undated duties in words; nothing where there are none."""
        if not self.undated:
            return ""
        of_them = f"{self.undated} of them have" if self.undated > 1 else "1 of them has"
        return f"{of_them} no last day: the law wants the notice without delay"


def only_of_a_class(duty: AssessedDuty) -> bool:
    """Return whether an open duty is owed only if the organisation is of a regulated class nobody has told it is of."""
    return duty.status == "undetermined" and any(
        part.text == BOUND and part.truth is Truth.UNKNOWN and _of_no_class(part) is Truth.NO
        for part in duty.because.parts
    )


def _of_no_class(proof: Proof) -> Truth:
    """Return what a proof comes to for an organisation that is of no class but those it is known to be of."""
    parts = [_of_no_class(part) for part in proof.parts]
    if proof.form == "all":
        return min(parts, default=proof.truth)
    if proof.form == "any":
        return max(parts, default=proof.truth)
    if proof.form == "not":
        return ~parts[0] if parts else proof.truth
    of_class = proof.fact is not None and proof.fact.startswith("organisation.regulated_as")
    return Truth.NO if of_class and proof.truth is Truth.UNKNOWN else proof.truth


def summary(assessment: Assessment) -> Summary:
    """Return what stands at the head of an assessment."""
    required = [duty for duty in assessment.duties if duty.status == "required" and duty.force != "practice"]
    to_do = [duty for duty in required if duty.deadline and not duty.given]
    dated = [duty for duty in to_do if duty.deadline and duty.deadline.due]
    first = min(dated, key=due_key, default=None)
    remaining = first.deadline.remaining if first and first.deadline else None
    return Summary(
        required=len(required),
        undated=sum(duty.deadline is not None and duty.deadline.state == "no_fixed_limit" for duty in to_do),
        notices=sum(notice.status == "required" and notice.force != "practice" for notice in assessment.notices),
        undetermined=sum(duty.status == "undetermined" and duty.force != "practice" for duty in assessment.duties),
        of_a_class=sum(only_of_a_class(duty) and duty.force != "practice" for duty in assessment.duties),
        first=first,
        left="" if remaining is None else time_left(remaining),
    )
