"""What no policy can lift, tried on a policy that would love to."""

from __future__ import annotations

import json
import logging
import socket
from pathlib import Path

import pytest

from csmedia import Checker, Context, Post
from csmedia.read import Item
from csmedia.report import text_of
from csmedia.run import Place

from .conftest import Make, rule

pytestmark = pytest.mark.guarded


def strict(duty: str) -> dict[str, str]:
    duties = f'[[ask]]\nid = "boss"\ntitle = "someone"\n[[duty]]\nid = "{duty}"\ntitle = "Keep quiet"\nasks = "Keep quiet."\nverdict = "stop"\nask = ["boss"]\n'
    return {
        "duties.toml": duties,
        "house/plum.toml": rule(severity="stop")
        .replace('"quiet"', f'"{duty}"')
        .replace('severity = "advise"', 'severity = "stop"'),
    }


def test_a_sign_of_whistleblowing_holds_disclosure_at_advise_and_brings_one_note(make: Make) -> None:
    checker = make(strict("official-info-unauthorised"))

    report = checker.check(
        Post(text="I am blowing the whistle: the plum records were falsified."), Context(capacity="personal")
    )

    assert [(finding.duty, finding.severity) for finding in report.findings] == [
        ("official-info-unauthorised", "advise"),
        ("whistleblowing-route", "note"),
    ]
    assert "no higher than advise" in (report.findings[0].because or "")


def test_whistleblowing_is_no_password_for_secrets(make: Make) -> None:
    checker = make(strict("credentials"))

    report = checker.check(Post(text="I am blowing the whistle. plum"), Context(capacity="personal"))

    assert report.verdict == "stop"


def test_guards_stay_when_rules_are_selected_or_ignored(make: Make) -> None:
    checker = make(strict("credentials"))
    post, context = Post(text="I am blowing the whistle."), Context(capacity="personal")

    for wishes in ({"select": ("house/",)}, {"ignore": ("whistleblowing/",)}):
        assert [finding.duty for finding in checker.check(post, context, **wishes).findings] == ["whistleblowing-route"]


def test_a_policy_cannot_bring_a_guard_or_a_guard_s_signal(make: Make) -> None:
    from csmedia import PolicyError

    with pytest.raises(PolicyError, match="brought a second time"):
        make({"signals/whistleblowing.toml": 'title = "Nothing"\nterms = ["zzz"]'})


SECRET = "Harbour-42-Lark"


def test_a_secret_is_masked_in_every_output(
    make: Make, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import csmedia.plugins
    from csmedia.cli import main

    monkeypatch.setattr(csmedia.plugins, "installed", lambda: ())
    text = rule("all = [{ pattern = 'Harbour-42-Lark', on = \"tidied\" }]", top="secret = true").replace(
        'text = "plum"', f'text = "{SECRET}"'
    )
    checker = make({"house/plum.toml": text})
    post, context = Post(text=f"door is {SECRET} ok", first_comment=f"again: {SECRET}"), Context(capacity="personal")

    report = checker.check(post, context)

    item = Item("1", post, context, Place(file="f"))
    assert SECRET not in text_of(item, report)
    assert "█" * len(SECRET) in text_of(item, report)
    assert SECRET not in report.model_dump_json()
    assert SECRET not in repr(report) + repr(post) + str(post)
    calendar = tmp_path / "c.jsonl"
    calendar.write_text(
        json.dumps({"id": "1", "post": {"text": f"door is {SECRET} ok"}, "context": {"capacity": "personal"}}) + "\n",
        encoding="utf-8",
    )
    for kind in ("text", "json", "jsonl"):
        assert main(["check", str(calendar), "--policies", str(tmp_path / "made-up"), "--output-format", kind]) in (
            1,
            2,
        )
        shown = capsys.readouterr()
        assert SECRET not in shown.out + shown.err


def test_a_bad_value_is_not_echoed() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError) as caught:
        Post.model_validate({"text": "x", "kind": SECRET})
    assert SECRET not in str(caught.value)


def test_nothing_of_a_post_reaches_disk_log_or_network(
    builtin: Checker,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a check opened a file or a socket")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(Path, "write_text", refuse)
    with caplog.at_level(logging.DEBUG):
        builtin.check(
            Post(text="The minister is a clown and the password is Harbour-42-Lark"), Context(capacity="personal")
        )

    assert list(tmp_path.iterdir()) == []
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
