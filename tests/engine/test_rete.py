"""The precautions that durable_rules needs (ENGINE.md), each against the real package, and formulas it cannot hold."""

from __future__ import annotations

import gc
import random
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - loads the settings profiles
from notifyrules import DisagreementError, EngineError
from notifyrules.engine import Proof, Rete, rete_available
from notifyrules.engine.answers import Answer, reaches
from notifyrules.engine.checker import prove
from notifyrules.engine.formula import All, Ask, Count, Formula, Given, Not, atoms
from notifyrules.engine.formula import Any as AnyOf
from notifyrules.engine.normal_form import CERTAIN, RuleTable, Situated
from notifyrules.facts import Interval, Truth
from notifyrules.law import Comparison, Condition
from notifyrules.law.library import bundled_directory
from notifyrules.reading import read_document
from notifyrules.vocabulary import Vocabulary, read_vocabulary
from tests.small_law import duty, judged, jurisdiction, people, regime, written

pytestmark = pytest.mark.skipif(
    not rete_available(), reason="durable_rules cannot be imported on this interpreter: the checker decides alone"
)

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


@pytest.fixture
def rete() -> Rete:
    return Rete()


def test_a_rete_that_is_gone_gives_its_rulesets_back_to_the_engine() -> None:
    import durable_rules_engine

    engine = Rete()
    engine.fire("r", {"x": {"p0": 2}}, [{"p0": 2}])
    (handle,) = engine._handles.values()
    del engine
    gc.collect()
    with pytest.raises(durable_rules_engine.error):
        durable_rules_engine.delete_ruleset(handle)  # it is no longer there


def fired(
    engine: Rete, name: str, rules: Mapping[str, Any], facts: Sequence[Mapping[str, int]]
) -> set[tuple[str, int]]:
    return {(rule, row) for rule, row in engine.fire(name, rules, facts) if rule in rules}


# --- the precautions


def test_no_thread_is_started_beside_the_caller(rete: Rete) -> None:
    before = set(threading.enumerate())
    fired(rete, "rules", {"rule": {"p": 1}}, [{"p": 1}])
    assert set(threading.enumerate()) == before
    assert "durable.engine" not in sys.modules  # its host starts two timer threads when it is made


def test_a_fact_that_matches_no_rule_leaves_the_firings_of_the_others(rete: Rete) -> None:
    found = fired(rete, "rules", {"one": {"p": 1}, "two": {"p": 2}}, [{"p": 0}, {"p": 1}, {"p": 7}, {"p": 2}])
    assert found == {("one", 1), ("two", 3)}


def test_the_same_fact_twice_fires_twice(rete: Rete) -> None:
    assert fired(rete, "rules", {"rule": {"p": 1}}, [{"p": 1}, {"p": 1}]) == {("rule", 0), ("rule", 1)}


def test_a_fact_is_forgotten_before_the_next_call(rete: Rete) -> None:
    rules = {"rule": {"p": 1}}
    assert fired(rete, "rules", rules, [{"p": 1}]) == {("rule", 0)}
    assert fired(rete, "rules", rules, [{"p": 0}]) == set()


def test_no_facts_fire_nothing(rete: Rete) -> None:
    assert rete.fire("rules", {"rule": {"p": 1}}, []) == set()


def too_deep() -> dict[str, Any]:
    match: dict[str, Any] = {"p": 1}
    for _ in range(20):  # two operator marks each; durable_rules keeps 31
        match = {"$and": [match, {"$or": [{"p": 1}, {"q": 1}]}]}
    return match


def test_a_ruleset_that_cannot_be_compiled_is_an_engine_error_and_the_next_call_works(rete: Rete) -> None:
    assert fired(rete, "good", {"rule": {"p": 1}}, [{"p": 1}]) == {("rule", 0)}
    with pytest.raises(EngineError, match="bad"):
        rete.fire("bad", {"rule": too_deep()}, [{"p": 1, "q": 1}])
    assert fired(rete, "good", {"rule": {"p": 1}}, [{"p": 1}, {"p": 0}]) == {("rule", 0)}


def test_facts_that_cannot_be_walked_are_an_engine_error_and_the_next_call_works(rete: Rete) -> None:
    wide = {f"rule {number}": {f"p{number}": 1} for number in range(80)}  # the walk has 64 places
    with pytest.raises(EngineError, match="303"):
        rete.fire("wide", wide, [{f"p{number}": 1 for number in range(80)}])
    assert fired(rete, "good", {"rule": {"p": 1}}, [{"p": 1}]) == {("rule", 0)}


def resident_megabytes() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 2**20


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from /proc")
def test_resident_memory_stays_flat_over_2000_sessions(rete: Rete) -> None:
    rules = {f"rule {number}": {"$and": [{f"p{number}": 1}, {"$or": [{"q": 1}, {"r": 1}]}]} for number in range(10)}
    facts = [{**{f"p{number}": 1 for number in range(10)}, "q": 1, "r": row % 2} for row in range(5)]
    for _ in range(200):
        rete.fire("rules", rules, facts)
    before = resident_megabytes()
    for _ in range(2_000):
        assert len(fired(rete, "rules", rules, facts)) == 50
    assert resident_megabytes() - before < 10


# --- formulas that durable_rules cannot hold in one rule

VOCABULARY: list[Vocabulary] = []


def vocabulary() -> Vocabulary:
    if not VOCABULARY:
        VOCABULARY.append(read_vocabulary(read_document(bundled_directory() / "vocabulary.yaml")))
    return VOCABULARY[0]


def question() -> Ask:
    return Ask("good_faith", ("yes",), Condition(good_faith="yes"), None)


def bound(**comparison: int) -> Count:
    return Count("test", "everyone", Comparison(**comparison), "a bound", None)


def proved(formula: Formula, situated: Situated) -> Truth:
    def proof_of_count(node: Count) -> Proof:
        enough = reaches(situated.counts[node], node.comparison.bound)
        return Proof(enough if node.comparison.upward else ~enough, "count", node.text)

    return prove(formula, situated.answers, proof_of_count, vocabulary()).truth


def answered(formula: Formula, truths: Mapping[Ask, Truth], counts: Mapping[Count, Interval] | None = None) -> Situated:
    asked = [atom for atom in atoms(formula) if isinstance(atom, Ask)]
    return Situated({ask: Answer(truths[ask], "fact", "found") for ask in asked}, counts or {})


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (NO, NO, NO, NO),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_engine_and_checker_know_the_tables_of_kleene(
    one: Truth, other: Truth, both: Truth, either: Truth, rete: Rete
) -> None:
    first, second = question(), question()
    formulas: dict[str, Formula] = {
        "both": All((first, second)),
        "either": AnyOf((first, second)),
        "not both": Not(All((first, second))),
        "neither": Not(AnyOf((first, second))),
    }
    expected = {"both": both, "either": either, "not both": Truth(2 - both), "neither": Truth(2 - either)}
    situated = answered(All((first, second)), {first: one, second: other})
    (row,) = RuleTable(formulas).judge(rete, "tables", [situated])
    assert {name: row[name] for name in formulas} == expected
    assert {name: proved(formula, situated) for name, formula in formulas.items()} == expected


def nested(depth: int) -> tuple[Formula, list[Ask]]:
    """Return `a and (b or (c and (d or …)))`, true where all are true, false where all are false."""
    asked = [question() for _ in range(depth)]
    formula: Formula = asked[-1]
    for level in range(depth - 2, -1, -1):
        formula = (All if level % 2 == 0 else AnyOf)((asked[level], formula))
    return formula, asked


@pytest.mark.parametrize("depth", [5, 16, 17, 40, 120])
@pytest.mark.parametrize("truth", [NO, UNKNOWN, YES])
def test_a_formula_nested_deeper_than_31_operators_is_cut_into_gates(depth: int, truth: Truth, rete: Rete) -> None:
    formula, asked = nested(depth)
    (row,) = RuleTable({"deep": formula}).judge(rete, "deep", [answered(formula, dict.fromkeys(asked, truth))])
    assert row["deep"] is truth


@pytest.mark.parametrize("width", [16, 17, 65, 300])
@pytest.mark.parametrize("truth", [NO, UNKNOWN, YES])
def test_a_formula_wider_than_one_walk_or_one_fact_is_cut_into_gates(width: int, truth: Truth, rete: Rete) -> None:
    asked = [question() for _ in range(width)]
    formulas: dict[str, Formula] = {"all": All(tuple(asked)), "any": AnyOf(tuple(asked))}
    situated = answered(formulas["all"], dict.fromkeys(asked, truth))
    (row,) = RuleTable(formulas).judge(rete, "wide", [situated])
    assert (row["all"], row["any"]) == (truth, truth)


def test_more_tests_than_one_walk_holds_are_spread_over_rulesets(rete: Rete) -> None:
    asked = [question() for _ in range(400)]
    table = RuleTable({f"test {number}": ask for number, ask in enumerate(asked)})
    situated = answered(All(tuple(asked)), {ask: Truth(number % 3) for number, ask in enumerate(asked)})
    (row,) = table.judge(rete, "many", [situated])
    assert {name: int(truth) for name, truth in row.items()} == {f"test {number}": number % 3 for number in range(400)}


def alternatives(joins: int, each: int) -> Formula:
    """Return *one of so many* so many times over: each**joins ways to be true."""
    return All(tuple(AnyOf(tuple(question() for _ in range(each))) for _ in range(joins)))


def exceptions(joins: int, each: int) -> Formula:
    """Return that none of several exceptions holds: each**joins ways, for each fails by any of its parts."""
    return Not(AnyOf(tuple(All(tuple(question() for _ in range(each))) for _ in range(joins))))


@pytest.mark.parametrize("formula", [alternatives(8, 6), exceptions(8, 6), alternatives(6, 3), exceptions(6, 3)])
def test_alternatives_inside_alternatives_do_not_multiply_the_firings(
    formula: Formula, rete: Rete, monkeypatch: pytest.MonkeyPatch
) -> None:
    """durable_rules fires a rule once for each way in which a fact satisfies it."""
    situated = answered(formula, {atom: UNKNOWN for atom in atoms(formula) if isinstance(atom, Ask)})
    firings: list[object] = []
    run = "notifyrules.engine.rete._run"
    monkeypatch.setattr(run, lambda handle, batch: run_and_count(handle, batch, firings))
    (row,) = RuleTable({"test": formula}).judge(rete, "alternatives", [situated])
    assert row["test"] is UNKNOWN
    assert len(firings) < 100


def run_and_count(handle: int, batch: Sequence[Mapping[str, object]], firings: list[object]) -> set[tuple[str, int]]:
    import json

    import durable_rules_engine

    found: set[tuple[str, int]] = set()
    _, state = durable_rules_engine.assert_facts(handle, json.dumps(batch))
    _, message = durable_rules_engine.start_action_for_state(handle, state)
    while message:
        for rule, matched in json.loads(message).items():
            found.add((rule, matched["m"]["row"]))
            firings.append(rule)
        message = durable_rules_engine.complete_and_start_action(handle, state)
    return found


def test_a_gate_is_shared_by_the_tests_that_share_a_part(rete: Rete) -> None:
    part, asked = nested(12)
    one, other = question(), question()
    formulas: dict[str, Formula] = {"one": All((part, one)), "other": AnyOf((Not(part), other))}
    truths = {**dict.fromkeys(asked, YES), one: UNKNOWN, other: NO}
    (row,) = RuleTable(formulas).judge(rete, "shared", [answered(All((part, one, other)), truths)])
    assert (row["one"], row["other"]) == (UNKNOWN, NO)


def random_formula(dice: random.Random, leaves: int, depth: int) -> Formula:
    """Return a formula of about so many leaves, nested at most so deep."""
    if leaves <= 1 or depth == 0:
        kind = dice.randrange(10)
        if kind == 0:
            return Given("given")
        if kind <= 3:
            name = dice.choice(["at_least", "more_than", "at_most", "fewer_than"])
            return bound(**{name: dice.choice([0, 1, 250, 500, 1_000_000_000])})
        return question()
    if dice.randrange(5) == 0:
        return Not(random_formula(dice, leaves, depth - 1))
    parts = dice.randint(1, min(leaves, 8))
    share = [1] * parts
    for _ in range(leaves - parts):
        share[dice.randrange(parts)] += 1
    inner = [random_formula(dice, each, depth - 1) for each in share]
    if len(inner) > 2 and dice.randrange(8) == 0:
        inner.append(inner[0])  # one part, asked twice
    return All(tuple(inner)) if dice.randrange(2) else AnyOf(tuple(inner))


def random_count(dice: random.Random) -> Interval:
    least = dice.choice([0, 1, 249, 250, 251, 499, 500, 501, 10**9, 10**9 + 1, 10**10])
    return Interval(least, dice.choice([least, least + 1, least + 300, None]))


@settings(max_examples=500)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 60), min_size=6, max_size=6), st.integers(1, 14))
def test_engine_and_checker_agree_on_random_formulas(seed: int, sizes: list[int], depth: int) -> None:
    dice = random.Random(seed)
    formulas = {f"test {number}": random_formula(dice, leaves, depth) for number, leaves in enumerate(sizes)}
    leaning = dice.choice([(NO, UNKNOWN, YES), (NO, YES), (UNKNOWN, YES), (NO, NO, NO, UNKNOWN, YES)])
    whole = [atom for formula in formulas.values() for atom in atoms(formula)]
    situations = [
        Situated(
            {atom: Answer(dice.choice(leaning), "fact", "found") for atom in whole if isinstance(atom, Ask)},
            {atom: random_count(dice) for atom in whole if isinstance(atom, Count)},
        )
        for _ in range(3)
    ]
    engine = Rete()
    rows = RuleTable(formulas).judge(engine, "random", situations)
    for row, situated in zip(rows, situations, strict=True):
        found = {name: row[name] for name in formulas}
        assert found == {name: proved(formula, situated) for name, formula in formulas.items()}


# --- large numbers


@pytest.mark.parametrize(
    ("people_counted", "truth"),
    [
        (Interval(10**10, 10**10), YES),
        (Interval(0, 10**10), UNKNOWN),
        (Interval(0, None), UNKNOWN),
        (Interval(10**9 + 1, None), YES),
        (Interval(10**9, 10**9), NO),
        (Interval(2**31 - 1, 2**31), YES),
        (Interval(2**32 + 5, 2**32 + 5), YES),
    ],
)
def test_counts_up_to_ten_billion_do_not_overflow(people_counted: Interval, truth: Truth, rete: Rete) -> None:
    above, below = bound(more_than=10**9), bound(at_most=10**9)
    situated = Situated({}, {above: people_counted, below: people_counted})
    (row,) = RuleTable({"above": above, "below": below}).judge(rete, "large", [situated])
    assert (row["above"], row["below"]) == (truth, Truth(2 - truth))


def test_an_incident_with_ten_billion_people_is_assessed(tmp_path: Path) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("many", when={"residents_affected": {"more_than": 10**9}}))))
    found = {"cohorts": [people(number=10**10), {**people(number={"min": 1, "max": 10**10}), "id": "others"}]}
    assert judged(law, found, use_rete=True).duty("law/many").status == "required"


# --- lies


@pytest.mark.parametrize("cohorts", [True, False], ids=["about the cohorts", "about the duties"])
@pytest.mark.parametrize("residents", [100, 0, "unknown"])
def test_where_engine_and_checker_differ_nothing_is_published(
    residents: Any, cohorts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals"))))
    found = {"cohorts": [people(number=residents)]}
    assert judged(law, found, use_rete=True).duties
    truthful = Rete.fire

    def lying(
        self: Rete, name: str, rules: Mapping[str, Any], facts: Sequence[Mapping[str, int]]
    ) -> set[tuple[str, int]]:
        answer = truthful(self, name, rules, facts)
        if ("/cohorts/" in name) is not cohorts:
            return answer
        certain = {(rule, row) for rule in rules if rule.startswith(CERTAIN) for row in range(len(facts))}
        return answer - certain if answer & certain else answer | certain

    monkeypatch.setattr(Rete, "fire", lying)
    with pytest.raises(DisagreementError, match=r"law@2000-01-01.*durable_rules says .*, the checker says "):
        judged(law, found, use_rete=True)


def test_a_lie_about_what_is_open_is_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals"))))
    truthful = Rete.fire

    def only_sure(
        self: Rete, name: str, rules: Mapping[str, Any], facts: Sequence[Mapping[str, int]]
    ) -> set[tuple[str, int]]:
        return {pair for pair in truthful(self, name, rules, facts) if pair[0].startswith(CERTAIN)}

    monkeypatch.setattr(Rete, "fire", only_sure)
    with pytest.raises(DisagreementError, match="durable_rules says no, the checker says unknown"):
        judged(law, {"cohorts": [people(number="unknown")]}, use_rete=True)


def test_an_engine_that_fails_publishes_nothing_and_the_next_assessment_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = written(tmp_path, jurisdiction(regime(duty("individuals"))))
    found = {"cohorts": [people()]}
    with monkeypatch.context() as patched:
        patched.setattr("notifyrules.engine.rete._run", broken)
        with pytest.raises(EngineError, match="out of order"):
            judged(law, found, use_rete=True)
    assert judged(law, found, use_rete=True).duty("law/individuals").status == "required"


def broken(handle: int, batch: object) -> set[tuple[str, int]]:
    raise RuntimeError(f"out of order: {handle}, {batch}")
