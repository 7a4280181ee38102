"""Which function answers which command, and how errors become an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from csmedia.checker import Checker
from csmedia.cli.arguments import parser
from csmedia.cli.making import checker_of, tell_failures
from csmedia.errors import CsmediaError

# Commands that make a checker of their own, or need none: the module and the function.
_ALONE = {
    "check": ("checking", "check"),
    "recheck": ("rechecking", "recheck"),
    "diff": ("diffing", "diff"),
    "init": ("starting", "init"),
    "schema": ("schemas", "schema"),
    "duties": ("duties", "duties"),
    "test": ("testing", "test"),
    "new": ("making_new", "new"),
}
_REPLAY = ("replaying", "replay")


def run(arguments: Sequence[str]) -> int:
    """Parse and answer; an error that csmedia raises on purpose is told on standard error and ends with 2."""
    top = parser()
    try:
        given = top.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if given.command is None:
        top.print_help(sys.stderr)
        return 2
    try:
        return _answer(given)
    except CsmediaError as error:
        print(f"csmedia: {error}" if "\n" not in str(error) else str(error), file=sys.stderr)
        return 2


def _answer(given: Namespace) -> int:
    if given.command in _ALONE:
        module, name = _ALONE[given.command]
        if given.command == "recheck" and given.as_of_report:
            module, name = _REPLAY
        # Each command imports what it needs.
        alone: Callable[[Namespace], int] = getattr(import_module(f"csmedia.cli.{module}"), name)
        return alone(given)
    from csmedia.cli import explaining, linting, looking, probing, ruling  # noqa: PLC0415  # the same

    answers: dict[str, Callable[[Namespace, Checker], int]] = {
        "explain": explaining.explain, "rule": ruling.rule, "rules": ruling.rules, "plugins": looking.plugins,
        "periods": looking.periods, "probe": probing.probe, "lint": linting.lint,
    }  # fmt: skip
    checker = checker_of(given)
    code = answers[given.command](given, checker)
    return tell_failures(checker) or code
