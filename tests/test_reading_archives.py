"""Archives of networks: Mastodon's outbox, Bluesky's posts and repositories, and tweets.js of X."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmedia import ReadError
from csmedia.read import read_bytes
from csmedia.read.cbor import CborError, Link, decode
from csmedia.read.html_text import words_of_html

from .test_reading import OFFICIAL, read

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTOR = "https://social.example/users/plums"


def outbox(*activities: dict[str, Any]) -> str:
    return json.dumps({"type": "OrderedCollection", "orderedItems": list(activities)}, indent=1)


def status(content: str = "<p>hello</p>", *, to: str = PUBLIC, **more: Any) -> dict[str, Any]:
    note = {"id": f"{ACTOR}/statuses/1", "type": "Note", "attributedTo": ACTOR, "published": "2026-04-20T08:00:00Z", "content": content, "to": [to], "cc": [], **more}
    return {"id": f"{ACTOR}/statuses/1/activity", "type": "Create", "actor": ACTOR, "to": [to], "object": note}


def test_a_status_is_read_with_its_warning_its_links_and_its_alt_texts() -> None:
    content = '<p>One<br>two</p><p>See <a href="https://example.org/x"><span class="invisible">https://</span>example.org/x</a> <a href="https://social.example/tags/a" class="mention hashtag">#a</a></p>'
    media = [{"mediaType": "image/png", "name": None}, {"mediaType": "video/mp4", "name": "A film"}]

    items, unread, _ = read(outbox(status(content, summary="Work", attachment=media)), "outbox.json")

    post = items[0].post
    assert unread == []
    assert dict(post.fields()) == {
        "text": "One\ntwo\n\nSee https://example.org/x #a", "title": "Work", "media[1].alt_text": "A film", "links[0].url": "https://example.org/x",
    }  # fmt: skip
    assert (post.media[0].alt_text, post.media[1].type, post.platform, post.account) == ("", "video", "mastodon", "@plums@social.example")
    assert (items[0].id, post.publish_at) == ("1", datetime(2026, 4, 20, 8, tzinfo=UTC))
    assert (items[0].cells["text"].line, items[0].cells["text"].column, items[0].cells["title"].column) == (16, None, 17)


@pytest.mark.parametrize(("to", "audience"), [(PUBLIC, "public"), ("as:Public", "public"), (f"{ACTOR}/followers", "limited"), ("https://social.example/users/a", "private")])
def test_who_can_see_a_status_is_read(to: str, audience: str) -> None:
    items, _, _ = read(outbox(status(to=to)), "outbox.json")

    assert items[0].context.audience == audience


def test_replies_polls_boosts_and_languages_are_read_and_other_activities_counted() -> None:
    boost = {"id": f"{ACTOR}/statuses/2/activity", "type": "Announce", "actor": ACTOR, "to": [PUBLIC], "published": "2026-04-20T08:00:00Z", "object": "https://other.example/users/x/statuses/3"}
    poll = status(type="Question", oneOf=[{"name": "Yes"}, {"name": "No"}], inReplyTo="https://other.example/@x/3")
    both = status(contentMap={"en": "<p>hello</p>", "cy": "<p>helo</p>"})

    items, unread, notes = read(outbox(poll, boost, both, {"type": "Delete"}, {"type": "Create", "object": "gone"}), "outbox.json")

    assert [(item.post.kind, item.post.quoted_author, item.post.poll, item.post.language) for item in items] == [
        ("reply", "@x@other.example", ("Yes", "No"), "en"), ("repost", "@x@other.example", (), "en"), ("original", None, (), "en"), ("original", None, (), "cy"),
    ]  # fmt: skip
    assert [item.id for item in items] == ["1", "2", "1-en", "1-cy"]
    assert "holds no status" in unread[0].message
    assert any("1 Delete" in note for note in notes)


@pytest.mark.parametrize(
    ("html", "text"),
    [("<p>a</p><p>b</p>", "a\n\nb"), ("a<br/>b &amp; c", "a\nb & c"), ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"), ("<script>x</script>a", "a"), ("a < b", "a < b")],
)
def test_html_is_read_as_its_reader_sees_it(html: str, text: str) -> None:
    assert words_of_html(html).text == text


def tweet(text: str, **more: Any) -> dict[str, Any]:
    return {"tweet": {"id_str": "7", "created_at": "Mon Apr 20 08:00:00 +0000 2026", "full_text": text, "lang": "en", **more}}


def tweets(*rows: dict[str, Any]) -> str:
    return f"window.YTD.tweets.part0 = {json.dumps(list(rows), indent=1)}"


def test_an_archive_of_x_is_read() -> None:
    link = {"entities": {"urls": [{"expanded_url": "https://example.org"}]}, "extended_entities": {"media": [{"type": "photo"}, {"type": "video", "ext_alt_text": "A film"}]}}

    items, unread, _ = read(
        tweets(tweet("a &amp; b", **link), tweet("RT @plum_co: ripe", id_str="8"), tweet("@x no", id_str="9", in_reply_to_status_id_str="1", in_reply_to_screen_name="x")), "tweets.js"
    )

    assert unread == []
    assert [(item.id, item.post.kind, item.post.text, item.post.quoted_text, item.post.quoted_author) for item in items] == [
        ("7", "original", "a & b", None, None), ("8", "repost", "", "ripe", "@plum_co"), ("9", "reply", "@x no", None, "@x"),
    ]  # fmt: skip
    assert items[0].post.publish_at == datetime(2026, 4, 20, 8, tzinfo=UTC)
    assert [(media.type, media.alt_text) for media in items[0].post.media] == [("image", None), ("video", "A film")]
    assert (items[0].cells["text"].line, items[0].cells["text"].column) == (6, None)
    assert (items[1].cells["quoted_text"].line, items[1].cells["quoted_text"].column) == (32, 31)


def test_a_post_of_an_archive_that_cannot_be_read_is_told() -> None:
    items, unread, _ = read(tweets({"tweet": {"id_str": "1"}}, tweet("a", created_at="soon"), tweet("b")), "tweets-part1.js")

    assert [item.post.text for item in items] == ["b"]
    assert ["full_text" in unread[0].message, "no time that X writes" in unread[1].message, unread[1].place.line] == [True, True, 8]


RECORD = {
    "$type": "app.bsky.feed.post", "text": "hello\nyou", "createdAt": "2026-04-20T08:00:00.000Z", "langs": ["cy-GB"], "tags": ["plums"],
    "reply": {"root": {}, "parent": {}},
    "embed": {"$type": "app.bsky.embed.recordWithMedia", "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "A plum"}, {"alt": ""}]}},
    "facets": [{"features": [{"uri": "https://example.org/a"}]}],
}  # fmt: skip


def test_posts_of_bluesky_are_read() -> None:
    card = {"$type": "app.bsky.feed.post", "text": "b", "embed": {"external": {"uri": "https://example.org", "title": "T", "description": "D"}}}
    rows = [{"uri": "at://did:plc:abc/app.bsky.feed.post/3k", "value": RECORD}, card, {"$type": "app.bsky.feed.like"}]

    items, unread, _ = read(json.dumps(rows, indent=1), "posts.json")

    first = items[0].post
    assert (items[0].id, first.account, first.kind, first.language, first.title, first.platform) == ("3k", "did:plc:abc", "reply", "cy", "#plums", "bluesky")
    assert [media.alt_text for media in first.media] == ["A plum", ""]
    assert [(link.url, link.title) for link in (*first.links, *items[1].post.links)] == [("https://example.org/a", None), ("https://example.org", "T"), ("https://example.org", "D")]
    assert items[0].cells["media[0].alt_text"].column is not None
    assert "is no app.bsky.feed.post" in unread[0].message


def encode(value: Any) -> bytes:
    """DAG-CBOR of a value."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, Link):
        return b"\xd8\x2a" + encode(b"\x00" + value.cid)
    if isinstance(value, bytes | str):
        data = value.encode() if isinstance(value, str) else value
        return _head(3 if isinstance(value, str) else 2, len(data)) + data
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(encode, value))
    return _head(5, len(value)) + b"".join(encode(key) + encode(one) for key, one in value.items())


def _head(kind: int, number: int) -> bytes:
    size = next(size for size in (0, 1, 2, 4, 8) if number < (24 if size == 0 else 1 << 8 * size))
    return bytes([kind << 5 | (number if size == 0 else 24 + size.bit_length() - 1)]) + (number.to_bytes(size, "big") if size else b"")


def _varint(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + _varint(number >> 7)


def repository(damage: bytes = b"", leave_out: str = "") -> bytes:
    blocks: dict[bytes, bytes] = {}

    def keep(value: Any) -> Link:
        data = encode(value)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
        blocks[cid] = data.replace(damage, damage.upper()) if damage else data
        return Link(cid)

    posts = [keep({**RECORD, "text": f"post {number}"}) for number in (1, 2)]
    like = keep({"$type": "app.bsky.feed.like"})
    below = {"l": None, "e": [{"p": 0, "k": b"app.bsky.feed.post/3b", "v": posts[1], "t": None}]}
    entries = [{"p": 0, "k": b"app.bsky.feed.like/3a", "v": like, "t": None}, {"p": 14, "k": b"post/3a", "v": posts[0], "t": keep(below)}]
    entries[1]["p"] = len("app.bsky.feed.")
    root = keep({"did": "did:plc:abc", "version": 3, "data": keep({"l": None, "e": entries}), "rev": "1", "prev": None, "sig": b""})
    if leave_out:
        blocks = {cid: data for cid, data in blocks.items() if leave_out.encode() not in data}
    header = encode({"roots": [root], "version": 1})
    return _varint(len(header)) + header + b"".join(_varint(len(cid) + len(data)) + cid + data for cid, data in blocks.items())


def test_the_posts_of_a_repository_are_read_by_its_tree() -> None:
    items, unread, notes = read(repository(), "repo.car")

    assert unread == []
    assert [(item.id, item.post.text, item.post.account) for item in items] == [("3a", "post 1", "did:plc:abc"), ("3b", "post 2", "did:plc:abc")]
    assert items[0].cells["text"].heading == "app.bsky.feed.post/3a"
    assert any("1 app.bsky.feed.like" in note for note in notes)


@pytest.mark.parametrize(("data", "said"), [(repository(b"post 1"), "a block is damaged"), (repository(leave_out="post 1"), "a block is missing")])
def test_a_record_that_is_damaged_or_missing_is_told(data: bytes, said: str) -> None:
    items, unread, _ = read(data, "repo.car")

    assert [item.id for item in items] == ["3b"]
    assert (unread[0].cell, said in unread[0].message) == ("app.bsky.feed.post/3a", True)


@pytest.mark.parametrize("data", [b"", b"\x05hello", repository()[:200], b"\xff" * 20])
def test_what_is_no_repository_ends_in_one_message(data: bytes) -> None:
    with pytest.raises(ReadError, match="is no repository that can be read"):
        read(data, "repo.car")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.text(max_size=30) | st.binary(max_size=300),
    lambda inner: st.lists(inner, max_size=30) | st.dictionaries(st.text(max_size=3), inner, max_size=5),
    max_leaves=40,
)


@given(VALUES)
def test_what_is_written_in_cbor_is_read_again(value: Any) -> None:
    assert decode(encode(value)) == value


@given(st.binary(max_size=80))
def test_any_bytes_are_cbor_or_refused(data: bytes) -> None:
    with suppress(CborError):
        decode(data)


@given(st.binary(max_size=120), st.sampled_from(["a.car", "a.json", "tweets.js", "a.md", "a.ics", "a.xlsx"]), st.booleans())
def test_any_bytes_are_read_or_refused_in_every_format(data: bytes, name: str, starts: bool) -> None:
    start = {"tweets.js": b"window.YTD.tweets.part0 = ", "a.json": b'{"orderedItems": ', "a.md": b"---\n", "a.ics": b"BEGIN:VCALENDAR\r\n", "a.xlsx": b"PK"}
    with suppress(ReadError):
        list(read_bytes(start.get(name, b"") * starts + data, name, OFFICIAL).rows)
