"""A Spark data frame of posts in, one of findings out. Needs ``csmedia[spark]``, and csmedia on every machine of the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from csmedia.arrow import check_batch, findings_schema
from csmedia.checker import Checker

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType


def check_frame(
    frame: DataFrame,
    *,
    policies: Sequence[str] = (),
    plugins: bool = True,
    context: Mapping[str, Any] | None = None,
    keep: Sequence[str] = (),
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> DataFrame:
    """The findings of every row, in columns as `csmedia.arrow.findings_schema` says, with those named in ``keep`` behind them.

    The columns of ``frame`` are those that `csmedia.arrow.check_batch` takes. ``policies`` are folders that every machine of the
    cluster has at the same path; each Python process of Spark compiles them once. Spark numbers no rows: keep a column that does.
    """
    wishes = {"context": dict(context or {}), "keep": tuple(keep), "select": select, "ignore": ignore}
    judge = partial(_judge, policies=tuple(map(str, policies)), plugins=plugins, wishes=wishes)
    return frame.mapInArrow(judge, schema=schema_of(frame, keep))


def schema_of(frame: DataFrame, keep: Sequence[str] = ()) -> StructType:
    """What `check_frame` gives, as Spark writes it."""
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  # an extra, and slow to import

    schema = from_arrow_schema(findings_schema())
    for name in keep:
        schema = schema.add(frame.schema[name])
    return schema


def _judge(
    batches: Iterator[pa.RecordBatch], policies: tuple[str, ...], plugins: bool, wishes: Mapping[str, Any]
) -> Iterator[pa.RecordBatch]:
    checker = _checker(policies, plugins)
    for batch in batches:
        yield check_batch(batch, checker, **wishes)


@cache
def _checker(policies: tuple[str, ...], plugins: bool) -> Checker:
    # Spark uses a Python process again for later tasks: the policies are compiled at the first.
    return Checker(policies, plugins)
