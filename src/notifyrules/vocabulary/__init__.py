"""The closed lists of terms that facts and law may use."""

from notifyrules.vocabulary.fields import each_term_once, term
from notifyrules.vocabulary.terms import Kind, Term, Vocabulary, read_vocabulary, vocabulary_of

__all__ = ["Kind", "Term", "Vocabulary", "each_term_once", "read_vocabulary", "term", "vocabulary_of"]
