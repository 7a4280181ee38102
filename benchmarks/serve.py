"""One thing that is measured, in a process of its own: it is built once, then runs one round whenever it is asked.

``python -m benchmarks.serve MODULE NAME SIZE POSTS`` writes a line of JSON when it is ready and one for every line that it reads.
Standard library alone: peers run it in their own environments.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

BUDGET = 1.5
"""Seconds of one round; what is too slow to see all posts sees the first ones."""


class Subject(NamedTuple):
    """What one call does with one piece of work, the pieces, and how many posts a piece is. ``note`` is told with the result."""

    call: Callable[[Any], Any]
    work: Sequence[Any]
    posts: int = 1
    note: dict[str, Any] = {}


def main() -> None:
    module, name, size, posts = sys.argv[1:5]
    before, began = _memory(), time.perf_counter()
    subject: Subject = importlib.import_module(f"benchmarks.{module}").SUBJECTS[name](int(size), int(posts))
    subject.call(subject.work[0])
    _say({"build_s": time.perf_counter() - began, "grown_mb": _memory() - before, **subject.note})
    for _ in sys.stdin:
        _say(one_round(subject))


def one_round(subject: Subject) -> dict[str, float]:
    """Microseconds a post over a round, and the median and the 99th hundredth of single calls."""
    clock, times, found = time.perf_counter_ns, list[int](), 0
    end = clock() + int(BUDGET * 1e9)
    for piece in subject.work:
        began = clock()
        answer = subject.call(piece)
        times.append(clock() - began)
        found += bool(answer)
        if began > end:
            break
    whole, ordered = sum(times) / 1_000, sorted(times)
    return {
        "us": whole / len(times) / subject.posts,
        "p50": ordered[len(ordered) // 2] / 1_000,
        "p99": ordered[len(ordered) * 99 // 100] / 1_000,
        "posts": len(times) * subject.posts,
        "found": found,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
    }


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def _say(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
