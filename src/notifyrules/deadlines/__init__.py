"""By when: clock starts, counting, business days, law-enforcement holds."""

from notifyrules.deadlines.calendars import BusinessDays, business_days_of
from notifyrules.deadlines.due import Anchor, DueDate, DutyClock, State, due_dates

__all__ = [
    "Anchor",
    "BusinessDays",
    "DueDate",
    "DutyClock",
    "State",
    "business_days_of",
    "due_dates",
]
