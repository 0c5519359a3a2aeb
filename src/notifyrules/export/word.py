"""The assessment as a Word document, through python-docx (the extra `docx`)."""

from __future__ import annotations

import io

import docx
from docx.document import Document

from notifyrules.assessment import AssessedDuty, Assessment
from notifyrules.engine import Proof
from notifyrules.export.report import in_groups, parts, people, sources
from notifyrules.export.summary import summary
from notifyrules.export.words import day, heading, instant, reached_by, safe, substitute_lines, when


def to_docx(assessment: Assessment, *, banner: str | None = None) -> bytes:
    """Return a Word document: summary, tables, and each duty with its proof and its checklist.

    Args:
        assessment: what to write.
        banner: a line for the head of every page, such as a claim of privilege.

    """
    document = docx.Document()
    if banner:
        document.sections[0].header.paragraphs[0].text = safe(banner)
    name = heading(assessment.incident["id"], assessment.incident["title"], assessment.organisation)
    document.core_properties.title = f"Notification duties: {name}"
    document.core_properties.author = ""
    document.add_heading("Notification duties", 0)
    document.add_paragraph(name)
    head = summary(assessment)
    as_of = f"As of {instant(assessment.now)}. " if assessment.now else ""
    document.add_paragraph(
        f"{as_of}{head.required} duties required, to {head.notices} recipients; {head.undetermined} undetermined."
    )
    if head.first and head.first.deadline:
        left = f" ({head.left})" if head.left else ""
        document.add_paragraph(f"Next deadline: {when(head.first.deadline)}, {safe(head.first.recipient.name)}{left}.")
    document.add_paragraph(
        f"Law of {assessment.law.version} ({assessment.law.sha256[:12]}); decided by {assessment.engine}. "
        f"{assessment.disclaimer}"
    )
    for title, duties in in_groups(assessment):
        document.add_heading(title, 1)
        table = document.add_table(rows=1, cols=4, style="Table Grid")
        for cell, words in zip(table.rows[0].cells, ("Due", "Tell", "People", "Duty and law"), strict=True):
            cell.text = words
        for duty in duties:
            due = f"given {safe(duty.given)}" if duty.given else when(duty.deadline) if duty.deadline else ""
            law = f"{duty.id}\n{safe(duty.act)}: {safe(duty.cite)}"
            texts = (safe(due), safe(duty.recipient.name), people(duty), law)
            for cell, words in zip(table.add_row().cells, texts, strict=True):
                cell.text = words
    if assessment.questions:
        document.add_heading("What to ask next", 1)
        for question in assessment.questions:
            document.add_paragraph(f"{safe(question.ask)} ({safe(question.fact)})", style="List Number")
    if assessment.warnings:
        document.add_heading("Mind", 1)
        for warning in assessment.warnings:
            document.add_paragraph(safe(warning), style="List Bullet")
    document.add_heading("Each duty", 1)
    for _, duties in in_groups(assessment):
        for duty in duties:
            _duty(document, duty)
    document.add_heading("Sources", 1)
    for regime, oldest, newest in sources(assessment):
        document.add_paragraph(f"{regime}: read {oldest}" + (f" to {newest}" if newest != oldest else ""))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _duty(document: Document, duty: AssessedDuty) -> None:
    deadline = duty.deadline
    assert deadline is not None
    document.add_heading(f"{safe(duty.title)}: {safe(duty.recipient.name)}", 2)
    document.add_paragraph(f"{duty.id}; {duty.status}; {safe(duty.act)}: {safe(duty.cite)}")
    words = [when(deadline), deadline.limit, deadline.standard if deadline.due else None, deadline.counting]
    document.add_paragraph("By when: " + ". ".join(safe(each).rstrip(".") for each in words if each) + ".")
    if deadline.safe_by:
        document.add_paragraph(f"Last business day: {day(deadline.safe_by)}.")
    document.add_heading("Why", 3)
    _proof(document, duty.because, 0)
    for title, lines in (
        ("Must say", [f"☐ {each}" for each in duty.content]),
        ("Must not say", duty.content_barred),
        ("How", duty.methods),
        ("Substitute notice", substitute_lines(duty.substitute_notice)),
        ("What the people should do", duty.advice),
        ("Where", [each for each in [reached_by(duty.recipient)] if each]),
        ("Low confidence", [duty.confidence_reason] if duty.confidence_reason else []),
    ):
        if lines:
            document.add_heading(title, 3)
            for line in lines:
                document.add_paragraph(safe(line))


def _proof(document: Document, proof: Proof, depth: int) -> None:
    found = f": {safe(proof.found)}" if proof.found is not None else ""
    cite = f" [{safe(proof.cite)}]" if proof.cite else ""
    style = ("List Bullet", "List Bullet 2", "List Bullet 3")[min(depth, 2)]
    document.add_paragraph(f"{proof.truth.word}: {safe(proof.text)}{found}{cite}", style=style)
    for part in parts(proof):
        _proof(document, part, depth + 1)
