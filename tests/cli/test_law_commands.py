"""`notifyrules law`, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.command import OVERLAY, run

BROKEN = """\
jurisdiction: US
name: Broken terms
timezone: America/New_Yrok
regimes:
  - id: broken-terms
    title: Terms
    cite: Terms
    force: contrakt
    in_force: {from: 2020-01-01}
    first_text: true
    picks_law_by: discoverd
    references: [{title: Terms, checked: 2026-11-21}]
    protects: systems
    duties:
      - id: customer
        notify: contract-party
        deadline: {within: 24 hours, after: discovered}
"""


def test_list_names_every_regime_with_its_texts_and_duties_uncut(contracts: Path) -> None:
    done = run("law", "list", "--rules", contracts, COLUMNS="60")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert max(cell_len(line) for line in lines) <= 60
    at = lines.index("us-tx  Tex. Bus. & Com. Code §§ 521.002, 521.053")
    assert lines[at + 1] == "  texts from 2021-09-01, 2023-09-01"
    assert {"attorney-general,", "consumer-reporting-agencies,"} <= set(" ".join(lines[at + 2 : at + 4]).split())
    at = lines.index("customer-terms  Terms of 2026 (contract)")
    assert lines[at + 2] == "  customer"
    assert lines[-1].startswith("Law of 20")


def test_show_tells_a_regime_in_the_order_of_the_law() -> None:
    done = run("law", "show", "us-tx", COLUMNS="100")
    assert (done.code, done.err) == (0, "")
    titles = [line for line in done.out.splitlines() if line and not line.startswith((" ", "text in force"))]
    assert titles[0].startswith("us-tx · Texas · ")
    order = ["Information", "Event", "Exception encrypted", "Law-enforcement delay", "Duty individuals", "Sources"]
    places = [next(n for n, title in enumerate(titles) if title.startswith(word)) for word in order]
    assert places == sorted(places)
    assert "text in force from 2021-09-01 to 2023-08-31" in done.out
    assert "within 60 days after determination" in " ".join(done.out.split())
    assert "    residents_affected: at_least 250 [§ 521.053(i)]" in done.out


def test_show_names_the_nearest_right_regime() -> None:
    done = run("law", "show", "us-txx")
    assert (done.code, done.out) == (2, "")
    assert done.err == "notifyrules: unknown regime 'us-txx'; did you mean 'us-tx'?\n"


def test_check_of_the_library_finds_no_mistakes_and_names_its_weak_places() -> None:
    done = run("law", "check", COLUMNS="100")
    assert (done.code, done.err) == (0, "")
    assert " duties: no mistakes." in done.out.splitlines()[0]
    assert " parts of low confidence:" in done.out.splitlines()[1]


def test_check_reports_every_mistake_of_every_file_with_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BROKEN)
    (tmp_path / "b.yaml").write_text("jurisdiction: US\nname: B\ntimezone: UTC\nregimes: [{id: b\n")
    done = run("law", "check", tmp_path)
    assert (done.code, done.out) == (2, "")
    expected = [
        (f"{tmp_path}/a.yaml:3:11: ", "did you mean 'America/New_York'?"),
        (f"{tmp_path}/a.yaml:8:12: ", "expected law, contract or practice"),
        (f"{tmp_path}/a.yaml:11:19: ", "did you mean 'discovered'?"),
        (f"{tmp_path}/a.yaml:15:9: ", "'cite'"),
        (f"{tmp_path}/b.yaml:5:1: ", "not YAML"),
    ]
    *told, last = done.err.splitlines()
    assert len(told) == len(expected)
    for line, (place, words) in zip(told, expected, strict=True):
        assert line.startswith(f"notifyrules: {place}")
        assert words in line
    assert last == "notifyrules: 5 mistakes; nothing was done."


def test_check_takes_a_single_file_too(contracts: Path) -> None:
    done = run("law", "check", contracts / "customer.yaml")
    assert (done.code, done.err) == (0, "")


def test_an_overlay_may_not_take_the_id_of_a_regime_of_the_library(contracts: Path, facts: Path) -> None:
    (contracts / "customer.yaml").write_text(OVERLAY.read_text().replace("customer-terms", "us-tx"))
    done = run("assess", facts, "--rules", contracts)
    assert (done.code, done.out) == (2, "")
    assert "us-tx" in done.err
    assert f"{contracts}/customer.yaml:10:15" in done.err
    assert "us/tx.yaml:" in done.err


@pytest.mark.parametrize("missing", [True, False])
def test_an_overlay_without_law_in_it_is_refused(tmp_path: Path, missing: bool) -> None:
    folder = tmp_path / "empty"
    if not missing:
        folder.mkdir()
    done = run("law", "list", "--rules", folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"notifyrules: {folder}: ")


def test_terms_lists_words_with_aliases_and_definitions() -> None:
    one = run("law", "terms", "data_elements", COLUMNS="60")
    assert (one.code, one.err) == (0, "")
    assert one.out.startswith("data_elements\n")
    assert "\n  bank_account_number (also financial_account_number" in one.out
    assert "clock_starts" not in one.out
    every = run("law", "terms")
    assert {"data_elements", "clock_starts", "findings"} <= set(every.out.splitlines())


def test_terms_names_the_nearest_right_list() -> None:
    done = run("law", "terms", "data_element")
    assert (done.code, done.err) == (
        2,
        "notifyrules: unknown list of terms 'data_element'; did you mean 'data_elements'?\n",
    )
