"""durable_rules, kept on a short leash: the only module that touches it.

The package (2.0.28, last changed in 2020) is a Rete engine in C with a host around it in Python. The host is
left aside: it starts two threads that dispatch actions beside the caller, swallows what actions raise, and
costs four fifths of the time. The engine itself answers wrongly or crashes unless every one of these holds:

* each batch of facts uses a session id of its own, deleted after a clean run and never after a failed one;
* each fact has an id of its own and every property that any rule reads, all small non-negative integers;
* a catch-all rule matches every fact, for with one fact unmatched the firings of the others are lost;
* a rule nests few groups (see `normal_form`);
* one thread at a time is inside.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

try:
    import durable_rules_engine as _engine
except ImportError:  # CPython 3.13 and newer
    _engine = None

ENGINE_NAME = "durable_rules 2.0.28"
MOST = 2_000_000_000
"""The largest integer handed to the engine; every threshold of the law is far below."""
CATCH_ALL = "catch-all"

Match = dict[str, Any]
Ruleset = Mapping[str, Match]
"""Rule names with the expression over one fact `m` that fires them."""


class EngineError(RuntimeError):
    """durable_rules failed; its rulesets were abandoned and nothing was decided."""


def rete_available() -> bool:
    """Return whether durable_rules can be imported here."""
    return _engine is not None


class Rete:
    """Rulesets by name. Safe to share between threads: one at a time is inside."""

    def __init__(self) -> None:
        if _engine is None:
            raise EngineError("durable_rules cannot be imported on this interpreter")
        self._lock = threading.Lock()
        self._sessions = itertools.count()
        self._handles: dict[str, int] = {}
        weakref.finalize(self, _release, self._handles).atexit = False

    def fire(self, name: str, rules: Ruleset, facts: Sequence[Mapping[str, int]]) -> set[tuple[str, int]]:
        """Assert facts and return which rule fired for which of them.

        Args:
            name: identifies the ruleset; the first call with a name compiles `rules`.
            rules: the ruleset of that name.
            facts: properties of each fact; all carry the same properties, integers from 0 to `MOST`.

        Returns:
            Pairs of rule name and index of the fact.

        Raises:
            EngineError: where the engine failed; the next call compiles its rules anew.

        """
        if not facts:
            return set()
        with self._lock:
            session = f"s{next(self._sessions)}"
            batch = [{**fact, "sid": session, "id": f"{session}.{row}", "row": row} for row, fact in enumerate(facts)]
            try:
                if name not in self._handles:
                    self._handles[name] = _engine.create_ruleset(name, json.dumps(_definition(rules)))
                handle = self._handles[name]
                fired = _run(handle, batch)
                _engine.delete_state(handle, session)
            except Exception as error:
                self._handles.clear()  # a failed ruleset must not be touched again, not even to delete it
                raise EngineError(f"durable_rules failed on {name}: {error or type(error).__name__}") from error
            return fired


def _release(handles: dict[str, int]) -> None:
    """Give the rulesets of a Rete that is gone back to the engine; those of a failed one are no longer named."""
    for handle in handles.values():
        _engine.delete_ruleset(handle)


def _definition(rules: Ruleset) -> dict[str, Any]:
    matches = {CATCH_ALL: {"$gte": {"row": 0}}, **rules}
    return {name: {"all": [{"m": match}]} for name, match in matches.items()}


def _fired(message: str) -> tuple[str, int]:
    """Return the rule and the row that a firing tells of; the rest of the fact, which it repeats, is passed over."""
    rule, row = _RULE.match(message), _ROW.search(message)
    if rule is None or row is None:
        raise RuntimeError(f"a firing was not understood: {message[:80]}")
    return rule[1], int(row[1])


_RULE = re.compile(r'\{\s*"([^"\\]+)"\s*:')
_ROW = re.compile(r'"row"\s*:\s*(\d+)\s*[,}]')


def _run(handle: int, batch: Sequence[Mapping[str, object]]) -> set[tuple[str, int]]:
    fired: set[tuple[str, int]] = set()
    code, state = _engine.assert_facts(handle, json.dumps(batch))
    if code:
        raise RuntimeError(f"facts were not taken, code {code}")
    started = _engine.start_action_for_state(handle, state)
    message = started[1] if started else None
    while message:
        fired.add(_fired(message))
        message = _engine.complete_and_start_action(handle, state)
    if {row for rule, row in fired if rule == CATCH_ALL} != set(range(len(batch))):
        raise RuntimeError("a fact was lost")
    return fired
