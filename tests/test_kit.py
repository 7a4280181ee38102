"""`csmedia test`: examples by name, what no example tests, and how both are written."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from csmedia import Checker
from csmedia.cli import main
from csmedia.testing import Remark, Tried, scope_of, try_policies
from csmedia.testing.running import cases_of
from csmedia.testing.written import MOST_WARNINGS, json_of_test, junit_of_test, summary_of, text_of

from .conftest import BASE, rule, write
from .kit_guards import leave_out_guards

BRANCH = '[[severity_when]]\nseverity = "{}"\nwhen = {}\nbecause = "Somebody said so."\n'
EXAMPLE = '[[example]]\ntext = "{}"\nexpect = "{}"\n{}\n'


@pytest.fixture(autouse=True)
def _quick(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_out_guards(tmp_path_factory.mktemp("quick"), monkeypatch)


@pytest.fixture(name="tested")
def _tested(tmp_path: Path):
    def tested(files: dict[str, str], coverage="error", prefix: str = "") -> Tried:
        root = write(tmp_path / "made-up", {**BASE, **files})
        return try_policies(scope_of(Checker([root], plugins=False), [root], prefix), coverage)

    return tested


def remark(tested: Tried) -> Remark:
    (only,) = tested.remarks
    return only


def test_a_sound_policy_leaves_nothing_to_say(tested) -> None:
    found = tested({"house/plum.toml": rule()})

    assert [(one.case.name, one.passed) for one in found.outcomes] == [("house/plum:1", True), ("house/plum:2", True)]
    assert (found.remarks, text_of(found), found.complete) == ((), "", True)
    assert summary_of(found) == "2 examples of 1 rule, 0 failed"


UNTESTED = {
    "a branch that no example reaches": (
        {"house/plum.toml": rule(more=BRANCH.format("note", '{ kind = ["reply"] }'))}, "branch-not-reached", "error", "[[severity_when]]",
    ),
    "a rule that only a known miss raises": (
        {"house/plum.toml": rule(raised="damson").replace('expect = "advise"', 'expect = "advise"\nknown_miss = true')}, "never-raised", "error", None,
    ),
    "an alternative that no example needs": (
        {"house/plum.toml": rule('any = [{ terms = ["plum"] }, { terms = ["damson"] }]')}, "alternative-not-needed", "warning", "any = ",
    ),
    "an exception that no example needs": (
        {"house/plum.toml": rule('all = [{ terms = ["plum"] }]\nunless = [{ terms = ["jam"] }]')}, "exception-not-needed", "warning", "unless = ",
    ),
    "a signal that nothing uses": (
        {"house/plum.toml": rule(), "signals/idle.toml": 'title = "Idle"\nterms = ["idle"]\n'}, "signal-not-used", "error", None,
    ),
    "a list that no frame names": ({"house/plum.toml": rule(more='[lists]\nidle = ["idle"]\n')}, "list-not-used", "warning", "idle = "),
    "two rules that look for the same": (
        {"house/plum.toml": rule('all = [{ frame = "(a|one) plum" }]', raised="a plum"), "house/twin.toml": rule('all = [{ frame = "(a|one) plum" }]', raised="one plum")},
        "same-rule-twice", "error", None,
    ),
    "a post that two rules raise": (
        {"house/plum.toml": rule(raised="plum jam"), "house/twin.toml": rule('all = [{ terms = ["jam"] }]', raised="plum jam")}, "same-example-twice", "warning", "[[citation]]",
    ),
    "a branch below one that asks for no more": (
        {"house/plum.toml": rule(more=BRANCH.format("advise", '{ capacity = ["personal"] }') + BRANCH.format("note", '{ capacity = ["personal"], kind = ["reply"] }'))},
        "never-possible", "error", "[[severity_when]]",
    ),
    "a branch that clashes with its rule": (
        {"house/plum.toml": rule(more='[when]\ncapacity = ["personal"]\n' + BRANCH.format("note", '{ capacity = ["official"] }'))}, "never-possible", "error", "[[severity_when]]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNTESTED)
def test_what_no_example_tests_is_named_with_its_line(tested, what: str) -> None:
    files, kind, level, line = UNTESTED[what]

    found = remark(tested(files))

    assert (found.kind, found.level) == (kind, level)
    text = files[found.file.removeprefix("made-up/")].split("\n")
    at = 1 if line is None else max(number for number, words in enumerate(text, 1) if words.startswith(line))
    assert found.line == (at + 2 if line == "[[citation]]" else at)  # the first example stands below the citation
    assert found.message.endswith(".")


def test_an_example_that_reaches_what_was_missing_settles_it(tested) -> None:
    text = rule('any = [{ terms = ["plum"] }, { terms = ["damson"] }]\nunless = [{ terms = ["jam"] }]', more=BRANCH.format("note", '{ kind = ["reply"] }'))
    text += EXAMPLE.format("damson", "advise", "") + EXAMPLE.format("plum jam", "nothing-found", "") + EXAMPLE.format("a plum", "note", 'post = { kind = "reply" }')

    assert tested({"house/plum.toml": text}).remarks == ()


CLASHES = {
    "one word that must be two": 'capacity = { all = ["official", "personal"] }',
    "a word wanted and forbidden": 'kind = { any = ["reply"], none = ["reply"] }',
    "words wanted and forbidden": 'roles = { all = ["press-office"], none = ["press-office"] }',
    "more than most": "word_count = { least = 9, most = 3 }",
    "words in a post without text": "has_text = false\nword_count = { least = 1 }",
    "pictures in a post without any": 'has_media = false\n"media.any" = { type = ["image"] }',
}


@pytest.mark.parametrize("clash", CLASHES)
def test_facts_that_can_never_hold_together_are_named(tested, clash: str) -> None:
    found = tested({"house/plum.toml": rule(more=f"[when]\n{CLASHES[clash]}")})

    assert [one.kind for one in found.remarks] == ["never-possible"]
    assert [one.got for one in found.failed] == ["nothing-found"]


@pytest.mark.parametrize("find", ['any = [{ terms = ["plum"] }]\nat_least = 2', 'all = [{ terms = ["plum"] }]\nunless = [{ terms = ["plum"] }]', 'all = ["topic:own"]'])
def test_evidence_that_can_never_be_there_is_named(tested, find: str) -> None:
    found = remark(tested({"house/plum.toml": rule(find)}))

    assert found.message.startswith("this rule can never be raised")
    assert found.line == 7


def test_a_rule_that_has_ended_is_possible_for_an_earlier_post(tested) -> None:
    old = 'post = {{ publish_at = "2020-06-01T09:00:00+01:00" }}'.replace("{{", "{").replace("}}", "}")
    ended = rule(top="until = 2021-01-01").replace('expect = "advise"', f'{old}\nexpect = "advise"')

    assert tested({"house/plum.toml": ended}).remarks == ()


def test_a_failed_example_is_told_by_rule_with_its_place_and_why(tested) -> None:
    wrong = rule(raised="a fig") + EXAMPLE.format("one plum", "nothing-found", "")

    text = text_of(tested({"house/plum.toml": wrong}))

    assert text.splitlines() == [
        "house/plum: 2 of 3 examples failed",
        "  example 1 · made-up/house/plum.toml:12",
        "    text      a fig",
        "    expected  advise",
        "    got       nothing-found",
        "    why       one of 1 terms, such as “plum” was not seen.",
        "  example 3 · made-up/house/plum.toml:18",
        "    text      one plum",
        "    expected  nothing-found",
        "    got       advise",
        "    why       it saw text 4 to 8 “plum”.",
    ]


def test_a_branch_that_went_wrong_names_itself(tested) -> None:
    found = tested({"house/plum.toml": rule(more=BRANCH.format("note", '{ capacity = ["personal"] }'))})

    assert "the severity is so because “Somebody said so.”" in text_of(found)
    assert [(one.kind) for one in found.remarks] == []


def test_the_words_of_a_secret_rule_are_never_shown(tested) -> None:
    files = {"house/plum.toml": rule(top="secret = true", raised="code 12345") + EXAMPLE.format("plum 67890", "nothing-found", "")}
    found = tested(files)

    for said in (text_of(found), json_of_test(found), junit_of_test(found)):
        assert "12345" not in said
        assert "67890" not in said
    assert "look in the file" in text_of(found)


def test_a_known_miss_that_is_found_now_fails(tested) -> None:
    found = tested({"house/plum.toml": rule() + EXAMPLE.format("another plum", "advise", "known_miss = true")})

    assert [one.case.name for one in found.failed] == ["house/plum:3"]
    assert "take known_miss away" in text_of(found)


def test_many_warnings_are_counted_and_told_in_full_as_json(tested) -> None:
    files = {f"house/plum_{number}.toml": rule(f'any = [{{ terms = ["plum{number}x"] }}, {{ terms = ["fig"] }}]', raised=f"plum{number}x") for number in range(25)}
    found = tested(files)

    assert f"… and {25 - MOST_WARNINGS} more" in text_of(found)
    assert len(json.loads(json_of_test(found))["remarks"]) == 25


def test_the_gate_can_warn_or_be_off_and_what_is_not_filled_in_fails_in_any_case(tested) -> None:
    files = {"house/plum.toml": rule(more=BRANCH.format("note", '{ kind = ["reply"] }')), "house/new.toml": rule(raised="[FILL IN: a post]")}

    assert [(one.kind, one.level) for one in tested(files, "warn").remarks] == [("not-filled-in", "error"), ("branch-not-reached", "warning")]
    assert [one.kind for one in tested(files, "off").remarks] == ["not-filled-in"]


def test_json_and_junit_hold_every_example_and_remark(tested) -> None:
    found = tested({"house/plum.toml": rule(raised="fig"), "signals/idle.toml": 'title = "Idle"\nterms = ["idle"]\n'})

    data = json.loads(json_of_test(found))
    suite = ET.fromstring(junit_of_test(found))[0]

    assert (data["schema"], data["complete"]) == ("csmedia-test-1", True)
    assert [(one["name"], one["passed"], one["line"]) for one in data["examples"]] == [("house/plum:1", False, 12), ("house/plum:2", True, 15)]
    assert [one["kind"] for one in data["remarks"]] == ["signal-not-used"]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "0")


def test_order_of_files_changes_nothing(tested, tmp_path: Path) -> None:
    files = {"house/a.toml": rule(raised="fig"), "house/b.toml": rule('any = [{ terms = ["plum"] }, { terms = ["fig"] }]')}
    first = tested(files)
    for path in (tmp_path / "made-up").rglob("*.toml"):
        path.unlink()

    assert text_of(tested(dict(reversed(files.items())))) == text_of(first)


@pytest.fixture(name="ours")
def _ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a policy in ``ours`` and another in ``theirs``; no plugin is installed."""
    import csmedia.plugins

    monkeypatch.setattr(csmedia.plugins, "installed", lambda: ())
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "ours", {**BASE, "house/plum.toml": rule()})
    write(tmp_path / "theirs", {"barn/policy.toml": BASE["house/policy.toml"], "barn/fig.toml": rule('all = [{ terms = ["fig"] }]', raised="no such")})
    return tmp_path


BOTH = ["--policies", "ours", "--policies", "theirs"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ours"], 0, "2 examples of 1 rule, 0 failed"),
        (["house/", *BOTH], 0, "2 examples of 1 rule, 0 failed"),
        (["house/plum", *BOTH], 0, "2 examples of 1 rule, 0 failed"),
        (["ours/house"], 0, "2 examples of 1 rule, 0 failed"),
        (["ours", *BOTH], 0, "2 examples of 1 rule, 0 failed"),
        (BOTH, 1, "4 examples of 2 rules, 1 failed"),
        (["shed/", *BOTH], 3, "there is no rule whose id begins with “shed/”"),
    ],
)
def test_a_prefix_or_a_folder_says_what_is_tested(ours: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str) -> None:
    assert main(["test", *arguments]) == code
    assert said in capsys.readouterr().err


def test_settings_name_the_folders_too(ours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(ours, {"csmedia.toml": 'policies = ["ours"]\n'})

    assert main(["test"]) == 0
    assert "2 examples of 1 rule" in capsys.readouterr().err


def test_a_gate_that_fails_makes_it_1_and_a_flag_makes_it_0(ours: Path) -> None:
    write(ours, {"ours/signals/idle.toml": 'title = "Idle"\nterms = ["idle"]\n'})

    assert [main(["test", "ours", "-q", *flags]) for flags in ([], ["--coverage", "warn"], ["--coverage", "off"], ["--coverage=error"])] == [1, 0, 0, 1]
    # A part of the rules says nothing of what the others use.
    assert main(["test", "house/", "-q", "--policies", "ours"]) == 0


def test_an_example_that_could_not_be_run_makes_it_2(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csmedia.judge.finders.PATTERN_SECONDS", 1e-9)
    slow = rule("all = [{ pattern = '(?:pl|um|p|l|u|m|x| )+z' }]", raised="plum " * 2000)
    write(ours, {"ours/house/plum.toml": slow})

    assert main(["test", "ours", "-q"]) == 2


def test_faults_of_a_policy_make_it_2(ours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(ours, {"ours/house/plum.toml": rule(top='sevrity = "note"')})

    assert main(["test", "ours"]) == 2
    assert "ours/house/plum.toml:6: sevrity: no such key" in capsys.readouterr().err


def test_a_department_runs_its_own_examples_alone_and_never_those_of_other_policies(tmp_path: Path) -> None:
    core = write(tmp_path / "core", {**BASE, "house/plum.toml": rule()})
    ours = write(tmp_path / "ours", {"barn/policy.toml": BASE["house/policy.toml"], "barn/fig.toml": rule('all = [{ terms = ["fig"] }]', raised="fig")})
    checker = Checker([core, ours], plugins=False)

    assert [one.id for one in scope_of(checker, [ours]).rules] == ["barn/fig"]
    assert [one.id for one in scope_of(checker, [ours], "house/").rules] == ["house/plum"]  # asked for by name
    assert [case.name for case in cases_of(scope_of(checker, [ours]))] == ["barn/fig:1", "barn/fig:2"]


def test_a_bar_is_drawn_on_a_terminal_only(ours: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("csmedia.cli.testing.progress", lambda things, total, _stream, *, shown, of: drawn.append(f"{total} {of} {shown}") or things)

    main(["test", "ours"])
    main(["test", "ours", "-q"])

    assert drawn == ["2 examples True", "2 examples False"]
    assert "\r" not in capsys.readouterr().err
    assert not sys.stderr.isatty()
