"""The example calendar says what its page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmedia import Checker
from csmedia.read import Item, Options, read_bytes

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module", name="verdicts")
def _verdicts(builtin: Checker) -> dict[str, str]:
    path = EXAMPLES / "calendar.csv"
    rows = list(read_bytes(path.read_bytes(), path.name, Options()).rows)
    assert all(isinstance(row, Item) for row in rows)
    return {row.id: builtin.check(row.post, row.context).verdict for row in rows if isinstance(row, Item)}


def test_a_row_is_raised_by_its_date_alone_and_its_twin_after_the_poll_is_quiet(verdicts: dict[str, str]) -> None:
    assert (verdicts["A-06"], verdicts["M-39"]) == ("advise", "nothing-found")


def test_both_views_from_the_same_desk_get_the_same_answer_and_another_desk_another(verdicts: dict[str, str]) -> None:
    assert verdicts["A-12"] == verdicts["A-14"] == "advise"
    assert verdicts["A-13"] in ("note", "nothing-found")


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("A-10", "stop"),
        ("A-21", "stop"),
        ("A-27", "stop"),
        ("A-23", "stop"),
        ("A-24", "stop"),
        ("M-40", "note"),
        ("M-34", "stop"),
    ],
)
def test_what_the_page_points_at_is_raised(verdicts: dict[str, str], row: str, verdict: str) -> None:
    assert verdicts[row] == verdict


@pytest.mark.parametrize("row", ["A-16", "A-19", "M-33", "M-45"])
def test_what_the_page_calls_nothing_found_is_that(verdicts: dict[str, str], row: str) -> None:
    assert verdicts[row] == "nothing-found"


def test_most_rows_are_quiet(verdicts: dict[str, str]) -> None:
    assert len(verdicts) >= 40
    assert sum(verdict in ("nothing-found", "note") for verdict in verdicts.values()) >= 33


def test_the_clean_calendar_is_quiet(builtin: Checker) -> None:
    path = EXAMPLES / "clean_calendar.csv"
    for row in read_bytes(path.read_bytes(), path.name, Options()).rows:
        assert isinstance(row, Item)
        assert builtin.check(row.post, row.context).verdict in ("nothing-found", "note")
