"""Policies ready to run: plain frozen values, numbered evidence, and one scanner for all words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from csmedia.load.literals import Literals, mask_of, members_of
from csmedia.load.packing import Rows
from csmedia.load.registers import Calendar, Organisation
from csmedia.model import Citation, Confidence, PolicyRun, Severity
from csmedia.scan import Barrier, Gates, Probe, Scanner
from csmedia.text import Vocabulary

if TYPE_CHECKING:
    from csmedia.rules.rows import Example

When = Mapping[str, Any]


class TopicRef(NamedTuple):
    """A topic of an organisation, and whether the words take a side on it."""

    organisation: str
    id: str
    title: str
    side: str | None = None


class TermsNode(NamedTuple):
    """Found by the scanner alone."""


class GateNode(NamedTuple):
    """Finds nothing itself: whether the texts hold what some pattern or detector needs, so that it may rest where they do not."""

    literals: tuple[str, ...] = ()
    characters: str = ""
    run: int = 1
    least: int = 1
    together: bool = False
    probes: tuple[Probe, ...] = ()

    @property
    def barrier(self) -> Barrier:
        """What it asks for, in the scanner's words."""
        return Barrier(self.literals, self.characters, self.run, self.least, self.together, self.probes)


class RegionNode(NamedTuple):
    """Finds nothing itself: whether the post has words of a region, such as ``media``, at all."""

    region: str


class PatternNode(NamedTuple):
    """A regular expression over the folded, tidied or typed text, tried where its terms were seen and its gate is open."""

    pattern: str
    on: str
    needs: int | None
    gate: int | None

    @property
    def expression(self) -> Any:
        """The pattern, ready to search with; the folded text is searched without regard to case."""
        return expression(self.pattern, self.on)


@cache
def expression(pattern: str, on: str) -> Any:
    """A pattern of a rule file as a compiled expression; raises ``regex.error``."""
    return regex.compile(pattern, regex.IGNORECASE if on == "folded" else 0)


class DetectorNode(NamedTuple):
    """Evidence that needs code, asked where its gate is open."""

    name: str
    gate: int | None
    needs: None = None


class FactsNode(NamedTuple):
    """Facts alone; what it finds has no place in the text."""

    when: When


class TopicNode(NamedTuple):
    """Words of topics, by whose they are: ``own``, ``other`` or ``any``; sides only, or all."""

    whose: str
    sides: bool


class MovingNode(NamedTuple):
    """Words that the context or the calendar names: a pending release, a place of a period."""

    what: str


class Part(NamedTuple):
    """One place of a frame: a node or a shape, how often; or a gap; or an end of the sentence."""

    kind: str
    node: int = -1
    shapes: tuple[str, ...] = ()
    least: int = 1
    most: int = 1


class FrameNode(NamedTuple):
    """A row of parts. ``anchors`` are the nodes that every match needs."""

    parts: tuple[Part, ...]
    anchors: tuple[int, ...]


class JoinNode(NamedTuple):
    """What any of several nodes finds, less what is excepted or stands in the wrong company."""

    nodes: tuple[int, ...]
    except_: int | None = None
    typed: int = 0
    not_after: int | None = None
    not_before: int | None = None
    secret: bool = False


# What other nodes are made of.
LEAVES = (TermsNode, GateNode, RegionNode, FactsNode, MovingNode)
Node = TermsNode | GateNode | RegionNode | PatternNode | DetectorNode | FactsNode | TopicNode | MovingNode | FrameNode | JoinNode


class AtomPlan(NamedTuple):
    """One piece of evidence that a rule asks for."""

    node: int
    name: str
    region: str = "own"
    typed: int = 0
    not_after: int | None = None
    not_before: int | None = None
    at_least: int = 1
    negated: bool | None = None
    question: bool | None = None
    within: str | int | None = None


class FindPlan(NamedTuple):
    """How evidence combines."""

    all: tuple[AtomPlan, ...]
    any: tuple[AtomPlan, ...]
    at_least: int
    unless: tuple[AtomPlan, ...]
    within: str | int


class SeverityPlan(NamedTuple):
    """Another severity where facts, and perhaps evidence, hold."""

    severity: Severity | None
    confidence: Confidence | None
    when: When
    find: FindPlan | None
    because: str


class RulePlan(NamedTuple):
    """A rule ready to be judged."""

    id: str
    policy: str
    version: str
    title: str
    duty: str
    severity: Severity
    confidence: Confidence
    message: str
    why: str
    ask: tuple[str, ...]
    fine_when: str | None
    instead: str | None
    welsh: Mapping[str, str]
    secret: bool
    preview: bool
    since: date | None
    until: date | None
    find: FindPlan | None
    when: When
    severity_when: tuple[SeverityPlan, ...]
    citations: tuple[Citation, ...]
    examples: Sequence[Example]
    file: str


class RuleNeed(NamedTuple):
    """What has to be seen before a rule is worth judging, by the numbers of wants.

    All of ``here`` in one sentence, all of ``anywhere`` in the post; ``least`` of ``some_here`` in that sentence and of ``some``
    in the post, each with how often it counts.
    """

    here: tuple[int, ...] = ()
    anywhere: tuple[int, ...] = ()
    some_here: Mapping[int, int] = MappingProxyType({})
    some: Mapping[int, int] = MappingProxyType({})
    least: int = 0


class Wanted(NamedTuple):
    """What has to be seen for rules to be worth judging. A want is a mask of leaves, met where one of them is seen.

    ``of_literal`` and ``of_leaf`` are those of the wants with ``ways`` that are met by seeing a literal, or a leaf without
    literals. A way is the other wants that have to be met with it, and the rules to look at then. ``needs`` are those of each rule;
    ``always`` are the rules that are looked at anyway.
    """

    wants: Mapping[int, int]
    of_literal: Mapping[int, tuple[int, ...]]
    of_leaf: Mapping[int, tuple[int, ...]]
    ways: Mapping[int, tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]]
    needs: Mapping[int, RuleNeed]
    always: tuple[int, ...]


class GuardPlan(NamedTuple):
    """What a guard does, to findings of which duties, where its evidence stands."""

    name: str
    atom: AtomPlan
    effect: str
    severity: Severity | None
    duties: frozenset[str]
    unless: tuple[AtomPlan, ...]
    within: str
    because: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that a check needs, frozen. Rules and nodes may be decoded only when they are asked for.

    ``ids`` are those of the rules, ``whens`` the facts that each rule asks for. Leaves are what other nodes are made of: terms, gates, regions, and nodes of
    facts and of words that the context names (``standing``). They are numbered by themselves, and many of them are a mask of bits. ``wakes`` are the leaves
    of which one must be seen for a node to find anything, None where it always may; ``wide`` those that count for the whole post, by literal. ``remembered``
    and ``joins`` hold what was worked out before: what equal facts leave possible, and the parts of a join by what wakes them;
    ``authors`` and ``timelines`` what follows from equal contexts, and the calendar of each government.
    """

    rules: Rows[RulePlan]
    ids: tuple[str, ...]
    whens: Sequence[When]
    wanted: Wanted
    guards: tuple[GuardPlan, ...]
    guarding: frozenset[str]
    locked: frozenset[str]
    nodes: Rows[Node]
    wakes: Rows[int | None]
    wide: Mapping[int, int]
    gates: Gates
    regions: tuple[tuple[int, str], ...]
    standing: tuple[tuple[int, Node], ...]
    names: Mapping[str, int]
    literals: Literals
    scanner: Scanner
    known: Vocabulary
    calendar: Calendar
    organisations: Mapping[str, Organisation]
    with_topics: frozenset[str]
    asks: Mapping[str, str]
    duties: Mapping[str, Any]
    sources: Mapping[str, Any]
    ran: tuple[PolicyRun, ...]
    stale: tuple[tuple[str, date], ...]
    changes: tuple[datetime, ...]
    remembered: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    authors: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    timelines: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    joins: dict[int, tuple[set[int], int, dict[int, list[int]]]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def by_id(self) -> Mapping[str, RulePlan]:
        """The rules by id; one is decoded when it is asked for."""
        return _ById(self)

    def parts_awake(self, number: int, join: JoinNode, leaves: int) -> set[int]:
        """The parts of a join that may find something where these leaves were seen."""
        found = self.joins.get(number)
        if found is None:
            found = self.joins[number] = self._parts_by_leaf(join)
        always, known, by_leaf = found
        return always.union(*[by_leaf[leaf] for leaf in members_of(known & leaves)])

    def _parts_by_leaf(self, join: JoinNode) -> tuple[set[int], int, dict[int, list[int]]]:
        by_leaf: dict[int, list[int]] = {}
        for part in join.nodes:
            for leaf in members_of(self.wakes[part] or 0):
                by_leaf.setdefault(leaf, []).append(part)
        return {part for part in join.nodes if self.wakes[part] is None}, mask_of(by_leaf), by_leaf


class _ById(Mapping[str, RulePlan]):
    """Rules by id."""

    def __init__(self, compiled: Compiled) -> None:
        self._rules = compiled.rules
        self._numbers = {rule: number for number, rule in enumerate(compiled.ids)}

    def __getitem__(self, rule: str) -> RulePlan:
        return self._rules[self._numbers[rule]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
