"""Processes that share a stream of tasks: answers in order, few tasks at a time, and a process that dies loses none."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from csmedia.errors import CsmediaError

# One task to work at and one to go on with: more would fill the memory, fewer would leave a process idle while its answer is fetched.
AT_ONCE = 2
# Answers that are ready may wait for one that is not; so many tasks a process are out of the reader's hands at most.
AHEAD = 4
_FAILED_STARTS = 3
# Seconds for a process to end when it is told to; one that has not begun yet may not have heard.
_GRACE = 2.0


class WorkerLost(RuntimeWarning):
    """A process that judged posts ended by itself. Its posts are judged again."""


class Task(NamedTuple):
    """Some posts to be judged together: the place of the first in the input, counted from 0, and their number."""

    first: int
    size: int
    load: Any
    tried: bool = False


@dataclass(frozen=True, slots=True)
class Trade:
    """What processes do with a task. ``make`` gives a process its tool where it cannot be handed ``ready`` by a fork."""

    make: Callable[[], Any]
    work: Callable[[Any, Any], Any]
    split: Callable[[Task], Iterable[Task]]
    lost: Callable[[Task, str], Any]
    ready: Any = None


@dataclass(slots=True)
class _Worker:
    number: int
    process: BaseProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    ready: bool = False


def in_processes(trade: Trade, tasks: Iterable[Task], jobs: int) -> Iterator[Any]:
    """The answer to every task, or to the parts that it was split into, in the order of the input.

    Ending it early, by an interruption too, ends the processes. Raises what the work itself raises.
    """
    if jobs < 1:
        raise ValueError("jobs: write 1 or more")
    crew = _Crew(trade, jobs)
    try:
        yield from crew.answers(iter(tasks))
    finally:
        crew.stop()


def shared(trade: Trade, tasks: Iterable[Task], jobs: int) -> Iterator[Any]:
    """The same with one job done here, by the tool that is ready."""
    if jobs != 1:
        yield from in_processes(trade, tasks, jobs)
        return
    for task in tasks:
        yield trade.work(trade.ready, task.load)


class _Crew:
    """The processes of one run, the tasks that wait for one, and the answers that wait for their turn."""

    def __init__(self, trade: Trade, jobs: int) -> None:
        self.trade, self.jobs = trade, jobs
        self.numbers = count(1)
        self.workers: list[_Worker] = []
        self.waiting: deque[Task] = deque()
        self.done: dict[int, tuple[int, Any]] = {}
        self.failed_starts = 0

    def answers(self, tasks: Iterator[Task]) -> Iterator[Any]:
        place, more = 0, True
        while True:
            while more and self.out() < AHEAD * self.jobs and self.has_room():
                task = next(tasks, None)
                if task is None:
                    more = False
                else:
                    self.waiting.append(task)
                    self.hand_out()
            if place in self.done:
                size, answer = self.done.pop(place)
                place += size
                yield answer
            elif self.out():
                self.listen()
            elif not more:
                return

    def out(self) -> int:
        return len(self.waiting) + len(self.done) + sum(len(worker.tasks) for worker in self.workers)

    def has_room(self) -> bool:
        return len(self.workers) < self.jobs or any(len(worker.tasks) < AT_ONCE for worker in self.workers)

    def hand_out(self) -> None:
        """Give waiting tasks to those who have least to do; a process is started when it is first needed."""
        while self.waiting:
            worker = min(self.workers, key=lambda one: len(one.tasks), default=None)
            if worker is None or (worker.tasks and len(self.workers) < self.jobs):
                worker = _start(self.trade, next(self.numbers), [one.connection for one in self.workers])
                self.workers.append(worker)
            if len(worker.tasks) >= AT_ONCE:
                return
            worker.tasks.append(task := self.waiting.popleft())
            # One that has just died is noticed when it is listened to, and the task is given to another.
            with suppress(BrokenPipeError, ConnectionResetError):
                worker.connection.send_bytes(pickle.dumps(task.load, pickle.HIGHEST_PROTOCOL))

    def listen(self) -> None:
        heard = wait([worker.connection for worker in self.workers])
        for worker in [one for one in self.workers if one.connection in heard]:
            try:
                kind, said = pickle.loads(worker.connection.recv_bytes())  # noqa: S301  # written by a process of our own
            except (EOFError, ConnectionResetError):
                self.bury(worker)
                continue
            if kind == "fault":
                raise said
            if kind == "ready":
                worker.ready, self.failed_starts = True, 0
            else:
                task = worker.tasks.popleft()
                self.done[task.first] = (task.size, said)
        self.hand_out()

    def bury(self, worker: _Worker) -> None:
        """Give the tasks of a process that died to others; the one that it was at, post by post."""
        self.workers.remove(worker)
        worker.connection.close()
        worker.process.join()
        how = _how_it_ended(worker.process.exitcode)
        again = list(worker.tasks)
        if not worker.ready:
            self.failed_starts += 1
            if self.failed_starts >= _FAILED_STARTS:
                raise CsmediaError(f"processes end before they can judge anything ({how}). Run with one job, or free some memory.")
        elif again:
            at = again.pop(0)
            again = [*self.blamed(at, how), *again]
        posts = sum(task.size for task in again)
        warnings.warn(f"worker {worker.number} (process {worker.process.pid}) {how}; {posts} posts are judged again", WorkerLost, stacklevel=2)
        self.waiting.extendleft(reversed(again))

    def blamed(self, task: Task, how: str) -> list[Task]:
        """The task in single posts; a post that was alone already when a second process died is given up, and says so."""
        if task.size == 1 and task.tried:
            self.done[task.first] = (1, self.trade.lost(task, how))
            return []
        return [one._replace(tried=True) for one in self.trade.split(task)]

    def stop(self) -> None:
        for worker in self.workers:
            worker.process.terminate()
            worker.connection.close()
        for worker in self.workers:
            worker.process.join(_GRACE)
            worker.process.kill()
            worker.process.join()


def _how_it_ended(code: int | None) -> str:
    if code is None or code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


def forks() -> bool:
    """Whether a process may be copied here: the platform does so by custom, and no thread of Python's could be cut off at work.

    Threads that a library such as Arrow keeps for itself do no harm: what the copies run does not wait for them.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _start(trade: Trade, number: int, others: list[Connection]) -> _Worker:
    fork = forks()
    context = multiprocessing.get_context("fork" if fork else "spawn")
    mine, theirs = context.Pipe()
    # What is handed over by a fork is shared as it stands: nothing is pickled, read or compiled again.
    arguments = (theirs, trade.work, trade.make, trade.ready if fork else None, [mine, *others] if fork else [])
    name = f"csmedia worker {number}"
    process = context.Process(target=_serve, args=arguments, name=name, daemon=True)  # type: ignore[attr-defined]  # both kinds have it
    # The collector writes to every object that it looks at, and each page written to is copied: it shall leave these alone.
    frozen = fork and gc.get_freeze_count() == 0
    if frozen:
        gc.freeze()
    with warnings.catch_warnings():
        # Python warns of any thread at a fork; `forks` has looked at those that matter.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    if frozen:
        gc.unfreeze()
    theirs.close()
    return _Worker(number, process, mine)


def _serve(connection: Connection, work: Callable[[Any, Any], Any], make: Callable[[], Any], ready: Any, others: list[Connection]) -> None:
    """The life of a process: it ends when its parent does, and an interruption of both is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()
    loads: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, loads), daemon=True).start()
    try:
        tool = make() if ready is None else ready
        _say(connection, "ready", None)
        while True:
            _say(connection, "answer", work(tool, pickle.loads(loads.get())))  # noqa: S301  # written by our own parent
    except BrokenPipeError:
        os._exit(0)
    except Exception as error:  # whatever the work raises is the caller's to hear
        _say(connection, "fault", _portable(error))


def _listen(connection: Connection, loads: queue.SimpleQueue[bytes]) -> None:
    # Tasks are taken in at once, so that the parent never waits to hand one over while this process waits to hand back an answer.
    while True:
        try:
            loads.put(connection.recv_bytes())
        except (EOFError, OSError):
            os._exit(0)


def _say(connection: Connection, kind: str, said: Any) -> None:
    connection.send_bytes(pickle.dumps((kind, said), pickle.HIGHEST_PROTOCOL))


def _portable(error: Exception) -> Exception:
    """The error itself where it can be sent, else one that names it without its words: they may be a post's."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # our own
    except Exception:  # an exception's own pickling may raise anything
        return CsmediaError(f"a process of csmedia broke off: {type(error).__name__}")
    return error
