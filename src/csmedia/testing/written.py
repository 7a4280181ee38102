"""What a test of policies found, as text, JSON or JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

from csmedia.masking import visible
from csmedia.testing.examples import Outcome
from csmedia.testing.remarks import Remark
from csmedia.testing.running import Tried
from csmedia.testing.telling import lines_of, tell

TEST_SCHEMA = "csmedia-test-1"
MOST_WARNINGS = 20
_HEADS = {"error": "Not tested, not possible, or not filled in:", "warning": "Worth a look:"}
# The most numerous come last, where they may be cut.
_LAST = ("alternative-not-needed", "exception-not-needed")
# XML 1.0 knows no control characters but tab and line breaks, and no surrogates.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_of(tested: Tried) -> str:
    """Failed examples by rule, then what the gate found; nothing where all is well. Past twenty, warnings are counted."""
    return "\n".join([*_failures(tested), *_remarks(tested)])


def _failures(tested: Tried) -> Iterator[str]:
    for rule, group in groupby(tested.failed, key=lambda one: one.case.rule.id):
        failed = list(group)
        ran = sum(one.case.rule.id == rule for one in tested.outcomes)
        yield f"{rule}: {len(failed)} of {ran} examples failed"
        for outcome in failed:
            yield from (f"  {line}" for line in lines_of(tell(tested.scope, outcome)))
        yield ""


def _remarks(tested: Tried) -> Iterator[str]:
    for level, head in _HEADS.items():
        found = sorted((one for one in tested.remarks if one.level == level), key=lambda one: one.kind in _LAST)
        shown = found[:MOST_WARNINGS] if level == "warning" else found
        if found:
            yield head
            yield from (f"  {one}" for one in shown)
            if len(found) > len(shown):
                yield f"  … and {len(found) - len(shown)} more; “--output-format json” gives all of them."
            yield ""


def summary_of(tested: Tried) -> str:
    """One line: what ran, and what came of it."""
    parts = [f"{_counted(len(tested.outcomes), 'example')} of {_counted(len(tested.scope.rules), 'rule')}, {len(tested.failed)} failed"]
    misses = sum(one.case.example.known_miss and one.passed for one in tested.outcomes)
    warnings = len(tested.remarks) - len(tested.errors)
    unfilled = sum(one.kind == "not-filled-in" for one in tested.errors)
    counts = ((misses, "known miss"), (len(tested.errors) - unfilled, "fault"), (warnings, "warning"))
    parts += [_counted(count, what) for count, what in counts if count]
    return ", ".join([*parts, *([f"{_counted(unfilled, 'line')} to fill in"] if unfilled else [])])


def _counted(count: int, what: str) -> str:
    ending = "" if count == 1 else "es" if what.endswith("s") else "s"
    return f"{count} {what}{ending}"


def json_of_test(tested: Tried) -> str:
    """Every example and every remark, as one JSON object."""
    failures = [{"what": one.what, "reason": one.reason} for one in tested.scope.checker.failures]
    found = {
        "schema": TEST_SCHEMA,
        "complete": tested.complete,
        "examples": [_example(tested, one) for one in tested.outcomes],
        "remarks": [one._asdict() for one in tested.remarks],
        "failures": failures,
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _example(tested: Tried, outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    row: dict[str, Any] = {
        "name": case.name, "rule": case.rule.id, "number": case.number, "file": case.rule.file,
        "line": tested.scope.line(case.rule.id, "example", case.number - 1), "expected": case.example.expect, "got": outcome.got,
        "known_miss": case.example.known_miss, "passed": outcome.passed,
    }  # fmt: skip
    if not outcome.passed:
        told = tell(tested.scope, outcome)
        row |= {"text": told.text, "why": told.why}
    return row


def junit_of_test(tested: Tried) -> str:
    """A test case for each example and each remark; known misses are skipped, warnings pass and are told."""
    cases = [*(_case(tested, one) for one in tested.outcomes), *(_remark_case(one) for one in tested.remarks)]
    cases += [_broken(one.what, one.reason) for one in tested.scope.checker.failures]
    kinds = [case[0].tag if len(case) else "" for case in cases]
    suite = ET.Element("testsuite", {"name": "csmedia test", "tests": str(len(cases)), "failures": str(kinds.count("failure")),
                                     "errors": str(kinds.count("error")), "skipped": str(kinds.count("skipped")), "time": "0"})  # fmt: skip
    suite.extend(cases)
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _case(tested: Tried, outcome: Outcome) -> ET.Element:
    case = ET.Element("testcase", {"classname": _xml(outcome.case.rule.file), "name": _xml(outcome.case.name), "time": "0"})
    if not outcome.passed:
        told = tell(tested.scope, outcome)
        tag = "failure" if outcome.ran else "error"
        ET.SubElement(case, tag, {"message": _xml(f"expected {told.expected}, got {told.got}")}).text = _xml("\n".join(lines_of(told)))
    elif outcome.case.example.known_miss:
        ET.SubElement(case, "skipped", {"message": _xml(f"a known miss of {outcome.case.example.expect}")})
    return case


def _remark_case(remark: Remark) -> ET.Element:
    name = f"{remark.about}: {remark.kind} (line {remark.line})"
    case = ET.Element("testcase", {"classname": _xml(remark.file), "name": _xml(name), "time": "0"})
    if remark.level == "error":
        ET.SubElement(case, "failure", {"message": _xml(remark.message)}).text = _xml(str(remark))
    else:
        ET.SubElement(case, "system-out").text = _xml(str(remark))
    return case


def _broken(name: str, reason: str) -> ET.Element:
    case = ET.Element("testcase", {"classname": "csmedia", "name": _xml(name), "time": "0"})
    ET.SubElement(case, "error", {"message": _xml(reason)})
    return case


def _xml(text: str) -> str:
    return _NOT_XML.sub("�", visible(text))
