"""``csmedia check``: read, judge, write, and the exit code."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from pydantic import ValidationError

from csmedia.checker import Checker
from csmedia.cli.context import UsageError, fields_of
from csmedia.cli.making import checker_of, tell_failures
from csmedia.errors import ReadError
from csmedia.model import Context, Report
from csmedia.read import Item, Options, Reader, Reading, column_map, read_bytes
from csmedia.read.limits import LARGEST_FILE
from csmedia.report import json_of, line_of, text_of
from csmedia.report.text import summary_of
from csmedia.run import Checked, Place, Run, Unread

OUTPUTS = ("text", "json", "jsonl")


def check(given: Namespace) -> int:
    """Check every post of every path."""
    options = Options(_context(given), given.date_order, columns=column_map(given.columns))
    outputs = _outputs(given)
    now = _now(given.effective_time)
    checker = checker_of(given)
    tell_failures(checker)
    checked: list[Checked] = []
    unread: list[Unread] = []
    notes: list[str] = []
    texts: list[str] = []
    colour = _colour(given.color, sys.stdout)
    stream = outputs.get("-")
    readers = {name: Reader(*reader) for name, (_, reader) in dict(checker.contributions.readers).items()}
    for item in _items(given, options, readers, unread, notes):
        report = _judged(checker, item, given, now)
        checked.append(one := Checked(id=item.id, place=item.place, report=report, cells=dict(item.cells)))
        if stream == "jsonl":
            print(line_of(one))
        elif stream == "text" and (said := text_of(item, report, colour=colour)):
            print(said, end="")
        if "text" in outputs.values():
            texts.append(text_of(item, report))
    run = Run(
        checked=tuple(checked),
        unread=tuple(unread),
        failures=checker.failures,
        notes=tuple(notes),
        ran=checker.compiled.ran,
    )
    _write(run, outputs, texts, given)
    code = run.exit_code(given.fail_level)
    return 0 if code == 1 and given.exit_zero else code


def _context(given: Namespace) -> dict[str, object]:
    fields = fields_of(given.context, Context, "--context")
    try:
        Context.model_validate({"capacity": "personal", **fields})
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        expected = detail.get("ctx", {}).get("expected") or detail.get("ctx", {}).get("error") or detail["msg"]
        plain = str(expected).replace("'", "")
        raise UsageError(f"--context {detail['loc'][0]}: write {plain}.") from error
    return fields


def _outputs(given: Namespace) -> dict[str, str]:
    """Each place to write to and its format; standard output is “-”."""
    shown = given.output_format or os.environ.get("CSMEDIA_OUTPUT_FORMAT") or "text"
    if shown not in OUTPUTS:
        raise UsageError(f"CSMEDIA_OUTPUT_FORMAT={shown}: write {', '.join(OUTPUTS)}.")
    outputs = {"-": shown}
    for target in given.output_file:
        kind, sign, path = target.partition("=")
        if not sign:
            outputs.pop("-", None)
            kind, path = shown, target
        if kind not in OUTPUTS:
            raise UsageError(f"-o {target}: “{kind}” is no format. Write {', '.join(OUTPUTS)}.")
        outputs[path] = kind
    return outputs


def _now(said: str) -> datetime | None:
    if said == "scheduled":
        return None
    if said == "now":
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(
            f"--effective-time {said}: write scheduled, now, or a time with offset such as 2026-04-20T09:00:00+01:00."
        )
    return moment


def _items(
    given: Namespace, options: Options, readers: Mapping[str, Reader], unread: list[Unread], notes: list[str]
) -> Iterator[Item]:
    for name in given.paths:
        reading = _reading(name, options, given.input_format, readers, unread)
        if reading is None:
            continue
        for row in reading.rows:
            if isinstance(row, Item):
                yield row
            else:
                unread.append(row)
                print(f"csmedia: {row}", file=sys.stderr)
        notes += reading.notes
        if not given.quiet:
            for note in reading.notes:
                print(f"csmedia: {note}", file=sys.stderr)


def _reading(
    name: str, options: Options, kind: str | None, readers: Mapping[str, Reader], unread: list[Unread]
) -> Reading | None:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        elif Path(name).is_dir():
            raise ReadError(f"{name}: is a folder. Name the calendar files in it.")
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        return read_bytes(data, name, options, kind, readers)
    except OSError as error:
        fault = ReadError(f"{name}: cannot be read ({error.strerror}). Check the path.")
    except ReadError as error:
        fault = error
    print(f"csmedia: {fault}", file=sys.stderr)
    unread.append(Unread(place=Place(file=name), message=str(fault).removeprefix(f"{name}: ")))
    return None


def _judged(checker: Checker, item: Item, given: Namespace, now: datetime | None) -> Report:
    post = item.post if now is None else item.post.model_copy(update={"publish_at": now})
    return checker.check(post, item.context, select=tuple(given.select), ignore=tuple(given.ignore))


def _write(run: Run, outputs: dict[str, str], texts: list[str], given: Namespace) -> None:
    rules, policies = sum(one.rules for one in run.ran), sum(one.rules > 0 for one in run.ran)
    for path, kind in outputs.items():
        if path == "-":
            if kind == "json":
                print(json_of(run), end="")
            elif kind == "text" and not given.quiet:
                print(summary_of(run, policies, rules), end="")
            continue
        whole = {"json": lambda: json_of(run), "jsonl": lambda: "".join(line_of(one) + "\n" for one in run.checked),
                 "text": lambda: "".join(texts) + summary_of(run, policies, rules)}[kind]()  # fmt: skip
        try:
            Path(path).write_text(whole, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"-o {path}: cannot be written ({error.strerror}).") from error
    if not run.checked and not run.unread:
        print("csmedia: nothing was checked: no post was found in what was given.", file=sys.stderr)


def _colour(wish: str, stream: TextIO) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
