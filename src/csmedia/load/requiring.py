"""What has to be seen before a rule is worth judging: the ways in which its evidence may come to be found, as tables of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from csmedia.load.compiled import AtomPlan, FindPlan, RuleNeed, RulePlan
from csmedia.load.waking import Waking, Want

Way = tuple[int, ...]


class Requirements(NamedTuple):
    """Wants by number, what rules need of them, and the nodes by which rules are looked at.

    ``ways`` are, for each want, the ways to find such a node that it is the seldomest of: the other wants that have to be met, and
    the rules to look at then. ``always`` are looked at anyway.
    """

    wants: Sequence[Want]
    ways: Sequence[Sequence[tuple[Way, Sequence[int]]]]
    needs: Sequence[RuleNeed]
    always: Sequence[int]


class _Tables:
    """Requirements as they are gathered."""

    def __init__(self, waking: Waking) -> None:
        self.waking = waking
        self.wants: dict[Want, int] = {}
        self.rules: dict[Way, set[int]] = {}

    def want(self, want: Want) -> int:
        return self.wants.setdefault(want, len(self.wants))

    def need(self, find: FindPlan) -> RuleNeed:
        """What a rule's ``find`` asks for, less what may be found at any time."""
        far, wide = ([atom for atom in atoms if find.within != "sentence" or atom.within == "post"] for atoms in (find.all, find.any))
        always = sum(self.waking.wakes[atom.node] is None for atom in find.any)
        return RuleNeed(
            here=tuple(self._counted(atom for atom in find.all if atom not in far)),
            anywhere=(*self._counted(far), *map(self.want, self._regions(find.all, find.any))),
            some_here=self._counted(atom for atom in find.any if atom not in wide),
            some=self._counted(wide),
            least=max(0, find.at_least - always) if find.any else 0,
        )

    def _counted(self, atoms: Iterable[AtomPlan]) -> dict[int, int]:
        """The wants that wake atoms, the seldomest first, and how many atoms each wakes."""
        wakes = [wake for atom in atoms if (wake := self.waking.wakes[atom.node]) is not None]
        return Counter(self.want(wake) for wake in sorted(wakes, key=self.waking.order))

    def _regions(self, every: Sequence[AtomPlan], some: Sequence[AtomPlan]) -> list[Want]:
        found = [region for atom in every if (region := self.waking.region(atom)) is not None]
        regions = [self.waking.region(atom) for atom in some]
        known = [region for region in regions if region is not None]
        return [*found, frozenset().union(*known)] if some and len(known) == len(regions) else found

    def look_at(self, number: int, find: FindPlan) -> bool:
        """Note by what a rule is looked at: the seldomest of what it needs; False where it has to be looked at each time."""
        choices: list[tuple[int, ...]] = [(atom.node,) for atom in find.all]
        if find.any:
            choices.append(tuple(atom.node for atom in find.any))
        ways = [ways for nodes in choices if (ways := self._ways(nodes)) is not None]
        for way in min(ways, key=lambda some: sum(self.waking.order(way[0])[0] for way in some), default=()):
            self.rules.setdefault(tuple(map(self.want, way)), set()).add(number)
        return bool(ways)

    def _ways(self, nodes: Iterable[int]) -> list[list[Want]] | None:
        """Every way to find one of some nodes, the seldomest want first; None where one may be found at any time."""
        ways = {way for node in nodes for way in self.waking.ways(node)}
        ordered = [sorted(way, key=self.waking.order) for way in sorted(ways, key=lambda way: sorted(map(sorted, way)))]
        return None if [] in ordered else ordered


def requirements_of(rules: Sequence[RulePlan], waking: Waking) -> Requirements:
    """The requirements of all rules."""
    tables = _Tables(waking)
    needs = [RuleNeed() if rule.find is None else tables.need(rule.find) for rule in rules]
    always = [number for number, rule in enumerate(rules) if rule.find is None or not tables.look_at(number, rule.find)]
    ways: list[list[tuple[Way, list[int]]]] = [[] for _ in tables.wants]
    for (first, *others), found in sorted(tables.rules.items()):
        ways[first].append((tuple(others), sorted(found)))
    return Requirements(list(tables.wants), ways, needs, always)
