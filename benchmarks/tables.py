"""The figures of a run as tables, a curve and a plan: text in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import log10
from statistics import median
from typing import Any

from benchmarks.goals import GOALS, Results, ratio, rounds_of

_SIZES = (100, 1_000, 10_000, 50_000)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def goal_table(results: Results) -> str:
    """Every ratio with its floor, its goal and how it stands."""
    rows = []
    for goal in (one for one in GOALS if one.group in results):
        bound = "≤" if goal.bound == "at most" else "≥"
        limits = [f"{bound} {_number(limit)}" if limit is not None else "" for limit in (goal.floor, goal.goal)]
        rows.append((goal.group, goal.words, _number(goal.value(results)), *limits, goal.state(results)))
    return _table(("group", "ratio", "measured", "floor", "goal", ""), rows)


def subject_table(results: Results) -> str:
    """What each subject did: absolute figures say the order of magnitude, on this machine and in this run alone."""
    rows = []
    for group, subjects in results.items():
        for key, told in subjects.items():
            if "number" in told:
                continue
            rows.append((group, key, *_subject(told)))
    return _table(("group", "subject", "µs a post", "p50 µs", "p99 µs", "built in s", "peak MB"), rows)


def _subject(told: Mapping[str, Any]) -> tuple[str, ...]:
    if "skipped" in told:
        return (f"skipped: {told['skipped']}".replace("|", "/"), "", "", "", "")
    rounds = told.get("rounds") or [{}]
    figures = [median(one[name] for one in rounds) if name in rounds[0] else None for name in ("us", "p50", "p99", "rss_mb")]
    return (*map(_number, figures[:3]), _number(told.get("ready", {}).get("build_s")), _number(figures[3]))


def growth_points(results: Results) -> dict[str, list[tuple[int, float]]]:
    """How time grows with the number of terms, from 100 terms on: csmedia, one post a call and many, and the peers that were measured at more than one size."""
    lines = {"csmedia, one post a call": ("engine", "check"), "csmedia, many": ("engine", "many")}
    lines |= {name: ("peers", name) for name in sorted({key.rsplit(":", 1)[0] for key in results.get("peers", {})} - {"check"})}
    found = {}
    for name, (group, subject) in lines.items():
        base = f"{subject}:100"
        points = [(size, value) for size in _SIZES if (value := ratio(group, f"{subject}:{size}", base)(results)) is not None]
        if len(points) > 1:
            found[name] = points
    return found


_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 400, 60, 190, 40, 50
_COLOURS = ("#0b6e4f", "#08a045", "#6b6b6b", "#8f6bb3", "#b36b6b", "#6b8fb3", "#b3986b", "#5b5b8f", "#8f5b7d", "#7d8f5b", "#3f7d8f", "#a0522d")


def growth_svg(results: Mapping[str, Any]) -> str:
    """The curve of time against the number of terms, both on scales of powers of ten, from what ``benchmarks/results.json`` holds."""
    lines = growth_points(results["groups"])
    top = max((value for points in lines.values() for _, value in points), default=10.0)
    decades = max(1, next(power for power in range(1, 12) if 10**power >= top))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" font-size="12">',
        "<title>How the time for a post grows with the number of terms</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">Time for a post, as a multiple of the time at 100 terms</text>',
        *_axes(decades),
    ]
    heights = _apart([_y(points[-1][1], decades) for points in lines.values()])
    for number, ((name, points), height) in enumerate(zip(lines.items(), heights, strict=True)):
        parts += _curve(name, points, decades, _COLOURS[number % len(_COLOURS)], height)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(size: float) -> float:
    return _LEFT + (log10(size) - 2) / (log10(_SIZES[-1]) - 2) * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, decades: int) -> float:
    floor = _HEIGHT - _BOTTOM
    return floor - max(0.0, log10(max(value, 1e-9))) / decades * (floor - _TOP)


def _axes(decades: int) -> list[str]:
    floor, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    parts = [f'<text x="{_x(size):.0f}" y="{floor + 20}" text-anchor="middle">{size:,}</text>' for size in _SIZES]
    for power in range(decades + 1):
        y = _y(10**power, decades)
        parts.append(f'<line x1="{_LEFT}" y1="{y:.0f}" x2="{right}" y2="{y:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{10**power:,}×</text>')
    return [*parts, f'<text x="{(_LEFT + right) // 2}" y="{_HEIGHT - 10}" text-anchor="middle">terms</text>']


def _curve(name: str, points: list[tuple[int, float]], decades: int, colour: str, height: float) -> list[str]:
    ours = name.startswith("csmedia")
    path = " ".join(f"{_x(size):.1f},{_y(value, decades):.1f}" for size, value in points)
    x = _x(points[-1][0])
    bold = ' font-weight="bold"' if ours else ""
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{3 if ours else 1.5}"/>',
        f'<line x1="{x:.1f}" y1="{_y(points[-1][1], decades):.1f}" x2="{_WIDTH - _RIGHT + 8}" y2="{height:.1f}" stroke="{colour}" stroke-dasharray="1 3"/>',
        f'<text x="{_WIDTH - _RIGHT + 12}" y="{height + 4:.1f}" fill="{colour}"{bold}>{escape(name)}</text>',
    ]


def _apart(heights: list[float], least: float = 15) -> list[float]:
    """Heights of labels, moved so that none covers another."""
    placed: dict[int, float] = {}
    last = _TOP - least
    for place in sorted(range(len(heights)), key=lambda one: heights[one]):
        last = placed[place] = max(heights[place], last + least)
    return [placed[place] for place in range(len(heights))]


def plan(results: Mapping[str, Any], posts: int = 100_000_000) -> str:
    """What so many posts cost on some numbers of cores, from the rates of the last run; says so where a rate is missing."""
    groups = results["groups"]
    one = rounds_of(groups, "processes", "one process")
    if not one:
        return "The last run did not measure processes, so nothing can be said here of an archive.\n"
    micro = median(round_["us"] for round_ in one)
    gain = ratio("processes", "one process", "two processes")(groups) or 1.0
    share = min(1.0, gain / 2)
    said = (
        f"On the machine of the last run (Python {results['python']}, {results['cores']} cores) one process judges {1e6 / micro:,.0f} posts a second with the "
        f"built-in policies, and two judge {gain:.2f} times as many. {posts:,} posts are {posts * micro / 3.6e9:,.1f} hours of one core. If every further core "
        f"brings the {100 * share:.0f} % that the second brought, that is:\n\n"
    )
    rows = [(f"{cores:,}", _hours(posts * micro / 1e6 / (1 if cores == 1 else cores * share))) for cores in (1, 2, 8, 32, 128)]
    return said + _table(("cores", "time"), rows)


def _hours(seconds: float) -> str:
    if seconds < 5_400:
        return f"{seconds / 60:,.0f} minutes"
    return f"{seconds / 3_600:,.1f} hours" if seconds < 172_800 else f"{seconds / 86_400:,.1f} days"
