"""``csmedia test``: every example in rules as a test, and what no example tests."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

from csmedia.cli.making import checker_from, tell_failures
from csmedia.cli.progress import progress
from csmedia.cli.wishes import settings_of
from csmedia.testing import Case, Scope, Tried, scope_of, try_policies
from csmedia.testing.remarks import Coverage
from csmedia.testing.written import json_of_test, junit_of_test, summary_of, text_of

FORMATS: dict[str, Callable[[Tried], str]] = {"text": text_of, "json": json_of_test, "junit": junit_of_test}


def test(given: Namespace) -> int:
    """Run the examples; a folder may stand where the beginning of a rule's id may."""
    scope = _scope(given)
    if not scope.rules:
        where = f" whose id begins with “{given.what}”, nor a folder of policies of that name" if given.what else ""
        print(f"csmedia: there is no rule{where}: nothing was tested. “csmedia rules” lists the rules.", file=sys.stderr)
        return tell_failures(scope.checker) or 3
    coverage: Coverage = given.coverage or ("error" if scope.own else "warn")
    tested = try_policies(scope, coverage, lambda cases: _watched(cases, shown=not given.quiet))
    if said := FORMATS[given.output_format](tested):
        print(said.rstrip("\n"))
    if not given.quiet:
        print(summary_of(tested), file=sys.stderr)
    return _code(tested)


def _scope(given: Namespace) -> Scope:
    found = settings_of(given)
    local = [*(found.folder / path for path in found.settings.policies), *map(Path, given.policies)]
    named, prefix = _named(given.what)
    if named is not None and all(path.resolve() != named.resolve() for path in local):
        local.append(named)
    checker = checker_from(given, found, [str(path) for path in local])
    if named is not None:
        return scope_of(checker, [path for path in local if path.resolve() == named.resolve()], prefix, only_local=True)
    return scope_of(checker, local, prefix)


def _named(what: str) -> tuple[Path | None, str]:
    """The folder of policies that a word names, and the beginning of ids in it."""
    path = Path(what)
    if not what or not path.is_dir():
        return None, what
    if (path / "policy.toml").is_file():
        return path.parent, path.resolve().name.replace("_", "-") + "/"
    return (path, "") if next(path.rglob("policy.toml"), None) else (None, what)


def _watched(cases: Iterable[Case], *, shown: bool) -> Iterable[Case]:
    every = list(cases)
    return progress(every, len(every), sys.stderr, shown=shown, of="examples")


def _code(tested: Tried) -> int:
    if tell_failures(tested.scope.checker) or not tested.complete:
        return 2
    if tested.failed or tested.errors:
        return 1
    return 0 if tested.outcomes else 3
