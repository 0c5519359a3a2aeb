"""`compare`, `law diff`, `law upcoming` and `law check --stale`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import FACTS, run


def written(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = FACTS
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def changes(done_out: str) -> dict[str, dict[str, object]]:
    return {each["duty"]: each for each in json.loads(done_out)["changes"]}


def test_a_threshold_that_is_missed_by_one_takes_the_duty_away_and_says_why(tmp_path: Path) -> None:
    before, after = written(tmp_path, "a.yaml"), written(tmp_path, "b.yaml", ("US-TX: 312", "US-TX: 249"))
    done = run("compare", before, after, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = changes(done.out)
    assert set(found) == {"us-tx/attorney-general"}  # § 521.053(i): at least 250
    change = found["us-tx/attorney-general"]
    assert change["kind"] == "vanished"
    assert change["because"] == [{"what": "cohorts[employees].residents.US-TX", "before": "312", "after": "249"}]
    back = changes(run("compare", after, before, "--format", "json").out)
    assert back["us-tx/attorney-general"]["kind"] == "appeared"


def test_a_clock_that_starts_later_moves_the_dates_that_hang_on_it(tmp_path: Path) -> None:
    before = written(tmp_path, "a.yaml")
    after = written(tmp_path, "b.yaml", ("2026-03-05T17:00-06:00", "2026-03-07T17:00-06:00"))
    found = changes(run("compare", before, after, "--format", "json").out)
    assert {duty: each["kind"] for duty, each in found.items()} == {
        "us-tx/attorney-general": "moved",
        "us-tx/individuals": "moved",
    }
    # 7 March: day 60 is 6 May, day 30 is 6 April
    assert found["us-tx/individuals"]["after"] == {"status": "required", "due": "2026-05-06T23:59:59-05:00"}
    text = run("compare", before, after).out
    assert "Moved (2)" in text
    assert "required, Mon 4 May 2026 23:59 UTC-05:00 → required, Wed 6 May 2026 23:59 UTC-05:00" in " ".join(
        text.split()
    )
    assert "counted from: determined 2026-03-05T17:00:00-06:00 → determined 2026-03-07T17:00:00-06:00" in " ".join(
        text.split()
    )


def test_a_change_of_law_is_named_as_what_moved_a_date(tmp_path: Path) -> None:
    facts = written(tmp_path, "a.yaml", ("US-TX: 312", "US-CA: 501"))
    done = run("compare", facts, "--law-as-of", "2025-12-31", "--law-as-of", "2026-01-01", "--format", "json")
    found = changes(done.out)["us-ca/individuals"]  # SB 446: 30 days from 2026-01-01
    assert found["kind"] == "moved"
    assert found["after"] == {"status": "required", "due": "2026-04-01T23:59:59-07:00"}
    because = found["because"]
    assert isinstance(because, list)
    assert because[0]["what"] == "law us-ca"
    assert because[0]["after"] == "the text in force since 2026-01-01"


def test_the_same_facts_have_no_changes(tmp_path: Path) -> None:
    facts = written(tmp_path, "a.yaml")
    assert run("compare", facts, facts).out == "Nothing changed: the same duties with the same dates.\n"


def test_a_stored_assessment_stands_for_its_facts(tmp_path: Path) -> None:
    before, after = written(tmp_path, "a.yaml"), written(tmp_path, "b.yaml", ("US-TX: 312", "US-TX: 249"))
    stored = tmp_path / "a.json"
    assert run("assess", before, "--format", "json", "-o", stored).code == 0
    assert (
        run("compare", stored, after, "--format", "json").out == run("compare", before, after, "--format", "json").out
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "this is not JSON"),
        ("[]", "found no schema of an assessment; expected 'notifyrules/assessment/1'"),
        ('{"schema": "notifyrules/assessment/0", "duties": []}', "found the schema 'notifyrules/assessment/0'"),
    ],
)
def test_what_is_no_stored_assessment_is_told(content: str, message: str, tmp_path: Path) -> None:
    stored = tmp_path / "old.json"
    stored.write_text(content, encoding="utf-8")
    done = run("compare", stored, written(tmp_path, "a.yaml"))
    assert (done.code, done.out) == (2, "")
    assert f"{stored}: " in done.err
    assert message in done.err


def test_two_sides_are_needed(tmp_path: Path) -> None:
    done = run("compare", written(tmp_path, "a.yaml"))
    assert (done.code, done.out) == (2, "")
    assert "name two files, or one and --law-as-of twice" in done.err


def test_law_diff_tells_the_change_of_california_at_the_turn_of_2026() -> None:
    done = run("law", "diff", "2025-12-31", "2026-01-01")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert "2026-01-01 us-ca: changes" in text
    assert "+ tell individuals: within 30 days after discovery or notice from the vendor" in text
    assert "us-tx" not in text
    same = run("law", "diff", "2026-01-02", "2026-01-02").out
    assert same == "The library knows of no change from 2026-01-02 to 2026-01-02.\n"


def test_law_diff_wants_the_earlier_day_first() -> None:
    done = run("law", "diff", "2026-01-01", "2025-12-31")
    assert (done.code, done.out) == (2, "")
    assert "2026-01-01 is after 2025-12-31; the earlier day stands first" in done.err


def test_upcoming_tells_what_was_enacted_and_not_yet_in_force_on_a_day() -> None:
    text = " ".join(run("law", "upcoming", "--after", "2025-12-31").out.split())
    assert "2026-01-01 us-ca: changes" in text
    assert "2026-01-01 us-ok: changes" in text  # SB 626


def test_what_is_enacted_without_a_day_stands_last_whatever_day_is_asked() -> None:
    text = " ".join(run("law", "upcoming", "--after", "2999-01-01").out.split())
    assert text.startswith("no day yet ")
    assert "no day yet us-circia: begins on the dates in the final rule" in text
    assert "6 U.S.C. 681b(a) + tell CISA of a covered cyber incident within 72 hours" in text


def test_sources_grow_stale() -> None:
    fresh = run("law", "check", "--stale", "180", "--on", "2026-11-22")
    assert (fresh.code, fresh.err) == (0, "")
    assert "Every regime has a source read within the 180 days before 2026-11-22." in fresh.out
    old = run("law", "check", "--stale", "180", "--on", "2028-01-01").out
    assert "- us-tx: last read 2026-11-21, 406 days ago" in old
