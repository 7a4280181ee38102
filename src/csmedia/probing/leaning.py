"""What a rule leans on, read from what its author wrote: the only reasons for which a variation may change its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from csmedia.load import PolicySet
from csmedia.rules.frames import FrameError, parse_frame
from csmedia.rules.grammar import Atom, Find, Pattern, RuleFile, SignalFile

Leanings = frozenset[str]
_SHAPES = {"Name": "case", "place": "case", "CAPS": "case", "hashtag": "hashtag", "emoji": "emoji", "link": "link"}
# What is left of a pattern once escapes, group names and flags are gone: a letter there is a letter to match.
_NO_LETTERS = re.compile(r"\\[pPN]\{[^}]*\}|\\[xuU][0-9A-Fa-f]+|\\.|\(\?P?<\w+>|\(\?[a-zA-Z]+[:)]?")
_CAPITALS = re.compile(r"\\p\{(?:Lu|Ll|Lt)\}|\\p\{(?:upper|lower)", re.IGNORECASE)
_FOLDED = re.compile(r"\(\?[a-zA-Z]*i")
_ENDS = re.compile(r"\\A|\\Z|\\z|(?<![\[\\])\^|(?<!\\)\$")
_TRICKS = re.compile(r"[^\x00-\x7f]|\\[uUx][0-9A-Fa-f]|\\p\{(?!(?:L|Lu|Ll|Latin|alpha)\})|\\[WS]|_")


class Leaning:
    """Works out once, for each signal, what it leans on."""

    def __init__(self, loaded: PolicySet) -> None:
        self.loaded = loaded
        self._signals: dict[str, Leanings] = {}

    def of_rule(self, name: str) -> Leanings:
        """Everything that a rule leans on, the guards that may hold it among it."""
        rule: RuleFile = self.loaded.rules[name].model
        found = {f"fact:{fact}" for when in (rule.when, *(one.when for one in rule.severity_when)) for fact in when}
        for find in (rule.find, *(one.find for one in rule.severity_when)):
            found |= set() if find is None else self._find(find, rule.lists)
        for guard in self.loaded.guards.values():
            if rule.duty in guard.model.duties:
                for signal in (guard.model.signal, *guard.model.unless):
                    found |= self._signal(signal)
        return frozenset(found)

    def _find(self, find: Find, lists: Mapping[str, tuple[str, ...]]) -> set[str]:
        return {one for atom in (*find.all, *find.any, *find.unless) for one in self._atom(atom, lists)}

    def _atom(self, atom: Atom, lists: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        if atom.typed:
            yield "case"
        if atom.signal:
            yield from self._signal(atom.signal)
        if atom.topic or atom.side:
            yield "topic"
        if atom.place:
            yield f"place:{atom.place}"
        if atom.release:
            yield "release"
        if atom.detector:
            yield "detector"
        if atom.pattern:
            yield from _of_pattern(Pattern(pattern=atom.pattern, on=atom.on))
        if atom.frame:
            yield from self._frame(atom.frame, lists)
        yield from _of_terms((*atom.terms, *atom.not_after, *atom.not_before))

    def _signal(self, name: str) -> Leanings:
        if name not in self._signals:
            self._signals[name] = frozenset()  # signals may not go in a circle; a broken one does not hang this
            row = self.loaded.signals.get(name)
            self._signals[name] = frozenset() if row is None else frozenset(self._of_file(row.model))
        return self._signals[name]

    def _of_file(self, file: SignalFile) -> Iterator[str]:
        if file.typed:
            yield "case"
        if file.detectors:
            yield "detector"
        yield from (f"fact:{fact}" for fact in file.facts)
        yield from _of_terms((*file.terms, *file.except_, *file.not_after, *file.not_before))
        for pattern in file.patterns:
            yield from _of_pattern(pattern)
        for frame in file.frames:
            yield from self._frame(frame, file.lists)
        for included in file.include:
            yield from self._signal(included)

    def _frame(self, frame: str, lists: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        try:
            pieces = parse_frame(frame)
        except FrameError:
            return
        for piece in pieces:
            if piece.kind in ("start", "end"):
                yield f"sentence-{piece.kind}"
            for kind, name in piece.options:
                if kind == "shape":
                    yield _SHAPES.get(name, "shape")
                elif kind == "frame":
                    yield from self._frame(name, lists)
                elif kind == "term":
                    yield from _of_terms((name,))
                elif name in lists:
                    yield from _of_terms(lists[name])
                else:
                    yield from self._named(name)

    def _named(self, name: str) -> Iterable[str]:
        kind = name.partition(":")[0]
        if kind in ("topic", "side", "release", "minister"):
            return ("topic" if kind in ("topic", "side") else kind,)
        return (name,) if kind == "place" else self._signal(name)


def _of_terms(terms: Iterable[str]) -> Iterator[str]:
    for term in terms:
        if "!" in term:
            yield "case"
        if "#" in term:
            yield "hashtag"
        if not term.isascii() and any(ord(character) > 0x2190 for character in term):
            yield "emoji"


def _of_pattern(pattern: Pattern) -> Iterator[str]:
    words = pattern.pattern
    yield "pattern"
    folded = pattern.on == "folded" or _FOLDED.search(words) is not None
    letters = any(character.isalpha() for character in _NO_LETTERS.sub("", words))
    if _CAPITALS.search(words) or (letters and not folded):
        yield "case"
    if _ENDS.search(words):
        yield "text-end"
    if pattern.on == "typed":
        yield "typed"
    if pattern.on == "typed" and _TRICKS.search(words):
        yield "tricks"
    if "#" in words:
        yield "hashtag"
    if "http" in words or "www" in words or "://" in words:
        yield "link"
    if "Pictographic" in words or any(ord(character) > 0x2190 for character in words):
        yield "emoji"
