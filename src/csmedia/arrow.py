"""Posts as Arrow record batches in, one row of findings a post out: for engines that have the posts already.

Needs ``csmedia[arrow]``. `posts_schema` and `findings_schema` say what the columns are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from csmedia.batch import CHUNK, lost_report
from csmedia.checker import Checker
from csmedia.errors import ReadError
from csmedia.load.files import did_you_mean
from csmedia.model import Context, Finding, Post, Report
from csmedia.read.items import Item, Options, make_item
from csmedia.run import Place, Unread
from csmedia.workers import Task, Trade, shared

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("id", *Post.model_fields, *Context.model_fields)
"""The columns of posts that are understood: an id, and every field of a post and of its context."""


def posts_schema() -> pa.Schema:
    """The columns of posts as csmedia writes them. ``text`` must be there; a column left out, or a null, is not known.

    Times are text in ISO 8601 with an offset, or Arrow timestamps with a time zone; a date is judged for the whole day.
    """
    pa = arrow()
    media = [("type", pa.string()), ("alt_text", pa.string()), ("captions", pa.bool_()), ("text", pa.string()), ("synthetic", pa.bool_()), ("consent", pa.bool_())]
    special = {
        "media": pa.list_(pa.struct(media)), "links": pa.list_(_texts("url", "title")), "identifiable": pa.bool_(),
        "releases": pa.list_(_texts("name", "at")), **dict.fromkeys(("poll", "roles", "permissions", "periods"), pa.list_(pa.string())),
    }  # fmt: skip
    return pa.schema([(name, special.get(name, pa.string())) for name in COLUMNS])


@cache
def findings_schema() -> pa.Schema:
    """The columns that `check_batch` gives: the fields of a report, one row a post, its findings as a list of structs.

    ``error`` says why a row could not be read as a post; its verdict is then ``incomplete``, as of a post that was not judged
    properly. ``complete`` is false there too: whoever filters by verdict alone must ask for it as well.
    """
    pa = arrow()
    text, texts = pa.string(), pa.list_(pa.string())
    spans = pa.list_(pa.struct([("field", text), ("start", pa.int64()), ("end", pa.int64())]))
    citations = pa.list_(_texts("source", "title", "paragraph", "edition", "url", "reading"))
    special = {
        "ask": texts, "citations": citations, "facts": pa.list_(_texts("name", "value")), "spans": spans, "secret": pa.bool_(),
        "preview": pa.bool_(), "also": texts, "known": pa.bool_(),
        "waived": pa.struct([("reason", text), ("owner", text), ("expires", pa.date32())]),
    }  # fmt: skip
    finding = pa.struct([(name, special.get(name, text)) for name in Finding.model_fields])
    columns = [
        ("id", text), ("verdict", text), ("complete", pa.bool_()), ("error", text), ("valid_until", pa.timestamp("us", "UTC")),
        ("findings", pa.list_(finding)), ("failures", pa.list_(_texts("what", "reason"))), ("not_assessed", texts),
    ]  # fmt: skip
    return pa.schema(columns)


def check_batch(  # noqa: PLR0913  # keywords, those of Checker.check among them
    batch: pa.RecordBatch,
    checker: Checker,
    *,
    context: Mapping[str, Any] | None = None,
    keep: Sequence[str] = (),
    now: datetime | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    first: int = 0,
) -> pa.RecordBatch:
    """Judge every row of a batch: as many rows come back, in the same order, as `findings_schema` says.

    ``context`` holds facts of every row that does not say otherwise. Columns named in ``keep`` are handed through behind the
    findings; any other column that is no field of a post or its context raises `ReadError`, because a slip in a name would leave
    a fact out. A row that is no post is a row with an error. ``first`` is the number of rows that came before this batch.
    """
    rows = []
    for number, row in enumerate(items_of(batch, Options(context=dict(context or {})), first=first, keep=keep)):
        if isinstance(row, Unread):
            rows.append(unread_row(row, given_id(batch, number)))
        else:
            rows.append(report_row(row.id, checker.check(row.post, row.context, now=now, select=select, ignore=ignore)))
    return _with_kept(findings_batch(rows), batch, keep)


def check_batches(  # noqa: PLR0913  # the same
    batches: Iterable[pa.RecordBatch],
    checker: Checker,
    *,
    jobs: int = 1,
    context: Mapping[str, Any] | None = None,
    keep: Sequence[str] = (),
    now: datetime | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Iterator[pa.RecordBatch]:
    """The same for a stream of any length, in order, in batches of at most 200 rows; ``jobs`` processes share the work."""
    wishes = {"context": context, "keep": tuple(keep), "now": now, "select": select, "ignore": ignore}
    pieces = (batch.slice(at, CHUNK) for batch in batches for at in range(0, batch.num_rows, CHUNK))
    trade = Trade(checker._again, partial(_work, wishes=wishes), split, partial(_lost, keep=tuple(keep)), checker)
    for answer in shared(trade, tasks_of(pieces), jobs):
        yield unpacked(answer)


def items_of(
    batch: pa.RecordBatch, options: Options, *, file: str = "rows", first: int = 0, keep: Iterable[str] = (), names: Mapping[str, str] | None = None
) -> Iterator[Item | Unread]:
    """The posts of a batch; rows are counted from 1. ``names`` says which column holds which field, where it has another name."""
    called = {**{name: name for name in batch.schema.names}, **{column: field for field, column in (names or {}).items()}}
    _refuse_unknown(called, keep)
    wanted = [name for name in batch.schema.names if called[name] in COLUMNS and name not in set(keep) - set((names or {}).values())]
    columns = [_values(batch.column(name)) for name in wanted]
    fields = [called[name] for name in wanted]
    for number in range(batch.num_rows):
        row = {field: _stated(value) for field, column in zip(fields, columns, strict=True) if (value := column[number]) is not None}
        yield _item(row, Place(file=file, line=first + number + 1), options)


def _item(row: dict[str, Any], place: Place, options: Options) -> Item | Unread:
    given = row.pop("id", None)
    around = {name: row.pop(name) for name in Context.model_fields if name in row}
    return make_item(None if given is None else str(given), row, around, place, options)


def _refuse_unknown(called: Mapping[str, str], keep: Iterable[str]) -> None:
    if "text" not in called.values():
        raise ReadError(f"no column holds the text of the posts; the columns are {', '.join(called)}. Call it “text”.")
    for column, field in called.items():
        if field not in COLUMNS and column not in keep:
            raise ReadError(f"the column “{column}” is no field of a post or its context. {did_you_mean(column, COLUMNS)} Leave it out, or name it in “keep”.")


def _values(column: pa.Array) -> list[Any]:
    pa = arrow()
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python's times have no nanoseconds, and no rule looks at them.
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _stated(value: Any) -> Any:
    """A value with what is null in it left out: Arrow has every key of a struct in every row."""
    if isinstance(value, dict):
        return {key: _stated(one) for key, one in value.items() if one is not None}
    return [_stated(one) for one in value] if isinstance(value, list) else value


def report_row(given: str | None, report: Report) -> dict[str, Any]:
    """The row of a post that was judged."""
    until = report.valid_until
    return {
        "id": given, "verdict": report.verdict, "complete": report.complete, "error": None,
        "valid_until": until.astimezone(UTC) if until else None, "findings": [one.model_dump() for one in report.findings],
        "failures": [one.model_dump() for one in report.failures], "not_assessed": report.not_assessed,
    }  # fmt: skip


def unread_row(unread: Unread, given: str | None = None) -> dict[str, Any]:
    """The row of one that could not be read as a post."""
    error = f"{unread.cell}: {unread.message}" if unread.cell else unread.message
    return {"id": given, "verdict": "incomplete", "complete": False, "error": error, "findings": [], "failures": [], "not_assessed": []}


def findings_batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Rows as one batch."""
    return arrow().RecordBatch.from_pylist(rows, schema=findings_schema())


def _with_kept(made: pa.RecordBatch, batch: pa.RecordBatch, keep: Sequence[str]) -> pa.RecordBatch:
    taken = [name for name in keep if name in made.schema.names]
    if taken:
        raise ReadError(f"the column “{taken[0]}” cannot be kept: the findings have one of that name. Rename it.")
    for name in keep:
        made = made.append_column(batch.schema.field(name), batch.column(name))
    return made


def tasks_of(pieces: Iterable[pa.RecordBatch]) -> Iterator[Task]:
    """Batches as tasks for processes: the number of rows before each, and its bytes."""
    first = 0
    for piece in pieces:
        yield Task(first, piece.num_rows, (first, packed(piece)))
        first += piece.num_rows


def packed(batch: pa.RecordBatch) -> bytes:
    """A batch as bytes."""
    pa = arrow()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpacked(data: bytes) -> pa.RecordBatch:
    """The batch again."""
    with arrow().ipc.open_stream(data) as reader:
        return reader.read_next_batch()


def split(task: Task) -> Iterator[Task]:
    """A task row by row."""
    batch = unpacked(task.load[1])
    for number in range(batch.num_rows):
        first = task.first + number
        yield Task(first, 1, (first, packed(batch.slice(number, 1))))


def given_id(batch: pa.RecordBatch, number: int) -> str | None:
    """The id that a row itself gives."""
    given = batch.column("id")[number].as_py() if "id" in batch.schema.names else None
    return None if given is None else str(given)


def _work(checker: Checker, load: tuple[int, bytes], wishes: Mapping[str, Any]) -> bytes:
    first, data = load
    return packed(check_batch(unpacked(data), checker, first=first, **wishes))


def _lost(task: Task, how: str, keep: Sequence[str]) -> bytes:
    batch = unpacked(task.load[1])
    row = report_row(given_id(batch, 0), lost_report(f"row {task.first + 1} of the input", how))
    return packed(_with_kept(findings_batch([row]), batch, keep))


def _texts(*names: str) -> pa.StructType:
    pa = arrow()
    return pa.struct([(name, pa.string()) for name in names])


def arrow() -> Any:
    """The library pyarrow, or `ReadError` with how to get it."""
    try:
        import pyarrow  # noqa: PLC0415  # an extra, and slow to import
        import pyarrow.ipc  # noqa: PLC0415  # the same
        import pyarrow.parquet  # noqa: PLC0415  # the same
    except ImportError as error:
        raise ReadError("Arrow tables are read and written with pyarrow: pip install “csmedia[arrow]”.") from error
    return pyarrow
