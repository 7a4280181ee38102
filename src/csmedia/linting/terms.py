"""Words that can never be found, that others find already, or that stand in most posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from csmedia.authored import Authored
from csmedia.linting.kinds import Lint
from csmedia.linting.walking import WrittenTerms, found, term_lists
from csmedia.rules.terms import Literal, TermError, expand
from csmedia.text.language import COMMON_WORDS
from csmedia.text.words import Mark

MOST_LITERALS = 300
_CAPS = {"CAPS": Mark.CAPS, "Capital": Mark.CAPITAL}


@cache
def literals_of(term: str) -> tuple[Literal, ...]:
    """What a term stands for; nothing where it cannot be read, which loading tells."""
    try:
        return expand(term)
    except TermError:
        return ()


def term_lints(authored: Authored) -> Iterator[Lint]:
    """Terms with something odd about them."""
    for one in term_lists(authored):
        yield from _shadows(one)
        for term in one.terms:
            if (reason := _never(term, one.typed)) is not None:
                yield found(one.source, one.place, "term-never-matches", term, reason)
            if one.alone and _common(term, one.typed):
                yield found(one.source, one.place, "one-common-word", term, "stands in most posts by itself. Write it with the words that it stands beside, or as a frame.")


def _common(term: str, typed: str | None) -> bool:
    return typed is None and any(
        len(one.words) == 1 and one.words[0] in COMMON_WORDS and not one.typed for one in literals_of(term)
    )


def _never(term: str, typed: str | None) -> str | None:
    literals = literals_of(term)
    asked = [_unreachable(one, _CAPS.get(typed or "")) for one in literals]
    if not asked or not all(asked):
        return None
    return f"is never found in plain words: {asked[0]}. Take away the ! or the typed that asks for capitals, or the word."


def _unreachable(literal: Literal, all_words: int | None) -> str:
    """Why no typed words can be this literal; empty where some can."""
    marks = dict(literal.typed)
    for place, word in enumerate(literal.words):
        wanted = all_words or marks.get(place)
        if wanted is None or word.startswith("'"):
            continue
        if not word[:1].isalpha():
            return f"“{word}” begins with no letter, so it is never typed with a capital"
        if wanted == Mark.CAPS and len(word) == 1:
            return f"“{word}” is one letter, and one letter does not count as capitals"
    return ""


def _shadows(one: WrittenTerms) -> Iterator[Lint]:
    owners = _owners(one.terms)
    seen: set[str] = set()
    shadowed: list[tuple[str, str]] = []
    for term in one.terms:
        literals = literals_of(term)
        if term in seen:
            yield found(one.source, one.place, "term-repeated", term, "stands in this list already. Take one away.")
        elif literals and len(literals) <= MOST_LITERALS:
            by = [_shadow(literal, term, owners) for literal in literals]
            if all(by):
                shadowed.append((term, by[0]))
        seen.add(term)
    if shadowed:
        term, by_term = shadowed[0]
        more = f", and {len(shadowed) - 1} more of this list by others" if len(shadowed) > 1 else ""
        yield found(one.source, one.place, "term-shadowed", term, f"is found already by “{by_term}” of the same list{more}. The shorter is enough, unless the longer shows the place better.")


def _owners(terms: tuple[str, ...]) -> dict[tuple[str, ...], list[str]]:
    """Which terms find a row of words however it is typed."""
    owners: dict[tuple[str, ...], list[str]] = {}
    for term in terms:
        for literal in literals_of(term):
            if not literal.typed and not literal.open_end:
                owners.setdefault(literal.words, []).append(term)
    return owners


def _shadow(literal: Literal, term: str, owners: Mapping[tuple[str, ...], list[str]]) -> str:
    """Another term that finds part of a literal, or all of it and stands before it in its list."""
    words = literal.words[:-1] if literal.open_end else literal.words
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            found = owners.get(words[start:end], [])
            whole = end - start == len(literal.words)
            # Of two that find the same words, the first of the list is the one that stays.
            others = found[: found.index(term)] if whole and term in found else found
            if owner := next((one for one in others if one != term), ""):
                return owner
    return ""
