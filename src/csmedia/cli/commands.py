"""Which function answers which command, and how errors become an exit code."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module

from csmedia.checker import Checker
from csmedia.cli.arguments import parser
from csmedia.cli.making import checker_of, tell_failures
from csmedia.errors import CsmediaError


def run(arguments: Sequence[str]) -> int:
    """Parse and answer; an error that csmedia raises on purpose is told on standard error and ends with 2."""
    top = parser(arguments[0] if arguments else None)
    try:
        given = top.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if given.command is None:
        top.print_help(sys.stderr)
        return 2
    try:
        with _without_cache() if getattr(given, "no_cache", False) else nullcontext():
            return _answer(given)
    except CsmediaError as error:
        print(f"csmedia: {error}" if "\n" not in str(error) else str(error), file=sys.stderr)
        return 2


@contextmanager
def _without_cache() -> Iterator[None]:
    """No cache for any checker of this command, in the processes that share its work too."""
    before = os.environ.get("CSMEDIA_NO_CACHE")
    os.environ["CSMEDIA_NO_CACHE"] = "1"
    try:
        yield
    finally:
        os.environ.pop("CSMEDIA_NO_CACHE") if before is None else os.environ.update(CSMEDIA_NO_CACHE=before)


# Commands that make their own checker, or need none: where each is answered, so that it imports only what it needs.
_APART = {
    "check": "checking", "recheck": "rechecking", "diff": "diffing", "init": "starting", "schema": "schemas", "duties": "duties",
    "test": "testing", "new": "making_new",
}  # fmt: skip


def _answer(given: Namespace) -> int:
    if given.command in _APART:
        module = import_module(f"csmedia.cli.{_APART[given.command]}")
        apart: Callable[[Namespace], int] = getattr(module, given.command)
        return apart(given)
    from csmedia.cli import explaining, linting, looking, probing, ruling  # noqa: PLC0415  # the same reason

    answers: dict[str, Callable[[Namespace, Checker], int]] = {
        "explain": explaining.explain, "rule": ruling.rule, "rules": ruling.rules, "plugins": looking.plugins,
        "periods": looking.periods, "probe": probing.probe, "lint": linting.lint,
    }  # fmt: skip
    checker = checker_of(given)
    code = answers[given.command](given, checker)
    return tell_failures(checker) or code
