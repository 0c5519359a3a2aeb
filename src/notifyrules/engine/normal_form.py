"""Formulas to rules: negation-normal form over integers, one rule for *certainly* and one for *undetermined*.

Each predicate becomes one property with the value of its truth (0 no, 1 unknown, 2 yes), each count two
(`…min`, `…max`). *Certainly* a formula is what its facts make true whatever the unknown turns out to be;
*undetermined* is what may turn out either way. A fact fires at most one of the two.

durable_rules keeps at most 31 operator marks a rule, two for each nested *and* or *or*; it fires a rule once
for every way in which a fact satisfies it, which multiplies with each *or* inside an *and*; it walks a ruleset
with a stack of 64 places and fails beyond; and a fact of more than 251 properties of ours crashes the process.
So a large formula is cut into gates: parts that are decided by a ruleset of their own, one step earlier, and
read as properties; and the tests of one step are spread over as many rulesets as keep these bounds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
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
MOST_LEAVES = 16
"""Properties asked in one test, so that even its *undetermined* rule alone needs well below 64 places."""
MOST_FIRINGS = 16
"""Ways in which a fact can satisfy the *undetermined* rule of one test; each way is a firing."""
MOST_PLACES = 60
"""Places on the stack that the walk of one ruleset may need, of 64."""
MOST_PROPERTIES = 240
"""Properties of one fact, of 255 with the session, the id and the number of the fact."""


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
        self._rulesets = [ruleset for formulas in self._by_step for ruleset in _spread(formulas)]

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
        for number, ruleset in enumerate(self._rulesets):
            rows = [ruleset.fact(fact, gates) for fact, gates in zip(facts, known, strict=True)]
            fired = rete.fire(f"{name}/{number}", ruleset.rules, rows)
            for row, truths in enumerate(known):
                for test in ruleset.names:
                    truths[test] = _truth_of(test, row, fired)
        return known

    def _at(self, step: int) -> dict[str, Reduced]:
        while len(self._by_step) <= step:
            self._by_step.append({})
        return self._by_step[step]

    def _reduce(self, formula: Formula) -> tuple[Reduced, int]:
        """Return the formula cut down to the bounds, and the step at which its gates are known."""
        known = self._gates.get(id(formula))
        if known is not None:
            return known
        match formula:
            case Not(part):
                inner, step = self._reduce(part)
                found: tuple[Reduced, int] = (Not(inner), step)  # type: ignore[arg-type]
            case All(parts) | Any(parts):
                found = self._reduce_parts(type(formula), parts)
            case _:
                found = (formula, 0)
        self._gates[id(formula)] = found
        return found

    def _reduce_parts(self, join: type[All] | type[Any], parts: Sequence[Formula]) -> tuple[Reduced, int]:
        reduced = [self._reduce(part) for part in parts]
        while not _joined(join, reduced)[2].fits:
            index = max(range(len(reduced)), key=lambda at: _size(reduced[at][0]).leaves)
            if _size(reduced[index][0]).leaves > 1:
                reduced[index] = self._gates[id(parts[index])] = self._gated(*reduced[index])
            else:  # too many single questions: the first of them are answered together
                together, step, _ = _joined(join, reduced[:MOST_LEAVES])
                reduced[:MOST_LEAVES] = []
                reduced.append(self._gated(together, step))
        return _joined(join, reduced)[:2]

    def _gated(self, reduced: Reduced, step: int) -> tuple[Reduced, int]:
        gate = Gate(f"gate {sum(len(each) for each in self._by_step)}", step)
        self._at(step)[gate.name] = reduced
        return gate, step + 1


class _Ruleset:
    """One ruleset: the tests and gates decided together, and the properties they read."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.properties: dict[Ask | Count | Given | Gate, str] = {}
        self.rules: dict[str, Match] = {}
        self._first, self._further = 1, 0  # the catch-all rule takes one place

    def add(self, name: str, formula: Reduced) -> bool:
        """Add a test, unless the ruleset would outgrow what durable_rules can walk."""
        asked = dict(self.properties)
        rules = {
            f"{CERTAIN}{name}": self._match(formula, certain=True, wanted=True),
            f"{OPEN}{name}": {
                "$and": [
                    self._match(formula, certain=False, wanted=True),
                    self._match(formula, certain=False, wanted=False),
                ]
            },
        }
        places = [_places(match) for match in rules.values()]
        first = self._first + sum(each for each, _ in places)
        further = max(self._further, *(most - each for each, most in places))
        properties = sum(2 if isinstance(atom, Count) else 1 for atom in self.properties)
        if self.names and (first + further > MOST_PLACES or properties > MOST_PROPERTIES):
            self.properties = asked
            return False
        self.names.append(name)
        self.rules.update(rules)
        self._first, self._further = first, further
        return True

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


def _spread(formulas: Mapping[str, Reduced]) -> Iterator[_Ruleset]:
    """Yield the rulesets that decide the tests of one step."""
    ruleset = _Ruleset()
    for name, formula in formulas.items():
        if not ruleset.add(name, formula):
            yield ruleset
            ruleset = _Ruleset()
            ruleset.add(name, formula)
    yield ruleset


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of durable_rules a formula takes up; `yes` and `no` are the ways to satisfy it and its negation."""

    groups: int = 0
    leaves: int = 1
    yes: int = 1
    no: int = 1

    @property
    def fits(self) -> bool:
        return self.groups <= MOST_GROUPS and self.leaves <= MOST_LEAVES and self.yes * self.no <= MOST_FIRINGS


def _size(formula: Reduced) -> _Size:
    match formula:
        case Not(part):
            size = _size(part)
            return _Size(size.groups, size.leaves, size.no, size.yes)
        case All(parts) | Any(parts):
            sizes = [_size(part) for part in parts]
            every, some = math.prod(size.yes for size in sizes), sum(size.no for size in sizes)
            if isinstance(formula, Any):
                every, some = sum(size.yes for size in sizes), math.prod(size.no for size in sizes)
            groups = sum(size.groups for size in sizes) + (1 if len(parts) > 1 else 0)
            return _Size(groups, sum(size.leaves for size in sizes), every, some)
        case _:
            return _Size()


def _joined(join: type[All] | type[Any], reduced: Sequence[tuple[Reduced, int]]) -> tuple[Reduced, int, _Size]:
    """Return the parts joined, the step at which all their gates are known, and the size."""
    formula = join(tuple(part for part, _ in reduced))  # type: ignore[misc]
    return formula, max(step for _, step in reduced), _size(formula)


def _places(match: Match) -> tuple[int, int]:
    """Return how many places on the stack a test of a rule takes at its beginning, and at most."""
    ((operator, inner),) = match.items()
    if operator not in ("$and", "$or"):
        return 1, 1
    places = [_places(part) for part in inner]
    if operator == "$and":
        return places[0][0], sum(most for _, most in places)
    first = sum(each for each, _ in places)
    return first, max(first - each + most for each, most in places)


def _truth_of(name: str, row: int, fired: set[tuple[str, int]]) -> Truth:
    """Read the truth of a test for one fact off the rules that fired."""
    if (f"{CERTAIN}{name}", row) in fired:
        return Truth.YES
    return Truth.UNKNOWN if (f"{OPEN}{name}", row) in fired else Truth.NO
