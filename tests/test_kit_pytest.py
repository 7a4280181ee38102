"""The same examples as pytest items, in a department's own repository."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import csmedia

from .conftest import BASE, rule, write
from .kit_guards import leave_out_guards

pytest_plugins = ["pytester"]
# Where csmedia is installed as it stands here, pytest has loaded the plugin by its entry point already.
LOADED = any(point.value == "csmedia.pytest_plugin" for point in entry_points(group="pytest11"))
FLAGS = ["-p", "no:cacheprovider", "-p", "no:randomly", *([] if LOADED else ["-p", "csmedia.pytest_plugin"])]
HERE = str(Path(csmedia.__file__).parent.parent)
INI = '[tool.pytest.ini_options]\ntestpaths = ["tests"]\ncsmedia_policies = ["ours"]\n'
TEST = "def test_one(): pass\n"


@pytest.fixture(name="project")
def _project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> pytest.Pytester:
    """A repository with a policy and a test of its own, and no installed plugin."""
    import csmedia.plugins

    monkeypatch.setattr(csmedia.plugins, "installed", lambda: ())
    leave_out_guards(tmp_path_factory.mktemp("quick"), monkeypatch)
    write(pytester.path / "ours", {**BASE, "house/plum.toml": rule()})
    write(pytester.path, {"pyproject.toml": INI, "tests/test_one.py": TEST})
    return pytester


def test_every_example_is_an_item_and_the_gate_is_one(project: pytest.Pytester) -> None:
    found = project.runpytest_inprocess("-v", *FLAGS)

    found.assert_outcomes(passed=4)
    found.stdout.fnmatch_lines_random(
        ["ours/house/plum.toml::house/plum:1 PASSED*", "ours/house/plum.toml::house/plum:2 PASSED*", "ours::coverage PASSED*"]
    )


@pytest.mark.parametrize(
    ("arguments", "passed"), [(["tests"], 1), (["ours/house/plum.toml"], 2), (["ours/house/plum.toml::house/plum:2"], 1), (["ours"], 3), (["."], 4)]
)
def test_what_is_named_on_the_command_line_is_all_that_runs(project: pytest.Pytester, arguments: list[str], passed: int) -> None:
    project.runpytest_inprocess(*arguments, *FLAGS).assert_outcomes(passed=passed)


def test_a_failed_example_is_told_in_its_authors_words(project: pytest.Pytester) -> None:
    write(project.path, {"ours/house/plum.toml": rule(raised="a fig")})

    found = project.runpytest_inprocess(*FLAGS)

    found.assert_outcomes(passed=3, failed=1)
    found.stdout.fnmatch_lines(["*example 1 · ours/house/plum.toml:12", "*text *a fig", "*expected *advise", "*got *nothing-found", "*why *plum*was not seen."])
    found.stdout.no_fnmatch_line("*Traceback*")


def test_what_no_example_tests_fails_the_gate_and_a_flag_softens_it(project: pytest.Pytester) -> None:
    branch = '[[severity_when]]\nseverity = "note"\nwhen = { kind = ["reply"] }\nbecause = "A reply is smaller."\n'
    write(project.path, {"ours/house/plum.toml": rule(more=branch)})

    found = project.runpytest_inprocess(*FLAGS)

    found.assert_outcomes(passed=3, failed=1)
    found.stdout.fnmatch_lines(["*ours/house/plum.toml:*no example reaches this branch*"])
    project.runpytest_inprocess("--csmedia-coverage=warn", *FLAGS).assert_outcomes(passed=4)


def test_a_known_miss_is_expected_to_fail_and_may_not_pass(project: pytest.Pytester) -> None:
    more = '[[example]]\ntext = "{}"\nexpect = "advise"\nknown_miss = true\n'
    write(project.path, {"ours/house/plum.toml": rule() + more.format("damson")})
    project.runpytest_inprocess(*FLAGS).assert_outcomes(passed=4, xfailed=1)

    write(project.path, {"ours/house/plum.toml": rule() + more.format("another plum")})
    found = project.runpytest_inprocess(*FLAGS)

    found.assert_outcomes(passed=4, failed=1)
    found.stdout.fnmatch_lines(["*take known_miss away*"])


def test_faults_of_policies_stop_the_collection_once_with_file_and_line(project: pytest.Pytester) -> None:
    write(project.path, {"ours/house/plum.toml": rule(top='sevrity = "note"')})

    found = project.runpytest_inprocess(*FLAGS)

    assert found.ret == pytest.ExitCode.INTERRUPTED
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["ours/house/plum.toml:6: sevrity: no such key. Did you mean “severity”?"])


def test_a_folder_that_is_not_there_is_wrong_use(project: pytest.Pytester) -> None:
    found = project.runpytest_inprocess("--csmedia-policies", "nowhere", *FLAGS)

    assert found.ret == pytest.ExitCode.USAGE_ERROR
    found.stderr.fnmatch_lines(["*“nowhere” is no folder*Check the path.*"])


def test_the_plugin_imports_nothing_where_it_is_not_asked_for(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"test_one.py": TEST})
    flags = ["-q", "-p", "no:hypothesispytest", *FLAGS]
    code = f"import sys, pytest\nassert pytest.main({flags!r}) == 0\nprint(sorted(name for name in sys.modules if name.split('.')[0] in ('csmedia', 'pydantic', 'regex')))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=pytester.path, env={**os.environ, "PYTHONPATH": HERE}).stdout

    assert said.splitlines()[-1] == "['csmedia', 'csmedia.pytest_plugin']"


def test_a_project_s_own_tests_share_the_checker(project: pytest.Pytester) -> None:
    write(project.path, {"tests/test_one.py": "def test_one(csmedia_checker):\n    assert [rule.id for rule in csmedia_checker.compiled.rules] == ['house/plum']\n"})

    project.runpytest_inprocess("-W", "error", *FLAGS).assert_outcomes(passed=4)


def test_the_checker_says_what_it_needs_where_nothing_is_set(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"test_one.py": "def test_one(csmedia_checker): pass\n"})

    found = pytester.runpytest_inprocess(*FLAGS)

    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["csmedia_checker needs policies. Write csmedia_policies = *"])
