"""The assessment: who must be told, by when and why, and what to ask next."""

from notifyrules.assessment.assess import assess
from notifyrules.assessment.result import (
    NOT_JUDGED,
    Affected,
    AssessedDuty,
    AssessedRegime,
    Assessment,
    Channel,
    Deadline,
    LawUsed,
    Notice,
    Question,
    Recipient,
    Status,
)

__all__ = [
    "NOT_JUDGED",
    "Affected",
    "AssessedDuty",
    "AssessedRegime",
    "Assessment",
    "Channel",
    "Deadline",
    "LawUsed",
    "Notice",
    "Question",
    "Recipient",
    "Status",
    "assess",
]
