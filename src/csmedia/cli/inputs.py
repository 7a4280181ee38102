"""The posts of every path that is named, read as they come; what cannot be read is told and remembered."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from csmedia.cli.context import UsageError
from csmedia.errors import ReadError
from csmedia.judge import Surroundings, surroundings_of
from csmedia.read import Item, Options, Reader, Reading, format_of, read_bytes
from csmedia.read.limits import LARGEST_FILE
from csmedia.run import Place, Unread


def are_archives(paths: list[str], kind: str | None) -> bool:
    """Whether Parquet files are to be checked. They are not mixed with others: the posts of an archive are not kept."""
    which = [Path(path).suffix.lower() in (".parquet", ".pq") or kind == "parquet" for path in paths]
    if any(which) and not all(which):
        raise UsageError("check: Parquet files are read a few rows at a time. Check the other files in a run of their own.")
    return any(which)


class Inputs:
    """Paths and what came of them. ``unread`` and ``notes`` fill while ``items`` is read."""

    def __init__(
        self, paths: list[str], options: Options, kind: str | None, readers: Mapping[str, Reader], *, quiet: bool
    ) -> None:
        self.paths, self.options, self.kind, self.readers, self.quiet = paths, options, kind, readers, quiet
        self.unread: list[Unread] = []
        self.notes: list[str] = []
        self.data: dict[str, bytes] = {}

    def items(self) -> Iterator[tuple[Item, Surroundings | None]]:
        """Every post that can be read, with what its calendar says about it. Lines of JSONL are posts by themselves."""
        for name in self.paths:
            reading = self._reading(name)
            if reading is None:
                continue
            if format_of(name, self.data[name], self.kind, self.readers) == "jsonl":
                yield from ((item, None) for item in self._rows(reading))
            else:
                items = list(self._rows(reading))
                yield from zip(items, surroundings_of([item.post for item in items]), strict=True)

    def _rows(self, reading: Reading) -> Iterator[Item]:
        for row in reading.rows:
            if isinstance(row, Item):
                yield row
            else:
                self.unread.append(row)
                print(f"csmedia: {row}", file=sys.stderr)
        self.notes += reading.notes
        if not self.quiet:
            for note in reading.notes:
                print(f"csmedia: {note}", file=sys.stderr)

    def _reading(self, name: str) -> Reading | None:
        try:
            if name == "-":
                data = sys.stdin.buffer.read(LARGEST_FILE + 1)
            elif Path(name).is_dir():
                raise ReadError(f"{name}: is a folder. Name the calendar files in it.")
            else:
                with Path(name).open("rb") as file:
                    data = file.read(LARGEST_FILE + 1)
            self.data[name] = data
            return read_bytes(data, name, self.options, self.kind, self.readers)
        except OSError as error:
            fault = ReadError(f"{name}: cannot be read ({error.strerror}). Check the path.")
        except ReadError as error:
            fault = error
        print(f"csmedia: {fault}", file=sys.stderr)
        self.unread.append(Unread(place=Place(file=name), message=str(fault).removeprefix(f"{name}: ")))
        return None
