"""What two versions of policies say of the same posts, and where they say something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from csmedia.model import Finding, PolicyRun, Report, Severity, Verdict, rank
from csmedia.read import Item

Verdicts = tuple[Verdict, Verdict]


class Version(NamedTuple):
    """One version of policies: how it was named, what ran, and the ids of its rules."""

    said: str
    ran: tuple[PolicyRun, ...]
    rules: frozenset[str]


class Moved(NamedTuple):
    """A rule whose severity for a post is another."""

    rule: str
    old: Severity
    new: Severity


class Difference(NamedTuple):
    """One post of which the two versions say something else."""

    item: Item
    old: Report
    new: Report
    appeared: tuple[Finding, ...]
    disappeared: tuple[Finding, ...]
    moved: tuple[Moved, ...]

    @property
    def verdicts(self) -> Verdicts:
        """The verdict before and after."""
        return self.old.verdict, self.new.verdict


class Differences(NamedTuple):
    """Everything that changes between two versions, over all posts."""

    old: Version
    new: Version
    posts: int
    changed: tuple[Difference, ...]
    complete: bool

    @property
    def verdicts(self) -> Mapping[Verdicts, int]:
        """How many posts go from which verdict to which; the strongest new ones first."""
        counts = Counter(one.verdicts for one in self.changed if one.old.verdict != one.new.verdict)
        return dict(sorted(counts.items(), key=lambda one: (-rank(one[0][1]), -rank(one[0][0]), one[0])))

    @property
    def other_findings(self) -> int:
        """How many posts keep their verdict and have other findings."""
        return sum(one.old.verdict == one.new.verdict for one in self.changed)

    @property
    def rules(self) -> Mapping[str, tuple[int, int, int]]:
        """Each rule that changes: on how many posts it appears, disappears, and has another severity."""
        came = Counter(found.rule for one in self.changed for found in one.appeared)
        went = Counter(found.rule for one in self.changed for found in one.disappeared)
        moved = Counter(found.rule for one in self.changed for found in one.moved)
        return {name: (came[name], went[name], moved[name]) for name in sorted({*came, *went, *moved})}


def difference_of(item: Item, old: Report, new: Report) -> Difference | None:
    """What changes for one post: its verdict, which rules find something, and how much that matters. None where nothing does.

    A rule that speaks for others of its duty counts with them, so that another speaker is no change.
    """
    before, after = _fired(old), _fired(new)
    appeared = tuple(one for name, one in sorted(after.items()) if name not in before and one.rule == name)
    disappeared = tuple(one for name, one in sorted(before.items()) if name not in after and one.rule == name)
    moved = tuple(
        Moved(name, one.severity, after[name].severity)
        for name, one in sorted(before.items())
        if name in after and _has_moved(name, one, after[name])
    )
    if (old.verdict, old.complete) == (new.verdict, new.complete) and not (appeared or disappeared or moved):
        return None
    return Difference(item, old, new, appeared, disappeared, moved)


def _has_moved(name: str, old: Finding, new: Finding) -> bool:
    # A rule that another speaks for shows that one's severity: only the stronger side's speaker tells its own.
    if rank(new.severity) > rank(old.severity):
        return name == new.rule
    return old.severity != new.severity and name == old.rule


def _fired(report: Report) -> dict[str, Finding]:
    fired: dict[str, Finding] = {}
    for one in sorted(report.findings, key=lambda found: rank(found.severity)):
        fired |= dict.fromkeys((*one.also, one.rule), one)
    return fired
