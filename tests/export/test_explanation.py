"""The proof of one duty, with the lines of the facts file."""

from __future__ import annotations

import io

from rich.console import Console

from notifyrules.export.explanation import print_explanation
from tests.export.judged import FACTS, facts_with, judged


def explained(duty: str, *changes: tuple[str, str], full: bool = False, width: int = 200) -> list[str]:
    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None)
    assessment = judged(*changes, everything=True)
    print_explanation(assessment.duty(duty), facts_with(*changes), "facts.yaml", console, full=full)
    return [line.strip("│├└─ ").rstrip() for line in text.getvalue().splitlines()]


def line_of(words: str) -> int:
    """Return the line of the facts on which these words stand."""
    (number,) = [number for number, line in enumerate(FACTS.splitlines(), start=1) if words in line]
    return number


def test_a_proof_goes_down_to_the_facts_each_with_its_line_and_cite() -> None:
    lines = explained("test-hi/individuals")
    assert lines[0] == "test-hi/individuals: required"
    assert lines[1] == "Letter to the people · affected individuals (Hawaii) · Test Act HI: HI 5"
    assert line_of("acquired") == 7
    assert "yes     there was acquisition: yes  [facts.yaml:7; HI 2]" in lines
    assert f"yes     people in it, living in Hawaii: 900 to 1,100  [facts.yaml:{line_of('residents')}]" in lines
    assert f"no      there was encryption: no  [facts.yaml:{line_of('encrypted')}; HI 3]" in lines
    assert f"yes     the organisation is owner of the data: owner  [facts.yaml:{line_of('role')}; HI 5]" in lines
    held = "yes     the data held Social Security number or driver's license number: Social Security number"
    assert f"{held}  [facts.yaml:{line_of('data: ')}; HI 1]" in lines
    assert "yes     not taken out by the exception “Encrypted data”  [HI 3]" in lines


def test_a_fact_that_is_not_in_the_file_is_named_by_its_path() -> None:
    lines = explained("test-hi/individuals", ("    protection: {encrypted: no}\n", ""))
    assert "unknown there was encryption: not stated  [cohorts[staff].protection.encrypted; HI 3]" in lines
    assert "Hangs on: cohorts[staff].protection.encrypted" in lines


def test_the_counting_the_words_of_the_law_and_the_channel_are_told() -> None:
    lines = explained("test-hi/individuals")
    at = lines.index("By when")
    assert lines[at + 1 : at + 5] == [
        "Thu 16 Apr 2026 23:59 UTC-10:00",
        "as fast as letters go",
        "45 days after discovery",
        "last business day: Thu 16 Apr 2026",
    ]
    assert lines[at + 5].startswith(
        "Day 0 is Mon 2 Mar 2026 (discovery). Day 1 is Tue 3 Mar 2026; day 45 is Thu 16 Apr 2026"
    )
    assert lines[lines.index("Must say") + 1] == "- what happened"
    assert lines[lines.index("Must not say") + 1] == "- the names of others"
    assert lines[lines.index("How") + 1] == "- letter"
    office = explained("test-hi/office")
    assert (
        office[office.index("Where") + 1] == "https://office.example/form; office@office.example (checked 2026-11-01)"
    )


def test_a_duty_that_is_not_required_shows_what_decides_and_no_date_and_no_content() -> None:
    lines = explained("test-hi/agencies")
    assert lines[0] == "test-hi/agencies: not required"
    assert "no      more than 5,000 residents of Hawaii to be notified: 900 to 1,100  [HI 7]" in lines
    assert not any("acquisition" in line for line in lines)  # true, so it decides nothing
    assert not {"By when", "Must say", "How"} & set(lines)


def test_full_shows_what_decides_nothing_too() -> None:
    lines = explained("test-hi/agencies", full=True)
    assert "no      more than 5,000 residents of Hawaii to be notified: 900 to 1,100  [HI 7]" in lines
    assert "yes     there was acquisition: yes  [facts.yaml:7; HI 2]" in lines


def test_a_part_that_stands_above_already_is_named_and_not_told_again() -> None:
    lines = explained("test-hi/agencies", full=True)
    assert "yes     covered information  [HI 1]" in lines
    assert "yes     covered information  [HI 1]  (as above)" in lines
    assert sum("there was acquisition" in line for line in lines) == 1


def test_an_exception_that_is_used_is_told() -> None:
    lines = explained("test-hi/individuals", ("encrypted: no", "encrypted: yes"))
    assert lines[0] == "test-hi/individuals: not required"
    assert lines[lines.index("Exceptions") + 1] == "Encrypted data (used; HI 3)"
    assert not {"By when", "Must say", "How"} & set(lines)


def test_cohort_names_cannot_steer_the_terminal() -> None:
    evil = ("id: staff", 'id: "a\\e[2J\\r\\n\\u202eb"')
    text = "\n".join(explained("test-hi/office", evil))
    assert not {"\x1b", "\r", "\u202e"} & set(text)
    assert "a\N{REPLACEMENT CHARACTER}[2J \N{REPLACEMENT CHARACTER}b" in text
