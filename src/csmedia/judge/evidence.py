"""What was seen in one post: hits of numbered nodes, worked out once and only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from csmedia.judge.facts import Facts
from csmedia.judge.finders import FINDERS
from csmedia.judge.hit import Hit
from csmedia.judge.waking import Sentence, possible, worth_judging
from csmedia.load.compiled import AtomPlan, Compiled
from csmedia.load.literals import mask_of
from csmedia.text import Text
from csmedia.text.reading import region
from csmedia.text.words import Mark

Detector = Callable[..., Iterable[tuple[Any, ...]]]
_REGIONS = {"own": Mark.OWN, "quoted": Mark.QUOTED, "media": Mark.MEDIA}
_NOTHING: list[Hit] = []


class Evidence:
    """The hits of one post."""

    def __init__(self, compiled: Compiled, text: Text, facts: Facts, detectors: Mapping[str, Detector]) -> None:
        self.compiled, self.text, self.facts, self.detectors = compiled, text, facts, detectors
        self.wakes = compiled.wakes.at
        self.failed: dict[int, str] = {}
        self.met_failures: set[int] = set()
        self._hits: dict[int, list[Hit]] = {}
        self._starts: dict[int, dict[int, list[int]]] = {}
        self._ends: dict[int, set[int]] = {}
        self.literals: dict[int, list[tuple[int, int]]] = {}
        here: dict[int, set[int]] = {}
        for literal, start, end in compiled.scanner.find(text.forms, text.sentence, text.tags):
            self.literals.setdefault(literal, []).append((start, end))
            here.setdefault(text.sentence[start], set()).add(literal)
        self.left = possible(compiled, facts)
        # A gate, a region or a fact belongs to the whole post: what it opens may be found in any sentence.
        regions = text.regions()
        here_too = (leaf for leaf, region in compiled.regions if _REGIONS[region] & regions)
        self.standing = compiled.gates.open(text.texts(), text.tidied()).union(self.left.leaves, here_too)
        wide, leaves_of = mask_of(self.standing), compiled.literals.leaves
        for literal in self.literals:
            wide |= compiled.wide.get(literal, 0)
        self.sentences = [Sentence(seen, reduce(or_, [leaves_of[literal] for literal in seen], wide)) for seen in here.values()] or [Sentence(set(), wide)]
        self.leaves: int = reduce(or_, [sentence.leaves for sentence in self.sentences])
        """The mask of the leaves that are seen anywhere."""

    def woken(self) -> list[int]:
        """The numbers of the rules to judge, in order."""
        return worth_judging(self.compiled.wanted, self.sentences, self.standing, self.left)

    def hits(self, number: int) -> list[Hit]:
        """What a node finds, in order, without repeats. Not to be changed: it is kept."""
        if self.failed and number in self.failed:
            self.met_failures.add(number)
        found = self._hits.get(number)
        if found is None:
            wake = self.wakes[number]
            # Nothing that it needs is there, so it can find nothing.
            asleep = wake is not None and not wake & self.leaves
            found = self._hits[number] = _NOTHING if asleep else self._find(number)
        return found

    def _find(self, number: int) -> list[Hit]:
        node = self.compiled.nodes.at[number]
        finder = FINDERS.get(type(node))
        found = list(finder(self, number, node)) if finder is not None else _NOTHING
        return sorted(set(found), key=_order) if len(found) > 1 else found

    def starts(self, number: int) -> dict[int, list[int]]:
        """Where a node's hits end, by where they start."""
        if number not in self._starts:
            found: dict[int, list[int]] = {}
            for hit in self.hits(number):
                found.setdefault(hit.start, []).append(hit.end)
            self._starts[number] = found
        return self._starts[number]

    def in_wrong_company(self, hit: Hit, not_after: int | None, not_before: int | None) -> bool:
        """Whether words stand next to a hit that it must not stand next to."""
        if not_before is not None:
            after = hit.end + (hit.end < len(self.text.forms) and self.text.forms[hit.end] == "'s")
            if after in self.starts(not_before) or hit.end in self.starts(not_before):
                return True
        return not_after is not None and hit.start in self._ends_of(not_after)

    def _ends_of(self, number: int) -> set[int]:
        if number not in self._ends:
            self._ends[number] = {hit.end for hit in self.hits(number)}
        return self._ends[number]

    def fail(self, number: int, reason: str) -> None:
        """Note that a node could not be looked for."""
        self.failed[number] = reason
        self.met_failures.add(number)

    def of_atom(self, atom: AtomPlan) -> list[Hit]:
        """What an atom finds, after its own conditions."""
        return [hit for hit in self.hits(atom.node) if self._fits(hit, atom)]

    def _fits(self, hit: Hit, atom: AtomPlan) -> bool:
        text = self.text
        if hit.start < 0:
            # A sign between words has the region of its field; a fact has none.
            return hit.exact is None or atom.region == "any" or bool(region(text.fields[hit.exact[0]][0]) & _REGIONS[atom.region])
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
