"""The catalogue of duties: which rules look for each, on which sources it stands, how well it is seen, and what no rule can see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import ValidationError

from csmedia.errors import Fault, PolicyError
from csmedia.load.compiled import Compiled
from csmedia.load.folders import PolicySet
from csmedia.model import Frozen, Severity, Slug, Tuple
from csmedia.rules.grammar import AskRow, DutyRow, Example, Reading, SourceRow

MEASURED = "measured.json"
DUTIES_SCHEMA: Literal["csmedia-duties-1"] = "csmedia-duties-1"


class Counts(Frozen):
    """How a duty fared on labelled posts: how many ask for it and got it, how often it was raised and rightly."""

    must: int = 0
    hit: int = 0
    raised: int = 0
    right: int = 0


class Measurement(Frozen):
    """What a run over labelled posts found, as a whole and duty by duty; a folder of policies may bring one as ``measured.json``."""

    posts: int
    shares: dict[str, float] = {}
    duties: dict[Slug, Counts]


class DutyRule(Frozen):
    """A rule of a duty, with how many of its examples are raised, are not raised, and are missed for now."""

    id: str
    title: str
    severity: Severity
    raised: int
    not_raised: int
    known_misses: int


class Standing(Frozen):
    """A source of a duty; ``section`` only where the source gives one."""

    source: str
    title: str
    section: str | None
    reading: Reading


class Entry(Frozen):
    """One duty with all that is known of it. ``precision`` and ``recall`` are null where no labelled post tells them."""

    id: Slug
    number: str | None
    family: str | None
    title: str
    asks: str
    capacity: Annotated[tuple[str, ...], Tuple]
    usually: str
    ask: Annotated[tuple[str, ...], Tuple]
    sources: tuple[Standing, ...]
    takes: Annotated[tuple[str, ...], Tuple]
    rules: tuple[DutyRule, ...]
    labelled: Counts
    precision: float | None
    recall: float | None
    no_rule_sees: str | None


class Ruled(NamedTuple):
    """What the catalogue needs of a rule, loaded or compiled."""

    id: str
    title: str
    duty: str
    severity: Severity
    examples: Sequence[Example]


class Tables(NamedTuple):
    """What the catalogue is made from."""

    duties: Mapping[str, DutyRow]
    sources: Mapping[str, SourceRow]
    asks: Mapping[str, str]
    rules: Sequence[Ruled]

    @classmethod
    def of_loaded(cls, loaded: PolicySet) -> Tables:
        """From files that were read and not compiled, which takes a fraction of the time."""
        asks: dict[str, AskRow] = {key: row.model for key, row in loaded.asks.items()}
        return cls(
            {key: row.model for key, row in loaded.duties.items()}, {key: row.model for key, row in loaded.sources.items()},
            {key: row.title for key, row in asks.items()},
            [Ruled(key, row.model.title, row.model.duty, row.model.severity, row.model.example) for key, row in loaded.rules.items()],
        )  # fmt: skip

    @classmethod
    def of_compiled(cls, compiled: Compiled) -> Tables:
        """From policies that are ready to run."""
        rules = [Ruled(rule.id, rule.title, rule.duty, rule.severity, rule.examples) for rule in compiled.rules]
        return cls(compiled.duties, compiled.sources, compiled.asks, rules)


def catalogue(tables: Tables, measured: Mapping[str, Counts]) -> tuple[Entry, ...]:
    """Every duty, in the order of the catalogue's families and numbers."""
    rules: dict[str, list[Ruled]] = {}
    for rule in sorted(tables.rules):
        rules.setdefault(rule.duty, []).append(rule)
    duties = sorted(tables.duties.values(), key=_order)
    return tuple(_entry(duty, tables, rules.get(duty.id, ()), measured.get(duty.id, Counts())) for duty in duties)


def _order(duty: DutyRow) -> tuple[str, int, str]:
    digits = "".join(filter(str.isdigit, duty.number or ""))
    return duty.family or "~", int(digits or 0), duty.id


def _entry(duty: DutyRow, tables: Tables, rules: Iterable[Ruled], labelled: Counts) -> Entry:
    return Entry(
        id=duty.id, number=duty.number, family=duty.family, title=duty.title, asks=duty.asks, capacity=duty.capacity, usually=duty.verdict,
        ask=tuple(tables.asks.get(one, one) for one in duty.ask), sources=_standing(duty, tables.sources), takes=duty.detect,
        rules=tuple(_rule(rule) for rule in rules), labelled=labelled, precision=share(labelled.right, labelled.raised),
        recall=share(labelled.hit, labelled.must), no_rule_sees=duty.unseen,
    )  # fmt: skip


def _standing(duty: DutyRow, sources: Mapping[str, SourceRow]) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            source=row.source,
            title=sources[row.source].title if row.source in sources else row.source,
            section=row.section,
            reading=row.reading,
        )
        for row in duty.basis
    )


def _rule(rule: Ruled) -> DutyRule:
    quiet = sum(one.expect == "nothing-found" for one in rule.examples if not one.known_miss)
    missed = sum(one.known_miss for one in rule.examples)
    return DutyRule(
        id=rule.id, title=rule.title, severity=rule.severity, raised=len(rule.examples) - quiet - missed, not_raised=quiet,
        known_misses=missed,
    )  # fmt: skip


def share(part: int, whole: int) -> float | None:
    """A share to three places, or None where there is nothing to share."""
    return round(part / whole, 3) if whole else None


def measured_in(folders: Iterable[Path]) -> tuple[int, dict[str, Counts]]:
    """How many labelled posts were measured, and the counts by duty; raises `PolicyError` where a file cannot be read."""
    found = measurements(folders)
    counts: dict[str, Counts] = {}
    for one in found:
        for duty, mine in one.duties.items():
            before = counts.get(duty, Counts())
            counts[duty] = Counts(**{name: getattr(before, name) + getattr(mine, name) for name in Counts.model_fields})
    return sum(one.posts for one in found), counts


def measurements(folders: Iterable[Path]) -> list[Measurement]:
    """What folders of policies bring of measurements; raises `PolicyError` where a file cannot be read."""
    return [_measurement(folder / MEASURED) for folder in folders if (folder / MEASURED).is_file()]


def _measurement(path: Path) -> Measurement:
    try:
        return Measurement.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        name = f"{path.parent.name}/{path.name}"
        cure = "holds no counts of labelled posts by duty. Have it written again by the session that measures, or take it away."
        raise PolicyError((Fault(name, 1, "", cure),)) from None
