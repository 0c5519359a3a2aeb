"""What is known of one incident, as one organisation sees it."""

from notifyrules.facts.model import Cohort, Facts, Hold, Incident, Money, Organisation
from notifyrules.facts.quantity import Interval
from notifyrules.facts.template import template
from notifyrules.facts.time import Moment
from notifyrules.facts.truth import Truth

__all__ = [
    "Cohort",
    "Facts",
    "Hold",
    "Incident",
    "Interval",
    "Moment",
    "Money",
    "Organisation",
    "Truth",
    "template",
]
