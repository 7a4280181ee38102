"""Schedulers' tables and hand-made ones: which it is, what each column holds, and where every word was written."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmedia import ReadError
from csmedia.read import Item, Options, column_map, read_bytes
from csmedia.read.delimited import split_rows

from .test_reading import OFFICIAL, read

PUBLER = (
    '"Date - Intl. format or prompt",Text,Link(s) - Separated by comma for FB carousels,Media URL(s) - Separated by comma,'
    '"Title - For the video, pin, PDF ..",Label(s) - Separated by comma,Alt text(s) - Separated by ||,Comment(s) - Separated by ||,'
    '"Pin board, FB album, or Google category","Post subtype - I.e. story, reel, PDF ..",CTA - For Facebook links or Google,'
    '"Reminder - For stories, reels, shorts, and TikToks"'
)
METRICOOL = (
    "Text,Date,Time,Draft,Facebook,Twitter/X,LinkedIn,GBP,Instagram,Pinterest,TikTok,Youtube,Threads,Bluesky,Picture Url 1,Picture Url 2,"
    "Alt text picture 1,Alt text picture 2,Twitter/X Poll Option 1,Twitter/X Poll Option 2,Youtube Video Title,First Comment Text,Brand name"
)


def one(data: str) -> Item:
    items, unread, _ = read(data)
    assert unread == []
    return items[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Text,Image URL,Tags,Posting Time\nhello,,,2026-04-20 09:00\n", "Buffer"),
        ("date,time_24hr,message_text\n20/04/2026,09:00,hello\n", "Sprout Social"),
        (f"{PUBLER}\n2026/04/20 09:00,hello,,,,,,,,,,\n", "Publer"),
        (f"{METRICOOL}\nhello,2026-04-20,09:00:00,FALSE,FALSE,TRUE,{'FALSE,' * 8},,,,,,,,@a\n", "Metricool"),
        ("text,link,imageUrls,gifUrls,videoUrls,postAtSpecificTime\nhello,,,,,2026-04-20 09:00\n", "SocialBee"),
        ("postatspecifictime (YYYY-MM-DD HH:mm:ss),content,link (OGmetaURL),imageUrls,gifUrl,videoUrls\n2026-04-20 09:00:00,hello,,,,\n", "HighLevel"),
        ("scheduled_at,account_id,content,media_urls,first_comment\n2026-04-20T09:00:00+01:00,a,hello,,\n", "PostFast"),
        ("post,platforms,mediaUrls,scheduleDate\nhello,x,,2026-04-20T08:00:00Z\n", "Ayrshare"),
        ('"Tweet id","Tweet permalink","Tweet text","time","impressions","engagements","engagement rate","retweets","replies","likes"\n'
         '"12","https://x.example","hello","2026-04-20 08:00 +0000","1","1","1","1","1","1"\n', "X Analytics"),
        ("20/04/2026 09:00,hello,https://example.org\n21/04/2026 09:00,again\n", "Hootsuite"),
        ("hello,2026,4,20,9,0,https://example.org/a.png,https://example.org\n", "Postcron"),
        ("id,text,publish_at\n1,hello,2026-04-20 09:00\n", "csmedia's own columns"),
    ],
)  # fmt: skip
def test_a_scheduler_is_known_by_its_whole_header(data: str, said: str) -> None:
    items, unread, notes = read(data)

    assert unread == []
    assert items[0].post.text == "hello"
    assert items[0].post.publish_at == datetime.fromisoformat("2026-04-20T09:00:00+01:00")
    assert any(f"read as {said}" in note or f"read as a {said}" in note for note in notes)


def test_oktopost_holds_assets_without_a_time() -> None:
    item = one("Network,Message,LinkUrl,LinkTitle,ImageUrl,Description,Picture\nLinkedIn,hello,https://example.org,A title,,A description,\n")

    assert (item.post.platform, item.post.publish_at) == ("linkedin", None)
    assert [(link.url, link.title) for link in item.post.links] == [("https://example.org", "A title"), ("https://example.org", "A description")]


def test_part_of_a_header_makes_no_dialect() -> None:
    _, _, notes = read("Text,Tags,Posting Time\nhello,,2026-04-20 09:00\n")

    assert notes[:2] == [
        "c.csv: “Text” is the text of the post, “Posting Time” is the publish time.", "c.csv: read as a calendar with headings of its own; not read: Tags",
    ]  # fmt: skip


def test_a_dialect_takes_the_columns_that_a_team_adds() -> None:
    item = one("Text,Image URL,Tags,Posting Time,Capacity\nhello,,,2026-04-20 09:00,personal\n")

    assert item.context.capacity == "personal"


def test_all_of_a_publer_row_is_read() -> None:
    item = one(f'{PUBLER}\n2026/04/20 09:00,t,"https://a.example,https://b.example","https://a.example/1.png, https://a.example/2.mp4",A title,inner,One || Two,First || Second,,,,\n')

    assert dict(item.post.fields()) == {
        "text": "t", "title": "A title", "first_comment": "First || Second", "media[0].alt_text": "One", "media[1].alt_text": "Two",
        "links[0].url": "https://a.example", "links[1].url": "https://b.example",
    }  # fmt: skip
    assert [media.type for media in item.post.media] == ["image", "video"]
    assert item.cells["media[1].alt_text"].heading == "Alt text(s) - Separated by ||"


def test_a_metricool_row_is_one_post_on_each_network_that_is_true() -> None:
    row = "hello,2026-04-20,09:00:00,FALSE,FALSE,TRUE,FALSE,FALSE,FALSE,TRUE,FALSE,TRUE,FALSE,FALSE,https://a.example/1.png,,An alt,,Yes,No,A film,A comment,@a"
    items, unread, _ = read(f"{METRICOOL}\n{row}\n")
    again, _, _ = read(f"{METRICOOL}\nother{row[5:]}\n{row}\n")

    assert unread == []
    assert [item.id.rpartition("-")[2] for item in items] == ["x", "pinterest", "youtube"]
    assert [item.id for item in items] == [item.id for item in again[3:]]
    assert [(item.post.platform, item.post.poll, item.post.title) for item in items] == [
        ("x", ("Yes", "No"), None), ("other", (), None), ("youtube", (), "A film"),
    ]  # fmt: skip
    assert {item.post.first_comment for item in items} == {"A comment"}
    assert items[0].post.media[0].alt_text == "An alt"


@pytest.mark.parametrize(("word", "said"), [("FALSE", "no network of this row says TRUE"), ("", "no network"), ("perhaps", "neither yes nor no")])
def test_a_metricool_row_for_no_network_is_told(word: str, said: str) -> None:
    _, unread, _ = read(f"Text,Date,Time,Draft,Facebook\nhello,2026-04-20,09:00,FALSE,{word}\n")

    assert said in unread[0].message


def test_a_list_of_networks_is_one_post_on_each() -> None:
    items, _, _ = read('id,copy,channel\n7,hello,"Twitter/X, LinkedIn & FB"\n8,hello,Staff newsletter and posters\n')

    assert [(item.id, item.post.platform) for item in items] == [("7-x", "x"), ("7-linkedin", "linkedin"), ("7-facebook", "facebook"), ("8", "other")]


def test_published_labels_and_numbered_columns_are_read() -> None:
    item = one("Copy,Published labels,Image 1,Image 2,Image 1 notes,Poll option 1,Poll option 2\nhello,#plums,a.png,b.png,x,Yes,No\n")

    assert (item.post.title, item.post.poll, len(item.post.media)) == ("#plums", ("Yes", "No"), 2)


@pytest.mark.parametrize(
    ("said", "expected"),
    [(["text=Words for web,publish_at=Live, on"], {"text": "Words for web", "publish_at": "Live, on"}), (["text=A", "alt-text=B"], {"text": "A", "alt_text": "B"})],
)
def test_a_map_of_columns_is_read(said: list[str], expected: dict[str, str]) -> None:
    assert column_map(said) == expected


@pytest.mark.parametrize(("said", "cure"), [("text", "FIELD=HEADING"), ("txt=A", "Did you mean “text”?")])
def test_a_map_of_columns_that_cannot_be_used_is_told(said: str, cure: str) -> None:
    with pytest.raises(ReadError, match="--columns") as caught:
        column_map([said])

    assert cure in str(caught.value)


def test_a_map_of_columns_beats_what_headings_say() -> None:
    options = Options({"capacity": "official"}, columns={"text": "Words for web", "publish_at": "Live on"})

    items, unread, notes = read("Copy,Words for web,LIVE ON\nold,hello,2026-04-20 09:00\n", options=options)

    assert ([item.post.text for item in items], unread) == (["hello"], [])
    assert "not read: Copy" in notes[1]
    with pytest.raises(ReadError, match="no column has this heading; the headings are “Copy”"):
        read("Copy\nhello\n", options=options)


def test_headings_are_found_below_a_title() -> None:
    items, _, notes = read("Plan for May,,\n,,\nDate,Channel,Copy\n2026-05-01,X,hello\n")

    assert items[0].place.line == 4
    assert any("headings stand in line 3" in note for note in notes)


def test_posts_above_a_row_that_looks_like_headings_are_not_skipped() -> None:
    items, _, _ = read("20/04/2026 09:00,Post\n21/04/2026 09:00,date,text\n")

    assert [item.post.text for item in items] == ["Post", "date"]
    with pytest.raises(ReadError, match="no column holds the text"):
        read("a,b\nc,post\n")


def test_one_row_settles_the_order_of_dates_for_its_column() -> None:
    items, unread, notes = read("date,created at,text\n03/04/2026,2026-03-01 09:00,a\n13/04/2026,2026-03-01 09:00,b\n1/5/26,2026-03-01 09:00,c\n")

    assert [item.post.publish_at for item in items] == [date(2026, 4, 3), date(2026, 4, 13), date(2026, 5, 1)]
    assert unread == []
    assert any("the day comes first, as “13/04/2026” shows" in note for note in notes)


def test_another_column_settles_nothing_and_neither_do_two_orders() -> None:
    _, other, _ = read("date,created at,text\n03/04/2026,13/04/2026,a\n")
    _, torn, notes = read("date,text\n03/04/2026,a\n13/04/2026,b\n04/13/2026,c\n")

    assert ["may be two days" in row.message for row in (*other, *torn)] == [True, True]
    assert any("settles no order" in note for note in notes)


def test_a_month_first_column_is_read_so() -> None:
    items, _, _ = read("date,text\n03/04/2026,a\n04/13/2026,b\n")

    assert [item.post.publish_at for item in items] == [date(2026, 3, 4), date(2026, 4, 13)]


def test_every_field_has_its_line_and_column() -> None:
    item = one('when,text,poll\n2026-04-20 09:00,"say ""now""\nthen",Yes || No\n')

    assert [(item.cells[name].line, item.cells[name].column) for name in ("text", "poll[0]", "poll[1]")] == [(2, 19), (3, 7), (3, 14)]
    assert [(at.line, at.column) for at in (item.cells["text"].at(item.post.text, 5), item.cells["text"].at(item.post.text, 10))] == [(2, 25), (3, 1)]


def test_a_quotation_mark_that_never_closes_is_told_where_it_opens() -> None:
    items, unread, _ = read('text,account\na,@x\n"b,@x\nc,@x\n')

    assert [item.post.text for item in items] == ["a"]
    assert "opens in line 3 and is never closed" in str(unread[0])


def test_empty_cells_past_the_headings_are_no_fault() -> None:
    assert one("text,account\nhello,@x,,\n").post.text == "hello"


def test_a_cell_too_long_to_be_a_post_is_told() -> None:
    _, unread, _ = read(f"text\n{'a' * 1_000_001}\n")

    assert "1,000,001 characters" in unread[0].message


def test_two_columns_for_one_title_are_refused() -> None:
    with pytest.raises(ReadError, match="both read as the title"):
        read("text,title,video title\na,b,c\n")


@given(st.lists(st.lists(st.text("ab,;\"\n\r\té ", max_size=8), min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_rows_are_split_as_the_standard_library_splits_them_and_cells_know_their_place(rows: list[list[str]], separator: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    text = written.getvalue()

    lines = list(split_rows(text, separator, "c.csv"))

    assert [[cell.words for cell in line.cells] for line in lines] == rows
    physical = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for cell in (cell for line in lines for cell in line.cells if cell.words):
        seen = '""' if cell.words[0] == '"' else cell.words[0].replace("\r", "\n")
        assert (physical[(cell.line or 0) - 1] + "\n")[(cell.column or 0) - 1 :].startswith(seen)


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csmedia.read.files.LARGEST_FILE", 10)

    with pytest.raises(ReadError, match="more than csmedia reads"):
        read_bytes(b"text\nhello\n", "c.csv", OFFICIAL)
