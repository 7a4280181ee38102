"""What authors wrote beside the checker that runs it, for those who look at policies and not at posts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from csmedia.checker import GUARDS, Checker
from csmedia.load import Folder, PolicySet, load_folders


class Authored(NamedTuple):
    """Policies as they run and as they were written. ``mine`` are the beginnings of the names of the files to look at."""

    checker: Checker
    loaded: PolicySet
    folders: tuple[Folder, ...]
    mine: tuple[str, ...]
    prefix: str = ""

    def has_file(self, name: str) -> bool:
        """Whether a file is one of those to look at."""
        return name.startswith(self.mine)

    def has_rule(self, rule: str, file: str) -> bool:
        """Whether a rule is one of those to look at."""
        return rule.startswith(self.prefix) and self.has_file(file)


def author(checker: Checker, local: Iterable[str | Path] = (), prefix: str = "") -> Authored:
    """Read again what a checker was made of. ``local`` are the folders that it was given.

    Looked at are the local folders and what plugins bring; the built-in policies where there is nothing else, or where
    ``prefix`` names rules of theirs.
    """
    given = tuple(Folder(Path(path), "the folder given", local=True) for path in local)
    folders = (GUARDS, *checker.contributions.folders, *given)
    loaded = load_folders(folders)
    foreign = (*given, *(one for one in checker.contributions.folders if _brought(one) != "csmedia"))
    mine = tuple(_shown(one) for one in foreign)
    named = [row.source.name for key, row in loaded.rules.items() if key.startswith(prefix)]
    if not mine or (prefix and named and not any(name.startswith(mine) for name in named)):
        mine = tuple(_shown(one) for one in folders)
    return Authored(checker, loaded, folders, mine, prefix)


def _brought(folder: Folder) -> str:
    return folder.brought_by.split()[0]


def _shown(folder: Folder) -> str:
    brought = () if folder.guards or folder.local else (_brought(folder),)
    return "/".join((*brought, folder.path.name, ""))
