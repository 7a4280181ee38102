"""The names that others build on. A change here is a change for them: the docs and the changelog change with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

import csmedia
from csmedia import Checker, Context, Post, check
from csmedia.cli import main

NAMES = [
    "Checker", "Citation", "Context", "CsmediaError", "Fact", "Failure", "Fault", "Finding", "Link", "Media", "PolicyError", "Post",
    "ReadError", "Release", "Report", "Run", "Span", "check", "hookimpl",
]  # fmt: skip


def test_the_public_names_are_these_and_each_is_there() -> None:
    assert csmedia.__all__ == NAMES
    assert all(getattr(csmedia, name) is not None for name in NAMES)
    with pytest.raises(AttributeError):
        _ = csmedia.nothing


def test_importing_the_package_imports_no_models() -> None:
    code = "import csmedia, sys; sys.exit('pydantic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_post_takes_iso_times_and_lists_and_is_strict_in_all_else() -> None:
    post = Post.model_validate({"text": "x", "publish_at": "2026-04-20T09:00:00+01:00", "poll": ["a", "b"]})

    assert post.poll == ("a", "b")
    assert post.publish_at is not None
    for bad in (
        {"text": 1},
        {"text": "x", "publish_at": "2026-04-20T09:00:00"},
        {"text": "x", "kind": "toot"},
        {"text": "x", "colour": "red"},
    ):
        with pytest.raises(ValidationError):
            Post.model_validate(bad)


def test_models_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Post(text="x").text = "y"  # type: ignore[misc]  # the point


@pytest.mark.parametrize("department", ["Home Office", "home_office", "HOME-OFFICE"])
def test_a_department_is_a_slug(department: str) -> None:
    with pytest.raises(ValidationError, match=r"GOV\.UK organisation slug"):
        Context(capacity="personal", department=department)


def test_what_serves_is_defaults_to_the_united_kingdom() -> None:
    assert Context(capacity="personal").serves == "uk"


def test_an_unknown_department_is_accepted_and_told() -> None:
    report = check(Post(text="hello"), Context(capacity="personal", department="ministry-of-silly-walks"))

    assert report.verdict == "nothing-found"
    assert any("ministry-of-silly-walks" in line for line in report.not_assessed)


def test_a_report_fits_its_published_schema(builtin: Checker) -> None:
    report = builtin.check(
        Post(text="I raised concerns. The minister is a clown. Vote Labour!", publish_at="2026-04-20T09:00:00+01:00"),
        Context(capacity="official", department="home-office"),
    )

    schema = csmedia.Report.model_json_schema(mode="serialization", by_alias=True)
    Draft202012Validator(schema).validate(report.model_dump(mode="json", by_alias=True))
    assert report.findings


def test_check_many_gives_the_same_reports_in_order_over_processes(builtin: Checker) -> None:
    items = [
        (Post(text=text), Context(capacity="personal"))
        for text in ("hello", "I was blowing the whistle on it", "hello again")
    ]

    one = list(builtin.check_many(items))
    two = list(builtin.check_many(items, jobs=2))

    assert one == two == [builtin.check(post, context) for post, context in items]


@pytest.mark.usefixtures("as_builtin")
@pytest.mark.parametrize(("kind", "model"), [("jsonl", "line"), ("json", "run")])
def test_what_the_command_writes_fits_the_schema_that_it_prints(
    kind: str, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar = tmp_path / "c.csv"
    calendar.write_text("text,capacity\nVote Labour!,official\nhello,\n", encoding="utf-8")

    main(["schema", model])
    schema = json.loads(capsys.readouterr().out)
    main(["check", str(calendar), "--output-format", kind])

    Draft202012Validator(schema).validate(json.loads(capsys.readouterr().out))
