"""``csmedia schema``: JSON Schemas of the public models, and of every kind of file that people write."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from csmedia.cli.context import UsageError
from csmedia.decisions.waivers import WaiverFile
from csmedia.model import Context, Frozen, Post, Report
from csmedia.rules.schemas import FILES, schema_of, tidied
from csmedia.run import Line, Whole
from csmedia.settings import Settings

READ: dict[str, type[Frozen]] = {"post": Post, "context": Context}
WRITTEN: dict[str, type[Frozen]] = {"report": Report, "line": Line, "run": Whole}
BESIDE: dict[str, type[Frozen]] = {"settings": Settings, "waivers": WaiverFile}


def schema(given: Namespace) -> int:
    """Print one schema, or write those of the files that people write into a folder."""
    if given.write is not None:
        return _write(Path(given.write), given.model)
    print(as_text(schema_named(given.model or "report")), end="")
    return 0


def schema_named(name: str) -> dict[str, Any]:
    """A schema by its name; `KeyError` where there is none."""
    if name in FILES:
        return schema_of(name)
    if name in BESIDE:
        return tidied(BESIDE[name].model_json_schema(by_alias=True))
    model, mode = (READ[name], "validation") if name in READ else (WRITTEN[name], "serialization")
    return model.model_json_schema(mode=mode, by_alias=True)  # type: ignore[arg-type]  # the two words that may stand here


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it stands in a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _write(folder: Path, name: str | None) -> int:
    names = (*FILES, *BESIDE) if name is None else (name,)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in names:
            (folder / f"{one}.json").write_text(as_text(schema_named(one)), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--write {folder}: {error.strerror or error}. Name a folder that may be written to.") from None
    first = names[0]
    print(f"Wrote {', '.join(f'{one}.json' for one in names)} to {folder}.")
    print(f"An editor reads one where the first line of a file names it: #:schema ../{folder.name}/{first}.json")
    return 0
