"""A Spark data frame is judged on a local cluster; skipped where there is no Spark or no Java."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sql = pytest.importorskip("pyspark.sql", reason="needs csmedia[spark]")
pytest.importorskip("pandas", reason="Spark wants it for Arrow")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java"),
    pytest.mark.filterwarnings("default"),  # Spark's own warnings are not ours to mend
]

from csmedia import Checker  # noqa: E402  # after what it needs
from csmedia.arrow import check_batch, findings_schema  # noqa: E402
from csmedia.spark import check_frame, schema_of  # noqa: E402

from .conftest import BASE, rule, write  # noqa: E402


@pytest.fixture(scope="module", name="spark")
def _spark() -> Iterator[Any]:
    # Spark starts its Python by name: the one that runs this is the one that has csmedia.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        yield from _session()


def _session() -> Iterator[Any]:
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(name="policies")
def _policies(tmp_path: Path) -> Path:
    return write(tmp_path / "made-up", {**BASE, "house/plum.toml": rule()})


def test_a_frame_is_judged_row_by_row_over_its_partitions(spark: Any, policies: Path) -> None:
    rows = [(str(number), "plum" if number % 10 == 0 else "pear", "personal" if number != 33 else "nobody", number) for number in range(200)]
    posts = spark.createDataFrame(rows, "id string, text string, capacity string, likes int").repartition(4)

    found = check_frame(posts, policies=[str(policies)], plugins=False, keep=["likes"]).orderBy("likes").collect()

    assert [row.likes for row in found] == list(range(200))
    assert [row.likes for row in found if row.findings] == list(range(0, 200, 10))
    assert [(row.likes, row.verdict) for row in found if not row.complete] == [(33, "incomplete")]
    assert "Write official or personal" in found[33].error


def test_times_and_lists_arrive_as_they_were(spark: Any, policies: Path) -> None:
    schema = "text string, capacity string, publish_at timestamp, poll array<string>, media array<struct<type:string,alt_text:string>>"
    query = "select 'x', 'personal', timestamp '2026-04-20 09:00:00', array('plum'), array(named_struct('type', 'image', 'alt_text', 'a plum'))"
    posts = spark.sql(query).toDF(*[part.split()[0] for part in schema.split(", ")])

    (row,) = check_frame(posts, policies=[str(policies)], plugins=False).collect()

    assert row.error is None
    assert sorted(span.field for span in row.findings[0].spans) == ["media[0].alt_text", "poll[0]"]


def test_the_findings_are_those_of_the_arrow_function(spark: Any, policies: Path) -> None:
    posts = spark.createDataFrame([("a", "plum", "personal"), ("b", "pear", "official")], "id string, text string, capacity string").coalesce(1)

    found = check_frame(posts, policies=[str(policies)], plugins=False).toArrow()

    (batch,) = posts.toArrow().combine_chunks().to_batches()
    expected = check_batch(batch, Checker([policies], plugins=False))
    assert found.to_pylist() == expected.to_pylist()
    assert schema_of(posts).names == findings_schema().names
