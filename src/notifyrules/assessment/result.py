"""The result model: plain frozen values, the same shape in Python and in JSON.

Times are ISO 8601 with offset in the jurisdiction's time zone; days are ISO dates; counts are people.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from notifyrules.deadlines import State
from notifyrules.engine import Proof

NOT_JUDGED = "its own law was not judged"
"""How the warning ends that tells of people under a law that the library does not hold."""
SCHEMA = "notifyrules/assessment/1"
Status = Literal["required", "undetermined", "not_required"]
STATUSES: tuple[Status, ...] = ("required", "undetermined", "not_required")

DISCLAIMER = (
    "This informs counsel and replaces no legal advice: "
    "check each duty against the cited text and its date before relying on it."
)


class Channel(NamedTuple):
    """How a recipient is reached; None where no source gave it."""

    portal: str | None = None
    email: str | None = None
    post: str | None = None
    phone: str | None = None
    note: str | None = None


class Recipient(NamedTuple):
    """Who is told: a kind of the vocabulary, an id common to all laws, a name, a channel and the day it was checked."""

    kind: str
    id: str
    name: str
    channel: Channel | None = None
    checked: dt.date | None = None


class Affected(NamedTuple):
    """The people a duty concerns: certainly `min`, possibly as many as `max` (None: no bound is known)."""

    min: int
    max: int | None


class AnchorUsed(NamedTuple):
    """The clock start counted from: its name, when it was, and the unknown event it stands in for."""

    event: str
    at: str
    instead_of: str | None


class Deadline(NamedTuple):
    """By when.

    `due` is the law's last second, None where there is no date; `timed` says whether its hour matters;
    `safe_by` is the last business day on or before it; until `held_until` a law-enforcement hold keeps the
    notice back; `remaining` the whole seconds left at `now`
    (negative: late), None without `now`; `depends_on` the unknown facts that would fix the date.
    """

    state: State
    standard: str | None
    limit: str | None
    due: dt.datetime | None
    timed: bool
    safe_by: dt.date | None
    held_until: dt.datetime | None
    counting: str
    anchor: AnchorUsed | None
    remaining: int | None
    depends_on: tuple[str, ...]
    notes: tuple[str, ...]


class CreditMonitoringDue(NamedTuple):
    """Services to be offered with a notice: for at least how many months, whether they are owed, under which cite."""

    months: int
    status: Status
    cite: str
    note: str | None


class ExceptionOpen(NamedTuple):
    """An exception that takes people out of a duty, or may (`status`), and what the law asks of whoever uses it."""

    id: str
    title: str
    status: Literal["used", "undetermined"]
    conditions: tuple[str, ...]
    cite: str
    confidence: str
    confidence_reason: str | None


class PolicyDay(NamedTuple):
    """A day that a firm has set itself, and how it came to it. No rule of law says so."""

    day: dt.date
    words: str


class AssessedDuty(NamedTuple):
    """One duty and its judgement.

    `act` is the cite of the whole regime, `cite` that of the duty, which may be short beside it;
    `advice` is what the individuals should do themselves, by the data that was involved;
    `because` is the whole proof (JSON holds only what decides); `depends_on` are the unknown facts that would
    settle the status; `given` is when this notice was given, if it was, and `given_late` whether that was after the
    due date (None without one); `policy` is a day the firm has set itself, where it has.
    """

    id: str
    title: str
    jurisdiction: str
    regime: str
    act: str
    force: str
    status: Status
    recipient: Recipient
    affected: Affected
    deadline: Deadline | None
    cite: str
    because: Proof
    depends_on: tuple[str, ...]
    exceptions: tuple[ExceptionOpen, ...]
    content: tuple[str, ...]
    content_barred: tuple[str, ...]
    methods: tuple[str, ...]
    advice: tuple[str, ...]
    substitute_notice: dict[str, object] | None
    credit_monitoring: tuple[CreditMonitoringDue, ...]
    confidence: str
    confidence_reason: str | None
    note: str | None
    given: str | None
    given_late: bool | None
    policy: PolicyDay | None = None


class Source(NamedTuple):
    """A source behind a regime and the day somebody read it."""

    title: str
    url: str | None
    checked: dt.date


class AssessedRegime(NamedTuple):
    """A text of law that was applied, why this text, and what it rests on."""

    id: str
    title: str
    jurisdiction: str
    cite: str
    in_force_from: dt.date
    in_force_to: dt.date | None
    picked: str
    references: tuple[Source, ...]
    confidence: str
    confidence_reason: str | None
    note: str | None


class Notice(NamedTuple):
    """Duties that one notice to one recipient may serve, with the earliest due date among them."""

    recipient: Recipient
    force: str
    status: Status
    duties: tuple[str, ...]
    due: dt.datetime | None
    safe_by: dt.date | None


class Question(NamedTuple):
    """An unknown fact: what to ask, which duties it would decide and which dates fix, and the soonest of them."""

    fact: str
    ask: str
    decides: tuple[str, ...]
    dates: tuple[str, ...]
    soonest: dt.datetime | None


class Unreached(NamedTuple):
    """Law in the library that these facts cannot reach, and why: a jurisdiction's code or a regime's id."""

    id: str
    name: str
    because: str


class LawUsed(NamedTuple):
    """The library: its date, the hash of its content, and the day it was read as of (None: the incident picks)."""

    version: str
    sha256: str
    as_of: dt.date | None


class Assessment(NamedTuple):
    """Everything one assessment says. The same facts and law give the same value."""

    schema: str
    incident: dict[str, str | None]
    organisation: str | None
    now: dt.datetime | None
    law: LawUsed
    engine: str
    duties: tuple[AssessedDuty, ...]
    notices: tuple[Notice, ...]
    questions: tuple[Question, ...]
    regimes: tuple[AssessedRegime, ...]
    unreached: tuple[Unreached, ...]
    warnings: tuple[str, ...]
    disclaimer: str = DISCLAIMER

    def duty(self, duty_id: str) -> AssessedDuty:
        """Return one duty by its id.

        Raises:
            KeyError: where the assessment has no such duty.

        """
        for duty in self.duties:
            if duty.id == duty_id:
                return duty
        raise KeyError(duty_id)

    def to_dict(self) -> dict[str, object]:
        """Return the assessment as plain values, ready for JSON."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return plain


def _plain(value: object) -> object:
    if isinstance(value, Proof):
        return _plain_proof(value.pruned())
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _plain_proof(proof: Proof) -> dict[str, object]:
    plain: dict[str, object] = {"truth": proof.truth.word, "form": proof.form, "text": proof.text}
    for name in ("fact", "found", "cite"):
        if (value := getattr(proof, name)) is not None:
            plain[name] = value
    if proof.parts:
        plain["parts"] = [_plain_proof(part) for part in proof.parts]
    return plain
