from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from csmedia.cli import main

from .conftest import BASE, rule, write

PLUM = {
    **BASE,
    "house/plum.toml": rule(),
    "house/fig.toml": rule('all = [{ terms = ["fig"] }]')
    .replace('text = "plum"', 'text = "fig"')
    .replace('"advise"', '"note"'),
}


@pytest.fixture(name="policies")
def _policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, light_guards: None) -> list[str]:
    """Flags for the made-up policy alone."""
    import csmedia.plugins

    monkeypatch.setattr(csmedia.plugins, "installed", lambda: ())
    return ["--policies", str(write(tmp_path / "made-up", PLUM))]


def calendar(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "calendar.csv"
    path.write_text("text,capacity\n" + "".join(f"{row},personal\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("rows", "flags", "code"),
    [
        (("pear",), [], 0), (("plum",), [], 1), (("plum",), ["--exit-zero"], 0), (("plum",), ["--fail-level", "stop"], 0), (("fig",), [], 0),
        (("fig",), ["--fail-level", "note"], 1), ((), [], 3), ((), ["--exit-zero"], 3), (("plum", "a,b"), [], 2), (("plum", "a,b"), ["--exit-zero"], 2),
        (("plum",), ["--ignore", "house/"], 0), (("plum",), ["--select", "house/fig"], 0), (("plum",), ["--select", "house/plum"], 1),
    ],
)  # fmt: skip
def test_the_exit_code_says_how_it_went(
    tmp_path: Path, policies: list[str], rows: tuple[str, ...], flags: list[str], code: int
) -> None:
    assert main(["check", calendar(tmp_path, *rows), *policies, *flags]) == code


def test_no_file_no_policy_and_a_folder_end_with_two_and_say_why(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        (["check", str(tmp_path / "none.csv"), *policies], "cannot be read (No such file or directory)"),
        (["check", str(tmp_path), *policies], "is a folder"),
        (["check", calendar(tmp_path, "pear"), "--policies", str(tmp_path / "nowhere")], "is no folder of policies"),
        (["check", calendar(tmp_path, "pear"), *policies, "--context", "capacty=official"], "Did you mean “capacity”?"),
        (
            ["check", calendar(tmp_path, "pear"), *policies, "--context", "capacity=offical"],
            "--context capacity: write official or personal",
        ),
        (
            ["check", calendar(tmp_path, "pear"), *policies, "--effective-time", "tomorrow"],
            "write scheduled, now, a day such as 2026-04-20, or a time",
        ),
        (["chek"], "invalid choice"),
        (["rule", "house/plun", *policies], "Did you mean “house/plum”?"),
        (["rules", "--duty", "quite", *policies], "Did you mean “quiet”?"),
        (["periods", "--at", "someday", *policies], "write a day such as"),
        ([], "usage"),
    ):
        assert main(arguments) == 2
        assert said in capsys.readouterr().err


def test_findings_go_to_standard_output_and_all_else_to_standard_error(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", calendar(tmp_path, "plum", "a,b"), *policies, "--output-format", "jsonl"])

    shown = capsys.readouterr()
    (row,) = [json.loads(one) for one in shown.out.splitlines()]
    assert row["verdict"] == "advise"
    assert row["findings"][0]["spans"] == [{"field": "text", "start": 0, "end": 4}]
    assert "calendar.csv:3: has 3 cells where the heading has 2" in shown.err


def test_jsonl_holds_what_the_design_promises(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", calendar(tmp_path, "plum"), *policies, "--output-format", "jsonl"])

    row = json.loads(capsys.readouterr().out)
    assert {"schema", "id", "verdict", "complete", "valid_until", "not_assessed", "findings"} <= set(row)
    promised = {
        "rule",
        "policy",
        "policy_version",
        "duty",
        "severity",
        "confidence",
        "message",
        "why",
        "ask",
        "citations",
        "facts",
        "spans",
    }
    assert promised <= set(row["findings"][0])


def test_json_is_one_object_and_files_are_written_beside_it(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"

    main(["check", calendar(tmp_path, "plum", "pear"), *policies, "--output-format", "json", "-o", f"jsonl={out}"])

    run = json.loads(capsys.readouterr().out)
    assert (run["verdict"], run["complete"], len(run["posts"])) == ("advise", True, 2)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2


def test_text_names_place_words_why_and_whom_to_ask(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", calendar(tmp_path, "a plum of mine"), *policies])

    shown = capsys.readouterr().out
    for part in ("calendar.csv:2", "ADVISE", "a «plum» of mine", "Plums are not for saying.", "Ask: your manager of made-up things",
                 "A made-up circular [X1, read]", "house/plum (house 1)", "1 post checked", "A person decides."):  # fmt: skip
        assert part in shown
    assert "\x1b" not in shown


def test_colour_is_only_where_it_should_be(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = calendar(tmp_path, "plum")
    for environment, flags, coloured in (({}, [], False), ({"FORCE_COLOR": "1"}, [], True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
                                         ({"NO_COLOR": "1"}, ["--color", "always"], True), ({}, ["--color", "never"], False)):  # fmt: skip
        with monkeypatch.context() as patch:
            for key, value in environment.items():
                patch.setenv(key, value)
            main(["check", path, *policies, *flags])
        assert ("\x1b[" in capsys.readouterr().out) is coloured


def test_terminal_escapes_in_a_post_cannot_act(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(
        json.dumps(
            {"post": {"text": "plum \x1b[2J\u202e", "account": "@a\x1b[1m"}, "context": {"capacity": "personal"}}
        )
        + "\n",
        encoding="utf-8",
    )

    main(["check", str(path), *policies])

    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_effective_time_judges_at_that_time(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        tmp_path / "made-up",
        {
            "house/plum.toml": rule(top="since = 2027-01-01").replace(
                'text = "plum"', 'text = "plum"\npost = { publish_at = "2027-02-01T00:00:00Z" }'
            )
        },
    )

    assert main(["check", calendar(tmp_path, "plum"), *policies, "--effective-time", "2026-12-01T00:00:00Z"]) == 0
    assert main(["check", calendar(tmp_path, "plum"), *policies, "--effective-time", "2027-12-01T00:00:00Z"]) == 1


def test_standard_input_is_read(policies: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"text,capacity\nplum,personal\n")))

    assert main(["check", "-", *policies]) == 1


def test_explain_shows_evidence_and_why_not_names_the_first_part_that_failed(
    policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "a plum", "--context", "capacity=personal", *policies]) == 0
    assert "house/plum" in capsys.readouterr().out

    assert main(["explain", "a pear", "--context", "capacity=personal", "--why-not", "house/plum", *policies]) == 0
    assert "was not seen" in capsys.readouterr().out


def test_rule_rules_plugins_periods_schema_and_test_answer(
    policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        (["rule", "house/plum", *policies], "Plums are not for saying."), (["rules", *policies], "house/plum"), (["plugins", *policies], "policy house 1"),
        (["periods", *policies], "The calendar is empty"), (["schema", "post"], '"publish_at"'), (["schema"], '"valid_until"'),
        (["test", *policies], ""), (["--version"], "csmedia "),
    ):  # fmt: skip
        assert main(arguments) == 0
        assert said in capsys.readouterr().out


def test_a_failing_example_is_named_with_its_file(
    tmp_path: Path, policies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "made-up", {"house/plum.toml": rule(raised="no such fruit")})

    assert main(["test", *policies]) == 1
    said = capsys.readouterr().out
    assert "house/plum: 1 of 2 examples failed" in said
    assert "example 1 · made-up/house/plum.toml:12" in said


def test_a_very_long_post_is_checked(tmp_path: Path, policies: list[str]) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text(
        json.dumps({"post": {"text": "a pear and " * 10_000 + "plum"}, "context": {"capacity": "personal"}}) + "\n",
        encoding="utf-8",
    )

    assert main(["check", str(path), "-q", *policies]) == 1


def test_a_closed_pipe_ends_quietly() -> None:
    process = subprocess.run(
        [sys.executable, "-c", "import sys; from csmedia.cli import main; sys.stdout.close = lambda: None; sys.exit(main(['schema']))"],
        capture_output=True, check=False,
    )  # fmt: skip

    assert process.returncode == 0
    assert process.stderr == b""


def test_the_command_lets_no_plugin_of_pydantic_see_a_post(tmp_path: Path) -> None:
    (tmp_path / "nosy.py").write_text(
        "import sys\nclass Nosy:\n    def new_schema_validator(self, *_):\n        print('a plugin is here', file=sys.stderr)\n        return None, None, None\nnosy = Nosy()\n", encoding="utf-8"
    )
    known = tmp_path / "nosy-1.dist-info"
    known.mkdir()
    (known / "METADATA").write_text("Metadata-Version: 2.1\nName: nosy\nVersion: 1\n", encoding="utf-8")
    (known / "entry_points.txt").write_text("[pydantic]\nnosy = nosy:nosy\n", encoding="utf-8")
    around = {**os.environ, "PYTHONPATH": str(tmp_path)}

    (tmp_path / "post.txt").write_text("A plum", encoding="utf-8")
    checking = ["-m", "csmedia", "check", str(tmp_path / "post.txt"), "--input-format", "text", "--context", "capacity=personal", "--no-config"]

    seen = [
        "a plugin is here" in subprocess.run([sys.executable, *code], env=around, capture_output=True, text=True, check=False).stderr
        for code in (["-c", "from csmedia import Post; Post(text='plum')"], checking)
    ]

    assert seen == [True, False]
