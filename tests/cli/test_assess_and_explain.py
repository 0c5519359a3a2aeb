"""`notifyrules assess` and `notifyrules explain`, as a user runs them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from notifyrules import Facts, assess, load_law
from notifyrules.export.json_text import to_json
from tests.cli.command import FACTS, run

NOW = "2026-03-10T09:00-05:00"


@pytest.mark.parametrize("columns", [60, 132])
def test_piped_the_table_is_plain_and_no_wider_than_columns(facts: Path, columns: int) -> None:
    facts.write_text(FACTS.replace("Payroll export", "給与データ🔥の" * 9))
    done = run("assess", facts, "--all", "--now", NOW, COLUMNS=str(columns))
    assert done.code == 0
    assert done.err == ""
    assert "\x1b" not in done.out
    lines = done.out.splitlines()
    assert max(cell_len(line) for line in lines) <= columns
    assert all(line == line.rstrip() for line in lines)
    assert {"us-tx/attorney-general", "us-tx/individuals", "us-tx/consumer-reporting-agencies"} <= set(done.out.split())


def test_columns_that_say_nothing_lose_nothing(facts: Path) -> None:
    assert "us-tx/attorney-general  § 521.053(i)" in run("assess", facts, COLUMNS="0").out


def test_the_most_urgent_duty_stands_first_with_date_and_time_left(facts: Path) -> None:
    lines = run("assess", facts, "--now", NOW, COLUMNS="100").out.splitlines()
    required = lines[lines.index("Required (2)") :]
    office, people = (required.index(line) for line in required if line.startswith("  us-tx/"))
    assert office < people
    assert required[office - 2].startswith("Sat 4 Apr 2026 23:59 UTC-05:00   25 days")
    assert required[people - 2].startswith("Mon 4 May 2026 23:59 UTC-05:00   55 days")


def test_json_is_what_the_library_says_in_the_same_bytes_each_time(facts: Path) -> None:
    law = load_law()
    expected = assess(Facts.from_yaml(facts, law.vocabulary), law, now=dt.datetime.fromisoformat(NOW))
    first = run("assess", facts, "--format", "json", "--now", NOW)
    assert first.code == 0
    assert first.out == to_json(expected)
    assert run("assess", facts, "--format", "json", "--now", NOW).raw == first.raw
    due = {each["id"]: each["deadline"]["due"] for each in json.loads(first.out)["duties"] if each["deadline"]}
    assert due["us-tx/attorney-general"] == "2026-04-04T23:59:59-05:00"
    assert due["us-tx/individuals"] == "2026-05-04T23:59:59-05:00"


def test_into_a_file_goes_plain_text_and_nothing_to_the_terminal(facts: Path, tmp_path: Path) -> None:
    done = run("assess", facts, "-o", tmp_path / "out.txt", FORCE_COLOR="1", COLUMNS="50")
    assert (done.code, done.raw, done.err) == (0, b"", "")
    text = (tmp_path / "out.txt").read_text()
    assert "\x1b" not in text
    assert "us-tx/attorney-general  § 521.053(i)" in text
    assert 50 < max(cell_len(line) for line in text.splitlines()) <= 120


def test_facts_may_come_from_standard_input(facts: Path) -> None:
    done = run("assess", "-", "--format", "json", stdin=FACTS.encode())
    assert done.raw == run("assess", facts, "--format", "json").raw


def test_law_as_of_a_day_is_the_law_of_that_day(facts: Path) -> None:
    # Until 1 September 2023 Texas gave sixty days to tell the attorney general, too.
    done = run("assess", facts, "--law-as-of", "2023-08-31", COLUMNS="100")
    assert "read as of 2023-08-31" in done.out
    lines = done.out.splitlines()
    assert lines[lines.index("  us-tx/attorney-general  § 521.053(i)") - 2].startswith("Mon 4 May 2026 23:59")


def test_contracts_laid_over_the_library_stand_apart(facts: Path, contracts: Path) -> None:
    lines = run("assess", facts, "--rules", contracts, COLUMNS="100").out.splitlines()
    apart = lines[lines.index("Required by contract (1)") :]
    assert apart[3] == "Tue 3 Mar 2026 10:15 UTC-05:00   party to a contract (Customer terms)"
    assert apart[4] == "  customer-terms/customer  clause 9"
    assert lines.index("Required (2)") < lines.index("Required by contract (1)")


# --- explain


def test_explain_proves_a_duty_with_the_lines_of_the_facts_file(facts: Path) -> None:
    done = run("explain", "facts.yaml", "us-tx/attorney-general", cwd=facts.parent, COLUMNS="200")
    assert done.code == 0
    assert done.out.startswith("us-tx/attorney-general: required\n")
    for words, line in (
        ("people in it, living in Texas: 312", "residents:"),
        ("the data held Social Security number: Social Security number", "data:"),
        ("there was acquisition: yes", "event:"),
        ("the data was electronic: electronic", "medium:"),
        ("there was encryption: no", "protection:"),
    ):
        number = next(n for n, each in enumerate(FACTS.splitlines(), start=1) if line in each)
        assert f"{words}  [facts.yaml:{number}" in done.out
    assert "day 30 is Sat 4 Apr 2026" in done.out


def test_explain_tells_why_a_duty_beyond_the_reach_of_the_facts_is_not_required(facts: Path) -> None:
    done = run("explain", facts, "au-ndb/commissioner", COLUMNS="200")
    assert done.code == 0
    assert done.out.startswith("au-ndb/commissioner: not required\n")
    assert "\nBy when" not in done.out
    full = run("explain", facts, "au-ndb/commissioner", "--full", COLUMNS="200")
    assert len(full.out.splitlines()) > len(done.out.splitlines())


@pytest.mark.parametrize(
    ("duty", "message"),
    [
        ("us-tx/atorney-general", "unknown duty 'us-tx/atorney-general'; did you mean 'us-tx/attorney-general'?"),
        (
            "us-tx-elsewhere",
            "us-tx-elsewhere is a regime; name one of its duties: us-tx-elsewhere/individuals",
        ),
        ("nonsense", "unknown duty 'nonsense'; see `notifyrules law list` for the list"),
    ],
)
def test_explain_names_the_nearest_right_duty(facts: Path, duty: str, message: str) -> None:
    done = run("explain", facts, duty)
    assert (done.code, done.out, done.err) == (2, "", f"notifyrules: {message}\n")


def test_explain_says_so_where_the_law_of_that_day_had_no_such_regime(facts: Path) -> None:
    done = run(
        "explain", facts, "sg-pdpa/individuals", "--law-as-of", "2020-01-01"
    )  # Part 6A came in force on 2021-02-01
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("notifyrules: sg-pdpa/individuals: not judged: ")
    assert done.err.count("\n") == 1
