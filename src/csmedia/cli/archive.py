"""``csmedia check`` of Parquet files: a few rows at a time, whatever their number, and what is found written as it goes."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from csmedia.arrow import findings_batch, given_id, items_of, packed, report_row, split, tasks_of, unpacked, unread_row
from csmedia.batch import lost_report
from csmedia.checker import Checker
from csmedia.cli.context import UsageError
from csmedia.cli.progress import progress
from csmedia.cli.tables import Table, Writer
from csmedia.cli.wishes import Wishes
from csmedia.decisions import Baseline, Waiver, apply_decisions, holds_secret, item_hash, waiver_notes
from csmedia.errors import ReadError
from csmedia.model import WHO_DECIDES, Report, rank
from csmedia.read import Item
from csmedia.report import line_of, text_of
from csmedia.run import Checked, ExitCode, Unread
from csmedia.workers import Task, Trade, shared

_STREAMED = ("text", "jsonl", "parquet")


class Asked(NamedTuple):
    """What every process has to know to judge the rows of a file."""

    file: str
    wishes: Wishes
    now: datetime | date | None
    today: date
    waivers: tuple[Waiver, ...]
    baseline: Baseline
    colour: bool


class Part(NamedTuple):
    """What came of some rows: findings as Arrow bytes, what each streamed format says, what was not read, and what to count."""

    size: int
    findings: bytes
    said: Mapping[str, str]
    unread: tuple[Unread, ...]
    verdicts: Counter[str]
    complete: bool
    failing: bool
    waived: list[tuple[Item, Report]]


class Tally:
    """The counts of a run, in place of its posts."""

    def __init__(self, *, complete: bool) -> None:
        self.verdicts: Counter[str] = Counter()
        self.unread, self.complete, self.failing = 0, complete, False
        self.waived: list[tuple[Item, Report]] = []

    def add(self, part: Part) -> None:
        """Count some rows."""
        self.verdicts += part.verdicts
        self.unread += len(part.unread)
        self.complete &= part.complete and not part.unread
        self.failing |= part.failing
        self.waived += part.waived

    def exit_code(self) -> ExitCode:
        """As that of a `csmedia.run.Run`."""
        if not self.complete:
            return 2
        return 3 if not self.verdicts else 1 if self.failing else 0

    def summary(self) -> str:
        """What it came to, in words."""
        said = ", ".join(f"{number:,} {verdict}" for verdict, number in sorted(self.verdicts.items()))
        rows = f" Rows that could not be read: {self.unread:,}." if self.unread else ""
        return f"{self.verdicts.total():,} posts checked: {said or 'none'}.{rows} {WHO_DECIDES}"


def check_archives(given: Namespace, checker: Checker, asked: Asked) -> int:
    """Check every row of every file; memory does not grow with their number."""
    wishes, tally = asked.wishes, Tally(complete=not checker.failures)
    _refuse(given, wishes)
    tables = _tables(given, wishes, tally)
    parts = _parts(tables, checker, asked, given.jobs)
    with ExitStack() as stack:
        outputs = {path: stack.enter_context(_opened(path, kind)) for path, kind in wishes.outputs.items() if path != "-"}
        for part in progress(parts, sum(table.rows for table in tables), sys.stderr, shown=not given.quiet, weight=lambda one: one.size):
            tally.add(part)
            _write(part, wishes, outputs)
    if not given.quiet:
        for note in waiver_notes(asked.waivers, tally.waived, asked.today):
            print(f"csmedia: {note}", file=sys.stderr)
        print(f"csmedia: {tally.summary()}", file=sys.stderr)
    code = tally.exit_code()
    return 0 if code == 1 and given.exit_zero else code


def _refuse(given: Namespace, wishes: Wishes) -> None:
    kinds = [kind for kind in wishes.outputs.values() if kind not in _STREAMED]
    if kinds:
        raise UsageError(f"check: {kinds[0]} needs every post of a run at once. Of Parquet files, text, jsonl and parquet are written.")
    if given.write_baseline or given.changed_since:
        flag = "--write-baseline" if given.write_baseline else "--changed-since"
        raise UsageError(f"{flag}: is for calendars, not for Parquet files. Leave it out.")


def _tables(given: Namespace, wishes: Wishes, tally: Tally) -> list[Table]:
    tables = []
    for path in given.paths:
        try:
            tables.append(table := Table(path, wishes.options.columns))
        except ReadError as error:
            print(f"csmedia: {error}", file=sys.stderr)
            tally.complete = False
            continue
        if (note := table.note()) is not None and not given.quiet:
            print(f"csmedia: {note}", file=sys.stderr)
    return tables


def _parts(tables: list[Table], checker: Checker, asked: Asked, jobs: int) -> Iterator[Part]:
    for table in tables:
        here = asked._replace(file=table.path)
        trade = Trade(checker._again, partial(judge_rows, asked=here), split, partial(_lost, asked=here), checker)
        yield from shared(trade, tasks_of(table.batches()), jobs)


def judge_rows(checker: Checker, load: tuple[int, bytes], asked: Asked) -> Part:
    """Judge the rows of one task, in whatever process this is."""
    first, data = load
    batch = unpacked(data)
    judged: list[tuple[Item, Report]] = []
    rows, unread = [], []
    for number, row in enumerate(items_of(batch, asked.wishes.options, file=asked.file, first=first)):
        if isinstance(row, Unread):
            unread.append(row)
            rows.append(unread_row(row, given_id(batch, number)))
        else:
            item, report = _judged(checker, row, asked)
            judged.append((item, report))
            rows.append(report_row(item.id, report))
    return _part(rows, judged, unread, asked)


def _judged(checker: Checker, row: Item, asked: Asked) -> tuple[Item, Report]:
    item = row if asked.now is None else row._replace(post=row.post.model_copy(update={"publish_at": asked.now}))
    raw = checker.check(item.post, item.context, select=asked.wishes.select, ignore=asked.wishes.ignore)
    return item, apply_decisions(item, raw, asked.waivers, asked.baseline, asked.today)


def _part(rows: list[dict[str, Any]], judged: list[tuple[Item, Report]], unread: list[Unread], asked: Asked) -> Part:
    named = {waiver.row.item for waiver in asked.waivers}
    shown = set(asked.wishes.outputs.values())
    lowest = rank(asked.wishes.fail_level)
    return Part(
        size=len(rows),
        findings=packed(findings_batch(rows)) if "parquet" in shown else b"",
        said={kind: "".join(_said(kind, item, report, asked) for item, report in judged) for kind in ("text", "jsonl") if kind in shown},
        unread=tuple(unread),
        verdicts=Counter(report.verdict for _, report in judged),
        complete=all(report.complete for _, report in judged),
        failing=any(rank(one.severity) >= lowest and not one.decided for _, report in judged for one in report.findings),
        # A mapping that cannot be changed cannot be sent either.
        waived=[(item._replace(cells={}), report) for item, report in judged if item.id in named],
    )


def _said(kind: str, item: Item, report: Report, asked: Asked) -> str:
    if kind == "text":
        return text_of(item, report, colour=asked.colour, show_text=asked.wishes.show_text)
    digest = None if holds_secret(report) else item_hash(item)
    return line_of(Checked(id=item.id, place=item.place, report=report, digest=digest)) + "\n"


def _lost(task: Task, how: str, asked: Asked) -> Part:
    batch = unpacked(task.load[1])
    (row,) = items_of(batch, asked.wishes.options, file=asked.file, first=task.first)
    report = lost_report(f"{asked.file}:{task.first + 1}", how)
    judged = [(row, report)] if isinstance(row, Item) else []
    return _part([report_row(row.id if isinstance(row, Item) else None, report)], judged, [], asked)._replace(complete=False)


def _opened(path: str, kind: str) -> Any:
    if kind == "parquet":
        return Writer(path)
    try:
        return Path(path).open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"-o {kind}={path}: cannot be written ({error.strerror}).") from error


def _write(part: Part, wishes: Wishes, outputs: Mapping[str, Any]) -> None:
    for row in part.unread:
        print(f"csmedia: {row}", file=sys.stderr)
    for path, kind in wishes.outputs.items():
        if path == "-":
            print(part.said[kind], end="")
        else:
            outputs[path].write(unpacked(part.findings) if kind == "parquet" else part.said[kind])
