from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmedia import ReadError
from csmedia.read import Item, Options, read_bytes
from csmedia.run import Unread

OFFICIAL = Options({"capacity": "official"})


def read(
    data: str | bytes, name: str = "c.csv", options: Options = OFFICIAL
) -> tuple[list[Item], list[Unread], list[str]]:
    reading = read_bytes(data if isinstance(data, bytes) else data.encode(), name, options)
    rows = list(reading.rows)
    return (
        [row for row in rows if isinstance(row, Item)],
        [row for row in rows if isinstance(row, Unread)],
        reading.notes,
    )


def moment(day: str, clock: str = "", order: str | None = None) -> object:
    items, unread, _ = read(f"date,time,text\n{day},{clock},hello\n", options=Options({"capacity": "official"}, order))
    return items[0].post.publish_at if items else str(unread[0])


@pytest.mark.parametrize(
    ("day", "clock", "order", "expected"),
    [
        ("2026-04-20", "09:00", None, "2026-04-20T09:00:00+01:00"), ("2026-01-20", "9am", None, "2026-01-20T09:00:00+00:00"),
        ("20/04/2026", "9.30pm", None, "2026-04-20T21:30:00+01:00"), ("04/20/2026", "0900", None, "2026-04-20T09:00:00+01:00"),
        ("03/04/2026", "09:00", "dmy", "2026-04-03T09:00:00+01:00"), ("03/04/2026", "09:00", "mdy", "2026-03-04T09:00:00+00:00"),
        ("11/11/26", "08:50", None, "2026-11-11T08:50:00+00:00"), ("20 April 2026 09:00", "", None, "2026-04-20T09:00:00+01:00"),
        ("Mon 20th Apr 2026", "17:05", None, "2026-04-20T17:05:00+01:00"), ("April 20 2026", "9am", None, "2026-04-20T09:00:00+01:00"),
        ("2026-04-20T09:00:00Z", "", None, "2026-04-20T09:00:00+00:00"), ("2026-04-20 09:00 BST", "", None, "2026-04-20T08:00:00+00:00"),
        ("2026-04-20 09:00:00.000", "", None, "2026-04-20T09:00:00+01:00"), ("2026/04/20 09:00", "", None, "2026-04-20T09:00:00+01:00"),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(day: str, clock: str, order: str | None, expected: str) -> None:
    assert moment(day, clock, order) == datetime.fromisoformat(expected)


def test_a_date_alone_is_a_day() -> None:
    assert moment("2026-04-20") == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        ("03/04/2026", "09:00", "c.csv:2: date: “03/04/2026” may be two days. Say which comes first, with --date-order dmy or --date-order mdy."),
        ("31/02/2026", "", "is no day of the calendar"), ("soon", "", "is no date that csmedia reads"), ("20 Smarch 2026", "", "names no month"),
        ("2026-04-20", "teatime", "is no time of day"), ("2026-04-20", "25:00", "is no time of day"), ("", "09:00", "a time without a date"),
        ("2026-03-29", "01:30", "does not exist on 29 March 2026, when the clocks go forward"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_read_is_refused_and_not_guessed(day: str, clock: str, said: str) -> None:
    assert said in str(moment(day, clock))


def test_a_time_that_comes_twice_is_told() -> None:
    items, _, notes = read("date,time,text\n2026-10-25,01:30,hello\n")

    assert len(items) == 1
    assert any("comes twice" in note for note in notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    items, unread, notes = read(f"text{separator}account\nCafé “naïve”{separator}@a\n".encode(encoding))

    assert ([item.post.text for item in items], unread) == (["Café “naïve”"], [])
    assert any("Windows-1252" in note for note in notes) is (encoding == "cp1252")


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("Text,Image URL,Tags,Posting Time", "Buffer"),
        ("date,time_24hr,message_text", "Sprout Social"),
        ("Week,Date,Channel,Copy", "a calendar with headings of its own"),
    ],
)
def test_headings_are_recognised_and_told(headings: str, said: str) -> None:
    cells = [
        "2026-04-20 09:00"
        if heading in ("Posting Time",)
        else "20/04/2026"
        if heading.lower() == "date"
        else "09:00"
        if "time" in heading
        else "hello"
        for heading in headings.split(",")
    ]

    items, unread, notes = read(f"{headings}\n{','.join(cells)}\n")

    assert unread == []
    assert items[0].post.text == "hello"
    assert items[0].post.publish_at is not None
    assert any(said in note for note in notes)


@pytest.mark.parametrize(
    ("data", "said"),
    [("date,when\n1,2\n", "no column holds the text"), ("copy,post\na,b\n", "both read as the text of the post")],
)
def test_headings_that_cannot_be_used_stop_the_file(data: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read(data)


def test_a_bad_row_is_told_with_its_line_and_the_others_are_read() -> None:
    items, unread, _ = read('text,department\n"two\nlines",home-office\nbad,Home Office\nshort\nlast,hm-treasury\n')

    assert [item.post.text for item in items] == ["two\nlines", "last"]
    assert [(row.place.line, row.cell) for row in unread] == [(4, "department"), (5, None)]
    assert "GOV.UK organisation slug" in unread[0].message
    assert "has 1 cells where the heading has 2" in unread[1].message


def test_a_row_without_capacity_says_how_to_give_one() -> None:
    _, unread, _ = read("text\nhello\n", options=Options())

    assert "--context capacity=official" in unread[0].message


def test_a_row_s_own_column_beats_the_flag() -> None:
    items, _, _ = read("text,capacity\na,personal\nb,\n")

    assert [item.context.capacity for item in items] == ["personal", "official"]


def test_every_published_word_of_a_row_is_read() -> None:
    items, _, _ = read(
        "text,alt text,image,first comment,poll,title,link,link title\na,b,x.png,c,d || e,f,https://example.org,g\nh,,x.png,,,,,\n"
    )

    assert dict(items[0].post.fields()) == {
        "text": "a", "title": "f", "first_comment": "c", "poll[0]": "d", "poll[1]": "e", "media[0].alt_text": "b", "links[0].url": "https://example.org", "links[0].title": "g",
    }  # fmt: skip
    assert items[1].post.media[0].alt_text == ""


def test_ids_do_not_depend_on_the_row() -> None:
    one, _, _ = read("text,account\na,@x\nb,@x\na,@x\n")
    two, _, _ = read("text,account\nb,@x\na,@x\n")

    assert one[0].id == two[1].id
    assert one[1].id == two[0].id
    assert one[2].id == f"{one[0].id}~2"


def test_a_release_column_gives_the_context_a_release() -> None:
    items, unread, _ = read(
        "text,release,release at\na,Plum statistics,2026-04-20 09:30\nb,Plum statistics,2026-04-20\n"
    )

    assert [(release.name, str(release.at)) for release in items[0].context.releases] == [
        ("Plum statistics", "2026-04-20 09:30:00+01:00")
    ]
    assert "time of day" in unread[0].message


def test_formula_cells_are_text() -> None:
    items, _, _ = read("text\n=1+1\n@someone hello\n")

    assert [item.post.text for item in items] == ["=1+1", "@someone hello"]


def line(**parts: object) -> str:
    return json.dumps({"id": "1", "post": {"text": "hello"}, "context": {"capacity": "personal"}, **parts}) + "\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{broken\n", "is not JSON"), ("[]\n", "has no post"), (line(context=3), "must be an object"), (line(id=[1]), "must be text or a whole number"),
        (line(post={"text": "x", "publish_at": "2026-04-20T09:00:00"}), "has no time zone"), (line(post={"text": "x", "kin": "reply"}), "Did you mean “kind”?"),
        (line(post={"text": "x", "kind": "toot"}), "is not one of the words"), (line(context={}), "capacity"), (line(post={}), "“text” is missing"),
        (line(post={"text": "x", "publish_at": "soon"}), "not an ISO 8601 time"), ("[" * 100_000 + "\n", ""),
    ],
)  # fmt: skip
def test_a_bad_line_of_jsonl_is_told_and_the_others_are_read(data: str, said: str) -> None:
    items, unread, _ = read(data + line(id="2"), "c.jsonl", Options())

    assert [item.id for item in items] == ["2"]
    assert said in str(unread[0])
    assert unread[0].place.line == 1


def test_other_top_level_keys_of_a_line_are_left_alone_and_u2028_ends_no_line() -> None:
    items, unread, _ = read(line(post={"text": "a\u2028b"}, expect={"verdict": "note"}), "c.jsonl", Options())

    assert ([item.post.text for item in items], unread) == (["a\u2028b"], [])


def test_standard_input_is_told_apart_by_its_first_character() -> None:
    assert read(line(), "-", Options())[0][0].id == "1"
    assert read("text\nhello\n", "-")[0][0].post.text == "hello"


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(ReadError, match="--input-format"):
        read("x", "posts.docx")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("c.csv", "c.jsonl"):
        try:
            list(read_bytes(data, name, OFFICIAL).rows)
        except ReadError:
            continue
