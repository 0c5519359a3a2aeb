"""The checker: an independent walk over the same formulas, in Kleene's logic, that writes the proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from notifyrules.engine.answers import Answer, reaches
from notifyrules.engine.counting import count
from notifyrules.engine.formula import All, Any, Ask, Count, Formula, Given, Not
from notifyrules.engine.program import Program
from notifyrules.engine.proof import Form, Proof
from notifyrules.facts import Cohort, Facts, Interval, Truth
from notifyrules.law import ANY
from notifyrules.vocabulary import Kind, Vocabulary

Answers = Mapping[Ask, Answer]
"""The answers to the predicates of a test, in one situation."""


def prove(
    formula: Formula,
    answers: Answers,
    proof_of_count: Callable[[Count], Proof],
    vocabulary: Vocabulary,
    known: dict[Formula, Proof] | None = None,
) -> Proof:
    """Judge a formula and say why.

    Args:
        formula: the compiled condition.
        answers: what the facts answer to each of its predicates.
        proof_of_count: judges a bound on a count.
        vocabulary: for the wording of terms.
        known: proofs of parts that several formulas share, judged on the same answers; added to.

    """
    shared: dict[Formula, Proof] = {} if known is None else known

    def walk(node: Formula) -> Proof:
        if node not in shared:
            shared[node] = judged(node)
        return shared[node]

    def judged(node: Formula) -> Proof:
        match node:
            case All(parts, title, cite):
                return _joined("all", title, cite, tuple(walk(part) for part in parts))
            case Any(parts, title, cite):
                return _joined("any", title, cite, tuple(walk(part) for part in parts))
            case Not(part, title, cite):
                inner = walk(part)
                return Proof(~inner.truth, "not", title, cite=cite, parts=(inner,))
            case Given(text, cite):
                return Proof(Truth.YES, "given", text, cite=cite)
            case Count():
                return proof_of_count(node)
            case Ask():
                answer = answers[node]
                return Proof(answer.truth, "fact", wording(node, vocabulary), answer.fact, answer.found, node.cite)

    return walk(formula)


def _joined(form: Form, title: str, cite: str | None, parts: tuple[Proof, ...]) -> Proof:
    truths = [part.truth for part in parts]
    if form == "all":
        truth = Truth.NO if Truth.NO in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.YES
    else:
        truth = Truth.YES if Truth.YES in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.NO
    return Proof(truth, form, title, cite=cite, parts=parts)


def prove_count(
    node: Count, program: Program, facts: Facts, proofs: Mapping[tuple[str, str], Proof], vocabulary: Vocabulary
) -> tuple[Interval, Proof]:
    """Count the people of a cohort test and judge the bound.

    Args:
        node: the bound.
        program: the regime.
        facts: the incident.
        proofs: the proof of each cohort test for each cohort, by test name and cohort id.
        vocabulary: for the names of places.

    Returns:
        The count, and its proof with one part a cohort.

    """
    place = program.jurisdiction.jurisdiction
    truths = {cohort.id: proofs[node.test, cohort.id].truth for cohort in facts.in_order}
    people = count(facts, place, node.measure, truths)
    enough = reaches(people, node.comparison.bound)
    truth = enough if node.comparison.upward else ~enough
    too_few = node.comparison.upward and truth is Truth.NO
    parts = tuple(
        _of_cohort(cohort, node, place, proofs[node.test, cohort.id], vocabulary, too_few=too_few)
        for cohort in facts.in_order
    )
    return people, Proof(truth, "count", node.text, found=str(people), cite=node.cite, parts=parts)


def _spread_is_known(cohort: Cohort, node: Count, place: str) -> bool:
    """Return whether it is known how many of a cohort live in each part of a country, or one part alone is enough."""
    country, residents = place.partition("-")[0], cohort.residents or {}
    parts = [count for code, count in residents.items() if code.startswith(f"{country}-")]
    if any(reaches(count, node.comparison.bound) is Truth.YES for count in parts):
        return True
    placed = cohort.residents is not None and country not in residents and cohort.elsewhere.most == 0
    return placed and all(count.is_exact for count in residents.values())


def _of_cohort(
    cohort: Cohort, node: Count, place: str, proof: Proof, vocabulary: Vocabulary, *, too_few: bool
) -> Proof:
    if node.measure == "residents":
        people, where = cohort.living_in(place), f"living in {vocabulary.label('places', place)}"
        said = cohort.residents is not None and place in cohort.residents
        path = f"cohorts[{cohort.id}].residents" + (f".{place}" if said else "")
    else:
        people, where = cohort.everyone, "wherever they live"
        told_as = "persons" if cohort.residents is None and node.measure == "everyone" else "residents"
        path = f"cohorts[{cohort.id}].{told_as}"
    if people.most == 0 or (too_few and proof.truth is not Truth.NO):
        known = Truth.NO
    elif node.measure == "any_one_state":
        known = Truth.YES if _spread_is_known(cohort, node, place) else Truth.UNKNOWN
    else:
        settled = people.is_exact or reaches(people, node.comparison.bound) is Truth.YES
        known = Truth.YES if settled else Truth.UNKNOWN
    number = Proof(known, "fact", f"people in it, {where}", path, str(people))
    title = f"cohort {cohort.id}"
    return _joined("all", title, None, (number, proof))


_KINDS: dict[str, Kind] = {
    "data": "data_elements",
    "event": "event",
    "protection": "protection",
    "finding": "findings",
    "regulated_as": "regulated_as",
    "operates_in": "places",
    "insurance_licensed_in": "places",
    "home_state": "places",
}
_PHRASES = {
    "data": "the data held {words}",
    "event": "there was {words}",
    "protection": "there was {words}",
    "finding": "finding: {words}",
    "regulated_as": "the organisation is regulated as {words}",
    "operates_in": "the organisation carries on business in {words}",
    "insurance_licensed_in": "the organisation is licensed under the insurance law of {words}",
    "home_state": "the home state of the licensee is {words}",
    "role": "the organisation is {words} of the data",
    "client": "the data is that of the client {words}",
    "kind": "the organisation is of the kind {words}",
    "medium": "the data was {words}",
    "good_faith": "good-faith access by an employee or agent, with no further use",
    "required": "{words} is required",
}


def wording(ask: Ask, vocabulary: Vocabulary) -> str:
    """Say what a predicate asks, in words."""
    condition = ask.condition
    if condition.harm is not None:
        return f"{vocabulary.label('harm_tests', condition.harm.test)} is {condition.harm.is_}"
    if condition.turnover is not None:
        bound = condition.turnover
        number = f"more than {bound.more_than:,}" if bound.more_than is not None else f"at most {bound.at_most:,}"
        return f"annual turnover of {number} {bound.currency}"
    if condition.dated is not None:
        span = condition.dated
        ends = [f"on or after {span.since}"] if span.since else []
        ends += [f"before {span.before}"] if span.before else []
        return f"{vocabulary.label('clock_starts', span.event)} {' and '.join(ends)}"
    if ask.words == (ANY,):
        return "the data held personal data of any kind"
    kind = _KINDS.get(ask.predicate)
    labels = [vocabulary.label(kind, word) if kind else word for word in ask.words]
    shown = labels if len(labels) <= 4 else [*labels[:3], f"{len(labels) - 3} others"]
    return _PHRASES[ask.predicate].format(
        words=" or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
    )
