"""Deciding every duty: durable_rules fires, the checker proves, and the two must agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from notifyrules.engine.answers import Answer, Situation
from notifyrules.engine.checker import prove, prove_count
from notifyrules.engine.counting import count
from notifyrules.engine.formula import Ask, Atom, Count, Formula, atoms
from notifyrules.engine.normal_form import RuleTable, Situated
from notifyrules.engine.program import Program, compile_condition, concerned_test, protected_measure
from notifyrules.engine.proof import Proof
from notifyrules.engine.rete import Rete
from notifyrules.facts import Facts, Interval, Truth
from notifyrules.law import Condition, Duty, Jurisdiction, Regime, Scope
from notifyrules.vocabulary import Vocabulary


class DisagreementError(RuntimeError):
    """Engine and checker came to different ends; nothing may be published."""


class Decision(NamedTuple):
    """The judgement of one duty: owed, not owed or open, with its proof, the people it concerns and their cohorts."""

    program: Program
    duty: Duty
    truth: Truth
    proof: Proof
    affected: Interval
    cohorts: Mapping[str, Truth]
    exceptions: Mapping[str, Truth]
    """Of the exceptions that lift this duty, whether each takes out any cohort."""
    judge: Callable[[Condition, Scope], tuple[Truth, tuple[str, ...]]]
    """Judges a further condition in its scope (one on cohorts is true where it is for any of those concerned), and
    tells the unknown facts that it hangs on."""

    @property
    def id(self) -> str:
        """The regime's id and the duty's: `us-vt/individuals`."""
        return f"{self.program.regime.id}/{self.duty.id}"


class RuleTables:
    """The rule tables of each program, made once."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[RuleTable, RuleTable]] = {}

    def of(self, program: Program) -> tuple[RuleTable, RuleTable]:
        """Return the tables of a program's cohort tests and duty tests."""
        if program.key not in self._tables:  # of two threads that make them at once, both take what the first one kept
            self._tables.setdefault(program.key, (RuleTable(program.cohort_tests), RuleTable(program.duty_tests)))
        return self._tables[program.key]


def decide(
    programs: Iterable[Program],
    facts: Facts,
    vocabulary: Vocabulary,
    rete: Rete | None,
    tables: RuleTables | None = None,
) -> list[Decision]:
    """Judge every duty of every program.

    Args:
        programs: at most one text of each regime.
        facts: the incident.
        vocabulary: the terms both are written in.
        rete: durable_rules, or None to let the checker decide alone.
        tables: rule tables to share between calls with the same law.

    Raises:
        DisagreementError: where engine and checker differ on anything.
        EngineError: where durable_rules failed.

    """
    tables = tables or RuleTables()
    outcomes: dict[str, Truth] = {}
    decisions: list[Decision] = []
    for program in in_order_of_need(programs):
        for decision in _Judge(program, facts, vocabulary, outcomes, rete, tables).decisions():
            outcomes[decision.id] = decision.truth
            decisions.append(decision)
    return decisions


def in_order_of_need(programs: Iterable[Program]) -> list[Program]:
    """Order programs so that each comes after those whose duties it asks about; else by key."""
    waiting = sorted(programs, key=lambda program: program.key)
    ordered: list[Program] = []
    while waiting:
        missing = {program.regime.id for program in waiting}
        ready = [
            each for each in waiting if not {need.partition("/")[0] for need in each.needs} & missing - {each.regime.id}
        ]
        if not ready:  # the lint refuses such a library
            raise ValueError(f"regimes ask about each other's duties: {', '.join(sorted(missing))}")
        ordered.extend(ready)
        waiting = [each for each in waiting if each not in ready]
    return ordered


def binds(file: Jurisdiction, regime: Regime, facts: Facts, vocabulary: Vocabulary) -> Proof | None:
    """Return the proof whether a regime binds the organisation at all; None where it binds everybody."""
    if regime.binds is None:
        return None
    formula = compile_condition(file, regime, regime.duties[0], regime.binds)
    zone = facts.zone(file.timezone, of_organisation=file.days_of_the_organisation)
    situation = Situation(facts, vocabulary, zone, {})
    return prove(formula, _answers(atoms(formula), situation), _no_count, vocabulary)


class _Judge:
    def __init__(
        self,
        program: Program,
        facts: Facts,
        vocabulary: Vocabulary,
        outcomes: Mapping[str, Truth],
        rete: Rete | None,
        tables: RuleTables,
    ) -> None:
        self.program = program
        self.facts = facts
        self.vocabulary = vocabulary
        self.rete = rete
        self.tables = tables
        self.place = program.jurisdiction.jurisdiction
        zone = facts.zone(program.jurisdiction.timezone, of_organisation=program.jurisdiction.days_of_the_organisation)
        self.whole = Situation(facts, vocabulary, zone, outcomes)
        self.by_cohort = [Situation(facts, vocabulary, zone, outcomes, cohort) for cohort in facts.in_order]

    def decisions(self) -> list[Decision]:
        program, cohorts = self.program, self.facts.in_order
        answers = [_answers(program.cohort_atoms, situation) for situation in self.by_cohort]
        shared: list[dict[Formula, Proof]] = [{} for _ in cohorts]
        proofs = {
            (name, cohort.id): prove(test, answers[number], _no_count, self.vocabulary, shared[number])
            for name, test in program.cohort_tests.items()
            for number, cohort in enumerate(cohorts)
        }
        truths = {
            name: {cohort.id: proofs[name, cohort.id].truth for cohort in cohorts} for name in program.cohort_tests
        }
        if self.rete is not None:
            table, _ = self.tables.of(program)
            rows = table.judge(self.rete, f"{program.key}/cohorts", [Situated(each, {}) for each in answers])
            judged = {
                name: {cohort.id: row[name] for cohort, row in zip(cohorts, rows, strict=True)}
                for name in program.cohort_tests
            }
            self._must_agree(judged, truths)

        whole = _answers(program.duty_atoms, self.whole)

        def proof_of_count(node: Count) -> Proof:
            return prove_count(node, program, self.facts, proofs, self.vocabulary)[1]

        of_whole: dict[Formula, Proof] = {}
        duty_proofs = {
            name: prove(test, whole, proof_of_count, self.vocabulary, of_whole)
            for name, test in program.duty_tests.items()
        }
        if self.rete is not None:
            _, table = self.tables.of(program)
            counts = {
                atom: count(self.facts, self.place, atom.measure, truths[atom.test])
                for atom in program.duty_atoms
                if isinstance(atom, Count)
            }
            (row,) = table.judge(self.rete, f"{program.key}/duties", [Situated(whole, counts)])
            statuses = {name: {"": row[name]} for name in program.duty_tests}
            self._must_agree(statuses, {name: {"": proof.truth} for name, proof in duty_proofs.items()})

        taken_out = {
            name: max((~each[formula].truth for each in (*shared, of_whole) if formula in each), default=Truth.NO)
            for name, formula in program.exceptions.items()
        }
        return [
            self._decision(duty, duty_proofs[duty.id], truths, taken_out, proof_of_count)
            for duty in program.regime.duties
        ]

    def _decision(
        self,
        duty: Duty,
        proof: Proof,
        truths: Mapping[str, Mapping[str, Truth]],
        taken_out: Mapping[str, Truth],
        proof_of_count: Callable[[Count], Proof],
    ) -> Decision:
        concerned = truths.get(concerned_test(duty))
        if concerned is None:
            concerned = {cohort.id: proof.truth for cohort in self.facts.in_order}
        people = count(self.facts, self.place, protected_measure(self.program.regime), concerned)

        def judge(condition: Condition, scope: Scope) -> tuple[Truth, tuple[str, ...]]:
            formula = compile_condition(self.program.jurisdiction, self.program.regime, duty, condition)
            by_cohort = scope == "cohort"
            situations = self.by_cohort if by_cohort else [self.whole]
            limits = [concerned[cohort.id] for cohort in self.facts.in_order] if by_cohort else [Truth.YES]
            further = [
                prove(formula, _answers(atoms(formula), each), proof_of_count, self.vocabulary) for each in situations
            ]
            truth = max(min(limit, each.truth) for each, limit in zip(further, limits, strict=True))
            return truth, tuple(dict.fromkeys(fact for each in further for fact in each.unknown_facts()))

        lifting = {
            each.id: taken_out.get(each.id, Truth.NO)
            for each in self.program.regime.exceptions
            if each.lifts == "all" or duty.id in each.lifts
        }
        return Decision(self.program, duty, proof.truth, proof, people, concerned, lifting, judge)

    def _must_agree(
        self, engine: Mapping[str, Mapping[str, Truth]], checker: Mapping[str, Mapping[str, Truth]]
    ) -> None:
        for name, judged in engine.items():
            for cohort, truth in judged.items():
                if truth is not checker[name][cohort]:
                    where = f"{self.program.key}, {name}" + (f", cohort {cohort}" if cohort else "")
                    raise DisagreementError(
                        f"{where}: durable_rules says {truth.word}, the checker says {checker[name][cohort].word}"
                    )


def _answers(asked: Iterable[Atom], situation: Situation) -> dict[Ask, Answer]:
    return {atom: situation.answer(atom) for atom in asked if isinstance(atom, Ask)}


def _no_count(node: Count) -> Proof:
    raise AssertionError(f"a cohort cannot count people: {node.text}")
