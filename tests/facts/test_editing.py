"""An answer is written into the text, and every other character stays."""

from __future__ import annotations

import difflib

import pytest

from notifyrules.facts import Facts, template
from notifyrules.facts.editing import listed, quoted, steps_of, with_fact
from notifyrules.law import load_law

VOCABULARY = load_law().vocabulary
TEXT = """\
# what we know on Monday
incident:
  timeline:                      # with offset
    discovered: 2026-03-02       # by the night shift
  event: {acquired: unknown}     # asked the vendor
  findings: {}
organisation: {role: owner}

cohorts:
  - id: staff                    # payroll
    data:
      - name
      - ssn                      # all of them
    residents: {US-TX: 3}
  - id: "clients [EU]"
    protection:
      encrypted: unknown
"""


def lines_changed(before: str, after: str) -> list[str]:
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line.startswith(("- ", "+ "))]


@pytest.mark.parametrize(
    ("fact", "value", "changed"),
    [
        (
            "incident.event.acquired",
            "yes",
            [
                "-   event: {acquired: unknown}     # asked the vendor",
                "+   event: {acquired: yes}     # asked the vendor",
            ],
        ),
        (
            "incident.event.accessed",
            "no",
            [
                "-   event: {acquired: unknown}     # asked the vendor",
                "+   event: {acquired: unknown, accessed: no}     # asked the vendor",
            ],
        ),
        ("incident.timeline.determined", "2026-03-05", ["+     determined: 2026-03-05"]),
        (
            "incident.findings.mas.relevant_incident",
            "yes",
            ["-   findings: {}", "+   findings: {mas.relevant_incident: yes}"],
        ),
        ("incident.harm.default", "likely", ["+   harm: {default: likely}"]),
        (
            "organisation.kind",
            "business",
            ["- organisation: {role: owner}", "+ organisation: {role: owner, kind: business}"],
        ),
        ("cohorts[staff].protection.encrypted", "no", ["+     protection: {encrypted: no}"]),
        (
            "cohorts[staff].residents.US-CA",
            "{min: 1, max: 5}",
            ["-     residents: {US-TX: 3}", "+     residents: {US-TX: 3, US-CA: {min: 1, max: 5}}"],
        ),
        ("cohorts[clients [EU]].protection.encrypted", "yes", ["-       encrypted: unknown", "+       encrypted: yes"]),
        ("cohorts[clients [EU]].data", "[name]", ["+     data: [name]"]),
    ],
)
def test_only_the_line_of_the_answer_changes(fact: str, value: str, changed: list[str]) -> None:
    after = with_fact(TEXT, fact, value)
    assert lines_changed(TEXT, after) == changed
    Facts.from_yaml(after, VOCABULARY)


def test_a_list_in_lines_gives_way_to_one_on_a_line_and_its_neighbours_stay() -> None:
    after = with_fact(TEXT, "cohorts[staff].data", "[name, ssn, passport]")
    assert Facts.from_yaml(after, VOCABULARY).cohorts[0].data == ("name", "ssn", "passport")
    assert "    residents: {US-TX: 3}\n" in after
    assert "# payroll" in after


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "{}\n", "incident: unknown\n", "cohorts: unknown\n", "incident:\n"]
)
def test_an_empty_file_takes_an_answer(text: str) -> None:
    for fact, value in (("incident.event.acquired", "yes"), ("cohorts[people].data", "[name]")):
        after = with_fact(text, fact, value)
        facts = Facts.from_yaml(after, VOCABULARY)
        assert facts.incident.event or facts.cohorts[0].data, after
        if text.startswith("#"):
            assert after.startswith("# nothing yet\n")


@pytest.mark.parametrize(
    "fact",
    [
        "incident.timeline.discovered", "incident.event.lost", "incident.medium", "incident.good_faith",
        "incident.harm.default", "incident.findings.sec.material", "organisation.regulated_as",
        "organisation.annual_turnover", "cohorts[people].data", "cohorts[people].residents",
        "cohorts[people].protection.encrypted", "cohorts[people].persons",
    ],
)  # fmt: skip
def test_the_template_takes_every_answer_and_keeps_its_comments(fact: str) -> None:
    value = {
        "incident.timeline.discovered": "2026-03-02",
        "incident.medium": "paper",
        "incident.harm.default": "likely",
        "organisation.regulated_as": "[]",
        "organisation.annual_turnover": "{amount: 5, currency: AUD}",
        "cohorts[people].data": "[name]",
        "cohorts[people].residents": "{US-TX: 1}",
        "cohorts[people].persons": "7",
    }.get(fact, "yes")
    before = template()
    after = with_fact(before, fact, value)
    assert len([line for line in lines_changed(before, after) if line.startswith("- ")]) <= 1
    assert after.count("#") == before.count("#")
    assert Facts.from_yaml(after, VOCABULARY) != Facts.from_yaml(before, VOCABULARY)


def test_steps_keep_the_dots_of_findings_and_the_brackets_of_cohorts() -> None:
    assert steps_of("incident.findings.mas.relevant_incident") == ("incident", "findings", "mas.relevant_incident")
    assert steps_of("cohorts[a.b [c]].residents.US-TX") == ("cohorts", "a.b [c]", "residents", "US-TX")


def test_lists_are_read_as_they_stand() -> None:
    assert listed(TEXT, "cohorts[staff].data") == ["name", "ssn"]
    assert listed(TEXT, "organisation.regulated_as") == []


@pytest.mark.parametrize("name", ["Example Ltd", 'a "b" \\ c', "yes: no", "- x", "# y", "ünï", "3", ""])
def test_a_name_is_read_back_as_it_was_said(name: str) -> None:
    after = with_fact(TEXT, "cohorts[staff].client", quoted(name))
    assert (Facts.from_yaml(after, VOCABULARY).cohorts[0].client or "") == name
