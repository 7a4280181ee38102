"""Waivers: a person's recorded decision about one rule and one post. They stay in every report, and end on their day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

from csmedia.decisions.baseline import Baseline
from csmedia.decisions.fingerprints import content_hash
from csmedia.errors import Fault, PolicyError
from csmedia.load.files import build, read_toml
from csmedia.load.former import Former, told_of
from csmedia.model import Finding, Frozen, Report, Sentence, Tuple, Waived
from csmedia.read.items import Item


class WaiverRow(Frozen):
    """One ``[[waiver]]``. All keys are required but ``content``, which binds it to the words that were decided on."""

    rule: str
    item: str
    reason: Sentence
    owner: Sentence
    expires: date
    content: str | None = None


class WaiverFile(Frozen):
    """The file ``csmedia-waivers.toml``."""

    waiver: Annotated[tuple[WaiverRow, ...], Tuple] = ()


class Waiver(NamedTuple):
    """A waiver and where it stands."""

    row: WaiverRow
    where: str


def read_waivers(
    path: Path, rules: Collection[str], former: Callable[[], Former] = dict
) -> tuple[Waiver, ...]:
    """Read a file of waivers; raises `PolicyError` with everything that is wrong with it.

    ``former`` looks up the former ids of rules, and is asked only where a waiver names a rule that is not there.
    """
    source = read_toml(path, str(path))
    if isinstance(source, Fault):
        raise PolicyError((source,))
    built = build(WaiverFile, source, source.data)
    if isinstance(built, list):
        raise PolicyError(tuple(built))
    unknown = [(index, row.rule) for index, row in enumerate(built.waiver) if row.rule not in rules]
    if unknown:
        old = former()
        raise PolicyError(tuple(source.fault(("waiver", index, "rule"), told_of(name, rules, old)) for index, name in unknown))
    return tuple(
        Waiver(row, f"{source.name}:{source.fault(('waiver', index), '').line}") for index, row in enumerate(built.waiver)
    )


def apply_decisions(
    item: Item, report: Report, waivers: Sequence[Waiver], baseline: Baseline, today: date
) -> Report:
    """A report with its findings marked: waived, or known from a baseline. None is taken away."""
    marked = tuple(_marked(item, report, one, waivers, baseline, today) for one in report.findings)
    return report if marked == report.findings else report.model_copy(update={"findings": marked})


def _marked(
    item: Item, report: Report, finding: Finding, waivers: Sequence[Waiver], baseline: Baseline, today: date
) -> Finding:
    row = next((one.row for one in waivers if _covers(one.row, item, finding) and one.row.expires >= today), None)
    if row is not None:
        return finding.model_copy(update={"waived": Waived(reason=row.reason, owner=row.owner, expires=row.expires)})
    return finding.model_copy(update={"known": True}) if baseline.holds(item, report, finding) else finding


def _covers(row: WaiverRow, item: Item, finding: Finding) -> bool:
    same = (row.rule, row.item) == (finding.rule, item.id)
    return same and (row.content is None or row.content == content_hash(item.post))


def waiver_notes(waivers: Iterable[Waiver], told: Sequence[tuple[Item, Report]], today: date) -> list[str]:
    """What a person should know of the waivers: which have ended, and which were for nothing."""
    by_id = {item.id: (item, report) for item, report in told}
    return [note for one in waivers if (note := _note(one, by_id.get(one.row.item), today)) is not None]


def _note(waiver: Waiver, told: tuple[Item, Report] | None, today: date) -> str | None:
    row = waiver.row
    name = f"{waiver.where}: the waiver of {row.rule} for “{row.item}”"
    if row.expires < today:
        return f"{name} ended on {row.expires:%-d %B %Y} and no longer counts. {row.owner} may renew it; or take it away."
    if told is None:
        return f"{name} was not used: no post of this run has that id. Take it away if the post is gone."
    item, report = told
    if row.content is not None and row.content != content_hash(item.post):
        return f"{name} does not count: the post has other words now. {row.owner} decides again."
    if not any(_covers(row, item, finding) for finding in report.findings):
        return f"{name} was not used: that rule found nothing in the post. Take it away if it is not needed."
    return None
