"""All fields of a post as one run of words and one line to scan, with the way back to each field."""

from __future__ import annotations

from collections.abc import Sequence

from csmedia.text.chunks import words_by_chunks
from csmedia.text.tidy import Tidied, tidy
from csmedia.text.vocabulary import Vocabulary
from csmedia.text.words import QUESTION, STOP, Mark, Word, words_of

NEGATIONS = frozenset(
    "not n't never no nobody nothing none neither nor without hardly barely ddim nid nac nad dim heb".split()
)
_NEGATION_REACH = 4
_ENDS = frozenset((STOP, QUESTION))


class Text:
    """The words of a post. Parallel lists, one entry a word: a post has hundreds of words and few are looked at.

    ``tags`` are the hashtags run together as typed, each with the words that it was opened into.
    """

    __slots__ = (
        "ends",
        "field_of",
        "fields",
        "forms",
        "marks",
        "questions",
        "sentence",
        "starts",
        "tags",
    )

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self.fields: list[tuple[str, str, Tidied]] = [(name, typed, tidy(typed)) for name, typed in fields]
        self.forms: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.marks: list[int] = []
        self.field_of: list[int] = []
        self.sentence: list[int] = []
        self.questions: set[int] = set()
        self.tags: list[tuple[str, int, int]] = []

    def texts(self) -> set[str]:
        """What patterns are looked for in: each field as typed, and as tidied."""
        return {text for _, typed, tidied in self.fields for text in (typed, tidied.text)}

    def tidied(self) -> list[str]:
        """What detectors look in: each field as tidied."""
        return [tidied.text for _, _, tidied in self.fields]

    def regions(self) -> int:
        """The marks of every region that the post has a field or a word of."""
        found = 0
        for name, _, _ in self.fields:
            found |= region(name)
        return found | Mark.QUOTED if any(marks & Mark.QUOTED for marks in self.marks) else found

    def typed_span(self, start: int, end: int) -> tuple[str, int, int]:
        """The field and the code points of the typed text that the words ``start`` to ``end`` stand for."""
        name, _, tidied = self.fields[self.field_of[start]]
        first, last = min(self.starts[start:end]), max(self.ends[start:end])
        return (name, *tidied.typed(first, last))

    def words_of_chars(self, field: int, start: int, end: int) -> tuple[int, int] | None:
        """The words that characters of a field's tidied text touch, or None where there is no word there."""
        first = last = None
        for index, where in enumerate(self.field_of):
            if where == field and self.starts[index] < end and start < self.ends[index]:
                first, last = (index if first is None else first), index + 1
        return None if first is None or last is None else (first, last)


def region(field: str) -> int:
    """Whose words a field holds: the author's own, the author's in a picture or film, or someone else's."""
    if field.startswith("media"):
        return Mark.OWN | Mark.MEDIA
    # An address that goes out with the post is the author's; the title of what it leads to is somebody else's.
    return Mark.QUOTED if field.startswith("quoted") or field.endswith("].title") else Mark.OWN


def read_text(fields: Sequence[tuple[str, str]], known: Vocabulary) -> Text:
    """Read the named fields of a post into words."""
    text = Text(fields)
    sentence = 0
    for index, (name, _, tidied) in enumerate(text.fields):
        words = words_by_chunks(tidied.text, known)
        if words is None:
            words = words_of(tidied.text, known)
        if "#" in tidied.text or "＃" in tidied.text:
            _open_tags(text, words, tidied.text)
        sentence = _add_words(text, words, region(name), sentence) + 1
        text.field_of += [index] * (len(text.forms) - len(text.field_of))
    _mark_negated(text)
    return text


def _add_words(text: Text, words: list[Word], base: int, sentence: int) -> int:
    """Add the words of a field, the first of them in a sentence of that number; the number of the last sentence."""
    said: list[Word] = []
    for word in words:
        if word[0] in _ENDS:
            if word[0] == QUESTION:
                text.questions.add(sentence)
            sentence += 1
        else:
            said.append(word)
            text.sentence.append(sentence)
    text.forms += [word[0] for word in said]
    text.starts += [word[1] for word in said]
    text.ends += [word[2] for word in said]
    text.marks += [(word[3] | base) & ~Mark.OWN if word[3] & Mark.QUOTED else word[3] | base for word in said]
    return sentence


def _open_tags(text: Text, words: list[Word], tidied: str) -> None:
    """Note the hashtags of a field, before its words are added."""
    tags, at, opened = text.tags, len(text.forms), -1
    for form, start, _, marks in words:
        if form in _ENDS:
            continue
        if marks & Mark.HASHTAG:
            if tidied[start - 1 : start] in ("#", "＃"):
                opened = len(tags)
                tags.append((form, at, at + 1))
            elif opened >= 0:
                tag, first, _ = tags[opened]
                tags[opened] = (tag + form, first, at + 1)
        at += 1


def _mark_negated(text: Text) -> None:
    """Mark the few words after a negation in the same sentence; a pause or the sentence's end closes its reach."""
    if NEGATIONS.isdisjoint(text.forms):
        return
    for index, form in enumerate(text.forms):
        if form in NEGATIONS:
            for after in range(index + 1, min(index + 1 + _NEGATION_REACH, len(text.forms))):
                if text.sentence[after] != text.sentence[index] or text.marks[after] & Mark.PAUSE_BEFORE:
                    break
                text.marks[after] |= Mark.NEGATED
