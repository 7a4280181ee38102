"""A run as SARIF 2.1.0, with what GitHub asks for beyond the standard (GitHub docs, “SARIF support for code scanning”)."""

from __future__ import annotations

import json
from typing import Any

from csmedia.decisions import fingerprint
from csmedia.load.compiled import RulePlan
from csmedia.model import Finding, Report, Severity
from csmedia.read import Item
from csmedia.report.telling import Telling, by_severity, place_of, row_number, spot, uri_of, where
from csmedia.report.text import citation_text
from csmedia.run import Place

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Severity, str] = {"note": "note", "review": "note", "advise": "warning", "stop": "error"}
_PROBLEM: dict[Severity, str] = {
    "note": "recommendation", "review": "recommendation", "advise": "warning", "stop": "error",
}  # fmt: skip
# GitHub keeps 5,000 results of a run and refuses a file with more than 25,000.
MOST_RESULTS = 5_000
_LONGEST = 1_000


def sarif_of(telling: Telling) -> str:
    """The log of one run."""
    found = by_severity(list(telling.findings()))
    ids = sorted({finding.rule for _, _, finding in found[:MOST_RESULTS]})
    numbers = {name: index for index, name in enumerate(ids)}
    run = {
        "tool": {"driver": _driver(telling, ids)},
        "automationDetails": {"id": "csmedia/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(telling, len(found))],
        "results": [_result(telling, item, report, one, numbers) for item, report, one in found[:MOST_RESULTS]],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _driver(telling: Telling, ids: list[str]) -> dict[str, Any]:
    first = {one.rule: one for _, _, one in telling.findings()}
    rules = [_rule(name, telling.rules.get(name), first[name]) for name in ids]
    return {"name": "csmedia", "semanticVersion": telling.version, "version": telling.version, "rules": rules}


def _rule(name: str, plan: RulePlan | None, finding: Finding) -> dict[str, Any]:
    title = plan.title if plan is not None else finding.message
    sources = "; ".join(citation_text(one) for one in finding.citations) or "none given"
    help_text = f"{finding.why} Ask {'; '.join(finding.ask)}. Source: {sources}"
    severity = plan.severity if plan is not None else finding.severity
    return {
        "id": name,
        "shortDescription": {"text": title[:_LONGEST]},
        "fullDescription": {"text": finding.why[:_LONGEST]},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {
            "precision": finding.confidence, "problem.severity": _PROBLEM[severity], "tags": [finding.duty, finding.policy],
        },
    }  # fmt: skip


def _result(
    telling: Telling, item: Item, report: Report, finding: Finding, numbers: dict[str, int]
) -> dict[str, Any]:
    start, end = place_of(item, finding)
    result: dict[str, Any] = {
        "ruleId": finding.rule, "ruleIndex": numbers[finding.rule], "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message} Ask {'; '.join(finding.ask)}. (Post {item.id}: {finding.severity}.)"},
        "locations": [_location(telling, start, end)],
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint(item, report, finding)}:1"},
        "properties": {"severity": finding.severity, "confidence": finding.confidence, "duty": finding.duty, "item": item.id},
    }  # fmt: skip
    if related := _related(telling, item, finding, result["locations"][0]):
        result["relatedLocations"] = related
    if finding.waived is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived.reason}]
    if finding.known:
        result["baselineState"] = "unchanged"
    return result


def _related(telling: Telling, item: Item, finding: Finding, first: dict[str, Any]) -> list[dict[str, Any]]:
    """The places of further spans; two spans of a row whose cells nobody knows are one place."""
    places: list[dict[str, Any]] = []
    for span in finding.spans[1:]:
        place = _location(telling, spot(item, span.field, span.start), spot(item, span.field, span.end))
        if place != first and place not in places:
            places.append(place)
    return places[:100]


def _location(telling: Telling, start: Place, end: Place) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": row_number(start), "endLine": row_number(end)}
    if start.column is not None and end.column is not None:
        region |= {"startColumn": start.column, "endColumn": end.column}
    physical = {"artifactLocation": {"uri": uri_of(start, telling.root)}, "region": region}
    location: dict[str, Any] = {"physicalLocation": physical}
    if start.cell is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": where(start), "kind": "element"}]
    return location


def _invocation(telling: Telling, results: int) -> dict[str, Any]:
    told = [f"{one.place.file}: {one.message}" for one in telling.run.unread]
    told += [f"{one.what}: {one.reason}" for one in telling.run.failures]
    told += [f"{item.id}: {one.what}: {one.reason}" for item, report in telling.posts for one in report.failures]
    notes = [{"level": "error", "message": {"text": text}} for text in told[:_LONGEST]]
    if results > MOST_RESULTS:
        text = f"{results} findings; the {MOST_RESULTS} strongest are in this file."
        notes.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": telling.run.complete, "toolExecutionNotifications": notes}
