"""A run as JUnit XML, in the family that GitLab reads and in the one that Jenkins validates (junit-10.xsd)."""

from __future__ import annotations

import re
from typing import Literal
from xml.etree import ElementTree as ET

from csmedia.masking import visible
from csmedia.model import Finding, Report
from csmedia.read import Item
from csmedia.report.telling import Telling, decided_words, file_of, place_of, where
from csmedia.report.text import citation_text

Family = Literal["gitlab", "xunit2"]
# XML 1.0 knows no control characters but tab and line breaks, and no surrogates.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_of(telling: Telling, family: Family = "gitlab") -> str:
    """A test case for each finding, and one for each post of which nothing was said."""
    cases = [case for item, report in telling.posts for case in _cases(telling, item, report, family)]
    cases += [_broken(name, reason) for name, reason in _failures(telling)]
    kinds = [case[0].tag if len(case) else "" for case in cases]
    suite = ET.Element("testsuite", {"name": "csmedia", "tests": str(len(cases)), "failures": str(kinds.count("failure")),
                                     "errors": str(kinds.count("error")), "skipped": str(kinds.count("skipped")), "time": "0"})  # fmt: skip
    suite.extend(_numbered(cases))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _cases(telling: Telling, item: Item, report: Report, family: Family) -> list[ET.Element]:
    cases = [_case(telling, item, finding, family) for finding in report.findings]
    cases += [_broken(f"{item.id}: {one.what}", one.reason) for one in report.failures]
    return cases or [_element(telling, item, item.id, family)]


def _case(telling: Telling, item: Item, finding: Finding, family: Family) -> ET.Element:
    case = _element(telling, item, f"{item.id}: {finding.rule}", family)
    if finding.decided:
        ET.SubElement(case, "skipped", {"message": _xml(decided_words(finding))})
    elif telling.fails(finding):
        failure = ET.SubElement(case, "failure", {"message": _xml(finding.message), "type": finding.severity})
        failure.text = _told(item, finding)
    else:
        ET.SubElement(case, "system-out").text = _told(item, finding)
    return case


def _element(telling: Telling, item: Item, name: str, family: Family) -> ET.Element:
    named = file_of(item.place, telling.root)
    case = ET.Element("testcase", {"classname": _xml(named), "name": _xml(name), "time": "0"})
    if family == "gitlab":
        case.set("file", _xml(named))
    return case


def _told(item: Item, finding: Finding) -> str:
    start, _ = place_of(item, finding)
    lines = [
        f"{finding.severity}: {finding.message}", finding.why, f"Ask: {'; '.join(finding.ask)}",
        f"Source: {'; '.join(citation_text(one) for one in finding.citations)}",
        f"Where: {start.file} {where(start)}, " + ", ".join(f"{one.field} {one.start} to {one.end}" for one in finding.spans),
    ]  # fmt: skip
    return _xml("\n".join(lines))


def _failures(telling: Telling) -> list[tuple[str, str]]:
    rows = [(f"{one.place.file} {where(one.place)}", one.message) for one in telling.run.unread]
    return rows + [(one.what, one.reason) for one in telling.run.failures]


def _broken(name: str, reason: str) -> ET.Element:
    case = ET.Element("testcase", {"classname": "csmedia", "name": _xml(name), "time": "0"})
    ET.SubElement(case, "error", {"message": _xml(reason)})
    return case


def _numbered(cases: list[ET.Element]) -> list[ET.Element]:
    """Names that come twice get a number: GitLab drops the second."""
    seen: dict[tuple[str, str], int] = {}
    for case in cases:
        key = (case.get("classname", ""), case.get("name", ""))
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            case.set("name", f"{key[1]} ({seen[key]})")
    return cases


def _xml(text: str) -> str:
    return _NOT_XML.sub("�", visible(text))
