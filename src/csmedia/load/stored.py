"""Compiled policies to a pack and back: which section holds what, and how each row is written."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json

from csmedia.load.compiled import (
    LEAVES,
    Compiled,
    FactsNode,
    GateNode,
    MovingNode,
    Node,
    RegionNode,
    RuleNeed,
    RulePlan,
    Wanted,
)
from csmedia.load.literals import Lists, Literals, Seen, TopicRef, Typed, arrays_of, mask_of
from csmedia.load.packing import Later, Rows, row_sections, seal, unseal
from csmedia.load.written import (
    Tables,
    as_json,
    need_of,
    need_row,
    node_of,
    node_row,
    rule_of,
    rule_row,
    tables_of,
    wake_of,
    ways_of,
)
from csmedia.scan import Gates, Scanner, Tree, Trees, in_branches
from csmedia.text import Vocabulary

if TYPE_CHECKING:
    from csmedia.load.requiring import Requirements
    from csmedia.rules.rows import DutyRow, SourceRow

# Kinds of leaves without literals.
_WITHOUT_LITERALS: dict[str, tuple[type[Any], ...]] = {"gates": (GateNode,), "regions": (RegionNode,), "standing": (FactsNode, MovingNode)}
# Trees whose rows have more bytes are read branch by branch.
_LARGE = 1_000


class Parts(NamedTuple):
    """What compiling gathers, before it is packed."""

    rules: tuple[RulePlan, ...]
    requirements: Requirements
    nodes: list[Node]
    wakes: list[frozenset[int] | None]
    wide: frozenset[int]
    literals: Mapping[str, list[Seen]]
    trees: Trees
    words: frozenset[str]
    maskable: frozenset[str]
    duties: dict[str, DutyRow]
    sources: dict[str, SourceRow]
    tables: Tables


def pack(parts: Parts, name: str = "") -> bytes:
    """Everything as one pack, which carries a name to be told from others by."""
    ordered, trees, beginnings = parts.trees
    leaf = {node: at for at, node in enumerate(at for at, kind in enumerate(parts.nodes) if isinstance(kind, LEAVES))}
    words = sorted(trees)
    shared = {"beginnings": beginnings, "maskable": sorted(parts.maskable)}
    return seal(name, {
        "tables": as_json(parts.tables),
        "duties": as_json(parts.duties),
        "sources": as_json(parts.sources),
        "whens": as_json([dict(rule.when) for rule in parts.rules]),
        "ids": as_json([rule.id for rule in parts.rules]),
        "words": _lines(words),
        "vocabulary": _lines(sorted(parts.words)),
        "shared": as_json(shared),
        "gates": as_json(_gates(parts, leaf)),
        **row_sections("rules", map(rule_row, parts.rules)),
        **row_sections("nodes", map(node_row, parts.nodes)),
        **row_sections("wakes", (as_json(None if wake is None else sorted(map(leaf.__getitem__, wake))) for wake in parts.wakes)),
        **row_sections("wants", (as_json(sorted(map(leaf.__getitem__, want))) for want in parts.requirements.wants)),
        **row_sections("ways", map(as_json, parts.requirements.ways)),
        **row_sections("needs", map(need_row, parts.requirements.needs)),
        **row_sections("trees", _tree_rows([trees[word] for word in words])),
        **_literal_sections(parts, ordered, leaf),
    })  # fmt: skip


def _lines(words: Iterable[str]) -> bytes:
    # Tens of thousands of words, read at every start: lines are split sooner than JSON is read.
    return "\n".join(words).encode()


def _words(section: memoryview) -> list[str]:
    return str(section, "utf-8").split("\n") if section else []


def _tree_rows(trees: list[Tree]) -> Iterator[bytes]:
    """Each tree as a row, and after them the branches of large ones: a post that says “the” needs few of all that may follow it."""
    branches: list[Tree] = []
    for tree in trees:
        row = as_json(tree)
        if len(row) > _LARGE:
            trunk, apart = in_branches(tree, len(trees) + len(branches))
            branches += apart
            row = as_json(trunk)
        yield row
    yield from map(as_json, branches)


def _literal_sections(parts: Parts, ordered: list[str], leaf: Mapping[int, int]) -> dict[str, bytes]:
    nodes: list[list[int]] = [[] for _ in parts.nodes]
    meanings = sorted(
        {(seen.topic, seen.typed) for every in parts.literals.values() for seen in every if seen.topic is not None},
        key=lambda one: (*map(str, one[0]), one[1]),
    )
    place = {meaning: at for at, meaning in enumerate(meanings)}
    conditions: list[tuple[int, int, list[Typed]]] = []
    wants_of = _wants_of(parts.requirements)
    named, wants, stands = [], [], []
    for number, literal in enumerate(ordered):
        every = parts.literals[literal]
        stands.append(sorted({seen.node for seen in every}))
        wants.append(sorted({want for node in stands[-1] for want in wants_of.get(node, ())}))
        named.append(sorted({place[seen.topic, seen.typed] for seen in every if seen.topic is not None}))
        for node in stands[-1]:
            nodes[node].append(number)
        if any(seen.typed for seen in every):
            conditions += _conditions(number, every)
    leaves = [[leaf[node] for node in every] for every in stands]
    lists = {"node-literals": nodes, "literal-leaves": leaves, "literal-wants": wants, "literal-meanings": named}
    arrays: dict[str, array[int]] = {}
    for name, one in lists.items():
        arrays[f"{name}-starts"], arrays[name] = arrays_of(one)
    return {name: one.tobytes() for name, one in arrays.items()} | {
        "conditions": as_json(conditions), **row_sections("meanings", map(as_json, meanings)),
    }  # fmt: skip


def _conditions(literal: int, every: Iterable[Seen]) -> Iterator[tuple[int, int, list[Typed]]]:
    """The nodes that a literal stands for only when it is typed so."""
    ways: dict[int, set[Typed]] = {}
    for seen in every:
        ways.setdefault(seen.node, set()).add(seen.typed)
    yield from ((node, literal, sorted(typed)) for node, typed in sorted(ways.items()) if () not in typed)


def _wants_of(requirements: Requirements) -> dict[int, list[int]]:
    """The wants with ways that each leaf meets."""
    found: dict[int, list[int]] = {}
    for number, want in enumerate(requirements.wants):
        for leaf in want if requirements.ways[number] else ():
            found.setdefault(leaf, []).append(number)
    return found


def _gates(parts: Parts, leaf: Mapping[int, int]) -> dict[str, Any]:
    """Leaves without literals, each with its node, and the wants that they meet."""
    kinds = {name: [at for at, node in enumerate(parts.nodes) if isinstance(node, kind)] for name, kind in _WITHOUT_LITERALS.items()}
    wants = _wants_of(parts.requirements)
    return {name: [(leaf[node], node) for node in every] for name, every in kinds.items()} | {
        "wants": [(leaf[node], wants[node]) for every in kinds.values() for node in every if node in wants],
        "wide": _wide(parts, leaf), "always": parts.requirements.always,
    }  # fmt: skip


def _wide(parts: Parts, leaf: Mapping[int, int]) -> list[tuple[int, list[int]]]:
    """The leaves that count for the whole post, by the literals that are evidence of them."""
    stands = ((number, {seen.node for seen in parts.literals[literal]} & parts.wide) for number, literal in enumerate(parts.trees.literals))
    return [(number, sorted(map(leaf.__getitem__, nodes))) for number, nodes in stands if nodes]


def open_pack(data: bytes, name: str = "") -> Compiled:
    """A pack ready to check with; raises `csmedia.load.packing.PackError` where it is not whole, or not the one of that name."""
    sections = unseal(data, name)
    tables = tables_of(bytes(sections["tables"]))
    shared = from_json(bytes(sections["shared"]))
    whens = from_json(bytes(sections["whens"]))
    nodes: Rows[Node] = Rows(sections, "nodes", node_of)
    wakes: Rows[int | None] = Rows(sections, "wakes", wake_of)
    rules: Rows[RulePlan] = Rows(sections, "rules", rule_of)
    gates = from_json(bytes(sections["gates"]))
    organisations = {row.slug: row for row in tables.organisations}
    organisations |= {alias: row for row in tables.organisations for alias in row.aliases}
    return Compiled(
        rules=rules, ids=tuple(from_json(bytes(sections["ids"]))), whens=whens, wanted=_wanted(sections, gates), wide={literal: mask_of(leaves) for literal, leaves in gates["wide"]}, guards=tables.guards, guarding=tables.guarding, locked=tables.locked,
        nodes=nodes, wakes=wakes, gates=_opened_gates(nodes, gates["gates"]),
        regions=tuple((leaf, node.region) for leaf, number in gates["regions"] if isinstance(node := nodes[number], RegionNode)),
        standing=tuple((leaf, nodes[number]) for leaf, number in gates["standing"]),
        names=tables.names, literals=_literals(sections),
        scanner=_scanner(sections, shared["beginnings"]), known=Vocabulary(_words(sections["vocabulary"]), shared["maskable"]),
        calendar=tables.calendar, organisations=organisations, with_topics=tables.with_topics, asks=tables.asks,
        duties=Later(lambda: _table("DutyRow", sections["duties"])),
        sources=Later(lambda: _table("SourceRow", sections["sources"])),
        ran=tables.ran, stale=tables.stale, changes=tables.changes,
    )  # fmt: skip


def _table(kind: str, section: memoryview) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415  # with the rows slow to import, and a check of posts asks for neither

    from csmedia.rules import rows  # noqa: PLC0415  # the same

    table: Any = dict[str, getattr(rows, kind)]  # type: ignore[misc]  # by name
    return TypeAdapter(table).validate_json(bytes(section))


def _opened_gates(nodes: Sequence[Node], gates: Iterable[tuple[int, int]]) -> Gates:
    return Gates((leaf, node.barrier) for leaf, number in gates if isinstance(node := nodes[number], GateNode))


def _scanner(sections: Mapping[str, memoryview], beginnings: Mapping[str, int]) -> Scanner:
    words = _words(sections["words"])
    place = dict(zip(words, range(len(words)), strict=True))
    trees: Rows[bytes] = Rows(sections, "trees", bytes)

    def read(row: int) -> Tree:
        tree: Tree = from_json(trees.raw(row))
        return tree

    return Scanner(lambda word: read(place[word]) if word in place else None, beginnings, read)


def _wanted(sections: Mapping[str, memoryview], gates: Mapping[str, Any]) -> Wanted:
    wants: Rows[int] = Rows(sections, "wants", lambda row: mask_of(from_json(row)))
    ways: Rows[Any] = Rows(sections, "ways", ways_of)
    needs: Rows[RuleNeed] = Rows(sections, "needs", need_of)
    return Wanted(
        wants=wants.at, of_literal=_lists(sections, "literal-wants"), of_leaf={leaf: tuple(wants) for leaf, wants in gates["wants"]},
        ways=ways.at, needs=needs.at, always=tuple(gates["always"]),
    )  # fmt: skip


def _lists(sections: Mapping[str, memoryview], name: str) -> Lists:
    return Lists(sections[f"{name}-starts"].cast("I"), sections[name].cast("I"))


def _literals(sections: Mapping[str, memoryview]) -> Literals:
    meanings: Rows[tuple[TopicRef, Typed]] = Rows(sections, "meanings", _meaning)
    conditions = from_json(bytes(sections["conditions"]))
    return Literals(
        _lists(sections, "node-literals"), _lists(sections, "literal-leaves"),
        {(node, literal): tuple(map(_typed, ways)) for node, literal, ways in conditions}, meanings, _lists(sections, "literal-meanings"),
    )  # fmt: skip


def _meaning(row: bytes) -> tuple[TopicRef, Typed]:
    topic, way = from_json(row)
    return TopicRef(*topic), _typed(way)


def _typed(way: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((place, mark) for place, mark in way)
