"""``csmedia lint``: policies looked over as they are written."""

from __future__ import annotations

from argparse import Namespace

from csmedia.checker import Checker


def lint(given: Namespace, checker: Checker) -> int:
    """Not yet."""
    return 2
