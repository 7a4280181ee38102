"""The ratios that are looked at, each with the floor that it must keep and the goal that it is on its way to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any, Literal, NamedTuple

Results = Mapping[str, Mapping[str, Any]]
"""What each group of subjects said: group, subject, ``ready`` and ``rounds`` or ``skipped``."""
Bound = Literal["at most", "at least"]


class Goal(NamedTuple):
    """One ratio: what it is, how it is found, and its bounds. ``floor`` and ``goal`` are both met where the ratio is within them."""

    group: str
    words: str
    value: Callable[[Results], float | None]
    bound: Bound
    floor: float | None
    goal: float | None

    def state(self, results: Results) -> str:
        """In a word: how it stands."""
        value = self.value(results)
        if value is None:
            return "not measured"
        if self.floor is None:
            return ""
        if _within(value, self.goal, self.bound):
            return "goal met"
        return "floor met" if _within(value, self.floor, self.bound) else "NOT MET"


def _within(value: float, limit: float | None, bound: Bound) -> bool:
    return limit is not None and (value <= limit if bound == "at most" else value >= limit)


def ratio(group: str, over: str, under: str, metric: str = "us", under_metric: str | None = None) -> Callable[[Results], float | None]:
    """The median, over the rounds, of one subject's figure by another's of the same round."""

    def value(results: Results) -> float | None:
        one, two = rounds_of(results, group, over), rounds_of(results, group, under)
        pairs = [(a[metric], b[under_metric or metric]) for a, b in zip(one, two, strict=False)]
        return median(a / b for a, b in pairs) if pairs else None

    return value


def rounds_of(results: Results, group: str, key: str) -> list[dict[str, float]]:
    """The rounds of a subject; none where it was skipped or not asked for."""
    rounds: list[dict[str, float]] = results.get(group, {}).get(key, {}).get("rounds", [])
    return rounds


def ready(group: str, *names: tuple[str, str]) -> Callable[[Results], float | None]:
    """The sum of what subjects said when they were built."""

    def value(results: Results) -> float | None:
        said = [results.get(group, {}).get(key, {}).get("ready", {}).get(name) for key, name in names]
        found = [one for one in said if one is not None]
        return sum(found) if found else None

    return value


def grown(group: str, over: str, under: str) -> Callable[[Results], float | None]:
    """Memory that one subject took when it was built, by another's."""

    def value(results: Results) -> float | None:
        one, two = ready(group, (over, "grown_mb"))(results), ready(group, (under, "grown_mb"))(results)
        return one / two if one is not None and two else None

    return value


def quotient(one: Callable[[Results], float | None], two: Callable[[Results], float | None]) -> Callable[[Results], float | None]:
    """One ratio by another."""

    def value(results: Results) -> float | None:
        over, under = one(results), two(results)
        return over / under if over is not None and under else None

    return value


def marginal(key: str) -> Callable[[Results], float | None]:
    """What one more post costs a command, by what it costs a call: start-up is taken off."""

    def value(results: Results) -> float | None:
        many, one = rounds_of(results, "commands", f"{key}, many"), rounds_of(results, "commands", f"{key}, one")
        ours = rounds_of(results, "commands", "check:10000")
        files = results.get("commands", {}).get("files", {}).get("number")
        if not (many and one and ours and files):
            return None
        return float(median((a["us"] - b["us"]) / (files - 1) / c["us"] for a, b, c in zip(many, one, ours, strict=False)))

    return value


_PEERS: tuple[tuple[str, int, float | None, float | None], ...] = (
    ("re2 set", 10_000, 0.7, 1.3), ("proselint", 1_000, 1.5, 3), ("flashtext", 10_000, 4, 8), ("spaCy PhraseMatcher", 10_000, 15, 30),
    ("Presidio recogniser", 10_000, 300, 1_000), ("Presidio analyzer", 10_000, 300, 1_000), ("re alternation", 10_000, 300, 1_000),
    ("regex named list", 10_000, 300, 1_000), ("detect-secrets", 10_000, 1_000, 4_000), ("better-profanity", 10_000, 10_000, 50_000),
)  # fmt: skip


def _engine() -> Iterator[Goal]:
    at = "engine"
    yield Goal(at, "check of one post with 10,000 terms and 200 patterns / hyperscan's scan of ready-made views for the terms alone", ratio(at, "check:10000", "hyperscan:10000"), "at most", 4, 2.5)
    yield Goal(at, "check_many with 10,000 terms and 200 patterns / the default scan of joined views for the terms alone", ratio(at, "many:10000", "raw joined:10000"), "at most", 6, 3.5)
    yield Goal(at, "check at 50,000 terms / at 100", ratio(at, "check:50000", "check:100"), "at most", 3, 2)
    yield Goal(at, "check_many at 50,000 terms / at 100", ratio(at, "many:50000", "many:100"), "at most", 3, 2.2)
    yield Goal(at, "99th hundredth of one call / its median, 10,000 terms", ratio(at, "check:10000", "check:10000", "p99", "p50"), "at most", 15, 8)
    yield Goal(at, "planted findings lost, findings without a plant, and answers that differ between one call and many", ready(at, *((f"check:{size}", name) for size in (100, 1_000, 10_000, 50_000) for name in ("lost", "extra", "differ"))), "at most", 0, 0)
    for size in (100, 1_000, 10_000, 50_000):
        yield Goal(at, f"check of one post / the default scan over ready-made views, {size:,} terms", ratio(at, f"check:{size}", f"raw:{size}"), "at most", None, None)
    yield Goal(at, "default scan / hyperscan, both over ready-made views, 10,000 terms", ratio(at, "raw:10000", "hyperscan:10000"), "at most", 2.5, 1.5)


def _builtin() -> Iterator[Goal]:
    at = "builtin"
    yield Goal(at, "built-in policies, values to report, in posts a second / Presidio's analyzer with a deny-list of 10,000 terms", ratio(at, "Presidio analyzer:10000", "builtin"), "at least", 20, 100)
    yield Goal(at, "the same in time / building and validating the Post, its Context and an empty Report", ratio(at, "builtin", "models"), "at most", 25, 8)
    yield Goal(at, "with a department's policy of 1,000 topic terms and 100 rules / without", ratio(at, "with department", "builtin"), "at most", 1.3, 1.05)
    yield Goal(at, "99th hundredth of one call / its median", ratio(at, "builtin", "builtin", "p99", "p50"), "at most", None, None)


def _scale() -> Iterator[Goal]:
    gained = quotient(ratio("processes", "one process", "two processes"), ratio("processes", "one loop", "two loops"))
    yield Goal("processes", "what a second process gains / what it gains two loops that only count", gained, "at least", 0.7, 0.85)
    yield Goal("processes", "one process / two processes", ratio("processes", "one process", "two processes"), "at least", None, None)
    yield Goal("threads", "one checker in one thread / shared by eight", ratio("threads", "one thread", "eight threads"), "at least", None, None)
    yield Goal("threads", "answers of eight threads that are not those of one", ready("threads", ("eight threads", "differ")), "at most", 0, 0)
    yield Goal("spark", "PySpark mapInArrow with checks / identity", ratio("spark", "check", "identity"), "at most", 5, 2.5)
    yield Goal("files", "JSONL to lines of findings / msgspec's reading alone, 10,000 terms", ratio("files", "lines:10000", "msgspec"), "at most", 8, 4.5)
    yield Goal("memory", "memory taken by 10,000 terms from the cache / by compiling them", grown("memory", "check:10000", "first check:10000"), "at most", 0.5, 0.2)


def _hostile() -> Iterator[Goal]:
    at = "hostile"
    yield Goal(at, "a character of the costliest million characters / of clean posts", ratio(at, "hostile:10000", "plain letters:10000"), "at most", 100, 40)
    million = ratio(at, "hostile:10000", "hostile tenth:10000")
    yield Goal(at, "a million characters of it / a hundred thousand", lambda results: None if (one := million(results)) is None else 10 * one, "at most", 12, 12)
    yield Goal(at, "time of a post on which a pattern runs out of its time / that time", _by_limit, "at most", 1.5, 1.1)


def _by_limit(results: Results) -> float | None:
    rounds, limit = rounds_of(results, "hostile", "slow pattern"), ready("hostile", ("slow pattern", "limit_us"))(results)
    return median(one["us"] for one in rounds) / limit if rounds and limit else None


def _start() -> Iterator[Goal]:
    at = "start"
    yield Goal(at, "csmedia --version / python -c pass", ratio(at, "csmedia --version", "python -c pass"), "at most", 6, 3)
    yield Goal(at, "csmedia check - of one post, warm / python -c pass", ratio(at, "csmedia check -", "python -c pass"), "at most", 30, 15)
    for peer, floor, goal in (("textlint", 5, 10), ("semgrep", 20, 35), ("Presidio", 10, 20)):
        yield Goal(at, f"{peer} with 10,000 terms and one post / csmedia check - of one post", ratio(at, peer, "csmedia check -"), "at least", floor, goal)


def _peers() -> Iterator[Goal]:
    for name, size, floor, goal in _PEERS:
        yield Goal("peers", f"posts a second / {name}, {size:,} terms", ratio("peers", f"{name}:{size}", f"check:{size}"), "at least", floor, goal)
    for name, floor, goal in (("textlint", 1_000, 5_000), ("semgrep", 500, 2_000)):
        yield Goal("commands", f"posts a second / {name}, a file a post, 10,000 terms, start-up taken off", marginal(name), "at least", floor, goal)


GOALS = (*_engine(), *_builtin(), *_scale(), *_hostile(), *_start(), *_peers())
