"""A place where evidence stands."""

from __future__ import annotations

from typing import NamedTuple

from csmedia.load.literals import TopicRef


class Hit(NamedTuple):
    """Words from ``start`` to ``end``; -1 where a fact, not a word, is the evidence. ``exact`` is a field and its characters."""

    start: int
    end: int
    topic: TopicRef | None = None
    exact: tuple[int, int, int] | None = None


def start_of(hit: Hit) -> int:
    """Its first word, to look a row of hits through by."""
    return hit.start
