"""Rules that ``--select``, ``--ignore`` and a baseline name, and what to say where nobody has such a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from csmedia.checker import Checker
from csmedia.cli.context import UsageError
from csmedia.cli.making import folders_of
from csmedia.cli.wishes import Wishes
from csmedia.decisions import Baseline

if TYPE_CHECKING:
    from csmedia.load import Former


def former_of(checker: Checker, wishes: Wishes) -> Former:
    """The former ids of rules, read when somebody names a rule that is not there."""
    from csmedia.load import former_in  # noqa: PLC0415  # what compiles is slow to import, and few name a former id

    return former_in(folders_of(checker.contributions, wishes.policies))


def name_notes(checker: Checker, wishes: Wishes, baseline: Baseline) -> list[str]:
    """Notes on names that no rule has; selecting such rules alone would check nothing, and is a `UsageError`."""
    ids = checker.compiled.ids
    locked = [f"--ignore {prefix}: {name} is locked, so it runs all the same" for prefix in wishes.ignore for name in sorted(checker.compiled.locked) if name.startswith(prefix)]
    unknown = {
        flag: [prefix for prefix in prefixes if not any(name.startswith(prefix) for name in ids)]
        for flag, prefixes in (("--select", wishes.select), ("--ignore", wishes.ignore))
    }
    strange = sorted({known.rule for known in baseline.findings} - set(ids))
    if not (unknown["--select"] or unknown["--ignore"] or strange):
        return locked
    former = former_of(checker, wishes)
    # A check in Python says the names of its rules only when it finds something.
    if unknown["--select"] and not checker.contributions.checks:
        prefix = unknown["--select"][0]
        raise UsageError(f"--select {prefix}: {_told(prefix, ids, former)}")
    notes = [f"{flag} {prefix}: {_told(prefix, ids, former)}" for flag, prefixes in unknown.items() for prefix in prefixes]
    return [*locked, *notes, *_baseline_notes(strange, former)]


def _told(prefix: str, ids: Iterable[str], former: Former) -> str:
    old = next((name for name in sorted(former) if name.startswith(prefix)), prefix)
    from csmedia.load import told_of  # noqa: PLC0415  # the same

    return told_of(old, {part for name in ids for part in (name, name.rpartition("/")[0])}, former)


def _baseline_notes(strange: Iterable[str], former: Former) -> Iterator[str]:
    for name in strange:
        if name in former:
            new = " and ".join(f"“{one}”" for one in former[name])
            yield f"the baseline names “{name}”, which is now {new}: what it held counts again. Look, and write the baseline anew."
