"""A run as a GitLab code quality report."""

from __future__ import annotations

import json
from collections import Counter

from csmedia.decisions import fingerprint
from csmedia.model import Severity
from csmedia.report.telling import Telling, file_of, place_of, row_number, where

LEVELS: dict[Severity, str] = {"note": "info", "review": "minor", "advise": "major", "stop": "critical"}


def gitlab_of(telling: Telling) -> str:
    """A JSON array, one entry a finding; what somebody waived or the baseline holds is left to the other formats."""
    seen: Counter[str] = Counter()
    rows = []
    for item, report, finding in telling.findings():
        if finding.decided:
            continue
        start, _ = place_of(item, finding)
        name = fingerprint(item, report, finding)
        seen[name] += 1  # GitLab hides entries that share a fingerprint
        cell = f" ({where(start)})" if start.cell else ""
        rows.append(
            {
                "description": f"{finding.message} Ask {'; '.join(finding.ask)}. Post {item.id}{cell}. {finding.policy} {finding.policy_version}.",
                "check_name": finding.rule,
                "fingerprint": name if seen[name] == 1 else f"{name}-{seen[name]}",
                "severity": LEVELS[finding.severity],
                "location": {"path": file_of(start, telling.root), "lines": {"begin": row_number(start)}},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
