"""Where policies stand: folders, the files in them, and the ids that their paths make."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Folder(NamedTuple):
    """A folder of policies and who brought it, in words for messages."""

    path: Path
    brought_by: str
    guards: bool = False
    local: bool = False


def files_of(folder: Folder) -> list[tuple[str, tuple[str, ...]]]:
    """The files of a folder of policies, in order, each with the parts of its path there; hidden ones are left out."""
    return sorted(_walk(str(folder.path), ()), key=lambda one: one[1])


def _walk(folder: str, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    # There are hundreds of files, and every command looks them through: paths as objects would take ten times as long.
    with os.scandir(folder) as found:
        for one in found:
            if one.name.startswith((".", "_")):
                continue
            if one.is_dir():
                yield from _walk(one.path, (*above, one.name))
            elif one.name.endswith(".toml"):
                yield one.path, (*above, one.name)


def id_of(parts: tuple[str, ...]) -> str:
    """The id of a rule or a policy by the parts of its path."""
    return "/".join(slug(part) for part in parts)


def slug(part: str) -> str:
    """A part of a path as a part of an id."""
    return part.removesuffix(".toml").replace("_", "-")
