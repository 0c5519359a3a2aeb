"""What an assessment says besides statuses and dates: warnings, exceptions, holds, late notices; and law it refuses."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from notifyrules import Facts, InputError, assess, load_law
from notifyrules.export.json_text import to_json
from tests.small_law import Plain, duty, judged, jurisdiction, people, regime, written


def facts(*cohorts: Plain, **incident: Any) -> Plain:
    timeline = {"occurred": "2026-02-20", "discovered": "2026-03-02"}
    return {"incident": {"timeline": timeline, **incident}, "cohorts": list(cohorts) or [people()]}


def test_a_country_whose_code_is_also_that_of_a_state_is_pointed_at() -> None:
    law = load_law()
    found = Facts.from_dict(facts(people("CA", 501)) | {"organisation": {"operates_in": ["IN"]}}, law.vocabulary)
    warnings = assess(found, law).warnings
    assert (
        "CA: the library has no file for Canada (write US-CA if California is meant); its own law was not judged"
        in warnings
    )
    assert "IN is read as India; write US-IN if Indiana is meant" in warnings


def test_a_contract_for_a_place_does_not_pass_for_the_law_of_that_place(tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("customer"), force="contract"), code="US-OH"))
    assert any(
        "no file for Ohio" in each
        for each in assess(Facts.from_dict(facts(people("US-OH")), law.vocabulary), law).warnings
    )


@pytest.mark.parametrize("protects", ["residents", "systems"])
def test_a_used_exception_tells_what_the_law_asks_of_whoever_uses_it(protects: str, tmp_path: Path) -> None:
    exception = {
        "id": "good-faith",
        "when": {"good_faith": "yes"},
        "lifts": "all",
        "conditions": ["It is documented."],
        "cite": "§ 2",
        "confidence": "low",
        "confidence_reason": "Read in a chart only.",
    }
    more: Plain = {"protects": protects, "exceptions": [exception]}
    text = regime(duty("individuals"), **more)
    if protects == "systems":
        del text["information"]
    found = judged(written(tmp_path, jurisdiction(text)), facts(good_faith="yes")).duty("law/individuals")
    (used,) = found.exceptions
    assert found.status == "not_required"
    assert (used.id, used.status, used.conditions) == ("good-faith", "used", ("It is documented.",))


def test_credit_monitoring_hears_what_a_cohort_says_of_its_own_fate(tmp_path: Path) -> None:
    offer = [{"months": 12, "when": {"event": "accessed"}, "cite": "§ 3"}]
    law = written(tmp_path, jurisdiction(regime(duty("individuals", credit_monitoring=offer))))
    (monitoring,) = judged(law, facts(people(event={"accessed": "yes"}))).duty("law/individuals").credit_monitoring
    assert monitoring.status == "required"


def test_an_extension_that_hangs_on_an_open_fact_asks_for_it(tmp_path: Path) -> None:
    longer = {"by": "15 days", "when": {"finding": "sec.material"}, "cite": "§ 4"}
    deadline = {"within": "30 days", "after": "discovered", "extension": longer}
    result = judged(written(tmp_path, jurisdiction(regime(duty("individuals", deadline)))), facts())
    (question,) = [each for each in result.questions if each.fact == "incident.findings.sec.material"]
    assert question.dates == ("law/individuals",)


def test_a_hold_of_another_country_s_agency_does_not_suspend_where_only_its_own_count(tmp_path: Path) -> None:
    delay = {"reaches": "all", "agencies_of": "SG", "cite": "§ 5"}
    law = written(tmp_path, jurisdiction(regime(duty("individuals"), law_enforcement_delay=delay), code="SG"))
    states = {}
    for country in ("SG", "US", "unknown"):
        hold = {"by": "police", "country": country, "from": "2026-03-03"}
        deadline = judged(law, facts(people("SG"), law_enforcement_hold=hold)).duty("law/individuals").deadline
        assert deadline is not None
        states[country] = (deadline.state, "incident.law_enforcement_hold.country" in deadline.depends_on)
    assert states == {
        "SG": ("suspended", False),
        "US": ("no_fixed_limit", False),
        "unknown": ("no_fixed_limit", True),
    }


@pytest.mark.parametrize(
    ("given", "late"),
    [("2026-04-01", False), ("2026-04-02", True), ("2026-04-01T23:59-04:00", False), ("2026-04-02T00:00-04:00", True)],
)
def test_a_notice_given_after_the_due_date_says_so(given: str, *, late: bool, tmp_path: Path) -> None:
    # day 0 is 2 March 2026, 31 March is day 29, 1 April day 30
    law = written(tmp_path, jurisdiction(regime(duty("individuals", {"within": "30 days", "after": "discovered"}))))
    result = judged(law, facts(notices_given={"law/individuals": given}))
    assert result.duty("law/individuals").given_late is late


def test_a_notice_dated_before_the_breach_is_pointed_at(tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals"))))
    result = judged(law, facts(notices_given={"law/individuals": "2025-03-20"}))
    assert "notices_given: law/individuals is dated before the breach" in result.warnings


def test_what_is_dated_later_than_now_is_pointed_at_and_not_counted_as_done(tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals", {"within": "30 days", "after": "discovered"}))))
    planned = facts(notices_given={"law/individuals": "2026-03-20"})
    now = dt.datetime.fromisoformat("2026-03-02T12:00-05:00")
    found = assess(Facts.from_dict(planned, law.vocabulary), law, now=now, use_rete=False)
    assert "notices_given: law/individuals is dated 2026-03-20, later than now" in found.warnings
    assert found.duty("law/individuals").given is None
    day_after = assess(Facts.from_dict(planned, law.vocabulary), law, now=now + dt.timedelta(days=19), use_rete=False)
    assert not [each for each in day_after.warnings if "later than now" in each]
    assert day_after.duty("law/individuals").given is not None
    early = dt.datetime.fromisoformat("2026-02-28T12:00-05:00")
    found = assess(Facts.from_dict(planned, law.vocabulary), law, now=early, use_rete=False)
    assert "timeline: discovered is dated 2026-03-02, later than now" in found.warnings


@pytest.mark.parametrize(
    ("now", "error"), [("now", TypeError), (dt.date(2026, 3, 2), TypeError), (dt.datetime(2026, 3, 2), ValueError)]
)
def test_now_is_a_time_with_its_offset(now: Any, error: type[Exception], tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals"))))
    with pytest.raises(error, match="`now`"):
        assess(Facts.from_dict(facts(), law.vocabulary), law, now=now, use_rete=False)


def test_json_holds_no_character_that_steers_a_terminal_or_hides_text(tmp_path: Path) -> None:
    title = "a\x9b31mb\u202ec\x7fd\U000e0041é"
    text = to_json(judged(written(tmp_path, jurisdiction(regime(duty("individuals")))), facts(title=title)))
    assert json.loads(text)["incident"]["title"] == title
    assert not {"\x9b", "\u202e", "\x7f", "\U000e0041"} & set(text)
    assert "é" in text


# --- law that is refused


def refused(tmp_path: Path, *files: Plain, **more: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        written(tmp_path, *files, **more)
    return [problem.message for problem in caught.value.problems]


def test_two_regimes_cannot_ask_about_each_other(tmp_path: Path) -> None:
    one = regime(duty("x", when={"required": "b/y"}), duty("w"), id="a")
    other = regime(duty("z", when={"required": "a/w"}), duty("y"), id="b")
    told = "asks about a regime that asks about it; write one of them without `required`"
    assert refused(tmp_path, jurisdiction(one, other)) == [f"'a' {told}", f"'b' {told}"]


def test_all_texts_of_a_regime_are_picked_by_one_date_in_one_jurisdiction(tmp_path: Path) -> None:
    older = regime(duty("x"), in_force={"from": "2000-01-01", "to": "2020-12-31"})
    newer = regime(duty("x"), in_force={"from": "2021-01-01"}, picks_law_by="determined")
    assert refused(tmp_path, jurisdiction(older, newer)) == [
        "another text of 'law' is picked by discovered; all texts of a regime are picked by one date"
    ]
    newer["picks_law_by"] = "discovered"
    assert refused(tmp_path, jurisdiction(older), jurisdiction(newer, code="US-TX")) == [
        "the regime 'law' is one of US-VT and cannot have a text in US-TX"
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("not_before: discoverd", "unknown timeline event 'discoverd'; did you mean 'discovered'?"),
        ("earliest_of: [discovered, nosuch]", "unknown timeline event 'nosuch'"),
        ("not_before: odd", "odd comes before itself"),
    ],
)
def test_a_clock_start_must_name_clock_starts_that_are_there(line: str, message: str, tmp_path: Path) -> None:
    odd = f"  odd: {{label: odd, definition: Odd., {line}}}\n"
    (found,) = refused(tmp_path, jurisdiction(regime(duty("x"))), clock_starts=odd)
    assert found.startswith(message)


def test_only_law_is_judged_where_only_law_is_asked_for(tmp_path: Path) -> None:
    custom = regime(duty("team"), force="practice") | {"id": "custom"}
    law = written(tmp_path, jurisdiction(regime(duty("individuals")), custom))
    given = Facts.from_dict(facts(people()), law.vocabulary)
    assert {each.id for each in assess(given, law).duties} == {"law/individuals", "custom/team"}
    found = assess(given, law, law_only=True)
    assert [each.id for each in found.duties] == ["law/individuals"]
    assert [(each.id, each.because) for each in found.unreached] == [
        ("custom", "only law was asked for; this is practice")
    ]


@pytest.mark.parametrize(
    ("cohort", "status"),
    [
        ({"client": "example  retail gmbh"}, "required"),
        ({"client": "Another Ltd"}, "not_required"),
        ({"client": "unknown"}, "undetermined"),
        ({}, "undetermined"),
        ({"role": "owner"}, "not_required"),
    ],
)
def test_a_contract_asks_whose_data_it_is(cohort: Plain, status: str, tmp_path: Path) -> None:
    promise = duty("customer", owed_by="any", concerning={"client": "Example Retail GmbH"})
    law = written(tmp_path, jurisdiction(regime(promise, force="contract", protects="individuals")))
    given = facts(people() | cohort) | {"organisation": {"role": "processor"}}
    found = judged(law, given).duty("law/customer")
    assert found.status == status
    if status == "undetermined":
        assert found.depends_on == ("cohorts[people].client",)


@pytest.mark.parametrize(
    ("client", "warning"),
    [
        ("example  RETAIL gmbh", None),
        ("Exampel Retail GmbH", "no rule names the client 'Exampel Retail GmbH'; did you mean 'Example Retail GmbH'?"),
        ("Another Ltd", "no rule names the client 'Another Ltd'"),
    ],
)
def test_a_client_that_no_contract_names_is_pointed_at(client: str, warning: str | None, tmp_path: Path) -> None:
    promise = duty("customer", owed_by="any", concerning={"client": "Example Retail GmbH"})
    law = written(tmp_path, jurisdiction(regime(promise, force="contract", protects="individuals")))
    found = judged(law, facts(people() | {"client": client}) | {"organisation": {"role": "processor"}}).warnings
    assert [each for each in found if "names the client" in each] == ([warning] if warning else [])


def test_people_are_advised_by_their_data_and_country(tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals"), duty("others", notify="media"))))
    advice = {"ssn": {"US": ("Freeze your credit.",), "AU": ("Not here.",)}, "name": {"anywhere": ("Expect calls.",)}}
    advised = dataclasses.replace(law, vocabulary=law.vocabulary.model_copy(update={"advice": advice}))
    found = judged(advised, facts(people() | {"data": ["name"], "data_unconfirmed": ["ssn"]}))
    assert found.duty("law/individuals").advice == ("Freeze your credit.", "Expect calls.")
    assert found.duty("law/others").advice == ()
