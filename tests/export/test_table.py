"""The table: most urgent first, readable at every width, and nothing cut that has to be copied."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from notifyrules import Assessment
from notifyrules.assessment.result import PolicyDay
from notifyrules.export.table import print_table
from tests.export.judged import judged
from tests.small_law import duty, jurisdiction, people, regime, written
from tests.small_law import judged as small

NOW = "2026-03-02T21:00+00:00"
WIDTHS = [60, 80, 100, 160, 240]
NOTHING_DATED = (
    ("discovered: 2026-03-02T20:30Z", "discovered: unknown"),
    ("determined: 2026-03-06T12:00-05:00", "determined: unknown"),
)
SECTIONS = ("Required", "Undetermined", "Not required", "Ask next", "Mind")


def table(assessment: Assessment, *, width: int = 100, everything: bool = False) -> str:
    text = io.StringIO()
    print_table(assessment, Console(file=text, width=width, color_system=None), everything=everything)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines below each title; those before the first stand under an empty one."""
    found: dict[str, list[str]] = {"": []}
    for line in text.splitlines():
        if line.startswith(SECTIONS):
            found[line] = []
        else:
            list(found.values())[-1].append(line)
    return found


def ids_in(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines if line.startswith("  ") and "/" in line.split()[0]]


def test_the_head_says_what_happened_how_much_is_owed_and_the_first_deadline() -> None:
    head = sections(table(judged(), width=160))[""]
    assert head[0] == "INC-1 · A lost laptop · Example Ltd"
    assert head[1] == (
        "7 duties required, 1 undetermined. First deadline: Tue 3 Mar 2026 05:30 UTC+08:00, Authority of Test."
    )


def test_a_first_deadline_that_is_provisional_and_a_duty_without_a_last_day_are_told_at_the_head(
    tmp_path: Path,
) -> None:
    dated = duty("office", {"within": "30 days", "after": "determined"}, notify="individuals")
    law = written(tmp_path, jurisdiction(regime(duty("individuals"), dated)))
    facts = {"incident": {"timeline": {"discovered": "2026-03-02"}}, "cohorts": [people()]}
    head = sections(table(small(law, facts), width=240))[""]
    # determination is not known: it cannot have been before discovery, so 30 days from 2 March at the earliest
    assert head[1] == (
        "2 duties required, 0 undetermined. 1 of them has no last day: the law wants the notice without delay. "
        "First deadline: Wed 1 Apr 2026 23:59 UTC-04:00 (provisional), affected individuals (The place US-VT)."
    )


def test_required_duties_stand_most_urgent_first_and_those_of_contracts_apart() -> None:
    found = sections(table(judged()))
    assert ids_in(found["Required (6)"]) == [
        "test-sg/authority-at-once",
        "test-sg/authority",
        "test-ny/bank-office",
        "test-ny/individuals",
        "test-au/commissioner",
        "test-hi/individuals",
    ]
    assert ids_in(found["Required by contract (1)"]) == ["customer-terms/customer"]
    assert ids_in(found["Undetermined (1)"]) == ["test-hi/office"]


def test_a_notice_that_was_given_comes_last_and_says_so() -> None:
    given = ("  findings:", "  notices_given: {test-sg/authority-at-once: 2026-03-03T05:00+08:00}\n  findings:")
    lines = sections(table(judged(given, now=NOW)))["Required (6)"]
    assert ids_in(lines)[-1] == "test-sg/authority-at-once"
    (given_line,) = [line for line in lines if line.startswith("given 2026-03-03")]
    assert "min" not in given_line  # nothing is left to do
    assert any(line.startswith("due Tue 3 Mar 2026") for line in lines)  # whether it was in time


def test_a_due_date_is_told_in_the_zone_of_its_jurisdiction_with_the_offset() -> None:
    lines = sections(table(judged()))["Required (6)"]
    assert lines[lines.index("  test-hi/individuals  HI 5") - 2].startswith("Thu 16 Apr 2026 23:59 UTC-10:00")
    assert lines[lines.index("  test-au/commissioner  AU 3") - 1].startswith("Thu 2 Apr 2026 23:59 UTC+11:00")


def test_a_last_day_on_a_weekend_names_the_business_day_before() -> None:
    # 45 days from Wednesday 4 March in Honolulu: Saturday 18 April
    moved = ("discovered: 2026-03-02T20:30Z", "discovered: 2026-03-04T20:30Z")
    lines = sections(table(judged(moved)))["Required (6)"]
    at = lines.index("  test-hi/individuals  HI 5")
    assert lines[at - 2].startswith("Sat 18 Apr 2026 23:59 UTC-10:00")
    assert lines[at - 1].startswith("safe by Fri 17 Apr 2026")


def test_the_words_of_the_law_stand_with_a_date_and_instead_of_one() -> None:
    dated = sections(table(judged()))["Required (6)"]
    assert dated[dated.index("  test-hi/individuals  HI 5") + 1] == "  as fast as letters go"
    undated = sections(table(judged(*NOTHING_DATED)))["Required (6)"]
    assert any(line.startswith("as fast as letters go (clock") for line in undated)


def test_without_now_nothing_is_left_and_with_it_each_dated_duty_tells_how_long() -> None:
    assert "Left" not in table(judged())
    lines = sections(table(judged(now=NOW)))["Required (6)"]
    assert lines[0].split() == ["Due", "Left", "Tell"]
    assert "30 min" in lines[lines.index("  test-sg/authority-at-once  SG 3") - 1]
    assert "45 days" in lines[lines.index("  test-hi/individuals  HI 5") - 2]
    late = sections(table(judged(now="2026-03-10T21:30+00:00")))["Required (6)"]
    assert "late by 8 days" in late[late.index("  test-sg/authority-at-once  SG 3") - 1]


def test_notices_alike_but_for_the_day_of_the_policy_stand_apart(tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals")), regime(duty("individuals")) | {"id": "other"}))
    found = small(law, {"incident": {}, "cohorts": [people()]})
    first, second = found.duties
    days = [PolicyDay(dt.date(2026, 3, day), f"by day {day}") for day in (5, 9)]
    apart = found._replace(duties=(first._replace(policy=days[0]), second._replace(policy=days[1])))
    text = table(apart)
    assert "by policy: Thu 5 Mar 2026, by day 5" in text
    assert "by policy: Mon 9 Mar 2026, by day 9" in text


def test_people_are_counted_where_people_are_told() -> None:
    found = table(judged())
    assert "900 to 1,100 people" in found
    assert "3 people" in found
    assert "1 person\n" in table(judged(("US-NY: 3", "US-NY: 1")))


def test_an_undetermined_duty_names_the_numbers_of_its_questions() -> None:
    found = sections(table(judged(("event: {acquired: yes}", "event: {acquired: unknown}")), width=160))
    asked = [line.strip() for line in found["Ask next"]]
    assert asked[0].startswith("1. ")
    assert "incident.event.acquired" in asked[0]
    assert asked[1].startswith("2. How many of these people live in Hawaii?")
    undetermined = next(lines for title, lines in found.items() if title.startswith("Undetermined ("))
    at = undetermined.index("  test-hi/office  HI 6")
    assert undetermined[at + 1] == "  questions 1, 2"
    assert undetermined[undetermined.index("  test-ny/bank-office  NY 4") + 1] == "  question 1"


@pytest.mark.parametrize(
    ("classes", "status", "apart"),
    [
        ("unknown", "undetermined", True),
        (["insurance_licensee"], "undetermined", False),
        ([], "not_required", False),
    ],
)
def test_what_only_a_regulated_class_owes_stands_apart_while_nobody_says_of_which_the_organisation_is(
    classes: list[str] | str, status: str, apart: bool, tmp_path: Path
) -> None:
    bound, event = {"regulated_as": "insurance_licensee", "cite": "§ 2"}, {"event": "acquired", "cite": "§ 3"}
    insurers = regime(duty("individuals"), binds=bound, event=event)
    law = written(tmp_path, jurisdiction(insurers, regime(duty("individuals")) | {"id": "for-all"}))
    facts = {"incident": {}, "organisation": {"regulated_as": classes}, "cohorts": [people()]}
    found = small(law, facts)
    assert found.duty("law/individuals").status == status
    text = " ".join(table(found).split())
    assert ("Undetermined, only if the organisation is of a regulated class (1)" in text) is apart
    assert ("1 undetermined (1 only if the organisation is of a regulated class)" in text) is apart
    every = " ".join(table(found, everything=True).split())
    assert "law/individuals" in every


def test_what_is_not_required_is_shown_only_with_all_each_with_the_fact_that_decides() -> None:
    assessment = judged(("data: [name, ssn]", "data: [name]"), everything=True)
    assert "Not required" not in table(assessment)
    found = sections(table(assessment, everything=True))
    lines = next(lines for title, lines in found.items() if title.startswith("Not required ("))
    reason = lines[lines.index("test-ny/bank-office  NY 4") + 1]
    assert reason == "  the data held Social Security number: no (name)"


def test_warnings_are_told() -> None:
    unknown_duty = ("  findings:", "  notices_given: {test-zz/nobody: 2026-03-09}\n  findings:")
    lines = sections(table(judged(unknown_duty)))["Mind"]
    assert lines[0] == "  - notices_given names test-zz/nobody, which is no duty of this assessment"


def test_more_than_fifteen_open_duties_or_ten_questions_are_cut_short_and_counted_and_all_shows_them() -> None:
    assessment = judged(("  - id: staff\n    data: [name, ssn]\n", many_cohorts()), everything=True)
    assert len(assessment.questions) > 10
    short = sections(table(assessment))["Ask next"]
    assert [line for line in short if line.startswith("  … and ")] == [
        f"  … and {len(assessment.questions) - 10} more; --all shows them."
    ]
    full = sections(table(assessment, everything=True))["Ask next"]
    assert not any("--all" in line for line in full)
    assert any(line.startswith("11. ") for line in full)


def many_cohorts() -> str:
    cohorts = [f"  - {{id: group-{n}, data: [ssn], residents: {{US-HI: unknown}}}}\n" for n in range(12)]
    return "".join(cohorts) + "  - id: staff\n    data: [name, ssn]\n"


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal_and_every_duty_id_and_fact_stays_whole(width: int) -> None:
    wide = (
        "title: A lost laptop",
        "title: データ漏えい🔥のノートパソコンがタクシーの中に置き忘れられた事件について 👩‍💻",
    )
    assessment = judged(wide, now=NOW, everything=True)
    text = table(assessment, width=width, everything=True)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    words = text.split()
    assert all(duty.id in words for duty in assessment.duties)
    assert all(question.fact in words for question in assessment.questions)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_the_law_are_folded_and_never_cut(width: int) -> None:
    lines = sections(table(judged(*NOTHING_DATED, now=NOW), width=width))["Required (6)"]
    last = lines.index("  test-hi/individuals  HI 5")
    first = next(n for n, line in enumerate(lines) if line.startswith("as fast"))
    column = " ".join(line[:22].strip() if width < 80 else line[:31].strip() for line in lines[first:last])
    assert " ".join(column.split()) == "as fast as letters go (clock not started)"


@pytest.mark.parametrize("width", [20, 40])
def test_a_very_narrow_terminal_gets_every_letter_of_every_duty(width: int) -> None:
    owed = [duty for duty in judged().duties if duty.status != "not_required"]
    letters = "".join(table(judged(), width=width).split())
    assert len(owed) == 8
    assert all(duty.id in letters for duty in owed)


def test_hostile_facts_cannot_steer_the_terminal_or_forge_a_line() -> None:
    evil = '"x\\e[31m\\r\\nRequired (99)\\u202e [bold]y[/bold] :smile:"'
    changes = (
        ("title: A lost laptop", f"title: {evil}"),
        ("name: Example Ltd", f"name: {evil}"),
        ("id: staff", f"id: {evil}"),
    )
    text = table(judged(*changes), width=240)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not any(line.startswith("Required (99)") for line in text.splitlines())
    assert "[bold]y[/bold] :smile:" in text  # markup is text like any other
