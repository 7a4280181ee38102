"""The checker that the flags ask for, and what could not be used of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from csmedia.checker import Checker
from csmedia.cli.wishes import Wishes, settings_of


def checker_of(given: Namespace) -> Checker:
    """The checker that the flags and the nearest settings ask for."""
    return checker_like(given, local_policies(given))


def checker_like(given: Namespace, policies: Iterable[str | Path]) -> Checker:
    """The checker that the flags and settings ask for, of other folders."""
    found = settings_of(given)
    return Checker(tuple(policies), preview=found.settings.preview, builtin_only=given.isolated or found.settings.isolated)


def local_policies(given: Namespace) -> tuple[str, ...]:
    """The folders that the flags and the nearest settings name."""
    found = settings_of(given)
    return (*(str(found.folder / path) for path in found.settings.policies), *given.policies)


def checker_for(wishes: Wishes) -> Checker:
    """The checker that settled wishes ask for; what could not be used of it is told."""
    checker = Checker(wishes.policies, preview=wishes.preview, builtin_only=wishes.isolated)
    tell_failures(checker)
    return checker


def tell_failures(checker: Checker) -> int:
    """Tell what could not be used; 2 where there is anything, else 0."""
    for failure in checker.failures:
        print(f"csmedia: {failure.what}: {failure.reason}", file=sys.stderr)
    return 2 if checker.failures else 0
