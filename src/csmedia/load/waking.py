"""What has to be seen before a node or a rule can find anything, chosen so that it is seldom seen.

How often something is seen is counted in the examples of the rules themselves: posts of every kind, raised and not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from csmedia.load.compiled import (
    AtomPlan,
    DetectorNode,
    FactsNode,
    FindPlan,
    FrameNode,
    GateNode,
    JoinNode,
    MovingNode,
    Node,
    PatternNode,
    RegionNode,
    TermsNode,
    TopicNode,
)  # fmt: skip
from csmedia.load.literals import Seen
from csmedia.scan import Gates, Scanner, Trees
from csmedia.text import Vocabulary, read_text

LEAVES = (TermsNode, GateNode, RegionNode, FactsNode, MovingNode)
# A leaf that no example holds is still seen now and then, the more so the more literals it has.
_UNSEEN = 0.01
# Regions and facts that some rule looks for are those of few posts.
_STANDS = 0.1
Wake = frozenset[int] | None


class Waking:
    """Leaves by node: terms and gates of which one must be seen. None means that a node may find something at any time."""

    def __init__(self, nodes: Sequence[Node], topic_node: int, regions: Mapping[str, int], often: Mapping[int, float]) -> None:
        self._nodes, self._regions, self._often, self.wakes = nodes, regions, often, list[Wake]()
        for number, node in enumerate(nodes):  # what a node is made of has a smaller number
            self.wakes.append(self._of(number, node, topic_node))

    def _of(self, number: int, node: Node, topic_node: int) -> Wake:
        if isinstance(node, LEAVES):
            return frozenset({number})
        if isinstance(node, TopicNode):
            return frozenset({topic_node})
        if isinstance(node, JoinNode):
            return self._any(node.nodes)
        if isinstance(node, FrameNode):
            return min(self._known(node.anchors), key=self._order, default=None)
        if isinstance(node, PatternNode | DetectorNode):
            return min(self._known(one for one in (node.needs, node.gate) if one is not None), key=self._order, default=None)
        return None

    def needs(self, find: FindPlan | None) -> tuple[frozenset[int], ...]:
        """Sets of leaves of which a rule needs one each, the seldomest set first; none where it may fire at any time."""
        if find is None:
            return ()
        regions = [region for atom in find.all if (region := self._region(atom)) is not None]
        if find.any and None not in (some := {self._region(atom) for atom in find.any}):
            regions.append(frozenset().union(*(region for region in some if region is not None)))
        needs = self._required([atom.node for atom in find.all], [atom.node for atom in find.any])
        return (*dict.fromkeys((*needs, *regions)),)

    def _region(self, atom: AtomPlan) -> Wake:
        """The leaf of the region that an atom is looked for in; None where it may be found elsewhere, as facts are."""
        wake = self.wakes[atom.node] or frozenset()
        if atom.region not in self._regions or any(isinstance(self._nodes[leaf], FactsNode) for leaf in wake):
            return None
        return frozenset({self._regions[atom.region]})

    def together(self, find: FindPlan | None) -> tuple[frozenset[int], ...]:
        """Those of a rule's needs that must stand in one sentence, where there are several."""
        if find is None or find.within != "sentence":
            return ()
        here = [atom.node for atom in find.all if atom.within != "post"]
        some = [atom.node for atom in find.any]
        found = self._required(here, some if all(atom.within != "post" for atom in find.any) else [])
        return found if len(found) > 1 else ()

    def _required(self, every: Iterable[int], some: Sequence[int]) -> tuple[frozenset[int], ...]:
        wakes = self._known(every)
        if some and (joined := self._any(some)) is not None:
            wakes.append(joined)
        return tuple(sorted(set(wakes), key=self._order))

    def anchors(self, anchors: Iterable[int]) -> tuple[int, ...]:
        """The anchors of a frame, the seldomest first: where it is not seen, nobody looks for the others."""
        return tuple(sorted(anchors, key=lambda one: (self.wakes[one] is None, self._order(self.wakes[one] or frozenset()))))

    def _any(self, nodes: Iterable[int]) -> Wake:
        wakes = [self.wakes[node] for node in nodes]
        return None if None in wakes else frozenset().union(*(wake for wake in wakes if wake is not None))

    def _known(self, nodes: Iterable[int]) -> list[frozenset[int]]:
        return [wake for node in nodes if (wake := self.wakes[node]) is not None]

    def _order(self, wake: frozenset[int]) -> tuple[float, list[int]]:
        return sum(self._often.get(leaf, 0.0) for leaf in wake), sorted(wake)


def how_often(
    nodes: Sequence[Node], literals: Mapping[str, Sequence[Seen]], trees: Trees, known: Vocabulary, texts: Sequence[str]
) -> dict[int, float]:
    """In how many of some texts each leaf is seen, as a share; a little more than none where it is seen in none."""
    stands = [{seen.node for seen in literals[literal]} for literal in trees.literals]
    scanner = Scanner(trees.trees.get, trees.beginnings)
    gates = Gates((number, node.barrier) for number, node in enumerate(nodes) if isinstance(node, GateNode))
    counted: Counter[int] = Counter()
    for typed in texts:
        text = read_text((("text", typed),), known)
        found = {literal for literal, _, _ in scanner.find(text.forms, text.sentence, text.tags)}
        counted.update(gates.open(text.texts(), text.tidied()).union(*(stands[literal] for literal in found)))
    sizes = Counter(node for every in stands for node in every)
    often = {
        number: (counted[number] + _UNSEEN * max(1, sizes[number])) / max(1, len(texts))
        for number, node in enumerate(nodes)
        if isinstance(node, TermsNode | GateNode)
    }
    return often | {number: _STANDS for number, node in enumerate(nodes) if isinstance(node, RegionNode | FactsNode | MovingNode)}
