"""``csmedia lint``: policies looked over as they are written."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import partial

from csmedia.authored import author
from csmedia.calendar import LONDON
from csmedia.checker import Checker
from csmedia.cli.context import UsageError
from csmedia.cli.making import local_policies
from csmedia.cli.progress import progress
from csmedia.linting import KINDS, Lint
from csmedia.linting import lint as look
from csmedia.linting.kinds import LEVELS
from csmedia.linting.ordinary import ordinary_posts
from csmedia.linting.walking import rules, signals, topics
from csmedia.load.files import did_you_mean


def lint(given: Namespace, checker: Checker) -> int:
    """Look over the policies asked for."""
    chosen = _chosen(given.select, given.ignore)
    authored = author(checker, local_policies(given), given.prefix)
    if not any(True for some in (rules(authored), signals(authored), topics(authored)) for _ in some):
        print(f"csmedia: there is nothing to look over whose id begins with “{given.prefix}”.", file=sys.stderr)
        return 3
    passing = partial(progress, total=len(ordinary_posts()), stream=sys.stderr, shown=True)
    found = [one for one in look(authored, _day(given.effective_time), passing=passing) if one.id in chosen]
    _write(found, given.output_format)
    failing = ("error", "warning") if given.strict else ("error",)
    return 1 if any(one.level in failing for one in found) else 0


def list_lints() -> int:
    """List the lints with their levels."""
    for name, (level, looks_for) in KINDS.items():
        print(f"{level:8} {name:26} {looks_for}")
    return 0


def _chosen(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    for name in (*select, *ignore):
        if name not in KINDS:
            raise UsageError(f"there is no lint “{name}”. {did_you_mean(name, KINDS)}")
    return frozenset(select or KINDS) - frozenset(ignore)


def _day(said: str) -> date:
    if said == "now":
        return datetime.now(UTC).astimezone(LONDON).date()
    try:
        return date.fromisoformat(said[:10]) if len(said) == 10 else datetime.fromisoformat(said).date()
    except ValueError:
        raise UsageError(f"--effective-time {said}: write now, or a day such as 2026-04-20.") from None


def _write(found: list[Lint], form: str) -> None:
    counts = Counter(one.level for one in found)
    if form == "json":
        rows = [{**one._asdict(), "level": one.level} for one in found]
        whole = {"schema": "csmedia-lint-1", "counts": {level: counts[level] for level in LEVELS}, "lints": rows}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        for one in found:
            print(one)
    print(", ".join(f"{counts[level]} {level}" for level in LEVELS), file=sys.stderr)
