"""From what was typed to words that can be matched, with an exact way back."""

from csmedia.text.reading import Text, read_text
from csmedia.text.tidy import Tidied, tidy
from csmedia.text.vocabulary import Vocabulary
from csmedia.text.words import fold_term

__all__ = ["Text", "Tidied", "Vocabulary", "fold_term", "read_text", "tidy"]
