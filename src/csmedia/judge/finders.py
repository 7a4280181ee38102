"""What each kind of node finds in a post: one function a kind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from time import thread_time
from typing import TYPE_CHECKING, Any

from csmedia.judge.framing import frame_matches
from csmedia.judge.hit import Hit, start_of
from csmedia.load.compiled import (
    DetectorNode,
    FactsNode,
    FrameNode,
    JoinNode,
    MovingNode,
    PatternNode,
    TermsNode,
    TopicNode,
)
from csmedia.load.literals import TopicRef, Typed
from csmedia.text import fold_term
from csmedia.text.words import Mark

if TYPE_CHECKING:
    from csmedia.judge.evidence import Evidence

PATTERN_SECONDS = 0.05
# How often a pattern that ran out of time without working is tried again.
_PATIENCE = 20
_WEAK = frozenset(
    (
        "statistics statistic release releases publication announcement figures monthly quarterly annual annually "
        "statement ministerial launch official bulletin report data england wales scotland northern ireland the "
        "and for from with new first"
    ).split()
)


def _terms(evidence: Evidence, number: int, _: TermsNode) -> Iterator[Hit]:
    mine, here = evidence.compiled.literals.of_node(number), evidence.literals
    few, many = (mine, here) if len(mine) < len(here) else (here, mine)
    for literal in few:
        if literal in many:
            for topic, ways in _meanings(evidence, number, literal):
                yield from (Hit(start, end, topic) for start, end in here[literal] if _typed_so(evidence, start, ways))


def _meanings(evidence: Evidence, number: int, literal: int) -> Iterable[tuple[TopicRef | None, tuple[Typed, ...] | None]]:
    literals = evidence.compiled.literals
    if number:
        return ((None, literals.condition(number, literal)),)
    return [(topic, (way,)) for topic, way in literals.topics(literal)]


def _typed_so(evidence: Evidence, start: int, ways: tuple[Typed, ...] | None) -> bool:
    return ways is None or any(all(_typed(evidence, start + place, mark) for place, mark in way) for way in ways)


def _typed(evidence: Evidence, word: int, mark: int) -> bool:
    marks = evidence.text.marks[word]
    return bool(marks & mark) or (bool(marks & Mark.HASHTAG) and not marks & Mark.CAPITAL)


def _facts(evidence: Evidence, _: int, node: FactsNode) -> Iterator[Hit]:
    if evidence.facts.holds(node.when)[0]:
        yield Hit(-1, -1)


def _join(evidence: Evidence, number: int, node: JoinNode) -> Iterator[Hit]:
    hits = [hit for part in evidence.compiled.parts_awake(number, node, evidence.leaves) for hit in evidence.hits(part)]
    if node.except_ is not None and hits:
        hits = _clear_of(hits, evidence.hits(node.except_))
    marks = evidence.text.marks
    for hit in hits:
        if node.typed and not all(marks[at] & node.typed for at in range(hit.start, hit.end)):
            continue
        if not evidence.in_wrong_company(hit, node.not_after, node.not_before):
            yield hit


def _clear_of(hits: list[Hit], excepted: list[Hit]) -> list[Hit]:
    """The hits that share no word with any that is excepted."""
    starts, furthest = [other.start for other in excepted], list(accumulate((other.end for other in excepted), max))
    return [hit for hit in hits if not (before := bisect_left(starts, hit.end)) or furthest[before - 1] <= hit.start]


def _frame(evidence: Evidence, _: int, node: FrameNode) -> Iterator[Hit]:
    sentences = _sentences_of(evidence, node)
    if not sentences:
        return
    named = [some for anchor in node.anchors if (some := [hit for hit in evidence.hits(anchor) if hit.topic])]
    for start, end in frame_matches(evidence.text, node.parts, evidence.starts, sentences):
        yield Hit(start, end, _first_topic(named, start, end))


def _first_topic(named: list[list[Hit]], start: int, end: int) -> TopicRef | None:
    """The topic of the first hit between two words, in the first row that has one there."""
    for hits in named:
        at = bisect_left(hits, start, key=start_of)
        if at < len(hits) and hits[at].start < end:
            return hits[at].topic
    return None


def _sentences_of(evidence: Evidence, node: FrameNode) -> set[int]:
    """The sentences that every anchor of a frame stands in; all where it has none."""
    wakes = [wake for anchor in node.anchors if (wake := evidence.wakes[anchor]) is not None]
    if not any(all(here.leaves & wake for wake in wakes) for here in evidence.sentences):
        return set()
    numbers = evidence.text.sentence
    sentences: set[int] | None = None
    for anchor in node.anchors:
        here = {numbers[hit.start] for hit in evidence.hits(anchor) if hit.start >= 0}
        sentences = here if sentences is None else sentences & here
        if not sentences:
            return sentences
    return set(numbers) if sentences is None else sentences


def _pattern(evidence: Evidence, number: int, node: PatternNode) -> Iterator[Hit]:
    if node.needs is not None and not evidence.hits(node.needs):
        return
    for field, (_, typed, tidied) in enumerate(evidence.text.fields):
        try:
            spans = _spans(node.expression, typed if node.on == "typed" else tidied.text)
        except TimeoutError:
            evidence.fail(number, f"a pattern took longer than {PATTERN_SECONDS * 1000:.0f} ms")
            continue
        for start, end in spans:
            if node.on == "typed" and tidied.starts is not None:
                yield _of_chars(evidence, field, *_tidied_offsets(tidied.starts, tidied.ends or (), start, end))
            else:
                yield _of_chars(evidence, field, start, end)


def _spans(expression: Any, words: str) -> list[tuple[int, int]]:
    """Where an expression matches; raises TimeoutError where it works too long, not where the machine let it wait."""
    which = "span" if "span" in expression.groupindex else 0
    for _ in range(_PATIENCE):
        began = thread_time()
        try:
            return [found.span(which) for found in expression.finditer(words, timeout=PATTERN_SECONDS)]
        except TimeoutError:
            if thread_time() - began > PATTERN_SECONDS / 2:
                raise
    raise TimeoutError


def _tidied_offsets(starts: tuple[int, ...], ends: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    inside = [at for at, (first, last) in enumerate(zip(starts, ends, strict=True)) if first < end and start < last]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _detector(evidence: Evidence, number: int, node: DetectorNode) -> Iterator[Hit]:
    detector, facts = evidence.detectors[node.name], evidence.facts
    for field, (name, _, tidied) in enumerate(evidence.text.fields):
        try:
            for start, end, *_ in detector(tidied.text, field=name, post=facts.post, context=facts.context):
                yield _of_chars(evidence, field, start, end)
        except Exception as error:  # a plugin may raise anything; the report names it and is not complete
            evidence.fail(number, f"detector “{node.name}” raised {type(error).__name__}")


def _of_chars(evidence: Evidence, field: int, start: int, end: int) -> Hit:
    words = evidence.text.words_of_chars(field, start, end)
    first, last = words if words is not None else (-1, -1)
    return Hit(first, last, None, (field, start, end))


def _topic(evidence: Evidence, _: int, node: TopicNode) -> Iterator[Hit]:
    own = set(evidence.facts.author.family)
    hits = evidence.hits(0)
    ours = [hit for hit in hits if hit.topic is not None and hit.topic.organisation in own]
    for hit in hits:
        if hit.topic is None or (node.sides and hit.topic.side is None):
            continue
        mine = hit.topic.organisation in own
        # Words that name one's own topic are not another minister's, even where another list knows a longer phrase.
        also_ours = any(hit.start < other.end and other.start < hit.end for other in ours)
        if node.whose == "any" or (node.whose == "own" and mine) or (node.whose == "other" and not also_ours):
            yield hit


def _moving(evidence: Evidence, _: int, node: MovingNode) -> Iterator[Hit]:
    facts = evidence.facts
    kind, _sep, which = node.what.partition(":")
    if kind == "release":
        for release in facts.context.releases:
            pending = facts.moment is None or release.at > facts.moment.start
            if pending == (which == "pending"):
                yield from _named(evidence, release.name)
        return
    names = {
        "minister:own": facts.author.ministers,
        "place:area": (facts.context.area or "",),
        "place:period": tuple(place for row in facts.periods for place in row.places),
    }
    for name in names.get(node.what, ()):
        yield from _phrase(evidence, fold_term(name))


def _named(evidence: Evidence, name: str) -> Iterator[Hit]:
    """The words of a release's name, where enough of them are in the post to be about it."""
    forms = evidence.text.forms
    strong = {word[:6] for word in fold_term(name) if len(word) > 3 and word not in _WEAK}
    found = [at for at, form in enumerate(forms) if len(form) > 3 and form[:6] in strong]
    if strong and len({forms[at][:6] for at in found}) >= min(2, len(strong)):
        yield from (Hit(at, at + 1) for at in found)


def _phrase(evidence: Evidence, words: tuple[str, ...]) -> Iterator[Hit]:
    forms, length = evidence.text.forms, len(words)
    for at in range(len(forms) - length + 1 if length else 0):
        if tuple(forms[at : at + length]) == words:
            yield Hit(at, at + length)


FINDERS: Mapping[type[Any], Callable[[Evidence, int, Any], Iterator[Hit]]] = {
    TermsNode: _terms, FactsNode: _facts, JoinNode: _join, FrameNode: _frame, PatternNode: _pattern, DetectorNode: _detector,
    TopicNode: _topic, MovingNode: _moving,
}  # fmt: skip
