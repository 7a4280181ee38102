"""A checker in which named policies stand in for those installed or in the settings that bring the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from csmedia.checker import Checker
from csmedia.cli.making import tell_compiling
from csmedia.cli.wishes import Wishes
from csmedia.load import Folder
from csmedia.load.folders import files_of, id_of
from csmedia.plugins import Contributions, gather


class _Standing(Checker):
    """A checker that leaves out some of the installed folders, and keeps what plugins bring besides."""

    def __init__(self, contributions: Contributions, folders: tuple[Folder, ...], *, preview: bool) -> None:
        self.contributions = contributions
        self.failures = contributions.failures
        self.preview = preview
        self.cache = True
        self.compiled = self._compile(folders)


def checker_with(wishes: Wishes, paths: Iterable[Path]) -> tuple[Checker, tuple[str, ...]]:
    """A checker with folders of policies, and the names of the folders that they stand in for."""
    given = tuple(_local(path) for path in paths)
    brought = {name for folder in given for name in _policies_in(folder)}
    contributions = gather(lambda origin: origin.distribution == "csmedia" or not wishes.isolated)
    usual = tuple(_local(Path(path)) for path in wishes.policies)
    gone = [folder for folder in (*contributions.folders, *usual) if brought & _policies_in(folder)]
    kept = (*(folder for folder in usual if folder not in gone), *given)
    said = tuple(str(folder.path) if folder.local else folder.brought_by for folder in gone)
    if not set(gone) & set(contributions.folders):
        checker = Checker([folder.path for folder in kept], preview=wishes.preview, builtin_only=wishes.isolated, compiling=tell_compiling)
        return checker, said
    left = replace(contributions, folders=tuple(folder for folder in contributions.folders if folder not in gone))
    return _Standing(left, kept, preview=wishes.preview), said


def _local(path: Path) -> Folder:
    return Folder(path, "the folder given", local=True)


def _policies_in(folder: Folder) -> set[str]:
    return {id_of(parts[:-1]) for _, parts in files_of(folder) if parts[-1] == "policy.toml"}
