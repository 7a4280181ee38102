"""A report that ``csmedia check`` wrote, read back: the answer of each post, by its id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from csmedia.cli.context import UsageError
from csmedia.run import Line


def read_report(path: Path) -> dict[str, Line]:
    """The lines of a report that ``check`` wrote as JSON or JSONL, by the ids of their posts."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: the report cannot be read ({error.strerror}). Check the path.") from error
    lines: dict[str, Line] = {}
    for number, row in enumerate(_rows(text, path), 1):
        try:
            line = Line.model_validate_json(json.dumps(row))
        except ValidationError as error:
            cure = "Write it with csmedia check --output-format jsonl, with this version."
            raise UsageError(f"{path}:{number}: is no line of a report. {cure}") from error
        lines[line.id] = line
    return lines


def _rows(text: str, path: Path) -> list[Any]:
    try:
        if text.lstrip().startswith('{\n'):
            return list(json.loads(text)["posts"])
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: is no report of csmedia. Write one with csmedia check --output-format jsonl.") from error
