"""What the pages say of a run: ``python -m benchmarks.pages`` renews them, ``python -m benchmarks.pages FOLDER`` draws the curve there."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.tables import goal_table, growth_svg, plan, subject_table

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
NONE = "No figures have been recorded yet; `nox -s bench` records them."
Recorded = Mapping[str, Any]


def recorded(path: Path = RESULTS) -> Recorded | None:
    """The figures of the last run that was recorded."""
    if not path.is_file():
        return None
    results: Recorded = json.loads(path.read_text(encoding="utf-8"))
    return results


def _run(results: Recorded) -> str:
    return (
        f"Recorded with Python {results['python']} on {results['machine']} with {results['cores']} cores, {results['rounds']} rounds of "
        f"{results['posts']:,} posts, corpus `{results['corpus']}`.\n\n"
    )


PARTS: Mapping[str, Callable[[Recorded], str]] = {
    "goals": lambda results: _run(results) + goal_table(results["groups"]),
    "subjects": lambda results: subject_table(results["groups"]),
    "plan": plan,
}


def with_figures(page: str, results: Recorded | None) -> str:
    """A page with what stands between its marks made from the figures."""
    for name, make in PARTS.items():
        made = NONE if results is None else make(results).strip()
        between = f"<!-- bench {name} -->\n\n{made}\n\n<!-- /bench {name} -->"
        page = between.join(re.split(rf"<!-- bench {name} -->.*?<!-- /bench {name} -->", page, flags=re.DOTALL))
    return page


def renew(results: Recorded | None) -> None:
    """Write the figures into the pages."""
    for path in (ROOT / "docs" / "speed.md", ROOT / "docs" / "scale.md"):
        path.write_text(with_figures(path.read_text(encoding="utf-8"), results), encoding="utf-8")


def draw(folder: Path, results: Recorded | None) -> None:
    """Write the curve."""
    (folder / "growth.svg").write_text(growth_svg(results or {"groups": {}}), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        draw(Path(sys.argv[1]), recorded())
    else:
        renew(recorded())
