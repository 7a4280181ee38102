"""A report as JSON: one object a post on a line, or a whole run. The models are the published schema."""

from __future__ import annotations

import json
from typing import Any

from csmedia.run import Checked, Line, Run, Whole

_FIRST = ("schema", "id", "place")


def line_of(checked: Checked) -> str:
    """One post's report as one line of JSON."""
    line = _id_first(Line.of(checked).model_dump(mode="json", by_alias=True))
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def json_of(run: Run) -> str:
    """A whole run as indented JSON."""
    whole = Whole.of(run).model_dump(mode="json", by_alias=True)
    whole["posts"] = [_id_first(line) for line in whole["posts"]]
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _id_first(line: dict[str, Any]) -> dict[str, Any]:
    # A reader of raw lines looks for whose report it is; a place says what is known of it and no more.
    line["place"] = {key: value for key, value in line["place"].items() if value is not None}
    return {key: line[key] for key in (*_FIRST, *(key for key in line if key not in _FIRST))}
