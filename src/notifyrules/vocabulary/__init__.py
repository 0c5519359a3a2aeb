"""The closed lists of terms that facts and law may use."""

from notifyrules.vocabulary.fields import TERMS, each_term_once, term
from notifyrules.vocabulary.terms import Kind, Term, Vocabulary, read_vocabulary, vocabulary_of

__all__ = ["TERMS", "Kind", "Term", "Vocabulary", "each_term_once", "read_vocabulary", "term", "vocabulary_of"]
