"""The order of files: the same policy, cut into two folders that are read the other way round, answers alike."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from csmedia.authored import Authored
from csmedia.checker import Checker
from csmedia.probing.faults import Fault
from csmedia.testing import Case, post_and_context

Make = Callable[[Iterable[Path]], Checker]


def order_faults(authored: Authored, make: Make, cases: Iterable[Case]) -> Iterator[Fault | None]:
    """An answer for each example; ``make`` makes a checker of other local folders, all else alike."""
    local = [folder.path for folder in authored.folders if folder.local]
    if not local:
        return
    with tempfile.TemporaryDirectory() as root:
        other = make(_dealt(local, Path(root)))
    for case in cases:
        post, context = post_and_context(case.example, case.rule)
        first, second = authored.checker.check(post, context), other.check(post, context)
        same = (first.verdict, first.findings) == (second.verdict, second.findings)
        yield None if same else _fault(case, first.verdict, second.verdict)


def _dealt(local: list[Path], root: Path) -> list[Path]:
    """Each folder as two, and all of them named so that what was read first is read last."""
    dealt = []
    for number, folder in enumerate(reversed(local)):
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        # A folder of policies must hold something to find: only such files are moved away from the others.
        movable = [path for path in files if len(path.relative_to(folder).parts) > 1 and path.name != "policy.toml"]
        moved = frozenset(movable[(len(movable) + 1) // 2 :])
        for path in files:
            target = root / f"{number:03}-{0 if path in moved else 1}" / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        dealt += [root / f"{number:03}-{half}" for half in (0, 1) if half or moved]
    return dealt


def _fault(case: Case, before: str, after: str) -> Fault:
    words = "(the post of the example)"
    return Fault(case.rule.id, case.rule.file, 1, case.number, "order-of-files", "files read in another order", words, before, words, after)
