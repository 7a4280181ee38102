"""What a check must find, worked out the slow and obvious way: every phrase, every node and every rule, for every post anew.

Nothing is skipped because it could not matter, and nothing is remembered. The library must say the same, only sooner.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from csmedia import Checker, Context, Finding, Post
from csmedia.checker import not_assessed
from csmedia.judge import Facts, Hit
from csmedia.judge.finders import _WEAK
from csmedia.judge.framing import _shape
from csmedia.judge.judging import in_life
from csmedia.judge.matching import Unit
from csmedia.judge.raised import Raised
from csmedia.judge.speaking import finding_of
from csmedia.load.compiled import (
    AtomPlan,
    Compiled,
    DetectorNode,
    FactsNode,
    FindPlan,
    FrameNode,
    JoinNode,
    MovingNode,
    Node,
    Part,
    PatternNode,
    RulePlan,
    TermsNode,
    TopicNode,
)  # fmt: skip
from csmedia.load.literals import Seen
from csmedia.load.packing import Rows, unseal
from csmedia.load.stored import Parts
from csmedia.model import rank, verdict_of
from csmedia.scan import APART, ENDS, OPEN
from csmedia.text import Vocabulary, fold_term, read_text
from csmedia.text.reading import region
from csmedia.text.words import Mark

REGIONS = {"own": Mark.OWN, "quoted": Mark.QUOTED, "media": Mark.MEDIA}
CONFIDENCES = ("high", "medium", "low")


class World(NamedTuple):
    """Policies as a plain list of phrases with what each stands for, nodes, and rules."""

    phrases: Mapping[str, Any]
    stands_for: Callable[[Any], Sequence[Seen]]
    longest: int
    nodes: Sequence[Node]
    rules: Sequence[RulePlan]
    words: frozenset[str]
    maskable: frozenset[str]


def world_of_parts(parts: Parts) -> World:
    """Policies as they were before they were packed."""
    return World(parts.literals, list, _longest(parts.literals), parts.nodes, parts.rules, parts.words, parts.maskable)


def world_of_pack(compiled: Compiled, pack: bytes, name: str) -> World:
    """Policies as they stand in a pack, with its trees written out again as phrases."""
    sections = unseal(pack, name)
    shared = json.loads(bytes(sections["shared"]))
    trees = Rows(sections, "trees", json.loads)
    phrases = {f" {word}": number for word, number in shared["beginnings"].items()}
    for at, word in enumerate(bytes(sections["words"]).decode().split("\n")):
        branches = [trees[row] for row in trees[at].get(APART, {}).values()]
        for part in (trees[at], *branches):
            phrases.update(_written_out(part, word))
    known = frozenset(bytes(sections["vocabulary"]).decode().split("\n")), frozenset(shared["maskable"])
    nodes = defaultdict[int, list[int]](list)
    for node in range(len(compiled.nodes)):
        for literal in compiled.literals.of_node(node):
            nodes[literal].append(node)
    return World(phrases, partial(_stands_for, compiled, nodes), _longest(phrases), list(compiled.nodes), list(compiled.rules), *known)


def _longest(phrases: Iterable[str]) -> int:
    return max((phrase.strip().count(" ") + 1 for phrase in phrases), default=0)


def _written_out(tree: Mapping[str, Any], words: str) -> Iterator[tuple[str, int]]:
    for key, below in tree.items():
        if key == ENDS:
            yield f" {words} ", below
        elif key == OPEN:
            yield from ((f" {words} {last}", number) for last, number in below.items())
        elif key != APART:
            yield from _written_out(below, f"{words} {key}")


def _stands_for(compiled: Compiled, nodes: Mapping[int, Sequence[int]], literal: int) -> list[Seen]:
    seen = [Seen(0, way, topic) for topic, way in compiled.literals.topics(literal)]
    for node in nodes[literal]:
        ways = compiled.literals.condition(node, literal) or ((),)
        seen += [Seen(node, way, None) for way in ways if node]
    return seen


class Reference:
    """Everything that is found in one post."""

    def __init__(self, world: World, checker: Checker, post: Post, context: Context) -> None:
        self.world, self.checker, self.compiled = world, checker, checker.compiled
        self.facts: Facts = checker.evidence(post, context).facts
        self.text = read_text(post.fields(), Vocabulary(world.words, world.maskable))
        self.found: dict[int, list[Hit]] = defaultdict(list)
        for phrase, start, end in self.phrases():
            for seen in world.stands_for(world.phrases[phrase]):
                if all(self.typed(start + place, mark) for place, mark in seen.typed):
                    self.found[seen.node].append(Hit(start, end, seen.topic))
        for number, node in enumerate(world.nodes):  # what a node is made of has a smaller number
            found = self.found[number] if isinstance(node, TermsNode) else list(self.find(node))
            self.found[number] = sorted(set(found), key=_reading_order)

    def phrases(self) -> Iterator[tuple[str, int, int]]:
        """Every run of words of a sentence, and every whole hashtag, that is a phrase; its last word may go on where the phrase is open."""
        text = self.text
        for start in range(len(text.forms)):
            for end in range(start + 1, min(start + self.world.longest, len(text.forms)) + 1):
                if text.sentence[end - 1] == text.sentence[start]:
                    yield from ((phrase, start, end) for phrase in self.spelt(" ".join(text.forms[start:end])))
        for tag, start, end in text.tags:
            yield from ((phrase, start, end) for phrase in self.spelt("#" + tag))

    def spelt(self, words: str) -> Iterator[str]:
        """The phrases that some words are, or that begin as they do up to somewhere in the last word."""
        before, space, last = words.rpartition(" ")
        written = [f" {words} ", *(f" {before}{space}{last[:length]}" for length in range(1, len(last) + 1))]
        return (phrase for phrase in written if phrase in self.world.phrases)

    def typed(self, word: int, mark: int) -> bool:
        marks = self.text.marks[word]
        return bool(marks & mark) or (bool(marks & Mark.HASHTAG) and not marks & Mark.CAPITAL)

    def find(self, node: Node) -> Iterator[Hit]:
        if isinstance(node, JoinNode):
            yield from self.join(node)
        elif isinstance(node, FrameNode):
            yield from self.frame(node)
        elif isinstance(node, PatternNode):
            yield from self.pattern(node)
        elif isinstance(node, DetectorNode):
            yield from self.detector(node)
        elif isinstance(node, TopicNode):
            yield from self.topic(node)
        elif isinstance(node, MovingNode):
            yield from self.moving(*node.what.split(":"))
        elif isinstance(node, FactsNode) and self.facts.holds(node.when)[0]:
            yield Hit(-1, -1)

    def join(self, node: JoinNode) -> Iterator[Hit]:
        excepted = [] if node.except_ is None else self.found[node.except_]
        for hit in (hit for part in node.nodes for hit in self.found[part]):
            inside = any(hit.start < other.end and other.start < hit.end for other in excepted)
            if not inside and self.all_typed(hit, node.typed) and not self.in_wrong_company(hit, node.not_after, node.not_before):
                yield hit

    def all_typed(self, hit: Hit, mark: int) -> bool:
        return not mark or all(self.text.marks[word] & mark for word in range(hit.start, hit.end))

    def in_wrong_company(self, hit: Hit, not_after: int | None, not_before: int | None) -> bool:
        forms = self.text.forms
        before = [] if not_after is None else [other.end for other in self.found[not_after]]
        after = [] if not_before is None else [other.start for other in self.found[not_before]]
        possessive = hit.end < len(forms) and forms[hit.end] == "'s"
        return hit.start in before or hit.end in after or (possessive and hit.end + 1 in after)

    def frame(self, node: FrameNode) -> Iterator[Hit]:
        needed = [part.node for part in node.parts if part.kind == "words" and part.least and not part.shapes]
        if not all(self.found[one] for one in needed):
            return
        for start in range(len(self.text.forms)):
            ends = [end for end in self.run(node.parts, 0, start, start) if end > start]
            if ends:
                hits = [hit for one in needed for hit in self.found[one] if hit.topic and start <= hit.start < min(ends)]
                yield Hit(start, min(ends), hits[0].topic if hits else None)

    def run(self, parts: Sequence[Part], index: int, start: int, at: int) -> set[int]:
        """Where the parts from one on may end, begun at a word."""
        if index == len(parts):
            return {at}
        sentence, part = self.text.sentence, parts[index]
        if part.kind == "start":
            reached = {at} if at == 0 or sentence[at - 1] != sentence[start] else set()
        elif part.kind == "end":
            reached = {at} if at == len(sentence) or sentence[at] != sentence[start] else set()
        elif part.kind == "gap":
            reached = {to for to in range(at, at + part.most + 1) if all(self.inside(word, start) for word in range(at, to))}
        else:
            reached = self.repeated(part, index, start, at)
        return {end for to in reached for end in self.run(parts, index + 1, start, to)}

    def inside(self, word: int, start: int) -> bool:
        return word < len(self.text.forms) and self.text.sentence[word] == self.text.sentence[start]

    def repeated(self, part: Part, index: int, start: int, at: int) -> set[int]:
        reached, now = {at} if part.least == 0 else set(), {at}
        for times in range(1, part.most + 1):
            now = {end for here in now for end in self.once(part, here, start, skip=index > 0 or here > start)}
            reached |= now if times >= part.least else set()
        return reached

    def once(self, part: Part, at: int, start: int, *, skip: bool) -> Iterator[int]:
        """Where one occurrence of a part ends; an ’s before it is stepped over."""
        over = skip and self.inside(at, start) and self.text.forms[at] == "'s"
        for word in (at, at + 1) if over else (at,):
            if self.inside(word, start):
                yield from (hit.end for hit in (self.found[part.node] if part.node >= 0 else ()) if hit.start == word)
                yield from (end for shape in part.shapes for end in _shape(self.text, shape, word))

    def pattern(self, node: PatternNode) -> Iterator[Hit]:
        if node.needs is not None and not self.found[node.needs]:
            return
        for field, (_, typed, tidied) in enumerate(self.text.fields):
            for found in node.expression.finditer(typed if node.on == "typed" else tidied.text):
                start, end = found.span("span") if "span" in node.expression.groupindex else found.span()
                if node.on == "typed" and tidied.starts is not None and tidied.ends is not None:
                    kept = [at for at in range(len(tidied.text)) if tidied.starts[at] < end and start < tidied.ends[at]]
                    start, end = (kept[0], kept[-1] + 1) if kept else (0, 0)
                yield self.of_characters(field, start, end)

    def detector(self, node: DetectorNode) -> Iterator[Hit]:
        for field, (name, _, tidied) in enumerate(self.text.fields):
            detect = self.checker.contributions.detectors[node.name]
            for start, end, *_ in detect(tidied.text, field=name, post=self.facts.post, context=self.facts.context):
                yield self.of_characters(field, start, end)

    def of_characters(self, field: int, start: int, end: int) -> Hit:
        words = self.text.words_of_chars(field, start, end) or (-1, -1)
        return Hit(*words, None, (field, start, end))

    def topic(self, node: TopicNode) -> Iterator[Hit]:
        named = [hit for hit in self.found[0] if hit.topic is not None]
        ours = [hit for hit in named if hit.topic and hit.topic.organisation in self.facts.author.family]
        for hit in named:
            theirs = not any(hit.start < other.end and other.start < hit.end for other in ours)
            whose = {"any": True, "own": hit in ours, "other": theirs}[node.whose]
            if whose and hit.topic and not (node.sides and hit.topic.side is None):
                yield hit

    def moving(self, kind: str, which: str) -> Iterator[Hit]:
        context, moment = self.facts.context, self.facts.moment
        if kind == "release":
            for release in context.releases:
                if (moment is None or release.at > moment.start) == (which == "pending"):
                    yield from self.named(release.name)
            return
        names = {"own": self.facts.author.ministers, "area": (context.area or "",), "period": [one for row in self.facts.periods for one in row.places]}
        for words in map(fold_term, names[which]):
            for at in range(len(self.text.forms)):
                if words and tuple(self.text.forms[at : at + len(words)]) == words:
                    yield Hit(at, at + len(words))

    def named(self, name: str) -> Iterator[Hit]:
        strong = {word[:6] for word in fold_term(name) if len(word) > 3 and word not in _WEAK}
        found = [at for at, form in enumerate(self.text.forms) if len(form) > 3 and form[:6] in strong]
        if strong and len({self.text.forms[at][:6] for at in found}) >= min(2, len(strong)):
            yield from (Hit(at, at + 1) for at in found)

    def of_atom(self, atom: AtomPlan) -> list[Hit]:
        return [hit for hit in self.found[atom.node] if (self.fits(hit, atom) if hit.start >= 0 else self.has_region(hit, atom))]

    def has_region(self, hit: Hit, atom: AtomPlan) -> bool:
        if hit.exact is None or atom.region == "any":
            return True
        return bool(region(self.text.fields[hit.exact[0]][0]) & REGIONS[atom.region])

    def fits(self, hit: Hit, atom: AtomPlan) -> bool:
        text, marks = self.text, self.text.marks
        return (
            (atom.region == "any" or bool(marks[hit.start] & REGIONS[atom.region]))
            and self.all_typed(hit, atom.typed)
            and atom.negated in (None, bool(marks[hit.end - 1] & Mark.NEGATED))
            and atom.question in (None, text.sentence[hit.start] in text.questions)
            and not self.in_wrong_company(hit, atom.not_after, atom.not_before)
        )

    def sentence(self, hit: Hit) -> int:
        return self.text.sentence[hit.start] if hit.start >= 0 else -1

    def units(self, find: FindPlan) -> list[Unit]:
        """Every place where all that is asked for stands together."""
        if find.within == "post":
            found = self.together(find, lambda atom, hit: True)
            return [] if found is None else [Unit(None, found)]
        return self.near(find, find.within) if isinstance(find.within, int) else self.by_sentence(find)

    def together(self, find: FindPlan, here: Callable[[AtomPlan, Hit], bool]) -> tuple[Hit, ...] | None:
        """The evidence of one place, or None where it is not enough."""

        def of(atoms: Sequence[AtomPlan]) -> list[list[Hit]]:
            found = [[hit for hit in self.of_atom(atom) if here(atom, hit)] for atom in atoms]
            return [hits for atom, hits in zip(atoms, found, strict=True) if len(hits) >= atom.at_least]

        required, some = of(find.all), of(find.any)
        if len(required) < len(find.all) or (find.any and len(some) < find.at_least) or of(find.unless):
            return None
        return tuple(dict.fromkeys(hit for hits in (*required, *some) for hit in hits))

    def placed(self, find: FindPlan) -> list[list[Hit]]:
        """The evidence that has places, atom by atom."""
        found = [(atom, self.of_atom(atom)) for atom in (*find.all, *find.any)]
        return [[hit for hit in hits if hit.start >= 0] for atom, hits in found if len(hits) >= atom.at_least]

    def by_sentence(self, find: FindPlan) -> list[Unit]:
        units = []
        for here in sorted({self.sentence(hit) for hits in self.placed(find) for hit in hits}) or [-1]:
            hits = self.together(find, lambda atom, hit, here=here: atom.within == "post" or self.sentence(hit) in (here, -1))  # type: ignore[misc]  # bound
            if hits is not None and (here < 0 or any(self.sentence(hit) == here for hit in hits)):
                units.append(Unit(here, hits))
        return units

    def near(self, find: FindPlan, reach: int) -> list[Unit]:
        """Around each place of the first evidence that has places."""
        units = []
        for centre in next((hits for hits in self.placed(find) if hits), []):
            hits = self.together(find, lambda atom, hit, centre=centre: self.close(atom, hit, centre, reach))  # type: ignore[misc]  # bound
            if hits is not None:
                units.append(Unit(self.sentence(centre), hits))
        return units

    def close(self, atom: AtomPlan, hit: Hit, centre: Hit, reach: int) -> bool:
        if hit.start < 0 or atom.within == "post":
            return True
        field = self.text.field_of
        apart = max(hit.start - centre.end, centre.start - hit.end)
        same = atom.within != "sentence" or self.sentence(hit) == self.sentence(centre)
        return same and field[hit.start] == field[centre.start] and apart <= reach

    def raised(self, undecided: list[str]) -> list[Raised]:
        """What the rules say before the guards."""
        found = (self.judged(rule, undecided) for rule in self.world.rules)
        return [one for one in found if one is not None]

    def judged(self, rule: RulePlan, undecided: list[str]) -> Raised | None:
        units = [Unit(None, ())] if rule.find is None else self.units(rule.find)
        holds, used = self.facts.holds(rule.when)
        if not in_life(rule, self.facts) or not units or holds is False:
            return None
        if holds is None:
            undecided.append(f"{rule.id}: {', '.join(used)} is not known")
            return None
        severity, confidence, because, names = rule.severity, rule.confidence, None, ["capacity", *used]
        for plan in rule.severity_when:
            names += plan.when
            if self.facts.holds(plan.when)[0] and (plan.find is None or self.units(plan.find)):
                severity, confidence, because = plan.severity, plan.confidence or rule.confidence, plan.because
                break
        if severity == "stop" and "political_group" in names and self.facts.context.political_group is None:
            severity, because = "advise", "The political group is not known; it was judged as intermediate, and no higher than advise."
        return severity and Raised(rule, severity, confidence, tuple(units), tuple(dict.fromkeys(names)), because)

    def guarded(self, raised: Raised) -> Raised | None:
        """What the guards leave of it, place by place."""
        kept = [(unit, held) for unit in raised.units if (held := self.held(raised, unit)) is not None]
        if not kept:
            return None
        severity, because = max((held for _, held in kept), key=lambda held: rank(held[0]))
        return raised._replace(units=tuple(unit for unit, _ in kept), severity=severity, because=because)

    def held(self, raised: Raised, unit: Unit) -> tuple[Any, str | None] | None:
        held: tuple[Any, str | None] = raised.severity, raised.because
        for guard in self.compiled.guards:
            lifted = {self.sentence(hit) for atom in guard.unless for hit in self.of_atom(atom)}
            where = {self.sentence(hit) for hit in self.of_atom(guard.atom)} - lifted
            here = where if guard.within == "post" else where & {self.sentence(hit) for hit in unit.hits}
            if not here or raised.rule.duty not in guard.duties:
                continue
            if guard.effect == "quiet":
                return None
            if guard.severity is not None and rank(guard.severity) < rank(held[0]):
                held = guard.severity, guard.because
        return held

    def told_once(self, every: list[Raised]) -> list[Raised]:
        """One finding a duty and sentence: the strongest, with the places of all."""
        told: list[Raised] = []
        for one in sorted(every, key=lambda one: (-rank(one.severity), CONFIDENCES.index(one.confidence), one.rule.id)):
            at = next((at for at, kept in enumerate(told) if self.same(kept, one)), None)
            if at is None:
                told.append(one)
            else:
                told[at] = told[at]._replace(units=told[at].units + one.units, also=(*told[at].also, one.rule.id))
        return told

    def same(self, kept: Raised, one: Raised) -> bool:
        there, here = ({self.sentence(hit) for unit in which.units for hit in unit.hits} for which in (kept, one))
        alike = (kept.rule.duty, kept.rule.secret) == (one.rule.duty, one.rule.secret)
        return alike and bool(here & there or not here or not there or one.rule.id in self.compiled.guarding)


def _reading_order(hit: Hit) -> tuple[Any, ...]:
    topic = "" if hit.topic is None else hit.topic.organisation + hit.topic.id + (hit.topic.side or "")
    return hit.start, hit.end, topic, hit.exact or (0, 0, 0)


class Said(NamedTuple):
    """What a report says of a post."""

    verdict: str
    findings: list[Finding]
    not_assessed: tuple[str, ...]


def said_by_reference(world: World, checker: Checker, post: Post, context: Context) -> Said:
    """What a checker must say."""
    reference, undecided = Reference(world, checker, post, context), list[str]()
    kept = [left for one in reference.raised(undecided) if (left := reference.guarded(one)) is not None]
    findings = [finding_of(checker.compiled, one, reference.text, reference.facts) for one in reference.told_once(kept)]
    findings.sort(key=lambda one: (-rank(one.severity), one.rule))
    return Said(verdict_of(tuple(findings), complete=True), findings, not_assessed(checker.compiled, reference.facts, undecided))


def said_by(checker: Checker, post: Post, context: Context) -> Said:
    """What a checker says."""
    report = checker.check(post, context)
    assert report.complete
    return Said(report.verdict, list(report.findings), report.not_assessed)
