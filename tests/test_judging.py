from __future__ import annotations

from datetime import UTC, datetime

import pytest

from csmedia import Context, Post

from .conftest import Make, rule

CALENDAR = """table_ends = 2026-12-31
[[period]]
id = "plum-poll"
title = "plum poll of 7 May 2026"
kind = "local-election"
serves = ["uk"]
starts = 2026-04-16T00:00:00+01:00
polling = 2026-05-07
ends = 2026-05-08T00:00:00+01:00
places = ["Plumstead Green"]
[[period]]
id = "unknown-poll"
title = "a poll whose start nobody wrote down"
kind = "referendum"
serves = ["uk"]
polling = 2026-04-20
ends = 2026-04-21T00:00:00+01:00
"""
ORGANISATIONS = """[[organisation]]
slug = "plum-office"
name = "Plum Office"
kind = "ministerial-department"
serves = "uk"
minister = "the Plum Secretary"
[[organisation]]
slug = "plum-agency"
aliases = ["old-plum-agency"]
name = "Plum Agency"
kind = "agency"
serves = "uk"
parent = "plum-office"
[[organisation]]
slug = "pear-office"
name = "Pear Office"
kind = "ministerial-department"
serves = "scotland"
"""
TOPICS = """organisation = "plum-office"
[[topic]]
id = "plums"
title = "plum policy"
terms = ["plum"]
[[topic.side]]
label = "more"
terms = ["more plums"]
[[topic.side]]
label = "fewer"
terms = ["fewer plums"]
"""
INSIDE, OUTSIDE = "2026-04-20T09:00:00+01:00", "2026-05-20T09:00:00+01:00"


def severity(checker, text="plum", *, post=None, **context) -> str:
    report = checker.check(
        Post.model_validate({"text": text, **(post or {})}), Context.model_validate({"capacity": "personal", **context})
    )
    return next((finding.severity for finding in report.findings if finding.rule == "house/plum"), "nothing-found")


@pytest.mark.parametrize(
    ("when", "context", "post", "expected"),
    [
        ('capacity = ["personal"]', {}, {}, "advise"),
        ('capacity = ["official"]', {}, {}, "nothing-found"),
        ('roles = { none = ["union-rep"] }', {}, {}, "advise"),
        ('roles = { none = ["union-rep"] }', {"roles": ["union-rep"]}, {}, "nothing-found"),
        ('roles = { all = ["analyst", "press-office"] }', {"roles": ["analyst"]}, {}, "nothing-found"),
        ("identifiable = true", {"identifiable": True}, {}, "advise"),
        ("identifiable = true", {}, {}, "nothing-found"),
        ("has_media = false", {}, {}, "advise"),
        (
            '"media.any" = { type = ["image"], alt_text = "missing" }',
            {},
            {"media": [{"type": "image", "alt_text": ""}]},
            "advise",
        ),
        (
            '"media.any" = { type = ["image"], alt_text = "missing" }',
            {},
            {"media": [{"type": "image"}]},
            "nothing-found",
        ),
        ('"media.any" = { type = ["image"], alt_text = "unknown" }', {}, {"media": [{"type": "image"}]}, "advise"),
        (
            '"media.each" = { captions = true }',
            {},
            {"media": [{"type": "video", "captions": True}, {"type": "video", "captions": False}]},
            "nothing-found",
        ),
        ('periods = ["local-election"]', {}, {"publish_at": INSIDE}, "advise"),
        ('periods = ["local-election"]', {}, {"publish_at": OUTSIDE}, "nothing-found"),
        ('periods = ["local-election"]', {"serves": "scotland"}, {"publish_at": INSIDE}, "nothing-found"),
        ('periods = ["local-election"]', {}, {}, "nothing-found"),
        ('periods = ["referendum"]', {}, {"publish_at": INSIDE}, "nothing-found"),
        ('periods = ["mourning"]', {"periods": ["mourning"]}, {}, "advise"),
        (
            "created_before_period = true",
            {},
            {"publish_at": INSIDE, "created_at": "2026-04-01T09:00:00+01:00"},
            "advise",
        ),
        (
            "created_before_period = true",
            {},
            {"publish_at": INSIDE, "created_at": "2026-04-17T09:00:00+01:00"},
            "nothing-found",
        ),
        ("created_before_period = true", {}, {"publish_at": INSIDE}, "nothing-found"),
        (
            "release_pending = true",
            {"releases": [{"name": "Plums", "at": "2026-04-20T09:30:00+01:00"}]},
            {"publish_at": INSIDE},
            "advise",
        ),
        (
            "release_pending = true",
            {"releases": [{"name": "Plums", "at": "2026-04-20T08:30:00+01:00"}]},
            {"publish_at": INSIDE},
            "nothing-found",
        ),
        ("polls_open = true", {}, {"publish_at": "2026-05-07T21:59:00+01:00"}, "advise"),
        ("polls_open = true", {}, {"publish_at": "2026-05-07T22:00:00+01:00"}, "nothing-found"),
        ("word_count = { least = 3 }", {}, {}, "nothing-found"),
        ('department = ["plum-office"]', {"department": "old-plum-agency"}, {}, "advise"),
    ],
)
def test_a_rule_asks_facts(make: Make, when: str, context: dict, post: dict, expected: str) -> None:
    checker = make(
        {
            "house/plum.toml": rule(more=f"[when]\n{when}"),
            "calendar/uk.toml": CALENDAR,
            "organisations.toml": ORGANISATIONS,
        }
    )

    assert severity(checker, post=post, **context) == expected


def test_a_fact_that_nobody_gave_is_named_and_is_no_failure(make: Make) -> None:
    checker = make({"house/plum.toml": rule(more="[when]\nidentifiable = true")})

    report = checker.check(Post(text="plum"), Context(capacity="personal"))

    assert report.complete
    assert "house/plum: identifiable is not known" in report.not_assessed


def test_the_first_severity_that_holds_decides(make: Make) -> None:
    more = (
        '[[severity_when]]\nseverity = "review"\nwhen = { political_group = ["free"] }\nbecause = "Free."\n'
        '[[severity_when]]\nseverity = "nothing-found"\nwhen = { roles = ["analyst"] }\nbecause = "Analysts may."\n'
    )
    checker = make({"house/plum.toml": rule(more=more)})

    assert severity(checker, political_group="free", roles=["analyst"]) == "review"
    assert severity(checker, political_group="restricted", roles=["analyst"]) == "nothing-found"
    assert severity(checker, political_group="restricted") == "advise"


def test_an_unknown_political_group_goes_no_higher_than_advise(make: Make) -> None:
    text = rule(more='[when]\npolitical_group = ["intermediate", "restricted"]').replace('"advise"', '"stop"')
    checker = make({"house/plum.toml": text.replace('expect = "stop"', 'expect = "advise"')})

    assert severity(checker) == "advise"
    assert severity(checker, political_group="intermediate") == "stop"
    (finding,) = checker.check(Post(text="plum"), Context(capacity="personal")).findings
    assert ("political_group", "unknown, judged as intermediate") in {(fact.name, fact.value) for fact in finding.facts}


@pytest.mark.parametrize(
    ("atom", "department", "expected"),
    [
        ("topic:own", "plum-office", "advise"), ("topic:own", "plum-agency", "advise"), ("topic:own", "old-plum-agency", "advise"),
        ("topic:own", "pear-office", "nothing-found"), ("topic:other", "pear-office", "advise"), ("topic:other", "plum-agency", "nothing-found"),
        ("topic:any", "pear-office", "advise"), ("side:own", "plum-office", "nothing-found"),
    ],
)  # fmt: skip
def test_a_topic_is_somebody_s_own(make: Make, atom: str, department: str, expected: str) -> None:
    files = {
        "house/plum.toml": rule(f'all = ["{atom}"]'),
        "organisations.toml": ORGANISATIONS,
        "topics/plum_office.toml": TOPICS,
    }

    assert severity(make(files), department=department) == expected


def test_one_s_own_minister_is_known_by_office(make: Make) -> None:
    checker = make(
        {
            "house/plum.toml": rule('all = ["minister:own"]').replace(
                'text = "plum"', 'text = "the plum secretary"\ncontext = { department = "plum-office" }'
            ),
            "organisations.toml": ORGANISATIONS,
        }
    )

    assert severity(checker, "Well done, Plum Secretary!", department="plum-agency") == "advise"
    assert severity(checker, "Well done, Plum Secretary!", department="pear-office") == "nothing-found"


def test_a_side_s_words_name_the_topic_and_the_message_names_the_minister(make: Make) -> None:
    text = rule('all = ["side:own"]').replace(
        "This reads as a plum.", "A view on {topic}, which {minister} answers for."
    )
    checker = make({"house/plum.toml": text, "organisations.toml": ORGANISATIONS, "topics/plum_office.toml": TOPICS})

    (finding,) = checker.check(
        Post(text="fewer plums"), Context(capacity="personal", department="plum-agency")
    ).findings

    assert finding.message == "A view on plum policy, which the Plum Secretary answers for."


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ("plum pear", '"sentence"', "advise"), ("plum. pear", '"sentence"', "nothing-found"), ("plum. pear", '"post"', "advise"),
        ("plum a b c pear", "3", "advise"), ("plum a b c d pear", "3", "nothing-found"), ("plum. pear", "3", "advise"),
    ],
)  # fmt: skip
def test_evidence_stands_together(make: Make, text: str, within: str, expected: str) -> None:
    find = f'all = [{{ terms = ["plum"] }}, {{ terms = ["pear"] }}]\nwithin = {within}'
    checker = make({"house/plum.toml": rule(find)})

    assert severity(checker, text) == expected


def test_unless_keeps_a_rule_quiet_in_its_sentence_only(make: Make) -> None:
    checker = make({"house/plum.toml": rule('all = [{ terms = ["plum"] }]\nunless = [{ terms = ["jam"] }]')})

    assert severity(checker, "plum jam") == "nothing-found"
    assert severity(checker, "plum jam. And a plum.") == "advise"


def test_any_asks_for_as_many_as_it_says(make: Make) -> None:
    checker = make(
        {
            "house/plum.toml": rule(
                'any = [{ terms = ["plum"] }, { terms = ["pear"] }, { terms = ["fig"] }]\nat_least = 2',
                raised="plum fig",
            )
        }
    )

    assert severity(checker, "plum fig") == "advise"
    assert severity(checker, "plum plum") == "nothing-found"


def test_a_rule_s_dates_are_compared_with_the_publish_time(make: Make) -> None:
    checker = make({"house/plum.toml": rule(top="since = 2026-04-01\nuntil = 2026-05-01")})

    assert severity(checker, post={"publish_at": "2026-03-31T09:00:00+01:00"}) == "nothing-found"
    assert severity(checker, post={"publish_at": INSIDE}) == "advise"
    assert severity(checker, post={"publish_at": OUTSIDE}) == "nothing-found"


def test_valid_until_is_the_next_change_after_the_publish_time(make: Make) -> None:
    checker = make({"house/plum.toml": rule(top="since = 2026-04-10"), "calendar/uk.toml": CALENDAR})
    releases = [{"name": "Plums", "at": "2026-04-12T09:30:00+01:00"}]

    def until(publish_at: str | None, **context: object) -> str | None:
        report = checker.check(
            Post.model_validate({"text": "x", "publish_at": publish_at}),
            Context.model_validate({"capacity": "personal", **context}),
        )
        return report.valid_until.astimezone(UTC).isoformat() if report.valid_until else None

    assert until(None) is None
    assert until("2026-04-01T09:00:00+01:00") == "2026-04-09T23:00:00+00:00"
    assert until("2026-04-11T09:00:00+01:00", releases=releases) == "2026-04-12T08:30:00+00:00"
    assert until("2026-04-11T09:00:00+01:00") == "2026-04-15T23:00:00+00:00"
    # A polling day changes what is asked at midnight, when its polls open, when they close, and at midnight again.
    polling_day = ["2026-05-06T23:00:00+00:00", "2026-05-07T06:00:00+00:00", "2026-05-07T21:00:00+00:00", "2026-05-07T23:00:00+00:00"]
    assert [until(at) for at in ("2026-05-06T20:00:00+01:00", *polling_day[:3])] == polling_day
    assert until("2026-06-11T09:00:00+01:00") == "2027-01-01T00:00:00+00:00"
    assert until("2027-06-11T09:00:00+01:00") is None


def test_a_day_without_a_time_is_judged_for_the_whole_day(make: Make) -> None:
    checker = make({"house/plum.toml": rule(more='[when]\nperiods = ["local-election"]'), "calendar/uk.toml": CALENDAR})

    assert severity(checker, post={"publish_at": "2026-04-16"}) == "advise"
    assert severity(checker, post={"publish_at": "2026-04-15"}) == "nothing-found"


def test_past_the_table_s_end_the_report_says_so(make: Make) -> None:
    checker = make({"calendar/uk.toml": CALENDAR})

    report = checker.check(Post(text="x", publish_at="2027-01-01T00:00:00+00:00"), Context(capacity="personal"))

    assert any("calendar ends on 31 December 2026" in line for line in report.not_assessed)


def test_now_stands_in_for_a_missing_publish_time_and_no_clock_is_read(make: Make) -> None:
    checker = make({"house/plum.toml": rule(more='[when]\nperiods = ["local-election"]'), "calendar/uk.toml": CALENDAR})
    post, context = Post(text="plum"), Context(capacity="personal")

    assert checker.check(post, context).verdict == "nothing-found"
    assert checker.check(post, context, now=datetime.fromisoformat(INSIDE)).verdict == "advise"


def test_a_place_of_a_period_is_found_in_the_text(make: Make) -> None:
    checker = make(
        {
            "house/plum.toml": rule('all = [{ place = "period" }]').replace(
                'plum"\nexpect', 'Off to Plumstead Green"\nexpect'
            ),
            "calendar/uk.toml": CALENDAR,
        }
    )

    assert severity(checker, "Off to Plumstead Green", post={"publish_at": INSIDE}) == "advise"
    assert severity(checker, "Off to Plumstead Green", post={"publish_at": OUTSIDE}) == "nothing-found"


def test_a_slow_pattern_makes_the_report_incomplete(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = make(
        {
            "house/plum.toml": rule("all = [{ pattern = 'pl.{1,9}zz' }]").replace('text = "plum"', 'text = "plumzz"'),
            "house/pear.toml": rule(),
        }
    )
    monkeypatch.setattr("csmedia.judge.finders.PATTERN_SECONDS", 1e-9)

    quiet, loud = (
        checker.check(Post(text=text + " pla" * 50_000 + " zz"), Context(capacity="personal")) for text in ("fig", "plum")
    )

    assert (quiet.verdict, quiet.complete, quiet.failures[0].what) == ("incomplete", False, "rule house/plum")
    assert (loud.verdict, loud.findings[0].rule) == ("advise", "house/pear")


def test_the_order_of_files_changes_nothing(make: Make, tmp_path) -> None:
    names = ["a", "b", "c"]
    one = make({f"house/{name}.toml": rule() for name in names})
    report = one.check(Post(text="plum"), Context(capacity="personal"))

    assert [(finding.rule, finding.also) for finding in report.findings] == [("house/a", ("house/b", "house/c"))]


def test_rules_of_one_duty_tell_one_sentence_once_and_two_sentences_twice(make: Make) -> None:
    fig = rule('all = [{ terms = ["fig"] }]', raised="fig", severity="review").replace(
        'severity = "advise"', 'severity = "review"'
    )
    checker = make({"house/plum.toml": rule(), "house/fig.toml": fig})

    together, apart = (
        checker.check(Post(text=text), Context(capacity="personal")).findings for text in ("plum and fig", "plum. fig")
    )

    assert [(one.rule, one.severity, one.also, len(one.spans)) for one in together] == [
        ("house/plum", "advise", ("house/fig",), 2)
    ]
    assert [one.rule for one in apart] == ["house/plum", "house/fig"]


@pytest.mark.parametrize("find", ['all = ["signal:long-word", { terms = ["tart"] }]\nwithin = "sentence"', 'all = [{ frame = "<long-word> …2 tart" }]'])
def test_the_words_that_a_pattern_needs_may_stand_in_another_sentence(make: Make, find: str) -> None:
    signal = "title = \"A word of nine letters\"\npatterns = [{ pattern = '\\b\\w{9}\\b', needs = [\"plum\"] }]\n"
    checker = make({"signals/long_word.toml": signal, "house/plum.toml": rule(find=find)})
    context = Context(capacity="personal")

    assert checker.check(Post(text="I ate a plum. See elephants as a tart."), context).findings
    assert not checker.check(Post(text="I ate a pear. See elephants as a tart."), context).findings


@pytest.mark.parametrize("within", ["4", '"sentence"', '"post"'])
def test_a_long_post_that_holds_the_evidence_everywhere_is_judged_to_its_end(make: Make, within: str) -> None:
    find = f'all = [{{ terms = ["plum"] }}]\nany = [{{ signal = "fruit" }}]\nunless = [{{ terms = ["fig"] }}]\nwithin = {within}'
    signal = 'title = "Fruit"\nterms = ["pear", "pear tart"]\nframes = ["a …3 pear"]\nexcept = ["pear tree"]\nnot_after = ["no"]\n'
    checker = make({"signals/fruit.toml": signal, "house/plum.toml": rule(find, raised="A plum and a pear.").replace('text = "pear"', 'text = "A pear tree."')})
    words = "A plum and a pear tart. A pear tree, no pear. "

    # Whatever compares each place with each other takes minutes here.
    report = checker.check(Post(text=words * 500), Context(capacity="personal"))

    assert (report.verdict, report.complete) == ("advise", True)
