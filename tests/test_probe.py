"""Property tests that need no writing: holes are found in tiny policies, sound ones give nothing."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import datetime
from pathlib import Path

import pytest

from csmedia import Checker
from csmedia.authored import author
from csmedia.cli import making
from csmedia.cli.probing import probe as command
from csmedia.probing import Fault, answering, probe
from csmedia.probing.probe import Prober
from csmedia.probing.shrinking import shrink
from csmedia.probing.spelling import SPELLINGS
from csmedia.testing import Case, Outcome

from .conftest import Make, rule

ORGANISATION = '[[organisation]]\nslug = "orchards"\nname = "Orchards Department"\nkind = "ministerial-department"\nserves = "uk"\nminister = "the Orchards Minister"\n'
TOPIC = """organisation = "orchards"
[[topic]]
id = "tax"
title = "the orchard tax"
terms = ["orchard tax"]
[[topic.side]]
label = "against"
terms = ["axe the orchard tax", "#AxeTheTax"]
[[topic.side]]
label = "for"
terms = [{for_}]
"""
SLOGAN = rule('all = ["side:own"]', 'confidence = "low"', raised="Axe the orchard tax").replace(
    'expect = "advise"', 'context = { capacity = "personal", department = "orchards" }\nexpect = "advise"'
)
SECRET = 'all = [{{ pattern = \'{pattern}\', on = "{on}" }}]'


@pytest.fixture(autouse=True)
def _light_guards(light_guards: None) -> None:
    """No test here is about the guards."""


def faults(tmp_path: Path, make: Make, files: dict[str, str], *, quick: bool = False) -> tuple[Fault, ...]:
    checker = make(files)
    return probe(author(checker, [tmp_path / "made-up"]), quick=quick)


def found(faults: tuple[Fault, ...]) -> set[str]:
    return {fault.variation for fault in faults}


def test_a_sound_policy_gives_nothing(tmp_path: Path, make: Make) -> None:
    sound = {
        "house/plum.toml": rule(raised="I had “a ripe plum” on Tuesday, and it’s gone. Such a plum!"),
        "house/frame.toml": rule('all = [{ frame = "(eat|ate) …2 pear~" }]', raised="We ate two pears on the green at noon", more="").replace('text = "pear"', 'text = "pear and apple trees"'),
        "house/slogan.toml": SLOGAN,
        "organisations.toml": ORGANISATION,
        "topics/orchards.toml": TOPIC.format(for_='"keep the orchard tax", "#KeepTheTax"'),
    }

    assert faults(tmp_path, make, sound) == ()


def test_a_pattern_for_typed_ascii_letters_is_a_homoglyph_hole(tmp_path: Path, make: Make) -> None:
    hole = rule(SECRET.format(pattern=r"(?i)\bplum[- ]stone\b", on="typed"), raised="Our plum stone hid here all along")

    got = faults(tmp_path, make, {"house/hole.toml": hole})

    assert {"cyrillic", "greek", "full-width", "zero-width"} <= found(got)
    cyrillic = next(fault for fault in got if fault.variation == "cyrillic")
    assert (cyrillic.before, cyrillic.before_verdict, cyrillic.after_verdict) == ("plum stone", "advise", "nothing-found")
    assert cyrillic.after == SPELLINGS["cyrillic"][1]("plum stone")
    assert (cyrillic.file, cyrillic.line) == ("made-up/house/hole.toml", 12)


def test_the_same_pattern_over_tidied_text_is_none(tmp_path: Path, make: Make) -> None:
    sound = rule(SECRET.format(pattern=r"(?i)\bplum[-\s]+stone\b", on="tidied"), raised="Our plum stone hid here all along")

    assert faults(tmp_path, make, {"house/sound.toml": sound}) == ()


def test_a_single_space_in_a_pattern_is_found(tmp_path: Path, make: Make) -> None:
    got = faults(tmp_path, make, {"house/hole.toml": rule(SECRET.format(pattern=r"(?i)\bplum stone\b", on="tidied"), raised="our plum stone")})

    assert found(got) == {"double-spaces"}


def test_a_side_s_word_that_a_rule_knows_and_the_other_side_s_it_does_not_is_an_asymmetry(tmp_path: Path, make: Make) -> None:
    policy = {
        "house/demand.toml": rule('all = [{ terms = ["(scrap|axe) the orchard tax"] }]', raised="They should axe the orchard tax by spring"),
        "organisations.toml": ORGANISATION,
        "topics/orchards.toml": TOPIC.format(for_='"keep the orchard tax", "#KeepTheTax"'),
    }

    got = faults(tmp_path, make, policy)

    swapped = next(fault for fault in got if fault.variation == "side-swapped")
    assert (swapped.before, swapped.after) == ("axe the orchard tax", "keep the orchard tax")
    assert (swapped.before_verdict, swapped.after_verdict) == ("advise", "nothing-found")
    uneven = next(fault for fault in got if fault.variation == "side-of-topic")
    assert (uneven.file, uneven.line) == ("made-up/topics/orchards.toml", 2)


def test_a_rule_that_leans_on_case_is_not_blamed_for_it(tmp_path: Path, make: Make) -> None:
    typed = rule('all = [{ terms = ["plum"], typed = "CAPS" }]', raised="A PLUM for all of you").replace('text = "pear"', 'text = "a plum for all"')

    assert faults(tmp_path, make, {"house/typed.toml": typed}) == ()


def test_a_count_of_words_is_no_fault_of_added_sentences(tmp_path: Path, make: Make) -> None:
    short = rule('all = [{ terms = ["plum"] }]', more="[when]\nword_count = { most = 3 }", raised="one plum here")

    assert faults(tmp_path, make, {"house/short.toml": short}) == ()


def test_a_neutral_sentence_that_raises_a_rule_is_found(tmp_path: Path, make: Make) -> None:
    noisy = rule('all = [{ terms = ["plum", "bridge*", "door*", "lift", "form", "car park"] }]')

    assert {"sentence-before", "sentence-after"} <= found(faults(tmp_path, make, {"house/noisy.toml": noisy}))


def test_a_reason_beside_the_rule_takes_a_fault_back(tmp_path: Path, make: Make) -> None:
    hole = rule(SECRET.format(pattern=r"(?i)\bplum stone\b", on="tidied"), raised="our plum stone")
    kept = {"house/hole.toml": "# probe: ignore double-spaces\n" + hole}
    taken = {"house/hole.toml": "# probe: ignore double-spaces because it stands so in the register\n" + hole}

    assert found(faults(tmp_path, make, kept)) == {"double-spaces"}
    assert faults(tmp_path, make, taken) == ()


def test_names_of_a_policy_s_own_that_must_weigh_the_same(tmp_path: Path, make: Make) -> None:
    policy = {
        "house/club.toml": rule('all = [{ terms = ["harbour club"] }]', raised="Come to the Harbour Club tonight"),
        "_alike.toml": '[[group]]\ntitle = "clubs"\nnames = ["the Harbour Club", "the Hill Club"]\n',
    }

    got = faults(tmp_path, make, policy)

    assert [(fault.variation, fault.after) for fault in got] == [("clubs-swapped", "The Hill Club")]


PERIOD = """table_ends = 2030-01-01
[[period]]
id = "harvest"
title = "harvest poll"
kind = "local-election"
serves = ["uk"]
starts = 2026-04-01T00:00:00+01:00
polling = 2026-05-07
ends = 2026-05-08T00:00:00+01:00
"""


def timed(when: str, top: str = "") -> str:
    text = rule(top=top, more=f"[when]\n{when}" if when else "")
    return text.replace('expect = "advise"', 'post = { publish_at = "2026-04-10T09:00:00+01:00" }\nexpect = "advise"')


@pytest.mark.parametrize("when", ['periods = ["local-election"]', "polling_day = false", "polls_open = false", ""])
def test_a_rule_changes_its_mind_at_the_calendar_s_boundaries_alone(tmp_path: Path, make: Make, when: str) -> None:
    policy = {"house/timed.toml": timed(when), "calendar/uk.toml": PERIOD}

    assert faults(tmp_path, make, policy) == ()


def test_one_moment_told_in_two_time_zones_is_one_moment(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_the_clock_on_the_wall(_: Checker, case: Case) -> Outcome:
        when = case.example.post.get("publish_at")
        early = isinstance(when, datetime) and when.month == 3
        return Outcome(case, "nothing-found" if early else case.example.expect)

    monkeypatch.setattr(answering, "run_case", by_the_clock_on_the_wall)

    got = faults(tmp_path, make, {"house/timed.toml": timed('periods = ["local-election"]'), "calendar/uk.toml": PERIOD})

    assert found(got) == {"same-moment-elsewhere"}


def test_secrets_are_covered_in_what_is_shown(tmp_path: Path, make: Make) -> None:
    hole = rule(SECRET.format(pattern=r"\bplum stone\b", on="folded"), "secret = true", raised="our plum stone")

    (fault,) = faults(tmp_path, make, {"house/hole.toml": hole})

    assert "plum" not in str(fault)
    assert "stone" not in str(fault)


def test_the_same_seed_gives_the_same_faults(tmp_path: Path, make: Make) -> None:
    hole = {"house/hole.toml": rule(SECRET.format(pattern=r"\bplum stone\b", on="typed"), raised="our plum stone")}
    authored = author(make(hole), [tmp_path / "made-up"])

    assert probe(authored, seed=3, quick=True) == probe(authored, seed=3, quick=True)
    assert probe(authored, seed=3) == probe(authored, seed=3)


def test_quick_tries_fewer(tmp_path: Path, make: Make) -> None:
    authored = author(make({"house/plum.toml": rule()}), [tmp_path / "made-up"])
    ran = {quick: sum(step().ran for step in Prober(authored, quick=quick).steps()) for quick in (True, False)}

    assert ran[True] < ran[False]


def test_a_post_is_shrunk_to_what_shows_the_fault() -> None:
    assert shrink("a long walk to the plum tree and back", lambda text: "plum" in text and "back" in text) == "plum back"
    assert shrink("all of it", lambda text: text == "all of it") == "all of it"


def test_the_command_says_both_verdicts_and_ends_with_1(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(making, "Checker", lambda paths, **_: Checker(paths, plugins=False))
    checker = make({"house/hole.toml": rule(SECRET.format(pattern=r"(?i)\bplum[- ]stone\b", on="typed"), raised="Our plum stone hid here")})

    code = command(asked(tmp_path), checker)

    said = capsys.readouterr()
    assert code == 1
    assert "made-up/house/hole.toml:12: house/hole example 1: " in said.out
    assert "\n  advise        “plum stone”\n  nothing-found “" in said.out
    assert re.search(r"2 examples and topics, \d+ comparisons, \d+ faults", said.err)


def test_the_command_reads_the_files_in_another_order_too(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(making, "Checker", lambda paths, **_: Checker(paths, plugins=False))
    checker = make({"house/plum.toml": rule(), "signals/stone.toml": 'title = "Stones"\nterms = ["stone"]\n'})

    assert command(asked(tmp_path), checker) == 0
    assert "0 faults" in capsys.readouterr().err


def test_nothing_to_probe_and_a_failing_example_are_no_clean_run(tmp_path: Path, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    checker = make({"house/plum.toml": rule(raised="apple")})

    assert command(asked(tmp_path, prefix="nowhere/", quick=True), checker) == 3
    assert command(asked(tmp_path, quick=True), checker) == 2
    assert "house/plum:1: says nothing-found as it is and should say advise: run “csmedia test” first" in capsys.readouterr().err


def asked(tmp_path: Path, *, prefix: str = "", quick: bool = False, seed: int = 0) -> Namespace:
    return Namespace(
        prefix=prefix, quick=quick, seed=seed, policies=[str(tmp_path / "made-up")], no_config=True, config=None, isolated=False
    )
