"""What has to be seen before a node can find anything, chosen so that it is seldom seen.

How often something is seen is counted in the examples of the rules themselves: posts of every kind, raised and not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from csmedia.load.compiled import (
    LEAVES,
    AtomPlan,
    DetectorNode,
    FactsNode,
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

# A leaf that no example holds is still seen now and then, the more so the more literals it has.
_UNSEEN = 0.01
# Regions and facts that some rule looks for are those of few posts.
_STANDS = 0.1
Want = frozenset[int]
"""Leaves of which one must be seen."""
Wake = Want | None


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
            return min(self._known(node.anchors), key=self.order, default=None)
        if isinstance(node, PatternNode | DetectorNode):
            return min(self._known(one for one in (node.needs, node.gate) if one is not None), key=self.order, default=None)
        return None

    def ways(self, node: int) -> Iterator[frozenset[Want]]:
        """Each way in which a node may come to find something: wants that must all be met, none where it may at any time."""
        kind = self._nodes[node]
        if isinstance(kind, JoinNode):
            for part in kind.nodes:
                yield from self.ways(part)
        elif isinstance(kind, FrameNode):
            yield frozenset(self._known(kind.anchors))
        elif isinstance(kind, PatternNode | DetectorNode):
            yield frozenset(self._known(one for one in (kind.needs, kind.gate) if one is not None))
        else:
            yield frozenset(self._known((node,)))

    def region(self, atom: AtomPlan) -> Wake:
        """The leaf of the region that an atom is looked for in; None where it may be found elsewhere, as facts are."""
        wake = self.wakes[atom.node] or frozenset()
        if atom.region not in self._regions or any(isinstance(self._nodes[leaf], FactsNode) for leaf in wake):
            return None
        return frozenset({self._regions[atom.region]})

    @property
    def wide(self) -> frozenset[int]:
        """Leaves that count wherever in the post they are seen: the words that patterns need."""
        return frozenset(node.needs for node in self._nodes if isinstance(node, PatternNode) and node.needs is not None)

    def anchors(self, anchors: Iterable[int]) -> tuple[int, ...]:
        """The anchors of a frame, the seldomest first: where it is not seen, nobody looks for the others."""
        return tuple(sorted(anchors, key=lambda one: (self.wakes[one] is None, self.order(self.wakes[one] or frozenset()))))

    def _any(self, nodes: Iterable[int]) -> Wake:
        wakes = [self.wakes[node] for node in nodes]
        return None if None in wakes else frozenset().union(*(wake for wake in wakes if wake is not None))

    def _known(self, nodes: Iterable[int]) -> list[frozenset[int]]:
        return [wake for node in nodes if (wake := self.wakes[node]) is not None]

    def order(self, wake: frozenset[int]) -> tuple[float, list[int]]:
        """The seldomest first."""
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
