"""A term as an author writes it, into the literal words that are looked for."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, product
from typing import NamedTuple

from csmedia.rules.inflect import inflections
from csmedia.text import fold_term
from csmedia.text.words import Mark

_FRAMED = re.compile(r"<[\w:-]+>|…\d|\.\.\d")
_MARKED = re.compile(r"[~*!()#|?]")
# A letter or a space that may be missing, as in “votes?” and “code ?name”; brackets have their own.
_MAY_BE_MISSING = re.compile(r"([^\W_]|(?<=[^\W_]) (?=\?[^\W_]))\?")
# One of several alternatives: two of them are fewer than two copies of all.
_ALTERNATIVE = re.compile(r"(?<=[(|])([^()|?]*)([^\W_])\?([^()|?]*)(?=[|)])")
_QUOTES = re.compile(r"[\"'‘’“”–—-]+")
MOST_EXPANSIONS = 2000
_ENDINGS = ("", "e", "s", "es", "d", "ed", "ing", "ation", "al", "y", "ies", "ty", "er", "ers")


class TermError(ValueError):
    """A term that cannot be read; the message says what to write instead."""


class Literal(NamedTuple):
    """Words to find, and which of them must be typed with a capital or in capitals; a term in `#` matches a hashtag only."""

    words: tuple[str, ...]
    open_end: bool = False
    typed: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> str:
        """The characters to look for in a line of words."""
        return " " + " ".join(self.words) + ("" if self.open_end else " ")


def expand(term: str) -> tuple[Literal, ...]:
    """Every literal that a term stands for."""
    if _FRAMED.search(term):
        raise TermError(f"“{term}” holds a gap or a <name>, which terms cannot. Write it under frames.")
    literals: dict[Literal, None] = {}
    for text in [term] if _MARKED.search(term) is None else _alternatives(_opened(term)):
        _refuse_signs(text, term)
        for literal in _literals(text, term):
            literals[literal] = None
    if not literals:
        raise TermError(f"“{term}” holds no word to look for. Write at least one word, hashtag or emoji.")
    if len(literals) > MOST_EXPANSIONS:
        raise TermError(
            f"“{term}” stands for {len(literals)} phrases. Split it into terms of at most {MOST_EXPANSIONS}."
        )
    return tuple(literals)


def _opened(term: str) -> str:
    """A term with its letters and spaces that may be missing as brackets."""
    opened = _MAY_BE_MISSING.sub(r"(\1)?", _ALTERNATIVE.sub(r"\1\2\3|\1\3", term))
    return opened.replace(" ?", " ")


def _refuse_signs(text: str, term: str) -> None:
    if text.replace(" ", "").isalnum():
        return
    for sign in text.split():
        stem = _strip_marks(sign)[0]
        if stem and not fold_term(stem) and not _QUOTES.fullmatch(stem):
            cure = "Take it out. Write money as <money> in a frame, other signs in a pattern."
            raise TermError(f"“{stem}” in “{term}” is no word: punctuation and signs are not looked for. {cure}")


def _alternatives(term: str) -> list[str]:
    """Open the innermost brackets until none is left."""
    texts, done = [term], []
    while texts:
        text = texts.pop()
        group = re.search(r"\(([^()]*)\)(\?)?", text)
        if group is None:
            if "(" in text or ")" in text:
                raise TermError(f"“{term}” has a bracket without its partner. Close it, or take it out.")
            done.append(text)
            continue
        options = group[1].split("|") + ([""] if group[2] else [])
        texts += [text[: group.start()] + option + text[group.end() :] for option in options]
        if len(texts) + len(done) > MOST_EXPANSIONS:
            raise TermError(f"“{term}” has too many alternatives. Split it into several terms.")
    return done


def _literals(text: str, term: str) -> list[Literal]:
    raw = text.split()
    if len(raw) == 1 and raw[0].startswith("#") and len(raw[0]) > 1:
        joined = "".join(fold_term(raw[0].rstrip("*").lower()))
        return [Literal(("#" + joined,), raw[0].endswith("*"))] if joined else []
    choices: list[list[tuple[str, ...]]] = []
    typed: list[tuple[int, int]] = []
    open_end = False
    if _MARKED.search(text) is None:
        return [Literal(words)] if (words := _fold(text)) else []
    for index, word in enumerate(raw):
        stem, marks = _strip_marks(word)
        forms = fold_term(stem)
        if not forms:
            continue
        if "!" in marks:
            typed.append((len(choices), Mark.CAPS if "!!" in marks else Mark.CAPITAL))
        if "*" in marks:
            if len(forms[-1]) < 3:
                raise TermError(
                    f"“{term}”: * needs three letters or more before it. Use ~ for the forms of a short word."
                )
            open_end = index == len(raw) - 1
        choices.append([(*forms[:-1], form) for form in _forms(forms[-1], marks, last=index == len(raw) - 1)])
    if not choices:
        return []
    literals = []
    for picked in product(*choices):
        places = [sum(len(word) for word in picked[:index]) for index, _ in typed]
        marks_at = tuple((place, mark) for place, (_, mark) in zip(places, typed, strict=True))
        literals.append(Literal(tuple(form for word in picked for form in word), open_end, marks_at))
    return literals


def _fold(text: str) -> tuple[str, ...]:
    # Word by word, since words come back in many terms and folding one is remembered.
    return tuple(chain.from_iterable(map(fold_term, text.split())))


def _forms(word: str, marks: str, *, last: bool) -> list[str]:
    if "~" in marks:
        return sorted(inflections(word))
    # Inside a phrase an open end would let the literal run into the next word: the common endings stand for it there.
    return [word + ending for ending in _ENDINGS] if "*" in marks and not last else [word]


@cache
def _strip_marks(word: str) -> tuple[str, str]:
    stem = word.rstrip("~*!")
    return stem, word[len(stem) :]
