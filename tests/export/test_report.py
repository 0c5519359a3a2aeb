"""The documents: HTML, Markdown, CSV and Word, judged under an invented library of law."""

from __future__ import annotations

import csv
import io
import itertools
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from notifyrules.engine import Proof
from notifyrules.export.report import COLUMNS, to_csv, to_html, to_markdown
from notifyrules.export.timeline import timeline
from notifyrules.export.word import to_docx
from tests.cli.command import FACTS, run
from tests.export.judged import judged

HOSTILE = (
    "title: A lost laptop",
    "title: \"<script>alert('x')</script> [a](javascript:alert(1)) =HYPERLINK(1) {{ 7*7 }} \\u202E | **b**\"",
)
BANNER = "Privileged & confidential </style><script>alert(2)</script>"
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """A page as an independent parser reads it: its elements, their texts, and whether every one was closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("script", "style"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_page_is_whole_and_reaches_no_network() -> None:
    page = Page(to_html(judged(now="2026-03-10T09:00-05:00")))
    assert page.open == []
    targets = [each.get("href") or "" for each in (*page.all("a"), *page.all("link"))]
    sources = [each["src"] for tag in ("script", "img", "iframe") for each in page.all(tag) if "src" in each]
    assert sources == []
    assert all(each.startswith(("#", "data:", "https://")) for each in targets)
    assert [each for each in page.all("link") if not (each["href"] or "").startswith("data:")] == []
    (policy,) = [each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_every_inner_link_leads_somewhere_and_no_id_stands_twice() -> None:
    page = Page(to_html(judged()))
    ids = [each["id"] for _, each in page.elements if "id" in each]
    assert len(ids) == len(set(ids))
    inner = {(each["href"] or "")[1:] for each in page.all("a") if (each["href"] or "").startswith("#")}
    assert inner
    assert inner <= set(ids)


def test_a_screen_reader_finds_its_way() -> None:
    page = Page(to_html(judged()))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), "no level is skipped"
    assert all(each.get("scope") in ("col", "row") for each in page.all("th"))
    (picture,) = page.all("svg")
    assert picture["role"] == "img"
    assert picture["aria-labelledby"]
    assert page.all("html") == [{"lang": "en"}]


def test_its_colours_can_be_told_from_the_paper() -> None:
    style = to_html(judged())
    colours = dict(re.findall(r"--(\w+): #([0-9a-f]{6})", style))

    def light(colour: str) -> float:  # WCAG 2.2, relative luminance
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for name in ("ink", "soft", "accent"):
        assert 1.05 / (light(colours[name]) + 0.05) >= 4.5, name


def test_hostile_text_is_text_everywhere() -> None:
    found = judged(HOSTILE)
    html = to_html(found, banner=BANNER)
    page = Page(html)
    assert len(page.all("script")) == 1
    assert "<script>alert('x')</script>" in page.text
    assert "Privileged & confidential </style><script>alert(2)</script>" in page.text
    assert "{{ 7*7 }}" in page.text
    assert "\u202e" not in html
    memo = to_markdown(found, banner=BANNER)
    assert "<script>" not in memo.replace("\\<script\\>", "")
    assert "[a](" not in memo
    assert "\u202e" not in memo


def test_the_summary_counts_what_is_required_and_names_the_next_deadline() -> None:
    found = judged(now="2026-03-03T06:00+00:00")
    page = Page(to_html(found))
    required = [duty for duty in found.duties if duty.status == "required" and duty.force != "practice"]
    assert f"Duties required {len(required)}" in page.text
    # an hour from 2 March 20:30Z is the first of all
    assert "Next deadline Tue 3 Mar 2026 05:30 UTC+08:00" in page.text
    assert "late by 8 h 30 min" in page.text


def test_the_timeline_has_a_row_a_day_in_order_and_says_it_in_words() -> None:
    picture = timeline(judged(now="2026-03-03T06:00+00:00"))
    assert picture is not None
    places = [bar.x for bar in picture.bars]
    assert places == sorted(places)
    assert [bar.label for bar in picture.bars][-1] == "Thu 16 Apr 2026"
    assert picture.bars[0].state == "late"
    assert picture.bars[-1].state == "required"  # the individuals of Hawaii, beside an office that is open
    assert "the last Thu 16 Apr 2026 23:59 UTC-10:00" in picture.words


def test_each_duty_has_its_proof_its_counting_and_its_checklist() -> None:
    found = judged()
    page = Page(to_html(found))
    for duty in found.duties:
        if duty.status != "not_required":
            assert duty.deadline is not None
            assert " ".join(duty.deadline.counting.split()) in page.text
            for each in (*duty.content, *duty.methods):
                assert " ".join(each.split()) in page.text


def test_the_proofs_of_a_memo_are_lists_within_lists() -> None:
    found = judged()
    memo = MarkdownIt().parse(to_markdown(found))
    deepest = level = 0
    for token in memo:
        level += {"bullet_list_open": 1, "bullet_list_close": -1}.get(token.type, 0)
        deepest = max(deepest, level)
    shown = [duty.because for duty in found.duties if duty.status != "not_required"]
    assert deepest == max(depth(each) for each in shown) > 3
    assert not [token for token in memo if token.type in ("code_block", "fence")]


def depth(proof: Proof) -> int:
    return 1 + max((depth(part) for part in proof.parts), default=0)


def test_a_table_has_a_row_a_duty_and_no_cell_is_a_formula() -> None:
    found = judged(HOSTILE)
    rows = list(csv.DictReader(io.StringIO(to_csv(found))))
    assert [row["duty"] for row in rows] == [duty.id for duty in found.duties]
    assert tuple(rows[0]) == COLUMNS
    assert {row["due"] for row in rows if row["duty"] == "test-ny/individuals"} == {"2026-04-01T23:59:59-04:00"}


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|cmd", "%0A"])
def test_a_cell_that_a_spreadsheet_would_calculate_gets_a_quote(start: str) -> None:
    found = judged()
    duty = found.duties[0]._replace(title=f"{start} title")
    (row,) = list(csv.DictReader(io.StringIO(to_csv(found._replace(duties=(duty,))))))
    assert row["title"].startswith("'")


def test_a_word_document_opens_and_says_the_same() -> None:
    docx = pytest.importorskip("docx")
    found = judged(HOSTILE)
    document = docx.Document(io.BytesIO(to_docx(found, banner="Privileged")))
    text = "\n".join(each.text for each in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "<script>alert('x')</script>" in text
    assert document.sections[0].header.paragraphs[0].text == "Privileged"
    for duty in found.duties:
        if duty.status != "not_required":
            assert duty.id in cells


@pytest.mark.parametrize(
    ("kind", "start"), [("html", b"<!DOCTYPE html>"), ("markdown", b"# "), ("csv", b"status,"), ("docx", b"PK")]
)
def test_the_command_writes_every_document(kind: str, start: bytes) -> None:
    done = run("assess", "-", "--format", kind, stdin=FACTS.encode())
    assert (done.code, done.err) == (0, "")
    assert done.raw.startswith(start)


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert to_html(judged()) == to_html(judged())
    assert to_markdown(judged()) == to_markdown(judged())
