"""Adjusted severities: each way in which a rule speaks, followed by what policies made of it for whose people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from csmedia.load.adjusting import Change
from csmedia.load.compiled import SeverityPlan, When
from csmedia.load.folders import Loaded
from csmedia.model import Severity, rank
from csmedia.rules.adjustments import RuleAdjustment


class _Outcome(NamedTuple):
    """What a chain of changes makes of a severity; no reason where none of them changed anything."""

    severity: Severity | None
    because: str | None


def adjusted_severities(
    own: Severity, plans: tuple[SeverityPlan, ...], changes: Iterable[Change], organisations: Mapping[str, Loaded]
) -> tuple[SeverityPlan, ...]:
    """The severities of a rule with those that policies set, each before the one that it changes.

    A rule's own exceptions stay: where it says nothing, nothing is raised. The nearest organisation's wish comes last.
    """
    ordered = sorted(changes, key=lambda one: len(_family(one.row.organisation, organisations)))
    if not ordered:
        return plans
    scopes = sorted({one.row.organisation for one in ordered}, key=lambda one: (-len(_family(one, organisations)), one or ""))
    chains = {scope: [one for one in ordered if one.row.organisation in (None, *_family(scope, organisations))] for scope in scopes}
    changed = [plan for one in plans for plan in (*_variants(one, one.severity, chains), one)]
    last = SeverityPlan(own, None, {}, None, "")
    return (*changed, *_variants(last, own, chains))


def _variants(plan: SeverityPlan, severity: Severity | None, chains: Mapping[str | None, list[Change]]) -> Iterator[SeverityPlan]:
    if severity is None:
        return
    for scope, chain in chains.items():
        outcome = _outcome(severity, chain)
        if outcome.because is not None:
            yield plan._replace(severity=outcome.severity, when=_within(plan.when, scope), because=outcome.because)


def _outcome(severity: Severity, chain: list[Change]) -> _Outcome:
    outcome, before = _Outcome(severity, None), severity
    for one in chain:
        wished = _wished(before, one)
        if wished != outcome.severity:
            outcome = _Outcome(wished, said_of(one))
        before = wished or before
    return outcome


def _wished(severity: Severity, change: Change) -> Severity | None:
    row: RuleAdjustment = change.row
    if row.raise_to is not None:
        return max(severity, row.raise_to, key=rank)
    if row.lower_to is None:
        return None
    return row.lower_to if rank(row.lower_to) < rank(severity) else severity


def said_of(change: Change) -> str:
    """Why a severity is another, and by whose wish."""
    return f"{change.row.because.rstrip('.')}. Set by the policy {change.policy}, version {change.version}."


def _within(when: When, scope: str | None) -> When:
    """Facts that hold for the people of one organisation only."""
    if scope is None:
        return when
    test = when.get("department")
    if test is None:
        return {**when, "department": [scope]}
    asked = dict(test) if isinstance(test, Mapping) else {"any": list(test)}
    return {**when, "department": {**asked, "all": [*asked.get("all", ()), scope]}}


def _family(slug: str | None, organisations: Mapping[str, Loaded]) -> tuple[str, ...]:
    """An organisation and those above it."""
    names: list[str] = []
    while slug is not None and slug not in names:
        names.append(slug)
        slug = organisations[slug].model.parent if slug in organisations else None
    return tuple(names)
