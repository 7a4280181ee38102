"""Plans, nodes and tables as JSON, and back. A pack is sealed, so what is read here is what was written, and is not checked again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import from_json

from csmedia.load.compiled import (
    AtomPlan,
    DetectorNode,
    FactsNode,
    FindPlan,
    FrameNode,
    GateNode,
    GuardPlan,
    JoinNode,
    MovingNode,
    Node,
    Part,
    PatternNode,
    RegionNode,
    RuleNeed,
    RulePlan,
    SeverityPlan,
    TermsNode,
    TopicNode,
)  # fmt: skip
from csmedia.load.literals import mask_of
from csmedia.load.packing import Postponed
from csmedia.load.registers import Calendar, Organisation, Period
from csmedia.model import Citation, PolicyRun
from csmedia.scan import Probe

_KINDS: tuple[type[Any], ...] = (
    TermsNode, GateNode, RegionNode, PatternNode, DetectorNode, FactsNode, TopicNode, MovingNode, FrameNode, JoinNode,
)  # fmt: skip
_NUMBER = {kind: number for number, kind in enumerate(_KINDS)}


class Tables(NamedTuple):
    """What is small and asked for at every check."""

    guards: tuple[GuardPlan, ...]
    guarding: frozenset[str]
    locked: frozenset[str]
    calendar: Calendar
    organisations: tuple[Organisation, ...]
    with_topics: frozenset[str]
    asks: Mapping[str, str]
    ran: tuple[PolicyRun, ...]
    stale: tuple[tuple[str, date], ...]
    changes: tuple[datetime, ...]
    names: Mapping[str, int]


def as_json(value: object) -> bytes:
    """Any plan or table; tuples and their kinds as lists, models as objects of what is set."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def rule_row(rule: RulePlan) -> bytes:
    """A rule; its examples stand apart in it as text, since few who read the rule ask for them."""
    return as_json(rule._replace(examples=as_json(rule.examples).decode()))  # type: ignore[arg-type]  # read by `rule_of`


def rule_of(row: bytes) -> RulePlan:
    """A rule of a row."""
    rule = RulePlan(*from_json(row))
    examples: Any = rule.examples
    return rule._replace(
        ask=tuple(rule.ask), since=_day(rule.since), until=_day(rule.until), find=_find(rule.find),
        severity_when=tuple(SeverityPlan(severity, sure, when, _find(find), because) for severity, sure, when, find, because in rule.severity_when),
        citations=tuple(Citation.model_validate(one) for one in rule.citations), examples=Postponed(lambda: _examples(examples)),
    )  # fmt: skip


def _examples(text: str) -> Sequence[Any]:
    from csmedia.rules.rows import Example  # noqa: PLC0415  # slow to import, and no check asks for examples

    return tuple(Example.model_validate(one) for one in from_json(text))


def _find(row: Any) -> FindPlan | None:
    if row is None:
        return None
    every, some, at_least, unless, within = row
    return FindPlan(_atoms(every), _atoms(some), at_least, _atoms(unless), within)


def _atoms(rows: Any) -> tuple[AtomPlan, ...]:
    return tuple(AtomPlan(*row) for row in rows)


def tables_of(row: bytes) -> Tables:
    """The tables of a row."""
    tables = Tables(*from_json(row))
    periods, ends, kinds = tables.calendar
    return tables._replace(
        guards=tuple(_guard(GuardPlan(*one)) for one in tables.guards), guarding=frozenset(tables.guarding), locked=frozenset(tables.locked),
        calendar=Calendar(tuple(_period(Period(*one)) for one in periods), _day(ends), kinds),
        organisations=tuple(_organisation(Organisation(*one)) for one in tables.organisations), with_topics=frozenset(tables.with_topics),
        ran=tuple(PolicyRun.model_validate(one) for one in tables.ran),
        stale=tuple((what, date.fromisoformat(str(by))) for what, by in tables.stale),
        changes=tuple(datetime.fromisoformat(str(at)) for at in tables.changes),
    )  # fmt: skip


def _guard(row: GuardPlan) -> GuardPlan:
    return row._replace(atom=AtomPlan(*row.atom), duties=frozenset(row.duties), unless=_atoms(row.unless))


def _period(row: Period) -> Period:
    return row._replace(
        serves=tuple(row.serves), starts=_time(row.starts), polling=_day(row.polling), ends=_time(row.ends), places=tuple(row.places)
    )


def _organisation(row: Organisation) -> Organisation:
    return row._replace(
        short=tuple(row.short), aliases=tuple(row.aliases), ministers=tuple(row.ministers), since=_day(row.since), until=_day(row.until)
    )


def _day(text: Any) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _time(text: Any) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def node_row(node: Node) -> bytes:
    """A node, after the number of its kind."""
    return as_json([_NUMBER[type(node)], *node])


def node_of(row: bytes) -> Node:
    """A node of a row."""
    kind, *values = from_json(row)
    if _KINDS[kind] is FrameNode:
        parts, anchors = values
        return FrameNode(tuple(Part(one, node, tuple(shapes), *times) for one, node, shapes, *times in parts), tuple(anchors))
    if _KINDS[kind] is GateNode:
        values[-1] = [Probe(pattern, tuple(literals)) for pattern, literals in values[-1]]
    made: Node = _KINDS[kind](*(tuple(value) if isinstance(value, list) else value for value in values))
    return made


def need_row(need: RuleNeed) -> bytes:
    """What a rule needs; a table whose keys are numbers as pairs."""
    return as_json(need._replace(some_here=list(need.some_here.items()), some=list(need.some.items())))  # type: ignore[arg-type]  # read by `need_of`


def need_of(row: bytes) -> RuleNeed:
    """What a rule of a row needs."""
    here, anywhere, some_here, some, least = from_json(row)
    return RuleNeed(tuple(here), tuple(anywhere), dict(some_here), dict(some), least)


def ways_of(row: bytes) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """The ways of a want."""
    return tuple((tuple(others), tuple(rules)) for others, rules in from_json(row))


def wake_of(row: bytes) -> int | None:
    """What wakes a node, as a mask of leaves."""
    wake = from_json(row)
    return None if wake is None else mask_of(wake)
