"""By when: clock starts, counting, business days, law-enforcement holds."""

from notifyrules.deadlines.calendars import BusinessDays, business_days_of
from notifyrules.deadlines.counting import told
from notifyrules.deadlines.due import due_dates
from notifyrules.deadlines.model import Anchor, DueDate, DutyClock, State

__all__ = [
    "Anchor",
    "BusinessDays",
    "DueDate",
    "DutyClock",
    "State",
    "business_days_of",
    "due_dates",
    "told",
]
