"""The benchmarks measure what they say; how fast anything is, is not tested here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parent.parent
if not (ROOT / "benchmarks").is_dir():
    pytest.skip("the benchmarks were not brought along", allow_module_level=True)
sys.path.insert(0, str(ROOT))

from benchmarks import corpus, goals, pages, rulesets, serve, tables  # noqa: E402  # after the path to them

from csmedia import Checker, Context, Post  # noqa: E402

GROUPS: dict[str, Any] = {
    "engine": {
        **{f"check:{size}": {"ready": {"lost": 0, "extra": 0, "differ": 0}, "rounds": [{"us": us, "p50": 1.0, "p99": 20.0}, {"us": 2 * us, "p50": 1.0, "p99": 4.0}]}
           for size, us in ((100, 5.0), (50_000, 8.0))},
        "hyperscan:10000": {"skipped": "no wheel | here"},
    },
    "processes": {"one process": {"ready": {}, "rounds": [{"us": 100.0}]}, "two processes": {"ready": {}, "rounds": [{"us": 60.0}]}},
}  # fmt: skip
RESULTS: dict[str, Any] = {"python": "3.11", "cores": 2, "machine": "m", "posts": 1, "rounds": 2, "corpus": "c", "groups": GROUPS}


def test_the_posts_are_the_same_in_every_run() -> None:
    assert corpus.fingerprint(1_000) == "6bd2d799818b"


def test_the_posts_are_as_the_page_says() -> None:
    made = corpus.posts(4_000)

    lengths = [len(one.text) for one in made]
    assert min(lengths) >= 20
    assert max(lengths) <= 3_100
    assert 150 < sum(lengths) / len(lengths) < 200
    assert 0.01 < sum(bool(one.planted) for one in made) / len(made) < 0.03
    assert 0.25 < sum(not one.text.isascii() for one in made) / len(made) < 0.45


def test_more_terms_begin_with_the_fewer() -> None:
    assert corpus.terms(1_000)[:100] == corpus.terms(100)
    assert len(set(corpus.terms(5_000))) == 5_000


def test_planted_terms_are_found_and_no_others(tmp_path: Path) -> None:
    checker = Checker([rulesets.write_terms(tmp_path, 200, patterns=3)], plugins=False)
    made = corpus.posts(300)

    found = [bool(checker.check(Post(text=one.text), Context(capacity="official")).findings) for one in made]

    assert found == [bool(one.planted) for one in made]
    assert any(found)


def test_a_ratio_is_the_median_of_those_of_each_round() -> None:
    assert goals.ratio("engine", "check:50000", "check:100")(GROUPS) == pytest.approx(1.6)
    assert goals.ratio("engine", "check:100", "check:100", "p99", "p50")(GROUPS) == 12.0
    assert goals.ratio("engine", "check:100", "hyperscan:10000")(GROUPS) is None


@pytest.mark.parametrize(("bound", "value", "state"), [("at most", 2, "goal met"), ("at most", 3, "floor met"), ("at most", 5, "NOT MET"), ("at least", 5, "goal met"), ("at least", 1, "NOT MET")])
def test_a_goal_says_how_it_stands(bound: goals.Bound, value: float, state: str) -> None:
    floor, goal = (4, 2) if bound == "at most" else (2, 4)

    assert goals.Goal("g", "w", lambda _: value, bound, floor, goal).state({}) == state


def test_what_was_not_measured_is_never_met() -> None:
    assert {goal.state({}) for goal in goals.GOALS} == {"not measured"}


def test_tables_have_a_row_for_each_subject_and_say_why_one_was_skipped() -> None:
    rows = tables.subject_table(GROUPS).splitlines()

    assert len(rows) == 2 + sum(map(len, GROUPS.values()))
    assert len({row.count("|") for row in rows}) == 1
    assert "skipped: no wheel / here" in tables.subject_table(GROUPS)


@pytest.mark.parametrize("results", [RESULTS, {"groups": {}}])
def test_the_curve_is_a_picture(results: dict[str, Any]) -> None:
    assert ET.fromstring(tables.growth_svg(results)).tag.endswith("svg")


def test_the_plan_is_a_sum_of_measured_rates() -> None:
    said = tables.plan(RESULTS)

    assert "one process judges 10,000 posts a second" in said
    assert "two judge 1.67 times as many" in said
    assert "| 1 | 2.8 hours |" in said
    assert "nothing can be said" in tables.plan({**RESULTS, "groups": {}})


def test_the_pages_show_the_figures_that_were_recorded() -> None:
    recorded = pages.recorded()

    for path in (ROOT / "docs" / "speed.md", ROOT / "docs" / "scale.md"):
        page = path.read_text(encoding="utf-8")
        assert pages.with_figures(page, recorded) == page, "renew them with: python -m benchmarks.pages"
        assert pages.with_figures(page, RESULTS) != page


def test_a_round_tells_the_median_and_the_slowest_hundredth() -> None:
    told = serve.one_round(serve.Subject(lambda piece: piece, [0, 1, 0, 1], 2))

    assert told["posts"] == 8
    assert told["found"] == 2
    assert told["p50"] <= told["p99"]
