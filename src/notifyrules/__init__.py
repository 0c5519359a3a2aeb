"""Which regulators and which people must be told of a data breach, by what moment, and why.

from notifyrules import Facts, assess, load_law

law = load_law()
assessment = assess(Facts.from_yaml(Path("facts.yaml"), law.vocabulary), law)
"""

from notifyrules.assessment import Assessment, assess
from notifyrules.engine import DisagreementError, EngineError
from notifyrules.facts import Facts
from notifyrules.law import Law, load_law
from notifyrules.reading import InputError, Place, Problem
from notifyrules.version import __version__

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
