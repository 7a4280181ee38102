"""Find where a frame fits: a row of words and word classes with gaps, inside one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from csmedia.load.compiled import Part
from csmedia.text import Text
from csmedia.text.words import Mark

Ends = Callable[[int], dict[int, list[int]]]
_MONTHS = frozenset(
    (
        "january february march april may june july august september october november december jan feb mar apr jun "
        "jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday tomorrow tonight"
    ).split()
)
_BEFORE_PLACES = frozenset("in at near from to towards outside around across yn ym yng".split())
_SHAPE_MARKS = {
    "CAPS": Mark.CAPS, "number": Mark.NUMBER, "money": Mark.MONEY, "mention": Mark.MENTION, "hashtag": Mark.HASHTAG,
    "emoji": Mark.EMOJI, "link": Mark.LINK,
}  # fmt: skip


def frame_matches(text: Text, parts: Sequence[Part], ends: Ends, sentences: set[int]) -> Iterator[tuple[int, int]]:
    """Where the parts fit, as words from start to end; the shortest fit from each start."""
    for start in _starts(text, parts[0], ends):
        if text.sentence[start] not in sentences:
            continue
        reached = _run(text, parts, ends, start)
        if reached:
            yield start, reached


def _starts(text: Text, first: Part, ends: Ends) -> Sequence[int]:
    """Where a frame may begin: where its first part does, if that is words that must stand there."""
    if first.kind != "words" or not first.least or first.shapes:
        return range(len(text.forms))
    return sorted(at for at in ends(first.node) if at >= 0)


def _run(text: Text, parts: Sequence[Part], ends: Ends, start: int) -> int:
    """The nearest word after a fit that begins at ``start``, or 0."""
    sentence = text.sentence[start]
    states = {start}
    for index, part in enumerate(parts):
        states = _step(text, part, ends, states, sentence, start, first=index == 0)
        if not states:
            return 0
    return min((state for state in states if state > start), default=0)


def _step(text: Text, part: Part, ends: Ends, states: set[int], sentence: int, start: int, *, first: bool) -> set[int]:
    if part.kind == "start":
        return {at for at in states if at == 0 or text.sentence[at - 1] != sentence}
    if part.kind == "end":
        return {at for at in states if at == len(text.forms) or text.sentence[at] != sentence}
    if part.kind == "gap":
        return {
            to for at in states for to in range(at, at + part.most + 1) if to == at or _inside(text, to - 1, sentence)
        }
    reached = set(states) if part.least == 0 else set()
    now = states
    for count in range(1, part.most + 1):
        now = {to for at in now for to in _one(text, part, ends, at, sentence, skip=not (first and at == start))}
        if not now:
            break
        if count >= part.least:
            reached |= now
    return reached


def _inside(text: Text, at: int, sentence: int) -> bool:
    return at < len(text.forms) and text.sentence[at] == sentence


def _one(text: Text, part: Part, ends: Ends, at: int, sentence: int, *, skip: bool) -> Iterator[int]:
    """Where one occurrence of a part may end; a possessive before it is stepped over."""
    places = (at, at + 1) if skip and _inside(text, at, sentence) and text.forms[at] == "'s" else (at,)
    for place in places:
        if not _inside(text, place, sentence):
            continue
        if part.node >= 0:
            yield from ends(part.node).get(place, ())
        for shape in part.shapes:
            yield from _shape(text, shape, place)


def _shape(text: Text, shape: str, at: int) -> Iterator[int]:
    marks = text.marks[at]
    if shape == "Name":
        to = at
        while (
            to < min(at + 3, len(text.forms))
            and text.marks[to] & Mark.CAPITAL
            and text.sentence[to] == text.sentence[at]
        ):
            to += 1
            yield to
    elif shape == "place":
        if at and text.sentence[at - 1] == text.sentence[at] and text.forms[at - 1] in _BEFORE_PLACES:
            yield from _shape(text, "Name", at)
    elif shape == "date":
        if text.forms[at] in _MONTHS or (
            marks & Mark.NUMBER and at + 1 < len(text.forms) and text.forms[at + 1] in _MONTHS
        ):
            yield at + 1
    elif marks & _SHAPE_MARKS.get(shape, 0):
        yield at + 1
