"""Settings, waivers and a baseline: what people wrote down beside their calendars."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from csmedia.cli import main
from csmedia.cli.progress import bar, progress
from csmedia.settings import SettingsError, find_settings

from .conftest import BASE, rule, write

PLUM = {**BASE, "house/plum.toml": rule()}


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, light_guards: None) -> Path:
    """A folder with a policy about plums, its settings and a calendar, in which the command runs."""
    import csmedia.plugins

    monkeypatch.setattr(csmedia.plugins, "installed", lambda: ())
    write(tmp_path / "made-up", PLUM)
    (tmp_path / "csmedia.toml").write_text('policies = ["made-up"]\n[[account]]\nhandles = ["@ExampleFruit"]\ncontext = { capacity = "official" }\n', encoding="utf-8")
    (tmp_path / "april.csv").write_text("id,text,account\n1,plum,examplefruit\n2,pear,@examplefruit\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def lines(out: str) -> dict[str, dict[str, object]]:
    return {line["id"]: line for line in map(json.loads, out.splitlines())}


def test_the_nearest_file_names_policies_and_accounts(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    below = here / "comms" / "may"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    code, out, _ = told(capsys, "check", str(here / "april.csv"), "--output-format", "jsonl", "-q")

    assert (code, {name: line["verdict"] for name, line in lines(out).items()}) == (1, {"1": "advise", "2": "nothing-found"})


def test_a_flag_goes_before_the_environment_and_that_before_the_file(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with (here / "csmedia.toml").open("r+", encoding="utf-8") as file:
        rest = file.read()
        file.seek(0)
        file.write('output_format = "json"\nfail_level = "stop"\n' + rest)
    monkeypatch.setenv("CSMEDIA_OUTPUT_FORMAT", "jsonl")

    code, out, _ = told(capsys, "check", "april.csv", "-q")
    assert (code, len(out.splitlines())) == (0, 2)
    code, out, _ = told(capsys, "check", "april.csv", "-q", "--output-format", "text", "--fail-level", "note")
    assert code == 1
    assert "ADVISE" in out


@pytest.mark.parametrize(("text", "said"), [
    ('fail_levl = "advise"', "csmedia.toml:1: fail_levl: no such key. Did you mean “fail_level”?"),
    ('fail_level = "error"', "csmedia.toml:1: fail_level: is not one of the words that may stand here. Write note, review, advise or stop."),
    ("\n[context]\ncapcity = \"official\"", "csmedia.toml:3: context.capcity: there is no fact “capcity”. Did you mean “capacity”?"),
    ('[[account]]\nhandles = ["@a"]\ncontext = { capacity = "oficial" }', "csmedia.toml:3: account.0.context.capacity: write official or personal."),
    ('[[account]]\nhandles = ["@a"]\n[[account]]\nhandles = ["A"]', "“A” has a table already"),
    ("policies = [", "is not valid TOML"),
])  # fmt: skip
def test_a_slip_in_the_file_is_told_with_its_line_and_cure(here: Path, capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    (here / "csmedia.toml").write_text(text, encoding="utf-8")

    code, _, err = told(capsys, "check", "april.csv")

    assert code == 2
    assert said in err


def test_pyproject_is_read_where_it_has_a_table_and_files_are_never_merged(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.csmedia]\nfail_level = "stop"\n', encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()

    assert find_settings(inner).settings.fail_level == "stop"
    (inner / "csmedia.toml").write_text('date_order = "dmy"\n', encoding="utf-8")
    assert (find_settings(inner).settings.fail_level, find_settings(inner).settings.date_order) == ("advise", "dmy")
    (inner / ".csmedia.toml").write_text("fail_levl = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        find_settings(inner)


def test_the_settings_in_force_can_be_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "check", "--show-settings")

    assert code == 0
    assert json.loads(out)["file"] == str(here / "csmedia.toml")
    assert json.loads(told(capsys, "check", "--show-settings", "--no-config")[1])["file"] is None


WAIVER = '[[waiver]]\nrule = "{rule}"\nitem = "{item}"\nreason = "The plum is a fruit here."\nowner = "Head of news"\nexpires = {expires}\n'


def waive(here: Path, rule_id: str = "house/plum", item: str = "1", expires: str = "2999-01-01", more: str = "") -> None:
    (here / "csmedia-waivers.toml").write_text(WAIVER.format(rule=rule_id, item=item, expires=expires) + more, encoding="utf-8")


def test_a_waiver_keeps_a_finding_from_failing_and_stays_in_every_report(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waive(here)

    code, out, _ = told(capsys, "check", "april.csv", "--output-format", "jsonl", "-q")

    assert code == 0
    (finding,) = lines(out)["1"]["findings"]
    assert (finding["severity"], finding["waived"]["owner"]) == ("advise", "Head of news")
    assert lines(out)["1"]["verdict"] == "advise"
    assert "Waived until 1 January 2999 by Head of news" in told(capsys, "check", "april.csv")[1]


@pytest.mark.parametrize(("wishes", "code", "said"), [
    ({"expires": "2020-01-31"}, 1, "ended on 31 January 2020 and no longer counts"),
    ({"item": "7"}, 1, "was not used: no post of this run has that id"),
    ({"item": "2"}, 1, "was not used: that rule found nothing in the post"),
    ({"more": 'content = "0000000000000000"\n'}, 1, "the post has other words now"),
    ({"rule_id": "house/plumm"}, 2, "csmedia-waivers.toml:2: waiver.0.rule: there is no rule “house/plumm”. Did you mean “house/plum”?"),
])  # fmt: skip
def test_a_waiver_that_has_ended_or_is_for_nothing_is_told(here: Path, capsys: pytest.CaptureFixture[str], wishes: dict[str, str], code: int, said: str) -> None:
    waive(here, **wishes)

    got, _, err = told(capsys, "check", "april.csv")

    assert (got, said in err) == (code, True), err


@pytest.mark.parametrize("key", ["rule", "item", "reason", "owner", "expires"])
def test_a_waiver_needs_all_its_parts(here: Path, capsys: pytest.CaptureFixture[str], key: str) -> None:
    waive(here)
    path = here / "csmedia-waivers.toml"
    path.write_text("\n".join(line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith(key)), encoding="utf-8")

    code, _, err = told(capsys, "check", "april.csv")

    assert code == 2
    assert f"“{key}” is missing" in err


def test_a_baseline_tells_old_findings_and_fails_on_new_ones(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "check", "april.csv", "-q", "--write-baseline", "b.json")[0] == 1
    first = (here / "b.json").read_text(encoding="utf-8")

    assert told(capsys, "check", "april.csv", "-q", "--baseline", "b.json")[0] == 0
    (here / "april.csv").write_text("id,text,account\n9,pear,examplefruit\n1,plum,examplefruit\n", encoding="utf-8")
    assert told(capsys, "check", "april.csv", "-q", "--baseline", "b.json", "--write-baseline", "c.json")[0] == 0
    assert (here / "c.json").read_text(encoding="utf-8") == first
    (here / "april.csv").write_text("id,text,account\n1,plum again,examplefruit\n", encoding="utf-8")
    assert told(capsys, "check", "april.csv", "-q", "--baseline", "b.json")[0] == 1
    assert told(capsys, "check", "april.csv", "--baseline", "none.json")[0] == 2


def test_only_changed_posts_are_checked_where_that_is_asked_for(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git = ["git", "-c", "user.name=Made Up", "-c", "user.email=made.up@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "First"]):
        subprocess.run([*git, *arguments], check=True, cwd=here)
    assert told(capsys, "check", "april.csv", "--changed-since", "HEAD", "-q")[0] == 3

    (here / "april.csv").write_text("id,text,account\n3,plum jam,examplefruit\n1,plum,examplefruit\n2,pear,@examplefruit\n", encoding="utf-8")
    code, out, err = told(capsys, "check", "april.csv", "--changed-since", "HEAD", "--output-format", "jsonl")

    assert (code, list(lines(out))) == (1, ["3"])
    assert "2 posts have not changed since HEAD" in err
    code, _, err = told(capsys, "check", "april.csv", "--changed-since", "nowhere")
    assert (code, "git knows no such revision" in err) == (2, True)


def test_in_ci_the_posts_stay_out_of_what_is_written(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))

    code, out, _ = told(capsys, "check", "april.csv", "--output-format", "github")

    assert code == 1
    assert "«plum»" not in out
    assert "«plum»" in told(capsys, "check", "april.csv", "--show-text")[1]
    summary = (here / "summary.md").read_text(encoding="utf-8")
    assert "| post |" in summary
    assert "“plum”" not in summary


def test_recheck_says_what_still_holds(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "check", "april.csv", "-q", "-o", "jsonl=report.jsonl")[0] == 1
    moment = ("--effective-time", "2026-04-01T09:00:00+01:00")

    code, out, _ = told(capsys, "recheck", "report.jsonl", "april.csv", *moment)
    assert (code, {name: line["status"] for name, line in lines(out).items()}) == (1, {"1": "still-good", "2": "still-good"})

    (here / "april.csv").write_text("id,text,account\n1,pear,examplefruit\n3,fig,examplefruit\n", encoding="utf-8")
    code, out, _ = told(capsys, "recheck", "report.jsonl", "april.csv", *moment)
    assert (code, {name: line["status"] for name, line in lines(out).items()}) == (0, {"1": "judged-again", "3": "judged-again"})
    assert told(capsys, "recheck", "none.jsonl", "april.csv")[0] == 2


def test_recheck_judges_again_what_has_run_out(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "check", "april.csv", "-q", "-o", "jsonl=report.jsonl")
    path = here / "report.jsonl"
    rows = [{**json.loads(line), "valid_until": "2026-03-01T00:00:00+00:00"} for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    code, out, _ = told(capsys, "recheck", "report.jsonl", "april.csv", "--effective-time", "2026-04-01T09:00:00+01:00")

    assert code == 1
    assert {line["status"] for line in lines(out).values()} == {"expired"}
    assert lines(out)["1"]["verdict"] == "advise"


def test_init_writes_a_file_that_can_be_read_and_guesses_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "may.csv").write_text("id,text,account,capacity\n1,plum,@a,personal\n2,plum,@b,\n", encoding="utf-8")

    assert told(capsys, "init", "may.csv")[0] == 2
    assert told(capsys, "init", "may.csv", "--to", "new.toml")[0] == 0

    accounts = find_settings(here, here / "new.toml").accounts()
    assert accounts == {"a": {"capacity": "personal"}, "b": {}}


class Screen:
    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def test_a_bar_says_how_far_it_is_and_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr("csmedia.cli.progress.time.monotonic", lambda: float(next(clock)))
    screen = Screen()

    assert list(progress(range(5), 5, screen, shown=True)) == list(range(5))  # type: ignore[arg-type]  # all that it uses

    assert "3 of 5" in screen.text
    assert screen.text.endswith("\r\x1b[2K")
    assert "posts a second" in bar(1_000, 5_000, 2.0)
    assert "1,000 of 5,000" in bar(1_000, 5_000, 2.0)
    assert "1,000 posts checked" in bar(1_000, None, 2.0)


def test_a_pipe_gets_no_bar() -> None:
    screen = Screen()
    screen.isatty = lambda: False  # type: ignore[method-assign]  # a pipe

    assert list(progress(range(3), 3, screen, shown=True)) == [0, 1, 2]  # type: ignore[arg-type]  # all that it uses
    assert screen.text == ""


def test_a_fault_of_csmedia_itself_ends_with_two_and_shows_no_post(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("plum")

    monkeypatch.setattr("csmedia.cli.checking.checked_of", broken)

    code, out, err = told(capsys, "check", "april.csv", "-q")

    assert (code, out) == (2, "")
    assert "RuntimeError" in err
    assert "plum" not in err


def test_the_script_of_the_build_servers_passes_on_what_the_command_says(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path(__file__).parent.parent / "ci" / "check.sh"
    if not script.is_file():
        pytest.skip("the script is not part of what is installed")
    fake = here / "bin" / "csmedia"
    fake.parent.mkdir()
    fake.write_text(f"#!{sys.executable}\nimport sys\nprint(sys.argv[1:])\nsys.exit(3)\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    monkeypatch.setenv("PATHS", "*.csv\nnone/*.csv\n$(touch forged)")
    monkeypatch.setenv("ARGUMENTS", "--context capacity=official")
    monkeypatch.setenv("SARIF", "out;touch forged.sarif")

    done = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=False, cwd=here)

    assert done.returncode == 3
    assert done.stdout.strip() == str(["check", "--output-format", "github", "-o", "sarif=out;touch forged.sarif", "--context", "capacity=official", "--", "april.csv", "none/*.csv", "$(touch forged)"])
    assert not (here / "forged").exists()
    monkeypatch.setenv("CHANGED_SINCE", "main")
    assert subprocess.run(["bash", str(script)], capture_output=True, check=False, cwd=here).returncode == 0
