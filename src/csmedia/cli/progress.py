"""A bar on standard error while long work is done. Drawn on a terminal only, and cleared when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

Thing = TypeVar("Thing")
_WIDTH = 30
_EVERY = 0.1
_QUIET_SECONDS = 0.5
_TELLING_SECONDS = 5.0


def _one(_: object) -> int:
    return 1


def progress(
    things: Iterable[Thing], total: int | None, stream: TextIO, *, shown: bool, of: str = "posts", weight: Callable[[Thing], int] = _one
) -> Iterator[Thing]:
    """Pass things on and draw how far they are; ``total`` is None where nobody knows how many will come.

    ``of`` is what they are, ``weight`` how many of them a thing is.
    """
    if not shown or not stream.isatty():
        yield from things
        return
    began = last = time.monotonic()
    drawn, done = False, 0
    for thing in things:
        yield thing
        done += weight(thing)
        now = time.monotonic()
        # A short run is over before anybody could read a bar.
        if now - began > _QUIET_SECONDS and now - last > _EVERY:
            stream.write("\r\x1b[2K" + bar(done, total, now - began, of))
            stream.flush()
            last, drawn = now, True
    if drawn:
        stream.write("\r\x1b[2K")
        stream.flush()


def bar(done: int, total: int | None, seconds: float, of: str = "posts") -> str:
    """One line: a bar where the whole is known, the number done, how fast, and how long it will take."""
    rate = done / seconds if seconds else 0.0
    speed = f"{rate:.0f} {of} a second" if rate >= 1 else f"{60 * rate:.0f} {of} a minute"
    if not total:
        return f"csmedia: {done:,} {of} checked, {speed}"
    filled = min(_WIDTH, _WIDTH * done // total)
    left = (total - done) / rate if rate else 0.0
    # The first posts wait for the processes to start: their rate tells nothing of the rest.
    rest = f", {_span(left)} left" if seconds > _TELLING_SECONDS else ""
    return f"csmedia: [{'#' * filled}{'.' * (_WIDTH - filled)}] {done:,} of {total:,}, {speed}{rest}"


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
