"""Compiled policies to a pack and back: which section holds what, and how each row is written."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from csmedia.load.compiled import (
    Calendar,
    Compiled,
    DetectorNode,
    FactsNode,
    FrameNode,
    GateNode,
    GuardPlan,
    JoinNode,
    MovingNode,
    Node,
    Part,
    PatternNode,
    RegionNode,
    RulePlan,
    TermsNode,
    TopicNode,
)  # fmt: skip
from csmedia.load.literals import Lists, Literals, Seen, TopicRef, Typed, arrays_of
from csmedia.load.packing import Rows, row_sections, seal, unseal
from csmedia.model import PolicyRun
from csmedia.rules.rows import DutyRow, OrganisationRow, SourceRow
from csmedia.scan import Gates, Scanner, Trees
from csmedia.text import Vocabulary

_KINDS: tuple[type[Any], ...] = (
    TermsNode, GateNode, RegionNode, PatternNode, DetectorNode, FactsNode, TopicNode, MovingNode, FrameNode, JoinNode,
)  # fmt: skip
# Leaves without literals.
_LEAVES: dict[str, tuple[type[Any], ...]] = {"gates": (GateNode,), "regions": (RegionNode,), "standing": (FactsNode, MovingNode)}
_NUMBER = {kind: number for number, kind in enumerate(_KINDS)}


@dataclass(frozen=True, slots=True)
class Tables:
    """What is small and asked for at every check."""

    guards: tuple[GuardPlan, ...]
    guarding: frozenset[str]
    locked: frozenset[str]
    calendar: Calendar
    organisations: tuple[OrganisationRow, ...]
    with_topics: frozenset[str]
    asks: dict[str, str]
    ran: tuple[PolicyRun, ...]
    stale: tuple[tuple[str, date], ...]
    changes: tuple[datetime, ...]
    names: dict[str, int]


class Parts(NamedTuple):
    """What compiling gathers, before it is packed."""

    rules: tuple[RulePlan, ...]
    nodes: list[Node]
    wakes: list[frozenset[int] | None]
    literals: Mapping[str, list[Seen]]
    trees: Trees
    words: frozenset[str]
    maskable: frozenset[str]
    duties: dict[str, DutyRow]
    sources: dict[str, SourceRow]
    tables: Tables


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def pack(parts: Parts, name: str = "") -> bytes:
    """Everything as one pack, which carries a name to be told from others by."""
    ordered, trees, beginnings = parts.trees
    words = sorted(trees)
    shared = {"beginnings": beginnings, "vocabulary": sorted(parts.words), "maskable": sorted(parts.maskable)}
    return seal(name, {
        "tables": _adapter(Tables).dump_json(parts.tables),
        "duties": _adapter(dict[str, DutyRow]).dump_json(parts.duties, by_alias=True),
        "sources": _adapter(dict[str, SourceRow]).dump_json(parts.sources),
        "whens": _json([dict(rule.when) for rule in parts.rules]),
        "ids": _json([rule.id for rule in parts.rules]),
        "words": _json(words),
        "shared": _json(shared),
        "gates": _json(_gates(parts)),
        **row_sections("rules", (_adapter(RulePlan).dump_json(rule, by_alias=True) for rule in parts.rules)),
        **row_sections("nodes", (_json(_written(node)) for node in parts.nodes)),
        **row_sections("wakes", (_json(None if wake is None else sorted(wake)) for wake in parts.wakes)),
        **row_sections("trees", (_json(trees[word]) for word in words)),
        **_literal_sections(parts, ordered),
    })  # fmt: skip


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _literal_sections(parts: Parts, ordered: list[str]) -> dict[str, bytes]:
    woken = _woken(parts.rules)
    nodes: list[list[int]] = [[] for _ in parts.nodes]
    meanings = sorted(
        {(seen.topic, seen.typed) for every in parts.literals.values() for seen in every if seen.topic is not None},
        key=lambda one: (*map(str, one[0]), one[1]),
    )
    place = {meaning: at for at, meaning in enumerate(meanings)}
    conditions: list[tuple[int, int, list[Typed]]] = []
    named, rules, stands = [], [], []
    for number, literal in enumerate(ordered):
        every = parts.literals[literal]
        rules.append(sorted({rule for seen in every for rule in woken.get(seen.node, ())}))
        stands.append(sorted({seen.node for seen in every}))
        named.append(sorted({place[seen.topic, seen.typed] for seen in every if seen.topic is not None}))
        for node in stands[-1]:
            nodes[node].append(number)
        if any(seen.typed for seen in every):
            conditions += _conditions(number, every)
    waking = {leaf for rule in parts.rules for needs in rule.needs for leaf in needs}
    wakers = ([node for node in every if node in waking] for every in stands)
    lists = {"node-literals": nodes, "literal-nodes": stands, "literal-wakers": wakers, "literal-rules": rules, "literal-meanings": named}
    arrays: dict[str, array[int]] = {}
    for name, one in lists.items():
        arrays[f"{name}-starts"], arrays[name] = arrays_of(one)
    return {name: one.tobytes() for name, one in arrays.items()} | {
        "conditions": _json(conditions), "meanings": _json(meanings),
    }  # fmt: skip


def _conditions(literal: int, every: Iterable[Seen]) -> Iterator[tuple[int, int, list[Typed]]]:
    """The nodes that a literal stands for only when it is typed so."""
    ways: dict[int, set[Typed]] = {}
    for seen in every:
        ways.setdefault(seen.node, set()).add(seen.typed)
    yield from ((node, literal, sorted(typed)) for node, typed in sorted(ways.items()) if () not in typed)


def _woken(rules: Iterable[RulePlan]) -> dict[int, tuple[int, ...]]:
    woken: dict[int, list[int]] = {}
    for number, rule in enumerate(rules):
        for node in rule.wake or ():
            woken.setdefault(node, []).append(number)
    return {node: tuple(found) for node, found in woken.items()}


def _gates(parts: Parts) -> dict[str, Any]:
    kinds = {name: [at for at, node in enumerate(parts.nodes) if isinstance(node, kind)] for name, kind in _LEAVES.items()}
    woken = _woken(parts.rules)
    return kinds | {
        "woken": [(leaf, woken[leaf]) for every in kinds.values() for leaf in every if leaf in woken],
        "always": [number for number, rule in enumerate(parts.rules) if rule.wake is None],
    }  # fmt: skip


def _written(node: Node) -> list[Any]:
    kind = _NUMBER[type(node)]
    if isinstance(node, FrameNode):
        return [kind, [[part.kind, part.node, part.shapes, part.least, part.most] for part in node.parts], node.anchors]
    return [kind, *(getattr(node, name) for name in node.__slots__)]


def _node(row: bytes) -> Node:
    kind, *values = json.loads(row)
    if _KINDS[kind] is FrameNode:
        parts, anchors = values
        return FrameNode(tuple(Part(one, node, tuple(shapes), *times) for one, node, shapes, *times in parts), tuple(anchors))
    made: Node = _KINDS[kind](*(tuple(value) if isinstance(value, list) else value for value in values))
    return made


def _wake(row: bytes) -> frozenset[int] | None:
    wake = json.loads(row)
    return None if wake is None else frozenset(wake)


def open_pack(data: bytes, name: str = "") -> Compiled:
    """A pack ready to check with; raises `csmedia.load.packing.PackError` where it is not whole, or not the one of that name."""
    sections = unseal(data, name)
    tables: Tables = _adapter(Tables).validate_json(bytes(sections["tables"]))
    shared = json.loads(bytes(sections["shared"]))
    whens = json.loads(bytes(sections["whens"]))
    nodes: Rows[Node] = Rows(sections, "nodes", _node)
    wakes: Rows[Any] = Rows(sections, "wakes", _wake)
    rules: Rows[RulePlan] = Rows(sections, "rules", _adapter(RulePlan).validate_json)
    gates = json.loads(bytes(sections["gates"]))
    organisations = {row.slug: row for row in tables.organisations}
    organisations |= {alias: row for row in tables.organisations for alias in row.aliases}
    return Compiled(
        rules=rules, ids=tuple(json.loads(bytes(sections["ids"]))), whens=whens, woken={leaf: tuple(woken) for leaf, woken in gates["woken"]}, always=tuple(gates["always"]), guards=tables.guards, guarding=tables.guarding, locked=tables.locked,
        nodes=nodes, wakes=wakes, gates=_opened_gates(nodes, gates["gates"]),
        regions=tuple((number, node.region) for number in gates["regions"] if isinstance(node := nodes[number], RegionNode)),
        standing=tuple((number, nodes[number]) for number in gates["standing"]),
        names=tables.names, literals=_literals(sections),
        scanner=_scanner(sections, shared["beginnings"]), known=Vocabulary(shared["vocabulary"], shared["maskable"]),
        calendar=tables.calendar, organisations=organisations, with_topics=tables.with_topics, asks=tables.asks,
        duties=_adapter(dict[str, DutyRow]).validate_json(bytes(sections["duties"])),
        sources=_adapter(dict[str, SourceRow]).validate_json(bytes(sections["sources"])),
        ran=tables.ran, stale=tables.stale, changes=tables.changes,
    )  # fmt: skip


def _opened_gates(nodes: Sequence[Node], numbers: Iterable[int]) -> Gates:
    return Gates((number, node.barrier) for number in numbers if isinstance(node := nodes[number], GateNode))


def _scanner(sections: Mapping[str, memoryview], beginnings: Mapping[str, int]) -> Scanner:
    place = {word: at for at, word in enumerate(json.loads(bytes(sections["words"])))}
    trees: Rows[bytes] = Rows(sections, "trees", bytes)
    return Scanner(lambda word: json.loads(trees.raw(place[word])) if word in place else None, beginnings)


def _literals(sections: Mapping[str, memoryview]) -> Literals:
    meanings = [(TopicRef(*topic), _typed(way)) for topic, way in json.loads(bytes(sections["meanings"]))]
    lists = {
        name: Lists(sections[f"{name}-starts"].cast("I"), sections[name].cast("I"))
        for name in ("node-literals", "literal-nodes", "literal-wakers", "literal-rules", "literal-meanings")
    }
    conditions = json.loads(bytes(sections["conditions"]))
    return Literals(
        lists["node-literals"], lists["literal-nodes"], lists["literal-wakers"], lists["literal-rules"],
        {(node, literal): tuple(map(_typed, ways)) for node, literal, ways in conditions}, meanings, lists["literal-meanings"],
    )  # fmt: skip


def _typed(way: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((place, mark) for place, mark in way)
