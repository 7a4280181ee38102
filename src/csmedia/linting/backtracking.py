"""Which patterns can match the same words in many ways, found by walking the states of a pattern and not by trying.

A pattern is turned into its positions, one for each character that it matches, and which may follow which. Two different
ways round a loop over the same characters take time that doubles with every word of the post; two loops one behind the
other over the same character take the square of its length.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from csmedia.linting.expressions import MANY, SAMPLE, Chars, Choice, Repeat, Row, Tree

MOST_POSITIONS = 400


class Trouble(NamedTuple):
    """A text that troubles a pattern: what leads to the loop, and what goes round in it. ``doubles`` where each round doubles the time."""

    lead: str
    pump: str
    doubles: bool


class _Spots(NamedTuple):
    empty: bool
    first: frozenset[int]
    last: frozenset[int]


class States:
    """The positions of a pattern, and which may follow which."""

    def __init__(self, tree: Tree) -> None:
        self.among: list[frozenset[str]] = []
        self.follow: dict[int, set[int]] = {}
        self.doubled: set[tuple[int, int]] = set()
        self._sure = 0
        whole = self._walk(tree)
        self.first, self.last = whole.first, whole.last

    def _walk(self, tree: Tree) -> _Spots:
        if isinstance(tree, Chars):
            return self._one(tree)
        if isinstance(tree, Row):
            spots = _Spots(True, frozenset(), frozenset())
            for part in tree.parts:
                spots = self._joined(spots, self._walk(part))
            return spots
        if isinstance(tree, Choice):
            several = [self._walk(option) for option in tree.options]
            first = frozenset(spot for one in several for spot in one.first)
            last = frozenset(spot for one in several for spot in one.last)
            return _Spots(any(one.empty for one in several), first, last)
        return self._repeat(tree)

    def _one(self, tree: Chars) -> _Spots:
        number = len(self.among)
        self.among.append(tree.among if number < MOST_POSITIONS else frozenset())
        self.follow[number] = set()
        return _Spots(False, frozenset({number}), frozenset({number}))

    def _joined(self, left: _Spots, right: _Spots) -> _Spots:
        for spot in left.last:
            self.follow[spot] |= right.first
        first = left.first | right.first if left.empty else left.first
        return _Spots(left.empty and right.empty, first, left.last | right.last if right.empty else right.last)

    def _repeat(self, tree: Repeat) -> _Spots:
        # What gives nothing back is gone through once, whatever repeats are in it.
        self._sure += tree.sure
        spots = self._walk(tree.part)
        # Few times are no loop: what they cost stays small however long the post is.
        if (tree.most is None or tree.most >= MANY) and not self._sure:
            for spot in spots.last:
                # A step that an inner repeat takes already: each round may be of the one or of the other.
                self.doubled |= {(spot, after) for after in self.follow[spot] & spots.first}
                self.follow[spot] |= spots.first
        self._sure -= tree.sure
        return spots._replace(empty=spots.empty or tree.least == 0)

    def shortest(self) -> str:
        """The shortest text that the pattern asks for, but for what stands around it."""
        return "".join(typical(self.among[spot]) for spot in _path(self.follow, self.first, set(self.last)))

    def loops(self) -> dict[int, int]:
        """The positions that can come round to themselves, each with the number of its loop."""
        return _components(self.follow)


def trouble_of(tree: Tree) -> Trouble | None:
    """The worst text for a pattern; None where it reads every text in one way."""
    states = States(tree)
    loops = states.loops()
    return _doubled_step(states) or _two_ways_round(states, loops) or _two_loops(states)


def _doubled_step(states: States) -> Trouble | None:
    """A repeat of a repeat, with nothing between the two that must be there."""
    for spot, after in sorted(states.doubled):
        path = _path(states.follow, {after}, {spot})
        return Trouble(_lead(states, spot), "".join(typical(states.among[one]) for one in path), doubles=True)
    return None


def _two_ways_round(states: States, loops: Mapping[int, int]) -> Trouble | None:
    """Two walks over the same characters that part and meet again in one loop."""
    pairs: dict[int, set[int]] = {}
    inside = sorted(loops)
    index = {(one, two): number for number, (one, two) in enumerate((a, b) for a in inside for b in inside if loops[a] == loops[b])}
    for (one, two), number in index.items():
        pairs[number] = {
            index[a, b]
            for a in states.follow[one] for b in states.follow[two]
            if (a, b) in index and states.among[a] & states.among[b]
        }  # fmt: skip
    circles = _components(pairs)
    same = {circles[index[one, one]] for one in inside if index[one, one] in circles}
    for (one, two), number in index.items():
        if one < two and circles.get(number) in same and states.among[one] & states.among[two]:
            return Trouble(_lead(states, one), _round(states, loops, one, two), doubles=True)
    return None


def _two_loops(states: States) -> Trouble | None:
    """Two loops, one behind the other, that a run of one character goes round both of."""
    for character in SAMPLE:
        mine = {spot for spot, among in enumerate(states.among) if character in among}
        within = {spot: states.follow[spot] & mine for spot in mine}
        circles = _components(within)
        for spot in circles:
            reached = _reached(within, spot)
            if any(other in circles and circles[other] != circles[spot] for other in reached):
                return Trouble(_lead(states, spot), character, doubles=False)
    return None


def _reached(follow: Mapping[int, Iterable[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for after in follow[waiting.pop()]:
            if after not in found:
                found.add(after)
                waiting.append(after)
    return found


def _lead(states: States, target: int) -> str:
    """The shortest text from the pattern's start to a position, the position itself left out."""
    return "".join(typical(states.among[spot]) for spot in _path(states.follow, states.first, {target})[:-1])


def _round(states: States, loops: Mapping[int, int], one: int, two: int) -> str:
    """A text that goes once round the loop, over what both positions take where they do."""
    path = _path(states.follow, states.follow[one], {one})
    both = states.among[one] & states.among[two]
    return "".join(typical(both if spot == one else states.among[spot]) for spot in path if spot in loops)


def _path(follow: Mapping[int, set[int]], starts: Iterable[int], targets: set[int]) -> list[int]:
    came: dict[int, int | None] = dict.fromkeys(starts)
    waiting = deque(came)
    while waiting:
        spot = waiting.popleft()
        if spot in targets:
            path: list[int] = []
            step: int | None = spot
            while step is not None:
                path.insert(0, step)
                step = came[step]
            return path
        for after in follow[spot]:
            if after not in came:
                came[after] = spot
                waiting.append(after)
    return []


def typical(among: Iterable[str]) -> str:
    """A letter where there is one, so that the text looks like words."""
    return min(among, key=lambda one: (not one.islower(), not one.isdigit(), one), default="a")


def _components(follow: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """The members of circles, each with the number of its circle (Tarjan, without recursion)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on: set[int] = set()
    found: dict[int, int] = {}
    for root in follow:
        if root in order:
            continue
        work = [(root, iter(follow[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on.add(root)
        while work:
            spot, rest = work[-1]
            after = next((one for one in rest if one not in order or one in on), None)
            if after is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[spot])
                if low[spot] == order[spot]:
                    _close(spot, stack, on, found, follow)
            elif after in order:
                low[spot] = min(low[spot], order[after])
            else:
                order[after] = low[after] = len(order)
                stack.append(after)
                on.add(after)
                work.append((after, iter(follow[after])))
    return found


def _close(spot: int, stack: list[int], on: set[int], found: dict[int, int], follow: Mapping[int, Iterable[int]]) -> None:
    members = []
    while True:
        member = stack.pop()
        on.discard(member)
        members.append(member)
        if member == spot:
            break
    if len(members) > 1 or spot in follow[spot]:
        found.update(dict.fromkeys(members, spot))
