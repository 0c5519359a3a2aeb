"""The bundled examples: each loads and assesses, and what comes out was worked by hand from the law.

Day 0 is the day of the event and is left out; a last day ends at 23:59:59 where the law lives.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notifyrules import Assessment, Facts, Law, assess, load_law
from notifyrules.assessment import AssessedDuty
from notifyrules.reading import read_document

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ACL = "au-australian-clinical-labs.yaml"
DBS = "sg-toppan-next-tech-dbs.yaml"
ASCENSION = "us-ascension.yaml"
HOUR_ONE = "hour-one.yaml"

SYDNEY = ZoneInfo("Australia/Sydney")
SINGAPORE = ZoneInfo("Asia/Singapore")
CHICAGO = ZoneInfo("America/Chicago")
NEW_YORK = ZoneInfo("America/New_York")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


@cache
def the_law() -> Law:
    return load_law()


def assessed(name: str, changes: dict[str, object] | None = None) -> Assessment:
    """Assess an example, with changes at dotted paths such as `incident/timeline/assessed`."""
    tree: Any = read_document(EXAMPLES / name).tree
    for path, value in (changes or {}).items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        at = tree
        for step in steps:
            at = at[step]
        at[last] = value
    return assess(Facts.from_dict(tree, the_law().vocabulary), the_law())


def due(duty: AssessedDuty) -> dt.datetime | None:
    assert duty.deadline is not None
    return duty.deadline.due


def state(duty: AssessedDuty) -> str:
    assert duty.deadline is not None
    return duty.deadline.state


def end_of(year: int, month: int, day: int, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime(year, month, day, 23, 59, 59, tzinfo=zone)


# --- every example


def test_the_four_examples_are_there() -> None:
    assert {path.name for path in EXAMPLES.glob("*.yaml")} >= {ACL, DBS, ASCENSION, HOUR_ONE}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
class TestEveryExample:
    def test_loads_without_mistakes_and_assesses(self, path: Path) -> None:
        facts = Facts.from_yaml(path, the_law().vocabulary)
        result = assess(facts, the_law())
        assert any(duty.status != "not_required" for duty in result.duties)

    def test_says_that_it_judges_nobody(self, path: Path) -> None:
        comment = re.sub(r"\s*\n#\s*", " ", path.read_text(encoding="utf-8"))
        assert "This example states" in comment or "(invented)" in comment
        assert "judge" in comment.partition("\nincident:")[0]

    def test_names_the_source_of_every_reference(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        used = set(re.findall(r"\[(\d)\]", text))
        told = re.findall(r"^#   \[(\d)\](?:.*\n#)+?\s+https://", text, re.MULTILINE)
        assert used == set(told)

    def test_every_open_duty_says_what_it_hangs_on(self, path: Path) -> None:
        result = assess(Facts.from_yaml(path, the_law().vocabulary), the_law())
        asked = {question.fact for question in result.questions}
        for duty in result.duties:
            if duty.status == "undetermined":
                assert duty.depends_on, duty.id
                assert set(duty.depends_on) <= asked, duty.id


# --- Australian Clinical Labs: Privacy Act 1988 (Cth) Part IIIC


class TestAustralianClinicalLabs:
    def test_the_assessment_ends_on_day_30_after_2_march_2022(self) -> None:
        # s 26WH(2)(b), 30 days after awareness; the day itself is left out (Acts Interpretation Act 1901 s 36(1)).
        # Wed 2 March is day 0, 31 March is day 29, Fri 1 April is day 30; summer time in Sydney ends on 3 April.
        duty = assessed(ACL).duty("au-ndb/assessment")
        assert (duty.status, state(duty)) == ("required", "fixed")
        assert due(duty) == end_of(2022, 4, 1, SYDNEY)
        assert due(duty).isoformat() == "2022-04-01T23:59:59+11:00"  # type: ignore[union-attr]  # None fails here as it should

    def test_statement_and_notices_hang_on_serious_harm_and_have_no_number_of_days(self) -> None:
        # ss 26WE(2)(a)(ii), 26WK(2)(b), 26WL(3): as soon as practicable. One person at risk is enough.
        result = assessed(ACL)
        for name in ("au-ndb/commissioner", "au-ndb/individuals"):
            duty = result.duty(name)
            assert (duty.status, due(duty), state(duty)) == ("undetermined", None, "no_fixed_limit")
            assert "incident.harm.serious_harm" in duty.depends_on

    def test_the_older_incident_is_judged_by_the_oldest_text_and_says_so(self) -> None:
        assert any("no text for 2022-02-25" in warning for warning in assessed(ACL).warnings)

    def test_from_grounds_to_believe_on_the_statement_replaces_the_assessment(self) -> None:
        # ss 26WH(1)(b), 26WK(1): the lines marked LATER, taken in, give the view of July 2022.
        text = (EXAMPLES / ACL).read_text(encoding="utf-8")
        later, lines = re.subn(r"(?m)^( +)# (.*# LATER.*)$", r"\1\2", text)
        assert lines == 3
        result = assess(Facts.from_yaml(later, the_law().vocabulary), the_law())
        assert result.duty("au-ndb/assessment").status == "not_required"
        statement = result.duty("au-ndb/commissioner")
        assert (statement.status, due(statement), statement.given) == ("required", None, "2022-07-10")
        assert result.duty("au-ndb/individuals").status == "required"


# --- DBS Bank, told by its vendor: PDPA 2012 Part 6A and MAS Notice FSM-N05


class TestToppanNextTechAsDbsSeesIt:
    def test_mas_is_told_in_1_hour_and_14_days_if_it_was_a_relevant_incident(self) -> None:
        # FSM-N05 paras 7 and 8, from discovery; what is known is the vendor's word on Sat 5 April 2025, 22:21.
        # One clock hour is 23:21. Days: 6 April is day 1, Sat 19 April is day 14; Fri 18 April is Good Friday, so the
        # last business day before is Thu 17 April.
        told = dt.datetime(2025, 4, 5, 23, 21, tzinfo=SINGAPORE)
        for finding, status in (("unknown", "undetermined"), ("yes", "required"), ("no", "not_required")):
            result = assessed(DBS, {"incident/findings": {"mas.relevant_incident": finding}})
            duties = {duty.id: duty for duty in result.duties}
            first, report = duties["sg-mas-n05/incident-notification"], duties["sg-mas-n05/root-cause-report"]
            assert (first.status, report.status) == (status, status)
            if status != "not_required":
                assert (due(first), state(first)) == (told, "provisional")
                assert due(report) == end_of(2025, 4, 19, SINGAPORE)
                assert report.deadline is not None
                assert report.deadline.safe_by == dt.date(2025, 4, 17)

    def test_8200_people_are_significant_scale_and_equities_with_a_name_are_prescribed(self) -> None:
        # s 26B(3)(a), reg 4: at least 500. s 26B(2)(a), reg 3(1)(a), Schedule Part 1 para 15: a name with investments.
        # s 26D(1): 3 calendar days after the assessment, whose day is not published. It cannot be before the vendor's
        # word: Sat 5 April is day 0, Tue 8 April day 3, and the date is provisional.
        result = assessed(DBS)
        for name in ("sg-pdpa/commission-significant-scale", "sg-pdpa/commission-significant-harm"):
            duty = result.duty(name)
            assert (duty.status, state(duty)) == ("required", "provisional")
            assert due(duty) == end_of(2025, 4, 8, SINGAPORE)
            assert duty.deadline is not None
            assert duty.deadline.depends_on == ("incident.timeline.assessed",)

    def test_once_assessed_the_commission_has_to_be_told_by_the_third_calendar_day(self) -> None:
        # Assessed, say, on Mon 7 April 2025: Tue 8 is day 1, Thu 10 April is day 3.
        duty = assessed(DBS, {"incident/timeline/assessed": "2025-04-07"}).duty("sg-pdpa/commission-significant-scale")
        assert (due(duty), state(duty)) == (end_of(2025, 4, 10, SINGAPORE), "fixed")

    @pytest.mark.parametrize(
        ("taken", "status"), [("unknown", "undetermined"), ("yes", "required"), ("no", "not_required")]
    )
    def test_whether_customers_must_be_told_hangs_on_the_key(self, taken: str, status: str) -> None:
        # s 26D(5)(b): encryption lifts the notice to individuals unless the key went too; never that to the Commission.
        result = assessed(DBS, {"cohorts/0/protection/key_compromised": taken})
        duty = result.duty("sg-pdpa/individuals")
        assert duty.status == status
        assert duty.deadline is None or duty.deadline.due is None  # s 26D(2) gives no time
        assert result.duty("sg-pdpa/commission-significant-scale").status == "required"
        if taken == "unknown":
            assert duty.depends_on == ("cohorts[customers].protection.key_compromised",)


# --- Ascension: HIPAA and the states


class TestAscension:
    def test_texas_has_at_least_250_residents_so_its_attorney_general_is_told_by_day_30(self) -> None:
        # § 521.053(i): 114,692 >= 250; 30 days after the determination of Tue 21 January 2025.
        # 31 January is day 10, so 20 February is day 30 (a Thursday), to its end in Chicago.
        duty = assessed(ASCENSION).duty("us-tx/attorney-general")
        assert (duty.status, state(duty)) == ("required", "fixed")
        assert due(duty) == end_of(2025, 2, 20, CHICAGO)
        assert duty.affected.min >= 114_692

    def test_texans_are_told_by_day_60_a_saturday_that_is_not_moved(self) -> None:
        # § 521.053(b): 31 January is day 10, 28 February day 38, Sat 22 March day 60; Fri 21 March is a business day.
        duty = assessed(ASCENSION).duty("us-tx/individuals")
        assert (duty.status, due(duty)) == ("required", end_of(2025, 3, 22, CHICAGO))
        assert duty.deadline is not None
        assert duty.deadline.safe_by == dt.date(2025, 3, 21)

    def test_more_than_10000_texans_bring_in_the_consumer_reporting_agencies_without_a_date(self) -> None:
        duty = assessed(ASCENSION).duty("us-tx/consumer-reporting-agencies")  # § 521.053(h)
        assert (duty.status, due(duty)) == ("required", None)

    def test_hipaa_runs_60_days_from_discovery_and_not_from_determination(self) -> None:
        # 45 CFR 164.404(b): Thu 5 December 2024 is day 0, 31 December day 26, 31 January day 57, Mon 3 February 2025
        # day 60, in the zone of the organisation (St. Louis), for the rule names none.
        result = assessed(ASCENSION)
        for name in ("us-hipaa/individuals", "us-hipaa/media"):
            duty = result.duty(name)
            assert duty.status != "not_required"
            assert due(duty) == end_of(2025, 2, 3, CHICAGO)

    def test_without_a_documented_low_probability_hipaa_binds_and_the_yearly_report_falls_away(self) -> None:
        # §§ 164.402(2), .404, .406(a), .408(b): 437,329 >= 500 everywhere, 114,692 > 500 in one State.
        # § 164.408(c) is for fewer than 500.
        result = assessed(ASCENSION, {"incident/findings": {"hipaa.low_probability_of_compromise": "no"}})
        assert result.duty("us-hipaa/individuals").status == "required"
        assert result.duty("us-hipaa/media").status == "required"
        secretary = result.duty("us-hipaa/secretary")
        assert (secretary.status, due(secretary)) == ("required", end_of(2025, 2, 3, CHICAGO))  # § 164.408(b), .404(b)
        assert secretary.affected.min == 114_692 + 96 + 322_541 == 437_329
        assert result.duty("us-hipaa/secretary-annual").status == "not_required"

    def test_massachusetts_asks_for_both_offices_from_one_resident_on_and_gives_no_days(self) -> None:
        # c. 93H §§ 1(a), 3(b): name with Social Security number; as soon as practicable.
        # § 3A(a): 18 months of credit monitoring, for Social Security numbers were involved.
        result = assessed(ASCENSION)
        for name in ("us-ma/attorney-general", "us-ma/consumer-affairs"):
            duty = result.duty(name)
            assert (duty.status, due(duty)) == ("required", None)
            assert duty.affected.min >= 96
        offered = result.duty("us-ma/individuals").credit_monitoring
        assert [each.months for each in offered if each.status != "not_required"] == [18]

    def test_states_whose_count_is_not_published_stay_open(self) -> None:
        # California: discovered in 2024, so the text before SB 446, which gives no number of days.
        # Vermont § 2435(b)(3)(B)(i): 14 business days after Thu 5 December 2024: Fri 6 is 1, Fri 13 is 6, Fri 20 is 11,
        # Mon 23 and Tue 24 are 12 and 13, Wed 25 is Christmas, Thu 26 December is 14.
        result = assessed(ASCENSION)
        california, vermont = result.duty("us-ca/individuals"), result.duty("us-vt/attorney-general-preliminary")
        assert (california.status, due(california)) == ("undetermined", None)
        assert (vermont.status, due(vermont)) == ("undetermined", end_of(2024, 12, 26, NEW_YORK))
        assert "cohorts[others].residents" in set(california.depends_on) & set(vermont.depends_on)


# --- Hour one


class TestHourOne:
    def test_nothing_is_decided_and_the_first_questions_are_those_of_the_first_hour(self) -> None:
        result = assessed(HOUR_ONE)
        assert {duty.status for duty in result.duties if duty.force == "law"} <= {"undetermined", "not_required"}
        first = {question.fact for question in result.questions[:5]}
        assert {"cohorts[file-server].data", "incident.event.acquired"} <= first
        assert not [each for each in result.notices if each.status == "required" and each.force == "law"]

    def test_every_date_is_counted_from_the_one_moment_that_is_known(self) -> None:
        found = dt.datetime(2026, 11, 16, 8, 10, tzinfo=CHICAGO)
        dated = {duty.id: duty.deadline for duty in assessed(HOUR_ONE).duties if duty.deadline and duty.deadline.due}
        assert dated
        for name, deadline in dated.items():
            assert deadline.due is not None
            assert deadline.due > found, name
            if deadline.anchor is None:  # the earliest of several, whose counting is told in words
                continue
            assert deadline.state == "provisional" or deadline.anchor.instead_of is None, name
            if "/" in deadline.anchor.event:  # follows another notice, which has a date itself
                assert deadline.anchor.event in dated, name
            else:
                assert dt.datetime.fromisoformat(deadline.anchor.at) == found, name

    def test_without_that_moment_there_is_no_date_at_all(self) -> None:
        result = assessed(HOUR_ONE, {"incident/timeline/discovered": "unknown"})
        assert [duty.id for duty in result.duties if duty.deadline and duty.deadline.due] == []

    def test_answers_turn_questions_into_dates(self) -> None:
        # Mon 16 November 2026, 08:10 in Chicago is the same day on both coasts. 30 November is day 14.
        # California § 1798.82(a)(2)(A) and New York § 899-aa(2), 30 days after discovery: Wed 16 December.
        # Texas § 521.053(b), 60 days after a determination not yet made, so provisional from discovery: 31 December is
        # day 45, Fri 15 January 2027 day 60.
        result = assessed(
            HOUR_ONE,
            {
                "incident/event/acquired": "yes",
                "organisation/role": "owner",
                "organisation/kind": "business",
                "organisation/regulated_as": [],
                "cohorts/0/data": ["name", "ssn"],
                "cohorts/0/protection/encrypted": "no",
                "cohorts/0/residents": {"US-CA": 40, "US-NY": 25, "US-TX": 249},
            },
        )
        california, new_york = result.duty("us-ca/individuals"), result.duty("us-ny/individuals")
        assert (california.status, due(california)) == ("required", end_of(2026, 12, 16, LOS_ANGELES))
        assert due(new_york) == end_of(2026, 12, 16, NEW_YORK)
        texas = result.duty("us-tx/individuals")
        assert (texas.status, due(texas), state(texas)) == ("required", end_of(2027, 1, 15, CHICAGO), "provisional")
        assert result.duty("us-tx/attorney-general").status == "not_required"  # 249 is not at least 250
        assert result.duty("us-ca/attorney-general").status == "not_required"  # 40 is not more than 500


# --- an invented incident with 1,200 people in each of the fifty-four, determined on Thursday 5 March 2026

NATIONWIDE = "us-nationwide.yaml"
NO_OFFICE = "AK GA GU ID KS KY MI MN MS NV OH TN VI WI WV WY"
"""No office is told of 1,200 people: there is none in the law, or (Alaska, Idaho) it is told of other cases only."""
BUREAUS = "AL AK AZ CO DC FL HI IN KS KY ME MD MI MN MO NV NH NJ NM NC OH OR PA RI SC SD TN UT VT VA WI WV"
"""Thresholds at or below 1,200; New York's is 5,000, Texas's and Georgia's 10,000; the others have none."""
LAST_DAYS = {
    # determined on 5 March: day 30 is 4 April, 45 is 19 April, 60 is 4 May
    "us-al/individuals": "2026-04-19",
    "us-az/individuals": "2026-04-19",
    "us-co/individuals": "2026-04-04",
    "us-de/individuals": "2026-05-04",
    "us-tx/individuals": "2026-05-04",
    # discovered on 2 March: day 10 is 12 March, 30 is 1 April, 45 is 16 April, 60 is 1 May
    "us-ca/individuals": "2026-04-01",
    "us-ny/individuals": "2026-04-01",
    "us-wa/individuals": "2026-04-01",
    "us-md/individuals": "2026-04-16",
    "us-nm/individuals": "2026-04-16",
    "us-oh/individuals": "2026-04-16",
    "us-or/individuals": "2026-04-16",
    "us-tn/individuals": "2026-04-16",
    "us-ct/individuals": "2026-05-01",
    "us-la/individuals": "2026-05-01",
    "us-sd/individuals": "2026-05-01",
    "us-pr/consumer-affairs": "2026-03-12",
}


def test_nationwide_every_state_but_georgia_has_its_people_told() -> None:
    found = assessed(NATIONWIDE)
    told = {duty.jurisdiction[3:] for duty in found.duties if required(duty) and duty.recipient.kind == "individuals"}
    assert {place[3:] for place in places_of(NATIONWIDE)} - told == {"GA"}, (
        "only brokers and public bodies, O.C.G.A. § 10-1-911"
    )
    assert len(places_of(NATIONWIDE)) == 54


def test_nationwide_the_offices_are_those_of_the_statutes() -> None:
    found = assessed(NATIONWIDE)
    others = ("individuals", "consumer_reporting_agencies", "media", "data_owner")
    told = {
        duty.jurisdiction[3:]
        for duty in found.duties
        if required(duty) and duty.jurisdiction.startswith("US-") and duty.recipient.kind not in others
    }
    assert {place[3:] for place in places_of(NATIONWIDE)} - told == set(NO_OFFICE.split())


def test_nationwide_the_bureaus_are_told_where_1200_are_enough() -> None:
    found = assessed(NATIONWIDE)
    told = {
        duty.jurisdiction[3:]
        for duty in found.duties
        if required(duty) and duty.recipient.kind == "consumer_reporting_agencies"
    }
    assert told == set(BUREAUS.split())


@pytest.mark.parametrize(("duty_id", "day"), LAST_DAYS.items())
def test_nationwide_last_days(duty_id: str, day: str) -> None:
    deadline = assessed(NATIONWIDE).duty(duty_id).deadline
    assert deadline is not None
    assert deadline.due is not None
    assert (deadline.due.date().isoformat(), deadline.state) == (day, "fixed")


def required(duty: AssessedDuty) -> bool:
    return duty.status == "required" and duty.force == "law"


def places_of(name: str) -> set[str]:
    return set(Facts.from_yaml(EXAMPLES / name, the_law().vocabulary).cohorts[0].residents or {})


# --- an invented bank under four layers of law: its processor wrote on 10 March, it knew on 11 March at 11:55

FOUR_LAYERS = "sg-bank-us-processor.yaml"
AT = {
    # one hour from 11 March 11:55 in Singapore (FSM-N05 para 7)
    "sg-mas-n05/incident-notification": "2026-03-11T12:55:00+08:00",
    # 72 hours from the same moment (CPS 234 para 35)
    "au-apra-cps234/incident": "2026-03-14T11:55:00+08:00",
    # 36 hours from 12 March 18:00 in Singapore (12 CFR 225.302)
    "us-banking-incidents/federal-reserve": "2026-03-14T06:00:00+08:00",
    # 72 hours from the determination of a cybersecurity incident (23 NYCRR 500.17(a))
    "us-ny-dfs/superintendent": "2026-03-15T18:00:00+08:00",
    # three calendar days from the assessment on 12 March (PDPA s 26D(1))
    "sg-pdpa/commission-significant-harm": "2026-03-15T23:59:59+08:00",
    # fourteen days from 11 March, the day of discovery (FSM-N05 para 8)
    "sg-mas-n05/root-cause-report": "2026-03-25T23:59:59+08:00",
    # thirty days from the processor's message, 10 March in California, and from 10 March 23:40 in New York
    "us-ca/individuals": "2026-04-09T23:59:59-07:00",
    "us-ny/individuals": "2026-04-09T23:59:59-04:00",
}


@pytest.mark.parametrize(("duty_id", "due"), AT.items())
def test_four_layers_of_law_have_their_hours_and_days(duty_id: str, due: str) -> None:
    duty = assessed(FOUR_LAYERS).duty(duty_id)
    assert duty.status == "required"
    assert duty.deadline is not None
    assert duty.deadline.due is not None
    assert duty.deadline.due.timestamp() == dt.datetime.fromisoformat(due).timestamp()


def test_four_layers_thresholds_and_what_one_law_leaves_to_another() -> None:
    result = assessed(FOUR_LAYERS)
    assert result.duty("us-ca/attorney-general").status == "required"  # 501, more than 500
    assert result.duty("us-tx/attorney-general").status == "not_required"  # 249, at least 250
    # Minn. Stat. § 325E.61 leaves financial institutions under Gramm-Leach-Bliley out
    assert "us-mn" not in {duty.regime for duty in result.duties}
    assert any(each.id == "us-mn" and "not bound" in each.because for each in result.unreached)


def test_four_layers_notices_are_merged_by_recipient_with_the_earliest_date() -> None:
    result = assessed(FOUR_LAYERS)
    notice_of = {duty: notice for notice in result.notices for duty in notice.duties}
    assert len(notice_of) == sum(len(notice.duties) for notice in result.notices), "each duty is in one notice"
    assert notice_of["sg-pdpa/commission-significant-harm"] is notice_of["sg-pdpa/commission-significant-scale"]
    superintendent = notice_of["us-ny-dfs/superintendent"]
    assert "us-ny/financial-services" in superintendent.duties
    assert superintendent.due is not None
    assert superintendent.due.timestamp() == dt.datetime.fromisoformat("2026-03-15T18:00:00+08:00").timestamp()
