"""Content calendars in CSV: any of three separators, known or hand-made headings, each cell at its own line and column."""

from __future__ import annotations

from itertools import chain, islice

from csmedia.read.bare import without_headings
from csmedia.read.columns import SEARCHED, find_columns, refuse
from csmedia.read.delimited import separator_of, split_rows
from csmedia.read.encoding import decode
from csmedia.read.items import Options
from csmedia.read.reader import Reading
from csmedia.read.table import Table


def read_csv(data: bytes, name: str, options: Options) -> Reading:
    """Read a calendar; raises `ReadError` where its headings cannot be used."""
    notes: list[str] = []
    text = decode(data, name, notes).lstrip("\ufeff")
    if not text.strip():
        return Reading(iter(()), notes)
    rows = split_rows(text, separator_of(text), name)
    top = list(islice(rows, SEARCHED))
    bare = None if options.columns else without_headings(top)
    if bare is not None:
        columns, lines = without_headings([*top, *rows]) or bare
    else:
        found = find_columns(top, name, options.columns, first=True)
        if found is None:
            raise refuse(top, name, options.columns)
        columns, index = found
        lines = list(chain(top[index + 1 :], rows))
        if index and any(not line.is_blank() for line in top[:index]):
            notes.append(f"{name}: the headings stand in line {top[index].place.line}; what is above them was not read.")
    notes += [f"{name}: {said}" for said in columns.told()]
    return Reading(Table(name, columns, options, notes).items(lines), notes)
