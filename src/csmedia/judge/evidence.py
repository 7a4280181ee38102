"""What was seen in one post: hits of numbered nodes, worked out once and only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from csmedia.judge.facts import Facts
from csmedia.judge.framing import frame_matches
from csmedia.judge.waking import possible
from csmedia.load.compiled import (
    AtomPlan,
    Compiled,
    DetectorNode,
    FactsNode,
    FrameNode,
    JoinNode,
    MovingNode,
    Node,
    PatternNode,
    RulePlan,
    TermsNode,
    TopicNode,
)  # fmt: skip
from csmedia.load.literals import TopicRef, Typed
from csmedia.text import Text, fold_term
from csmedia.text.words import Mark

Detector = Callable[..., Iterable[tuple[Any, ...]]]
PATTERN_SECONDS = 0.05
_REGIONS = {"own": Mark.OWN, "quoted": Mark.QUOTED, "media": Mark.MEDIA}
_WEAK = frozenset(
    (
        "statistics statistic release releases publication announcement figures monthly quarterly annual annually "
        "statement ministerial launch official bulletin report data england wales scotland northern ireland the "
        "and for from with new first"
    ).split()
)


class Hit(NamedTuple):
    """Words from ``start`` to ``end``; -1 where a fact, not a word, is the evidence. ``exact`` is a field and its characters."""

    start: int
    end: int
    topic: TopicRef | None = None
    exact: tuple[int, int, int] | None = None


class Evidence:
    """The hits of one post."""

    def __init__(self, compiled: Compiled, text: Text, facts: Facts, detectors: Mapping[str, Detector]) -> None:
        self.compiled, self.text, self.facts, self.detectors = compiled, text, facts, detectors
        self.failed: dict[int, str] = {}
        self.met_failures: set[int] = set()
        self._hits: dict[int, list[Hit]] = {}
        self._starts: dict[int, dict[int, list[int]]] = {}
        self.literals: dict[int, list[tuple[int, int]]] = {}
        here: dict[int, set[int]] = {}
        for literal, start, end in compiled.scanner.find(text.forms, text.sentence, text.tags):
            self.literals.setdefault(literal, []).append((start, end))
            here.setdefault(text.sentence[start], set()).add(literal)
        self.rules, facts_that_hold = possible(compiled, facts)
        # A gate, a region or a fact belongs to the whole post: what it opens may be found in any sentence.
        regions = text.regions()
        here_too = (leaf for leaf, region in compiled.regions if _REGIONS[region] & regions)
        self.standing = compiled.gates.open(text.texts()).union(facts_that_hold, here_too)
        self._here = list(here.values())
        wakers = compiled.literals.wakers
        self._wakers = [self.standing.union(*[wakers[one] for one in literals]) for literals in self._here] or [self.standing]

    @cached_property
    def sentences(self) -> list[frozenset[int]]:
        """The leaves that are seen in each sentence."""
        nodes = self.compiled.literals.nodes
        return [self.standing.union(*[nodes[one] for one in literals]) for literals in self._here] or [self.standing]

    @cached_property
    def leaves(self) -> frozenset[int]:
        """The leaves that are seen anywhere."""
        return frozenset().union(*self.sentences) if len(self.sentences) > 1 else self.sentences[0]

    def asleep(self, number: int) -> bool:
        """Whether a node can find nothing, because nothing that it needs is there."""
        wake = self.compiled.wakes[number]
        return wake is not None and wake.isdisjoint(self.leaves)

    def woken(self) -> list[int]:
        """The numbers of the rules to judge, in order."""
        numbers, rules = set(self.compiled.always), self.compiled.literals.rules
        numbers.update(*[rules[literal] for literal in self.literals])
        numbers.update(*[self.compiled.woken.get(leaf, ()) for leaf in self.standing])
        return sorted(numbers & self.rules)

    def may_raise(self, rule: RulePlan) -> bool:
        """Whether everything that a rule needs is there, and in one sentence where it must be."""
        for needs in rule.needs:
            if all(map(needs.isdisjoint, self._wakers)):
                return False
        together = rule.together
        return not together or len(self._wakers) == 1 or any(not any(map(here.isdisjoint, together)) for here in self._wakers)

    def hits(self, number: int) -> list[Hit]:
        """What a node finds, in order, without repeats."""
        if self.failed and number in self.failed:
            self.met_failures.add(number)
        found = self._hits.get(number)
        if found is None:
            found = self._hits[number] = [] if self.asleep(number) else self._find_all(number)
        return found

    def _find_all(self, number: int) -> list[Hit]:
        found = list(self._find(number, self.compiled.nodes[number]))
        return sorted(set(found), key=_order) if len(found) > 1 else found

    def _terms(self, number: int) -> Iterator[Hit]:
        mine, here = self.compiled.literals.of_node(number), self.literals
        few, many = (mine, here) if len(mine) < len(here) else (here, mine)
        for literal in few:
            if literal in many:
                for topic, ways in self._meanings(number, literal):
                    yield from (Hit(start, end, topic) for start, end in here[literal] if self._typed_so(start, ways))

    def _meanings(self, number: int, literal: int) -> Iterable[tuple[TopicRef | None, tuple[Typed, ...] | None]]:
        if number:
            return ((None, self.compiled.literals.condition(number, literal)),)
        return [(topic, (way,)) for topic, way in self.compiled.literals.topics(literal)]

    def _typed_so(self, start: int, ways: tuple[Typed, ...] | None) -> bool:
        return ways is None or any(all(self._typed(start + place, mark) for place, mark in way) for way in ways)

    def _typed(self, word: int, mark: int) -> bool:
        marks = self.text.marks[word]
        return bool(marks & mark) or (bool(marks & Mark.HASHTAG) and not marks & Mark.CAPITAL)

    def _find(self, number: int, node: Node) -> Iterator[Hit]:
        if isinstance(node, TermsNode):
            yield from self._terms(number)
        elif isinstance(node, JoinNode):
            yield from self._join(number, node)
        elif isinstance(node, FrameNode):
            yield from self._frame(node)
        elif isinstance(node, PatternNode):
            yield from self._pattern(number, node)
        elif isinstance(node, DetectorNode):
            yield from self._detector(number, node)
        elif isinstance(node, TopicNode):
            yield from self._topic(node)
        elif isinstance(node, MovingNode):
            yield from self._moving(node)
        elif isinstance(node, FactsNode) and self.facts.holds(node.when)[0]:
            yield Hit(-1, -1)

    def starts(self, number: int) -> dict[int, list[int]]:
        """Where a node's hits end, by where they start."""
        if number not in self._starts:
            found: dict[int, list[int]] = {}
            for hit in self.hits(number):
                found.setdefault(hit.start, []).append(hit.end)
            self._starts[number] = found
        return self._starts[number]

    def _join(self, number: int, node: JoinNode) -> Iterator[Hit]:
        excepted = self.hits(node.except_) if node.except_ is not None else ()
        for part in self.compiled.parts_awake(number, node, self.leaves):
            for hit in self.hits(part):
                if any(hit.start < other.end and other.start < hit.end for other in excepted):
                    continue
                if node.typed and not all(self.text.marks[at] & node.typed for at in range(hit.start, hit.end)):
                    continue
                if not self.in_wrong_company(hit, node.not_after, node.not_before):
                    yield hit

    def in_wrong_company(self, hit: Hit, not_after: int | None, not_before: int | None) -> bool:
        """Whether words stand next to a hit that it must not stand next to."""
        if not_before is not None:
            after = hit.end + (hit.end < len(self.text.forms) and self.text.forms[hit.end] == "'s")
            if after in self.starts(not_before) or hit.end in self.starts(not_before):
                return True
        return not_after is not None and any(other.end == hit.start for other in self.hits(not_after))

    def _frame(self, node: FrameNode) -> Iterator[Hit]:
        wakes = [wake for anchor in node.anchors if (wake := self.compiled.wakes[anchor]) is not None]
        if all(any(map(here.isdisjoint, wakes)) for here in self.sentences):
            return
        sentences: set[int] | None = None
        for anchor in node.anchors:
            here = {self.text.sentence[hit.start] for hit in self.hits(anchor) if hit.start >= 0}
            sentences = here if sentences is None else sentences & here
            if not sentences:
                return
        every = set(self.text.sentence) if sentences is None else sentences
        for start, end in frame_matches(self.text, node.parts, self.starts, every):
            topic = next(
                (
                    hit.topic
                    for anchor in node.anchors
                    for hit in self.hits(anchor)
                    if hit.topic and start <= hit.start < end
                ),
                None,
            )
            yield Hit(start, end, topic)

    def _pattern(self, number: int, node: PatternNode) -> Iterator[Hit]:
        if node.needs is not None and not self.hits(node.needs):
            return
        expression = node.expression
        named = "span" in expression.groupindex
        for field, (_, typed, tidied) in enumerate(self.text.fields):
            words = typed if node.on == "typed" else tidied.text
            try:
                for found in expression.finditer(words, timeout=PATTERN_SECONDS):
                    start, end = found.span("span") if named else found.span()
                    if node.on == "typed" and tidied.starts is not None:
                        start, end = _tidied_offsets(tidied.starts, tidied.ends or (), start, end)
                    yield self._of_chars(field, start, end)
            except TimeoutError:
                self._fail(number, f"a pattern took longer than {PATTERN_SECONDS * 1000:.0f} ms")

    def _detector(self, number: int, node: DetectorNode) -> Iterator[Hit]:
        detector = self.detectors[node.name]
        for field, (name, _, tidied) in enumerate(self.text.fields):
            try:
                for start, end, *_ in detector(
                    tidied.text, field=name, post=self.facts.post, context=self.facts.context
                ):
                    yield self._of_chars(field, start, end)
            except Exception as error:  # a plugin may raise anything; the report names it and is not complete
                self._fail(number, f"detector “{node.name}” raised {type(error).__name__}")

    def _fail(self, number: int, reason: str) -> None:
        self.failed[number] = reason
        self.met_failures.add(number)

    def _of_chars(self, field: int, start: int, end: int) -> Hit:
        words = self.text.words_of_chars(field, start, end)
        first, last = words if words is not None else (-1, -1)
        return Hit(first, last, None, (field, start, end))

    def _topic(self, node: TopicNode) -> Iterator[Hit]:
        own = set(self.facts.family)
        hits = self.hits(0)
        ours = [hit for hit in hits if hit.topic is not None and hit.topic.organisation in own]
        for hit in hits:
            if hit.topic is None or (node.sides and hit.topic.side is None):
                continue
            mine = hit.topic.organisation in own
            # Words that name one's own topic are not another minister's, even where another list knows a longer phrase.
            also_ours = any(hit.start < other.end and other.start < hit.end for other in ours)
            if node.whose == "any" or (node.whose == "own" and mine) or (node.whose == "other" and not also_ours):
                yield hit

    def _moving(self, node: MovingNode) -> Iterator[Hit]:
        kind, _, which = node.what.partition(":")
        if kind == "release":
            for release in self.facts.context.releases:
                pending = self.facts.moment is None or release.at > self.facts.moment.start
                if pending == (which == "pending"):
                    yield from self._named(release.name)
            return
        names = {
            "minister:own": self.facts.ministers,
            "place:area": (self.facts.context.area or "",),
            "place:period": tuple(place for row in self.facts.periods for place in row.places),
        }
        for name in names.get(node.what, ()):
            yield from self._phrase(fold_term(name))

    def _named(self, name: str) -> Iterator[Hit]:
        """The words of a release's name, where enough of them are in the post to be about it."""
        strong = {word[:6] for word in fold_term(name) if len(word) > 3 and word not in _WEAK}
        found = [at for at, form in enumerate(self.text.forms) if len(form) > 3 and form[:6] in strong]
        if strong and len({self.text.forms[at][:6] for at in found}) >= min(2, len(strong)):
            yield from (Hit(at, at + 1) for at in found)

    def _phrase(self, words: tuple[str, ...]) -> Iterator[Hit]:
        forms, length = self.text.forms, len(words)
        for at in range(len(forms) - length + 1 if length else 0):
            if tuple(forms[at : at + length]) == words:
                yield Hit(at, at + length)

    def of_atom(self, atom: AtomPlan) -> list[Hit]:
        """What an atom finds, after its own conditions."""
        return [hit for hit in self.hits(atom.node) if self._fits(hit, atom)]

    def _fits(self, hit: Hit, atom: AtomPlan) -> bool:
        if hit.start < 0:
            return True
        text = self.text
        if atom.region != "any" and not text.marks[hit.start] & _REGIONS[atom.region]:
            return False
        if atom.typed and not all(text.marks[at] & atom.typed for at in range(hit.start, hit.end)):
            return False
        if atom.negated is not None and bool(text.marks[hit.end - 1] & Mark.NEGATED) is not atom.negated:
            return False
        if atom.question is not None and (text.sentence[hit.start] in text.questions) is not atom.question:
            return False
        return not self.in_wrong_company(hit, atom.not_after, atom.not_before)


def _order(hit: Hit) -> tuple[int, int, str, tuple[int, int, int]]:
    return (
        hit.start,
        hit.end,
        "" if hit.topic is None else hit.topic.organisation + hit.topic.id + (hit.topic.side or ""),
        hit.exact or (0, 0, 0),
    )


def _tidied_offsets(starts: tuple[int, ...], ends: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    inside = [at for at, (first, last) in enumerate(zip(starts, ends, strict=True)) if first < end and start < last]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
