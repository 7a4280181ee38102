"""Five silences, each of which would make a broken plugin look like a clean run."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import csmedia.plugins
from csmedia import Checker, Context, Finding, Post, hookimpl
from csmedia.plugins import Origin, collect, gather

from .conftest import BASE, rule, write

ORIGIN = Origin("defra", "csmedia-defra", "1.2")


def plugin(**hooks: Callable[..., object]) -> types.SimpleNamespace:
    module = types.SimpleNamespace()
    for name, function in hooks.items():
        setattr(module, name, function)
    return module


def marked(function: Callable[[], object], name: str) -> Callable[[], object]:
    function.__name__ = name
    return hookimpl(function)


def brings(value: object, hook: str = "csmedia_policies") -> types.SimpleNamespace:
    return plugin(**{hook: marked(lambda: value, hook)})


def raises() -> types.SimpleNamespace:
    def csmedia_policies() -> object:
        raise RuntimeError("boom")

    return plugin(csmedia_policies=hookimpl(csmedia_policies))


def misspelt() -> types.SimpleNamespace:
    def csmedia_polices() -> list[Path]:
        return [Path()]

    return plugin(csmedia_polices=hookimpl(csmedia_polices))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (misspelt, "csmedia_polices"),
        (lambda: brings(None), "returned nothing. Is a return statement missing?"),
        (lambda: brings([]), "returned an empty answer"),
        (lambda: plugin(csmedia_policies=lambda: [Path()]), "has no @csmedia.hookimpl"),
        (plugin, "has no hook"),
        (raises, "raised RuntimeError: boom"),
        (lambda: brings(3), "returned a int"),
        (lambda: brings([1], "csmedia_detectors"), "a mapping from names is due"),
    ],
)
def test_a_broken_plugin_is_named_and_the_healthy_one_stays(
    made: Callable[[], object], said: str, tmp_path: Path
) -> None:
    healthy = Origin("ofsted", "csmedia-ofsted", "2.0")

    gathered = collect([(ORIGIN, made()), (healthy, brings([tmp_path]))])

    assert [failure.what for failure in gathered.failures][:1] == ["plugin csmedia-defra 1.2 (defra)"]
    assert any(said in failure.reason for failure in gathered.failures)
    assert [folder.path for folder in gathered.folders] == [tmp_path]


def fake_points(monkeypatch: pytest.MonkeyPatch, points: list[tuple[str, str, object]]) -> None:
    found = []
    for name, distribution, module in points:
        target = f"made_up_{distribution.replace('-', '_')}_{name}"
        if module is not None:
            monkeypatch.setitem(sys.modules, target, module)
        found.append((Origin(name, distribution, "1.0"), EntryPoint(name, target, "csmedia")))
    monkeypatch.setattr(csmedia.plugins, "installed", lambda: tuple(found))


def test_the_same_entry_point_name_twice_names_both_distributions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_points(
        monkeypatch, [("defra", "csmedia-defra", brings([tmp_path])), ("defra", "other-defra", brings([tmp_path]))]
    )

    (failure,) = gather().failures

    assert "csmedia-defra 1.0 (defra) and other-defra 1.0 (defra)" in failure.reason


def test_a_plugin_that_cannot_be_imported_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_points(monkeypatch, [("gone", "csmedia-gone", None)])

    (failure,) = gather().failures

    assert failure.what == "plugin csmedia-gone 1.0 (gone)"
    assert "cannot be imported: ModuleNotFoundError" in failure.reason


def test_a_failed_plugin_makes_reports_incomplete_and_the_others_still_speak(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = write(tmp_path / "made-up", {**BASE, "house/plum.toml": rule()})
    fake_points(monkeypatch, [("good", "csmedia-good", brings([folder])), ("bad", "csmedia-bad", raises())])

    checker = Checker()
    quiet, loud = (checker.check(Post(text=text), Context(capacity="personal")) for text in ("pear", "plum"))

    assert (quiet.verdict, quiet.complete) == ("incomplete", False)
    assert (loud.verdict, loud.complete) == ("advise", False)


def test_a_plugin_s_faulty_policy_does_not_silence_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    good = write(tmp_path / "good", {**BASE, "house/plum.toml": rule()})
    bad = write(
        tmp_path / "bad",
        {"shed/policy.toml": 'title = "Bad one"\nowner = "tests"\nversion = "1"', "shed/pear.toml": "sevrity = 1"},
    )
    fake_points(monkeypatch, [("a", "csmedia-bad", brings([bad])), ("b", "csmedia-good", brings([good]))])

    report = Checker().check(Post(text="plum"), Context(capacity="personal"))

    assert report.verdict == "advise"
    assert "csmedia-bad 1.0 (a)" in report.failures[0].what
    assert "bad/shed/pear.toml:1" in report.failures[0].reason


def test_a_check_in_python_speaks_and_one_that_raises_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fine(post: Post, context: Context, evidence: object) -> list[Finding]:
        return [
            Finding(
                rule="x/y",
                policy="x",
                policy_version="1",
                duty="union-voice",
                severity="note",
                confidence="low",
                message="m",
                why="w",
                ask=(),
                citations=(),
            )
        ]

    def broken(post: Post, context: Context, evidence: object) -> list[Finding]:
        raise ValueError(post.text)

    checks = {"a-fine-one": fine, "broken": broken}
    fake_points(monkeypatch, [("c", "csmedia-c", brings(checks, "csmedia_checks"))])

    report = Checker().check(Post(text="my secret words"), Context(capacity="personal"))

    assert [finding.rule for finding in report.findings] == ["x/y"]
    assert [failure.what for failure in report.failures] == ["check broken of csmedia-c 1.0 (c)"]
    assert "my secret words" not in report.model_dump_json()


def test_guards_act_on_what_a_check_in_python_says_and_an_unknown_duty_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def strict(post: Post, context: Context, evidence: object) -> list[Finding]:
        said = {
            "policy": "x",
            "policy_version": "1",
            "severity": "stop",
            "confidence": "low",
            "message": "m",
            "why": "w",
            "ask": [],
            "citations": [],
        }
        return [
            Finding(rule="x/a", duty="whistleblowing-route", **said),
            Finding(rule="x/b", duty="no-such-duty", **said),
        ]

    duties = "whistleblowing-route", "union-voice"
    fake_points(monkeypatch, [("c", "csmedia-c", brings({"strict": strict}, "csmedia_checks"))])

    report = Checker().check(Post(text="pear"), Context(capacity="personal"))

    assert duties[0] in {finding.duty for finding in report.findings}
    assert "no-such-duty" in report.failures[0].reason


def test_a_detector_that_raises_makes_the_rule_a_failed_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def bad(text: str, **_: object) -> list[tuple[int, int]]:
        raise ValueError(text)

    folder = write(
        tmp_path / "made-up", {**BASE, "house/plum.toml": rule('all = ["detector:bad"]'), "house/pear.toml": rule()}
    )
    both = brings([folder])
    both.csmedia_detectors = marked(lambda: {"bad": bad}, "csmedia_detectors")
    fake_points(monkeypatch, [("d", "csmedia-d", both)])

    report = Checker().check(Post(text="a plum of mine"), Context(capacity="personal"))

    assert [failure.what for failure in report.failures] == ["rule house/plum"]
    assert [finding.rule for finding in report.findings] == ["house/pear"]
    assert "of mine" not in report.model_dump_json()


def test_the_order_of_installation_changes_nothing(tmp_path: Path) -> None:
    points = [(Origin(name, f"csmedia-{name}", "1"), brings([tmp_path / name])) for name in "abc"]

    assert collect(points) == collect(reversed(points))


def test_the_command_ends_with_two_and_names_the_plugin_that_raised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from csmedia.cli import main

    folder = write(tmp_path / "made-up", {**BASE, "house/plum.toml": rule()})
    calendar = tmp_path / "c.csv"
    calendar.write_text("text,capacity\npear,personal\nplum,personal\n", encoding="utf-8")
    fake_points(monkeypatch, [("good", "csmedia-good", brings([folder])), ("bad", "csmedia-bad", raises())])

    code = main(["check", str(calendar), "--exit-zero", "--output-format", "jsonl"])

    shown = capsys.readouterr()
    assert code == 2
    assert "plugin csmedia-bad 1.0 (bad)" in shown.err
    assert ['"verdict":"incomplete"' in line for line in shown.out.splitlines()] == [True, False]


def test_a_reader_of_a_plugin_reads_its_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from csmedia.cli import main
    from csmedia.model import Context as Around
    from csmedia.read import Item, Options, Reader, Reading
    from csmedia.run import Place

    def read_lines(data: bytes, name: str, options: Options) -> Reading:
        lines = data.decode().splitlines()
        return Reading(
            iter(
                [
                    Item(str(n), Post(text=line), Around(capacity="personal"), Place(file=name, line=n))
                    for n, line in enumerate(lines, 1)
                ]
            )
        )

    folder = write(tmp_path / "made-up", {**BASE, "house/plum.toml": rule()})
    both = brings([folder])
    both.csmedia_readers = marked(lambda: {"list": Reader((".list",), read_lines)}, "csmedia_readers")
    fake_points(monkeypatch, [("r", "csmedia-r", both)])
    (tmp_path / "posts.list").write_text("pear\nplum\n", encoding="utf-8")

    assert main(["check", str(tmp_path / "posts.list")]) == 1
    assert "posts.list:2" in capsys.readouterr().out
