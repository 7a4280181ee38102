"""Every literal phrase of every rule, found in one walk over the words of a post.

Phrases stand in one tree a first word, a level for each further word. A tree is read when its word is first met, so that
one post costs what its own words cost, however many phrases there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import regex
from ahocorasick_rs import AhoCorasick

# Keys of a tree that no word can be: the phrase that ends here, beginnings of words that end a phrase, and the rows of
# branches that are read when a word that begins so is met.
ENDS, OPEN, APART = "\n", "\t", "\r"
_BEGINNING = 2
# Stands for every character beyond ASCII where a gate asks for one.
NOT_ASCII = "\x80"
_BEYOND_ASCII = "\x80-\U0010ffff"
_MOST_REMEMBERED = 100_000
# What may stand between two characters of one number: a bracket, a dash and some blanks.
_BETWEEN = 6
_PROBE_SECONDS = 0.05

Tree = dict[str, Any]
# What begins with a word: its tree, and the literals that it goes on from.
Entry = tuple[Tree | None, tuple[int, ...]]
_NO_BRANCHES: Callable[[int], Tree] = dict[int, Tree]().__getitem__
_NOTHING: Entry = (None, ())
_UNMET: Any = object()


class Found(NamedTuple):
    """A literal by its number, and the words that it covers."""

    literal: int
    start: int
    end: int


class Trees(NamedTuple):
    """Literals, numbered by their place; a tree for each first word; and those that are the beginning of a word."""

    literals: list[str]
    trees: dict[str, dict[str, Any]]
    beginnings: dict[str, int]


def trees_of(literals: Iterable[str]) -> Trees:
    """Literals in order, as trees.

    A literal is its words between single spaces, `` like this ``; without the last space its last word may go on.
    """
    trees: dict[str, dict[str, Any]] = {}
    beginnings: dict[str, int] = {}
    ordered = sorted(literals)
    for number, literal in enumerate(ordered):
        words = literal.split()
        last = len(words) - 1
        if not last and not literal.endswith(" "):
            beginnings[words[0]] = number
            continue
        level = trees.setdefault(words[0], {})
        for word in words[1:-1]:
            level = level.setdefault(word, {})
        if literal.endswith(" "):
            (level.setdefault(words[last], {}) if last else level)[ENDS] = number
        else:
            level.setdefault(OPEN, {})[words[last]] = number
    return Trees(ordered, trees, beginnings)


def in_branches(tree: Tree, first_row: int) -> tuple[Tree, list[Tree]]:
    """A tree whose branches stand apart, by how their words begin, and the branches; their rows are counted on from ``first_row``."""
    apart: dict[str, Tree] = {}
    trunk: Tree = {}
    for word, branch in tree.items():
        (trunk if word in (ENDS, OPEN) else apart.setdefault(word[:_BEGINNING], {}))[word] = branch
    return trunk | {APART: dict(zip(apart, count(first_row)))}, list(apart.values())


class Scanner:
    """Finds literals in words. ``tree`` gives the tree of a first word, or None where no phrase begins with it; ``branches`` those kept apart."""

    __slots__ = ("_beginnings", "_branches", "_met", "_tree")

    def __init__(self, tree: Callable[[str], Tree | None], beginnings: Mapping[str, int], branches: Callable[[int], Tree] = _NO_BRANCHES) -> None:
        self._tree, self._beginnings, self._branches = tree, beginnings, branches
        self._met: dict[str, Entry | None] = {}

    def find(self, words: Sequence[str], sentence: Sequence[int], tags: Iterable[tuple[str, int, int]]) -> list[Found]:
        """Each occurrence, overlapping ones too. No phrase runs on into another sentence; ``tags`` are whole hashtags."""
        found: list[Found] = []
        met, many = self._met, len(words)
        for at, word in enumerate(words):
            entry = met.get(word, _UNMET)
            if entry is _UNMET:
                entry = self._meet(word)
            if entry is None:
                continue
            tree, opened = entry
            for number in opened:
                found.append(Found(number, at, at + 1))
            to, here = at + 1, sentence[at]
            while tree is not None:
                if ENDS in tree:
                    found.append(Found(tree[ENDS], at, to))
                if to == many or sentence[to] != here:
                    break
                after = words[to]
                if OPEN in tree:
                    found += [Found(number, at, to + 1) for number in _begun(after, tree[OPEN])]
                if APART in tree:
                    self._read_branches(tree, after)
                tree = tree.get(after)
                to += 1
        for tag, first, last in tags:
            tree, opened = self._meet("#" + tag) or _NOTHING
            ends = (tree[ENDS],) if tree is not None and ENDS in tree else ()
            found += [Found(number, first, last) for number in (*ends, *opened)]
        return found

    def _read_branches(self, tree: Tree, word: str) -> None:
        rows = tree[APART]
        row = rows.get(word[:_BEGINNING])
        if row is not None:
            tree.update(self._branches(row))
            rows.pop(word[:_BEGINNING], None)  # last, so that another thread never finds neither

    def _meet(self, word: str) -> Entry | None:
        if len(self._met) > _MOST_REMEMBERED:
            self._met.clear()  # an endless input brings endless new words
        tree = self._tree(word)
        opened = tuple(_begun(word, self._beginnings))
        entry = (tree, opened) if tree is not None or opened else None
        self._met[word] = entry
        return entry


def _begun(word: str, beginnings: Mapping[str, int]) -> list[int]:
    """The literals that a word begins with."""
    return [
        beginnings[word[:length]]
        for length in range(1, len(word) + 1)
        if word[:length] in beginnings
    ]


class Probe(NamedTuple):
    """A quick pattern to try before a slow one, and literals in small letters of which one stands in each match, none where that is not known."""

    pattern: str
    literals: Sequence[str] = ()


class Barrier(NamedTuple):
    """What a gate asks for: a literal in small letters, or ``least`` of the characters, ``run`` of them in a row.

    Where they are to be ``together``, no letter and little else may stand between them. Of ``probes`` one has to match as well.
    """

    literals: Sequence[str] = ()
    characters: str = ""
    run: int = 1
    least: int = 1
    together: bool = False
    probes: Sequence[Probe] = ()


class _Count(NamedTuple):
    """How many of some characters open some gates, in a ``run`` or ``together``."""

    least: int
    characters: str
    run: int
    together: bool
    gates: list[int]


class Gates:
    """Tells from one look at a post's texts which patterns and detectors could find anything. Knows the matching library."""

    __slots__ = ("_automaton", "_counts", "_free", "_probed", "_probes", "_rows", "_seen_first")

    def __init__(self, gates: Iterable[tuple[int, Barrier]]) -> None:
        literals: dict[str, list[int]] = {}
        counts: dict[str, dict[tuple[int, int, bool], list[int]]] = {}
        before: dict[str, list[str]] = {}
        self._probes: dict[int, tuple[str, ...]] = {}
        self._free: list[int] = []
        for number, gate in gates:
            for word in gate.literals:
                literals.setdefault(word, []).append(number)
            if gate.characters:
                counts.setdefault(gate.characters, {}).setdefault((gate.least, gate.run, gate.together), []).append(number)
            if gate.probes:
                self._probes[number] = tuple(probe.pattern for probe in gate.probes)
            for probe in gate.probes:
                for word in probe.literals:
                    before.setdefault(word, []).append(probe.pattern)
            if not gate.literals and not gate.characters:
                self._free.append(number)
        self._counts = [
            (
                frozenset(characters), "".join(filter(str.isascii, characters)).encode(), [one for one in characters if not one.isascii()],
                [_Count(least, characters, run, together, some) for (least, run, together), some in sorted(by_count.items())],
            )
            for characters, by_count in counts.items()
        ]  # fmt: skip
        self._probed = frozenset(self._probes)
        self._seen_first = frozenset(probe for every in before.values() for probe in every)
        words = dict.fromkeys((*literals, *before))
        self._rows = [(literals.get(word, ()), before.get(word, ())) for word in words]
        self._automaton = AhoCorasick(list(words)) if words else None

    def open(self, texts: Iterable[str], tidied: Sequence[str]) -> frozenset[int]:
        """The gates that are open: of which a literal, or enough characters, stand in the texts, and a probe matches a tidied one."""
        whole = "\n".join(texts)
        found: set[int] = set(self._free)
        self._open_by_characters(whole, found)
        hopeless = self._seen_first
        if self._automaton is not None:
            rows = [self._rows[which] for which, _, _ in self._automaton.find_matches_as_indexes(whole.lower(), overlapping=True)]
            found.update(*[gates for gates, _ in rows])
            hopeless = hopeless.difference(*[probes for _, probes in rows])
        answers = dict.fromkeys(hopeless, False)
        for number in found & self._probed:
            for probe in self._probes[number]:
                answer = answers.get(probe)
                if answer is None:
                    answer = answers[probe] = any(_may_match(probe, text) for text in tidied)
                if answer:
                    break
            else:
                found.discard(number)
        return frozenset(found)

    def _open_by_characters(self, whole: str, found: set[int]) -> None:
        characters, strange = set(whole), False
        if not whole.isascii():
            characters.add(NOT_ASCII)
            # The digits of other scripts are digits to a pattern.
            strange = any(one > NOT_ASCII and one.isdecimal() for one in characters)
            if strange:
                characters.add("0")
        ascii_only = whole.encode("ascii", "ignore")
        for wanted, plain, others, counts in self._counts:
            if wanted.isdisjoint(characters):
                continue
            amount = len(ascii_only) - len(ascii_only.translate(None, plain))
            if others:
                amount += len(whole) - len(ascii_only) if NOT_ASCII in wanted else sum(map(whole.count, others))
            for least, which, run, together, gates in counts:
                if strange or (
                    amount >= least
                    and (run == 1 or _row(which, run).search(whole))
                    and (not together or _most_together(which, wanted, whole) >= least)
                ):
                    found.update(gates)


def _one_of(characters: str) -> str:
    return f"[{re.escape(characters).replace(NOT_ASCII, _BEYOND_ASCII)}]"


@cache
def _row(characters: str, run: int) -> re.Pattern[str]:
    return re.compile(f"{_one_of(characters)}{{{run}}}")


@cache
def _cluster(characters: str) -> re.Pattern[str]:
    one = _one_of(characters)
    return re.compile(rf"{one}(?:[\W_]{{0,{_BETWEEN}}}{one})*")


def _most_together(characters: str, wanted: frozenset[str], whole: str) -> int:
    return max((sum(map(found.count, wanted)) for found in _cluster(characters).findall(whole)), default=0)


def _may_match(probe: str, text: str) -> bool:
    try:
        return _expression(probe).search(text, timeout=_PROBE_SECONDS) is not None
    except (TimeoutError, regex.error):
        return True  # what is wrong with a probe keeps nothing from being looked for


@cache
def _expression(pattern: str) -> regex.Pattern[str]:
    """A probe, ready to search with."""
    return regex.compile(pattern)
