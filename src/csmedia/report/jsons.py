"""A report as JSON: one object a post on a line, or a whole run."""

from __future__ import annotations

import json
from typing import Any

from csmedia.model import Report
from csmedia.run import Checked, Run


def line_of(checked: Checked) -> str:
    """One post's report as one line of JSON."""
    return json.dumps(_object(checked), ensure_ascii=False, separators=(",", ":"))


def json_of(run: Run) -> str:
    """A whole run as indented JSON."""
    whole = {
        "schema": "csmedia-run-1", "verdict": run.verdict, "complete": run.complete, "posts": [_object(one) for one in run.checked],
        "unread": [one.model_dump(mode="json") for one in run.unread], "failures": [one.model_dump(mode="json") for one in run.failures],
        "notes": list(run.notes), "ran": [one.model_dump(mode="json") for one in run.ran],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _object(checked: Checked) -> dict[str, Any]:
    report = report_object(checked.report)
    return {"schema": report.pop("schema"), "id": checked.id, "place": checked.place.model_dump(mode="json"), **report}


def report_object(report: Report) -> dict[str, Any]:
    """A report as plain values, with the names of the published schema."""
    return report.model_dump(mode="json", by_alias=True)
