"""The checker that the flags ask for, and what could not be used of it."""

from __future__ import annotations

import sys
from argparse import Namespace

from csmedia.checker import Checker


def checker_of(given: Namespace) -> Checker:
    """The checker that the flags ask for."""
    return Checker(given.policies, preview=not getattr(given, "no_preview", False), builtin_only=given.isolated)


def tell_failures(checker: Checker) -> int:
    """Tell what could not be used; 2 where there is anything, else 0."""
    for failure in checker.failures:
        print(f"csmedia: {failure.what}: {failure.reason}", file=sys.stderr)
    return 2 if checker.failures else 0
