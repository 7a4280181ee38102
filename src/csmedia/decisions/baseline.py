"""A baseline: the findings that were there when csmedia came. It knows no clock and no line numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from csmedia.decisions.fingerprints import content_hash, holds_secret
from csmedia.errors import ReadError
from csmedia.model import Finding, Frozen, Report, Tuple
from csmedia.read.items import Item


class Known(Frozen):
    """A finding that was there before: its rule, its post, and a hash of the words of that post."""

    rule: str
    item: str
    content: str


class Baseline(Frozen):
    """What a baseline file holds, sorted, so that a change of it reads well in a diff."""

    schema_: Literal["csmedia-baseline-1"] = Field(default="csmedia-baseline-1", alias="schema")
    findings: Annotated[tuple[Known, ...], Tuple] = ()

    def holds(self, item: Item, report: Report, finding: Finding) -> bool:
        """Whether a finding was there before. A post that holds a secret is never known."""
        return not holds_secret(report) and known_of(item, finding) in self.findings


def known_of(item: Item, finding: Finding) -> Known:
    """How a baseline names a finding."""
    return Known(rule=finding.rule, item=item.id, content=content_hash(item.post))


def baseline_of(told: Iterable[tuple[Item, Report]]) -> Baseline:
    """The baseline of everything that was found, but for posts that hold a secret: a hash of theirs could be guessed."""
    rows = {known_of(item, one) for item, report in told if not holds_secret(report) for one in report.findings}
    return Baseline(findings=tuple(sorted(rows, key=lambda one: (one.item, one.rule, one.content))))


def write_baseline(told: Iterable[tuple[Item, Report]]) -> str:
    """The text of a baseline file."""
    return json.dumps(baseline_of(told).model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2) + "\n"


def read_baseline(path: Path) -> Baseline:
    """Read a baseline; raises `ReadError` where it is none."""
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        cure = "Check the path, or write one with --write-baseline."
        raise ReadError(f"{path}: the baseline cannot be read ({error.strerror}). {cure}") from error
    except (ValidationError, ValueError) as error:
        raise ReadError(f"{path}: is no baseline of csmedia. Write it again with --write-baseline {path}.") from error
