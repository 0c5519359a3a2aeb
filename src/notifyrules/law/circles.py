"""Rules that hang on themselves: deadlines and conditions that come back to the duty they begin with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from notifyrules.law.conditions import Condition
from notifyrules.law.regime import Regime

Node = tuple[str, str]
"""A duty or an exception of one text: the text's key, and the id behind `duty:` or `exception:`."""

Graph = dict[Node, list[Node]]


class Texts:
    """The texts of all regimes, by the names that rules use for each other."""

    def __init__(self, regimes: Iterable[Regime]) -> None:
        self.by_id: dict[str, list[Regime]] = defaultdict(list)
        for regime in regimes:
            self.by_id[regime.id].append(regime)

    def duties(self, regime: Regime, reference: str) -> Iterator[Node]:
        """Yield the duties that a rule of `regime` means: its own, or those of every text of another regime."""
        name, _, duty = reference.rpartition("/")
        for text in [regime] if name in ("", regime.id) else self.by_id.get(name, ()):
            yield text.key, f"duty:{duty}"


def circling(graph: Graph) -> set[Node]:
    """Return what is reached again from itself."""
    return {node for node in graph if node in _reached(graph, node)}


def deadlines(texts: Texts) -> Graph:
    """Return, for every duty, the duties that its deadline is counted or ordered by."""
    return {
        (regime.key, f"duty:{duty.id}"): [
            node for reference in duty.deadline.duties for node in texts.duties(regime, reference)
        ]
        for regimes in texts.by_id.values()
        for regime in regimes
        for duty in regime.duties
    }


def conditions(texts: Texts) -> Graph:
    """Return, for every duty and exception, the duties and exceptions that decide it."""
    graph: Graph = {}
    for regime in (each for regimes in texts.by_id.values() for each in regimes):
        for exception in regime.exceptions:
            graph[regime.key, f"exception:{exception.id}"] = _named(texts, regime, [exception.when])
        for duty in regime.duties:
            lifting = [each for each in regime.exceptions if each.lifts == "all" or duty.id in each.lifts]
            graph[regime.key, f"duty:{duty.id}"] = [
                *_named(texts, regime, [regime.binds, regime.event, duty.when]),
                *((regime.key, f"exception:{each.id}") for each in lifting),
            ]
    return graph


def _named(texts: Texts, regime: Regime, conditions: Sequence[Condition | None]) -> list[Node]:
    found: list[Node] = []
    for condition in conditions:
        for _, each in condition.walk() if condition is not None else ():
            if each.required is not None:
                found += texts.duties(regime, each.required)
            if each.exception is not None:
                found.append((regime.key, f"exception:{each.exception}"))
    return found


def _reached(graph: Graph, start: Node) -> set[Node]:
    found: set[Node] = set()
    waiting = list(graph[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.get(node, ())
    return found
