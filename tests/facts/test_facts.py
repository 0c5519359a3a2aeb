"""Facts as they are read: what may stay unknown, what words mean, and that nothing changes once it is read."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from notifyrules.facts import Cohort, Facts, Interval, Moment, Truth, template
from notifyrules.facts.quantity import total
from notifyrules.law.library import bundled_directory
from notifyrules.reading import read_document
from notifyrules.vocabulary import read_vocabulary

VOCABULARY = read_vocabulary(read_document(bundled_directory() / "vocabulary.yaml"))


def read(text: str) -> Facts:
    return Facts.from_yaml(text, VOCABULARY, name="facts.yaml")


def cohort(**said: Any) -> Cohort:
    return Facts.from_dict({"cohorts": [{"id": "people", **said}]}, VOCABULARY).cohorts[0]


EXAMPLE = """\
incident:
  id: INC-2026-031
  title: Payroll export taken from a file share
  timeline:
    occurred: 2026-02-20
    discovered: 2026-03-02T09:15-06:00
    determined: unknown
  event: {acquired: yes, accessed: Yes, lost: no, disclosed: unknown}
  medium: electronic
  good_faith: no
  harm: {misuse: unknown, default: likely}
  findings: {mas.relevant_incident: true}
  law_enforcement_hold: {by: FBI, from: 2026-03-06, until: unknown, written: yes}
  notices_given: {us-tx/individuals: 2026-03-20}
organisation:
  name: Example Payroll Ltd
  role: owner
  kind: business
  timezone: America/Chicago
  regulated_as: [hipaa.business_associate]
  operates_in: [US, AU]
  annual_turnover: {amount: 12000000, currency: AUD}
cohorts:
  - id: employees
    data: [name, social_security_number, bank_account_number]
    data_unconfirmed: [medical_information]
    protection: {encrypted: no, key_compromised: no}
    residents: {US-TX: 312, US-CA: {min: 30, max: 55}, NO: 3, AU: 12, SG: unknown}
"""


# --- what is read


def test_the_facts_of_an_incident_read_as_they_are_written() -> None:
    facts = read(EXAMPLE)

    incident, organisation, employees = facts.incident, facts.organisation, facts.cohorts[0]
    assert incident.timeline == {
        "occurred": Moment(dt.date(2026, 2, 20)),
        "discovered": Moment(dt.datetime.fromisoformat("2026-03-02T09:15-06:00")),
        "determined": None,
    }
    assert incident.event == {
        **{"acquired": Truth.YES, "accessed": Truth.YES},
        **{"lost": Truth.NO, "disclosed": Truth.UNKNOWN},
    }
    assert incident.findings == {"mas.relevant_incident": Truth.YES}
    assert incident.law_enforcement_hold is not None
    assert incident.law_enforcement_hold.starts == Moment(dt.date(2026, 3, 6))
    assert incident.law_enforcement_hold.until is None
    assert organisation.regulated_as == ("hipaa.business_associate",)
    assert organisation.annual_turnover is not None
    assert organisation.annual_turnover.amount == Interval(12_000_000, 12_000_000)
    assert employees.data == ("name", "ssn", "bank_account_number")
    assert employees.residents == {
        **{"US-TX": Interval(312, 312), "US-CA": Interval(30, 55), "NO": Interval(3, 3)},
        **{"AU": Interval(12, 12), "SG": Interval(0, None)},
    }


def test_a_file_and_the_same_values_in_python_are_the_same_facts(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    values: Any = read_document(EXAMPLE).tree

    expected = read(EXAMPLE)
    for facts in (Facts.from_yaml(path, VOCABULARY), Facts.from_dict(values, VOCABULARY)):
        assert facts.incident == expected.incident
        assert facts.organisation == expected.organisation
        assert facts.cohorts == expected.cohorts


@pytest.mark.parametrize(
    ("written", "term"),
    [("social_security_number", "ssn"), ("ssn", "ssn"), ("email", "email_address"), ("tax_file_number", "tfn")],
)
def test_an_alias_of_a_data_element_means_its_term(written: str, term: str) -> None:
    assert cohort(data=[written]).data == (term,)
    assert cohort(data=[], data_unconfirmed=[written]).data_unconfirmed == (term,)


def test_an_alias_may_be_a_key_too() -> None:
    incident = read("incident: {event: {exfiltrated: yes}, timeline: {discovery: 2026-03-02}}").incident

    assert incident.event == {"acquired": Truth.YES}
    assert incident.timeline == {"discovered": Moment(dt.date(2026, 3, 2))}


def test_every_alias_of_the_vocabulary_means_one_term() -> None:
    for kind in ("data_elements", "recipient_kinds", "regulated_as", "event", "protection", "clock_starts", "findings"):
        terms = getattr(VOCABULARY, kind)
        spellings = [*terms, *(alias for term in terms.values() for alias in term.aliases)]
        assert len(spellings) == len(set(spellings)), kind


def test_clock_starts_name_each_other() -> None:
    for name, term in VOCABULARY.clock_starts.items():
        named = {*term.else_taken, *term.earliest_of, *([term.not_before] if term.not_before else [])}
        assert named <= set(VOCABULARY.clock_starts), name
        assert name not in list(VOCABULARY.stand_ins(name))[1:]


# --- what is left open


@pytest.mark.parametrize("text", ["{}", "incident: unknown\norganisation: unknown\ncohorts: unknown\n", template()])
def test_what_is_left_out_is_unknown(text: str) -> None:
    facts = read(text)

    (people,) = facts.cohorts
    assert people.id == "people"
    assert people.data is None
    assert people.residents is None
    assert people.has("ssn") is Truth.UNKNOWN
    assert people.everyone == Interval(0, None)
    assert people.living_in("US-TX") == Interval(0, None)
    assert set(facts.incident.event.values()) <= {Truth.UNKNOWN}
    assert facts.incident.good_faith is Truth.UNKNOWN
    assert facts.incident.law_enforcement_hold is None
    assert facts.organisation.role == "unknown"
    assert facts.organisation.regulated_as is None


@pytest.mark.parametrize("nothing", ["unknown", None])
def test_every_fact_may_be_said_to_be_unknown(nothing: str | None) -> None:
    of_incident = ("timeline", "event", "medium", "good_faith", "harm", "findings", "law_enforcement_hold")
    of_organisation = (
        "role",
        "kind",
        "timezone",
        "regulated_as",
        "operates_in",
        "insurance_licensed_in",
        "home_state",
        "annual_turnover",
    )
    of_cohort = ("data", "data_unconfirmed", "protection", "persons", "residents", "role")
    values = {
        "incident": dict.fromkeys(of_incident, nothing),
        "organisation": dict.fromkeys(of_organisation, nothing),
        "cohorts": [{"id": "people", **dict.fromkeys(of_cohort, nothing)}],
    }

    facts = Facts.from_dict(values, VOCABULARY)

    assert facts.incident.timeline == {}
    assert facts.organisation.timezone is None
    assert facts.cohorts[0].residents is None


@pytest.mark.parametrize(
    ("written", "truth"),
    [
        *(("yes", Truth.YES), ("Yes", Truth.YES), ("YES", Truth.YES), ("true", Truth.YES)),
        *(("no", Truth.NO), ("NO", Truth.NO), ("false", Truth.NO)),
        *(("unknown", Truth.UNKNOWN), ("", Truth.UNKNOWN), ("null", Truth.UNKNOWN)),
    ],
)
def test_a_flag_is_yes_no_or_unknown(written: str, truth: Truth) -> None:
    assert read(f"incident: {{good_faith: {written}}}").incident.good_faith is truth


@pytest.mark.parametrize("written", ["no", "No", "NO", "false", "unknown", ""])
def test_there_may_be_no_hold(written: str) -> None:
    assert read(f"incident: {{law_enforcement_hold: {written}}}").incident.law_enforcement_hold is None


def test_unknown_is_not_no() -> None:
    people = cohort(data=["name"], data_unconfirmed=["ssn"])

    assert people.has("name") is Truth.YES
    assert people.has("ssn") is Truth.UNKNOWN
    assert people.has("passport") is Truth.NO


def test_not_turns_yes_and_no_and_leaves_unknown() -> None:
    assert [~truth for truth in (Truth.YES, Truth.NO, Truth.UNKNOWN)] == [Truth.NO, Truth.YES, Truth.UNKNOWN]


@pytest.mark.parametrize(
    ("written", "interval", "words"),
    [
        (312, Interval(312, 312), "312"),
        (0, Interval(0, 0), "0"),
        ("unknown", Interval(0, None), "unknown"),
        (None, Interval(0, None), "unknown"),
        ({"min": 30, "max": 1055}, Interval(30, 1055), "30 to 1,055"),
        ({"min": 30}, Interval(30, None), "30 or more"),
        ({"max": 55}, Interval(0, 55), "0 to 55"),
        ({"min": "unknown", "max": "unknown"}, Interval(0, None), "unknown"),
        (10_000_000_000, Interval(10_000_000_000, 10_000_000_000), "10,000,000,000"),
    ],
)
def test_a_count_may_be_a_number_a_range_or_unknown(written: object, interval: Interval, words: str) -> None:
    assert cohort(persons=written).persons == interval
    assert str(interval) == words


def test_intervals_add_up_and_one_without_bound_takes_the_bound_away() -> None:
    assert total([Interval(1, 2), Interval(10, 10)]) == Interval(11, 12)
    assert total([Interval(1, 2), Interval(10, None)]) == Interval(11, None)
    assert total([]) == Interval(0, 0)


@pytest.mark.parametrize(
    ("said", "place", "living"),
    [
        ({"residents": {"US-TX": 312, "AU": 12}}, "US-TX", Interval(312, 312)),
        ({"residents": {"US-TX": 312, "AU": 12}}, "US-CA", Interval(0, 0)),
        ({"residents": {"US-TX": 312, "US-CA": 1, "AU": 12}}, "US", Interval(313, 313)),
        # Those counted under the country alone may live in any part of it that is not named.
        ({"residents": {"US-TX": 312, "US": 10}}, "US-TX", Interval(312, 312)),
        ({"residents": {"US-TX": 312, "US": 10}}, "US-CA", Interval(0, 10)),
        ({"residents": {"US-TX": 312, "US": 10}}, "US", Interval(322, 322)),
        # Others may live in places not yet known.
        ({"residents": {"US-TX": 312}, "elsewhere": 5}, "US-TX", Interval(312, 312)),
        ({"residents": {"US-TX": 312}, "elsewhere": 5}, "US-CA", Interval(0, 5)),
        ({"residents": {"US-TX": 312}, "elsewhere": "unknown"}, "AU", Interval(0, None)),
        # All that are not spoken for elsewhere are at most here.
        ({"residents": {"US-TX": "unknown", "AU": 12}, "persons": 100}, "US-TX", Interval(0, 88)),
        ({"persons": 100}, "US-TX", Interval(0, 100)),
    ],
)
def test_residents_are_counted_by_the_place_they_live_in(said: dict[str, Any], place: str, living: Interval) -> None:
    assert cohort(**said).living_in(place) == living


@pytest.mark.parametrize(
    ("said", "everyone"),
    [
        ({"residents": {"US-TX": 312, "AU": 12}}, Interval(324, 324)),
        ({"residents": {"US-TX": 312}, "elsewhere": "unknown"}, Interval(312, None)),
        ({"residents": {"US-TX": 312}, "elsewhere": "unknown", "persons": 400}, Interval(400, 400)),
        ({"persons": {"min": 5}}, Interval(5, None)),
    ],
)
def test_a_cohort_counts_everyone_wherever_they_live(said: dict[str, Any], everyone: Interval) -> None:
    assert cohort(**said).everyone == everyone


# --- moments


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T09:15-06:00", "2026-03-02T09:15:00-06:00"),
        ("2026-03-02 09:15 -06:00", "2026-03-02T09:15:00-06:00"),
        ("2026-03-02T09:15:30Z", "2026-03-02T09:15:30+00:00"),
        ("2026-03-02T09:15:30.5+0800", "2026-03-02T09:15:30.500000+08:00"),
    ],
)
def test_a_moment_is_a_day_or_a_time_with_its_offset(written: str, iso: str) -> None:
    assert str(read(f"incident: {{timeline: {{discovered: {written}}}}}").incident.timeline["discovered"]) == iso


def test_dates_of_python_are_moments_too() -> None:
    at = dt.datetime(2026, 3, 2, 9, 15, tzinfo=dt.UTC)
    timeline = {"occurred": dt.date(2026, 3, 1), "discovered": at, "determined": Moment(at)}

    facts = Facts.from_dict({"incident": {"timeline": timeline}}, VOCABULARY)

    assert facts.incident.timeline == {
        **{"occurred": Moment(dt.date(2026, 3, 1)), "discovered": Moment(at), "determined": Moment(at)}
    }
    with pytest.raises(ValidationError, match="has no UTC offset"):
        Facts.from_dict({"incident": {"timeline": {"discovered": at.replace(tzinfo=None)}}}, VOCABULARY)


@pytest.mark.parametrize(
    ("occurred", "discovered"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02", "2026-03-02T00:00+14:00"),
        ("2026-03-02T09:15-06:00", "2026-03-02T15:15Z"),
        # Somewhere on earth it was still the second of March.
        ("2026-03-03", "2026-03-02T23:30-06:00"),
    ],
)
def test_what_may_have_been_in_order_is_no_mistake(occurred: str, discovered: str) -> None:
    read(f"incident: {{timeline: {{occurred: {occurred}, discovered: {discovered}}}}}")


# --- where a fact stands


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        ("incident.timeline.discovered", 6),
        ("incident.good_faith", 10),
        ("organisation.role", 17),
        ("cohorts[employees]", 24),
        ("cohorts[employees].residents.US-TX", 28),
        ("cohorts[employees].persons", None),
        ("incident.event.used", None),
    ],
)
def test_a_fact_knows_its_line_in_the_file(fact: str, line: int | None) -> None:
    assert read(EXAMPLE).line_of(fact) == line


def test_a_fact_under_an_alias_knows_its_line_and_its_key() -> None:
    facts = read("incident:\n  harm: {default: likely}\n  event:\n    lost: no\n    exfiltrated: yes\n")

    assert facts.line_of("incident.event.acquired") == 5
    assert facts.steps_to("incident.event.acquired") == ("incident", "event", "exfiltrated")
    assert facts.steps_to("incident.event.used") == ("incident", "event", "used")
    assert facts.line_of("incident.harm.default") == 2


def test_a_cohort_may_be_called_anything() -> None:
    facts = read("cohorts:\n  - id: a\n  - id: 'b].data'\n    data: [ssn]\n")

    assert facts.line_of("cohorts[b].data].data") == 4


def test_facts_built_in_python_have_no_lines() -> None:
    assert Facts.from_dict({"incident": {"id": "x"}}, VOCABULARY).line_of("incident.id") is None


def test_the_order_of_cohorts_does_not_show() -> None:
    one, other = read("cohorts: [{id: b}, {id: a}]"), read("cohorts: [{id: a}, {id: b}]")

    assert one.in_order == other.in_order


# --- nothing changes


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (lambda facts: facts, "incident"),
        (lambda facts: facts.incident, "medium"),
        (lambda facts: facts.organisation, "role"),
        (lambda facts: facts.cohorts[0], "residents"),
        (lambda facts: facts.incident.law_enforcement_hold, "until"),
        (lambda facts: facts.cohorts[0].persons, "least"),
        (lambda facts: facts.incident.timeline["occurred"], "at"),
    ],
)
def test_no_part_of_the_facts_takes_another_value(part: Any, name: str) -> None:
    with pytest.raises((ValidationError, AttributeError)):
        setattr(part(read(EXAMPLE)), name, None)


@pytest.mark.parametrize(
    "mapping",
    [
        lambda facts: facts.incident.timeline,
        lambda facts: facts.incident.event,
        lambda facts: facts.incident.harm,
        lambda facts: facts.incident.findings,
        lambda facts: facts.incident.notices_given,
        lambda facts: facts.cohorts[0].protection,
        lambda facts: facts.cohorts[0].residents,
    ],
)
def test_no_mapping_of_the_facts_takes_another_entry(mapping: Any) -> None:
    found = mapping(read(EXAMPLE))
    changes: list[Any] = [
        lambda: found.update(x=1),
        lambda: found.pop("x", None),
        lambda: found.setdefault("x", 1),
        *(found.clear, found.popitem),
        lambda: found.__setitem__("x", 1),
        lambda: found.__delitem__("x"),
        lambda: found.__ior__({"x": 1}),
    ]

    for change in changes:
        with pytest.raises(TypeError, match="cannot be changed"):
            change()


def test_facts_can_be_copied_and_kept() -> None:
    facts = Facts.from_dict({"cohorts": [{"id": "a", "residents": {"US-TX": 3}}]}, VOCABULARY)

    assert copy.deepcopy(facts) == facts
    assert pickle.loads(pickle.dumps(facts)) == facts
    assert facts.model_copy(deep=True).cohorts[0].residents == {"US-TX": Interval(3, 3)}


def test_a_territory_with_two_codes_is_one_place() -> None:
    facts = Facts.from_dict({"cohorts": [{"id": "a", "residents": {"PR": 3, "VI": 2, "GA": 1}}]}, VOCABULARY)
    assert dict(facts.cohorts[0].residents or {}) == {
        "US-PR": Interval(3, 3),
        "US-VI": Interval(2, 2),
        "GA": Interval(1, 1),  # Gabon; Georgia is US-GA
    }
    with pytest.raises(ValidationError, match="both mean 'US-PR'; say it once"):
        Facts.from_dict({"cohorts": [{"id": "a", "residents": {"PR": 3, "US-PR": 2}}]}, VOCABULARY)
