"""Formulas to rules: negation-normal form over integers, one rule for *certainly* and one for *possibly*.

Each predicate becomes one property with the value of its truth (0 no, 1 unknown, 2 yes), each count two
(`…min`, `…max`). *Certainly* true is what the facts make true whatever the unknown turns out to be; *possibly*
true is what they do not rule out. Neither fires for what is false, which most of the law is for most facts.

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
from typing import NamedTuple

from notifyrules.engine.answers import Answer
from notifyrules.engine.formula import All, Any, Ask, Count, Formula, Given, Not
from notifyrules.engine.rete import MOST, Rete
from notifyrules.facts import Interval, Truth

Match = dict[str, AnyValue]
CERTAIN, POSSIBLE = "certainly ", "possibly "
MOST_GROUPS = 12
"""Nested groups in one test; each takes two operator marks."""
MOST_LEAVES = 20
"""Properties asked in one test, so that its rules alone need well below 64 places."""
MOST_FIRINGS = 12
"""Ways in which a fact can satisfy one test; each way is a firing."""
MOST_PLACES = 60
"""Places on the stack that the walk of one ruleset may need, of 64."""
MOST_PROPERTIES = 240
"""Properties of one fact, of 255 with the session, the id and the number of the fact."""


@dataclass(slots=True, eq=False)
class Gate:
    """A part of a formula that an earlier step decides."""

    name: str
    step: int


Reduced = Ask | Count | Given | Gate | All | Any | Not


class Situated(NamedTuple):
    """What one fact is made of: the answers to the predicates of a test and the counts it reads."""

    answers: Mapping[Ask, Answer]
    counts: Mapping[Count, Interval]


class _Size(NamedTuple):
    """How much of durable_rules a formula takes up; `yes` and `no` are the ways to satisfy it and its negation."""

    groups: int = 0
    leaves: int = 1
    yes: int = 1
    no: int = 1

    @property
    def fits(self) -> bool:
        ways = max(self.yes, self.no)  # of both, for the formula may stand under a *not*
        return self.groups <= MOST_GROUPS and self.leaves <= MOST_LEAVES and ways <= MOST_FIRINGS


class _Cut(NamedTuple):
    """A formula cut down to the bounds, the step at which all its gates are known, and its size."""

    formula: Reduced
    step: int = 0
    size: _Size = _Size()


class RuleTable:
    """The rules of a set of named tests, in the steps they are fired in."""

    def __init__(self, tests: Mapping[str, Formula]) -> None:
        self.tests = tuple(tests)
        self._known: dict[Formula, _Cut] = {}
        self._by_step: list[dict[str, Reduced]] = []
        for name, formula in tests.items():
            cut = self._cut(formula)
            self._at(cut.step)[name] = cut.formula
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

    def _cut(self, formula: Formula) -> _Cut:
        known = self._known.get(formula)
        if known is None:
            known = self._known[formula] = self._cut_anew(formula)
        return known

    def _cut_anew(self, formula: Formula) -> _Cut:
        if isinstance(formula, Not):
            inner = self._cut(formula.part)
            size = _Size(inner.size.groups, inner.size.leaves, inner.size.no, inner.size.yes)
            whole = formula if inner.formula is formula.part else Not(inner.formula)  # type: ignore[arg-type]  # with gates
            return _Cut(whole, inner.step, size)
        if isinstance(formula, All | Any):
            return self._joined_within_bounds(type(formula), formula.parts)
        return _Cut(formula)

    def _joined_within_bounds(self, join: type[All] | type[Any], parts: Sequence[Formula]) -> _Cut:
        cuts = [self._cut(part) for part in parts]
        while not (joined := _joined(join, cuts)).size.fits:
            index = max(range(len(cuts)), key=lambda at: cuts[at].size.leaves)
            if cuts[index].size.leaves > 1:
                cuts[index] = self._gated(cuts[index])
                if index < len(parts):
                    self._known[parts[index]] = cuts[index]
            else:  # too many single questions: the first of them are answered together
                few = min(MOST_LEAVES, MOST_FIRINGS)
                cuts = [*cuts[few:], self._gated(_joined(join, cuts[:few]))]
                parts = ()
        return joined

    def _gated(self, cut: _Cut) -> _Cut:
        gate = Gate(f"gate {sum(len(each) for each in self._by_step)}", cut.step)
        self._at(cut.step)[gate.name] = cut.formula
        return _Cut(gate, cut.step + 1)


def _joined(join: type[All] | type[Any], cuts: Sequence[_Cut]) -> _Cut:
    sizes = [cut.size for cut in cuts]
    if join is All:
        yes, no = math.prod(size.yes for size in sizes), sum(size.no for size in sizes)
    else:
        yes, no = sum(size.yes for size in sizes), math.prod(size.no for size in sizes)
    groups = sum(size.groups for size in sizes) + (1 if len(cuts) > 1 else 0)
    size = _Size(groups, sum(size.leaves for size in sizes), yes, no)
    formula = join(tuple(cut.formula for cut in cuts))  # type: ignore[misc]  # `join` is one of the two
    return _Cut(formula, max(cut.step for cut in cuts), size)


class _Ruleset:
    """One ruleset: the tests and gates decided together, and the properties they read."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.properties: dict[Ask | Count | Given | Gate, str] = {}
        self.rules: dict[str, Match] = {}
        self._matches: dict[tuple[Reduced, bool, bool], Match] = {}  # tests share most of their parts
        self._first, self._further = 1, 0  # the catch-all rule takes one place

    def add(self, name: str, formula: Reduced) -> bool:
        """Add a test, unless the ruleset would outgrow what durable_rules can walk."""
        asked = dict(self.properties)
        rules = {
            f"{CERTAIN}{name}": self._match(formula, certain=True, wanted=True),
            f"{POSSIBLE}{name}": self._match(formula, certain=False, wanted=True),
        }
        places = [_places(match) for match in rules.values()]
        first = self._first + sum(each for each, _ in places)
        further = max(self._further, *(most - each for each, most in places))
        properties = sum(2 if isinstance(atom, Count) else 1 for atom in self.properties)
        if self.names and (first + further > MOST_PLACES or properties > MOST_PROPERTIES):
            self.properties = asked
            self._matches.clear()
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
        key = (formula, certain, wanted)
        known = self._matches.get(key)
        if known is None:
            known = self._matches[key] = self._match_anew(formula, certain=certain, wanted=wanted)
        return known

    def _match_anew(self, formula: Reduced, *, certain: bool, wanted: bool) -> Match:
        if isinstance(formula, Not):
            return self._match(formula.part, certain=certain, wanted=not wanted)
        if isinstance(formula, All | Any):
            inner = [self._match(part, certain=certain, wanted=wanted) for part in formula.parts]
            if len(inner) == 1:
                return inner[0]
            return {"$and" if isinstance(formula, All) == wanted else "$or": inner}
        if isinstance(formula, Count):
            upward = formula.comparison.upward == wanted  # whether many people make the wanted answer
            end = "min" if upward == certain else "max"
            bound = {f"{self._property(formula)}{end}": formula.comparison.bound}
            return {"$gte": bound} if upward else {"$lt": bound}
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
    return Truth.UNKNOWN if (f"{POSSIBLE}{name}", row) in fired else Truth.NO
