"""Reading YAML written by people: safe, bounded, and with a place for every mistake."""

from notifyrules.reading.document import OF_KEY, Document, Limits, read_document
from notifyrules.reading.fields import Frozen, FrozenDict, Spelled
from notifyrules.reading.nearest import nearest
from notifyrules.reading.problems import InputError, Place, Problem, shown
from notifyrules.reading.strict import Step, Strict, mistaken, telling, validated, wrong

__all__ = [
    "OF_KEY",
    "Document",
    "Frozen",
    "FrozenDict",
    "InputError",
    "Limits",
    "Place",
    "Problem",
    "Spelled",
    "Step",
    "Strict",
    "mistaken",
    "nearest",
    "read_document",
    "shown",
    "telling",
    "validated",
    "wrong",
]
