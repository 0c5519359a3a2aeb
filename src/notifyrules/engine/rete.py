"""durable_rules, kept on a short leash: the only module that touches it.

The package (2.0.28, last changed in 2020) answers wrongly or crashes unless every one of these holds:

* the host's two timer threads never start, for they dispatch actions beside the caller;
* each assessment uses a session id of its own, deleted after a clean assert and never after a failed one;
* each fact has an id of its own and every property that any rule reads, all small non-negative integers;
* a catch-all rule matches every fact, for an unmatched fact makes the others' actions disappear;
* actions take one argument, only append to a list, and cannot raise; `exception` in the state is looked for;
* one thread at a time is inside.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping, Sequence
from typing import Any

try:
    from durable.engine import Host as _Host
except ImportError:  # CPython 3.13 and newer, or no C compiler when it was installed
    _Host = None

ENGINE_NAME = "durable_rules 2.0.28"
MOST = 2_000_000_000
"""The largest integer handed to the engine; every threshold of the law is far below."""

Match = dict[str, Any]
Ruleset = Mapping[str, Match]
"""Rule names with the expression over one fact `m` that fires them."""


class EngineError(RuntimeError):
    """durable_rules failed; its host was thrown away and nothing was decided."""


def rete_available() -> bool:
    """Return whether durable_rules can be imported here."""
    return _Host is not None


class Rete:
    """Rulesets in one host. Safe to share between threads: one at a time is inside."""

    def __init__(self) -> None:
        if _Host is None:
            raise EngineError("durable_rules cannot be imported on this interpreter")
        self._lock = threading.Lock()
        self._sessions = itertools.count()
        self._host = self._new_host()
        self._rulesets: set[str] = set()
        self._fired: list[tuple[str, int]] = []

    @staticmethod
    def _new_host() -> Any:
        class QuietHost(_Host):  # type: ignore[misc]
            def _run(self) -> None:
                """Start none of the timer threads that the original starts here."""

        return QuietHost()

    def fire(self, name: str, rules: Ruleset, facts: Sequence[Mapping[str, int]]) -> set[tuple[str, int]]:
        """Assert facts and return which rule fired for which of them.

        Args:
            name: identifies the ruleset; the first call with a name compiles `rules`.
            rules: the ruleset of that name.
            facts: properties of each fact; all carry the same properties, integers from 0 to `MOST`.

        Returns:
            Pairs of rule name and index of the fact.

        Raises:
            EngineError: where the engine failed; the next call starts with a new host.

        """
        if not facts:
            return set()
        with self._lock:
            session = f"s{next(self._sessions)}"
            self._fired.clear()
            batch = [
                {**fact, "sid": session, "id": f"{session}.{number}", "fact": number}
                for number, fact in enumerate(facts)
            ]
            try:
                if name not in self._rulesets:
                    self._host.register_rulesets({name: self._definition(rules)})
                    self._rulesets.add(name)
                state = self._host.assert_facts(name, batch)
            except Exception as error:
                self._start_again()
                raise EngineError(f"durable_rules failed on {name}: {error or type(error).__name__}") from error
            if state is not None and "exception" in state:
                self._start_again()
                raise EngineError(f"an action of {name} failed: {state['exception']}")
            self._host.delete_state(name, session)
            return set(self._fired)

    def _start_again(self) -> None:
        self._host = self._new_host()
        self._rulesets.clear()

    def _definition(self, rules: Ruleset) -> dict[str, Any]:
        definition: dict[str, Any] = {"catch-all": {"all": [{"m": {"$gte": {"fact": 0}}}], "run": _ignore}}
        for name, match in rules.items():
            definition[name] = {"all": [{"m": match}], "run": self._recorder(name)}
        return definition

    def _recorder(self, name: str) -> Any:
        fired = self._fired

        def record(c: Any) -> None:
            fired.append((name, c.m.fact))

        return record


def _ignore(c: Any) -> None:
    del c
