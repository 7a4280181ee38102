from __future__ import annotations

import json
from pathlib import Path

import pytest

from csmedia import Checker, Context, PolicyError, Post
from csmedia.cli import main

from .conftest import BASE, Make, rule, write

pytestmark = pytest.mark.usefixtures("one_guard")
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


CALENDAR = "id,text,capacity\n1,plum,personal\n"


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A calendar, and policies of which a rule came in April and has had another id."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("csmedia.plugins.entry_points", lambda group: ())
    top = 'since = 2026-04-01\nuntil = 2026-05-01\nreview_by = 2026-04-15\nreplaces = ["house/prune"]\nlocked = true'
    sources = BASE["sources.toml"] + "date_read = 2026-03-03\n"
    signals = {"signals/fruit.toml": 'title = "Fruit"\ninclude = ["stone"]\n', "signals/stone.toml": 'title = "Stones"\nterms = ["plum"]\n'}
    adjustments = (
        '[[rule]]\nid = "house/plum"\nraise_to = "stop"\nbecause = "We grow plums."\n'
        '[[signal]]\nid = "stone"\nadd = ["quince"]\n[[ask]]\nid = "boss"\ntitle = "Jo Bloggs, news@example.gov.uk"\n'
    )
    ours = {"ours/policy.toml": BASE["house/policy.toml"], "ours/adjust.toml": adjustments}
    write(tmp_path / "p", {**BASE, **signals, **ours, "sources.toml": sources, "house/plum.toml": rule('all = ["signal:fruit"]', top=top)})
    (tmp_path / "csmedia.toml").write_text('policies = ["p"]\n', encoding="utf-8")
    (tmp_path / "posts.csv").write_text(CALENDAR, encoding="utf-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_the_answer_of_another_day_can_be_asked_for(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = ("2026-03-31", "2026-04-20", "2026-04-20T09:00:00+01:00", "2026-05-01")

    assert [told(capsys, "check", "posts.csv", "-q", "--effective-time", day)[0] for day in days] == [0, 1, 1, 0]
    explained = [told(capsys, "explain", "plum", "--context", "capacity=personal", "--effective-time", day)[1].split("\n")[0] for day in days]
    assert explained == ["nothing-found", "stop", "stop", "nothing-found"]
    listed = [told(capsys, "rules", "--duty", "quiet", "--effective-time", day) for day in days]
    assert ["house/plum" in out for _, out, _ in listed] == [False, True, True, False]
    assert "not in force on 1 May 2026: house/plum" in listed[3][2]


def test_a_rule_shows_its_life_and_who_changed_what(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = told(capsys, "rule", "house/plum", "--effective-time", "2026-05-02")

    for line in (
        "In force    from 1 April 2026 until 1 May 2026; it does not run on 2 May 2026",
        "Locked      no other policy can switch it off",
        "Replaces    house/prune",
        "Read again  by 15 April 2026, which is past",
        "stop always: We grow plums. Set by the policy ours, version 1.",
        'Changed by  ours 1 · p/ours/adjust.toml:1 · rule house/plum: raise_to = "stop" for everybody. We grow plums.',
        "Changed by  ours 1 · p/ours/adjust.toml:5 · signal stone: adds “quince” for everybody",
        "Changed by  ours 1 · p/ours/adjust.toml:8 · ask boss: title = “Jo Bloggs, news@example.gov.uk” for everybody",
        "Ask         Jo Bloggs, news@example.gov.uk",
        "Source      A made-up circular [X1, read]; date read: 3 March 2026",
    ):
        assert line in out
    assert "adjusted by other policies, as “csmedia rule ID” shows: house/plum" in told(capsys, "rules")[2]


def test_the_settings_list_the_adjustments_in_force(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(told(capsys, "check", "--show-settings")[1])

    assert [line.split(" · ")[:2] for line in shown["adjustments"]] == [["ours 1", f"p/ours/adjust.toml:{line}"] for line in (8, 1, 5)]


def test_who_names_a_former_id_is_told_the_new_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = "“house/prune” is now “house/plum”. Write the new id."
    waiver = '[[waiver]]\nrule = "house/prune"\nitem = "1"\nreason = "Decided."\nowner = "Head of news"\nexpires = 2999-01-01\n'

    for arguments in (("rule", "house/prune"), ("explain", "plum", "--context", "capacity=personal", "--why-not", "house/prune"), ("check", "posts.csv", "--select", "house/prune")):
        code, _, err = told(capsys, *arguments)
        assert (code, new in err) == (2, True)
    assert new in told(capsys, "check", "posts.csv", "--ignore", "house/prune", "--effective-time", "2026-04-20")[2]
    (here / "csmedia-waivers.toml").write_text(waiver, encoding="utf-8")
    code, _, err = told(capsys, "check", "posts.csv")
    assert (code, f"csmedia-waivers.toml:2: waiver.0.rule: {new}" in err) == (2, True)


def test_a_baseline_with_a_former_id_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = ("--effective-time", "2026-04-20")
    told(capsys, "check", "posts.csv", "-q", *day, "--write-baseline", "baseline.json")
    old = (here / "baseline.json").read_text(encoding="utf-8").replace("house/plum", "house/prune")
    (here / "baseline.json").write_text(old, encoding="utf-8")

    code, _, err = told(capsys, "check", "posts.csv", *day, "--baseline", "baseline.json")

    assert code == 1
    assert "the baseline names “house/prune”, which is now “house/plum”: what it held counts again" in err


def test_selecting_a_rule_that_nobody_has_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = told(capsys, "check", "posts.csv", "--select", "hose/")

    assert (code, err) == (2, "csmedia: --select hose/: there is no rule “hose/”. Did you mean “house”?\n")


def test_a_report_names_the_policy_that_adjusts_and_the_files_that_ran(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ran() -> dict[str, dict[str, object]]:
        _, out, _ = told(capsys, "check", "posts.csv", "-q", "--output-format", "jsonl", "--effective-time", "2026-04-20")
        return {one["policy"]: one for one in json.loads(out)["ran"]}

    before = ran()
    write(here / "p", {"ours/adjust.toml": '[[ask]]\nid = "boss"\ntitle = "Ann Other"\n'})
    after = ran()

    assert before["ours"] | {"digest": ""} == {"policy": "ours", "version": "1", "rules": 0, "digest": ""}
    assert before["ours"]["digest"] != after["ours"]["digest"]
