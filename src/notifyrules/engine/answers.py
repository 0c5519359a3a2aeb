"""What the facts answer to a predicate: its truth, the fact it rests on, and what was found there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from notifyrules.engine.formula import Ask
from notifyrules.facts import Cohort, Facts, Interval, Moment, Truth
from notifyrules.law import ANY
from notifyrules.vocabulary import Kind, Vocabulary


class Answer(NamedTuple):
    """The truth of one predicate, the path of the fact behind it, and what stands there."""

    truth: Truth
    fact: str
    found: str


_UNSAID = "not stated"


def plain_name(name: str) -> str:
    """Return a name without what people write now so and now otherwise: capitals and spaces."""
    return " ".join(name.casefold().split())


class Situation:
    """The facts as one regime sees them: for the incident as a whole, or for one cohort of it."""

    def __init__(
        self,
        facts: Facts,
        vocabulary: Vocabulary,
        zone: dt.tzinfo,
        outcomes: Mapping[str, Truth],
        cohort: Cohort | None = None,
    ) -> None:
        self.facts = facts
        self.vocabulary = vocabulary
        self.zone = zone
        self.outcomes = outcomes
        self.cohort = cohort

    def answer(self, ask: Ask) -> Answer:
        """Answer one predicate."""
        return _BY_PREDICATE[ask.predicate](self, ask)

    def of_cohort(self, name: str) -> str:
        """Return the path of a fact of the cohort in question."""
        assert self.cohort is not None
        return f"cohorts[{self.cohort.id}].{name}"

    # --- the organisation

    def _role(self, ask: Ask) -> Answer:
        if self.cohort is not None and "role" in self.cohort.model_fields_set:
            return _one_of(self.cohort.role or "unknown", ask.words, self.of_cohort("role"))
        return _one_of(self.facts.organisation.role, ask.words, "organisation.role")

    def _client(self, ask: Ask) -> Answer:
        cohort = self.cohort
        assert cohort is not None
        path = self.of_cohort("client")
        if cohort.client is not None:
            is_named = plain_name(cohort.client) in {plain_name(word) for word in ask.words}
            return Answer(Truth.YES if is_named else Truth.NO, path, cohort.client)
        role = self._role(ask)
        if role.found == "owner":
            return Answer(Truth.NO, role.fact, "the organisation's own data")
        return Answer(Truth.UNKNOWN, path, _UNSAID)

    def _kind(self, ask: Ask) -> Answer:
        return _one_of(self.facts.organisation.kind, ask.words, "organisation.kind")

    def _regulated_as(self, ask: Ask) -> Answer:
        organisation, path = self.facts.organisation, "organisation.regulated_as"
        return _listed(ask.words, organisation.regulated_as, organisation.regulated_as_unconfirmed, path)

    def _operates_in(self, ask: Ask) -> Answer:
        return _among(self.facts.organisation.operates_in, ask.words, "organisation.operates_in")

    def _insurance_licensed_in(self, ask: Ask) -> Answer:
        return _among(self.facts.organisation.insurance_licensed_in, ask.words, "organisation.insurance_licensed_in")

    def _home_state(self, ask: Ask) -> Answer:
        home = self.facts.organisation.home_state
        return _among(None if home is None else (home,), ask.words, "organisation.home_state")

    def _turnover(self, ask: Ask) -> Answer:
        bound, turnover = ask.condition.turnover, self.facts.organisation.annual_turnover
        path = "organisation.annual_turnover"
        assert bound is not None
        if turnover is None:
            return Answer(Truth.UNKNOWN, path, _UNSAID)
        found = f"{turnover.amount} {turnover.currency}"
        if turnover.currency != bound.currency:
            return Answer(Truth.UNKNOWN, path, f"{found}, not stated in {bound.currency}")
        if bound.more_than is not None:
            return Answer(reaches(turnover.amount, bound.more_than + 1), path, found)
        assert bound.at_most is not None
        return Answer(~reaches(turnover.amount, bound.at_most + 1), path, found)

    # --- what happened

    def _says_unknown(self, section: str) -> bool:
        """Return whether the cohort says of a whole section that it is unknown, whatever the incident says."""
        cohort = self.cohort
        return cohort is not None and section in cohort.model_fields_set and not getattr(cohort, section)

    def _event(self, ask: Ask) -> Answer:
        (word,) = ask.words
        if self._says_unknown("event"):
            return Answer(Truth.UNKNOWN, self.of_cohort(f"event.{word}"), "unknown")
        if self.cohort is not None and word in self.cohort.event:
            return _flag(self.cohort.event[word], self.of_cohort(f"event.{word}"))
        return self._stated(self.facts.incident.event, "event", word, f"incident.event.{word}")

    def _medium(self, ask: Ask) -> Answer:
        medium, path = self.facts.incident.medium, "incident.medium"
        if self.cohort is not None and "medium" in self.cohort.model_fields_set:  # unknown of it, too, is its own
            medium, path = self.cohort.medium, self.of_cohort("medium")
        if medium == "both":
            return Answer(Truth.YES, path, "both")
        return _one_of(medium, ask.words, path)

    def _good_faith(self, _: Ask) -> Answer:
        if self.cohort is not None and "good_faith" in self.cohort.model_fields_set:
            return _flag(self.cohort.good_faith, self.of_cohort("good_faith"))
        return _flag(self.facts.incident.good_faith, "incident.good_faith")

    def _harm(self, ask: Ask) -> Answer:
        judgement = ask.condition.harm
        assert judgement is not None
        test = judgement.test
        said, path = self._harm_said(test)
        if said is None or said == "unknown":
            return Answer(Truth.UNKNOWN, path, said or _UNSAID)
        return Answer(Truth.YES if said == judgement.is_ else Truth.NO, path, said)

    def _harm_said(self, test: str) -> tuple[str | None, str]:
        if self._says_unknown("harm"):
            return "unknown", self.of_cohort(f"harm.{test}")
        places = [(self.facts.incident.harm, "incident.harm")]
        if self.cohort is not None:
            places.insert(0, (self.cohort.harm, self.of_cohort("harm")))
        for harm, path in places:
            if test in harm:
                return harm[test], f"{path}.{test}"
            general = harm.get("default")
            if general is not None and not (general == "unlikely" and self.vocabulary.harm_tests[test].own_answer):
                return general, f"{path}.default" if general != "unknown" else f"{path}.{test}"
        return None, f"incident.harm.{test}"

    def _finding(self, ask: Ask) -> Answer:
        (word,) = ask.words
        return self._stated(self.facts.incident.findings, "findings", word, f"incident.findings.{word}")

    def _dated(self, ask: Ask) -> Answer:
        span = ask.condition.dated
        assert span is not None
        path = f"incident.timeline.{span.event}"
        moment: Moment | None = self.facts.stated(span.event, self.vocabulary, self.zone)
        if moment is None:
            return Answer(Truth.UNKNOWN, path, _UNSAID)
        day = moment.day_in(self.zone)
        inside = (span.since is None or day >= span.since) and (span.before is None or day < span.before)
        return Answer(Truth.YES if inside else Truth.NO, path, str(moment))

    # --- the data

    def _data(self, ask: Ask) -> Answer:
        assert self.cohort is not None
        path = self.of_cohort("data")
        if ask.words == (ANY,):
            if self.cohort.data:
                return Answer(Truth.YES, path, self._labels(self.cohort.data))
            nothing = self.cohort.data == () and self.cohort.data_unconfirmed == ()
            return Answer(Truth.NO if nothing else Truth.UNKNOWN, path, "nothing" if nothing else _UNSAID)
        held = [word for word in ask.words if self.cohort.has(word) is Truth.YES]
        if held:
            return Answer(Truth.YES, path, self._labels(held))
        possible = [word for word in ask.words if self.cohort.has(word) is Truth.UNKNOWN]
        if possible:
            known = self.cohort.data is not None
            return Answer(
                Truth.UNKNOWN,
                self.of_cohort("data_unconfirmed") if known else path,
                f"not confirmed: {self._labels(possible)}",
            )
        return Answer(Truth.NO, path, self._labels(self.cohort.data or ()) or "nothing")

    def _protection(self, ask: Ask) -> Answer:
        assert self.cohort is not None
        (word,) = ask.words
        return self._stated(self.cohort.protection, "protection", word, self.of_cohort(f"protection.{word}"))

    # --- other parts of the law

    def _required(self, ask: Ask) -> Answer:
        (duty,) = ask.words
        truth = self.outcomes.get(duty)
        if truth is None:
            return Answer(Truth.NO, duty, "no such duty arises from these facts")
        return Answer(
            truth, duty, {Truth.YES: "required", Truth.NO: "not required", Truth.UNKNOWN: "undetermined"}[truth]
        )

    def _stated(self, said: Mapping[str, Truth], kind: Kind, word: str, path: str) -> Answer:
        if word in said:
            return _flag(said[word], path)
        term = getattr(self.vocabulary, kind)[word]
        return Answer(Truth.NO if term.unless_stated == "no" else Truth.UNKNOWN, path, _UNSAID)

    def _labels(self, words: Iterable[str]) -> str:
        return ", ".join(self.vocabulary.label("data_elements", word) for word in words)


def reaches(interval: Interval, bound: int) -> Truth:
    """Return whether a count is at least `bound`."""
    if interval.least >= bound:
        return Truth.YES
    return Truth.UNKNOWN if interval.most is None or interval.most >= bound else Truth.NO


def _flag(truth: Truth, path: str) -> Answer:
    return Answer(truth, path, truth.word)


def _one_of(value: str, words: tuple[str, ...], path: str) -> Answer:
    if value == "unknown":
        return Answer(Truth.UNKNOWN, path, "unknown")
    return Answer(Truth.YES if value in words else Truth.NO, path, value)


def _listed(
    words: tuple[str, ...], listed: tuple[str, ...] | None, unconfirmed: tuple[str, ...] | None, path: str
) -> Answer:
    held = [word for word in words if word in (listed or ())]
    if held:
        return Answer(Truth.YES, path, ", ".join(held))
    if listed is None or unconfirmed is None or any(word in unconfirmed for word in words):
        return Answer(Truth.UNKNOWN, path, _UNSAID if listed is None else "not confirmed")
    return Answer(Truth.NO, path, ", ".join(listed) or "none")


def _among(places: tuple[str, ...] | None, words: tuple[str, ...], path: str) -> Answer:
    """Answer whether any of `places` lies in one of `words`; a country that is named leaves its parts unknown."""
    if places is None:
        return Answer(Truth.UNKNOWN, path, _UNSAID)
    inside = [place for place in places for word in words if place == word or place.startswith(f"{word}-")]
    if inside:
        return Answer(Truth.YES, path, ", ".join(inside))
    around = [place for place in places for word in words if word.startswith(f"{place}-")]
    return Answer(Truth.UNKNOWN if around else Truth.NO, path, ", ".join(around or places) or "nowhere")


_BY_PREDICATE = {
    "role": Situation._role,
    "kind": Situation._kind,
    "regulated_as": Situation._regulated_as,
    "client": Situation._client,
    "operates_in": Situation._operates_in,
    "insurance_licensed_in": Situation._insurance_licensed_in,
    "home_state": Situation._home_state,
    "turnover": Situation._turnover,
    "event": Situation._event,
    "medium": Situation._medium,
    "good_faith": Situation._good_faith,
    "harm": Situation._harm,
    "finding": Situation._finding,
    "dated": Situation._dated,
    "data": Situation._data,
    "protection": Situation._protection,
    "required": Situation._required,
}
