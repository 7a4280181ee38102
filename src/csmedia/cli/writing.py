"""Write a run: to the screen as it goes, and to files at the end."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TextIO

from csmedia.cli.context import UsageError
from csmedia.cli.inputs import Inputs
from csmedia.cli.wishes import Wishes, in_ci
from csmedia.read import Item
from csmedia.report import line_of, text_of
from csmedia.report.formats import FORMATS
from csmedia.report.telling import Telling
from csmedia.report.text import summary_of
from csmedia.run import Checked

# Files that people open themselves hold the posts; what goes into a build server's log does not.
_FOR_PEOPLE = frozenset({"html"})
# GitHub takes a summary of up to a mebibyte and drops a larger one whole.
_SUMMARY_BYTES = 1_000_000


def write_post(item: Item, checked: Checked, wishes: Wishes, *, colour: bool) -> None:
    """Write one post to standard output as soon as it is judged, where the format allows."""
    stream = wishes.outputs.get("-")
    if stream == "jsonl":
        print(line_of(checked))
    elif stream == "text" and (said := text_of(item, checked.report, colour=colour, show_text=wishes.show_text)):
        print(said, end="")


def write_run(telling: Telling, wishes: Wishes, inputs: Inputs, given: Namespace) -> None:
    """Write what the whole run gives."""
    ran = telling.run.ran
    for path, kind in wishes.outputs.items():
        if path != "-":
            _write_file(path, kind, telling, wishes, inputs, given)
        elif kind == "text":
            if not given.quiet:
                print(summary_of(telling.run, sum(one.rules > 0 for one in ran), sum(one.rules for one in ran)), end="")
        elif kind != "jsonl":
            print(FORMATS[kind](_shown(telling, kind, wishes, None)), end="")
    _step_summary(telling, wishes)
    if not telling.posts and not telling.run.unread:
        print("csmedia: nothing was checked: no post was found in what was given.", file=sys.stderr)


def _shown(telling: Telling, kind: str, wishes: Wishes, path: str | None) -> Telling:
    return telling._replace(show_text=wishes.show_text or (kind in _FOR_PEOPLE and path is not None and not wishes.hide_text))


def _write_file(path: str, kind: str, telling: Telling, wishes: Wishes, inputs: Inputs, given: Namespace) -> None:
    try:
        if kind == "annotated":
            _annotate(Path(path), telling, inputs, given)
        elif kind == "parquet":
            _write_parquet(path, telling)
        else:
            Path(path).write_text(FORMATS[kind](_shown(telling, kind, wishes, path)), encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"-o {kind}={path}: cannot be written ({error.strerror}).") from error


def _write_parquet(path: str, telling: Telling) -> None:
    from csmedia.arrow import report_row, unread_row  # noqa: PLC0415  # seldom asked for, and slow to import
    from csmedia.cli.tables import write_findings  # noqa: PLC0415  # the same

    rows = [report_row(one.id, one.report) for one in telling.run.checked]
    write_findings(path, [*rows, *map(unread_row, telling.run.unread)])


def _annotate(path: Path, telling: Telling, inputs: Inputs, given: Namespace) -> None:
    from csmedia.report.annotated import annotated_csv, annotated_xlsx  # noqa: PLC0415  # seldom asked for

    if len(given.paths) != 1 or given.paths[0] == "-":
        raise UsageError("-o annotated=…: a copy is made of one file. Name one calendar.")
    name = given.paths[0]
    if path.resolve() == Path(name).resolve():
        raise UsageError(f"-o annotated={path}: that is the calendar itself. Name another file.")
    data, ending = inputs.data.get(name, b""), Path(name).suffix.lower()
    if ending == ".xlsx":
        path.write_bytes(annotated_xlsx(data, telling))
    elif ending in (".csv", ".tsv", ".txt"):
        path.write_text(annotated_csv(data, name, telling), encoding="utf-8", newline="")
    else:
        raise UsageError(f"-o annotated={path}: a copy is made of .csv and .xlsx files, not of “{ending or name}”. Save the calendar as one.")


def _step_summary(telling: Telling, wishes: Wishes) -> None:
    """Where GitHub runs this and its format is asked for, its page of the step gets the same as Markdown."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if not target or "github" not in wishes.outputs.values():
        return
    text = FORMATS["markdown"](telling._replace(show_text=wishes.show_text and not in_ci(os.environ)))
    whole = text.encode()
    if len(whole) > _SUMMARY_BYTES:
        text = whole[:_SUMMARY_BYTES].decode(errors="ignore") + "\n\nCut here: the summary may have no more.\n"
    with Path(target).open("a", encoding="utf-8") as file:
        file.write(text)


def wants_colour(wish: str, stream: TextIO) -> bool:
    """Whether to colour: as the flag says, else as the environment and the terminal do."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
