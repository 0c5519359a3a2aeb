"""Compiling a regime: from the conditions of the law file to one formula a cohort test and one a duty.

A *cohort test* is judged for every cohort: who is affected, whom a duty concerns, whom an exception takes
out. A *duty test* is judged once: the organisation is bound, somebody is concerned, and the duty's `when`
holds; it reads the cohort tests through counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from notifyrules.engine.formula import All, Any, Ask, Atom, Count, Formula, Given, Measure, Not, atoms, atoms_of
from notifyrules.law import Comparison, Condition, Duty, Exception_, Jurisdiction, Regime

BOUND = "the organisation is bound"
"""How the part of a proof reads that says whom the regime binds."""
SOMEBODY = Comparison.model_construct(at_least=1)


@dataclass(slots=True, eq=False)
class Program:
    """One regime, compiled.

    `cohort_tests` and `duty_tests` map names to formulas, `exceptions` the id of each exception to the formula that
    says that it takes nobody out; `needs` are the duties of other regimes that are asked about; the atoms are the
    leaves of the tests, each once.
    """

    jurisdiction: Jurisdiction
    regime: Regime
    cohort_tests: Mapping[str, Formula]
    duty_tests: Mapping[str, Formula]
    needs: frozenset[str]
    exceptions: Mapping[str, Not]
    cohort_atoms: tuple[Atom, ...]
    duty_atoms: tuple[Atom, ...]

    @property
    def key(self) -> str:
        """The regime with the date of its text: unique in a library."""
        return self.regime.key


def compile_regime(jurisdiction: Jurisdiction, regime: Regime) -> Program:
    """Compile one text of one regime. The regime must have passed the lint."""
    return _Compiler(jurisdiction, regime).compile()


def compile_condition(file: Jurisdiction, regime: Regime, duty: Duty, condition: Condition) -> Formula:
    """Compile one further condition of a duty (of an extension, say) outside the duty's own test."""
    return _Compiler(file, regime)._formula(condition, duty.cite, duty)


def concerned_test(duty: Duty) -> str:
    """Return the name of the cohort test for the people a duty concerns."""
    return f"concerned:{duty.id}"


def protected_measure(regime: Regime) -> Measure:
    """Return which people of a cohort a regime counts."""
    return "residents" if regime.protects == "residents" else "everyone"


class _Compiler:
    def __init__(self, jurisdiction: Jurisdiction, regime: Regime) -> None:
        self.jurisdiction = jurisdiction
        self.regime = regime
        self.tests: dict[str, Formula] = {}
        self.covered: list[Formula] | None = None
        self.exceptions: dict[str, Not] = {}
        self.measure = protected_measure(regime)
        self.people = jurisdiction.name if self.measure == "residents" else ""

    def compile(self) -> Program:
        duty_tests = {duty.id: self._duty(duty) for duty in self.regime.duties}
        for duty in self.regime.duties:
            for _, deadline in duty.deadline.walk():
                if deadline.extension is not None:
                    self._formula(deadline.extension.when, duty.cite, duty)  # adds the cohort tests it counts by
        needs = frozenset(
            atom.words[0]
            for test in duty_tests.values()
            for atom in atoms(test)
            if isinstance(atom, Ask) and atom.predicate == "required"
        )
        return Program(
            self.jurisdiction,
            self.regime,
            dict(self.tests),
            duty_tests,
            needs,
            dict(self.exceptions),
            cohort_atoms=atoms_of(self.tests.values()),
            duty_atoms=atoms_of(duty_tests.values()),
        )

    # --- tests of cohorts

    def _covered(self) -> list[Formula]:
        """What makes a cohort's data covered data that was breached, after exceptions that lift everything."""
        if self.covered is None:
            self.covered = self._covering()
        return self.covered

    def _covering(self) -> list[Formula]:
        regime = self.regime
        if regime.protects == "systems":
            return []
        parts = [
            self._titled(condition, title)
            for condition, title in ((regime.information, "covered information"), (regime.event, "what happened to it"))
            if condition is not None
        ]
        return [*parts, *(self._not_taken_out(each) for each in regime.exceptions if each.lifts == "all")]

    def _not_taken_out(self, exception: Exception_) -> Not:
        if exception.id not in self.exceptions:
            title = f"not taken out by the exception “{exception.title or exception.id}”"
            self.exceptions[exception.id] = Not(self._formula(exception.when, exception.cite), title, exception.cite)
        return self.exceptions[exception.id]

    def _role(self, duty: Duty) -> list[Formula]:
        if duty.owed_by == "any":
            return []
        return [self._formula(Condition.model_construct(role=(duty.owed_by,)), duty.cite)]

    def _lifting(self, duty: Duty) -> list[Exception_]:
        return [each for each in self.regime.exceptions if each.lifts != "all" and duty.id in each.lifts]

    def _concerned(self, duty: Duty) -> str:
        name = concerned_test(duty)
        if name not in self.tests:
            parts = [*self._covered(), *self._role(duty)]
            if duty.concerning is not None:
                parts.append(self._titled(duty.concerning, "whom this duty concerns"))
            parts.extend(self._not_taken_out(each) for each in self._lifting(duty))
            self._add(name, parts, "the people this duty concerns")
        return name

    def _affected(self, duty: Duty) -> str:
        name = f"affected:{duty.owed_by}"
        if name not in self.tests:
            self._add(name, [*self._covered(), *self._role(duty)], "affected people")
        return name

    def _notified(self, duty: Duty) -> str:
        told = [
            each
            for each in self.regime.duties
            if each.notify == "individuals" and (each.owed_by == duty.owed_by or "any" in (each.owed_by, duty.owed_by))
        ]
        name = f"notified:{duty.owed_by}"
        if name not in self.tests:
            formulas = tuple(self.tests[self._concerned(each)] for each in told)
            nobody = Not(Given("this regime tells individuals"), "people owed notice under this regime", duty.cite)
            several = Any(formulas, "people owed notice under this regime")
            self.tests[name] = nobody if not formulas else formulas[0] if len(formulas) == 1 else several
        return name

    def _excepted(self, exception_id: str, duty: Duty) -> str:
        name = f"excepted:{exception_id}:{duty.owed_by}"
        if name not in self.tests:
            exception = next(each for each in self.regime.exceptions if each.id == exception_id)
            covered = [
                part for part in (*self._covered(), *self._role(duty)) if part is not self.exceptions.get(exception.id)
            ]
            self._add(
                name,
                [
                    *covered,
                    self._titled(exception.when, f"the exception “{exception.title or exception.id}”", exception.cite),
                ],
                "excepted people",
            )
        return name

    def _add(self, name: str, parts: list[Formula], title: str) -> None:
        self.tests[name] = All(tuple(parts), title) if parts else Given("every cohort counts")

    # --- tests of duties

    def _duty(self, duty: Duty) -> Formula:
        regime, parts = self.regime, list[Formula]()
        if regime.binds is not None:
            parts.append(self._titled(regime.binds, BOUND))
        if regime.protects == "systems":
            if regime.event is not None:
                parts.append(self._titled(regime.event, "what happened"))
            parts.extend(self._role(duty))
            parts.extend(
                self._not_taken_out(each) for each in regime.exceptions if each.lifts == "all" or duty.id in each.lifts
            )
        else:
            text = f"at least one affected resident of {self.people}" if self.people else "at least one affected person"
            parts.append(Count(self._concerned(duty), self.measure, SOMEBODY, text, duty.cite))
        if duty.when is not None:
            parts.append(self._formula(duty.when, duty.cite, duty))
        return (
            All(tuple(parts), f"{regime.id}/{duty.id}", duty.cite)
            if parts
            else Given("nothing more is asked", duty.cite)
        )

    # --- conditions

    def _titled(self, condition: Condition, title: str, cite: str | None = None) -> Formula:
        inner = self._formula(condition, cite)
        return All((inner,), title, condition.cite or cite)

    def _formula(self, condition: Condition, cite: str | None = None, duty: Duty | None = None) -> Formula:
        cite = condition.cite or cite
        match condition.operator:
            case "all":
                return All(tuple(self._formula(part, cite, duty) for part in condition.parts), cite=cite)
            case "any":
                return Any(tuple(self._formula(part, cite, duty) for part in condition.parts), cite=cite)
            case "not_":
                return Not(self._formula(condition.parts[0], cite, duty), cite=cite)
            case "event" | "protection" as predicate:
                words: tuple[str, ...] = getattr(condition, predicate)
                asks = tuple(Ask(predicate, (word,), condition, cite) for word in words)
                return asks[0] if len(asks) == 1 else Any(asks, cite=cite)
            case (
                "residents_affected"
                | "persons_affected"
                | "persons_notified"
                | "persons_in_any_one_state"
                | "persons_excepted"
                | "exception"
            ):
                assert duty is not None, "the lint keeps counts out of cohort conditions"
                return self._count(condition, cite, duty)
            case "required":
                return self._required(condition, cite)
            case predicate:
                value = getattr(condition, predicate)
                words = value if isinstance(value, tuple) else (str(value),)
                return Ask(predicate, words, condition, cite)

    def _count(self, condition: Condition, cite: str | None, duty: Duty) -> Formula:
        where = f" of {self.jurisdiction.name}"
        if condition.residents_affected is not None:
            comparison = condition.residents_affected
            return Count(
                self._affected(duty), "residents", comparison, f"{comparison.words} affected residents{where}", cite
            )
        if condition.persons_affected is not None:
            comparison = condition.persons_affected
            return Count(
                self._affected(duty),
                "everyone",
                comparison,
                f"{comparison.words} affected persons, wherever they live",
                cite,
            )
        if condition.persons_in_any_one_state is not None:
            comparison = condition.persons_in_any_one_state
            return Count(
                self._affected(duty),
                "any_one_state",
                comparison,
                f"{comparison.words} affected persons in any one part{where}",
                cite,
            )
        if condition.persons_notified is not None:
            comparison = condition.persons_notified
            who = f"residents{where}" if self.people else "persons"
            return Count(
                self._notified(duty), self.measure, comparison, f"{comparison.words} {who} to be notified", cite
            )
        if condition.persons_excepted is not None:
            excepted = condition.persons_excepted
            text = f"{excepted.words} persons taken out by the exception “{excepted.by}”"
            return Count(
                self._excepted(excepted.by, duty),
                self.measure,
                Comparison.model_construct(**excepted.model_dump(exclude={"by"}, exclude_none=True)),
                text,
                cite,
            )
        assert condition.exception is not None
        if self.regime.protects == "systems":
            exception = next(each for each in self.regime.exceptions if each.id == condition.exception)
            return self._titled(exception.when, f"the exception “{exception.title or exception.id}”", exception.cite)
        test = self._excepted(condition.exception, duty)
        return Count(
            test, self.measure, SOMEBODY, f"somebody is taken out by the exception “{condition.exception}”", cite
        )

    def _required(self, condition: Condition, cite: str | None) -> Formula:
        assert condition.required is not None
        name = condition.required.removeprefix(f"{self.regime.id}/")
        own = self.regime.duty(name)
        if own is not None:
            return All((self._duty(own),), f"{self.regime.id}/{own.id} is required", cite)
        return Ask("required", (condition.required,), condition, cite)
