"""Parquet files in and out, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from csmedia.arrow import COLUMNS, arrow, findings_batch, findings_schema
from csmedia.batch import CHUNK
from csmedia.cli.context import UsageError
from csmedia.errors import ReadError

# Findings are kept until there are so many rows: larger groups are quicker to read again, smaller ones fill less memory.
_GROUP = 20_000


class Table:
    """A Parquet file of posts. ``names`` says which column holds which field; columns that hold none are left alone."""

    def __init__(self, path: str, names: Mapping[str, str]) -> None:
        parquet = arrow().parquet
        try:
            self.file = parquet.ParquetFile(path, memory_map=True, pre_buffer=False)
        except FileNotFoundError as error:
            raise ReadError(f"{path}: cannot be read (there is no such file). Check the path.") from error
        except (OSError, arrow().ArrowException) as error:
            raise ReadError(f"{path}: is no Parquet file, or a damaged one. Write it again.") from error
        self.path, self.rows = path, int(self.file.metadata.num_rows)
        self.columns = tuple(self.file.schema_arrow.names)
        self.names = {field: heading for field, heading in names.items() if field in COLUMNS}
        missing = [f"{field}={heading}" for field, heading in self.names.items() if heading not in self.columns]
        if missing:
            raise ReadError(f"{path}: --columns {missing[0]}: no column has this name; they are {', '.join(self.columns)}.")
        if "text" not in self.used:
            raise ReadError(f"{path}: no column holds the text of the posts; the columns are {', '.join(self.columns)}. Say which it is with --columns “text=…”.")

    @property
    def used(self) -> dict[str, str]:
        """The column that holds each field that there is."""
        return {**{name: name for name in self.columns if name in COLUMNS and name not in self.names.values()}, **self.names}

    def note(self) -> str | None:
        """Which columns were not looked at: a slip in a name would leave a fact out."""
        left = [name for name in self.columns if name not in self.used.values()]
        return f"{self.path}: not read, because they are no field of a post or its context: {', '.join(left)}" if left else None

    def batches(self) -> Iterator[Any]:
        """The rows, each batch with the fields' own names."""
        used = self.used
        try:
            for batch in self.file.iter_batches(CHUNK, columns=list(used.values()), use_threads=False):
                yield arrow().RecordBatch.from_arrays([batch.column(heading) for heading in used.values()], names=list(used))
        except (OSError, arrow().ArrowException) as error:
            raise ReadError(f"{self.path}: is damaged: it could not be read to its end. Write it again.") from error


class Writer:
    """A Parquet file of findings. It gets its name when it is whole: half a file is never taken for all."""

    def __init__(self, path: str) -> None:
        self.path, self.waiting, self.rows = Path(path), list[Any](), 0
        self.beside = self.path.with_name(f".{self.path.name}.part")
        try:
            self.file = arrow().parquet.ParquetWriter(self.beside, findings_schema(), compression="zstd")
        except OSError as error:
            raise UsageError(f"-o parquet={path}: cannot be written ({error.strerror or 'check the folder'}).") from error

    def write(self, batch: Any) -> None:
        """Take some findings."""
        self.waiting.append(batch)
        self.rows += batch.num_rows
        if self.rows >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        if self.waiting:
            self.file.write_table(arrow().Table.from_batches(self.waiting))
        self.waiting, self.rows = [], 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._flush()
        self.file.close()
        if kind is None:
            self.beside.replace(self.path)
        else:
            self.beside.unlink(missing_ok=True)


def write_findings(path: str, rows: list[dict[str, Any]]) -> None:
    """Write rows that are there already."""
    with Writer(path) as writer:
        for at in range(0, len(rows), CHUNK):
            writer.write(findings_batch(rows[at : at + CHUNK]))
