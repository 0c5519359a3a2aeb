"""Law-enforcement holds: what they suspend, for how long, and what is due when they end.

The duty of these tests is due 45 days after 2 March 2026: on 16 April, a Thursday.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from notifyrules import Facts, assess
from notifyrules.assessment import Assessment, Deadline
from tests.small_law import Plain, duty, jurisdiction, people, regime, written

IN_45_DAYS = {"within": "45 days", "after": "discovered"}
APRIL_16 = "2026-04-16T23:59:59-04:00"
MAY_1 = "2026-05-01T23:59:59-04:00"
UNTIL = "incident.law_enforcement_hold.until"
WRITTEN = "incident.law_enforcement_hold.written"
FROM = "incident.law_enforcement_hold.from"


def hold(until: str = "unknown", **said: Any) -> Plain:
    return {"by": "FBI", "from": "2026-03-06", "written": "yes", "until": until, **said}


def assessed(folder: Path, held: Any, said: Plain | None = None, *others: Plain, **delay: Any) -> Assessment:
    suspends = {"reaches": ["individuals"], "cite": "§ 9", **delay}
    duties = (duty("individuals", said or IN_45_DAYS), *others)
    law = written(folder, jurisdiction(regime(*duties, law_enforcement_delay=suspends)))
    incident = {"timeline": {"discovered": "2026-03-02"}, "law_enforcement_hold": held}
    found = {"incident": incident, "cohorts": [people()]}
    return assess(Facts.from_dict(found, law.vocabulary), law, use_rete=False)


def under(folder: Path, held: Any, said: Plain | None = None, **delay: Any) -> Deadline:
    found = assessed(folder, held, said, **delay).duty("law/individuals").deadline
    assert found is not None
    return found


def due(found: Deadline) -> str | None:
    return found.due.isoformat() if found.due else None


# --- how long it lasts


@pytest.mark.parametrize("held", ["no", "unknown", None])
def test_without_a_hold_the_last_day_stands(held: Any, tmp_path: Path) -> None:
    found = under(tmp_path, held)
    assert (found.state, due(found)) == ("fixed", APRIL_16)
    assert "hold" not in found.counting


def test_a_hold_that_goes_on_suspends_the_duty(tmp_path: Path) -> None:
    found = under(tmp_path, hold())
    assert (found.state, due(found), found.safe_by) == ("suspended", None, None)
    assert found.depends_on == (UNTIL,)
    assert "Suspended by the hold of FBI until it ends (§ 9). Without it: Day 0 is Mon 2 Mar 2026" in found.counting


@pytest.mark.parametrize("until", ["2026-04-01", "2026-04-16", "2026-04-16T23:59-04:00"])
def test_a_hold_that_ends_by_the_last_day_leaves_it_standing(until: str, tmp_path: Path) -> None:
    found = under(tmp_path, hold(until))
    assert (found.state, due(found)) == ("fixed", APRIL_16)
    assert "before the last day, which stands" in found.counting


def test_after_a_hold_that_ends_later_notice_is_due_on_the_day_it_ends(tmp_path: Path) -> None:
    found = under(tmp_path, hold("2026-05-01"))
    assert (found.state, due(found), found.timed) == ("fixed", MAY_1, False)
    assert found.safe_by is not None
    assert found.safe_by.isoformat() == "2026-05-01"  # a Friday


def test_after_a_hold_that_ends_at_an_hour_notice_is_due_by_the_end_of_that_day(tmp_path: Path) -> None:
    found = under(tmp_path, hold("2026-05-01T12:00-07:00"))
    assert found.held_until is not None
    assert found.held_until.isoformat() == "2026-05-01T15:00:00-04:00"
    assert (found.state, due(found), found.timed) == ("fixed", MAY_1, False)


@pytest.mark.parametrize("until", ["2026-05-01", "unknown"])
def test_a_hold_that_begins_after_the_last_day_suspends_nothing(until: str, tmp_path: Path) -> None:
    found = under(tmp_path, hold(until, **{"from": "2026-04-17"}))
    assert (found.state, due(found)) == ("fixed", APRIL_16)
    assert "began only after the last day and suspends nothing" in found.counting


def test_a_hold_that_begins_on_the_last_day_suspends(tmp_path: Path) -> None:
    assert due(under(tmp_path, hold("2026-05-01", **{"from": "2026-04-16"}))) == MAY_1


def test_a_hold_whose_first_day_is_not_known_suspends(tmp_path: Path) -> None:
    assert due(under(tmp_path, hold("2026-05-01", **{"from": "unknown"}))) == MAY_1


def test_a_provisional_date_stays_provisional_after_a_hold(tmp_path: Path) -> None:
    found = under(tmp_path, hold("2026-05-01"), {"within": "45 days", "after": "determined"})
    assert (found.state, due(found)) == ("provisional", MAY_1)
    assert found.depends_on == ("incident.timeline.determined",)


# --- what it reaches


def test_a_hold_suspends_only_what_the_law_lets_it_suspend(tmp_path: Path) -> None:
    result = assessed(tmp_path, hold(), None, duty("others", IN_45_DAYS))
    assert [(each.id, each.deadline and each.deadline.state) for each in result.duties] == [
        ("law/others", "fixed"),
        ("law/individuals", "suspended"),
    ]
    others = result.duty("law/others").deadline
    assert others is not None
    assert others.counting.endswith("The hold of FBI does not reach this notice (§ 9).")


def test_a_hold_suspends_every_duty_where_the_law_says_all(tmp_path: Path) -> None:
    result = assessed(tmp_path, hold(), None, duty("others", IN_45_DAYS), reaches="all")
    assert {each.deadline.state for each in result.duties if each.deadline} == {"suspended"}


def test_a_law_without_a_delay_knows_no_hold(tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals", IN_45_DAYS))))
    incident = {"timeline": {"discovered": "2026-03-02"}, "law_enforcement_hold": hold()}
    found = assess(Facts.from_dict({"incident": incident, "cohorts": [people()]}, law.vocabulary), law, use_rete=False)
    deadline = found.duty("law/individuals").deadline
    assert deadline is not None
    assert (deadline.state, due(deadline)) == ("fixed", APRIL_16)
    assert deadline.counting.endswith("The hold of FBI suspends nothing here, where no delay for it is provided.")


def test_a_notice_ordered_by_a_suspended_one_is_not_suspended_itself(tmp_path: Path) -> None:
    """It keeps a number of its own; without one, the words of the law are left."""
    own = duty("own-number", {"earliest_of": [{"within": "30 days", "after": "discovered"}, {"with": "individuals"}]})
    result = assessed(tmp_path, hold(), None, own, duty("ordered", {"with": "individuals"}))
    states = {each.id: (each.deadline.state, due(each.deadline)) for each in result.duties if each.deadline}
    assert states["law/own-number"] == ("fixed", "2026-04-01T23:59:59-04:00")
    assert states["law/ordered"] == ("no_fixed_limit", None)


def test_a_notice_ordered_by_one_whose_hold_ended_follows_it(tmp_path: Path) -> None:
    result = assessed(tmp_path, hold("2026-05-01"), None, duty("ordered", {"with": "individuals"}))
    found = result.duty("law/ordered").deadline
    assert found is not None
    assert (found.state, due(found)) == ("fixed", MAY_1)
    assert found.held_until is None, "it follows the other, but nothing keeps it back itself"


# --- in writing, or not


def test_where_writing_is_needed_a_written_hold_suspends(tmp_path: Path) -> None:
    assert under(tmp_path, hold(), needs_writing=True).state == "suspended"


def test_where_writing_is_needed_an_oral_hold_suspends_nothing(tmp_path: Path) -> None:
    found = under(tmp_path, hold(written="no"), needs_writing=True)
    assert (found.state, due(found), found.depends_on) == ("fixed", APRIL_16, ())
    assert "The hold of FBI is not in writing; only a written one suspends (§ 9)." in found.counting


def test_where_writing_is_needed_a_hold_not_known_to_be_written_is_not_relied_on(tmp_path: Path) -> None:
    found = under(tmp_path, hold(written="unknown"), needs_writing=True)
    assert due(found) == APRIL_16
    assert found.depends_on == (WRITTEN,)
    assert "is not known to be in writing" in found.counting


@pytest.mark.parametrize("in_writing", ["no", "unknown"])
@pytest.mark.parametrize(
    ("begins", "until", "expected"),
    [
        ("2026-03-06", "unknown", APRIL_16),  # 30 days end on 5 April, before the last day
        ("2026-04-01", "unknown", MAY_1),  # 30 days end on 1 May
        ("2026-04-01", "2026-06-30", MAY_1),
        ("2026-04-01", "2026-04-20", "2026-04-20T23:59:59-04:00"),  # it ends sooner by itself
    ],
)
def test_an_oral_hold_suspends_for_as_long_as_the_law_lets_it(
    begins: str, until: str, expected: str, in_writing: str, tmp_path: Path
) -> None:
    held = hold(until, written=in_writing, **{"from": begins})
    found = under(tmp_path, held, oral_limit="30 days")
    assert (found.state, due(found)) == ("fixed", expected)


def test_an_oral_limit_in_hours_ends_at_its_hour(tmp_path: Path) -> None:
    held = hold(written="no", **{"from": "2026-04-16T10:00-04:00"})
    found = under(tmp_path, held, oral_limit="72 hours")
    assert found.held_until is not None
    assert found.held_until.isoformat() == "2026-04-19T10:00:00-04:00"
    assert (due(found), found.timed) == ("2026-04-19T23:59:59-04:00", False)  # not at the very second it ends


def test_a_writing_that_names_no_end_suspends_no_longer_than_an_oral_request(tmp_path: Path) -> None:
    # held from 10 April: 30 days end on 10 May
    found = under(tmp_path, hold(**{"from": "2026-04-10"}), oral_limit="30 days")
    assert due(found) == "2026-05-10T23:59:59-04:00"
    assert found.depends_on == (UNTIL,)


def test_an_oral_limit_does_not_end_a_written_hold_that_names_its_end(tmp_path: Path) -> None:
    assert due(under(tmp_path, hold("2026-06-30"), oral_limit="30 days")) == "2026-06-30T23:59:59-04:00"


def test_an_oral_hold_whose_day_is_not_known_is_not_relied_on(tmp_path: Path) -> None:
    found = under(tmp_path, hold("2026-06-30", written="no", **{"from": "unknown"}), oral_limit="30 days")
    assert due(found) == APRIL_16
    assert found.depends_on == (FROM,)
    assert "it is not relied on (§ 9)" in found.counting


# --- what is due when it ends

THEN_10_DAYS = {"then": {"within": "10 days", "after": "discovered"}}


def test_a_number_of_days_after_the_hold_is_counted_from_its_end(tmp_path: Path) -> None:
    found = under(tmp_path, hold("2026-05-01"), **THEN_10_DAYS)
    assert (found.state, due(found)) == ("fixed", "2026-05-11T23:59:59-04:00")
    assert "Day 0 is Fri 1 May 2026 (the end of the hold of FBI)" in found.counting


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-04-01", APRIL_16),  # 11 April is before the last day, which stands
        ("2026-04-06", APRIL_16),  # the same day
        ("2026-04-07", "2026-04-17T23:59:59-04:00"),  # a hold that ends before the last day, its 10 days after it
    ],
)
def test_the_later_of_the_last_day_and_the_days_after_the_hold_is_due(
    until: str, expected: str, tmp_path: Path
) -> None:
    assert due(under(tmp_path, hold(until), **THEN_10_DAYS)) == expected


def test_days_after_the_hold_give_a_date_to_a_law_without_a_number(tmp_path: Path) -> None:
    found = under(tmp_path, hold("2026-05-01"), {"standard": "without unreasonable delay"}, **THEN_10_DAYS)
    assert (found.state, due(found)) == ("fixed", "2026-05-11T23:59:59-04:00")
    assert found.standard == "without unreasonable delay"


def test_days_after_the_hold_are_provisional_while_the_limit_itself_has_not_started(tmp_path: Path) -> None:
    said = {"within": "45 days", "after": "vendor_notified"}
    found = under(tmp_path, hold("2026-05-01"), said, **THEN_10_DAYS)
    assert (found.state, due(found)) == ("provisional", "2026-05-11T23:59:59-04:00")
    assert found.depends_on == ("incident.timeline.vendor_notified",)


def test_words_for_the_time_after_the_hold_take_the_place_of_the_standard(tmp_path: Path) -> None:
    then = {"then": {"standard": "promptly after the hold"}}
    found = under(tmp_path, hold("2026-05-01"), {**IN_45_DAYS, "standard": "without delay"}, **then)
    assert (due(found), found.standard) == (MAY_1, "promptly after the hold")
    words = under(tmp_path, hold("2026-05-01"), {"standard": "without delay"}, **then)
    assert (words.state, due(words), words.standard) == ("no_fixed_limit", None, "promptly after the hold")
    assert "from then on the words of the law apply again" in words.counting
