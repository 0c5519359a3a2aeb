"""When a duty is due: each way a law may say it, with a date counted by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from notifyrules import Facts, InputError, Law, assess, load_law
from notifyrules.assessment import Assessment, Deadline
from tests.small_law import Plain, duty, jurisdiction, people, regime, written

DISCOVERED = {"discovered": "2026-03-02"}
IN_45_DAYS = {"within": "45 days", "after": "discovered"}  # from 2 March: 16 April 2026, a Thursday
IN_30_DAYS = {"within": "30 days", "after": "discovered"}  # 1 April 2026, a Wednesday
IN_30_DAYS_OF_DETERMINATION = {"within": "30 days", "after": "determined"}
NO_NUMBER = {"standard": "without unreasonable delay"}
NOBODY = {"residents_affected": {"more_than": 1_000_000}}

MARCH_16 = "2026-03-16T23:59:59-04:00"
APRIL_1 = "2026-04-01T23:59:59-04:00"
APRIL_16 = "2026-04-16T23:59:59-04:00"

CLOCK_STARTS = """\
  alarm: {label: the alarm, definition: An alarm., not_before: occurred}
  inkling: {label: the inkling, definition: An inkling., not_before: occurred, else_taken: [alarm]}
  conviction: {label: the conviction, definition: A conviction., not_before: inkling, else_taken: [discovered]}
"""


def facts(timeline: Plain | None = None, **incident: Any) -> Plain:
    return {"incident": {"timeline": DISCOVERED if timeline is None else timeline, **incident}, "cohorts": [people()]}


def assessed(folder: Path, found: Plain, *duties: Plain, now: dt.datetime | None = None, **file: Any) -> Assessment:
    law = written(folder, jurisdiction(regime(*duties), **file), clock_starts=CLOCK_STARTS)
    return assess(Facts.from_dict(found, law.vocabulary), law, now=now, use_rete=False, everything=True)


def deadline(assessment: Assessment, name: str = "law/individuals") -> Deadline:
    found = assessment.duty(name).deadline
    assert found is not None
    return found


def of(folder: Path, said: Plain, found: Plain | None = None, *others: Plain, **file: Any) -> Deadline:
    """Return the deadline of one duty of the small law."""
    return deadline(assessed(folder, found or facts(), duty("individuals", said), *others, **file))


def due(found: Deadline) -> str | None:
    return found.due.isoformat() if found.due else None


# --- a number after a clock start


def test_a_limit_in_days_is_fixed_once_its_clock_start_is_known(tmp_path: Path) -> None:
    found = of(tmp_path, {**IN_45_DAYS, "standard": "most expedient time possible"})
    assert (found.state, due(found), found.timed) == ("fixed", APRIL_16, False)
    assert found.standard == "most expedient time possible"
    assert found.limit == "45 days after discovery"
    assert found.anchor is not None
    assert (found.anchor.event, found.anchor.at, found.anchor.instead_of) == ("discovered", "2026-03-02", None)
    assert found.depends_on == ()


def test_words_without_a_number_are_the_deadline_and_no_date_is_invented(tmp_path: Path) -> None:
    found = of(tmp_path, NO_NUMBER)
    assert (found.state, due(found), found.safe_by) == ("no_fixed_limit", None, None)
    assert found.standard == "without unreasonable delay"


def test_a_duty_that_is_not_required_has_no_deadline(tmp_path: Path) -> None:
    result = assessed(tmp_path, facts(), duty("individuals", IN_45_DAYS, when=NOBODY))
    assert result.duty("law/individuals").deadline is None


def test_hours_of_a_known_instant_are_fixed_to_the_minute(tmp_path: Path) -> None:
    said = {"within": "72 hours", "after": "discovered"}
    found = of(tmp_path, said, facts({"discovered": "2026-03-06T09:15-05:00"}))  # clocks change on 8 March
    assert (found.state, due(found), found.timed, found.safe_by) == ("fixed", "2026-03-09T10:15:00-04:00", True, None)


def test_hours_of_a_bare_date_are_provisional_and_ask_for_the_time(tmp_path: Path) -> None:
    found = of(tmp_path, {"within": "1 hour", "after": "discovered"})
    assert (found.state, due(found), found.timed) == ("provisional", "2026-03-02T01:00:00-05:00", True)
    assert found.depends_on == ("incident.timeline.discovered",)


@pytest.mark.parametrize(
    ("discovered", "expected"),
    [
        ("2026-03-02", "2027-03-01"),  # 31 days of January, 28 of February, 1 of March
        ("2026-12-31", "2027-03-01"),
        ("2027-01-01", "2028-02-29"),  # 31, and 29 of a leap year's February
    ],
)
def test_a_limit_from_the_end_of_the_year_counts_from_31_december(
    discovered: str, expected: str, tmp_path: Path
) -> None:
    said = {"within": "60 days", "after": "discovered", "after_end_of": "calendar_year"}
    found = of(tmp_path, said, facts({"discovered": discovered}))
    assert (found.state, found.due and found.due.date().isoformat()) == ("fixed", expected)


def test_the_year_that_ends_is_the_one_of_the_place(tmp_path: Path) -> None:
    """Eight in the morning of 1 January 2027 in Sydney is still 2026 in New York."""
    said = {"within": "60 days", "after": "discovered", "after_end_of": "calendar_year"}
    found = of(tmp_path, said, facts({"discovered": "2027-01-01T08:00+11:00"}))
    assert found.due is not None
    assert found.due.date().isoformat() == "2027-03-01"


@pytest.mark.parametrize(
    ("code", "zone", "expected"),
    [
        ("AU", "Australia/Sydney", "2026-04-01T23:59:59+11:00"),
        ("SG", "Asia/Singapore", "2026-04-01T23:59:59+08:00"),
        ("US-CA", "America/Los_Angeles", "2026-04-01T23:59:59-07:00"),
        ("US-HI", "Pacific/Honolulu", "2026-04-01T23:59:59-10:00"),
    ],
)
def test_a_day_ends_in_the_zone_of_the_place(code: str, zone: str, expected: str, tmp_path: Path) -> None:
    found = {"incident": {"timeline": DISCOVERED}, "cohorts": [people(code)]}
    assert due(of(tmp_path, IN_30_DAYS, found, code=code, zone=zone)) == expected


def test_a_day_that_ends_twice_ends_the_second_time(tmp_path: Path) -> None:
    """Summer time ends in Chile at midnight of Saturday 4 April 2026, and the hour before it comes twice."""
    in_33_days = {"within": "33 days", "after": "discovered"}
    assert due(of(tmp_path, in_33_days, zone="America/Santiago")) == "2026-04-04T23:59:59-04:00"


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        # 1 March at 22:00 in New York is 2 March in UTC; the bare date is 2 March in New York too
        ({"vendor_notified": "2026-03-01T22:00-05:00", "discovered": "2026-03-02"}, "2026-03-31T23:59:59-04:00"),
        ({"vendor_notified": "2026-03-02", "discovered": "2026-03-01T22:00-05:00"}, "2026-03-31T23:59:59-04:00"),
        ({"vendor_notified": "2026-03-02T22:00-05:00", "discovered": "2026-03-02"}, APRIL_1),
    ],
)
def test_the_first_of_several_events_is_the_first_in_the_days_of_the_place(
    timeline: Plain, expected: str, tmp_path: Path
) -> None:
    found = of(tmp_path, {"within": "30 days", "after": "discovered_or_notified"}, facts(timeline))
    assert (found.state, due(found)) == ("fixed", expected)


def test_the_first_of_several_events_is_no_later_than_what_shows_that_it_came_about(tmp_path: Path) -> None:
    limit = {"within": "30 days", "after": "determined_or_reason_to_believe"}
    timeline = {"discovered": "2026-03-01", "determined": "2026-03-02", "reason_to_believe": "2026-03-20"}
    result = assessed(tmp_path, facts(timeline), duty("individuals", limit))
    assert (deadline(result).state, due(deadline(result))) == ("fixed", APRIL_1)
    assert [each for each in result.warnings if each.startswith("timeline")] == [
        "timeline: reason_to_believe (2026-03-20) is later than determined (2026-03-02), by which it had come about; "
        "what is counted from reason_to_believe may be dated late"
    ]
    del timeline["reason_to_believe"]  # there may have been reason from the discovery on, so it may be earlier
    found = of(tmp_path, limit, facts(timeline))
    assert (found.state, due(found)) == ("provisional", "2026-03-31T23:59:59-04:00")


def test_a_federal_law_may_count_by_the_days_of_the_organisation(tmp_path: Path) -> None:
    """Half past eleven in the evening of 2 March in Honolulu is 3 March in New York."""
    found = facts({"discovered": "2026-03-03T09:30Z"})
    assert due(of(tmp_path, IN_30_DAYS, found)) == "2026-04-02T23:59:59-04:00"
    found["organisation"] = {"timezone": "Pacific/Honolulu"}
    assert due(of(tmp_path, IN_30_DAYS, found)) == "2026-04-02T23:59:59-04:00"
    own = of(tmp_path, IN_30_DAYS, found, days_of_the_organisation=True)
    assert due(own) == "2026-04-01T23:59:59-10:00"


# --- a clock start that is not known


def test_an_unknown_determination_falls_back_to_discovery_and_the_date_is_provisional(tmp_path: Path) -> None:
    found = of(tmp_path, IN_30_DAYS_OF_DETERMINATION, facts({"discovered": "2026-03-02", "determined": "unknown"}))
    assert (found.state, due(found)) == ("provisional", APRIL_1)
    assert found.anchor is not None
    assert (found.anchor.event, found.anchor.instead_of) == ("discovered", "determined")
    assert found.depends_on == ("incident.timeline.determined",)
    assert "the date is the earliest possible" in found.counting


def test_it_falls_back_further_where_that_is_not_known_either(tmp_path: Path) -> None:
    found = of(tmp_path, IN_30_DAYS_OF_DETERMINATION, facts({"occurred": "2026-03-02"}))
    assert found.anchor is not None
    assert (found.state, due(found), found.anchor.event) == ("provisional", APRIL_1, "occurred")


def test_it_does_not_fall_back_to_an_event_that_may_come_later(tmp_path: Path) -> None:
    found = of(tmp_path, {"within": "30 days", "after": "alarm"}, facts({"conviction": "2026-03-02"}))
    assert (found.state, due(found)) == ("not_started", None)


def test_with_nothing_known_the_clock_has_not_started(tmp_path: Path) -> None:
    found = of(tmp_path, IN_30_DAYS_OF_DETERMINATION, facts({}))
    assert (found.state, due(found), found.anchor) == ("not_started", None, None)
    assert found.depends_on == ("incident.timeline.determined",)


def test_the_event_taken_for_an_unstated_one_comes_before_those_it_cannot_precede(tmp_path: Path) -> None:
    said = {"within": "30 days", "after": "inkling"}
    found = of(tmp_path, said, facts({"occurred": "2026-01-10", "alarm": "2026-03-02"}))
    assert found.anchor is not None
    assert (found.state, due(found), found.anchor.event) == ("provisional", APRIL_1, "alarm")
    assert "the alarm is taken for it, and an earlier day would bring the date forward" in found.counting


def test_among_the_events_it_cannot_precede_the_nearest_is_taken(tmp_path: Path) -> None:
    said = {"within": "30 days", "after": "conviction"}
    timeline = {"occurred": "2026-01-10", "inkling": "2026-03-02"}
    found = of(tmp_path, said, facts(timeline))
    assert found.anchor is not None
    assert (due(found), found.anchor.event) == (APRIL_1, "inkling")
    taken = of(tmp_path, said, facts({**timeline, "discovered": "2026-03-17"}))  # 30 days later: 16 April
    assert taken.anchor is not None
    assert (due(taken), taken.anchor.event) == (APRIL_16, "discovered")


# --- the earliest or the latest of several


def several(word: str, *parts: Plain) -> Plain:
    return {f"{word}_of": list(parts)}


UNKNOWN_START = {"within": "10 days", "after": "alarm"}  # nothing is stated that stands in for it
STAND_IN = {"within": "60 days", "after": "determined"}  # provisional: 60 days after discovery are 1 May


def test_the_earliest_of_two_dates_is_due(tmp_path: Path) -> None:
    found = of(tmp_path, several("earliest", IN_45_DAYS, IN_30_DAYS))
    assert (found.state, due(found)) == ("fixed", APRIL_1)
    assert found.counting.startswith("The earliest is (2).")
    assert found.limit == "the earliest of: 45 days after discovery; 30 days after discovery"


def test_the_latest_of_two_dates_is_due(tmp_path: Path) -> None:
    found = of(tmp_path, several("latest", IN_45_DAYS, IN_30_DAYS))
    assert (found.state, due(found)) == ("fixed", APRIL_16)
    assert found.counting.startswith("The latest is (1).")


def test_a_business_day_limit_and_a_calendar_limit_are_compared_as_moments(tmp_path: Path) -> None:
    """14 business days in Vermont end on Monday 23 March, 21 days too; 22 days one day later."""
    business = {"within": "14 business days", "after": "discovered"}
    for days, expected in ((20, "2026-03-22"), (22, "2026-03-23")):
        found = of(tmp_path, several("earliest", business, {"within": f"{days} days", "after": "discovered"}))
        assert found.due is not None
        assert found.due.date().isoformat() == expected


@pytest.mark.parametrize(
    ("word", "other", "state", "expected"),
    [
        ("earliest", NO_NUMBER, "fixed", APRIL_1),
        ("latest", NO_NUMBER, "provisional", APRIL_1),  # the words may allow more
        ("earliest", STAND_IN, "fixed", APRIL_1),  # it can only come later
        ("latest", STAND_IN, "provisional", "2026-05-01T23:59:59-04:00"),
        ("earliest", UNKNOWN_START, "provisional", APRIL_1),  # its date may turn out earlier
        ("latest", UNKNOWN_START, "provisional", APRIL_1),
    ],
)
def test_a_date_beside_an_open_part(word: str, other: Plain, state: str, expected: str, tmp_path: Path) -> None:
    found = of(tmp_path, several(word, IN_30_DAYS, other))
    assert (found.state, due(found)) == (state, expected)


def test_a_provisional_date_that_is_the_earliest_makes_the_whole_provisional(tmp_path: Path) -> None:
    found = of(tmp_path, several("earliest", {"within": "10 days", "after": "determined"}, IN_30_DAYS))
    assert (found.state, found.due and found.due.date().isoformat()) == ("provisional", "2026-03-12")
    assert found.depends_on == ("incident.timeline.determined",)


def test_a_provisional_date_below_the_latest_may_yet_pass_it(tmp_path: Path) -> None:
    """20 days after discovery are 22 March; the determination, not yet known, may come much later."""
    found = of(tmp_path, several("latest", IN_45_DAYS, {"within": "20 days", "after": "determined"}))
    assert (found.state, due(found)) == ("provisional", APRIL_16)
    assert found.depends_on == ("incident.timeline.determined",)


@pytest.mark.parametrize("word", ["earliest", "latest"])
def test_of_parts_without_a_date_the_one_that_waits_tells_the_state(word: str, tmp_path: Path) -> None:
    found = of(tmp_path, several(word, NO_NUMBER, UNKNOWN_START))
    assert (found.state, due(found)) == ("not_started", None)
    assert found.depends_on == ("incident.timeline.alarm",)
    assert of(tmp_path, several(word, NO_NUMBER, NO_NUMBER)).state == "no_fixed_limit"


# --- ordered by another notice

ORDERS = ["before", "with", "no_later_than"]


@pytest.mark.parametrize("order", ORDERS)
def test_a_notice_ordered_by_another_has_its_last_moment(order: str, tmp_path: Path) -> None:
    found = of(tmp_path, {order: "others"}, None, duty("others", IN_30_DAYS))
    assert (found.state, due(found)) == ("fixed", APRIL_1)
    assert found.limit == f"{order.replace('_', ' ')} the notice law/others"
    assert found.standard is None


@pytest.mark.parametrize("order", ORDERS)
def test_once_the_other_notice_is_given_its_day_is_the_limit(order: str, tmp_path: Path) -> None:
    found = of(
        tmp_path, {order: "others"}, facts(notices_given={"law/others": "2026-03-16"}), duty("others", NO_NUMBER)
    )
    assert (found.state, due(found), found.timed) == ("fixed", MARCH_16, False)


def test_once_the_other_notice_is_given_at_an_hour_that_hour_is_the_limit(tmp_path: Path) -> None:
    given = facts(notices_given={"law/others": "2026-03-16T12:30-07:00"})
    found = of(tmp_path, {"with": "others"}, given, duty("others", IN_30_DAYS))
    assert (found.state, due(found), found.timed) == ("fixed", "2026-03-16T15:30:00-04:00", True)


@pytest.mark.parametrize("said", [{"no_later_than": "others"}, {"within": "10 days", "after_duty": "others"}])
def test_a_notice_that_is_planned_for_later_than_now_moves_no_other(said: Plain, tmp_path: Path) -> None:
    found = facts(notices_given={"law/others": "2026-12-30"})
    duties = duty("individuals", said), duty("others", IN_30_DAYS)
    now = dt.datetime.fromisoformat("2026-03-10T09:00-04:00")
    planned = deadline(assessed(tmp_path, found, *duties, now=now))
    assert planned.due is not None
    assert planned.due.date() == (dt.date(2026, 4, 1) if "no_later_than" in said else dt.date(2026, 4, 11))
    given = deadline(assessed(tmp_path, found, *duties))
    assert given.due is not None
    assert given.due.date() == (dt.date(2026, 12, 30) if "no_later_than" in said else dt.date(2027, 1, 9))


def test_an_order_by_a_notice_that_is_not_required_gives_no_date(tmp_path: Path) -> None:
    found = of(tmp_path, {"before": "others"}, None, duty("others", IN_30_DAYS, when=NOBODY))
    assert (found.state, due(found)) == ("no_fixed_limit", None)
    assert "law/others, which is not required on these facts" in found.counting


def test_an_order_by_a_notice_that_may_be_required_is_provisional(tmp_path: Path) -> None:
    found = of(tmp_path, {"before": "others"}, None, duty("others", IN_30_DAYS, when={"kind": "business"}))
    assert (found.state, due(found)) == ("provisional", APRIL_1)
    assert found.depends_on == ("incident.notices_given.law/others",)


def test_an_order_by_a_provisional_date_is_provisional(tmp_path: Path) -> None:
    found = of(tmp_path, {"before": "others"}, None, duty("others", IN_30_DAYS_OF_DETERMINATION))
    assert (found.state, due(found), found.depends_on) == ("provisional", APRIL_1, ("incident.timeline.determined",))


def test_an_order_by_a_clock_that_has_not_started_has_not_started(tmp_path: Path) -> None:
    found = of(tmp_path, {"before": "others"}, None, duty("others", UNKNOWN_START))
    assert (found.state, due(found)) == ("not_started", None)
    assert found.depends_on == ("incident.timeline.alarm",)


def test_an_order_by_words_without_a_number_gives_no_date(tmp_path: Path) -> None:
    found = of(tmp_path, {"with": "others"}, None, duty("others", NO_NUMBER))
    assert (found.state, due(found)) == ("no_fixed_limit", None)


def test_an_order_is_followed_through_a_third_notice(tmp_path: Path) -> None:
    others = [duty("second", {"with": "third"}), duty("third", IN_30_DAYS)]
    assert due(of(tmp_path, {"before": "second"}, None, *others)) == APRIL_1


@pytest.mark.parametrize(("given", "expected"), [("unknown", APRIL_1), ("2026-03-16", MARCH_16)])
def test_the_earlier_of_a_number_and_an_order(given: str, expected: str, tmp_path: Path) -> None:
    """14 days and the notice to others, whichever is sooner: the design's Vermont, in calendar days."""
    notices = {} if given == "unknown" else {"law/others": given}
    said = several("earliest", IN_45_DAYS, {"no_later_than": "others"})
    found = of(tmp_path, said, facts(notices_given=notices), duty("others", IN_30_DAYS))
    assert (found.state, due(found)) == ("fixed", expected)


# --- counted from another notice

IN_10_DAYS_OF_OTHERS = {"within": "10 days", "after_duty": "others"}


def test_a_limit_counted_from_a_notice_begins_with_its_giving(tmp_path: Path) -> None:
    given = facts(notices_given={"law/others": "2026-03-06"})
    found = of(tmp_path, IN_10_DAYS_OF_OTHERS, given, duty("others", IN_45_DAYS))
    assert (found.state, due(found)) == ("fixed", MARCH_16)
    assert found.anchor is not None
    assert (found.anchor.event, found.anchor.at) == ("law/others", "2026-03-06")


def test_while_that_notice_is_not_given_its_own_last_day_is_taken(tmp_path: Path) -> None:
    found = of(tmp_path, IN_10_DAYS_OF_OTHERS, None, duty("others", IN_30_DAYS))  # 1 April, and 10 days
    assert (found.state, found.due and found.due.date().isoformat()) == ("provisional", "2026-04-11")
    assert found.depends_on == ("incident.notices_given.law/others",)
    assert "has not been given; its own last day is taken" in found.counting


def test_a_limit_counted_from_a_notice_that_is_not_required_gives_no_date(tmp_path: Path) -> None:
    found = of(tmp_path, IN_10_DAYS_OF_OTHERS, None, duty("others", IN_30_DAYS, when=NOBODY))
    assert (found.state, due(found)) == ("no_fixed_limit", None)


def test_a_limit_counted_from_a_notice_without_a_date_has_not_started(tmp_path: Path) -> None:
    found = of(tmp_path, IN_10_DAYS_OF_OTHERS, None, duty("others", NO_NUMBER))
    assert (found.state, due(found)) == ("not_started", None)
    assert found.depends_on == ("incident.notices_given.law/others",)


def test_hours_counted_from_a_notice_whose_day_alone_is_known_ask_for_its_hour(tmp_path: Path) -> None:
    said = {"within": "24 hours", "after_duty": "others"}
    result = assessed(
        tmp_path,
        facts(notices_given={"law/others": "2026-03-06"}),
        duty("individuals", said),
        duty("others", IN_45_DAYS),
    )
    found = deadline(result)
    assert (found.state, due(found)) == ("provisional", "2026-03-07T00:00:00-05:00")
    assert found.depends_on == ("incident.notices_given.law/others",)
    assert [question.fact for question in result.questions] == ["incident.notices_given.law/others"]


def test_hours_counted_from_a_notice_given_at_an_hour_are_fixed(tmp_path: Path) -> None:
    said = {"within": "24 hours", "after_duty": "others"}
    given = facts(notices_given={"law/others": "2026-03-06T10:00-05:00"})
    found = of(tmp_path, said, given, duty("others", IN_45_DAYS))
    assert (found.state, due(found)) == ("fixed", "2026-03-07T10:00:00-05:00")


# --- duties of another regime


def two_regimes(folder: Path, said: Plain, other_since: str = "2000-01-01") -> Law:
    other = regime(duty("individuals", IN_30_DAYS), id="other", in_force={"from": other_since}, first_text=True)
    return written(folder, jurisdiction(regime(duty("individuals", said)), other))


def of_two(folder: Path, said: Plain, found: Plain, other_since: str = "2000-01-01") -> Deadline:
    law = two_regimes(folder, said, other_since)
    return deadline(assess(Facts.from_dict(found, law.vocabulary), law, use_rete=False))


def test_a_notice_may_be_ordered_by_one_of_another_regime(tmp_path: Path) -> None:
    found = of_two(tmp_path, {"with": "other/individuals"}, facts())
    assert (found.state, due(found), found.limit) == ("fixed", APRIL_1, "with the notice other/individuals")


@pytest.mark.parametrize(
    "said", [{"with": "other/individuals"}, {"within": "10 days", "after_duty": "other/individuals"}]
)
def test_a_notice_of_a_regime_that_does_not_apply_gives_no_date(said: Plain, tmp_path: Path) -> None:
    found = of_two(tmp_path, said, facts(), other_since="2026-06-01")
    assert (found.state, due(found)) == ("no_fixed_limit", None)
    assert "notice other/individuals, which is not required" in found.counting


def test_a_notice_of_a_regime_that_does_not_apply_counts_once_it_was_given(tmp_path: Path) -> None:
    given = facts(notices_given={"other/individuals": "2026-03-16"})
    found = of_two(tmp_path, {"with": "other/individuals"}, given, other_since="2026-06-01")
    assert (found.state, due(found)) == ("fixed", MARCH_16)


# --- extensions

EXTENDED = {
    **IN_30_DAYS,
    "extension": {"by": "15 days", "when": {"kind": "government"}, "cite": "§ 7"},
}


def with_kind(kind: str) -> Plain:
    return {**facts(), "organisation": {"kind": kind}}


def test_an_extension_whose_condition_is_met_is_counted_on(tmp_path: Path) -> None:
    found = of(tmp_path, EXTENDED, with_kind("government"))
    assert (found.state, due(found)) == ("fixed", APRIL_16)
    assert found.limit == "30 days after discovery, extended by 15 days"
    assert "Extended by 15 days (§ 7)." in found.counting


def test_an_extension_whose_condition_is_not_met_changes_nothing(tmp_path: Path) -> None:
    found = of(tmp_path, EXTENDED, with_kind("business"))
    assert (found.state, due(found), found.limit) == ("fixed", APRIL_1, "30 days after discovery")
    assert "§ 7" not in found.counting


def test_an_extension_that_may_be_had_is_told_and_not_relied_on(tmp_path: Path) -> None:
    found = of(tmp_path, EXTENDED, with_kind("unknown"))
    assert due(found) == APRIL_1
    assert "15 days more, to Thu 16 Apr 2026, may be had under § 7." in found.counting


def test_an_extension_in_another_unit_than_its_limit_is_refused_when_the_law_is_read(tmp_path: Path) -> None:
    mixed = {**IN_30_DAYS, "extension": {"by": "10 business days", "when": {"kind": "government"}, "cite": "§ 7"}}
    with pytest.raises(InputError, match="unit"):
        of(tmp_path, mixed)


# --- weekends and holidays at the end

IN_33_DAYS = {"within": "33 days", "after": "discovered"}  # from 2 March: Saturday 4 April 2026


def test_a_last_day_on_a_weekend_stands_and_the_safe_day_is_the_business_day_before(tmp_path: Path) -> None:
    found = of(tmp_path, IN_33_DAYS)
    assert due(found) == "2026-04-04T23:59:59-04:00"
    assert found.safe_by == dt.date(2026, 4, 3)  # Good Friday, no public holiday in Vermont
    assert "Sat 4 Apr 2026 is no business day (weekend)." in found.counting


def test_a_last_day_on_a_holiday_stands_and_the_safe_day_is_the_business_day_before(tmp_path: Path) -> None:
    found = of(tmp_path, {"within": "1 day", "after": "discovered"}, facts())
    assert due(found) == "2026-03-03T23:59:59-05:00"  # Town Meeting Day
    assert found.safe_by == dt.date(2026, 3, 2)


def test_a_last_day_on_a_business_day_is_the_safe_day(tmp_path: Path) -> None:
    assert of(tmp_path, IN_45_DAYS).safe_by == dt.date(2026, 4, 16)


def test_there_is_no_safe_day_before_the_clock_starts(tmp_path: Path) -> None:
    """One day after Saturday 7 March is Sunday; the business day before both is no advice."""
    found = of(tmp_path, {"within": "1 day", "after": "discovered"}, facts({"discovered": "2026-03-07"}))
    assert (due(found), found.safe_by) == ("2026-03-08T23:59:59-04:00", None)


def test_a_general_statute_that_may_carry_the_day_further_is_told_and_not_relied_on(tmp_path: Path) -> None:
    rule = {"cite": "1 V.S.A. § 138", "note": "Sundays and holidays are left out."}
    found = of(tmp_path, IN_33_DAYS, None, time_rule=rule)
    assert due(found) == "2026-04-04T23:59:59-04:00"
    assert found.safe_by == dt.date(2026, 4, 3)
    assert "1 V.S.A. § 138 may carry the period to Mon 6 Apr 2026; it is not relied on" in found.counting
    assert "1 V.S.A. § 138" not in of(tmp_path, IN_45_DAYS, None, time_rule=rule).counting


# --- the time that is left


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-04-16T22:59:59-04:00", 3_600),
        ("2026-04-17T03:59:59+00:00", 0),
        ("2026-04-17T01:00:00-04:00", -3_601),
        ("2026-03-07T23:59:59-05:00", 40 * 86_400 - 3_600),  # the clocks lose an hour on 8 March
    ],
)
def test_given_the_time_the_seconds_left_are_told(now: str, left: int, tmp_path: Path) -> None:
    at = dt.datetime.fromisoformat(now)
    result = assessed(tmp_path, facts(), duty("individuals", IN_45_DAYS), now=at)
    assert deadline(result).remaining == left
    assert deadline(assessed(tmp_path, facts(), duty("individuals", IN_45_DAYS))).remaining is None


def test_without_an_offset_the_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="offset"):
        assessed(tmp_path, facts(), duty("individuals", IN_45_DAYS), now=dt.datetime(2026, 4, 1))


# --- days that do not exist


def test_29_february_2026_is_refused() -> None:
    vocabulary = load_law().vocabulary
    with pytest.raises(ValidationError, match="there is no 2026-02-29"):
        Facts.from_dict(facts({"discovered": "2026-02-29"}), vocabulary)
    with pytest.raises(InputError, match=r"<text>:3:17: .*there is no 2026-02-29"):
        Facts.from_yaml("incident:\n  timeline:\n    discovered: 2026-02-29\n", vocabulary)
    assert Facts.from_dict(facts({"discovered": "2028-02-29"}), vocabulary).incident.timeline["discovered"]
