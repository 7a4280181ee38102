"""The department's topics, detector and check, through the same door as its users'.

The examples in its rules are tests by the line “csmedia_policies” in pyproject.toml.
"""

from __future__ import annotations

import pytest
from csmedia import Checker, Context, Post, Report

from csmedia_example_department.case_numbers import case_numbers

DEPARTMENT = "department-for-example-affairs"
CODENAME = "example-affairs/unpublished-codename"
OFFICIAL = Context(capacity="official", department=DEPARTMENT)
STAFF = Context(capacity="personal", department=DEPARTMENT, political_group="intermediate")


@pytest.fixture(name="checker", scope="session")
def _checker(csmedia_checker: Checker) -> Checker:
    """Every installed policy, compiled once; a plugin that fails would stand in ``failures``."""
    assert csmedia_checker.failures == ()
    return csmedia_checker


def rules_of(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def test_one_post_meets_a_rule_in_toml_and_the_check_in_python(checker: Checker) -> None:
    post = Post(text="Project Marmalade is next. Most responses to the bell hours consultation are for the plan!")

    report = checker.check(post, OFFICIAL)

    assert report.complete
    assert {"example-affairs/consultation-result-early", CODENAME} <= rules_of(report)


def test_a_codename_is_found_where_it_was_typed(checker: Checker) -> None:
    comment = "#OperationTeaspoon starts on Monday"

    report = checker.check(Post(text="Off we go!", first_comment=comment), OFFICIAL)

    (span,) = next(finding.spans for finding in report.findings if finding.rule == CODENAME)
    assert (span.field, comment[span.start : span.end]) == ("first_comment", "OperationTeaspoon")


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Project Marmalade: eleven jars, two burns.", STAFF),
        ("Project Marmalade: eleven jars, two burns.", Context(capacity="official", department="home-office")),
        ("Our marmalade project for schools starts on Monday.", OFFICIAL),
    ],
)
def test_the_check_is_about_official_posts_of_this_department(checker: Checker, text: str, context: Context) -> None:
    assert CODENAME not in rules_of(checker.check(Post(text=text), context))


@pytest.mark.parametrize("side", ["Let the bells ring!", "Quiet nights now!"])
def test_both_sides_of_our_topic_are_treated_alike(checker: Checker, side: str) -> None:
    post = Post(text=f"The bell hours plan is a disgrace. {side}")
    elsewhere = Context(capacity="personal", department="home-office", political_group="intermediate")

    ours, theirs = checker.check(post, STAFF), checker.check(post, elsewhere)

    assert "own-minister-controversy" in {finding.duty for finding in ours.findings}
    assert ours.verdict == "advise"
    assert "own-minister-controversy" not in {finding.duty for finding in theirs.findings}


def test_a_wrong_check_digit_is_no_case_number() -> None:
    assert list(case_numbers("EXA-0012345-5 and EXA-0012345-0")) == [(0, 13)]
