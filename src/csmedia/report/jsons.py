"""A report as JSON: one object a post on a line, or a whole run. The models are the published schema."""

from __future__ import annotations

import json

from csmedia.run import Checked, Line, Run, Whole


def line_of(checked: Checked) -> str:
    """One post's report as one line of JSON."""
    return json.dumps(
        Line.of(checked).model_dump(mode="json", by_alias=True), ensure_ascii=False, separators=(",", ":")
    )


def json_of(run: Run) -> str:
    """A whole run as indented JSON."""
    return json.dumps(Whole.of(run).model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2) + "\n"
