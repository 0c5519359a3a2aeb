"""The chart of a place's law, and the charts in `docs/law`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from notifyrules import load_law
from notifyrules.export.chart import TITLES, chart, places_of, to_markdown
from notifyrules.export.law_text import terms_to_markdown
from tests.cli.command import run

LAW = load_law()
DOCS = Path(__file__).parents[2] / "docs" / "law"
STATES_AND_TERRITORIES = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "GU", "HI", "ID",
    "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT",
    "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "PR", "RI",
    "SC", "SD", "TN", "TX", "UT", "VT", "VA", "VI", "WA", "WV", "WI", "WY",
]  # fmt: skip


def cells_of(place: str, regime: str, day: str = "2026-11-21") -> dict[str, tuple[str, ...]]:
    (row,) = [row for row in chart(LAW, place, dt.date.fromisoformat(day)) if row.regime == regime]
    return dict(
        zip(("law", "trigger", "harm", "individuals", "authorities", "bureaus", "vendor"), row.cells, strict=True)
    )


def test_all_fifty_four_have_a_row_of_their_general_law() -> None:
    assert len(STATES_AND_TERRITORIES) == 54
    rows = {row.regime for row in chart(LAW, "us", LAW.day)}
    assert {f"us-{code.lower()}" for code in STATES_AND_TERRITORIES} <= rows


def test_a_row_gives_limits_thresholds_and_cites_as_the_statute_has_them() -> None:
    texas = cells_of("us", "us-tx")  # § 521.053: 60 days after determination; at least 250 residents, 30 days
    assert texas["individuals"][0].startswith("without unreasonable delay; within 60 days after determination")
    assert "[§ 521.053(b)" in texas["individuals"][0]
    assert "at least 250 residents affected" in texas["authorities"][0]
    assert "within 30 days after determination" in texas["authorities"][0]
    assert "more than 10,000 persons notified" in texas["bureaus"][0]
    assert texas["harm"] == ("none",)


def test_a_harm_test_names_the_notices_it_lifts() -> None:
    (florida,) = cells_of("us", "us-fl")["harm"]  # § 501.171(4)(c): the individuals, never the Department
    assert florida.endswith("lifts individuals [§ 501.171(4)(c)]")


def test_the_day_picks_the_text() -> None:
    assert "within 30 days after discovery" in cells_of("us", "us-ca")["individuals"][0]  # SB 446, from 2026-01-01
    assert "30 days" not in cells_of("us", "us-ca", "2025-12-31")["individuals"][0]
    assert "changes on 2026-01-01" in cells_of("us", "us-ca", "2025-12-31")["law"]


def test_federal_law_is_not_among_the_states() -> None:
    assert not [row for row in chart(LAW, "us", LAW.day) if row.place == "US"]
    assert {row.place for row in chart(LAW, "us-federal", LAW.day)} == {"US"}
    assert {"us", "us-federal", "us-tx", "au", "sg"} <= set(places_of(LAW))


@pytest.mark.parametrize("place", TITLES)
def test_the_charts_in_docs_are_those_of_the_law(place: str) -> None:
    written = (DOCS / f"{place}.md").read_text(encoding="utf-8")
    assert written == to_markdown(LAW, place, LAW.day), f"docs/law/{place}.md is stale: run `make generated`"


def test_the_terms_in_docs_are_those_of_the_vocabulary() -> None:
    written = (DOCS.parent / "terms.md").read_text(encoding="utf-8")
    assert written == terms_to_markdown(LAW.vocabulary), "docs/terms.md is stale: run `make generated`"


def test_a_markdown_row_has_as_many_cells_as_the_head() -> None:
    lines = [line for line in to_markdown(LAW, "us", LAW.day).splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {9}


def test_the_command_prints_the_chart_at_any_width_and_writes_markdown(tmp_path: Path) -> None:
    for columns in ("60", "200"):
        done = run("law", "chart", "us-tx", COLUMNS=columns)
        assert (done.code, done.err) == (0, "")
        assert "250" in done.out
        assert max(map(len, done.out.splitlines())) <= int(columns)
    page = tmp_path / "tx.md"
    done = run("law", "chart", "US-TX", "--format", "markdown", "-o", page)
    assert (done.code, done.out) == (0, "")
    assert page.read_text(encoding="utf-8").startswith("# Texas\n")


def test_a_wrong_place_and_a_wrong_day_are_told() -> None:
    done = run("law", "chart", "us-txx")
    assert (done.code, done.out) == (2, "")
    assert "unknown place 'us-txx'; did you mean 'us-tx'?" in done.err
    done = run("law", "chart", "us", "--on", "yesterday")
    assert (done.code, done.out) == (2, "")
    assert "--on yesterday: expected a day such as 2025-06-30" in done.err
