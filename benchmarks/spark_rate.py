"""How fast a local Spark hands rows through, and how fast it judges them: ``python -m benchmarks.spark_rate ROWS ROUNDS``."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.corpus import posts
from csmedia.spark import check_frame


def main() -> None:
    from pyspark.sql import SparkSession

    rows, rounds = int(sys.argv[1]), int(sys.argv[2])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    made = posts(min(rows, 5_000))
    values = [(str(place), made[place % len(made)].text, "official", "home-office") for place in range(rows)]
    frame = spark.createDataFrame(values, "id string, text string, capacity string, department string").repartition(2).cache()
    frame.count()
    ways: dict[str, Callable[[], Any]] = {
        "identity": lambda: frame.mapInArrow(_identity, frame.schema), "check": lambda: check_frame(frame),
    }  # fmt: skip
    told: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            way().write.format("noop").mode("overwrite").save()
            if number:
                told[name].append({"us": (time.perf_counter() - began) * 1e6 / rows})
    print(json.dumps(told))


def _identity(batches: Iterator[Any]) -> Iterator[Any]:
    yield from batches


if __name__ == "__main__":
    main()
