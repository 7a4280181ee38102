"""The checker that the flags ask for, and what could not be used of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from csmedia.checker import GUARDS, Checker
from csmedia.cli.wishes import Wishes, settings_of
from csmedia.load.places import Folder
from csmedia.plugins import Contributions, gather
from csmedia.settings import Found

if TYPE_CHECKING:
    from csmedia.load import Change


def checker_of(given: Namespace) -> Checker:
    """The checker that the flags and the nearest settings ask for."""
    return checker_like(given, local_policies(given))


def checker_like(given: Namespace, policies: Iterable[str | Path]) -> Checker:
    """The checker that the flags and settings ask for, of other folders."""
    found = settings_of(given)
    return Checker(tuple(policies), preview=found.settings.preview, builtin_only=given.isolated or found.settings.isolated, compiling=tell_compiling)


def checker_from(given: Namespace, found: Found, policies: Iterable[str]) -> Checker:
    """The checker of some folders of policies, in all else as the flags and settings ask."""
    return Checker(policies, preview=found.settings.preview, builtin_only=given.isolated or found.settings.isolated, compiling=tell_compiling)


def policies_of(given: Namespace) -> tuple[str, ...]:
    """The folders of policies that the nearest settings and the flags name."""
    found = settings_of(given)
    return (*(str(found.folder / path) for path in found.settings.policies), *given.policies)


def folders_of(contributions: Contributions, policies: Iterable[str]) -> tuple[Folder, ...]:
    """Every folder that a checker reads, for looking up what it does not keep."""
    return (GUARDS, *contributions.folders, *(Folder(Path(path), "the folder given", local=True) for path in policies))


def adjustments_for(wishes: Wishes) -> tuple[Change, ...]:
    """What installed and named policies adjust, without compiling them."""
    from csmedia.load import adjustments_in  # noqa: PLC0415  # what compiles is slow to import, and few ask for this

    contributions = gather(lambda origin: origin.distribution == "csmedia" or not wishes.isolated)
    return adjustments_in(folders_of(contributions, wishes.policies))


def local_policies(given: Namespace) -> tuple[str, ...]:
    """The folders that the flags and the nearest settings name."""
    found = settings_of(given)
    return (*(str(found.folder / path) for path in found.settings.policies), *given.policies)


def checker_for(wishes: Wishes) -> Checker:
    """The checker that settled wishes ask for; what could not be used of it is told."""
    checker = Checker(wishes.policies, preview=wishes.preview, builtin_only=wishes.isolated, compiling=tell_compiling)
    tell_failures(checker)
    return checker


def tell_compiling() -> None:
    """Say on a terminal why nothing happens for a while."""
    if sys.stderr.isatty():
        print("csmedia: compiling the policies. This takes some seconds, and is done again only when one of them changes.", file=sys.stderr)


def tell_failures(checker: Checker) -> int:
    """Tell what could not be used; 2 where there is anything, else 0."""
    for failure in checker.failures:
        print(f"csmedia: {failure.what}: {failure.reason}", file=sys.stderr)
    return 2 if checker.failures else 0
