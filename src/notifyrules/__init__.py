"""Which regulators and which people must be told of a data breach, by what moment, and why.

    from notifyrules import Facts, assess, load_law

    law = load_law()
    assessment = assess(Facts.from_yaml(Path("facts.yaml"), law.vocabulary), law)

The names below are imported when first used, so that a command starts without what it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifyrules.version import __version__

if TYPE_CHECKING:
    from notifyrules.assessment import Assessment, assess
    from notifyrules.engine import DisagreementError, EngineError
    from notifyrules.facts import Facts
    from notifyrules.law import Law, load_law
    from notifyrules.reading import InputError, Place, Problem

_HOMES = {
    "Assessment": "assessment",
    "DisagreementError": "engine",
    "EngineError": "engine",
    "Facts": "facts",
    "InputError": "reading",
    "Law": "law",
    "Place": "reading",
    "Problem": "reading",
    "assess": "assessment",
    "load_law": "law",
}

__all__ = [
    "Assessment",
    "DisagreementError",
    "EngineError",
    "Facts",
    "InputError",
    "Law",
    "Place",
    "Problem",
    "__version__",
    "assess",
    "load_law",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only when a name is used

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
