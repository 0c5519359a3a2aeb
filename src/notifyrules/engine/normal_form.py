"""Formulas to rules: negation-normal form over integers, one rule for *certainly* and one for *undetermined*.

Each predicate becomes one property with the value of its truth (0 no, 1 unknown, 2 yes), each count two
(`…min`, `…max`). *Certainly* a formula is what its facts make true whatever the unknown turns out to be;
*undetermined* is what may turn out either way. A fact fires at most one of the two.

durable_rules keeps at most 31 operator marks a rule, two for each nested *and* or *or*. A larger formula is
cut into gates: parts that are decided by a ruleset of their own, one step earlier, and read as properties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue

from notifyrules.engine.answers import Answer
from notifyrules.engine.formula import All, Any, Ask, Count, Formula, Given, Not
from notifyrules.engine.rete import MOST, Rete
from notifyrules.facts import Interval, Truth

Match = dict[str, AnyValue]
CERTAIN, OPEN = "certainly ", "undetermined "
MOST_GROUPS = 6
"""Nested groups in one test: an *undetermined* rule holds the test twice in one more group, 13 groups or 26 marks."""


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """A part of a formula that an earlier step decides."""

    name: str
    step: int


Reduced = Ask | Count | Given | Gate | All | Any | Not


@dataclass(frozen=True, slots=True)
class Situated:
    """What one fact is made of: the answers to the predicates of a test and the counts it reads."""

    answers: Mapping[Ask, Answer]
    counts: Mapping[Count, Interval]


class RuleTable:
    """The rules of a set of named tests, in the steps they are fired in."""

    def __init__(self, tests: Mapping[str, Formula]) -> None:
        self.tests = tuple(tests)
        self._gates: dict[int, tuple[Reduced, int]] = {}
        self._by_step: list[dict[str, Reduced]] = []
        self._kept = tuple(tests.values())  # keeps the identities that gates are shared by
        for name, formula in tests.items():
            reduced, step = self._reduce(formula)
            self._at(step)[name] = reduced
        self._steps = [_Step(formulas) for formulas in self._by_step]

    def judge(self, rete: Rete, name: str, facts: Sequence[Situated]) -> list[dict[str, Truth]]:
        """Let the engine judge every test for every fact.

        Args:
            rete: the engine.
            name: identifies this table in it.
            facts: what to judge.

        Returns:
            For each fact the truth of each test by name.

        """
        known: list[dict[str, Truth]] = [{} for _ in facts]
        for number, step in enumerate(self._steps):
            rows = [step.fact(fact, gates) for fact, gates in zip(facts, known, strict=True)]
            fired = rete.fire(f"{name}/{number}", step.rules, rows)
            for row, truths in enumerate(known):
                for test in step.names:
                    truths[test] = _truth_of(test, row, fired)
        return known

    def _at(self, step: int) -> dict[str, Reduced]:
        while len(self._by_step) <= step:
            self._by_step.append({})
        return self._by_step[step]

    def _reduce(self, formula: Formula) -> tuple[Reduced, int]:
        """Return the formula with few enough groups, and the step at which its gates are known."""
        known = self._gates.get(id(formula))
        if known is not None:
            return known
        match formula:
            case Not(part):
                inner, step = self._reduce(part)
                found: tuple[Reduced, int] = (Not(inner), step)  # type: ignore[arg-type]
            case All(parts) | Any(parts):
                reduced = [self._reduce(part) for part in parts]
                while 1 + sum(_groups(part) for part, _ in reduced) > MOST_GROUPS:
                    largest = max(range(len(reduced)), key=lambda index: _groups(reduced[index][0]))
                    reduced[largest] = self._gated(parts[largest], *reduced[largest])
                together = tuple(part for part, _ in reduced)
                found = (type(formula)(together), max(step for _, step in reduced))  # type: ignore[arg-type]
            case _:
                found = (formula, 0)
        self._gates[id(formula)] = found
        return found

    def _gated(self, original: Formula, reduced: Reduced, step: int) -> tuple[Reduced, int]:
        gate = Gate(f"gate {sum(len(each) for each in self._by_step)}", step)
        self._at(step)[gate.name] = reduced
        self._gates[id(original)] = (gate, step + 1)
        return gate, step + 1


class _Step:
    """One ruleset: the tests and gates decided together, and the properties they read."""

    def __init__(self, formulas: Mapping[str, Reduced]) -> None:
        self.names = tuple(formulas)
        self.properties: dict[Ask | Count | Given | Gate, str] = {}
        self.rules: dict[str, Match] = {}
        for name, formula in formulas.items():
            self.rules[f"{CERTAIN}{name}"] = self._match(formula, certain=True, wanted=True)
            self.rules[f"{OPEN}{name}"] = {
                "$and": [
                    self._match(formula, certain=False, wanted=True),
                    self._match(formula, certain=False, wanted=False),
                ]
            }

    def fact(self, situated: Situated, gates: Mapping[str, Truth]) -> dict[str, int]:
        """Return every property that a rule of this step reads."""
        fact: dict[str, int] = {}
        for atom, name in self.properties.items():
            match atom:
                case Count():
                    people = situated.counts[atom]
                    fact[f"{name}min"] = min(people.least, MOST)
                    fact[f"{name}max"] = MOST if people.most is None else min(people.most, MOST)
                case Ask():
                    fact[name] = int(situated.answers[atom].truth)
                case Given():
                    fact[name] = int(Truth.YES)
                case Gate():
                    fact[name] = int(gates[atom.name])
        return fact

    def _match(self, formula: Reduced, *, certain: bool, wanted: bool) -> Match:
        match formula:
            case Not(part):
                return self._match(part, certain=certain, wanted=not wanted)
            case All(parts) | Any(parts):
                inner = [self._match(part, certain=certain, wanted=wanted) for part in parts]
                if len(inner) == 1:
                    return inner[0]
                return {"$and" if isinstance(formula, All) == wanted else "$or": inner}
            case Count():
                upward = formula.comparison.upward == wanted  # whether many people make the wanted answer
                end = "min" if upward == certain else "max"
                bound = {f"{self._property(formula)}{end}": formula.comparison.bound}
                return {"$gte": bound} if upward else {"$lt": bound}
            case _:
                name = self._property(formula)
                if certain:
                    return {name: int(Truth.YES if wanted else Truth.NO)}
                return {"$gte" if wanted else "$lte": {name: int(Truth.UNKNOWN)}}

    def _property(self, atom: Ask | Count | Given | Gate) -> str:
        return self.properties.setdefault(atom, f"p{len(self.properties)}")


def _groups(formula: Reduced) -> int:
    match formula:
        case Not(part):
            return _groups(part)
        case All(parts) | Any(parts):
            return sum(_groups(part) for part in parts) + (1 if len(parts) > 1 else 0)
        case _:
            return 0


def _truth_of(name: str, row: int, fired: set[tuple[str, int]]) -> Truth:
    """Read the truth of a test for one fact off the rules that fired."""
    if (f"{CERTAIN}{name}", row) in fired:
        return Truth.YES
    return Truth.UNKNOWN if (f"{OPEN}{name}", row) in fired else Truth.NO
