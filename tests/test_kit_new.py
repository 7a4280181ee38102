"""`csmedia new`: what it writes loads, says what is to be filled in, and passes once it is."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from csmedia.cli import main
from csmedia.plugins import Origin

from .conftest import write
from .kit_guards import leave_out_guards
from .test_kit_pytest import FLAGS

pytest_plugins = ["pytester"]
CORE = {
    "duties.toml": '[[ask]]\nid = "boss"\ntitle = "your manager"\n'
    + "".join(
        f'[[duty]]\nid = "{name}"\ntitle = "A made-up duty"\nasks = "Something made up."\nverdict = "review"\nask = ["boss"]\n'
        for name in ("relevance-and-public-funds", "access-text")
    ),
    "sources.toml": '[[source]]\nid = "X1"\ntitle = "A made-up circular"\nreading = "read"\n',
    "organisations.toml": '[[organisation]]\nslug = "home-office"\nname = "Home Office"\nkind = "ministerial-department"\nserves = "uk"\n',
    "channels/policy.toml": 'title = "Channels"\nowner = "tests"\nversion = "1"\n',
    "signals/core_words.toml": 'title = "Words of the core"\nterms = ["core words"]\n',
}
FILLED = {
    "an invented post that this rule should raise": "Exciting news! The ferry sails on Sundays.",
    "an invented post with nearly the same words that must stay quiet": "The ferry sails on Sundays.",
}


class Brings:
    """A plugin of one folder."""

    def __init__(self, folder: Path) -> None:
        self.csmedia_policies = lambda: [folder]
        import csmedia

        self.csmedia_policies = csmedia.hookimpl(self.csmedia_policies)


@pytest.fixture(name="desk")
def _desk(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in; what is installed is a core with two duties and one organisation."""
    import csmedia.plugins

    core = write(tmp_path_factory.mktemp("core") / "core", CORE)
    leave_out_guards(tmp_path_factory.mktemp("quick"), monkeypatch)
    monkeypatch.setitem(sys.modules, "made_up_core", Brings(core))  # type: ignore[arg-type]  # a plugin may be any object
    points = [(Origin("csmedia", "csmedia", "1"), EntryPoint("csmedia", "made_up_core", "csmedia"))]
    monkeypatch.setattr(csmedia.plugins, "installed", lambda: tuple(points))
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return desk


def fill_in(folder: Path) -> None:
    """What an author does with every line that is marked."""
    for path in folder.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'"\[FILL IN: ([^\]]*)\]"', lambda found: f'"{FILLED.get(found[1], "Filled in by somebody")}"', text)
        text = re.sub(r"\s*# \[FILL IN[^\n]*", "", text).replace('"fill in the words"', '"exciting news"')
        path.write_text(text, encoding="utf-8")


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def test_a_new_policy_loads_names_what_is_open_and_passes_once_it_is_filled_in(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "policy", "press-office", "--organisation", "home-office"]) == 0
    told = capsys.readouterr().err
    assert files(desk) == [
        "our-policies/press_office/first_rule.toml", "our-policies/press_office/policy.toml", "our-policies/sources.toml", "our-policies/topics/home_office.toml",
    ]  # fmt: skip
    assert 'policies = ["our-policies"]' in told
    assert "csmedia test our-policies" in told

    assert main(["rules", "--policies", "our-policies"]) == 0
    assert main(["test", "our-policies"]) == 1
    said = capsys.readouterr()
    marks = sum(path.read_text(encoding="utf-8").count("[FILL IN") for path in desk.rglob("*.toml"))
    assert said.out.count("not filled in yet") == marks >= 15
    assert "“message” is not filled in yet: what the author reads" in said.out
    assert f"{marks} lines to fill in" in said.err

    fill_in(desk)
    assert main(["test", "our-policies"]) == 0
    assert capsys.readouterr().err == "2 examples of 1 rule, 0 failed\n"


def test_a_second_rule_stands_on_the_same_source_and_says_its_duty(desk: Path) -> None:
    main(["new", "policy", "press-office"])

    assert main(["new", "rule", "press-office/plain-words", "--duty", "access-text", "--severity", "note"]) == 0

    made = tomllib.loads((desk / "our-policies/press_office/plain_words.toml").read_text(encoding="utf-8"))
    assert (made["duty"], made["severity"], made["example"][0]["expect"], made["citation"][0]["source"]) == ("access-text", "note", "note", "PRESS-OFFICE-1")
    assert "FILL IN" not in next(line for line in (desk / "our-policies/press_office/plain_words.toml").read_text().splitlines() if line.startswith("duty"))
    assert main(["test", "our-policies", "-q"]) == 1


def test_settings_say_where_rules_go(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, {"csmedia.toml": 'policies = ["house-rules"]\n'})

    assert main(["new", "policy", "press-office"]) == 0

    assert (desk / "house-rules/press_office/policy.toml").is_file()
    assert "policies = [" not in capsys.readouterr().err


def test_an_organisation_that_nobody_knows_gets_a_file_of_its_own(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "policy", "press-office", "--organisation", "office-of-plums"]) == 0

    assert "our-policies/organisations.toml" in files(desk)
    assert "nobody knows the organisation “office-of-plums” yet" in capsys.readouterr().err
    assert main(["rules", "--policies", "our-policies"]) == 0


WRONG = {
    "a name that is none": (["policy", "Press Office"], "Write press-office."),
    "a folder of another kind": (["policy", "signals"], "such as our-signals"),
    "a policy of the core": (["policy", "channels"], "there is a policy “channels” already"),
    "a policy that is there": (["policy", "press-office"], "there is a policy “press-office” already"),
    "a rule that is there": (["rule", "press-office/first-rule"], "first_rule.toml: there already; nothing was written"),
    "a rule of no policy": (["rule", "plain-words"], "Write POLICY/RULE, such as press-office/plain-words"),
    "a rule of an unknown policy": (["rule", "press-desk/plain-words"], "It holds press-office. Begin it with: csmedia new policy press-desk --in our-policies"),
    "a rule by the name of the policy's file": (["rule", "press-office/policy"], "Give it another name"),
    "a package of a rule": (["rule", "press-office/plain-words", "--package"], "csmedia new policy NAME --package"),
    "a duty that is none": (["rule", "press-office/plain-words", "--duty", "acces-text"], "Did you mean “access-text”?"),
}


@pytest.mark.parametrize("what", WRONG)
def test_nothing_is_written_where_something_is_wrong(desk: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    main(["new", "policy", "press-office"])
    before = {name: (desk / name).read_bytes() for name in files(desk)}
    capsys.readouterr()

    assert main(["new", *WRONG[what][0]]) == 2

    assert WRONG[what][1] in capsys.readouterr().err
    assert {name: (desk / name).read_bytes() for name in files(desk)} == before


def test_two_folders_in_the_settings_need_a_choice(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, {"csmedia.toml": 'policies = ["one", "two"]\n'})

    assert main(["new", "policy", "press-office"]) == 2
    assert "Say which with --in: one, two." in capsys.readouterr().err
    assert main(["new", "policy", "press-office", "--in", "two"]) == 0


@pytest.fixture(name="package")
def _package(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A new package, as if it had been installed in editable mode."""
    import csmedia.plugins

    main(["new", "policy", "press-office", "--package", "--organisation", "office-of-plums"])
    home = desk / "csmedia-press-office"
    project = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ((name, module),) = project["entry-points"]["csmedia"].items()
    points = (*csmedia.plugins.installed(), (Origin(name, project["name"], project["version"]), EntryPoint(name, module, "csmedia")))
    monkeypatch.setattr(csmedia.plugins, "installed", lambda: points)
    monkeypatch.syspath_prepend(home / "src")
    yield home
    sys.modules.pop(module, None)


def test_a_package_is_a_distribution_whose_policy_is_found_and_tested(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plugins"]) == 0
    assert "policy press-office 1: 1 rules" in capsys.readouterr().out
    assert main(["test", "-q"]) == 1

    fill_in(package)
    toml = package / "src/csmedia_press_office/policies/organisations.toml"
    text = toml.read_text(encoding="utf-8")

    assert 'slug = "office-of-plums"' in text
    assert main(["test"]) == 0
    assert capsys.readouterr().err.endswith("2 examples of 1 rule, 0 failed\n")


def test_a_package_tests_itself_with_pytest(pytester: pytest.Pytester, package: Path) -> None:
    fill_in(package)

    found = pytester.runpytest_inprocess("-v", "--rootdir", str(package), "-c", str(package / "pyproject.toml"), *FLAGS)
    alone = pytester.runpytest_inprocess(str(package / "tests"), "-c", str(package / "pyproject.toml"), *FLAGS)

    found.stdout.fnmatch_lines_random(["*press-office/first-rule:1 PASSED*", "*::coverage PASSED*"])
    found.assert_outcomes(passed=4)
    alone.assert_outcomes(passed=1)


def test_a_package_that_is_not_installed_says_so(pytester: pytest.Pytester, desk: Path) -> None:
    main(["new", "policy", "press-office", "--package"])

    found = pytester.runpytest_inprocess("-c", str(desk / "csmedia-press-office/pyproject.toml"), *FLAGS)

    assert found.ret == pytest.ExitCode.USAGE_ERROR
    found.stderr.fnmatch_lines(["*“csmedia-press-office” is no folder*no installed plugin*"])
