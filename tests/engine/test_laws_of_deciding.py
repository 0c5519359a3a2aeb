"""The laws of deciding (DESIGN.md, section 4): they hold for all facts, so facts are generated.

Thousands of examples run against part of the library (four files that between them count people in every way, ask
about each other's duties and take people out by exceptions), fewer against all of it.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from notifyrules import Assessment, Facts, Law, assess, load_law
from notifyrules.assessment.result import STATUSES
from notifyrules.engine import Program, Proof, Rete, compile_regime, rete_available
from notifyrules.engine.checker import prove_count
from notifyrules.engine.formula import All, Ask, Count, Formula, Not, atoms
from notifyrules.engine.formula import Any as AnyOf
from notifyrules.engine.normal_form import RuleTable, Situated
from notifyrules.facts import Interval, Truth
from notifyrules.law import Deadline
from notifyrules.law.library import bundled_directory
from tests.strategies import Plain, Subjects, applied, atoms_of, blurs, complete, facts

PART = ("us/tx.yaml", "us/fl.yaml", "us/ny.yaml", "us/federal/hipaa.yaml")
AS_OF = dt.date(2026, 3, 2)
HELD = Proof(Truth.YES, "given", "the cohort test holds")

needs_rete = pytest.mark.skipif(not rete_available(), reason="durable_rules cannot be imported on this interpreter")


@cache
def all_law() -> Law:
    return load_law()


@cache
def part_of_law() -> Law:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("vocabulary.yaml", *PART):
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(bundled_directory() / name, Path(folder) / name)
        return load_law(Path(folder), cache=False)


@cache
def subjects_of(law: Law) -> Subjects:
    return Subjects.of(law)


@cache
def programs_of(law: Law) -> tuple[Program, ...]:
    return tuple(compile_regime(file, regime) for file, regime in law.regimes())


def some_facts(law: Any) -> st.SearchStrategy[Plain]:
    return st.deferred(lambda: facts(subjects_of(law())))


def judged(found: Plain, law: Law, *, use_rete: bool = False, as_of: dt.date | None = AS_OF) -> Assessment:
    read = Facts.from_dict(found, law.vocabulary)
    return assess(read, law, law_as_of=as_of, everything=True, use_rete=use_rete)


def statuses(assessment: Assessment) -> dict[str, str]:
    return {duty.id: duty.status for duty in assessment.duties}


# --- the generated facts are worth generating


@pytest.mark.parametrize("status", STATUSES)
def test_generated_facts_bring_every_status_about(status: str) -> None:
    def reaches(found: Plain) -> bool:
        return statuses(judged(found, part_of_law()))["us-tx/attorney-general"] == status

    once = settings(max_examples=2_000, derandomize=True, database=None, phases=[Phase.generate])
    assert find(some_facts(part_of_law), reaches, settings=once)


# --- engine and checker


@needs_rete
@settings(max_examples=400)
@given(some_facts(part_of_law))
def test_engine_and_checker_agree_on_every_duty(found: Plain) -> None:
    agree(found, part_of_law())


@needs_rete
@settings(max_examples=40)
@given(some_facts(all_law))
def test_engine_and_checker_agree_on_every_duty_of_the_whole_library(found: Plain) -> None:
    agree(found, all_law())


def agree(found: Plain, law: Law) -> None:
    engine = judged(found, law, use_rete=True, as_of=None)  # raises where they differ on anything
    alone = judged(found, law, use_rete=False, as_of=None)
    assert engine.engine != alone.engine
    assert engine.duties == alone.duties


# --- what is open says what would settle it


@settings(max_examples=300)
@given(some_facts(part_of_law))
def test_whatever_is_open_names_the_facts_that_would_settle_it(found: Plain) -> None:
    result = judged(found, part_of_law())
    asked = {question.fact for question in result.questions}
    for duty in result.duties:
        assert (duty.status == "undetermined") == bool(duty.depends_on), duty.id
        hanging = set(duty.depends_on)
        if duty.deadline is not None and duty.deadline.state in ("provisional", "not_started"):
            assert duty.deadline.depends_on, duty.id
            hanging |= set(duty.deadline.depends_on)
        assert hanging <= asked, duty.id
    for notice in result.notices:
        assert notice.safe_by is None or notice.due is None or notice.safe_by <= notice.due.date()


@pytest.mark.parametrize(
    "people",
    [
        {"residents": {"US": 501}},
        {"residents": {"US-TX": 400}, "elsewhere": 600},
        {"residents": {"US-TX": {"min": 300, "max": 600}, "US-CA": {"min": 300, "max": 600}}, "persons": 900},
        {"persons": 600},
    ],
)
def test_where_so_many_in_one_state_is_open_the_spread_over_the_states_is_asked_for(people: Plain) -> None:
    """45 CFR 164.406: the media are told of more than 500 residents of one state."""
    found = {
        "incident": {
            "timeline": {"discovered": "2026-03-02"},
            "event": {"acquired": True, "disclosed": False},
            "good_faith": False,
            "findings": {"hipaa.low_probability_of_compromise": False},
        },
        "organisation": {"role": "owner", "kind": "business", "regulated_as": ["hipaa.covered_entity"]},
        "cohorts": [
            {"id": "patients", "data": ["name", "medical_information"], "protection": {"encrypted": False}, **people}
        ],
    }
    media = judged(found, part_of_law()).duty("us-hipaa/media")
    assert media.status == "undetermined"
    assert media.depends_on == ("cohorts[patients].residents",)


# --- unknown is not no


@st.composite
def earlier_and_later(draw: st.DrawFn, law: Any) -> tuple[Plain, Plain]:
    """Return the same incident as it was known early, and later, when less was unknown."""
    whole = draw(complete(subjects_of(law())))
    changes = draw(blurs(whole, subjects_of(law())))
    settled = draw(st.sets(st.integers(0, max(len(changes) - 1, 0)), min_size=1))
    still_open = [change for index, change in enumerate(changes) if index not in settled]
    return applied(changes, whole), applied(still_open, whole)


@settings(max_examples=400)
@given(earlier_and_later(part_of_law))
def test_what_is_decided_stays_decided_when_an_unknown_becomes_known(known: tuple[Plain, Plain]) -> None:
    stays_decided(*known, part_of_law())


@settings(max_examples=40)
@given(earlier_and_later(all_law))
def test_what_is_decided_in_the_whole_library_stays_decided(known: tuple[Plain, Plain]) -> None:
    stays_decided(*known, all_law())


def stays_decided(earlier: Plain, later: Plain, law: Law) -> None:
    before, after = statuses(judged(earlier, law)), statuses(judged(later, law))
    assert before.keys() == after.keys()
    decided = {duty: status for duty, status in before.items() if status != "undetermined"}
    assert decided == {duty: after[duty] for duty in decided}


# --- more people


def counts_only_upward(formula: Formula, duties: dict[str, list[Formula]], *, wanted: bool = True) -> bool:
    """Return whether more people can only make the formula truer (or less true, where it is not `wanted`)."""
    match formula:
        case Count():
            return formula.comparison.upward == wanted
        case Not(part):
            return counts_only_upward(part, duties, wanted=not wanted)
        case All(parts) | AnyOf(parts):
            return all(counts_only_upward(part, duties, wanted=wanted) for part in parts)
        case Ask("required", (duty,)):
            return all(counts_only_upward(other, duties, wanted=wanted) for other in duties.get(duty, []))
    return True


@cache
def upward_duties(law: Law) -> frozenset[str]:
    duties: dict[str, list[Formula]] = {}
    for program in programs_of(law):
        for name, formula in program.duty_tests.items():
            duties.setdefault(f"{program.regime.id}/{name}", []).append(formula)
    return frozenset(duty for duty, texts in duties.items() if all(counts_only_upward(text, duties) for text in texts))


def test_a_duty_below_a_number_of_people_does_not_count_upward() -> None:
    duties = upward_duties(part_of_law())
    assert "us-hipaa/secretary-annual" not in duties  # fewer than 500
    assert "us-ny-hipaa/attorney-general-hipaa-copy" not in duties  # asks whether that one is required
    assert {"us-hipaa/secretary", "us-tx/attorney-general", "us-fl/consumer-reporting-agencies"} <= duties


@st.composite
def more_people(draw: st.DrawFn, law: Any) -> tuple[Plain, Plain]:
    """Return facts, and the same facts with more people: each count multiplied, or people of one place added."""
    fewer = draw(some_facts(law))
    more = copy.deepcopy(fewer)
    factor = draw(st.integers(1, 40))
    for cohort in more.get("cohorts", []):
        places = cohort.get("residents")
        counted = [(cohort, "persons"), (cohort, "elsewhere")]
        counted += [(places, place) for place in places] if isinstance(places, dict) else []
        for holder, key in counted:
            if key in holder:
                holder[key] = times(holder[key], factor)
        if isinstance(places, dict) and places and draw(st.booleans()):
            place = draw(st.sampled_from(sorted(places)))  # a place not named yet would take people from `elsewhere`
            added = draw(st.integers(1, 20_000))
            places[place] = plus(places[place], added)
            if "persons" in cohort:
                cohort["persons"] = plus(cohort["persons"], added)
    return fewer, more


def times(count: Any, factor: int) -> Any:
    if isinstance(count, dict):
        return {end: number * factor for end, number in count.items()}
    return count * factor if isinstance(count, int) else count


def plus(count: Any, added: int) -> Any:
    if isinstance(count, dict):
        return {"min": added, **{end: number + added for end, number in count.items()}}
    return count + added if isinstance(count, int) else count


@settings(max_examples=300)
@given(more_people(part_of_law))
def test_more_affected_people_never_remove_a_duty_that_counts_upward(known: tuple[Plain, Plain]) -> None:
    never_removed(*known, part_of_law())


@settings(max_examples=30)
@given(more_people(all_law))
def test_more_affected_people_never_remove_a_duty_of_the_whole_library(known: tuple[Plain, Plain]) -> None:
    never_removed(*known, all_law())


def never_removed(fewer: Plain, more: Plain, law: Law) -> None:
    before, after = statuses(judged(fewer, law)), statuses(judged(more, law))
    for duty in upward_duties(law):
        if duty in before:  # STATUSES runs from required to not required
            assert STATUSES.index(after[duty]) <= STATUSES.index(before[duty]), duty


# --- order


def reordered(value: Any, shuffle: random.Random) -> Any:
    """Return the same facts with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        shuffle.shuffle(keys)
        return {key: reordered(value[key], shuffle) for key in keys}
    return [reordered(each, shuffle) for each in value] if isinstance(value, list) else value


def with_files_in_other_order(law: Law, shuffle: random.Random) -> Law:
    pairs = list(zip(law.sources, law.index, strict=True))
    shuffle.shuffle(pairs)
    return Law(law.vocabulary, tuple(source for source, _ in pairs), tuple(entry for _, entry in pairs), law.sha256)


def as_json(found: Plain, law: Law) -> bytes:
    read = Facts.from_dict(found, law.vocabulary)
    return json.dumps(assess(read, law, use_rete=False).to_dict(), ensure_ascii=False).encode()


@settings(max_examples=60)
@given(some_facts(part_of_law), st.randoms(use_true_random=False))
def test_the_order_of_cohorts_keys_and_files_changes_not_a_byte(found: Plain, shuffle: random.Random) -> None:
    order_changes_nothing(found, part_of_law(), shuffle)


@settings(max_examples=15)
@given(some_facts(all_law), st.randoms(use_true_random=False))
def test_order_changes_not_a_byte_in_the_whole_library(found: Plain, shuffle: random.Random) -> None:
    order_changes_nothing(found, all_law(), shuffle)


def order_changes_nothing(found: Plain, law: Law, shuffle: random.Random) -> None:
    turned = reordered(found, shuffle)
    shuffle.shuffle(turned.get("cohorts", []))
    assert as_json(turned, with_files_in_other_order(law, shuffle)) == as_json(found, law)


# --- dates


@cache
def day_counted_duties(law: Law) -> frozenset[str]:
    """Return the duties whose dates are counted in calendar days and that no condition on a date decides."""
    found: dict[str, bool] = {}
    deadlines: dict[str, list[str]] = {}
    for program in programs_of(law):
        regime, delay = program.regime, program.regime.law_enforcement_delay
        dated = any(isinstance(atom, Ask) and atom.predicate == "dated" for atom in atoms_of(program))
        held = [delay.oral_limit, delay.then.within if delay.then else None] if delay else []
        for duty in regime.duties:
            name = f"{regime.id}/{duty.id}"
            lengths = [*held, *(part.within for part in parts_of(duty.deadline))]
            in_days = all(length is None or length.unit == "days" for length in lengths)
            by_year = any(part.after_end_of is not None for part in parts_of(duty.deadline))
            found[name] = found.get(name, True) and in_days and not by_year and not dated
            others = [reference for part in parts_of(duty.deadline) for reference in referred(part)]
            others += list(program.needs)
            deadlines.setdefault(name, []).extend(each if "/" in each else f"{regime.id}/{each}" for each in others)
    settled = {name for name, holds in found.items() if holds}
    while unsettled := {name for name in settled if not set(deadlines[name]) <= settled}:
        settled -= unsettled
    return frozenset(settled)


def parts_of(deadline: Deadline) -> Iterator[Deadline]:
    yield deadline
    for part in (*(deadline.earliest_of or ()), *(deadline.latest_of or ())):
        yield from parts_of(part)


def referred(part: Deadline) -> list[str]:
    named = (part.after_duty, part.before, part.with_, part.no_later_than)
    return [reference for reference in named if reference is not None]


def moved(value: Any, days: int) -> Any:
    """Return the facts with every date moved."""
    if isinstance(value, dict):
        return {key: moved(each, days) for key, each in value.items()}
    if isinstance(value, list):
        return [moved(each, days) for each in value]
    if isinstance(value, str) and value[:2] == "20":
        return (dt.date.fromisoformat(value[:10]) + dt.timedelta(days=days)).isoformat() + value[10:]
    return value


def test_dates_counted_in_business_days_hours_or_years_are_told_from_calendar_days() -> None:
    duties = day_counted_duties(part_of_law())
    assert {"us-tx/individuals", "us-fl/individuals", "us-hipaa/individuals"} <= duties
    assert "us-hipaa/secretary-annual" not in duties  # counted from the end of a year
    assert "us-ny-hipaa/attorney-general-hipaa-copy" not in duties  # 5 business days


@settings(max_examples=250)
@given(some_facts(part_of_law), st.integers(-800, 800))
def test_moving_every_date_moves_deadlines_in_calendar_days_as_far(found: Plain, days: int) -> None:
    moves_as_far(found, days, part_of_law())


@settings(max_examples=25)
@given(some_facts(all_law), st.integers(-800, 800))
def test_moving_every_date_moves_the_deadlines_of_the_whole_library(found: Plain, days: int) -> None:
    moves_as_far(found, days, all_law())


def moves_as_far(found: Plain, days: int, law: Law) -> None:
    before, after = judged(found, law), judged(moved(found, days), law)
    for duty in before.duties:
        if duty.id in day_counted_duties(law):
            other = after.duty(duty.id)
            assert other.status == duty.status
            if duty.deadline is not None and other.deadline is not None:
                assert other.deadline.state == duty.deadline.state, duty.id
                assert local_day(other.deadline.due) == local_day(duty.deadline.due, days), duty.id


def local_day(due: dt.datetime | None, later: int = 0) -> dt.date | None:
    return None if due is None else due.date() + dt.timedelta(days=later)


# --- thresholds


def counts_of(law: Law) -> Iterator[tuple[Program, Count]]:
    for program in programs_of(law):
        for formula in program.duty_tests.values():
            for atom in atoms(formula):
                if isinstance(atom, Count):
                    yield program, atom


def as_the_law_says(node: Count, people: int) -> bool:
    """Judge a bound by its own words."""
    words = node.comparison
    if words.at_least is not None:
        return people >= words.at_least
    if words.more_than is not None:
        return people > words.more_than
    if words.at_most is not None:
        return people <= words.at_most
    assert words.fewer_than is not None
    return people < words.fewer_than


def number_written(node: Count) -> int:
    words = node.comparison
    return next(
        number for number in (words.at_least, words.more_than, words.at_most, words.fewer_than) if number is not None
    )


def living_at(program: Program, node: Count, law: Law) -> str:
    """Return a place whose people the bound counts."""
    code = program.jurisdiction.jurisdiction
    if code == "001":  # practice counts people wherever they live
        return "NZ"
    if node.measure != "any_one_state":
        return code
    return next(place for place in law.vocabulary.places if place.startswith(f"{code.partition('-')[0]}-"))


def test_every_bound_flips_exactly_where_its_words_say() -> None:
    law = all_law()
    rete = Rete() if rete_available() else None
    bounds = list(counts_of(law))
    assert {node.measure for _, node in bounds} == {"residents", "everyone", "any_one_state"}
    for number, (program, node) in enumerate(bounds):
        bound = number_written(node)
        for people in {max(0, bound - 1), bound, bound + 1}:
            cohort = {"id": "all", "residents": {living_at(program, node, law): people}}
            read = Facts.from_dict({"cohorts": [cohort]}, law.vocabulary)
            counted, proof = prove_count(node, program, read, {(node.test, "all"): HELD}, law.vocabulary)
            expected = Truth.YES if as_the_law_says(node, people) else Truth.NO
            where = f"{program.key}: {node.text} with {people}"
            assert counted == Interval(people, people), where
            assert proof.truth is expected, where
            if rete is not None:
                (row,) = RuleTable({"bound": node}).judge(rete, f"bound {number}", [Situated({}, {node: counted})])
                assert row["bound"] is expected, where


def test_a_range_across_a_bound_leaves_it_open() -> None:
    law = all_law()
    for program, node in counts_of(law):
        bound = node.comparison.bound
        cohort = {"id": "all", "residents": {living_at(program, node, law): {"min": bound - 1, "max": bound}}}
        read = Facts.from_dict({"cohorts": [cohort]}, law.vocabulary)
        _, proof = prove_count(node, program, read, {(node.test, "all"): HELD}, law.vocabulary)
        assert proof.truth is Truth.UNKNOWN, f"{program.key}: {node.text}"
