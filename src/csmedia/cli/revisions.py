"""Policies as somebody names them: a folder, a folder at a revision of git, or what is in force now."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from pathlib import Path
from typing import NamedTuple

from csmedia.cli.context import UsageError
from csmedia.cli.wishes import Wishes

INSTALLED = "installed"


class Named(NamedTuple):
    """What was named, and the folders of policies that this means; none for what is in force now."""

    said: str
    folders: tuple[Path, ...]


def named_policies(said: str, wishes: Wishes, into: Path) -> Named:
    """The folders that a name means; revisions are written into a folder of their own.

    ``REV:path`` is a folder as git had it, ``REV`` alone those folders that the settings name. Raises `UsageError`.
    """
    if said == INSTALLED:
        return Named(said, ())
    if Path(said).is_dir():
        return Named(said, (Path(said),))
    revision, colon, path = said.partition(":")
    _check_revision(said, revision)
    if colon:
        tree = _tree(Path(), f"{revision}:{path}")
        if tree is None:
            raise UsageError(f"{said}: there is no folder “{path}” at {revision}. Paths count from the top of the repository; ./{path} from here.")
        return Named(said, (_unpacked(Path(), tree, into / _name(revision) / Path(path).name),))
    return Named(said, _of_settings(said, wishes, into))


def _of_settings(revision: str, wishes: Wishes, into: Path) -> tuple[Path, ...]:
    home, paths = wishes.found.folder, wishes.found.settings.policies
    if not paths:
        raise UsageError(f"{revision}: the settings name no folder of policies. Write {revision}:path/to/policies.")
    # A folder that was not there yet is no policy; where none was, the revision is hardly meant.
    found = [(path, tree) for path in paths if (tree := _tree(home, f"{revision}:./{path}")) is not None]
    if not found:
        raise UsageError(f"{revision}: held none of the folders that the settings name ({', '.join(paths)}). Write {revision}:path/to/policies.")
    return tuple(_unpacked(home, tree, into / _name(revision) / str(number) / Path(path).name) for number, (path, tree) in enumerate(found))


def _name(revision: str) -> str:
    return re.sub(r"[^\w.-]", "_", revision)


def _check_revision(said: str, revision: str) -> None:
    if not revision or _git(Path(), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").returncode:
        raise UsageError(f"{said}: is no folder here, and git knows no such revision. Name a folder, REV:path/to/policies, or {INSTALLED}.")


def _tree(folder: Path, name: str) -> str | None:
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name).stdout.decode().strip()
    # “REV:path^{tree}” would look for a path of that name.
    return found if found and _git(folder, "cat-file", "-t", found).stdout.strip() == b"tree" else None


def _unpacked(folder: Path, tree: str, target: Path) -> Path:
    """Write the files of a tree; what an attribute keeps out of archives would be missed without a word, so it is counted."""
    top = Path(_git(folder, "rev-parse", "--show-toplevel").stdout.decode().strip())
    archive = _git(top, "archive", "--format=tar", tree)
    listed = _git(top, "ls-tree", "-r", "--name-only", "-z", tree).stdout.decode().split("\0")
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as held:
        held.extractall(target, filter="data")
    missing = [name for name in listed if name.endswith(".toml") and not (target / name).is_file()]
    if missing:
        raise UsageError(f"{target.name}: git archive leaves out {missing[0]}. Take export-ignore away in .gitattributes.")
    return target


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607  # the user's own git, no shell
    except FileNotFoundError as error:
        raise UsageError("a revision needs git, which is not installed here. Name a folder of policies.") from error
