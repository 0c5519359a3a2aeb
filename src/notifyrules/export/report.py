"""The assessment as documents to hand over: one HTML file, a Markdown memo, a table of comma-separated values.

Nothing of the facts reaches a document unescaped: HTML through the template engine's own escaping, Markdown by
backslashes, cells of a table so that no spreadsheet takes them for a formula.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from notifyrules.assessment import AssessedDuty, Assessment, Notice
from notifyrules.engine import Proof, reason
from notifyrules.export.summary import only_of_a_class, summary
from notifyrules.export.timeline import timeline
from notifyrules.export.words import (
    as_markdown,
    day,
    due_key,
    heading,
    instant,
    policy_line,
    reached_by,
    safe,
    substitute_lines,
    time_left,
    when,
)

STATUS_WORDS = {"required": "required", "undetermined": "undetermined", "not_required": "not required"}
FORCE_WORDS = {"law": "law", "contract": "contract", "practice": "practice (no rule says so)"}
COLUMNS = (
    "status",
    "force",
    "due",
    "due_state",
    "safe_by",
    "recipient",
    "recipient_kind",
    "duty",
    "title",
    "jurisdiction",
    "act",
    "cite",
    "limit",
    "words_of_the_law",
    "affected_min",
    "affected_max",
    "given",
    "policy_day",
    "depends_on",
    "confidence",
    "reason",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def to_html(assessment: Assessment, *, banner: str | None = None) -> str:
    """Return one self-contained HTML file: no network, no script needed to read it.

    Args:
        assessment: what to show.
        banner: a line to stand above and on every printed page, such as a claim of privilege.

    """
    script = _environment().get_template("report.js").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _render("report.html", assessment, banner, script=script, script_hash=f"sha256-{digest}")


def to_markdown(assessment: Assessment, *, banner: str | None = None) -> str:
    """Return a memo in Markdown."""
    return _render("memo.md", assessment, banner)


def to_csv(assessment: Assessment) -> str:
    """Return a row a duty, as RFC 4180 has it; text that a spreadsheet would take for a formula gets a quote."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for duty in assessment.duties:
        writer.writerow([_cell(value) for value in _row(duty)])
    return text.getvalue()


def _row(duty: AssessedDuty) -> Sequence[object]:
    deadline = duty.deadline
    return (
        duty.status,
        duty.force,
        deadline.due.isoformat() if deadline and deadline.due else "",
        deadline.state if deadline else "",
        deadline.safe_by.isoformat() if deadline and deadline.safe_by else "",
        duty.recipient.name,
        duty.recipient.kind,
        duty.id,
        duty.title,
        duty.jurisdiction,
        duty.act,
        duty.cite,
        (deadline.limit if deadline else None) or "",
        (deadline.standard if deadline else None) or "",
        duty.affected.min,
        "" if duty.affected.max is None else duty.affected.max,
        duty.given or "",
        duty.policy.day.isoformat() if duty.policy else "",
        "; ".join(duty.depends_on),
        duty.confidence,
        reason(duty.because),
    )


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = safe(value)
    return f"'{text}" if value.startswith(_FORMULA) or text.startswith(_FORMULA) else text


def in_groups(assessment: Assessment) -> list[tuple[str, list[AssessedDuty]]]:
    """Return the duties that are or may be owed, by force and status, most urgent first."""
    groups = []
    for force, words in FORCE_WORDS.items():
        for status in ("required", "undetermined"):
            title = STATUS_WORDS[status].capitalize() + ("" if force == "law" else f": {words}")
            duties = [duty for duty in assessment.duties if (duty.force, duty.status) == (force, status)]
            of_a_class = [duty for duty in duties if only_of_a_class(duty)]
            groups.append((title, sorted((duty for duty in duties if duty not in of_a_class), key=due_key)))
            groups.append(
                (f"{title}, only if the organisation is of a regulated class", sorted(of_a_class, key=due_key))
            )
    return [(title, duties) for title, duties in groups if duties]


def sources(assessment: Assessment) -> list[tuple[str, str, str]]:
    """Return each regime that was applied with the day its oldest and its newest source was read."""
    return [
        (each.id, min(days).isoformat(), max(days).isoformat())
        for each in assessment.regimes
        if (days := [reference.checked for reference in each.references])
    ]


def _render(template: str, assessment: Assessment, banner: str | None, **more: Any) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            a=assessment,
            banner=safe(banner) if banner else None,
            name=heading(assessment.incident["id"], assessment.incident["title"], assessment.organisation),
            summary=summary(assessment),
            groups=in_groups(assessment),
            not_required=[duty for duty in assessment.duties if duty.status == "not_required"],
            timeline=timeline(assessment),
            sources=sources(assessment),
            **more,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("notifyrules.export"),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: safe(value) if isinstance(value, str) and type(value) is str else value,
    )
    environment.filters |= {
        "when": when,
        "day": day,
        "instant": instant,
        "left": time_left,
        "reached_by": reached_by,
        "reason": reason,
        "substitute": substitute_lines,
        "policy": policy_line,
        "anchor": _anchor,
        "md": as_markdown,
        "md_proof": lambda proof: Markup("\n".join(_proof_lines(proof))),
        "css": _css,
        "number": lambda count: f"{count:,}",
    }
    environment.globals |= {
        "status_words": STATUS_WORDS,
        "force_words": FORCE_WORDS,
        "people": people,
        "parts": parts,
        "first_due": lambda notice: instant(notice.due) if notice.due else "",
        "of_notice": _of_notice,
    }
    return environment


def _proof_lines(proof: Proof, depth: int = 0) -> Iterator[str]:
    found = "" if proof.found is None else f": {as_markdown(proof.found)}"
    fact = f" ({as_markdown(proof.fact)})" if proof.fact and proof.form == "fact" else ""
    cite = f" \\[{as_markdown(proof.cite)}\\]" if proof.cite else ""
    yield f"{'  ' * depth}- **{proof.truth.word}** {as_markdown(proof.text)}{found}{fact}{cite}"
    for part in parts(proof):
        yield from _proof_lines(part, depth + 1)


def _anchor(duty_id: str) -> str:
    return "duty-" + "".join(c if c.isalnum() else "-" for c in duty_id)


def people(duty: AssessedDuty) -> str:
    """Return how many people a duty concerns."""
    least, most = duty.affected.min, duty.affected.max
    if least == most:
        return f"{least:,}"
    if most is None:
        return f"{least:,} or more" if least else "unknown"
    return f"{least:,} to {most:,}"


def parts(proof: Proof) -> tuple[Proof, ...]:
    """Return the deciding parts of a proof; a group of one that says nothing of its own gives way to its part."""
    found = []
    for part in proof.deciding:
        node = part
        while node.form in ("all", "any") and node.text in ("all of", "any of") and len(node.deciding) == 1:
            (node,) = node.deciding
        found.append(node)
    return tuple(found)


def _of_notice(notice: Notice, assessment: Assessment) -> list[AssessedDuty]:
    return [duty for duty in assessment.duties if duty.id in notice.duties and duty.force == notice.force]


def _css(text: str) -> Markup:
    """Return text as a CSS string in which every character that could mean anything is written as its number."""
    return Markup('"{}"').format("".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):06x}" for c in safe(text)))
