"""JSON, Markdown and ICS; which reader reads a file; and the samples that are at hand."""

from __future__ import annotations

import builtins
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from csmedia import ReadError
from csmedia.cli import main
from csmedia.read import FORMATS, Item, Options, Reader, Reading, format_of, read_bytes

from .test_reading import OFFICIAL, read

SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "formats"


@pytest.mark.parametrize(
    "value",
    [
        [{"id": "a", "post": {"text": "one"}, "context": {"capacity": "personal"}}],
        {"posts": [{"id": "a", "post": {"text": "one"}, "context": {"capacity": "personal"}}]},
        [{"id": "a", "text": "one", "capacity": "personal"}],
        {"id": "a", "text": "one", "capacity": "personal"},
    ],
)
def test_json_is_an_array_an_object_of_posts_or_one_post(value: Any) -> None:
    items, unread, _ = read(json.dumps(value), "posts.json", Options())

    assert unread == []
    assert [(item.id, item.post.text, item.context.capacity) for item in items] == [("a", "one", "personal")]


def test_every_text_of_a_json_post_has_its_place() -> None:
    post = {"text": "one\ntwo", "title": "t", "poll": ["a", "b"], "media": [{"type": "image", "alt_text": "alt"}], "links": [{"url": "u", "title": "l"}]}

    items, _, _ = read(json.dumps([{"post": post}], indent=1), "posts.json")

    places = {name: (cell.line, cell.column) for name, cell in items[0].cells.items()}
    assert places == {
        "text": (4, None), "title": (5, 14), "poll[0]": (7, 6), "poll[1]": (8, 6), "media[0].alt_text": (13, 19), "links[0].url": (18, 14), "links[0].title": (19, 16),
    }  # fmt: skip
    assert items[0].place.line == 2


def test_a_line_of_jsonl_gives_the_places_of_its_texts() -> None:
    items, _, _ = read('\n{"id": 1, "post": {"text": "hello", "title": "a\\"b"}}\n', "posts.jsonl")

    assert {name: (cell.line, cell.column) for name, cell in items[0].cells.items()} == {"text": (2, 29), "title": (2, None)}


def test_what_ayrshare_takes_is_one_post_on_each_network() -> None:
    value = {
        "id": "7", "post": "hello", "platforms": ["twitter", "youtube"], "mediaUrls": ["https://a.example/1.mp4"], "scheduleDate": "2026-04-20T08:00:00Z",
        "firstComment": {"comment": "first"}, "youTubeOptions": {"title": "A film"}, "twitterOptions": {"altText": ["alt"], "poll": {"options": ["Yes", "No"]}},
    }  # fmt: skip
    items, unread, _ = read(json.dumps(value), "posts.json")

    assert unread == []
    assert [(item.id, item.post.platform, item.post.title, item.post.poll, item.post.first_comment, item.post.media[0].alt_text) for item in items] == [
        ("7-twitter", "x", None, ("Yes", "No"), "first", "alt"), ("7-youtube", "youtube", "A film", (), "first", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[{"text": "a",]', "posts.json:1: column 15: is not JSON"), ("[" * 100_000, "nested too deeply"), ('{"a": 1}', "holds no posts"), ("[" + "1" * 5000 + "]", "a number that is too long"),
        ("{broken", "is not JSON"),
    ],
)  # fmt: skip
def test_a_json_file_that_cannot_be_read_ends_in_one_message(data: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, "posts.json")

    assert said in str(caught.value)


def test_a_bad_object_is_told_and_the_others_are_read() -> None:
    items, unread, _ = read('[3,\n{"text": "a", "publish_at": "2026-04-20T09:00:00"},\n{"text": "b"}]', "posts.json")

    assert [item.post.text for item in items] == ["b"]
    assert [str(row)[:20] for row in unread] == ["posts.json: post 1: ", "posts.json:2: publis"]


SEVERAL = """---
# facts
channel: LinkedIn
publish at: 2026-04-20 09:00
title: "A title"
capacity: personal
poll: Yes || No
layout: post
---

First line

---

after a rule
---
id: second
---
hello
+++
publish_at = 2026-04-21T09:00:00
roles = ["press-office", "analyst"]
title = 'T'
+++
third
"""


def test_several_posts_stand_in_one_markdown_file() -> None:
    items, unread, notes = read(SEVERAL, "posts.md")

    assert unread == []
    assert [item.post.text for item in items] == ["First line\n\n---\n\nafter a rule", "hello", "third"]
    first, second, third = items
    assert (first.post.platform, first.post.title, first.post.poll, first.context.capacity) == ("linkedin", "A title", ("Yes", "No"), "personal")
    assert (second.id, third.context.roles) == ("second", ("press-office", "analyst"))
    assert [str(item.post.publish_at) for item in (first, third)] == ["2026-04-20 09:00:00+01:00", "2026-04-21 09:00:00+01:00"]
    assert [(item.cells["text"].line, item.cells["text"].column) for item in items] == [(11, 1), (19, 1), (25, 1)]
    assert [(item.cells["title"].line, item.cells["title"].column) for item in (first, third)] == [(5, 9), (23, 10)]
    assert any("not read: layout" in note for note in notes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("---\ntitle: a\nhello\n", "no closing ---"), ("+++\ntitle = a\n+++\nhello\n", "posts.md:2: is not TOML"), ("---\ntags:\n  - a\n---\nhello\n", "posts.md:3: “- a” is no “key: value”"),
        ("---\ntext: a\n---\nhello\n", "The text stands below"), ("---\nchannel: X\nplatform: X\n---\nhello\n", "the platform is said twice"), ("---\ndate: soon\n---\nhello\n", "posts.md:2: date: “soon” is no date"),
    ],
)  # fmt: skip
def test_a_head_of_markdown_that_cannot_be_read_is_told(data: str, said: str) -> None:
    _, unread, _ = read(data, "posts.md")

    assert said in str(unread[0])


def test_markdown_without_a_head_is_one_post() -> None:
    items, _, _ = read("\nhello\nyou\n\n", "posts.md")

    assert [(item.post.text, item.cells["text"].line) for item in items] == [("hello\nyou", 2)]
    assert read("\n", "posts.md")[0] == []


def calendar(*events: str) -> str:
    bodies = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n{bodies}END:VCALENDAR\r\n"


def test_events_of_a_calendar_are_posts() -> None:
    pytest.importorskip("icalendar")
    events = (
        "UID:1\r\nSUMMARY:A title\r\nDTSTART;TZID=Europe/London:20260420T090000\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:alarm\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nDESCRIPTION:one\\ntwo\\, thr\r\n ee",
        "UID:2\r\nDESCRIPTION:naive\r\nDTSTART:20260420T090000", "UID:3\r\nDESCRIPTION:a day\r\nDTSTART;VALUE=DATE:20260420", "UID:4\r\nSUMMARY:no time",
    )  # fmt: skip
    items, unread, notes = read(calendar(*events), "plan.ics")

    assert unread == []
    assert [(item.id, item.post.text, item.post.title) for item in items] == [("1", "one\ntwo, three", "A title"), ("2", "naive", None), ("3", "a day", None), ("4", "", "no time")]
    moment = datetime.fromisoformat("2026-04-20T09:00:00+01:00")
    assert [item.post.publish_at for item in items] == [moment, moment, date(2026, 4, 20), None]
    assert (items[0].cells["title"].line, items[0].cells["text"].line) == (6, 13)
    assert any("UK time" in note for note in notes)


@pytest.mark.parametrize(
    ("event", "said"),
    [("UID:1\r\nSUMMARY:a\r\nDTSTART:2026bad", "plan.ics:7: DTSTART: is no date"), ("UID:1\r\nDTSTART:20260420T090000Z", "nothing to check"),
     ("UID:1\r\nSUMMARY:a\r\nDTSTART:20260329T013000", "does not exist"), ("UID:1\r\nSUMMARY:a\r\nDTSTART:20260420T090000Z\r\nRRULE:FREQ=DAILY", "only its first time was judged")],
)  # fmt: skip
def test_an_event_that_cannot_be_read_whole_is_told(event: str, said: str) -> None:
    pytest.importorskip("icalendar")
    _, unread, _ = read(calendar(event), "plan.ics")

    assert said in str(unread[0])


@pytest.mark.parametrize("data", ["junk", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", "BEGIN:VEVENT\r\nEND:VEVENT\r\n"])
def test_what_is_no_calendar_ends_in_one_message(data: str) -> None:
    pytest.importorskip("icalendar")
    with pytest.raises(ReadError, match=r"plan\.ics: is"):
        read(data, "plan.ics")


def test_without_the_extra_a_calendar_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "icalendar":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(ReadError, match=r'pip install "csmedia\[calendar\]"'):
        read(calendar(), "plan.ics")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.CSV", b"", "csv"), ("a.ndjson", b"", "jsonl"), ("a.ods", b"", "sheets"), ("a.json", b"[]", "json"), ("a.json", b'{"orderedItems": []}', "mastodon"),
        ("a.json", b'[{"$type": "app.bsky.feed.post"}]', "bluesky"), ("a.json", b'[{"text": "\\"$type\\": \\"app.bsky.feed.post\\""}]', "json"),
        ("a.js", b"window.YTD.tweet.part0 = []", "x-archive"), ("a.car", b"", "bluesky-car"), ("a.md", b"", "markdown"), ("a.ics", b"", "ics"), ("-", b" {", "jsonl"), ("-", b"a", "csv"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_name_and_json_by_what_it_holds(name: str, data: bytes, expected: str) -> None:
    assert format_of(name, data) == expected


@pytest.mark.parametrize("words", ["A plum, a pear; and\tmore", "---\nplatform: x\n---\nA plum", '{"text": "A plum"}', "# A plum\n\nwith a stone"])
def test_plain_text_is_one_post_whatever_it_looks_like(words: str) -> None:
    (item,) = read_bytes(f"\n{words}\r\n".encode(), "-", OFFICIAL, "text").rows

    assert isinstance(item, Item)
    assert item.post.text == words
    assert (item.cells["text"].line, item.cells["text"].column) == (2, 1)


def test_plain_text_of_nothing_is_no_post() -> None:
    assert list(read_bytes(b" \n\n", "-", OFFICIAL, "text").rows) == []


def test_whoever_types_a_post_is_told_how_it_is_read_as_one() -> None:
    with pytest.raises(ReadError, match="--input-format text"):
        read_bytes(b"Good morning all", "-", OFFICIAL)


def test_what_was_said_of_a_file_comes_before_what_it_looks_like() -> None:
    assert format_of("a.json", b'{"orderedItems": []}', "json") == "json"
    with pytest.raises(ReadError, match="does not look like x-archive"):
        format_of("a.js", b"var a = 1")


def test_a_plugin_s_reader_with_a_recogniser_reads_its_own_files_of_a_shared_ending() -> None:
    def read_mine(data: bytes, name: str, options: Options) -> Reading:
        return Reading(iter(()), [f"{name} is mine"])

    more = {"mine": Reader((".json",), read_mine, lambda data: b"mine" in data)}

    assert read_bytes(b'["mine"]', "a.json", OFFICIAL, more=more).notes == ["a.json is mine"]
    assert format_of("a.json", b"[]", more=more) == "json"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.7\n", "is a PDF"), (b"PK\x03\x04", "a spreadsheet, whatever its name says"), (b"text\nhel\x00lo\n", "c.csv:2: holds a NUL"), (b"\x00\x01\x02" * 200, "NUL")],
)
def test_what_is_no_text_ends_in_one_message(data: bytes, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)

    assert said in str(caught.value)


def test_a_map_of_columns_that_cannot_be_used_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "plan.csv", "--columns", "txt=A"]) == 2
    assert "Did you mean “text”?" in capsys.readouterr().err


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not at hand")
def test_every_sample_opens_without_a_flag() -> None:
    for path in sorted(SAMPLES.iterdir()):
        rows = list(read_bytes(path.read_bytes(), path.name, OFFICIAL).rows)
        assert rows, path.name
        assert [row for row in rows if not isinstance(row, Item)] == [], path.name


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not at hand")
def test_a_repository_and_its_posts_in_json_say_the_same() -> None:
    texts = [
        [row.post.text for row in read_bytes((SAMPLES / name).read_bytes(), name, OFFICIAL).rows if isinstance(row, Item)] for name in ("bluesky_posts.json", "bluesky_repo.car")
    ]

    assert texts[0] == texts[1]


def test_every_format_but_plain_text_has_an_ending() -> None:
    assert {name for name, reader in FORMATS.items() if not reader.endings} == {"text"}


@pytest.mark.parametrize(("name", "count"), [("plan.md", 2), ("posts.json", 2), ("plan.ics", 1), ("metricool.csv", 4)])
def test_the_examples_of_formats_open(name: str, count: int) -> None:
    if name.endswith(".ics"):
        pytest.importorskip("icalendar")
    path = Path(__file__).resolve().parent.parent / "examples" / "formats" / name

    rows = list(read_bytes(path.read_bytes(), name, OFFICIAL).rows)

    assert [isinstance(row, Item) for row in rows] == [True] * count
