"""Many posts over processes: in order, a few at a time, and none lost when a process dies."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmedia import Checker, Context, Post, Report, workers
from csmedia.batch import CHUNK, check_in_processes, pack, tasks_of, unpack
from csmedia.errors import CsmediaError
from csmedia.judge import Surroundings
from csmedia.workers import WorkerLost, forks

from .conftest import Make, rule

ME = Context(capacity="personal")
WISHES: dict[str, Any] = {"now": None, "select": (), "ignore": ()}
needs_fork = pytest.mark.skipif(not forks(), reason="processes cannot be copied here")


class Odd:
    """Judges by the first word of a post: some end their process, some raise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check(self, post: Post, context: Context, **_: Any) -> Report:
        first = post.text.partition(" ")[0]
        if first == "die" or (first == "die-once" and self.first_time(post.text)):
            os.kill(os.getpid(), signal.SIGKILL)
        if first == "raise":
            raise CsmediaError("a made-up fault")
        if first == "wait":
            time.sleep(60)
        return Report(verdict="nothing-found", complete=True, not_assessed=(post.text, context.capacity))

    def first_time(self, name: str) -> bool:
        marker = self.folder / name
        seen = marker.exists()
        marker.touch()
        return not seen


def judged(odd: Odd, texts: Iterator[str] | list[str], jobs: int = 2) -> Iterator[Report]:
    return check_in_processes(lambda: odd, ((Post(text=text), ME) for text in texts), jobs, WISHES, odd)


def said(reports: Iterator[Report] | list[Report]) -> list[str]:
    return [report.not_assessed[0] if report.complete else report.verdict for report in reports]


def children() -> list[Any]:
    return [one for one in multiprocessing.active_children() if one.name.startswith("csmedia")]


@pytest.mark.parametrize("jobs", [2, 3])
def test_reports_over_processes_are_those_of_one_in_order(make: Make, jobs: int) -> None:
    checker = make({"house/plum.toml": rule()})
    items = [(Post(text=f"{number} {'plum' if number % 7 == 0 else 'pear'}"), ME) for number in range(500)]

    assert list(checker.check_many(items, jobs=jobs)) == list(checker.check_many(items))
    assert children() == []


def test_where_processes_cannot_be_copied_each_makes_its_own_checker(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = make({"house/plum.toml": rule()})
    monkeypatch.setattr(workers, "forks", lambda: False)

    reports = list(checker.check_many([(Post(text="plum"), ME), (Post(text="pear"), ME)], jobs=2))

    assert [report.verdict for report in reports] == ["advise", "nothing-found"]


@needs_fork
def test_a_copied_process_compiles_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = make({"house/plum.toml": rule()})

    def never(*_: object, **__: object) -> Checker:
        raise AssertionError("a second checker was made")

    monkeypatch.setattr(checker, "_again", never)

    assert [report.verdict for report in checker.check_many([(Post(text="plum"), ME)], jobs=2)] == ["advise"]


@needs_fork
def test_an_input_without_end_is_read_as_it_is_judged(tmp_path: Path) -> None:
    read = count()
    texts = (str(next(read)) for _ in count())

    reports = judged(Odd(tmp_path), texts)

    assert said(list(islice(reports, 3_000))) == [str(number) for number in range(3_000)]
    assert next(read) < 3_000 + 2 * workers.AHEAD * CHUNK + CHUNK
    reports.close()  # type: ignore[attr-defined]  # a generator
    assert children() == []


@needs_fork
def test_a_long_input_does_not_fill_the_memory(tmp_path: Path) -> None:
    reports = judged(Odd(tmp_path), ("word " * 200 + str(number) for number in range(20_000)))
    tracemalloc.start()

    done = sum(1 for _ in reports)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert done == 20_000
    assert peak < 20_000 * 1_000  # all of the texts at once would be more


@needs_fork
def test_what_a_process_that_died_was_at_is_judged_again(tmp_path: Path) -> None:
    texts = [f"post {number}" for number in range(60)]
    texts[30] = "die-once"

    with pytest.warns(WorkerLost, match=r"worker \d \(process \d+\) was ended by SIGKILL; \d+ posts are judged again"):
        reports = list(judged(Odd(tmp_path), texts))

    assert said(reports) == texts


@needs_fork
def test_a_post_that_ends_two_processes_is_named_and_costs_no_other(tmp_path: Path) -> None:
    texts = [f"post {number}" for number in range(60)]
    texts[5] = texts[41] = "die"

    with pytest.warns(WorkerLost):
        reports = list(judged(Odd(tmp_path), texts))

    assert said(reports) == ["incomplete" if text == "die" else text for text in texts]
    (failure,) = reports[41].failures
    assert failure.what == "post 42 of the input"
    assert "was ended by SIGKILL" in failure.reason


@needs_fork
def test_what_the_work_raises_is_raised_and_ends_the_processes(tmp_path: Path) -> None:
    with pytest.raises(CsmediaError, match="a made-up fault"):
        list(judged(Odd(tmp_path), [*map(str, range(20)), "raise", "more"]))

    assert children() == []


@needs_fork
def test_an_interruption_ends_processes_that_are_at_work(tmp_path: Path) -> None:
    def texts() -> Iterator[str]:
        yield from ["wait"] * 10
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(judged(Odd(tmp_path), texts()))

    assert children() == []


@needs_fork
def test_processes_that_cannot_begin_are_an_error_not_an_endless_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_serve", lambda *_: os._exit(7))

    with pytest.warns(WorkerLost), pytest.raises(CsmediaError, match=r"exit code 7.*Run with one job"):
        list(judged(Odd(tmp_path), ["a"]))


@needs_fork
def test_the_collector_is_left_as_it_was(tmp_path: Path) -> None:
    before = gc.get_freeze_count()

    list(judged(Odd(tmp_path), ["a"]))

    assert gc.get_freeze_count() == before


def test_no_processes_are_refused(make: Make) -> None:
    with pytest.raises(ValueError, match="write 1 or more"):
        list(make({"house/plum.toml": rule()}).check_many([(Post(text="a"), ME)], jobs=0))


@given(st.lists(st.tuples(st.text(), st.sampled_from(["original", "reply"]), st.booleans()), max_size=20))
def test_posts_arrive_as_they_were_sent(made: list[tuple[str, str, bool]]) -> None:
    items = [
        (
            Post.model_validate({"text": text, "kind": kind, "publish_at": "2026-04-20T09:00:00+01:00", "media": [{"type": "image"}]}),
            Context(capacity="official", roles=("a", "b")) if official else ME,
            Surroundings(repeats=1),
        )
        for text, kind, official in made
    ]

    received = list(unpack(pack(items)))

    assert received == items
    assert [post.model_fields_set for post, *_ in received] == [post.model_fields_set for post, *_ in items]


def test_tasks_hold_every_item_once_and_long_posts_fill_them_sooner() -> None:
    short = list(tasks_of([(Post(text="x"), ME)] * 5_000, 2))
    long = list(tasks_of([(Post(text="x" * 1_000_000), ME)] * 3, 2))

    assert sum(task.size for task in short) == 5_000
    assert [task.first for task in short] == [sum(task.size for task in short[:at]) for at in range(len(short))]
    assert max(task.size for task in short) == CHUNK
    assert [task.size for task in long] == [1, 1, 1]


@pytest.fixture(name="restless")
def _restless() -> Iterator[None]:
    """Threads that give way to each other as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_one_checker_gives_eight_threads_the_answers_of_one(make: Make) -> None:
    # No patterns: their limit is a clock's time, which threads that wait for each other use up.
    signals = {
        "signals/house/fruit.toml": 'title = "Fruit"\nterms = ["plum~", "green gage"]\nframes = ["[my|our] …2 plum"]\n',
        "signals/house/year.toml": 'title = "A year"\nframes = ["plum <number>"]\n',
    }
    rules = {
        "house/fruit.toml": rule(find='all = ["signal:fruit"]'),
        "house/year.toml": rule(find='all = ["signal:year"]', raised="plum 2026"),
    }
    checker = make({**signals, **rules})
    shapes = ("a plum {}", "my old plum plum {}", "green gage", "ｐｌｕｍｓ {}", "p\u200blum {}", "pear {}", "PLUM {} and\nplums")
    items = [(Post(text=shapes[number % len(shapes)].format(1_990 + number), publish_at="2026-04-20"), ME) for number in range(280)]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda item: checker.check(*item), items))

    assert together == [checker.check(*item) for item in items]
    assert len({report.verdict for report in together}) == 2
