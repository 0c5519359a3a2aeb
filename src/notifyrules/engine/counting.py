"""Counting people: how many a cohort test certainly and possibly holds for."""

from __future__ import annotations

from collections.abc import Mapping

from notifyrules.engine.formula import Measure
from notifyrules.facts import Facts, Interval, Truth
from notifyrules.facts.quantity import NOBODY, total


def count(facts: Facts, place: str, measure: Measure, truths: Mapping[str, Truth]) -> Interval:
    """Count the people of the cohorts for which a test holds.

    Args:
        facts: the incident.
        place: the jurisdiction's code, for `residents`; its country's parts are compared for `any_one_state`.
        measure: whom to count in a cohort.
        truths: the truth of the test by cohort id; a cohort of unknown truth may count or not.

    """
    if measure == "any_one_state":
        return _most_in_one_part(facts, place.split("-", maxsplit=1)[0], truths)
    return total(
        _weighed(cohort.living_in(place) if measure == "residents" else cohort.everyone, truths[cohort.id])
        for cohort in facts.in_order
    )


def _weighed(people: Interval, truth: Truth) -> Interval:
    if truth is Truth.NO:
        return NOBODY
    return people if truth is Truth.YES else Interval(0, people.most)


def _most_in_one_part(facts: Facts, country: str, truths: Mapping[str, Truth]) -> Interval:
    parts = {code for cohort in facts.in_order for code in cohort.residents or {} if code.startswith(f"{country}-")}
    counts = [
        total(_weighed(cohort.living_in(part), truths[cohort.id]) for cohort in facts.in_order)
        for part in sorted(parts)
    ]
    unnamed = f"{country}-"  # a part that no cohort names: whoever lives elsewhere or is only known by country
    counts.append(total(_weighed(cohort.living_in(unnamed), truths[cohort.id]) for cohort in facts.in_order))
    ends = [each.most for each in counts if each.most is not None]
    return Interval(max(each.least for each in counts), max(ends) if len(ends) == len(counts) else None)
