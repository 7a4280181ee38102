"""Which function answers which command, and how errors become an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from csmedia.checker import Checker
from csmedia.cli.arguments import parser
from csmedia.cli.making import checker_of, tell_failures
from csmedia.errors import CsmediaError


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
    if given.command == "check":
        from csmedia.cli.checking import check  # noqa: PLC0415  # each command imports what it needs

        return check(given)
    if given.command == "recheck":
        from csmedia.cli.rechecking import recheck  # noqa: PLC0415  # the same

        return recheck(given)
    if given.command == "init":
        from csmedia.cli.starting import init  # noqa: PLC0415  # the same

        return init(given)
    if given.command == "schema":
        from csmedia.cli.looking import schema  # noqa: PLC0415  # the same

        return schema(given)
    if given.command == "lint" and given.list:
        from csmedia.cli.linting import list_lints  # noqa: PLC0415  # the same

        return list_lints()
    from csmedia.cli import explaining, linting, looking, probing  # noqa: PLC0415  # the same

    answers: dict[str, Callable[[Namespace, Checker], int]] = {
        "explain": explaining.explain, "rule": looking.rule, "rules": looking.rules, "plugins": looking.plugins,
        "periods": looking.periods, "test": looking.test, "probe": probing.probe, "lint": linting.lint,
    }  # fmt: skip
    checker = checker_of(given)
    code = answers[given.command](given, checker)
    return tell_failures(checker) or code
