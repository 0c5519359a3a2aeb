"""Reading YAML written by people: safe, bounded, and with a place for every mistake."""

from notifyrules.reading.document import Document, Limits, read_document
from notifyrules.reading.nearest import nearest
from notifyrules.reading.problems import InputError, Place, Problem
from notifyrules.reading.strict import Strict, validated

__all__ = [
    "Document",
    "InputError",
    "Limits",
    "Place",
    "Problem",
    "Strict",
    "nearest",
    "read_document",
    "validated",
]
