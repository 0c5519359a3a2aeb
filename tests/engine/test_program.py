"""Compiling: whom a count counts, by the role the organisation has towards the people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from notifyrules.engine import rete_available
from tests.small_law import duty, judged, jurisdiction, people, regime, written

AGENCIES: dict[str, Any] = {"notify": "consumer-reporting-agencies", "when": {"persons_notified": {"more_than": 100}}}


def status(folder: Path, individuals: dict[str, Any], agencies: dict[str, Any], *cohorts: dict[str, Any]) -> str:
    duties = [duty("individuals", **individuals)] if individuals else []
    law = written(folder, jurisdiction(regime(*duties, duty("agencies", **AGENCIES, **agencies))))
    found = {"organisation": {"role": "owner"}, "cohorts": list(cohorts)}
    return judged(law, found, use_rete=rete_available()).duty("law/agencies").status


@pytest.mark.parametrize("told_by", ["owner", "any"])
@pytest.mark.parametrize("owed_by", ["owner", "any"])
@pytest.mark.parametrize(("number", "expected"), [(100, "not_required"), (101, "required")])
def test_people_told_by_anybody_or_by_the_owner_are_counted_for_the_owner(
    told_by: str, owed_by: str, number: int, expected: str, tmp_path: Path
) -> None:
    assert status(tmp_path, {"owed_by": told_by}, {"owed_by": owed_by}, people(number=number)) == expected


def test_people_whom_only_a_processor_tells_are_not_counted_for_the_owner(tmp_path: Path) -> None:
    assert status(tmp_path, {"owed_by": "processor"}, {"owed_by": "owner"}, people(number=101)) == "not_required"


def test_people_held_for_others_are_not_counted_for_the_owner(tmp_path: Path) -> None:
    kept = people(number=1, id="kept for a client", role="processor")
    assert status(tmp_path, {"owed_by": "owner"}, {"owed_by": "owner"}, people(number=100), kept) == "not_required"


def test_a_regime_that_tells_no_individuals_counts_nobody_told(tmp_path: Path) -> None:
    assert status(tmp_path, {}, {"owed_by": "owner"}, people(number=1_000_000)) == "not_required"


def test_an_unknown_of_one_cohort_is_not_answered_by_the_incident(tmp_path: Path) -> None:
    """A cohort that says `unknown` says so of itself, whatever is known of the rest."""
    breach = {"event": {"medium": "electronic", "cite": "§ 2"}, "binds": {"kind": "business", "cite": "§ 3"}}
    law = written(tmp_path, jurisdiction(regime(duty("individuals", owed_by="owner"), **breach)))
    for own in ({"medium": "unknown"}, {"role": "unknown"}, {"role": None}):
        found = {
            "incident": {"medium": "electronic"},
            "organisation": {"role": "owner", "kind": "business"},
            "cohorts": [people(**own)],
        }
        assert judged(law, found).duty("law/individuals").status == "undetermined"
        found["cohorts"] = [people()]
        assert judged(law, found).duty("law/individuals").status == "required"
