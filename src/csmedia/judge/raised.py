"""A rule that found something, before its words are written."""

from __future__ import annotations

from typing import NamedTuple

from csmedia.judge.matching import Unit
from csmedia.load.compiled import RulePlan
from csmedia.model import Confidence, Severity


class Raised(NamedTuple):
    """A rule that found something, before its words are written."""

    rule: RulePlan
    severity: Severity
    confidence: Confidence
    units: tuple[Unit, ...]
    facts: tuple[str, ...]
    because: str | None
    also: tuple[str, ...] = ()
