"""csmedia itself, and the floors that it stands on, measured in this environment."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from benchmarks import corpus
from benchmarks.peers import view_of
from benchmarks.rulesets import PATTERNS, write_department, write_slow, write_terms
from benchmarks.serve import Subject
from csmedia import Checker, Context, Post, Report
from csmedia.read import Options, read_bytes
from csmedia.report import line_of
from csmedia.run import Checked

BATCH = 1_000
WHEN = "2026-02-10T09:00:00+00:00"
CONTEXTS = (
    Context(capacity="official", department="home-office"),
    Context(capacity="personal", department="hm-treasury", political_group="intermediate"),
    Context(capacity="official", department="uk-export-finance", roles=("press-officer",)),
    Context(capacity="personal", department="department-for-transport", political_group="restricted", identifiable=True),
)
Pair = tuple[Post, Context]


def checker_of(size: int) -> Checker:
    """A checker of terms alone; the set of 10,000 has patterns too."""
    with tempfile.TemporaryDirectory() as folder:
        # The folder's own name is shown in faults, so it is part of what a cache knows policies by.
        return Checker([write_terms(Path(folder) / f"terms-{size}", size, patterns=PATTERNS if size == 10_000 else 0)], plugins=False)


def pairs_of(number: int) -> list[Pair]:
    """The posts, with contexts in turn."""
    return [(Post.model_validate({"text": made.text, "publish_at": WHEN}), CONTEXTS[place % len(CONTEXTS)]) for place, made in enumerate(corpus.posts(number))]


def _found(report: Report) -> int:
    return len(report.findings)


def check(size: int, number: int) -> Subject:
    checker, pairs = checker_of(size), pairs_of(number)
    return Subject(lambda pair: _found(checker.check(*pair)), pairs, note=_differences(checker, pairs))


def _differences(checker: Checker, pairs: list[Pair]) -> dict[str, int]:
    some = pairs[:1_000]
    single, many = [checker.check(*pair) for pair in some], list(checker.check_many(some))
    planted = [bool(made.planted) for made in corpus.posts(len(some))]
    return {
        "lost": sum(there and not report.findings for there, report in zip(planted, single, strict=True)),
        "extra": sum(bool(report.findings) and not there for there, report in zip(planted, single, strict=True)),
        "differ": sum(one != two for one, two in zip(single, many, strict=True)),
    }


def many(size: int, number: int) -> Subject:
    checker, pairs = checker_of(size), pairs_of(number)
    return Subject(lambda some: sum(_found(report) for report in checker.check_many(some)), _batches(pairs), min(BATCH, number))


def raw(size: int, number: int) -> Subject:
    finder = _finder(size)
    return Subject(lambda view: len(finder.find_matches_as_indexes(view)), [view_of(made.text) for made in corpus.posts(number)])


def raw_joined(size: int, number: int) -> Subject:
    finder = _finder(size)
    views = [b"\0".join(some) for some in _batches([view_of(made.text) for made in corpus.posts(number)])]
    return Subject(lambda view: len(finder.find_matches_as_indexes(view)), views, min(BATCH, number))


def _finder(size: int) -> BytesAhoCorasick:
    return BytesAhoCorasick([f" {word} ".encode() for word in corpus.terms(size)], matchkind=MatchKind.Standard)


def _batches(things: Sequence[Any]) -> list[Any]:
    size = min(BATCH, len(things))
    return [things[at : at + size] for at in range(0, len(things) - size + 1, size)]


def builtin(size: int, number: int) -> Subject:
    """The built-in policies with everything, from plain values to a report."""
    checker = Checker(builtin_only=True)
    return Subject(lambda made: _found(checker.check(Post.model_validate(made), Context.model_validate(CAPACITY))), _plain(number))


CAPACITY = {"capacity": "official", "department": "home-office"}


def _plain(number: int) -> list[dict[str, Any]]:
    return [{"text": made.text, "platform": "x", "publish_at": WHEN} for made in corpus.posts(number)]


def with_department(size: int, number: int) -> Subject:
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker([write_department(Path(folder))], builtin_only=True)
    return Subject(lambda made: _found(checker.check(Post.model_validate(made), Context.model_validate(CAPACITY))), _plain(number))


def models(size: int, number: int) -> Subject:
    """What the models alone cost: a post, its context and a report in which nothing stands."""

    def make(made: dict[str, Any]) -> int:
        Post.model_validate(made)
        Context.model_validate(CAPACITY)
        return _found(Report.model_validate({"verdict": "nothing-found", "complete": True}))

    return Subject(make, _plain(number))


def builtin_jobs(jobs: int) -> Callable[[int, int], Subject]:
    """The built-in policies over processes that were copied from this one, all posts in one call."""

    def build(size: int, number: int) -> Subject:
        checker = Checker(builtin_only=True)
        pairs = _lasting(checker, pairs_of(number))
        return Subject(lambda some: sum(_found(report) for report in checker.check_many(some, jobs=jobs)), [pairs], len(pairs))

    return build


def threads(count: int) -> Callable[[int, int], Subject]:
    """One checker of built-in policies, shared by threads; ``differ`` counts answers that are not those of one thread."""

    def build(size: int, number: int) -> Subject:
        checker = Checker(builtin_only=True)
        pairs = _lasting(checker, pairs_of(number))
        expected = [checker.check(*pair) for pair in pairs]

        def run(some: list[Pair]) -> int:
            return sum(report is not None for report in _in_threads(checker, some, count))

        differ = sum(one != two for one, two in zip(_in_threads(checker, pairs, count), expected, strict=True))
        return Subject(run, [pairs], len(pairs), {"differ": differ})

    return build


def _lasting(checker: Checker, pairs: list[Pair], seconds: float = 3.0) -> list[Pair]:
    """As many posts, over and over, as one process needs some seconds for: beside that its start is little."""
    began, some = time.perf_counter(), pairs[:60]
    for pair in some:
        checker.check(*pair)
    wanted = max(40, int(len(some) * seconds / (time.perf_counter() - began)))
    return [pairs[place % len(pairs)] for place in range(wanted)]


def _in_threads(checker: Checker, pairs: list[Pair], count: int) -> list[Report | None]:
    answers: list[Report | None] = [None] * len(pairs)

    def judge(start: int) -> None:
        for place in range(start, len(pairs), count):
            answers[place] = checker.check(*pairs[place])

    crew = [threading.Thread(target=judge, args=(start,)) for start in range(count)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return answers


def loops(jobs: int) -> Callable[[int, int], Subject]:
    """What the machine gains from more processes at all: loops that do nothing but count."""
    import multiprocessing  # this alone needs it

    def run(turns: int) -> int:
        crew = [multiprocessing.get_context("fork").Process(target=_count, args=(turns // jobs,)) for _ in range(jobs)]
        for one in crew:
            one.start()
        for one in crew:
            one.join()
        return 1

    return lambda size, number: Subject(run, [20_000_000])


def _count(turns: int) -> None:
    for _ in range(turns):
        pass


def lines(size: int, number: int) -> Subject:
    """A file of JSONL into lines of findings."""
    checker = checker_of(size)
    made = enumerate(corpus.posts(number))
    data = "".join(json.dumps({"id": str(place), "post": {"text": one.text}, "context": {"capacity": "official"}}) + "\n" for place, one in made).encode()

    def run(data: bytes) -> int:
        items = list(read_bytes(data, "a.jsonl", Options()).rows)
        reports = checker.check_many((item.post, item.context) for item in items)  # type: ignore[union-attr]  # every line is a post
        return sum(len(line_of(Checked(id=item.id, place=item.place, report=report))) for item, report in zip(items, reports, strict=True))  # type: ignore[union-attr, misc]  # the same

    return Subject(run, [data], number)


def hostile(part: int) -> Callable[[int, int], Subject]:
    """The costliest of hostile texts, a character a post: ``part`` of a million characters."""

    def build(size: int, number: int) -> Subject:
        checker = checker_of(size)
        # Which is the costliest is found with short texts: a long one may take minutes.
        worst = max(corpus.hostile(2_000), key=lambda one: _seconds(checker, one[1]))[0]
        text = dict(corpus.hostile(number // part))[worst]
        return Subject(lambda words: _found(checker.check(Post(text=words), CONTEXTS[0])), [text], len(text), {"worst": worst})

    return build


def _seconds(checker: Checker, text: str) -> float:
    checker.check(Post(text=text), CONTEXTS[0])
    began = time.perf_counter()
    checker.check(Post(text=text), CONTEXTS[0])
    return time.perf_counter() - began


def slow_pattern(size: int, number: int) -> Subject:
    """A post on which a pattern runs out of its time; ``limit_us`` is that time."""
    from csmedia.judge.finders import PATTERN_SECONDS

    with tempfile.TemporaryDirectory() as folder:
        checker = Checker([write_slow(Path(folder))], plugins=False)
    post = Post(text="plum " + "a," * 100)
    assert not checker.check(post, CONTEXTS[0]).complete, "the pattern has to run out of time"
    return Subject(lambda one: _found(checker.check(one, CONTEXTS[0])), [post], note={"limit_us": PATTERN_SECONDS * 1e6})


def plain_letters(size: int, number: int) -> Subject:
    """Clean posts in plain letters, a character a post."""
    checker = checker_of(size)
    texts = list(islice((made.text for made in corpus.posts(number) if made.text.isascii() and not made.planted), 500))
    letters = sum(map(len, texts))
    return Subject(lambda some: sum(_found(checker.check(Post(text=text), CONTEXTS[0])) for text in some), [texts], letters)


SUBJECTS: dict[str, Callable[[int, int], Subject]] = {
    "check": check, "many": many, "raw": raw, "raw joined": raw_joined, "builtin": builtin, "with department": with_department, "models": models,
    "one process": builtin_jobs(1), "two processes": builtin_jobs(2), "one loop": loops(1), "two loops": loops(2),
    "one thread": threads(1), "eight threads": threads(8), "lines": lines,
    "hostile": hostile(1), "hostile tenth": hostile(10), "slow pattern": slow_pattern, "plain letters": plain_letters,
}  # fmt: skip
