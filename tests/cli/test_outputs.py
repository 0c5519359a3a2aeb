"""Where outputs go, in what form, and what they never write over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import FACTS, run

NO_CALENDAR = b"\xff\xfe no calendar"


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("assess", "facts.yaml", "--format", "json", "-o", "facts.yaml"), "facts.yaml"),
        (("assess", "facts.yaml", "--rules", "contracts", "-o", "other.yaml"), "other.yaml"),
        (("assess", "facts.yaml", "--policy", "policy.yaml", "--format", "csv", "-o", "linked"), "linked"),
        (("calendar", "facts.yaml", "-o", "facts.yaml"), "facts.yaml"),
        (("compare", "facts.yaml", "facts.json", "--format", "json", "-o", "facts.json"), "facts.json"),
        (("calendar", "facts.yaml", "-o", "deadlines.ics"), "deadlines.ics"),
    ],
)
def test_what_is_read_and_what_another_made_is_never_written_over(
    facts: Path, contracts: Path, arguments: tuple[str, ...], output: str
) -> None:
    folder = facts.parent
    (folder / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    (folder / "policy.yaml").write_text("lead_days: 5\nafter: discovered\n", encoding="utf-8")
    (folder / "linked").symlink_to("policy.yaml")
    (folder / "deadlines.ics").write_bytes(NO_CALENDAR)
    run("assess", "facts.yaml", "--format", "json", "-o", "facts.json", cwd=folder)
    before = (folder / output).read_bytes()
    assert before
    done = run(*arguments, cwd=folder)
    assert (done.code, done.raw) == (2, b"")
    assert done.err.startswith(f"notifyrules: {output}: is ")
    assert (folder / output).read_bytes() == before
    assert contracts.is_dir()


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.json", b"{"),
        ("a.ics", b"BEGIN:VCALENDAR\r\n"),
        ("a.html", b"<!doctype html>"),
        ("a.md", b"# Notification duties"),
        ("a.csv", b"\xef\xbb\xbf"),
        ("a.docx", b"PK"),
        ("a.txt", b"INC-2026-031 \xc2\xb7 "),
    ],
)
def test_the_name_of_the_output_says_its_form(facts: Path, tmp_path: Path, name: str, start: bytes) -> None:
    done = run("assess", facts, "-o", tmp_path / name)
    assert (done.code, done.raw) == (0, b"")
    assert (tmp_path / name).read_bytes().lower().startswith(start.lower())


def test_a_form_that_is_named_goes_before_the_name_of_the_output(facts: Path, tmp_path: Path) -> None:
    run("assess", facts, "--format", "json", "-o", tmp_path / "a.html")
    assert json.loads((tmp_path / "a.html").read_bytes())["incident"]["id"] == "INC-2026-031"


def test_two_incidents_are_compared_with_a_word_of_warning(facts: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(FACTS.replace("INC-2026-031", "INC-2026-032"), encoding="utf-8")
    done = run("compare", facts, other)
    assert done.code == 0
    assert done.err == "Mind: these are two incidents, INC-2026-031 and INC-2026-032.\n"
    assert run("compare", facts, facts).err == ""
