"""Words read from one blank to the next, each stretch remembered: most stretches of most posts come again.

It answers as `csmedia.text.words.words_of` does, for texts in which nothing depends on what stands further off. Where something
does, such as letters set apart, a quotation or dots that may end a sentence, it gives no answer.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from csmedia.text.entities import find_entities
from csmedia.text.vocabulary import Vocabulary
from csmedia.text.words import FEWEST_SPELT, QUOTED, STOP, Mark, Word, add_plain_words, entity_words

_MOST_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 24
# Nothing that may be a number, a password with figures, an address or somebody's name on a platform is remembered.
_NOT_REMEMBERED = re.compile(r"[\d@/\\]")
# Other ends of lines, dots of which what follows says whether they end a sentence, and a dot that belongs to the word before.
_FURTHER_OFF = re.compile(r"[\r\u2028\u2029…]|\.\.|^[\W_]*\.")
_NEXT = re.compile(r"\s*(\S?)")
# A named tuple's own way in takes three times as long.
_new = tuple.__new__


class Chunk(NamedTuple):
    """The words between two blanks, places counted from its start; no words are known where something depends on what is further off.

    ``joins`` counts the words that carry the mark of a pause before the chunk, ``pause`` is the mark that it hands on, None for
    whatever came in; ``letters`` counts words typed as one letter or sign.
    """

    words: tuple[Word, ...] | None
    joins: int
    pause: int | None
    letters: int


def words_by_chunks(text: str, known: Vocabulary) -> list[Word] | None:
    """The words of a tidied text in order, with sentence ends between them; None where they are not to be had this way."""
    if ('"' in text or "'" in text) and QUOTED.search(text):
        return None
    words: list[Word] = []
    chunks = known.chunks
    at = pause = letters = ends = 0
    lines = text.split("\n")
    for line in lines:
        if at:
            ends += 1
            if line or at == len(text):
                _add_end_of_line(words, text, at - ends, at)
                pause, ends = Mark.PAUSE_BEFORE, 0
        for chunk in line.split(" "):
            read = chunks.get(chunk)
            if read is None:
                read = _read(chunk, known)
            some, joins, hands_on, single = read
            if some is None:
                return None
            for form, start, end, marks in some:
                words.append(_new(Word, (form, at + start, at + end, marks | pause if joins > 0 else marks)))
                joins -= 1
            if hands_on is not None:
                pause = hands_on
            letters += single
            at += len(chunk) + 1
    return None if letters >= FEWEST_SPELT and _may_be_spelt(words) else words


def _add_end_of_line(words: list[Word], text: str, start: int, end: int) -> None:
    following = _NEXT.match(text, end)
    if end - start > 1 or following is None or not following[1].islower():
        words.append(Word(STOP, start, end))


def _may_be_spelt(words: list[Word]) -> bool:
    """Whether so many letters stand in a row that they may be a word."""
    row = 0
    for word in words:
        row = row + 1 if word.end - word.start == 1 and word.form.isalpha() else 0
        if row >= FEWEST_SPELT:
            return True
    return False


def _read(chunk: str, known: Vocabulary) -> Chunk:
    read = _by_itself(chunk, known)
    if len(chunk) <= _LONGEST_REMEMBERED and not _NOT_REMEMBERED.search(chunk):
        if len(known.chunks) >= _MOST_REMEMBERED:
            known.chunks.clear()
        known.chunks[chunk] = read
    return read


def _by_itself(chunk: str, known: Vocabulary) -> Chunk:
    if _FURTHER_OFF.search(chunk):
        return Chunk(None, 0, None, 0)
    words, pause = _after(0, chunk, known)
    paused, handed_on = _after(Mark.PAUSE_BEFORE, chunk, known)
    joins = sum(one != other for one, other in zip(words, paused, strict=True))
    letters = sum(word.end - word.start == 1 for word in words)
    return Chunk(words, joins, pause if pause == handed_on else None, letters)


def _after(pause: int, chunk: str, known: Vocabulary) -> tuple[tuple[Word, ...], int]:
    """The words of a chunk that comes after a pause or not, and the mark of a pause that it leaves."""
    words: list[Word] = []
    at = 0
    for entity in find_entities(chunk):
        add_plain_words(words, chunk, at, entity.start, known, pause)
        words += entity_words(chunk, entity, known)
        at, pause = entity.end, 0
    pause = add_plain_words(words, chunk, at, len(chunk), known, pause)
    return tuple(word._replace(form="you") if word.form == "u" else word for word in words), pause
