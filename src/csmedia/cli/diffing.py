"""``csmedia diff OLD NEW POSTS``: whose verdict changes between two versions of policies."""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from csmedia.checker import Checker
from csmedia.cli.inputs import Inputs
from csmedia.cli.making import tell_failures
from csmedia.cli.progress import progress
from csmedia.cli.revisions import named_policies
from csmedia.cli.standing import checker_with
from csmedia.cli.wishes import Wishes, wishes_of
from csmedia.model import Report
from csmedia.read import Item, Reader
from csmedia.report.changes import changes_json, changes_markdown, changes_text
from csmedia.report.differences import Difference, Differences, Version, difference_of

Pair = tuple[Item, Report, Report]


def diff(given: Namespace) -> int:
    """Judge every post with both versions, and tell what changes."""
    wishes = wishes_of(given)
    old, new = _versions(given, wishes)
    readers = {name: Reader(*reader) for name, (_, reader) in dict(new.contributions.readers).items()}
    inputs = Inputs(given.paths, wishes.options, wishes.input_format, readers, quiet=given.quiet)
    posts, complete, changed = _compare(progress(_judged(old, new, inputs, wishes), None, sys.stderr, shown=not given.quiet))
    complete = complete and not (inputs.unread or old.failures or new.failures)
    told = Differences(_version(given.old, old), _version(given.new, new), posts, tuple(changed), complete)
    print(_written(told, given, wishes), end="")
    if not complete:
        return 2
    if not posts:
        print("csmedia: nothing was compared: no post was found in what was given.", file=sys.stderr)
        return 3
    return 1 if changed else 0


def _versions(given: Namespace, wishes: Wishes) -> tuple[Checker, Checker]:
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for side, said in (("old", given.old), ("new", given.new)):
            named = named_policies(said, wishes, Path(folder) / side)
            checker, gone = checker_with(wishes, named.folders)
            if gone and not given.quiet:
                print(f"csmedia: {said} stands in for the policies of {', '.join(gone)}.", file=sys.stderr)
            tell_failures(checker)
            made.append(checker)
    return made[0], made[1]


def _judged(old: Checker, new: Checker, inputs: Inputs, wishes: Wishes) -> Iterator[Pair]:
    for item, around in inputs.items():
        before, after = (
            checker.check(item.post, item.context, select=wishes.select, ignore=wishes.ignore, around=around) for checker in (old, new)
        )
        yield item, before, after


def _compare(pairs: Iterator[Pair]) -> tuple[int, bool, list[Difference]]:
    posts, complete, changed = 0, True, []
    for item, before, after in pairs:
        posts += 1
        complete = complete and before.complete and after.complete
        if (difference := difference_of(item, before, after)) is not None:
            changed.append(difference)
    return posts, complete, changed


def _version(said: str, checker: Checker) -> Version:
    return Version(said, checker.compiled.ran, frozenset(rule.id for rule in checker.compiled.rules))


def _written(told: Differences, given: Namespace, wishes: Wishes) -> str:
    if given.output_format == "json":
        return changes_json(told)
    write = changes_markdown if given.output_format == "markdown" else changes_text
    return write(told, examples=max(0, given.examples), show_text=wishes.show_text)
