"""What can go wrong, each told to the person who can mend it."""

from __future__ import annotations

from typing import NamedTuple


class CsmediaError(Exception):
    """The root of every error that csmedia raises on purpose."""


class Fault(NamedTuple):
    """One thing wrong in one file: where, the reader's own word, and the cure."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        key = f" {self.key}:" if self.key else ""
        return f"{self.file}:{self.line}:{key} {self.message}"


class PolicyError(CsmediaError):
    """Policies cannot be used. ``faults`` holds every fault of every file, in order of file and line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ReadError(CsmediaError):
    """A file of posts cannot be read at all. Single rows that cannot be read are `Unread`, not errors."""
