"""Every literal word of every rule, found in one pass over a line of text. The one file that knows the matching library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

Payload = TypeVar("Payload")


class Scanner(Generic[Payload]):
    """Literals, each with what it stands for. Literals carry their own spaces, so that words match whole."""

    __slots__ = ("_automaton", "_payloads")

    def __init__(self, literals: Mapping[str, tuple[Payload, ...]]) -> None:
        ordered = sorted(literals)
        self._payloads = [literals[literal] for literal in ordered]
        self._automaton = AhoCorasick(ordered) if ordered else None

    def find(self, line: str) -> Iterator[tuple[tuple[Payload, ...], int, int]]:
        """Each occurrence, overlapping ones too, as what it stands for and its characters."""
        if self._automaton is None:
            return
        for which, start, end in self._automaton.find_matches_as_indexes(line, overlapping=True):
            yield self._payloads[which], start, end
