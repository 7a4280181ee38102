"""What each literal stands for, in flat arrays: the leaves that it is evidence of, the topics it names."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
        found = self[which] = tuple(self.members(which))
        return found

    def members(self, which: int) -> Sequence[int]:
        """The numbers of a list, as they stand in the arrays."""
        return self._numbers[self._starts[which] : self._starts[which + 1]]


class Masks(dict[int, int]):
    """Many sets of small numbers, each as the bits of one number, made when first asked for: thousands of them are joined for a post."""

    __slots__ = ("_members",)

    def __init__(self, members: Callable[[int], Iterable[int]]) -> None:
        self._members = members

    def __missing__(self, which: int) -> int:
        found = self[which] = mask_of(self._members(which))
        return found


def mask_of(numbers: Iterable[int]) -> int:
    """Small numbers as the bits of one."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def members_of(mask: int) -> Iterator[int]:
    """The numbers whose bits are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def arrays_of(lists: Iterable[Iterable[int]]) -> tuple[array[int], array[int]]:
    """Lists of numbers as the arrays that `Lists` reads."""
    starts, numbers = array("I", [0]), array("I")
    for one in lists:
        numbers.extend(one)
        starts.append(len(numbers))
    return starts, numbers


class Literals:
    """The literals by number; ``leaves`` are what each is evidence of.

    Conditions are, for a node and a literal that stands for it only when typed so, the ways of typing that count; meanings
    are topics, each with a way of typing.
    """

    __slots__ = ("_conditions", "_literals", "_meanings", "_named", "_remembered", "leaves")

    def __init__(
        self, literals: Lists, leaves: Lists,
        conditions: Mapping[tuple[int, int], tuple[Typed, ...]], meanings: Sequence[tuple[TopicRef, Typed]], named: Lists,
    ) -> None:  # fmt: skip
        """What belongs together, by number.

        ``literals`` are those of each node; of each literal, its ``leaves``, and the meanings that it is ``named`` by.
        """
        self._literals, self.leaves = literals, Masks(leaves.members)
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
