"""What each rule cannot do without, in all the ways in which it may come to be met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from csmedia.load.compiled import Compiled, DetectorNode, FindPlan, FrameNode, JoinNode, PatternNode

_MOST_WAYS = 50
ANY = -1
"""The mask of all leaves."""


class Way(NamedTuple):
    """One way in which a node may find something: one leaf of each of ``together`` in one sentence, and of each of ``anywhere`` in the post."""

    together: tuple[int, ...] = ()
    anywhere: tuple[int, ...] = ()


class Ways(NamedTuple):
    """The ways to find each of all that a rule needs, and of some of which it needs ``least``; without a leaf of ``first`` it cannot be met."""

    number: int
    first: int
    every: tuple[tuple[Way, ...], ...]
    some: tuple[tuple[Way, ...], ...]
    least: int


def leaves_of(rules: Iterable[Ways]) -> int:
    """The mask of all leaves that bear on rules."""
    return reduce(or_, (mask for rule in rules for ways in (*rule.every, *rule.some) for way in ways for mask in (*way.together, *way.anywhere)), 0)


def thinned(rule: Ways, often: Callable[[int], int], most: int) -> Ways:
    """The ways without what is seen more than ``most`` times, where they need something seldomer besides: one may take them then for open that is not."""

    def thin(way: Way) -> Way:
        seldom = min((*way.together, *way.anywhere), key=often, default=ANY)
        together, anywhere = (tuple(mask for mask in masks if mask == seldom or often(mask) <= most) for masks in way)
        return Way(together, anywhere)

    every, some = (tuple(tuple(dict.fromkeys(map(thin, ways))) for ways in atoms) for atoms in (rule.every, rule.some))
    return _ways_of_rule(rule.number, every, some, rule.least)


def may_be_met(rule: Ways, sentences: Sequence[int], whole: int) -> bool:
    """Whether leaves that are seen in sentences, and in the whole post, leave one way open for all that a rule needs."""
    if not all(_is_open(ways, sentences, whole) for ways in rule.every):
        return False
    return not rule.least or sum(_is_open(ways, sentences, whole) for ways in rule.some) >= rule.least


def _is_open(ways: Iterable[Way], sentences: Sequence[int], whole: int) -> bool:
    return any(
        all(whole & mask for mask in way.anywhere) and (not way.together or any(all(sentence & mask for mask in way.together) for sentence in sentences))
        for way in ways
    )


def ways_of(compiled: Compiled) -> list[Ways]:
    """The ways of every rule, by number."""
    found, nodes = [], _Nodes(compiled)
    for number, plan in enumerate(compiled.rules):
        find = plan.find or FindPlan((), (), 0, (), "post")
        every, some = (tuple(nodes.ways(atom.node) for atom in atoms) for atoms in (find.all, find.any))
        found.append(_ways_of_rule(number, every, some, find.at_least if some else 0))
    return found


def _ways_of_rule(number: int, every: tuple[tuple[Way, ...], ...], some: tuple[tuple[Way, ...], ...], least: int) -> Ways:
    first = every[0] if every else tuple(way for ways in some for way in ways) if least else (Way(),)
    return Ways(number, reduce(or_, map(_any_of, first), 0), every, some, least)


def _any_of(way: Way) -> int:
    return next(iter((*way.together, *way.anywhere)), ANY)


class _Nodes:
    """The ways of nodes, worked out once: many rules ask for one signal."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled, self._known = compiled, dict[int, tuple[Way, ...]]()

    def ways(self, number: int) -> tuple[Way, ...]:
        """Each way in which a node may find something; one that asks for nothing where it may at any time."""
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = tuple(dict.fromkeys(self._ways(number)))
        return found

    def _ways(self, number: int) -> Iterator[Way]:
        node = self._compiled.nodes[number]
        if isinstance(node, JoinNode):
            for part in node.nodes:
                yield from self.ways(part)
        elif isinstance(node, FrameNode):
            yield from self._ways_of_frame(node)
        elif isinstance(node, PatternNode | DetectorNode):
            yield Way(anywhere=self._wakes(one for one in (node.needs, node.gate) if one is not None))
        else:
            yield Way(anywhere=self._wakes((number,)))

    def _ways_of_frame(self, frame: FrameNode) -> Iterator[Way]:
        """The ways to find all anchors of a frame; an anchor that has too many counts by what wakes it."""
        together: list[tuple[int, ...]] = [()]
        for anchor in frame.anchors:
            ways = [(*way.together, *way.anywhere) for way in self.ways(anchor)]
            if len(ways) * len(together) > _MOST_WAYS:
                ways = [self._wakes((anchor,))]
            together = [(*one, *other) for one in together for other in ways]
        for masks in together:
            yield Way(together=tuple(sorted(set(masks))))

    def _wakes(self, nodes: Iterable[int]) -> tuple[int, ...]:
        wakes = self._compiled.wakes
        return tuple(sorted({wake for node in nodes if (wake := wakes[node]) is not None}))
