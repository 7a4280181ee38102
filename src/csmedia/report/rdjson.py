"""A run as rdjsonl, the Reviewdog diagnostic format: one finding a line."""

from __future__ import annotations

import json

from csmedia.model import Severity
from csmedia.report.telling import Telling, file_of, place_of, row_number

LEVELS: dict[Severity, str] = {"note": "INFO", "review": "INFO", "advise": "WARNING", "stop": "ERROR"}


def rdjsonl_of(telling: Telling) -> str:
    """A diagnostic a line. Lines only: its columns count bytes of a line that no reader keeps."""
    lines = []
    for item, _, finding in telling.findings():
        if finding.decided:
            continue
        start, end = place_of(item, finding)
        lines.append(
            {
                "message": f"{finding.message} Ask {'; '.join(finding.ask)}. (Post {item.id}, {finding.policy} {finding.policy_version})",
                "location": {
                    "path": file_of(start, telling.root),
                    "range": {"start": {"line": row_number(start)}, "end": {"line": row_number(end)}},
                },
                "severity": LEVELS[finding.severity],
                "source": {"name": "csmedia"},
                "code": {"value": finding.rule},
            }
        )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
