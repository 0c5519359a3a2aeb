"""The assessment as JSON: stable keys, stable order, the same bytes for the same facts and law."""

from __future__ import annotations

import json

from notifyrules.assessment import Assessment


def to_json(assessment: Assessment) -> str:
    """Return the assessment as JSON text, in the schema it names itself (`schema`)."""
    return json.dumps(assessment.to_dict(), ensure_ascii=False, indent=2) + "\n"
