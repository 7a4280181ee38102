"""Many posts over several processes, in order, from an input of any length."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from csmedia.model import Context, Post, Report

if TYPE_CHECKING:
    from csmedia.checker import Checker

CHUNK = 200
_mine: list[Checker] = []  # one checker a worker process, made by its initialiser


def check_in_processes(
    make: tuple[Any, ...], items: Iterable[tuple[Post, Context]], jobs: int, now: datetime | None
) -> Iterator[Report]:
    """Judge items in ``jobs`` processes; ``make`` are the arguments of the checker that each process makes for itself."""
    source = iter(items)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(make,)) as pool:
        waiting: deque[Future[list[Report]]] = deque()
        while True:
            # Two chunks a process keep all busy; more would only fill the memory.
            while len(waiting) < 2 * jobs and (chunk := list(islice(source, CHUNK))):
                waiting.append(pool.submit(_check, chunk, now))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _start(make: tuple[Any, ...]) -> None:
    from csmedia.checker import Checker  # noqa: PLC0415  # the checker itself offers this module

    policies, plugins, preview, builtin_only = make
    _mine.append(Checker(policies, plugins, preview=preview, builtin_only=builtin_only))


def _check(chunk: list[tuple[Post, Context]], now: datetime | None) -> list[Report]:
    return [_mine[0].check(post, context, now=now) for post, context in chunk]
