from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from csmedia.cli import main

from .conftest import BASE, rule, write

pytestmark = pytest.mark.usefixtures("one_guard")
POSTS = "id,text,capacity\n1,plum,personal\n2,pear,personal\n3,a fig and a plum,personal\n4,quiet here,personal\n"
PLUM = {**BASE, "house/plum.toml": rule()}
FIG = rule('all = [{ terms = ["fig"] }]', raised="fig").replace("plum", "fig").replace('severity = "advise"', 'severity = "stop"', 1)


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with posts and two versions of a policy of which the second looks for figs too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("csmedia.plugins.entry_points", lambda group: ())
    (tmp_path / "posts.csv").write_text(POSTS, encoding="utf-8")
    write(tmp_path / "old", PLUM)
    write(tmp_path / "new", {**PLUM, "house/fig.toml": FIG, "house/policy.toml": BASE["house/policy.toml"].replace('"1"', '"2"')})
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def changes(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    return dict(json.loads(told(capsys, "diff", *arguments, "--output-format", "json", "--no-config")[1]))


def test_a_verdict_that_changes_is_found_and_nothing_else(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = changes(capsys, "old", "new", "posts.csv")

    assert (found["posts"], found["changed"], found["complete"]) == (4, 1, True)
    assert found["verdicts"] == [{"from": "advise", "to": "stop", "posts": 1}]
    assert found["rules"] == [{"rule": "house/fig", "appears": 1, "disappears": 0, "other_severity": 0}]
    assert (found["rules_new"], found["rules_gone"]) == (["house/fig"], [])
    assert [(one["id"], one["place"]["line"], [rule["rule"] for rule in one["appeared"]]) for one in found["changes"]] == [("3", 4, ["house/fig"])]


def test_the_way_back_is_the_same_the_other_way_round(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = changes(capsys, "new", "old", "posts.csv")

    assert found["verdicts"] == [{"from": "stop", "to": "advise", "posts": 1}]
    assert found["rules"] == [{"rule": "house/fig", "appears": 0, "disappears": 1, "other_severity": 0}]
    assert found["rules_gone"] == ["house/fig"]


def test_exit_codes_tell_changes_no_changes_faults_and_no_posts_apart(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "none.csv").write_text("id,text,capacity\n", encoding="utf-8")
    write(here / "broken", {**PLUM, "house/plum.toml": "title = 1"})

    codes = [
        told(capsys, "diff", *arguments, "--no-config")[0]
        for arguments in (("old", "new", "posts.csv"), ("old", "old", "posts.csv"), ("old", "broken", "posts.csv"), ("old", "new", "none.csv"), ("old", "newer", "posts.csv"))
    ]

    assert codes == [1, 0, 2, 3, 2]


def test_text_and_markdown_show_posts_but_in_ci(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("text", "markdown"):
        _, out, _ = told(capsys, "diff", "old", "new", "posts.csv", "--output-format", kind, "--no-config")
        assert "a «fig» and a «plum»" in out
        assert "house: version 1, now 2" in out.replace("\\", "")

    monkeypatch.setenv("CI", "true")

    assert "«" not in told(capsys, "diff", "old", "new", "posts.csv", "--no-config")[1]


def test_what_either_version_calls_a_secret_is_covered(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here / "new", {"house/plum.toml": rule(top="secret = true")})

    _, out, _ = told(capsys, "diff", "old", "new", "posts.csv", "--no-config")

    assert "a «fig» and a ████" in out


def test_a_severity_that_a_department_sets_shows_with_its_reason(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = {"ours/policy.toml": BASE["house/policy.toml"], "ours/adjust.toml": '[[rule]]\nid = "house/plum"\nraise_to = "stop"\nbecause = "We grow plums."\n'}
    write(here / "strict", {**PLUM, **added})

    code, out, _ = told(capsys, "diff", "old", "strict", "posts.csv", "--no-config")

    assert code == 1
    assert "~ house/plum: advise, now stop. We grow plums. Set by the policy ours, version 1." in out
    assert "policy ours: new, version 1" in out
    assert "2 with another verdict, 0 with other findings alone" in out


def git(here: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments], cwd=here, check=True, capture_output=True)


@pytest.fixture(name="repository")
def _repository(here: Path) -> Path:
    """The policy `ours` in a repository: first without figs, then with them in the working tree."""
    (here / "csmedia.toml").write_text('policies = ["policies/ours"]\n', encoding="utf-8")
    write(here / "policies" / "ours", PLUM)
    git(here, "init", "-q", "-b", "main")
    git(here, "add", "policies")
    git(here, "commit", "-q", "-m", "Plums")
    write(here / "policies" / "ours", {"house/fig.toml": FIG})
    return here


@pytest.mark.parametrize("old", ["main:policies/ours", "main", "HEAD:./policies/ours"])
@pytest.mark.parametrize("new", ["policies/ours", "installed"])
def test_revisions_of_git_are_compared(repository: Path, capsys: pytest.CaptureFixture[str], old: str, new: str) -> None:
    code, out, _ = told(capsys, "diff", old, new, "posts.csv", "--output-format", "json")

    assert code == 1
    assert [one["id"] for one in json.loads(out)["changes"]] == ["3"]


NAMES = {
    "nowhere": "nowhere: is no folder here, and git knows no such revision. Name a folder, REV:path/to/policies, or installed.",
    "main:nowhere": "main:nowhere: there is no folder “nowhere” at main.",
    "--upload-pack=x:y": "git knows no such revision",
    ":policies": "git knows no such revision",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_means_nothing_says_what_to_write(repository: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, _, err = told(capsys, "diff", "--", name, "installed", "posts.csv")

    assert code == 2
    assert NAMES[name] in err


def test_a_plain_revision_needs_folders_in_the_settings(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Write main:path/to/policies." in told(capsys, "diff", "main", "policies/ours", "posts.csv", "--no-config")[2]


def test_what_git_would_leave_out_is_an_error(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "policies" / "ours" / ".gitattributes").write_text("house/plum.toml export-ignore\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "Figs")

    assert "git archive leaves out house/plum.toml" in told(capsys, "diff", "HEAD", "installed", "posts.csv")[2]


REPLAY = ("recheck", "report.jsonl", "posts.csv", "--as-of-report")


@pytest.fixture(name="decided")
def _decided(repository: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A report of the first version, of posts judged as if they went out on a day."""
    (repository / "csmedia.toml").write_text('policies = ["policies/ours"]\n', encoding="utf-8")
    (repository / "policies" / "ours" / "house" / "fig.toml").unlink()
    assert told(capsys, "check", "posts.csv", "-q", "-o", "jsonl=report.jsonl", "--effective-time", "2026-04-20T09:00:00+01:00")[0] == 1
    return repository


def statuses(out: str) -> set[str]:
    return {str(json.loads(line)["status"]) for line in out.splitlines()}


def test_an_old_decision_is_made_again_at_its_own_time(decided: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, *REPLAY)

    assert (code, statuses(out)) == (0, {"same-answer"})
    assert "house: version 1 ran then and runs now, the same files" in err
    assert json.loads(out.splitlines()[0])["judged_for"] == "2026-04-20T09:00:00+01:00"


def test_other_policies_are_never_taken_for_those_of_the_day(decided: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(decided / "policies" / "ours", {"house/fig.toml": FIG})

    code, out, err = told(capsys, *REPLAY)

    assert (code, statuses(out)) == (2, {"not-the-same"})
    assert "house: version 1 ran then and runs now, but its files are others" in err
    assert {str(json.loads(line)["reason"]).rpartition(". ")[2] for line in out.splitlines()} == {"The answer here is the same", "The answer here is another"}

    write(decided / "policies" / "ours", {"house/policy.toml": BASE["house/policy.toml"].replace('"1"', '"2"')})
    assert "house: version 1 ran then, version 2 runs now" in told(capsys, *REPLAY)[2]


def test_the_policies_of_the_day_come_from_git(decided: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(decided / "policies" / "ours", {"house/fig.toml": FIG})

    code, out, err = told(capsys, *REPLAY, "--policies", "main:policies/ours")

    assert (code, statuses(out)) == (0, {"same-answer"})
    assert "main:policies/ours stands in for the policies of" in err


def test_a_post_that_has_changed_is_not_taken_for_the_old_one(decided: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (decided / "posts.csv").write_text("id,text,capacity\n1,plums,personal\n5,new,personal\n", encoding="utf-8")

    code, out, _ = told(capsys, *REPLAY)

    assert (code, [json.loads(line)["status"] for line in out.splitlines()]) == (2, ["not-the-same", "not-in-report"])


def test_another_answer_under_the_same_policies_is_told(decided: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (decided / "report.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    rows[0] |= {"verdict": "nothing-found", "findings": []}
    (decided / "report.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    code, out, _ = told(capsys, *REPLAY)

    assert (code, [json.loads(line)["status"] for line in out.splitlines()]) == (1, ["other-answer", *["same-answer"] * 3])


def test_a_replay_has_the_reports_times_and_a_recheck_needs_a_moment(decided: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Take --effective-time away" in told(capsys, *REPLAY, "--effective-time", "2026-04-20")[2]
    assert "Write the time too, as in 2026-04-20T09:00:00+01:00" in told(capsys, *REPLAY[:3], "--effective-time", "2026-04-20")[2]
