"""A firm's own policy: shown beside the law, and never as law."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from icalendar import Calendar

from notifyrules import Assessment, Facts, InputError, assess, load_law
from notifyrules.assessment.policy import Policy, with_policy
from notifyrules.export.calendar import to_calendar
from tests.cli.command import FACTS, run

LAW = load_law()
STATES = FACTS.replace("US-TX: 312", "US-TX: 312, US-MA: 5").replace(
    "harm: {default: likely}", "harm: {default: likely}"
)
POLICY = """\
target_days: {default: 30, attorney_general: 21, us-ma/individuals: 14}
after: discovered
lead_days: 5
calendar: {undetermined: no, practice: no}
banner: Privileged and confidential
"""


def policy(tmp_path: Path, text: str = POLICY) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def judged(tmp_path: Path) -> tuple[Assessment, Assessment]:
    facts = Facts.from_yaml(STATES, LAW.vocabulary, name="facts")
    law = assess(facts, LAW)
    return law, with_policy(law, Policy.from_yaml(policy(tmp_path), LAW.vocabulary), facts, LAW.vocabulary)


def test_undated_duties_get_the_firm_s_day_and_dated_ones_the_day_to_be_ready(tmp_path: Path) -> None:
    law, own = judged(tmp_path)
    days = {duty.id: duty.policy for duty in own.duties if duty.policy}
    # discovered on Monday 2 March: day 14 is 16 March, day 21 is 23 March
    assert days["us-ma/individuals"].day == dt.date(2026, 3, 16)
    assert days["us-ma/individuals"].words == "14 days after discovery"
    assert days["us-ma/attorney-general"].day == dt.date(2026, 3, 23)
    # the law's last day is 4 April; five days before is 30 March
    assert days["us-tx/attorney-general"].day == dt.date(2026, 3, 30)
    assert [duty._replace(policy=None) for duty in own.duties] == list(law.duties), "nothing the law says is touched"


def test_the_day_to_be_ready_is_not_before_the_breach_was_known(tmp_path: Path) -> None:
    facts = Facts.from_yaml(STATES, LAW.vocabulary, name="facts")
    # the law's last days are 4 April and 4 May; 40 days before the first is 23 February, a week before 2 March
    own = with_policy(
        assess(facts, LAW),
        Policy.from_yaml(policy(tmp_path, "lead_days: 40\nafter: discovered\n"), LAW.vocabulary),
        facts,
        LAW.vocabulary,
    )
    ready = own.duty("us-tx/attorney-general").policy
    assert ready is not None
    assert (ready.day, ready.words) == (
        dt.date(2026, 3, 2),
        "ready at once; there is less time than 40 days before the last day",
    )
    later = own.duty("us-tx/individuals").policy
    assert later is not None
    assert later.day == dt.date(2026, 3, 25)


def test_a_duty_that_the_policy_names_and_nobody_owes_is_pointed_at(tmp_path: Path) -> None:
    facts = Facts.from_yaml(STATES, LAW.vocabulary, name="facts")
    text = "target_days: {us-ma/individual: 14, us-tx/individuals: 20}\nafter: discovered\n"
    own = with_policy(
        assess(facts, LAW), Policy.from_yaml(policy(tmp_path, text), LAW.vocabulary), facts, LAW.vocabulary
    )
    assert [each for each in own.warnings if each.startswith("policy: ")] == [
        "policy: target_days names us-ma/individual, which is no duty of this assessment"
    ]


def test_the_calendar_leaves_out_what_the_policy_leaves_out_and_marks_its_own_days(tmp_path: Path) -> None:
    _, own = judged(tmp_path)
    text = to_calendar(own, stamp=dt.datetime(2026, 3, 3, tzinfo=dt.UTC), undetermined=False, practice=False)
    events = list(Calendar.from_ical(text).walk("VEVENT"))
    marked = [str(event["summary"]) for event in events if str(event["summary"]).startswith("[policy]")]
    assert any("Massachusetts Attorney General" in each for each in marked)
    assert all(str(event["status"]) == "TENTATIVE" for event in events if str(event["summary"]) in marked)
    assert not [event for event in events if "practice" in str(event["summary"])]


def test_the_command_shows_it_as_policy(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(STATES, encoding="utf-8")
    done = run("assess", facts, "--policy", policy(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert "by policy: Mon 16 Mar 2026, 14 days after discovery" in " ".join(done.out.split())
    page = run("assess", facts, "--policy", policy(tmp_path), "--format", "html").out
    assert '<p class="banner">Privileged and confidential</p>' in page
    calendar = run("calendar", facts, "--policy", policy(tmp_path), "-o", tmp_path / "a.ics")
    assert calendar.code == 0
    assert "SUMMARY:[policy]" in (tmp_path / "a.ics").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "target_days: {atorney_general: 3}\n",
            "1:15: unknown recipient kind 'atorney_general'; did you mean 'attorney_general'?",
        ),
        ("target_days: {default: -1}\n", "1:24: "),
        ("after: discovry\n", "1:8: unknown timeline event 'discovry'; did you mean 'discovered'?"),
        ("lead: 3\n", "1:1: unknown key 'lead'"),
        ("[]\n", "1:1: "),
    ],
)
def test_a_wrong_policy_is_told_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    path = policy(tmp_path, text)
    with pytest.raises(InputError) as caught:
        Policy.from_yaml(path, LAW.vocabulary)
    assert f"{path}:{message}" in str(caught.value)
