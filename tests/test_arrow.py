"""Arrow record batches and Parquet files: one row in, one row out, whatever is in it."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="needs csmedia[arrow]")
pq = pytest.importorskip("pyarrow.parquet")

from csmedia import Checker, Context, Finding, Post, Report  # noqa: E402  # after what it needs
from csmedia.arrow import COLUMNS, check_batch, check_batches, findings_schema, posts_schema  # noqa: E402
from csmedia.cli import main  # noqa: E402
from csmedia.errors import ReadError  # noqa: E402
from csmedia.workers import WorkerLost, forks  # noqa: E402

from .conftest import BASE, Make, rule, write  # noqa: E402

ME = {"capacity": "personal"}
FILES = {"house/plum.toml": rule(), "house/title.toml": rule(find='all = [{ terms = ["title"] }]', raised="title", severity="note")}


@pytest.fixture(name="checker")
def _checker(make: Make) -> Checker:
    return make(FILES)


def batch(*rows: dict[str, Any]) -> Any:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    return pa.record_batch({key: [row.get(key) for row in rows] for key in keys})


def test_a_row_says_what_the_report_says(checker: Checker) -> None:
    post = {"text": "a plum", "publish_at": "2026-04-20T09:00:00+01:00"}

    (row,) = check_batch(batch({"id": "a", **post, **ME}), checker).to_pylist()

    report = checker.check(Post.model_validate(post), Context(capacity="personal"))
    again = Report.model_validate(
        {
            "verdict": row["verdict"], "complete": row["complete"], "not_assessed": tuple(row["not_assessed"]), "valid_until": row["valid_until"],
            "findings": tuple(Finding.model_validate(one) for one in row["findings"]), "ran": report.ran,
        }
    )  # fmt: skip
    assert row["id"] == "a"
    assert again == report
    assert report.verdict == "advise"


def test_the_columns_are_those_of_the_models() -> None:
    findings = findings_schema().field("findings").type.value_type

    assert posts_schema().names == list(COLUMNS) == ["id", *Post.model_fields, *Context.model_fields]
    assert [field.name for field in findings] == list(Finding.model_fields)
    assert {*Report.model_fields} - {"schema_", "ran", "who_decides"} == {*findings_schema().names} - {"id", "error"}


def test_every_column_reaches_the_post(checker: Checker) -> None:
    full = {
        "text": "x", "kind": "reply", "platform": "x", "language": "en", "title": "a title", "poll": ["plum", "b"],
        "media": [{"type": "image", "alt_text": "", "captions": None, "text": None, "synthetic": None, "consent": None}],
        "links": [{"url": "https://example.org", "title": None}], "roles": ["press-officer"], "identifiable": True, "area": "Leeds",
        "releases": [{"name": "a figure", "at": "2026-05-01T07:00:00+01:00"}], **ME,
    }  # fmt: skip

    (row,) = check_batch(pa.RecordBatch.from_pylist([full], schema=posts_schema()), checker).to_pylist()

    assert row["error"] is None
    assert {(one["rule"], one["spans"][0]["field"]) for one in row["findings"]} == {("house/plum", "poll[0]"), ("house/title", "title")}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"text": None}, "“text” is missing"),
        ({"capacity": "both"}, "Write official or personal"),
        ({"publish_at": "2026-04-20T09:00:00"}, "has no time zone"),
        ({"capacity": None}, "the capacity is not known"),
        ({"media": [{"type": "hologram"}]}, "media: is not one of the words"),
    ],
)
def test_a_row_that_is_no_post_is_a_row_with_an_error(checker: Checker, bad: dict[str, Any], said: str) -> None:
    rows = check_batch(batch({"id": 1, "text": "pear", **ME}, {"id": 2, "text": "plum", **ME, **bad}, {"id": 3, "text": "plum", **ME}), checker).to_pylist()

    assert [(row["id"], row["verdict"], row["complete"]) for row in rows] == [
        ("1", "nothing-found", True), ("2", "incomplete", False), ("3", "advise", True),
    ]  # fmt: skip
    assert said in rows[1]["error"]


def test_a_column_with_a_slip_in_its_name_is_refused_and_others_are_kept_when_named(checker: Checker) -> None:
    slip = batch({"text": "plum", "departmnt": "home-office", **ME})

    with pytest.raises(ReadError, match=r"“departmnt” is no field.*Did you mean.*department"):
        check_batch(slip, checker)
    with pytest.raises(ReadError, match="Call it “text”"):
        check_batch(batch({"words": "plum"}), checker)
    with pytest.raises(ReadError, match="“verdict” cannot be kept"):
        check_batch(batch({"text": "plum", "verdict": "x", **ME}), checker, keep=["verdict"])
    assert check_batch(slip, checker, keep=["departmnt"]).to_pylist()[0]["departmnt"] == "home-office"


def test_facts_of_every_row_give_way_to_those_of_a_row(checker: Checker) -> None:
    rows = batch({"text": "plum", "capacity": None}, {"text": "plum", "capacity": "official"})

    found = check_batch(rows, checker, context={"capacity": "personal"}).to_pylist()

    assert [row["findings"][0]["facts"][0]["value"] for row in found] == ["personal", "official"]


@pytest.mark.parametrize(
    "column",
    [
        lambda: pa.array([datetime(2026, 4, 20, 8, tzinfo=UTC)], pa.timestamp("us", "Europe/London")),
        lambda: pa.array([1776672000123456789], pa.timestamp("ns", "UTC")),
        lambda: pa.array([date(2026, 4, 20)]),
        lambda: pa.array(["2026-04-20T09:00:00+01:00"], pa.large_string()),
        lambda: pa.array(["2026-04-20"]).dictionary_encode(),
    ],
)
def test_times_come_as_engines_hold_them(checker: Checker, column: Callable[[], Any]) -> None:
    made = pa.record_batch({"text": ["plum"], "capacity": ["personal"], "publish_at": column()})

    (row,) = check_batch(made, checker).to_pylist()

    assert row["error"] is None
    assert not any("publish time" in line for line in row["not_assessed"])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stream_gives_its_rows_in_order(checker: Checker, jobs: int) -> None:
    rows = [{"id": str(number), "text": "plum" if number % 3 else "pear", **ME} for number in range(900)]
    source = [batch(*rows[:500]), batch(*rows[500:])]

    found = [row for one in check_batches(iter(source), checker, jobs=jobs) for row in one.to_pylist()]

    assert found == [row for one in source for row in check_batch(one, checker).to_pylist()]


@pytest.mark.skipif(not forks(), reason="processes cannot be copied here")
def test_a_row_that_ends_its_process_is_a_row_that_is_not_complete(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = checker.check

    def check(post: Post, context: Context, **wishes: Any) -> Report:
        return os.kill(os.getpid(), signal.SIGKILL) if post.text == "die" else judge(post, context, **wishes)  # type: ignore[return-value]  # it never does

    monkeypatch.setattr(checker, "check", check)
    rows = [{"id": str(number), "text": "die" if number == 7 else "plum", "n": number, **ME} for number in range(20)]

    with pytest.warns(WorkerLost):
        found = [row for one in check_batches([batch(*rows)], checker, jobs=2, keep=["n"]) for row in one.to_pylist()]

    assert [row["n"] for row in found] == list(range(20))
    assert [row["id"] for row in found if not row["complete"]] == ["7"]
    assert found[7]["failures"][0]["what"] == "row 8 of the input"


# ------------------------------------------------------------------------------------------------ the command


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checker: Checker) -> Path:
    """A folder to work in; the command uses the small policies."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("csmedia.cli.making.Checker", lambda *_, **__: checker)
    write(tmp_path / "made-up", {**BASE, **FILES})
    return tmp_path


def archive(place: Path, *rows: dict[str, Any], name: str = "archive.parquet") -> Path:
    pq.write_table(pa.Table.from_pylist(list(rows)), place / name, row_group_size=100)
    return place / name


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_parquet_file_is_checked_into_another(place: Path, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    archive(place, *({"id": str(number), "text": "plum" if number == 450 else "pear", "likes": 3} for number in range(901)))

    code = main(["check", "--input", "archive.parquet", "--output", "findings.parquet", "--context", "capacity=personal", "--jobs", jobs])

    found = pq.read_table(place / "findings.parquet")
    said = capsys.readouterr()
    assert code == 1
    assert found.schema.equals(findings_schema())
    assert found.column("id").to_pylist() == [str(number) for number in range(901)]
    assert [row["id"] for row in found.to_pylist() if row["findings"]] == ["450"]
    assert said.out == ""
    assert "archive.parquet: not read, because they are no field of a post or its context: likes" in said.err
    assert "901 posts checked: 1 advise, 900 nothing-found." in said.err
    assert sorted(one.name for one in place.iterdir()) == ["archive.parquet", "findings.parquet", "made-up"]


@pytest.mark.parametrize("rows", [["pear"], ["plum", "pear"], ["pear", None], ["plum", None], []])
@pytest.mark.parametrize("level", ["advise", "stop"])
def test_the_exit_code_is_that_of_the_same_posts_in_another_file(place: Path, rows: list[str | None], level: str) -> None:
    posts = [{"id": str(number), "text": text, **ME} for number, text in enumerate(rows)]
    pq.write_table(pa.Table.from_pylist(posts, schema=pa.schema([(name, pa.string()) for name in ("id", "text", "capacity")])), place / "a.parquet")
    lines = [{"id": row["id"], "post": {"text": row["text"]}, "context": ME} for row in posts]
    (place / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    assert main(["check", "a.parquet", "--fail-level", level]) == main(["check", "a.jsonl", "--fail-level", level])


def test_posts_of_a_calendar_are_written_as_parquet_too(place: Path) -> None:
    (place / "c.csv").write_text("id,text,capacity\na,plum,personal\nb,pear,nobody\n", encoding="utf-8")

    assert main(["check", "c.csv", "-o", "parquet=c.parquet"]) == 2

    rows = pq.read_table(place / "c.parquet").to_pylist()
    assert [(row["id"], row["verdict"], row["error"] is None) for row in rows] == [("a", "advise", True), (None, "incomplete", False)]


def test_lines_of_an_archive_go_to_the_screen_as_they_are_judged(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive(place, {"id": "a", "copy": "plum", **ME}, {"id": "b", "copy": None, **ME})

    assert main(["check", "archive.parquet", "--columns", "text=copy", "--output-format", "jsonl"]) == 2

    said = capsys.readouterr()
    (line,) = said.out.splitlines()
    assert json.loads(line)["id"] == "a"
    assert json.loads(line)["place"] == {"file": "archive.parquet", "line": 1}
    assert "archive.parquet:2: text: “text” is missing. Add it." in said.err


def test_waivers_count_in_an_archive(place: Path) -> None:
    archive(place, {"id": "a", "text": "plum", **ME})
    row = '[[waiver]]\nrule = "house/plum"\nitem = "a"\nreason = "A made-up reason."\nowner = "A made-up owner"\nexpires = 2026-12-31\n'
    (place / "csmedia-waivers.toml").write_text(row, encoding="utf-8")

    code = main(["check", "archive.parquet", "--output", "f.parquet", "--effective-time", "2026-06-01T09:00:00+01:00", "--waivers", "csmedia-waivers.toml"])

    (found,) = pq.read_table(place / "f.parquet").to_pylist()
    assert code == 0
    assert found["findings"][0]["waived"]["owner"] == "A made-up owner"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.parquet"], "nowhere.parquet: cannot be read"),
        (["no.parquet"], "no.parquet: is no Parquet file"),
        (["archive.parquet", "c.csv"], "Parquet files are read a few rows at a time"),
        (["archive.parquet", "--output-format", "sarif"], "sarif needs every post of a run at once"),
        (["archive.parquet", "--write-baseline", "b.json"], "--write-baseline: is for calendars"),
        (["archive.parquet", "--columns", "text=words"], "no column has this name; they are id, text, capacity"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_cure_and_ends_with_2(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    archive(place, {"id": "a", "text": "pear", **ME})
    (place / "no.parquet").write_bytes(b"PAR1 but no more")

    assert main(["check", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_damaged_file_leaves_no_file_of_findings_behind(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = archive(place, *({"id": str(number), "text": f"a pear {number}", **ME} for number in range(500)))
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 400] = b"\xff" * 400
    path.write_bytes(data)

    assert main(["check", "archive.parquet", "--output", "f.parquet"]) == 2
    assert "Write it again" in capsys.readouterr().err
    assert not [one for one in place.iterdir() if "f.parquet" in one.name]


# ------------------------------------------------------------------------------------------------ other engines


def test_polars_hands_its_rows_over(checker: Checker) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": ["plum", "pear"], "capacity": ["personal", "personal"]})

    found = polars.from_arrow(pa.Table.from_batches(check_batches(frame.to_arrow().to_batches(), checker)))

    assert found["verdict"].to_list() == ["advise", "nothing-found"]


def test_duckdb_hands_its_rows_over_and_takes_findings_back(checker: Checker) -> None:
    duckdb = pytest.importorskip("duckdb")
    posts = duckdb.connect().sql("select * from (values ('plum', 'personal'), ('pear', 'personal')) as posts(text, capacity)").to_arrow_reader(1_000)

    found = pa.RecordBatchReader.from_batches(findings_schema(), check_batches(posts, checker))

    # A connection that is being read from does nothing else: findings go to one of their own.
    assert duckdb.connect().from_arrow(found).aggregate("verdict, count(*)", "verdict").order("verdict").fetchall() == [("advise", 1), ("nothing-found", 1)]


def test_a_partial_of_it_is_what_engines_call(checker: Checker) -> None:
    judge = partial(check_batch, checker=checker, context=ME)

    assert judge(batch({"text": "plum"})).num_rows == 1
