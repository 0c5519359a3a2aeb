"""Rules that hang on themselves: deadlines and conditions that come back to the duty they begin with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from notifyrules.law.regime import Regime

Node = tuple[str, str]
"""A duty of one text: the text's key and the duty's id; or a regime: its id and nothing."""

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
            yield text.key, duty


def circling(graph: Graph) -> set[Node]:
    """Return what is reached again from itself."""
    return {node for node in graph if node in _reached(graph, node)}


def deadlines(texts: Texts) -> Graph:
    """Return, for every duty, the duties that its deadline is counted or ordered by."""
    return {
        (regime.key, duty.id): [node for reference in duty.deadline.duties for node in texts.duties(regime, reference)]
        for regimes in texts.by_id.values()
        for regime in regimes
        for duty in regime.duties
    }


def conditions(texts: Texts) -> Graph:
    """Return, for every duty, the duties that its `when` asks about."""
    return {
        (regime.key, duty.id): [
            node
            for _, each in (duty.when.walk() if duty.when is not None else ())
            if each.required is not None
            for node in texts.duties(regime, each.required)
        ]
        for regimes in texts.by_id.values()
        for regime in regimes
        for duty in regime.duties
    }


def regimes(texts: Texts) -> Graph:
    """Return, for every regime, the other regimes whose duties it asks about."""
    graph: Graph = {(name, ""): [] for name in texts.by_id}
    for name, entries in texts.by_id.items():
        for regime in entries:
            for duty in regime.duties:
                for _, each in duty.when.walk() if duty.when is not None else ():
                    other = each.required.rpartition("/")[0] if each.required is not None else ""
                    if other not in ("", name):
                        graph[name, ""].append((other, ""))
    return graph


def _reached(graph: Graph, start: Node) -> set[Node]:
    found: set[Node] = set()
    waiting = list(graph[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.get(node, ())
    return found
