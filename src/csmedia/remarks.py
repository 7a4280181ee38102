"""Comments in a policy's files that take back one remark, each with its reason: ``# lint: ignore ID because …``."""

from __future__ import annotations

import re
from typing import NamedTuple


class Remark(NamedTuple):
    """One comment. It speaks of its own line, and of the next where it stands alone; ``reason`` is empty where none is given."""

    line: int
    names: tuple[str, ...]
    reason: str
    alone: bool

    def covers(self, line: int) -> bool:
        """Whether this comment speaks of a line."""
        return line == self.line or (self.alone and line == self.line + 1)


def remarks(text: str, word: str) -> tuple[Remark, ...]:
    """The comments of a file that begin with ``word``, such as ``lint`` or ``probe``."""
    pattern = re.compile(rf"#\s*{word}:\s*ignore\s+([\w,\s-]+?)(?:\s+because\s+(.*))?$")
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := pattern.search(line.rstrip()):
            names = tuple(re.split(r"[,\s]+", match[1].strip()))
            found.append(Remark(number, names, (match[2] or "").strip(), line.lstrip().startswith("#")))
    return tuple(_stacked(found))


def _stacked(found: list[Remark]) -> list[Remark]:
    """Comments on lines of their own, one under another, all speak of the line below the last."""
    lines = {one.line for one in found if one.alone}
    moved = []
    for one in found:
        last = one.line
        while one.alone and last + 1 in lines:
            last += 1
        moved.append(one._replace(line=last))
    return moved
