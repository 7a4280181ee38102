"""What is wrong with a policy beyond its examples: one remark, its place and its weight."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["error", "warning"]
Coverage = Literal["off", "warn", "error"]
Kind = Literal[
    "not-filled-in",
    "never-raised",
    "branch-not-reached",
    "never-possible",
    "alternative-not-needed",
    "exception-not-needed",
    "signal-not-used",
    "list-not-used",
    "same-rule-twice",
    "same-example-twice",
]


class Remark(NamedTuple):
    """One thing that no example shows, or that nobody wants: where it stands and what to do about it."""

    file: str
    line: int
    about: str
    kind: Kind
    level: Level
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.about}: {self.message}"


def weighed(remarks: list[Remark], coverage: Coverage) -> tuple[Remark, ...]:
    """Remarks as the gate is set, in order of file and line. What is not filled in is an error whatever the gate says."""
    kept = [one for one in remarks if coverage != "off" or one.kind == "not-filled-in"]
    if coverage == "warn":
        kept = [one if one.kind == "not-filled-in" else one._replace(level="warning") for one in kept]
    return tuple(sorted(set(kept)))
