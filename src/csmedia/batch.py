"""Many posts over several processes, in order, from an input of any length."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Protocol

from csmedia.model import Context, Post, Report

CHUNK = 200


class Judge(Protocol):
    """What a process needs of a checker."""

    def check(self, post: Post, context: Context, *, now: datetime | None = None) -> Report:
        """Judge one post."""


_mine: list[Judge] = []  # one checker a worker process, made by its initialiser


def check_in_processes(
    make: Callable[[], Judge], items: Iterable[tuple[Post, Context]], jobs: int, now: datetime | None
) -> Iterator[Report]:
    """Judge items in ``jobs`` processes; each calls ``make`` once for a checker of its own."""
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


def _start(make: Callable[[], Judge]) -> None:
    _mine.append(make())


def _check(chunk: list[tuple[Post, Context]], now: datetime | None) -> list[Report]:
    return [_mine[0].check(post, context, now=now) for post, context in chunk]
