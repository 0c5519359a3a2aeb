"""The closed lists of terms that facts and law may use."""

from notifyrules.vocabulary.terms import Kind, Term, Vocabulary, read_vocabulary, vocabulary_of

__all__ = ["Kind", "Term", "Vocabulary", "read_vocabulary", "vocabulary_of"]
