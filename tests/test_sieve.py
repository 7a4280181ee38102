"""A sieve lets no post through that some rule would say something of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmedia import Checker, Context, Post
from csmedia.judge import possible
from csmedia.judge.judging import judge_rule
from csmedia.judge.sieve import Sieve
from csmedia.testing import cases

from .conftest import BASE, rule, write
from .made_up import contexts, guard_files, policies, posts
from .reference import said_by, said_by_reference
from .test_reference import made_up_checker, seldom

PERSONAL = Context(capacity="personal")
WEATHER = "The harbour was quiet this morning and the ferry came on time."


@seldom(8)
@given(policies(), guard_files(), st.lists(st.tuples(posts, contexts), min_size=8, max_size=12))
def test_with_a_sieve_made_up_policies_say_what_they_must(files: dict[str, str], guards: dict[str, str], items: list[tuple[Post, Context]]) -> None:
    with made_up_checker(files, guards) as (world, checker):
        checker._sieve = Sieve(checker.compiled)
        for full, context in items:
            post = Post(text=full.text, kind=full.kind, publish_at="2026-04-20")
            assert said_by(checker, post, context) == said_by_reference(world, checker, post, context)


def test_every_rule_that_is_raised_passes_the_sieve(builtin: Checker) -> None:
    sieve, lost = Sieve(builtin.compiled), []
    texts = sorted({case.example.text for case in cases(builtin)})
    for text in texts[:: max(1, 10_000 // settings.default.max_examples)]:
        for typed in (text, text.upper(), text.replace(" ", "\n", 3), text.replace("e", "3")):
            if (glance := sieve.glance(typed)) is None:
                continue
            for context in (PERSONAL, Context(capacity="official", department="home-office")):
                evidence = builtin.evidence(Post(text=typed), context)
                left = possible(builtin.compiled, evidence.facts)
                raised = [one for one in evidence.woken if judge_rule(builtin.compiled.rules[one], evidence, evidence.facts, []) is not None]
                lost += [(typed, one) for one in raised if not sieve.may_raise(glance, left._replace(rules=frozenset({one}), answers={}))]

    assert lost == []


@pytest.fixture(scope="module")
def sieved(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    checker = Checker([write(tmp_path_factory.mktemp("plums"), {**BASE, "house/plum.toml": rule('all = [{ terms = ["ripe plum", "tart*", "#orchardday"] }]', raised="ripe plum")})], plugins=False)
    checker._sieve = Sieve(checker.compiled)
    return checker


@pytest.mark.parametrize(
    "text",
    ["a ripe plum", "A RIPE\nplum", "ripe “plum”", "r i p e p l u m", "rіpe plum", "r1pe pl\u200bum", "#RipePlum", "tartlets!", "see #OrchardDay", "the plum. ripe plum", "ripe\u00a0plum", "t.a.r.t.l.e.t"],
)  # fmt: skip
def test_a_post_that_says_it_is_read(sieved: Checker, text: str) -> None:
    assert [finding.rule for finding in sieved.check(Post(text=text), PERSONAL).findings] == ["house/plum"]


@pytest.mark.parametrize("text", [WEATHER, "", "Ripe or not, plum after plum!", "Tea at 18:30 with @plum_tree_2 🍑 https://example.org/news", "I had a b and a c, I think"])
def test_a_post_that_cannot_say_it_is_not_read(sieved: Checker, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post(text=text, publish_at="2026-02-10T09:00:00+00:00")
    context = Context(capacity="official", department="home-office")
    monkeypatch.setattr(sieved, "_sieve", None)
    expected = sieved.check(post, context)
    monkeypatch.undo()

    monkeypatch.setattr(Checker, "evidence", lambda *_, **__: pytest.fail("it was read"))

    assert sieved.check(post, context) == expected


def _without_sieve(checker: Checker) -> Checker:
    again = checker._again()
    assert again._sieve is None
    return again


@pytest.mark.parametrize("more", [{"title": "ripe plum"}, {"poll": ["ripe plum"]}, {"media": [{"type": "image", "alt_text": "a ripe plum"}]}, {"first_comment": "tarts"}, {"quoted_text": "ripe plum"}])
def test_whatever_goes_out_with_the_text_is_read(sieved: Checker, more: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post.model_validate({"text": WEATHER, **more})

    report = sieved.check(post, PERSONAL)

    monkeypatch.setattr(sieved, "_sieve", None)
    assert report == sieved.check(post, PERSONAL)


def test_a_sieve_is_made_when_it_would_have_spared_most_posts(sieved: Checker) -> None:
    quiet, loud = _without_sieve(sieved), _without_sieve(sieved)

    reports = [*quiet.check_many((Post(text=f"{WEATHER} {place}"), PERSONAL) for place in range(250))]
    list(loud.check_many((Post(text="a ripe plum"), PERSONAL) for _ in range(250)))

    assert quiet._sieve is not None
    assert loud._sieve is None
    assert {report.verdict for report in reports} == {"nothing-found"}


def test_between_two_changes_of_the_calendar_one_report_serves_and_not_longer(sieved: Checker) -> None:
    days = ["2026-02-10T09:00:00+00:00", "2026-02-10T11:00:00+00:00", "2026-02-11T09:00:00+00:00"]

    first, second, third = (sieved.check(Post(text=WEATHER, publish_at=day), PERSONAL) for day in days)

    assert first is second
    assert first is not third
