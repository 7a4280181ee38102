"""``csmedia check``: read, judge, mark what people decided, write, and the exit code."""

from __future__ import annotations

import sys
import warnings
from argparse import Namespace
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from csmedia.checker import Checker
from csmedia.cli.context import UsageError
from csmedia.cli.inputs import Inputs, are_archives
from csmedia.cli.making import adjustments_for, checker_for
from csmedia.cli.moments import day_of, effective_time
from csmedia.cli.progress import progress
from csmedia.cli.selecting import former_of, name_notes
from csmedia.cli.wishes import Wishes, wishes_of
from csmedia.cli.writing import wants_colour, write_post, write_run
from csmedia.decisions import (
    Baseline,
    Waiver,
    apply_decisions,
    holds_secret,
    item_hash,
    read_baseline,
    read_waivers,
    waiver_notes,
    write_baseline,
)
from csmedia.judge import Surroundings
from csmedia.model import Context, Post, Report
from csmedia.read import Item, Reader
from csmedia.report.telling import Telling
from csmedia.run import Checked, Run
from csmedia.settings import settings_text
from csmedia.version import VERSION

# Up to this many bytes of files are read before the first post is judged, so that the bar knows how many will come.
_COUNTED_BYTES = 64_000_000
Told = tuple[Item, Surroundings | None]


def check(given: Namespace) -> int:
    """Check every post of every path."""
    wishes = wishes_of(given)
    if given.show_settings:
        print(settings_text(wishes.found, map(str, adjustments_for(wishes))), end="")
        return 0
    given.paths += given.more_paths
    if not given.paths:
        raise UsageError("check: name a calendar, or - for standard input.")
    checker = checker_for(wishes)
    now = effective_time(given.effective_time)
    today = day_of(now)
    waivers, baseline = decisions_of(wishes, checker)
    said = name_notes(checker, wishes, baseline)
    if are_archives(given.paths, wishes.input_format):
        from csmedia.cli.archive import Asked, check_archives  # noqa: PLC0415  # Arrow is slow to import

        asked = Asked("", wishes, now, today, waivers, baseline, colour=wants_colour(given.color, sys.stdout))
        return check_archives(given, checker, asked)
    readers = {name: Reader(*reader) for name, (_, reader) in dict(checker.contributions.readers).items()}
    inputs = Inputs(given.paths, wishes.options, wishes.input_format, readers, quiet=given.quiet)
    posts: list[tuple[Item, Report]] = []
    checked: list[Checked] = []
    colour = wants_colour(given.color, sys.stdout)
    for item, raw in _judged(checker, inputs, wishes, given, now):
        report = apply_decisions(item, raw, waivers, baseline, today)
        posts.append((item, report))
        checked.append(one := checked_of(item, report))
        write_post(item, one, wishes, colour=colour)
    notes = _notes(inputs, [*said, *waiver_notes(waivers, posts, today)], given)
    run = Run(checked=tuple(checked), unread=tuple(inputs.unread), failures=checker.failures, notes=tuple(notes), ran=checker.compiled.ran)
    telling = Telling(
        run, posts, checker.compiled.by_id, VERSION, wishes.fail_level,
        wishes.show_text, str(Path().resolve()), given.junit_family,
    )  # fmt: skip
    write_run(telling, wishes, inputs, given)
    if given.write_baseline:
        Path(given.write_baseline).write_text(write_baseline(posts), encoding="utf-8")
    code = run.exit_code(wishes.fail_level)
    return 0 if code == 1 and given.exit_zero else code


def decisions_of(wishes: Wishes, checker: Checker) -> tuple[tuple[Waiver, ...], Baseline]:
    """The waivers and the baseline that apply."""
    rules = checker.compiled.by_id
    waivers = read_waivers(wishes.waivers, rules, lambda: former_of(checker, wishes)) if wishes.waivers else ()
    return waivers, read_baseline(wishes.baseline) if wishes.baseline else Baseline()


def checked_of(item: Item, report: Report) -> Checked:
    """A report with what the run tells of its post; a post with a secret in it has no hash that could be guessed."""
    digest = None if holds_secret(report) else item_hash(item)
    return Checked(
        id=item.id, place=item.place, report=report, cells=dict(item.cells), digest=digest, judged_for=item.post.publish_at
    )


def _notes(inputs: Inputs, told: list[str], given: Namespace) -> list[str]:
    if not given.quiet:
        for note in told:
            print(f"csmedia: {note}", file=sys.stderr)
    return [*inputs.notes, *told]


def _judged(
    checker: Checker, inputs: Inputs, wishes: Wishes, given: Namespace, now: datetime | date | None
) -> Iterator[tuple[Item, Report]]:
    items: Iterable[Told] = _moved(_changed(inputs, wishes, given), now)
    total = None
    if _bytes_of(given.paths) <= _COUNTED_BYTES and sys.stderr.isatty() and not given.quiet:
        listed = list(items)
        items, total = listed, len(listed)
    waiting: deque[Item] = deque()
    reports = checker.check_many(_pairs(items, waiting), jobs=given.jobs, select=wishes.select, ignore=wishes.ignore)
    with warnings.catch_warnings():
        warnings.showwarning = tell_warning  # type: ignore[assignment]  # it needs the message alone
        for report in progress(reports, total, sys.stderr, shown=not given.quiet):
            yield waiting.popleft(), report


def tell_warning(message: Warning | str, *_: object) -> None:
    """A warning of the library in one line, such as that of a process that ended."""
    print(f"csmedia: {message}", file=sys.stderr)


def _pairs(items: Iterable[Told], waiting: deque[Item]) -> Iterator[tuple[Post, Context, Surroundings | None]]:
    for item, around in items:
        waiting.append(item)
        yield item.post, item.context, around


def _moved(items: Iterable[Told], now: datetime | date | None) -> Iterator[Told]:
    for item, around in items:
        yield (item if now is None else item._replace(post=item.post.model_copy(update={"publish_at": now}))), around


def _changed(inputs: Inputs, wishes: Wishes, given: Namespace) -> Iterator[Told]:
    if given.changed_since is None:
        yield from inputs.items()
        return
    from csmedia.cli.changed import before, unchanged  # noqa: PLC0415  # few ask git

    old = before(given.changed_since, given.paths, wishes.options, wishes.input_format, inputs.readers)
    left_out = 0
    for item, around in inputs.items():
        if unchanged(item, old):
            left_out += 1
        else:
            yield item, around
    if not given.quiet:
        print(f"csmedia: {left_out} posts have not changed since {given.changed_since} and were not checked again.", file=sys.stderr)


def _bytes_of(paths: list[str]) -> int:
    return sum(Path(path).stat().st_size if Path(path).is_file() else 0 if path != "-" else _COUNTED_BYTES + 1 for path in paths)
