"""What each literal stands for, in flat arrays: the nodes that it is evidence of, the topics it names."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

# Words of a phrase, by place, and the marks that each must carry.
Typed = tuple[tuple[int, int], ...]


class TopicRef(NamedTuple):
    """A topic of an organisation, and whether the words take a side on it."""

    organisation: str
    id: str
    title: str
    side: str | None = None


class Seen(NamedTuple):
    """What a literal stands for: a node of evidence, marks its words must carry, and the topic it names."""

    node: int
    typed: Typed
    topic: TopicRef | None


class Lists(dict[int, tuple[int, ...]]):
    """Many short lists of numbers, read from two arrays when first asked for: where each begins, and all in a row."""

    __slots__ = ("_numbers", "_starts")

    def __init__(self, starts: Sequence[int], numbers: Sequence[int]) -> None:
        self._starts, self._numbers = starts, numbers

    def __missing__(self, which: int) -> tuple[int, ...]:
        found = self[which] = tuple(self._numbers[self._starts[which] : self._starts[which + 1]])
        return found


def arrays_of(lists: Iterable[Iterable[int]]) -> tuple[array[int], array[int]]:
    """Lists of numbers as the arrays that `Lists` reads."""
    starts, numbers = array("I", [0]), array("I")
    for one in lists:
        numbers.extend(one)
        starts.append(len(numbers))
    return starts, numbers


class Literals:
    """The literals by number.

    Conditions are, for a node and a literal that stands for it only when typed so, the ways of typing that count; meanings
    are topics, each with a way of typing.
    """

    __slots__ = ("_conditions", "_literals", "_meanings", "_named", "_remembered", "nodes")

    def __init__(
        self, literals: Lists, nodes: Lists,
        conditions: Mapping[tuple[int, int], tuple[Typed, ...]], meanings: Sequence[tuple[TopicRef, Typed]], named: Lists,
    ) -> None:  # fmt: skip
        """What belongs together, by number.

        ``literals`` are those of each node; of each literal, its ``nodes``, and the meanings that it is ``named`` by.
        """
        self._literals, self.nodes = literals, nodes
        self._conditions, self._meanings, self._named = conditions, meanings, named
        self._remembered: dict[int, frozenset[int]] = {}

    def of_node(self, node: int) -> frozenset[int]:
        """The literals that are evidence of a node."""
        found = self._remembered.get(node)
        if found is None:
            found = self._remembered[node] = frozenset(self._literals[node])
        return found

    def condition(self, node: int, literal: int) -> tuple[Typed, ...] | None:
        """The ways of typing of which one must hold, or None where any will do."""
        return self._conditions.get((node, literal))

    def topics(self, literal: int) -> tuple[tuple[TopicRef, Typed], ...]:
        """The topics that a literal names, each with how it must be typed."""
        return tuple(self._meanings[one] for one in self._named[literal])
