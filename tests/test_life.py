from __future__ import annotations

import pytest

from csmedia import Checker, Context, PolicyError, Post

from .conftest import Make, rule

PERSONAL = Context(capacity="personal")


def said(checker: Checker, publish_at: str | None, text: str = "plum") -> str:
    return str(checker.check(Post(text=text, publish_at=publish_at), PERSONAL).verdict)


def test_a_rule_runs_from_its_first_day_until_the_day_it_ends(make: Make) -> None:
    checker = make({"house/plum.toml": rule(top="since = 2026-04-01\nuntil = 2026-05-01")})

    days = ("2026-03-31T23:59:59+01:00", "2026-04-01T00:00:00+01:00", "2026-04-30T23:59:59+01:00", "2026-05-01T00:00:00+01:00")

    assert [said(checker, day) for day in days] == ["nothing-found", "advise", "advise", "nothing-found"]


def test_two_versions_of_a_rule_hand_over_on_a_day(make: Make) -> None:
    old = rule(top='until = 2026-05-01\nsuperseded_by = "house/plums"')
    new = rule(top='since = 2026-05-01\nreplaces = ["house/plum", "house/prune"]').replace('severity = "advise"', 'severity = "stop"', 1)
    checker = make({"house/plum.toml": old, "house/plums.toml": new})

    assert (said(checker, "2026-04-30"), said(checker, "2026-05-01")) == ("advise", "stop")


def test_a_rule_that_is_due_to_be_read_again_is_told(make: Make) -> None:
    checker = make({"house/plum.toml": rule(top="review_by = 2026-04-01")})

    told = checker.check(Post(text="pear", publish_at="2026-04-02"), PERSONAL).not_assessed
    early = checker.check(Post(text="pear", publish_at="2026-04-01"), PERSONAL).not_assessed

    assert "rule house/plum was due to be read again by 1 April 2026" in told
    assert not [line for line in early if "read again" in line]


FAULTY = {
    "no such successor": ({"plum": 'superseded_by = "house/plumm"'}, "superseded_by: there is no rule “house/plumm”. Did you mean “house/plum”?"),
    "a successor that does not know": ({"plum": 'superseded_by = "house/fig"', "fig": ""}, 'Write replaces = ["house/plum"] in made-up/house/fig.toml'),
    "a rule that does not know its successor": ({"plum": "", "fig": 'replaces = ["house/plum"]'}, 'Write superseded_by = "house/fig" in made-up/house/plum.toml'),
    "itself": ({"plum": 'replaces = ["house/plum"]'}, "replaces: “house/plum” is this rule itself"),
    "a circle": (
        {"plum": 'superseded_by = "house/fig"\nreplaces = ["house/fig"]', "fig": 'superseded_by = "house/plum"\nreplaces = ["house/plum"]'},
        "made-up/house/fig.toml:6: superseded_by: goes in a circle: house/fig, house/plum, house/fig.",
    ),
    "a life that ends before it begins": ({"plum": "since = 2026-05-01\nuntil = 2026-05-01"}, "never runs: until is the first day without it"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_what_rules_say_of_one_another_has_to_agree(make: Make, name: str) -> None:
    tops, fault = FAULTY[name]

    with pytest.raises(PolicyError) as caught:
        make({f"house/{key}.toml": rule(top=top) for key, top in tops.items()})

    assert len(caught.value.faults) == 1
    assert fault in str(caught.value)


def test_a_successor_may_be_named_by_an_id_that_it_once_had(make: Make) -> None:
    tops = {"plum": 'superseded_by = "house/stone"', "fig": 'replaces = ["house/stone"]'}

    assert len(make({f"house/{key}.toml": rule(top=top) for key, top in tops.items()}).compiled.rules) > 1
