"""Generated facts: whole facts files over the vocabulary, aimed at what a library of law asks about.

`early` facts are written down anyhow, with gaps everywhere. `complete` facts leave nothing open; `blurred`
ones are what was known of such an incident at an earlier hour.
"""

from __future__ import annotations

import copy
import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from notifyrules import Law
from notifyrules.engine import Program, compile_regime
from notifyrules.engine.formula import Ask, Atom, Count, atoms
from notifyrules.vocabulary import Vocabulary

# An assessment of all law takes tens of milliseconds, and a machine of the CI may stall: no example has a deadline.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

Plain = dict[str, Any]
Blur = Callable[[Plain], None]
Path = tuple[str | int, ...]

PLACES_WITHOUT_LAW = ("US-AS", "US-MP", "AU-VIC", "NZ")
"""Places that the library has no file of their own for."""
MONDAY = dt.date(2026, 3, 2)


@dataclass(frozen=True, eq=False)
class Subjects:
    """The words that a library of law asks about, its places, its thresholds and its duties."""

    vocabulary: Vocabulary
    words: dict[str, tuple[str, ...]]
    places: tuple[str, ...]
    thresholds: tuple[int, ...]
    duties: tuple[str, ...]

    @staticmethod
    def of(law: Law) -> Subjects:
        programs = [compile_regime(file, regime) for file, regime in law.regimes()]
        words: dict[str, set[str]] = {}
        thresholds = {1}
        for atom in (atom for program in programs for atom in atoms_of(program)):
            if isinstance(atom, Count):
                thresholds.add(atom.comparison.bound)
            elif isinstance(atom, Ask):
                harm = atom.condition.harm
                words.setdefault(atom.predicate, set()).update((harm.test,) if harm else atom.words)
        places = {program.jurisdiction.jurisdiction for program in programs} - {"US", "001"}
        return Subjects(
            law.vocabulary,
            {predicate: tuple(sorted(found - {"any"})) for predicate, found in words.items()},
            (*sorted(places), *PLACES_WITHOUT_LAW),
            tuple(sorted(thresholds)),
            tuple(sorted({f"{program.regime.id}/{duty}" for program in programs for duty in program.duty_tests})),
        )

    def asked(self, predicate: str) -> tuple[str, ...]:
        return self.words.get(predicate, ())

    def must_be_stated(self, kind: str) -> set[str]:
        """Return the flags that count as no, and not as unknown, while nothing is said of them."""
        return {word for word, term in getattr(self.vocabulary, kind).items() if term.unless_stated == "no"}


def atoms_of(program: Program) -> Iterator[Atom]:
    for formula in (*program.cohort_tests.values(), *program.duty_tests.values()):
        yield from atoms(formula)


@cache
def some_of(words: tuple[str, ...], *, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), max_size=most, unique=True) if words else st.just([])


# --- facts with gaps everywhere


@cache
def flags_of(words: tuple[str, ...]) -> st.SearchStrategy[Plain]:
    flags = st.sampled_from(["yes", "no", "unknown"])
    return st.dictionaries(st.sampled_from(words), flags, max_size=6) if words else st.just({})


@cache
def numbers(subjects: Subjects) -> st.SearchStrategy[int]:
    near = sorted({max(0, bound + step) for bound in subjects.thresholds for step in (-1, 0, 1)})
    return st.one_of(st.sampled_from(near), st.integers(0, 20_000))


@cache
def counts(subjects: Subjects) -> st.SearchStrategy[Any]:
    number = numbers(subjects)
    ranges = st.tuples(number, number).map(lambda ends: {"min": min(ends), "max": max(ends)})
    return st.one_of(number, number, ranges, st.builds(lambda least: {"min": least}, number), st.just("unknown"))


@cache
def harms(subjects: Subjects) -> st.SearchStrategy[Plain]:
    tests = ("default", *subjects.asked("harm"))
    return st.dictionaries(st.sampled_from(tests), st.sampled_from(["likely", "unlikely", "unknown"]), max_size=3)


@cache
def circumstances(subjects: Subjects) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "event": flags_of(tuple(subjects.vocabulary.event)),
        "medium": st.sampled_from(["electronic", "paper", "both", "unknown"]),
        "good_faith": st.sampled_from(["yes", "no", "unknown"]),
        "harm": harms(subjects),
    }


@st.composite
def early_cohorts(draw: st.DrawFn, subjects: Subjects, name: str) -> Plain:
    elements = some_of(subjects.asked("data"), most=6)
    places = st.dictionaries(st.sampled_from((*subjects.places, "US")), counts(subjects), min_size=1, max_size=4)
    optional = {
        **circumstances(subjects),
        "data": st.one_of(elements, elements.map(lambda found: ["name", *found]), st.just("unknown")),
        "data_unconfirmed": elements,
        "protection": flags_of(tuple(subjects.vocabulary.protection)),
        "residents": st.one_of(places, places, st.just("unknown")),
        "elsewhere": counts(subjects),
        "role": st.sampled_from(["owner", "processor", "unknown"]),
    }
    cohort = draw(st.fixed_dictionaries({"id": st.just(name)}, optional=optional))
    if draw(st.booleans()):
        named = sum(least(count) for count in people_of(cohort))
        more = draw(numbers(subjects))
        cohort["persons"] = draw(st.sampled_from([named, {"min": named, "max": named + more}, "unknown"]))
    return cohort


def people_of(cohort: Plain) -> list[Any]:
    places = cohort.get("residents")
    return [*(places.values() if isinstance(places, dict) else ()), cohort.get("elsewhere", 0)]


def least(count: Any) -> int:
    """Return the lower end of a count as it is written in a facts file."""
    return int(count.get("min", 0)) if isinstance(count, dict) else count if isinstance(count, int) else 0


@cache
def early_organisations(subjects: Subjects) -> st.SearchStrategy[Plain]:
    listed, places = some_of(subjects.asked("regulated_as"), most=3), some_of(subjects.places, most=3)
    amounts = st.one_of(st.integers(2_999_998, 3_000_002), st.just({"min": 1, "max": 9_000_000}), st.just("unknown"))
    turnovers = st.fixed_dictionaries({"amount": amounts, "currency": st.sampled_from(["AUD", "USD"])})
    return st.fixed_dictionaries(
        {},
        optional={
            "role": st.sampled_from(["owner", "processor", "unknown"]),
            "kind": st.sampled_from(["business", "government", "nonprofit", "individual", "unknown"]),
            "regulated_as": st.one_of(listed, st.just("unknown")),
            "regulated_as_unconfirmed": st.one_of(listed, st.just("unknown")),
            "operates_in": st.one_of(places, st.just("unknown")),
            "insurance_licensed_in": st.one_of(places, st.just("unknown")),
            "home_state": st.sampled_from([*subjects.places, "unknown"]),
            "annual_turnover": st.one_of(turnovers, st.just("unknown")),
        },
    )


@st.composite
def early(draw: st.DrawFn, subjects: Subjects) -> Plain:
    """Return facts as they may be written in the first hour, not even free of contradictions."""
    optional = {**circumstances(subjects), "findings": flags_of(subjects.asked("finding"))}
    found: Plain = {"incident": draw(st.fixed_dictionaries({}, optional=optional))}
    found["organisation"] = draw(early_organisations(subjects))
    cohorts = [draw(early_cohorts(subjects, f"cohort {index}")) for index in range(draw(st.integers(0, 3)))]
    if cohorts:
        found["cohorts"] = cohorts
    return dated(draw, found, subjects)


# --- when things happened


def dated(draw: st.DrawFn, found: Plain, subjects: Subjects) -> Plain:
    found["incident"]["timeline"] = draw(timelines(subjects.vocabulary))
    found["incident"]["law_enforcement_hold"] = draw(holds())
    days = st.integers(0, 500).map(lambda number: MONDAY + dt.timedelta(days=number))
    told = draw(some_of(subjects.duties, most=3))
    found["incident"]["notices_given"] = {duty: draw(moments(draw(days))) for duty in told}
    return found


@st.composite
def moments(draw: st.DrawFn, day: dt.date) -> str:
    """Return a whole day, or an instant that no change of clocks carries over midnight at any place with law."""
    if draw(st.booleans()):
        return day.isoformat()
    return f"{day.isoformat()}T{draw(st.integers(16, 20))}:{draw(st.sampled_from(['00', '15', '59']))}Z"


@st.composite
def timelines(draw: st.DrawFn, vocabulary: Vocabulary) -> Plain:
    """Return a timeline, partly known, in which nothing precedes what it cannot precede."""
    starts = draw(st.integers(0, 400))
    timeline: Plain = {}
    for name in sorted(vocabulary.clock_starts):
        depth, earlier = 0, vocabulary.clock_starts[name].not_before
        while earlier is not None:
            depth, earlier = depth + 1, vocabulary.clock_starts[earlier].not_before
        days_later = draw(st.one_of(st.none(), st.integers(0, 9)))
        if days_later is not None:
            day = MONDAY + dt.timedelta(days=starts + 12 * depth + days_later)
            timeline[name] = draw(st.one_of(moments(day), moments(day), st.just("unknown")))
    return timeline


@st.composite
def holds(draw: st.DrawFn) -> Any:
    """Return a law-enforcement hold, or that there is none."""
    if draw(st.booleans()):
        return "no"
    starts = MONDAY + dt.timedelta(days=draw(st.integers(0, 450)))
    ended = starts + dt.timedelta(days=draw(st.integers(0, 120)))
    return {
        "by": "FBI",
        "written": draw(st.sampled_from(["yes", "no", "unknown"])),
        "from": draw(st.sampled_from([starts.isoformat(), "unknown"])),
        "until": draw(st.sampled_from([ended.isoformat(), f"{ended.isoformat()}T17:00Z", "unknown"])),
    }


# --- facts that leave nothing open


@st.composite
def answers(draw: st.DrawFn, words: tuple[str, ...], *, likely: bool = False) -> Plain:
    """Answer every one of `words` yes or no; mostly no, unless `likely`."""
    unlike = set(draw(st.lists(st.sampled_from(words), max_size=4))) if words else set()
    return {word: "yes" if likely != (word in unlike) else "no" for word in words}


@st.composite
def complete(draw: st.DrawFn, subjects: Subjects) -> Plain:
    """Return facts in which every question that the law asks has its answer."""
    vocabulary = subjects.vocabulary
    likelihood = st.sampled_from(["likely", "unlikely"])
    incident = {
        "event": draw(answers(tuple(vocabulary.event), likely=True)),
        "medium": draw(st.sampled_from(["electronic", "electronic", "both", "paper"])),
        "good_faith": draw(st.sampled_from(["no", "no", "no", "yes"])),
        "harm": {test: draw(likelihood) for test in ("default", *subjects.asked("harm"))},
        "findings": draw(answers(subjects.asked("finding"))),
    }
    organisation = {
        "role": draw(st.sampled_from(["owner", "owner", "processor"])),
        "kind": draw(st.sampled_from(["business", "business", "government", "nonprofit", "individual"])),
        "regulated_as": draw(some_of(subjects.asked("regulated_as"), most=6)),
        "operates_in": draw(some_of(subjects.places, most=4)),
        "insurance_licensed_in": draw(some_of(subjects.places, most=4)),
        "home_state": draw(st.sampled_from(subjects.places)),
        "annual_turnover": {"amount": draw(st.integers(2_999_998, 3_000_002)), "currency": "AUD"},
    }
    cohorts = [draw(complete_cohorts(subjects, f"cohort {index}")) for index in range(draw(st.integers(1, 3)))]
    found = {"incident": incident, "organisation": organisation, "cohorts": cohorts}
    return dated(draw, found, subjects)


@st.composite
def complete_cohorts(draw: st.DrawFn, subjects: Subjects, name: str) -> Plain:
    number = numbers(subjects)
    cohort: Plain = {
        "id": name,
        "data": draw(some_of(subjects.asked("data"), most=5)),
        "protection": dict.fromkeys(subjects.vocabulary.protection, "no"),
        "residents": draw(st.fixed_dictionaries({}, optional=dict.fromkeys(subjects.places, number))),
    }
    if draw(st.integers(0, 3)) == 0:
        cohort["protection"] = draw(answers(tuple(subjects.vocabulary.protection)))
    if draw(st.integers(0, 3)):
        cohort["data"] = list(dict.fromkeys(["name", "ssn", "medical_information", *cohort["data"]]))
    cohort["residents"] = cohort["residents"] or {subjects.places[0]: 0}
    if draw(st.integers(0, 3)) == 0:
        cohort["elsewhere"] = draw(number)
    if draw(st.booleans()):
        cohort["persons"] = sum(people_of(cohort))
    own = draw(st.integers(0, 9))
    if own == 0:
        cohort["role"] = draw(st.sampled_from(["owner", "processor"]))
    elif own == 1:
        cohort["event"] = draw(answers(tuple(subjects.vocabulary.event)))
    elif own == 2:
        cohort["medium"] = draw(st.sampled_from(["electronic", "paper"]))
    elif own == 3:
        cohort["good_faith"] = draw(st.sampled_from(["yes", "no"]))
    elif own == 4:
        cohort["harm"] = {"default": draw(st.sampled_from(["likely", "unlikely"]))}
    return cohort


# --- what was known of it earlier


@st.composite
def blurs(draw: st.DrawFn, whole: Plain, subjects: Subjects) -> list[Blur]:
    """Return changes to complete facts, each of which makes something that is known less known."""
    sites: dict[str, list[partial[st.SearchStrategy[Blur]]]] = {}
    for site in sites_of(whole, subjects):
        sites.setdefault(site.func.__name__, []).append(site)
    kinds = draw(st.lists(st.sampled_from(sorted(sites)), min_size=2, max_size=10))
    chosen = dict.fromkeys((kind, draw(st.integers(0, len(sites[kind]) - 1))) for kind in kinds)
    return [draw(sites[kind][index]()) for kind, index in chosen]


@st.composite
def blurred(draw: st.DrawFn, subjects: Subjects) -> Plain:
    whole = draw(complete(subjects))
    return applied(draw(blurs(whole, subjects)), whole)


def facts(subjects: Subjects) -> st.SearchStrategy[Plain]:
    """Return the plain values of a facts file, as `Facts.from_dict` reads them."""
    return st.one_of(early(subjects), blurred(subjects), blurred(subjects))


def applied(changes: list[Blur], whole: Plain) -> Plain:
    changed = copy.deepcopy(whole)
    for change in changes:
        change(changed)
    return changed


def sites_of(whole: Plain, subjects: Subjects) -> Iterator[partial[st.SearchStrategy[Blur]]]:
    """Yield, for each known fact, the ways to know it less well."""
    for kind, section in (("event", "event"), ("findings", "findings")):
        for word in whole["incident"][section]:
            yield partial(_flag, ("incident", section, word), word in subjects.must_be_stated(kind))
    for path in (
        ("incident", "medium"),
        ("incident", "good_faith"),
        ("organisation", "role"),
        ("organisation", "kind"),
    ):
        yield partial(_flag, path, False)
    for test in whole["incident"]["harm"]:  # a test left out is answered by the default, so it has to be named
        yield partial(_flag, ("incident", "harm", test), test != "default")
    yield partial(_listed, ("organisation", "regulated_as"), "regulated_as_unconfirmed", subjects.asked("regulated_as"))
    yield partial(_flag, ("organisation", "operates_in"), False)
    yield partial(_flag, ("organisation", "insurance_licensed_in"), False)
    yield partial(_flag, ("organisation", "home_state"), False)
    yield partial(_flag, ("organisation", "annual_turnover"), False)
    yield partial(_range, ("organisation", "annual_turnover", "amount"))
    for index, cohort in enumerate(whole["cohorts"]):
        here = ("cohorts", index)
        for word in cohort["protection"]:
            yield partial(_flag, (*here, "protection", word), word in subjects.must_be_stated("protection"))
        for own in sorted(
            {"role", "medium", "good_faith"} & set(cohort)
        ):  # left out, the incident's own answer would count
            yield partial(_flag, (*here, own), True)
        for own in sorted({"event", "harm"} & set(cohort)):
            for word in cohort[own]:
                yield partial(_flag, (*here, own, word), True)
        yield partial(_listed, (*here, "data"), "data_unconfirmed", subjects.asked("data"))
        if "persons" in cohort:
            yield partial(_range, (*here, "persons"))
            yield partial(_flag, (*here, "persons"), False)
        if "elsewhere" in cohort:
            yield partial(_range, (*here, "elsewhere"))
        for place in cohort["residents"]:
            yield partial(_range, (*here, "residents", place))
            yield partial(_moved, here, place)
        yield partial(_flag, (*here, "residents"), False)


def _parent(facts: Plain, path: Path) -> Any:
    at: Any = facts
    for step in path[:-1]:
        at = at.get(step) if isinstance(at, dict) else at[step]
        if not isinstance(at, dict | list):
            return None  # blurred already, as a whole
    return at


def _flag(path: Path, stays: bool) -> st.SearchStrategy[Blur]:
    """Make a fact `unknown`, or leave it out unless it `stays`, because left out it would mean something else."""

    def blur(facts: Plain, leave_out: bool) -> None:
        at = _parent(facts, path)
        if at is not None and path[-1] in at:
            if leave_out:
                del at[path[-1]]
            else:
                at[path[-1]] = "unknown"

    return (st.just(False) if stays else st.booleans()).map(lambda leave_out: lambda facts: blur(facts, leave_out))


def _range(path: Path) -> st.SearchStrategy[Blur]:
    """Make an exact count a range that holds it, or unknown."""

    def blur(facts: Plain, below: int, above: int | None) -> None:
        at = _parent(facts, path)
        if at is not None and isinstance(at.get(path[-1]), int):
            number = at[path[-1]]
            upper = {} if above is None else {"max": number + above}
            at[path[-1]] = {"min": max(0, number - below), **upper}

    below, above = st.sampled_from([0, 1, 300, 10**6]), st.sampled_from([0, 1, 300, None])
    return st.tuples(below, above).map(lambda ends: lambda facts: blur(facts, *ends))


def _listed(path: Path, unconfirmed: str, words: tuple[str, ...]) -> st.SearchStrategy[Blur]:
    """Make the whole list unknown, or some of it (and things that were not in it) unconfirmed."""

    def blur(facts: Plain, doubtful: list[str]) -> None:
        at = _parent(facts, path)
        if at is not None and isinstance(at.get(path[-1]), list):
            at[path[-1]] = [word for word in at[path[-1]] if word not in doubtful]
            at[unconfirmed] = doubtful

    doubtful = st.lists(st.sampled_from(words), min_size=1, max_size=4, unique=True) if words else st.just([])
    return st.one_of(_flag(path, False), doubtful.map(lambda found: lambda facts: blur(facts, found)))


def _moved(here: Path, place: str) -> st.SearchStrategy[Blur]:
    """Know the people of a place only by their country, or only as living somewhere."""
    path = (*here, "residents", place)

    def move(facts: Plain, to_country: bool) -> None:
        places, cohort = _parent(facts, path), _parent(facts, (*here, "residents"))
        if places is None or place not in places:
            return
        country = place.partition("-")[0]
        if to_country and country != place:
            places[country] = _sum(places.get(country, 0), places.pop(place))
        else:
            cohort["elsewhere"] = _sum(cohort.get("elsewhere", 0), places.pop(place))
            if not places:  # a list of places names at least one
                cohort["residents"] = "unknown"

    return st.booleans().map(lambda to_country: lambda facts: move(facts, to_country))


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    tops = [count if isinstance(count, int) else count.get("max") for count in (one, other)]
    upper = {} if None in tops else {"max": sum(tops)}
    return {"min": least(one) + least(other), **upper}
