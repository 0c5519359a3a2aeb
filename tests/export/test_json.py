"""The JSON contract: the keys of docs and DESIGN §6, the same bytes for the same facts and law."""

from __future__ import annotations

import json
from typing import Any

from notifyrules import Assessment
from notifyrules.export.json_text import to_json
from tests.export.judged import judged

ASSESSMENT = {
    "schema", "incident", "organisation", "now", "law", "engine", "duties", "notices", "questions", "regimes",
    "unreached", "warnings", "disclaimer",
}  # fmt: skip
DUTY = {
    "id", "title", "jurisdiction", "regime", "act", "force", "status", "recipient", "affected", "deadline", "cite",
    "because", "depends_on", "exceptions", "content", "content_barred", "methods", "advice", "substitute_notice",
    "credit_monitoring", "confidence", "confidence_reason", "note", "given",
    "given_late", "policy",
}  # fmt: skip
DEADLINE = {
    "state", "standard", "limit", "due", "timed", "safe_by", "held_until", "counting", "anchor", "remaining",
    "depends_on", "notes",
}  # fmt: skip
SECOND_COHORT = """
  - id: applicants
    data: [name, drivers_license]
    protection: {encrypted: no}
    residents: {US-HI: 7}
"""
ONE_COHORT = """\
  - id: staff
    data: [name, ssn]
    protection: {encrypted: no}
    residents: {US-HI: {min: 900, max: 1100}, US-NY: 3, AU: 1}
"""


def plain(assessment: Assessment) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(to_json(assessment))
    return value


def duty(assessment: dict[str, Any], duty_id: str) -> dict[str, Any]:
    (found,) = [each for each in assessment["duties"] if each["id"] == duty_id]
    return dict(found)


def test_the_keys_are_exactly_those_that_are_documented() -> None:
    result = plain(judged(everything=True))
    assert set(result) == ASSESSMENT
    assert all(set(each) == DUTY for each in result["duties"])
    assert set(duty(result, "test-hi/office")["deadline"]) == DEADLINE
    assert set(duty(result, "test-hi/office")["deadline"]["anchor"]) == {"event", "at", "instead_of"}
    assert set(duty(result, "test-hi/office")["recipient"]) == {"kind", "id", "name", "channel", "checked"}
    assert set(duty(result, "test-hi/office")["recipient"]["channel"]) == {"portal", "email", "post", "phone", "note"}
    assert set(duty(result, "test-hi/office")["affected"]) == {"min", "max"}
    assert set(result["law"]) == {"version", "sha256", "as_of"}
    assert set(result["incident"]) == {"id", "title"}
    assert all(set(each) == {"recipient", "force", "status", "duties", "due", "safe_by"} for each in result["notices"])
    assert all(set(each) == {"fact", "ask", "decides", "dates", "soonest"} for each in result["questions"])
    assert result["questions"]


def test_the_schema_is_named_and_versioned() -> None:
    assert plain(judged())["schema"] == "notifyrules/assessment/1"


def test_a_due_date_carries_the_offset_of_its_jurisdiction() -> None:
    result = plain(judged())
    assert duty(result, "test-hi/individuals")["deadline"]["due"] == "2026-04-16T23:59:59-10:00"
    assert duty(result, "test-au/commissioner")["deadline"]["due"] == "2026-04-02T23:59:59+11:00"
    assert duty(result, "test-sg/authority-at-once")["deadline"]["due"] == "2026-03-03T05:30:00+08:00"
    assert duty(result, "test-ny/individuals")["deadline"]["due"] == "2026-04-01T23:59:59-04:00"


def test_what_is_not_there_is_null() -> None:
    result = plain(judged(("name: Example Ltd, ", ""), ("  title: A lost laptop\n", "")))
    assert result["organisation"] is None
    assert result["now"] is None
    assert result["law"]["as_of"] is None
    assert result["incident"] == {"id": "INC-1", "title": None}
    assert duty(result, "test-hi/agencies")["deadline"] is None  # not required: no deadline at all
    office = duty(result, "test-hi/office")
    assert office["deadline"]["remaining"] is None
    assert office["deadline"]["standard"] is None
    assert office["given"] is None
    assert office["substitute_notice"] is None
    assert office["recipient"]["channel"]["phone"] is None


def test_a_duty_without_a_date_has_a_deadline_whose_due_is_null() -> None:
    nothing_dated = plain(
        judged(
            ("discovered: 2026-03-02T20:30Z", "discovered: unknown"),
            ("determined: 2026-03-06T12:00-05:00", "determined: unknown"),
        )
    )
    deadline = duty(nothing_dated, "test-hi/individuals")["deadline"]
    assert deadline["due"] is None
    assert deadline["safe_by"] is None
    assert deadline["state"] == "not_started"
    assert deadline["standard"] == "as fast as letters go"


def test_with_now_each_deadline_tells_the_seconds_left() -> None:
    result = plain(judged(now="2026-03-02T20:30:00+00:00"))
    assert result["now"] == "2026-03-02T20:30:00+00:00"
    assert duty(result, "test-sg/authority-at-once")["deadline"]["remaining"] == 3600
    late = plain(judged(now="2026-03-02T21:30:01+00:00"))
    assert duty(late, "test-sg/authority-at-once")["deadline"]["remaining"] == -1


def test_the_proof_holds_what_decides_with_fact_finding_and_cite() -> None:
    proof = duty(plain(judged()), "test-hi/agencies")["because"]
    assert proof["truth"] == "no"
    count = proof
    while count["form"] != "count":
        (count,) = count["parts"]
    assert count["cite"] == "HI 7"
    assert count["found"] == "900 to 1,100"


def test_the_same_facts_make_the_same_bytes_whatever_the_order_of_cohorts() -> None:
    forwards = judged((ONE_COHORT, ONE_COHORT + SECOND_COHORT), everything=True)
    backwards = judged((ONE_COHORT, SECOND_COHORT.lstrip("\n") + ONE_COHORT), everything=True)
    assert to_json(forwards) == to_json(judged((ONE_COHORT, ONE_COHORT + SECOND_COHORT), everything=True))
    assert to_json(forwards) == to_json(backwards)


def test_text_stays_readable_and_the_last_line_is_ended() -> None:
    text = to_json(judged(("title: A lost laptop", "title: データ🔥 “quoted”")))
    assert '"title": "データ🔥 “quoted”"' in text
    assert text.endswith("}\n")
