"""``csmedia duties``: every duty with its sources, rules and figures, and what no rule can see."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import csmedia.checker
import csmedia.plugins
import csmedia_policies
from csmedia import Checker
from csmedia.catalogue import Counts, Tables, catalogue, measured_in
from csmedia.cli import main
from csmedia.cli.arguments import parser
from csmedia.load import Folder, load_folders
from csmedia.report.duties import as_markdown, as_text, precision_of, recall_of

from .conftest import BASE, Make, rule, write

BUILTIN = Path(csmedia_policies.__file__).parent
DUTIES = (
    BASE["duties.toml"]
    + """number = "D7"
family = "A"
capacity = ["personal"]
detect = ["lexical"]
unseen = "Whether it is a real plum."
basis = [{ source = "X1", reading = "read", section = "section 4" }]
[[duty]]
id = "patience"
family = "B"
title = "Be patient"
asks = "Wait for it."
capacity = ["official"]
verdict = "note"
unseen = "How long somebody has waited."
"""
)
MISS = '[[example]]\ntext = "p l u m m y"\nexpect = "advise"\nknown_miss = true\n[[example]]\ntext = "grape"\nexpect = "nothing-found"\n'
FILES = {**BASE, "duties.toml": DUTIES, "house/plum.toml": rule() + MISS}
MEASURED = '{"posts": 12, "duties": {"quiet": {"must": 4, "hit": 3, "raised": 5, "right": 4}}}'


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small policy, and no plugin beside it."""
    monkeypatch.setattr(csmedia.plugins, "installed", lambda: ())
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "ours", FILES)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["duties", "--no-config", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, Any]]:
    _, out, _ = answer(capsys, "--output-format", "json", *arguments)
    return {row["id"]: row for row in json.loads(out)["duties"]}


def test_every_duty_of_the_built_in_policies_is_listed_without_compiling(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csmedia.checker, "compiled_from", None)
    files = [BUILTIN / "duties.toml", csmedia.checker.GUARDS.path / "duties.toml"]
    written = {row["id"]: row for file in files for row in tomllib.loads(file.read_text(encoding="utf-8"))["duty"]}

    found = rows(capsys, "--isolated")

    assert len(found) == 80
    assert set(found) == set(written)
    for name, row in found.items():
        given = [(one["source"], one.get("section")) for one in written[name]["basis"]]
        assert [(one["source"], one["section"]) for one in row["sources"]] == given
        assert row["no_rule_sees"] == written[name]["unseen"]
    assert [name for name, row in found.items() if not row["rules"]] == ["ordinary-life-and-belief"]


def test_the_figures_shipped_are_about_duties_that_exist_and_add_up() -> None:
    posts, counts = measured_in([BUILTIN])
    known = {row["id"] for row in tomllib.loads((BUILTIN / "duties.toml").read_text(encoding="utf-8"))["duty"]}

    assert posts > 1_000
    assert set(counts) <= known | {"whistleblowing-route", "union-voice", "ordinary-life-and-belief"}
    assert all(one.hit <= one.must and one.right <= one.raised for one in counts.values())


def test_loaded_and_compiled_rules_give_the_same_catalogue(make: Make, tmp_path: Path) -> None:
    compiled = make(FILES).compiled
    loaded = load_folders((csmedia.checker.GUARDS, Folder(tmp_path / "made-up", "tests", local=True)))

    assert catalogue(Tables.of_compiled(compiled), {}) == catalogue(Tables.of_loaded(loaded), {})


def test_examples_are_counted_by_what_they_expect(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = rows(capsys, "--policies", str(folder))["quiet"]

    assert quiet["rules"] == [
        {"id": "house/plum", "title": "Says plum", "severity": "advise", "raised": 1, "not_raised": 2, "known_misses": 1}
    ]


def test_a_figure_carries_its_count_and_says_where_there_is_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows(capsys, "--policies", str(folder))["quiet"]
    (folder / "measured.json").write_text(MEASURED, encoding="utf-8")

    after = rows(capsys, "--policies", str(folder))["quiet"]
    _, text, _ = answer(capsys, "--policies", str(folder))

    assert (before["recall"], before["precision"]) == (None, None)
    assert (after["recall"], after["precision"]) == (0.75, 0.8)
    assert "0.75 (3 of 4)" in text
    assert "0.80 (4 of 5)" in text
    assert "of 12 labelled posts" in text
    assert "no labelled case" in text


def test_what_is_only_ever_a_note_has_no_precision() -> None:
    assert recall_of(Counts(must=5, hit=5)) == "1.00 (5 of 5)"
    assert precision_of(Counts(must=5, hit=5)) == "no case above note"
    assert precision_of(Counts()) == recall_of(Counts()) == "no labelled case"


def test_duties_that_no_rule_looks_for_are_named_with_the_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = answer(capsys, "--policies", str(folder))
    _, page, _ = answer(capsys, "--policies", str(folder), "--output-format", "markdown")

    assert code == 0
    assert "No rule looks for:\n" in text
    assert "  patience: How long somebody has waited.\n" in text
    assert "- `patience`: How long somebody has waited." in page
    assert "X1, section 4 (read)" in page


def test_one_duty_is_shown_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = answer(capsys, "quiet", "--policies", str(folder))

    assert code == 0
    assert text.startswith("quiet (D7, family A)\nKeep quiet\n")
    for said in ("X1, section 4 (read): A made-up circular", "Not seen   Whether it is a real plum.", "advise  house/plum: Says plum", "no labelled case"):
        assert said in text


@pytest.mark.parametrize(
    ("wishes", "left"),
    [(["--capacity", "official"], {"patience"}), (["--family", "a"], {"quiet"}), (["--family", "A", "--capacity", "official"], set())],
)
def test_duties_are_chosen_by_capacity_and_family(
    wishes: list[str], left: set[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = rows(capsys, "--policies", str(folder), *wishes)

    assert set(found) - {"whistleblowing-route", "union-voice", "ordinary-life-and-belief"} == left


def test_where_no_duty_is_chosen_nothing_was_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "quiet", "--policies", str(folder), "--capacity", "official") == (3, "No duty is so.\n", "")


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (["qiet"], "there is no duty “qiet”. Did you mean “quiet”?"),
        (["--family", "Z"], "--family Z: there is no such family. Write one of: A, B, H."),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(
    wishes: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = answer(capsys, "--policies", str(folder), *wishes)

    assert code == 2
    assert said in err


def test_a_file_that_cannot_be_used_is_told_and_the_answer_is_not_whole(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "house" / "plum.toml").write_text('title = "Says plum"\n', encoding="utf-8")

    code, out, err = answer(capsys, "--policies", str(folder))

    assert code == 2
    assert "quiet" in out
    assert "ours/house/plum.toml:1" in err


def test_figures_that_cannot_be_read_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "measured.json").write_text('{"posts": "many"}', encoding="utf-8")

    code, _, err = answer(capsys, "--policies", str(folder))

    assert code == 2
    assert "ours/measured.json:1: holds no counts of labelled posts by duty." in err


def test_the_built_in_catalogue_is_written_in_every_form(builtin: Checker) -> None:
    entries = catalogue(Tables.of_compiled(builtin.compiled), measured_in([BUILTIN])[1])

    assert as_text(entries, 1).count("\n") > len(entries)
    assert as_markdown(entries, 1).count("\n| `") == len(entries)
    assert parser().parse_args(["duties", "embargo", "--family", "A"]).id == "embargo"
