"""What changed between two assessments of one incident: duties that came, went or moved, and because of what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from notifyrules.assessment.result import SCHEMA, Assessment

Kind = Literal["appeared", "vanished", "settled", "opened", "moved"]
KINDS: dict[Kind, str] = {
    "appeared": "Now required",
    "opened": "Now undetermined",
    "moved": "Moved",
    "settled": "No longer open: not required",
    "vanished": "No longer required",
}


class State(NamedTuple):
    """What one assessment says of a duty; `due` is an ISO time or the words that stand for it."""

    status: str
    due: str | None


class Cause(NamedTuple):
    """A fact, a date or a text of law that is another one than before."""

    what: str
    before: str | None
    after: str | None


class Change(NamedTuple):
    """A duty of which the two assessments say different things, and why."""

    kind: Kind
    duty: str
    recipient: str
    before: State
    after: State
    because: tuple[Cause, ...]


class SchemaError(ValueError):
    """A stored assessment of a schema that this program does not read."""


def of_json(text: str) -> dict[str, Any]:
    """Read an assessment that was stored as JSON.

    Raises:
        SchemaError: where it is none, or of another version.

    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise SchemaError(f"this is not JSON: {error}") from None
    named = found.get("schema") if isinstance(found, dict) else None
    if named != SCHEMA:
        what = f"the schema {named!r}" if named else "no schema of an assessment"
        raise SchemaError(f"found {what}; expected {SCHEMA!r}: assess the facts again with this version")
    return dict(found)


def compared(before: Assessment | Mapping[str, Any], after: Assessment | Mapping[str, Any]) -> list[Change]:
    """Return the duties that differ, the gravest changes first.

    Args:
        before: an assessment, or one read with `of_json`.
        after: another of the same incident.

    """
    old, new = (each.to_dict() if isinstance(each, Assessment) else each for each in (before, after))
    old_duties, new_duties = _by_id(old), _by_id(new)
    old_texts, new_texts = _texts(old), _texts(new)
    changes = []
    for name in sorted({*old_duties, *new_duties}):
        was, now = old_duties.get(name), new_duties.get(name)
        kind = _kind(_state(was), _state(now))
        if kind is not None:
            either: Mapping[str, Any] = now or was or {}
            because = (*_law(either["regime"], old_texts, new_texts), *_facts(was, now), *_dates(was, now))
            changes.append(
                Change(kind, name, either["recipient"]["name"], _state(was), _state(now), tuple(dict.fromkeys(because)))
            )
    order = list(KINDS)
    return sorted(changes, key=lambda change: (order.index(change.kind), change.after.due or "~", change.duty))


def _by_id(assessment: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {duty["id"]: duty for duty in assessment["duties"]}


def _texts(assessment: Mapping[str, Any]) -> dict[str, str]:
    return {regime["id"]: f"the text in force since {regime['in_force_from']}" for regime in assessment["regimes"]}


def _state(duty: Mapping[str, Any] | None) -> State:
    if duty is None:
        return State("not_required", None)
    deadline = duty["deadline"]
    due = (deadline["due"] or deadline["standard"] or deadline["state"]) if deadline else None
    return State(duty["status"], due)


def _kind(was: State, now: State) -> Kind | None:
    if was.status == now.status:
        return "moved" if was.due != now.due and now.status != "not_required" else None
    if now.status == "required":
        return "appeared"
    if now.status == "undetermined":
        return "opened"
    return "vanished" if was.status == "required" else "settled"


def _law(regime: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Cause]:
    if old.get(regime) != new.get(regime):
        yield Cause(f"law {regime}", old.get(regime), new.get(regime))


def _facts(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[Cause]:
    """Yield the facts that decided before and decide now and are not what they were; else those of one side."""
    old, new = (dict(_leaves(duty["because"])) if duty else {} for duty in (was, now))
    both = [fact for fact in old if fact in new and old[fact] != new[fact]]
    either = [fact for fact in (*old, *new) if (fact in old) != (fact in new)]
    for fact in both or either:
        yield Cause(fact, old.get(fact), new.get(fact))


def _leaves(proof: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if proof["form"] == "fact" and "fact" in proof:
        yield proof["fact"], proof.get("found", "")
    for part in proof.get("parts", ()):
        yield from _leaves(part)


def _dates(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[Cause]:
    anchors = [duty["deadline"]["anchor"] if duty and duty["deadline"] else None for duty in (was, now)]
    old, new = (f"{each['event']} {each['at']}" if each else None for each in anchors)
    if old != new and None not in (old, new):
        yield Cause("counted from", old, new)
