"""Which rules are under test: a department's own, where there are any; else everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csmedia.checker import GUARDS, Checker
from csmedia.errors import CsmediaError
from csmedia.load import Folder, PolicySet, load_folders
from csmedia.load.compiled import RulePlan
from csmedia.load.files import did_you_mean
from csmedia.plugins import Contributions

BUILT_IN = "csmedia"


class ScopeError(CsmediaError):
    """What is to be tested cannot be found; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is under test: the rules, the folders that they come from as they were written, and whether they are all of them.

    ``own`` is false where nobody has policies of their own and the built-in ones are meant; ``whole`` is false where a
    prefix chose some rules, so that nothing can be said of what the folders leave unused.
    """

    checker: Checker
    folders: tuple[Folder, ...]
    loaded: PolicySet
    rules: tuple[RulePlan, ...]
    own: bool
    whole: bool

    def line(self, rule: str, *place: str | int) -> int:
        """The line at which a key of a rule stands."""
        row = self.loaded.rules.get(rule)
        return 1 if row is None else row.fault(place, "").line


def scope_of(checker: Checker, local: Iterable[Path] = (), prefix: str = "", *, only_local: bool = False) -> Scope:
    """The rules under test of a checker that was made with ``local`` folders.

    Those are the local folders' and other plugins' rules where there are any, else all; ``prefix`` keeps the rules whose id
    begins so, and looks among all rules where it names none of these. ``only_local`` leaves plugins aside.
    """
    mine = (*(Folder(path, "the folder given", local=True) for path in local), *(() if only_local else own_folders(checker.contributions)))
    if mine:
        loaded = load_folders(mine)
        rules = tuple(one for one in checker.compiled.rules if one.id in loaded.rules and one.id.startswith(prefix))
        if rules or not prefix or only_local:
            return Scope(checker, mine, loaded, rules, own=True, whole=not prefix)
    every = (GUARDS, *checker.contributions.folders, *(one for one in mine if one.local))
    rules = tuple(one for one in checker.compiled.rules if one.id.startswith(prefix))
    return Scope(checker, every, load_folders(every), rules, own=bool(rules) and _is_own(rules, mine), whole=not prefix)


def _is_own(rules: tuple[RulePlan, ...], mine: tuple[Folder, ...]) -> bool:
    return bool(mine) and not any(rule.file.startswith((f"{BUILT_IN}/", "guards/")) for rule in rules)


def own_folders(contributions: Contributions) -> tuple[Folder, ...]:
    """The folders that plugins other than the built-in policies bring."""
    return tuple(one for one in contributions.folders if _distribution(one) != BUILT_IN)


def _distribution(folder: Folder) -> str:
    return folder.brought_by.split()[0]


def named_folders(contributions: Contributions, names: Iterable[str], root: Path) -> tuple[tuple[Path, ...], tuple[Folder, ...]]:
    """What a list of names means: folders to be read besides, and folders that installed plugins bring already.

    A name is a folder, from ``root`` on, or an installed distribution; raises `ScopeError` where it is neither.
    """
    local: list[Path] = []
    brought: list[Folder] = []
    for name in names:
        path = root / name
        installed = [one for one in own_folders(contributions) if _distribution(one) == name or (path.is_dir() and one.path.resolve() == path.resolve())]
        if installed:
            brought += installed
        elif path.is_dir():
            local.append(path)
        else:
            known = sorted({_distribution(one) for one in own_folders(contributions)})
            cure = did_you_mean(name, known) if known else "No plugin with policies is installed here."
            raise ScopeError(f"“{name}” is no folder in {root.name or root} and no installed plugin with policies. Check the path. {cure}")
    return tuple(local), tuple(brought)


def scope_of_folders(checker: Checker, local: tuple[Path, ...], brought: tuple[Folder, ...]) -> Scope:
    """The rules of exactly these folders."""
    folders = (*(Folder(path, "the folder given", local=True) for path in local), *brought)
    loaded = load_folders(folders)
    rules = tuple(one for one in checker.compiled.rules if one.id in loaded.rules)
    return Scope(checker, folders, loaded, rules, own=True, whole=True)
