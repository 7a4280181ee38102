"""Which column holds what: own names, schedulers' names, and what people call columns by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from csmedia.errors import ReadError
from csmedia.load.files import did_you_mean

# Own names, which are the fields of the public models, and after them the names that people give by hand.
_NAMES: Mapping[str, str] = {
    "id": "id, post id, ref, reference",
    "text": "text, copy, post, posts, message, caption, content, body, tweet, post text, post copy, social copy, draft copy, message text, "
            "tweet text, wording, testun, neges",
    "publish_at": "publish_at, publish at, publish time, publish date and time, posting time, scheduled, scheduled at, scheduled for, "
                  "schedule date, go live, go live at, date and time, datetime, date time, post at, when, publication time",
    "day": "date, day, publish date, posting date, publication date, go live date, scheduled date, post date, dyddiad",
    "clock": "time, publish time of day, time 24hr, posting hour, go live time, scheduled time, post time, amser",
    "kind": "kind, post kind, post type",
    "platform": "platform, channel, network, social network, platforms, channels",
    "language": "language, lang, iaith",
    "account": "account, handle, profile, account name, account handle, page, profiles",
    "created_at": "created_at, created at, created, written, drafted at",
    "approved_at": "approved_at, approved at, agreed at, signed off at",
    "quoted_text": "quoted_text, quoted text, in reply to text, original post",
    "quoted_author": "quoted_author, quoted author, in reply to",
    "title": "title, video title, link headline",
    "first_comment": "first_comment, first comment, comment, comments to post, follow up comment",
    "poll": "poll, poll options",
    "alt_text": "alt_text, alt text, image alt text, image description, alt, picture description, alternative text",
    "media_type": "media_type, media type, asset type",
    "media_text": "media_text, media text, words in image, text in image, image text, video script",
    "captions": "captions, subtitled, subtitles",
    "image": "image url, image, media url, media urls, media, public image url, picture, photo, video, asset, image file, picture url",
    "link": "link, url, links, link url, landing page",
    "link_title": "link_title, link title",
    "thread": "thread, thread id",
    "capacity": "capacity", "serves": "serves, government", "department": "department, organisation", "political_group": "political_group, political group",
    "roles": "roles, role", "permissions": "permissions", "audience": "audience", "identifiable": "identifiable", "periods": "periods", "area": "area",
    "release": "release, release name, statistics release", "release_at": "release_at, release at, release time",
}  # fmt: skip
FIELD_OF = {alias.strip().replace("_", " "): field for field, names in _NAMES.items() for alias in names.split(",")}
_DIALECTS = (
    ("Buffer", ("text", "image url", "tags", "posting time")),
    ("Sprout Social", ("date", "time 24hr", "message text")),
)


class Columns(NamedTuple):
    """The field of each column (None where it is not used), its heading, and what was recognised."""

    fields: tuple[str | None, ...]
    headings: tuple[str, ...]
    dialect: str

    def heading_of(self) -> Mapping[str, str]:
        """The heading that each field was read from."""
        return {field: heading for field, heading in zip(self.fields, self.headings, strict=True) if field}


def plain_heading(heading: str) -> str:
    """A heading in small letters, without marks."""
    return " ".join(re.sub(r"[^\w]+|_", " ", heading.replace("\ufeff", "")).lower().split())


def read_headings(row: Sequence[str], name: str) -> Columns:
    """Recognise a heading row; raises `ReadError` where no column or more than one holds the text."""
    plain = [plain_heading(cell) for cell in row]
    fields: list[str | None] = [FIELD_OF.get(heading) for heading in plain]
    for field in ("text", "publish_at", "day", "clock", "id", "capacity", "account"):
        same = [row[index] for index, one in enumerate(fields) if one == field]
        if len(same) > 1:
            both = " and ".join(f"“{heading}”" for heading in same)
            raise ReadError(f"{name}:1: the columns {both} both read as {_said(field)}. Rename all but one.")
    if "text" not in fields:
        shown = ", ".join(f"“{cell}”" for cell in row[:12]) or "nothing"
        near = next(
            (
                cure
                for cell in plain
                if "mean" in (cure := did_you_mean(cell, ("text", "copy", "message", "caption", "content")))
            ),
            "",
        )
        raise ReadError(
            f"{name}:1: no column holds the text of the posts; the headings are {shown}. {near} Call it text, copy, message or caption.".replace(
                "  ", " "
            )
        )
    return Columns(tuple(fields), tuple(cell.strip() for cell in row), _dialect(plain))


def _said(field: str) -> str:
    return {
        "text": "the text of the post",
        "day": "the date",
        "clock": "the time",
        "publish_at": "the publish time",
    }.get(field, f"the {field}")


def _dialect(plain: Sequence[str]) -> str:
    for dialect, needed in _DIALECTS:
        if all(heading in plain for heading in needed):
            return f"{dialect} (by its headings {', '.join(needed)})"
    return "a calendar with headings of its own"
