"""Parts of the law on one line, as a chart or a comparison shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from notifyrules.law import ANY, Condition, Deadline
from notifyrules.vocabulary import Kind, Vocabulary

_LISTED: dict[str, tuple[Kind, str]] = {
    "event": ("event", "{}"),
    "data": ("data_elements", "{}"),
    "protection": ("protection", "{}"),
    "finding": ("findings", "{}"),
    "regulated_as": ("regulated_as", "a {}"),
    "operates_in": ("places", "business in {}"),
    "insurance_licensed_in": ("places", "licensed under the insurance law of {}"),
    "home_state": ("places", "home state {}"),
}
_COUNTED = {
    "residents_affected": "{} residents affected",
    "persons_affected": "{} persons affected anywhere",
    "persons_notified": "{} persons notified",
    "persons_in_any_one_state": "{} persons affected in any one state",
    "persons_excepted": "{} persons taken out by the exception {}",
}


def in_words(condition: Condition, vocabulary: Vocabulary) -> str:
    """Return a condition on one line: `acquisition or access; electronic data`."""
    parts = [(part, in_words(part, vocabulary)) for part in condition.parts]
    if condition.operator == "all":
        return " and ".join(_bracketed(words, part, "any") for part, words in parts)
    if condition.operator == "any":
        return " or ".join(_bracketed(words, part, "all") for part, words in parts)
    if condition.operator == "not_":
        ((part, words),) = parts
        return f"not {_bracketed(words, part, 'all', 'any')}"
    return _predicate(condition, vocabulary)


def _bracketed(words: str, part: Condition, *operators: str) -> str:
    return f"({words})" if part.operator in operators and len(part.parts) > 1 else words


def _predicate(condition: Condition, vocabulary: Vocabulary) -> str:
    name = condition.operator
    value = getattr(condition, name)
    if name in _LISTED:
        kind, phrase = _LISTED[name]
        words = value if isinstance(value, tuple) else (value,)
        labels = (vocabulary.label(kind, word) if word != ANY else "any personal data" for word in words)
        return phrase.format(" or ".join(labels))
    if name in _COUNTED:
        return _COUNTED[name].format(value.words, getattr(value, "by", ""))
    if condition.harm is not None:
        return f"{vocabulary.label('harm_tests', condition.harm.test)} {condition.harm.is_}"
    if condition.turnover is not None:
        bound = condition.turnover
        word, number = ("over", bound.more_than) if bound.more_than is not None else ("at most", bound.at_most)
        return f"turnover {word} {number:,} {bound.currency}"
    if condition.dated is not None:
        days = [f"{word} {day}" for word, day in (("since", condition.dated.since), ("before", condition.dated.before))]
        said = " and ".join(each for each in days if not each.endswith(" None"))
        return f"{vocabulary.label('clock_starts', condition.dated.event)} {said}"
    if name == "exception":
        return f"the exception {value} is used"
    if name == "required":
        return f"{value} is required"
    if name == "good_faith":
        return "good faith"
    if name == "medium":
        return f"{' or '.join(value)} data"
    return " or ".join(value) if isinstance(value, tuple) else str(value)


def limit_in_words(deadline: Deadline, vocabulary: Vocabulary) -> str:
    """Return a deadline on one line: `without unreasonable delay; within 45 days after determination`."""
    return "; ".join(_limits(deadline, vocabulary))


def _limits(deadline: Deadline, vocabulary: Vocabulary) -> Iterator[str]:
    if deadline.standard:
        yield deadline.standard
    if deadline.within:
        start = (
            vocabulary.label("clock_starts", deadline.after) if deadline.after else f"the notice {deadline.after_duty}"
        )
        end_of = f"the end of the {deadline.after_end_of.replace('_', ' ')} of " if deadline.after_end_of else ""
        more = f" (and {deadline.extension.by} more on a condition)" if deadline.extension else ""
        yield f"within {deadline.within} after {end_of}{start}{more}"
    for relation in ("before", "with_", "no_later_than"):
        if (other := getattr(deadline, relation)) is not None:
            yield f"{relation.rstrip('_').replace('_', ' ')} {other}"
    for word, parts in (("the earliest of", deadline.earliest_of), ("the latest of", deadline.latest_of)):
        if parts:
            yield f"{word}: {', or '.join(limit_in_words(part, vocabulary) for part in parts)}"


def asks(condition: Condition, accepted: Callable[[Condition], bool]) -> Sequence[Condition]:
    """Return the predicates inside a condition that `accepted` picks."""
    return [each for _, each in condition.walk() if not each.parts and accepted(each)]
