"""Which posts have changed since a revision of the repository that holds the calendars."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from csmedia.cli.context import UsageError
from csmedia.errors import ReadError
from csmedia.model import Context, Post
from csmedia.read import Item, Options, Reader, read_bytes


def before(
    revision: str, paths: list[str], options: Options, kind: str | None, readers: Mapping[str, Reader]
) -> frozenset[tuple[str, Post, Context]]:
    """Every post as the files held it at a revision; a file that was not there then held none."""
    if _git(Path(), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").returncode:
        raise UsageError(f"--changed-since {revision}: git knows no such revision here. Fetch it, or name another.")
    return frozenset(
        (item.id, item.post, item.context) for path in paths if path != "-" for item in _old(revision, path, options, kind, readers)
    )


def unchanged(item: Item, old: frozenset[tuple[str, Post, Context]]) -> bool:
    """Whether a post stood there before with the same words, facts and time."""
    return (item.id, item.post, item.context) in old


def _old(
    revision: str, path: str, options: Options, kind: str | None, readers: Mapping[str, Reader]
) -> Iterator[Item]:
    folder, name = Path(path).resolve().parent, Path(path).name
    shown = _git(folder, "show", f"{revision}:./{name}")
    if shown.returncode:
        return
    try:
        rows = list(read_bytes(shown.stdout, path, options, kind, readers).rows)
    except ReadError:
        return  # the old file could not be read: all that stands in the new one is new
    yield from (row for row in rows if isinstance(row, Item))


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607  # the user's own git, no shell
    except FileNotFoundError as error:
        raise UsageError("--changed-since needs git, which is not installed here.") from error
