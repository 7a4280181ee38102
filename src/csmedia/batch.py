"""Many posts over several processes, in order, from an input of any length."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, Protocol

from csmedia.judge import Surroundings
from csmedia.model import Context, Post, Report

CHUNK = 200
# A post in its context, and perhaps what its calendar says about it.
Work = tuple[Post, Context] | tuple[Post, Context, Surroundings | None]


class Judge(Protocol):
    """What a process needs of a checker."""

    def check(self, post: Post, context: Context, *, now: Any, select: Any, ignore: Any, around: Any) -> Report:
        """Judge one post."""


_mine: list[Judge] = []  # one checker a worker process, made by its initialiser


def check_in_processes(
    make: Callable[[], Judge], items: Iterable[Work], jobs: int, wishes: Mapping[str, Any]
) -> Iterator[Report]:
    """Judge items in ``jobs`` processes; each calls ``make`` once for a checker of its own. ``wishes`` go to every check."""
    source = iter(items)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(make,)) as pool:
        waiting: deque[Future[list[Report]]] = deque()
        while True:
            # Two chunks a process keep all busy; more would only fill the memory.
            while len(waiting) < 2 * jobs and (chunk := list(islice(source, CHUNK))):
                waiting.append(pool.submit(_check, chunk, wishes))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _start(make: Callable[[], Judge]) -> None:
    _mine.append(make())


def _check(chunk: list[Work], wishes: Mapping[str, Any]) -> list[Report]:
    return [
        _mine[0].check(post, context, **wishes, around=rest[0] if rest else None) for post, context, *rest in chunk
    ]
