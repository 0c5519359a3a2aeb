"""The assessment as JSON: stable keys, stable order, the same bytes for the same facts and law."""

from __future__ import annotations

import json

from notifyrules.assessment import Assessment
from notifyrules.export.words import is_unsafe


def to_json(assessment: Assessment) -> str:
    """Return the assessment as JSON text, in the schema it names itself (`schema`).

    Characters that could steer a terminal or hide text are written as escapes.
    """
    text = json.dumps(assessment.to_dict(), ensure_ascii=False, indent=2)
    return "".join(json.dumps(c)[1:-1] if is_unsafe(c) and c != "\n" else c for c in text) + "\n"
