"""The law as data: jurisdiction files, their condition language, what is in force, and their lint."""

from notifyrules.law.conditions import COHORT_PREDICATES, Comparison, Condition
from notifyrules.law.deadline import Deadline, Duration, Unit
from notifyrules.law.jurisdiction import Authority, Jurisdiction
from notifyrules.law.library import Law, LawSource, load_law
from notifyrules.law.regime import (
    Duty,
    Exception_,
    LawEnforcementDelay,
    Regime,
    Scope,
)
from notifyrules.law.selection import Selected, in_force
from notifyrules.law.words import ANY

__all__ = [
    "ANY",
    "COHORT_PREDICATES",
    "Authority",
    "Comparison",
    "Condition",
    "Deadline",
    "Duration",
    "Duty",
    "Exception_",
    "Jurisdiction",
    "Law",
    "LawEnforcementDelay",
    "LawSource",
    "Regime",
    "Scope",
    "Selected",
    "Unit",
    "in_force",
    "load_law",
]
