"""Tells of most posts that no rule can raise anything, without reading them word by word.

What stands between two blanks is read once and remembered with all that it may be evidence of. A post is let through where the rules could
not be met even if each of its words counted for everything that it may stand for; every other post is read and judged as always.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from csmedia.judge.waking import Possible
from csmedia.judge.ways import ANY, Ways, leaves_of, may_be_met, thinned, ways_of
from csmedia.load.compiled import Compiled, GateNode, RegionNode
from csmedia.load.literals import members_of
from csmedia.scan import NOT_ASCII
from csmedia.text import read_text, tidy
from csmedia.text.chunks import NOT_REMEMBERED, words_by_chunks
from csmedia.text.language import COMMON_WORDS, Tally, in_another_script, languages_of, tally_of
from csmedia.text.words import FEWEST_SPELT, QUESTION, STOP, words_of

_LONGEST = 10_000
# What was met so often in the posts read before the sieve was made is common.
_COMMON = 60
_LONGEST_REMEMBERED = 24
_MOST_REMEMBERED = 50_000
_MOST_ANSWERS = 20_000
# Counts stand side by side in one number, so that those of a post are one sum.
_WIDTH = 14
_FIELD = (1 << _WIDTH) - 1
# The tally of words, words of one letter, what cannot be told; then what gates count.
_TALLY, _COUNTS = 4, 6
_TALLIES, _LETTERS, _UNCLEAR = (1 << _WIDTH * _TALLY) - 1, _WIDTH * _TALLY, _WIDTH * (_TALLY + 1)
# A chunk that is a word of one letter, and one that is no word: letters in a row go on through both.
_LETTER, _NO_WORD = 1, 2
# Figures, signs and what is written behind figures. Which figures they are matters only where a rule has these in its words.
_NUMBER = re.compile(r"[(\[]?([£€$]?\d(?:[\d.,:%-]*[\d%])?(?:am|pm|st|nd|rd|th|k|m|bn|p)?)[.,:;!?)\]]*")
_LETTER_APART = re.compile(r"(?<![^\W_])[^\W\d_](?![^\W_])")
_HAS_FIGURE = re.compile(r"\d")
# What is an address whatever stands beside it; other addresses are read.
_ADDRESS = re.compile(r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}(?:/[A-Za-z0-9/_-]*)?|@[A-Za-z0-9_]{1,30}")
_ZEROS = str.maketrans("123456789", "000000000")
_FIGURES = frozenset("0123456789")


class Glimpse(NamedTuple):
    """What stands between two blanks: counts, a mask of what it may be evidence of, one of the gates that it opens, and whether a sentence ends behind it for certain.

    ``notable`` says that there is anything beside counts. ``kind`` is 0 for words, ``tags`` are hashtags with the places of their first word and the one
    behind their last.
    """

    counts: int
    notable: bool
    mask: int
    gates: int
    ends: bool
    kind: int
    forms: tuple[str, ...]
    tags: tuple[tuple[str, int, int], ...] = ()


class Glance(NamedTuple):
    """What a post may hold: masks of leaves by sentence, those of its gates, the languages of its words, and the glimpses that it is made of."""

    sentences: tuple[int, ...]
    gates: int
    languages: frozenset[str]
    seen: list[Glimpse]


class Sieve:
    """The sieve of some compiled policies. Making one takes some hundred posts' time; ``often`` is how often words were met before."""

    def __init__(self, compiled: Compiled, often: Mapping[str, int] = MappingProxyType({})) -> None:
        self._known, self._scanner, self._leaves = compiled.known, compiled.scanner, compiled.literals.leaves
        self._met = dict[str, Glimpse]()
        self._rules = self._seldom = ways_of(compiled)
        self._telling = leaves_of(self._rules)
        self._wide = reduce(or_, compiled.wide.values(), 0)
        self._keys, self._openings = dict[str, int](), dict[str, int]()
        self._languages = dict[int, frozenset[str]]()
        self._key_words(compiled, often)
        if often:
            self._leave_out_what_is_common(often)
        self._signs, self._counted, self._always = list[str](), list[tuple[frozenset[str], int, int]](), 0
        self._sign_masks = list[int]()
        self._take_gates(compiled)
        self._automaton = AhoCorasick(self._signs) if self._signs else None
        self._figures = frozenset(filter(_HAS_FIGURE.search, self._keys))
        self._parts_with_figures = tuple(filter(_HAS_FIGURE.search, (*self._openings, *self._signs)))

    def _key_words(self, compiled: Compiled, met: Mapping[str, int]) -> None:
        """Note each phrase by its seldomest word: no post holds the phrase and not the word. Words of many phrases are common ones."""
        leaves = compiled.literals.leaves
        phrases = [(mask, words, is_open) for number, words, is_open in compiled.scanner.phrases() if (mask := leaves[number] & self._telling)]
        often = Counter(word for _, words, _ in phrases for word in words)
        for mask, words, is_open in phrases:
            at = min(range(len(words)), key=lambda place: (words[place] in COMMON_WORDS, met.get(words[place], 0), often[words[place]], -len(words[place])))
            keys = self._openings if is_open and at == len(words) - 1 else self._keys
            keys[words[at]] = keys.get(words[at], 0) | mask

    def _leave_out_what_is_common(self, met: Mapping[str, int]) -> None:
        """Let what stands in many posts, such as “the”, be evidence of nothing where something seldomer has to stand with it."""
        often = Counter[int]()
        for word, times in met.items():
            often.update(dict.fromkeys(members_of(self._keys.get(word, 0)), times))
        self._seldom = [thinned(rule, lambda mask: sum(often[leaf] for leaf in members_of(mask)), _COMMON) for rule in self._rules]
        left = leaves_of(self._seldom)
        for keys in (self._keys, self._openings):
            for word, mask in list(keys.items()):
                keys[word] = mask & left

    def _take_gates(self, compiled: Compiled) -> None:
        for number, node in enumerate(compiled.nodes):
            mask = (compiled.wakes[number] or 0) & self._telling
            if not mask:
                continue
            if isinstance(node, RegionNode):
                self._always |= mask
            elif isinstance(node, GateNode):
                parts = [max(word.split(), key=len, default="") for word in node.literals]
                if not all(parts) or any(map(str.isspace, node.characters)) or not (parts or node.characters):
                    self._always |= mask
                    continue
                self._signs += parts
                self._sign_masks += [mask] * len(parts)
                if node.characters:
                    wanted = frozenset(node.characters)
                    self._counted.append((wanted | _FIGURES if wanted & _FIGURES else wanted, node.least, mask))

    def glance(self, typed: str) -> Glance | None:
        """What a text may hold; None where it has to be read to know."""
        if len(typed) > _LONGEST:
            return None
        met, chunks = self._met, typed.replace("\n", " ").split(" ")
        every: list[Any] = [*map(met.get, chunks)]
        if None in every:
            every = [met.get(chunk) or self._look(chunk) for chunk in chunks]
        counts = sum([seen[0] for seen in every])
        if counts >> _UNCLEAR & _FIELD or (counts >> _LETTERS & _FIELD >= FEWEST_SPELT and _may_be_spelt(every)):
            return None
        sentences, here, gates = list[int](), 0, self._counted_gates(counts)
        for _, _, mask, opened, ends, *_ in [seen for seen in every if seen[1]]:
            gates |= opened
            here |= mask
            if ends and here:
                sentences.append(here)
                here = 0
        if here:
            sentences.append(here)
        return Glance(tuple(sentences), gates, self._languages_of(counts & _TALLIES), every)

    def _counted_gates(self, counts: int) -> int:
        gates, counts = self._always, counts >> _WIDTH * _COUNTS
        for _, least, mask in self._counted if counts else ():
            if counts & _FIELD >= least:
                gates |= mask
            counts >>= _WIDTH
        return gates

    def _languages_of(self, counts: int) -> frozenset[str]:
        found = self._languages.get(counts)
        if found is None:
            if len(self._languages) >= _MOST_ANSWERS:
                self._languages.clear()
            found = self._languages[counts] = languages_of(Tally(*(counts >> _WIDTH * field & _FIELD for field in range(_TALLY))))
        return found

    def _look(self, chunk: str) -> Glimpse:
        if (number := _NUMBER.fullmatch(chunk)) and self._figures.isdisjoint((number[1], *number[1].split("-"))) and not any(map(chunk.__contains__, self._parts_with_figures)):
            chunk = chunk.translate(_ZEROS)
            if chunk in self._met:
                return self._met[chunk]
            keep = True
        else:
            keep = len(chunk) <= _LONGEST_REMEMBERED and not NOT_REMEMBERED.search(chunk)
        seen = self._address(chunk) or self._glimpse(chunk)
        if keep:
            if len(self._met) >= _MOST_REMEMBERED:
                self._met.clear()
            self._met[chunk] = seen
        return seen

    def _glimpse(self, chunk: str) -> Glimpse:
        tidied, tags = tidy(chunk).text, self._tags(chunk)
        words = words_by_chunks(tidied, self._known)
        said = [word for word in (words_of(tidied, self._known) if words is None else words) if word.form not in (STOP, QUESTION)]
        forms = [word.form for word in said]
        letters = sum(word.form.isalpha() and (word.end - word.start == 1 or len(word.form) == 1) for word in said)
        unclear = letters > 1 or len(_LETTER_APART.findall(tidied)) >= FEWEST_SPELT or in_another_script(chunk) or any(one > NOT_ASCII and one.isdecimal() for one in chunk)
        counts = self._packed((*tally_of(forms, self._known.words), letters, int(unclear)), chunk, tidied)
        mask = reduce(or_, map(self._stands_for, (*forms, *("#" + tag for tag, _, _ in tags))), 0)
        ends, gates = words is not None and words[-1:] != [] and words[-1].form in (STOP, QUESTION), self._by_signs(chunk, tidied)
        kind = (_LETTER if letters else 0) if said else _NO_WORD
        return Glimpse(counts, bool(mask or gates or ends), mask, gates, ends, kind, tuple(forms), tags)

    def _address(self, chunk: str) -> Glimpse | None:
        """A link or a name on a platform that needs no reading to be known for one; these are not remembered, and many posts have one."""
        if not _ADDRESS.fullmatch(chunk):
            return None
        form = chunk.lower()
        mask, gates = self._stands_for(form), self._by_signs(chunk)
        return Glimpse(self._packed((0,) * _COUNTS, chunk), bool(mask or gates), mask, gates, False, 0, (form,))

    def _packed(self, counts: Iterable[int], *texts: str) -> int:
        signs = (max(_count(wanted, text) for text in texts) for wanted, _, _ in self._counted)
        return reduce(lambda total, count: total << _WIDTH | count, reversed((*counts, *signs)), 0)

    def _tags(self, chunk: str) -> tuple[tuple[str, int, int], ...]:
        return tuple(read_text((("text", chunk),), self._known).tags) if "#" in chunk or "＃" in chunk else ()

    def _stands_for(self, word: str) -> int:
        mask = self._keys.get(word, 0)
        for length in range(1, len(word) + 1) if self._openings else ():
            mask |= self._openings.get(word[:length], 0)
        return mask

    def _by_signs(self, *texts: str) -> int:
        found = (which for text in texts for which, _, _ in self._automaton.find_matches_as_indexes(text.lower(), overlapping=True)) if self._automaton else ()
        return reduce(or_, (self._sign_masks[which] for which in found), 0)

    def may_raise(self, glance: Glance, left: Possible) -> bool:
        """Whether some rule that the facts leave could be met by what a post may hold."""
        return self._answer(self._seldom, glance.sentences, glance.gates, left) and self._answer(self._rules, self._closer(glance.seen), glance.gates, left)

    def _answer(self, rules: Sequence[Ways], sentences: tuple[int, ...], gates: int, left: Possible) -> bool:
        answers, key = left.answers, (rules is self._rules, sentences, gates)
        answer = answers.get(key)
        if answer is None:
            if len(answers) >= _MOST_ANSWERS:
                answers.clear()
            answer = answers[key] = self._may_raise(rules, sentences, gates, left)
        return answer

    def _closer(self, every: list[Glimpse]) -> tuple[int, ...]:
        """Masks of leaves by sentence of the phrases that stand there whole."""
        forms, numbers, tags, number = list[str](), list[int](), list[tuple[str, int, int]](), 0
        for seen in every:
            tags += ((tag, first + len(forms), last + len(forms)) for tag, first, last in seen.tags)
            forms += seen.forms
            numbers += [number] * len(seen.forms)
            number += seen.ends
        masks, leaves, telling = [0] * (number + 1), self._leaves, self._telling
        for literal, start, _ in self._scanner.find(forms, numbers, tags):
            masks[numbers[start]] |= leaves[literal] & telling
        return tuple(filter(None, masks))

    def _may_raise(self, rules: Sequence[Ways], in_sentences: Sequence[int], gates: int, left: Possible) -> bool:
        everywhere = reduce(or_, (1 << leaf for leaf in left.leaves), gates)
        everywhere |= reduce(or_, in_sentences, 0) & self._wide
        sentences = [sentence | everywhere for sentence in in_sentences] or [everywhere]
        whole = reduce(or_, sentences)
        return any(may_be_met(rule, sentences, whole) for rule in rules if (rule.first == ANY or whole & rule.first) and rule.number in left.rules)


def _may_be_spelt(every: Iterable[Glimpse]) -> bool:
    """Whether so many words of one letter stand in a row that they may be one word."""
    row = 0
    for seen in every:
        row = 0 if not seen.kind else row + (seen.kind == _LETTER)
        if row == FEWEST_SPELT:
            return True
    return False


def _count(wanted: frozenset[str], text: str) -> int:
    return sum(one in wanted or (one >= NOT_ASCII and NOT_ASCII in wanted) for one in text)
