"""What a heading means: own names, and what people call columns by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    "poll": "poll, poll options, poll option",
    "alt_text": "alt_text, alt text, image alt text, image description, alt, picture description, alternative text, alt text picture",
    "media_type": "media_type, media type, asset type",
    "media_text": "media_text, media text, words in image, text in image, image text, video script",
    "captions": "captions, subtitled, subtitles",
    "image": "image url, image, media url, media urls, media, public image url, picture, photo, video, asset, image file, picture url",
    "labels": "published labels, labels published, label published, published tags, published hashtags, hashtags",
    "link": "link, url, links, link url, landing page",
    "link_title": "link_title, link title",
    "link_description": "link_description, link description",
    "thread": "thread, thread id",
    "capacity": "capacity", "serves": "serves, government", "department": "department, organisation", "political_group": "political_group, political group",
    "roles": "roles, role", "permissions": "permissions", "audience": "audience", "identifiable": "identifiable", "periods": "periods", "area": "area",
    "release": "release, release name, statistics release", "release_at": "release_at, release at, release time",
}  # fmt: skip
FIELD_OF = {alias.strip().replace("_", " "): field for field, names in _NAMES.items() for alias in names.split(",")}

SEVERAL = frozenset({"image", "video", "alt_text", "media_text", "link", "link_title", "link_description", "poll"})
"""Fields that may stand in more than one column, in order."""


def plain_heading(heading: str) -> str:
    """A heading in small letters, without marks."""
    return " ".join(re.sub(r"[^\w]+|_", " ", heading.replace("\ufeff", "")).lower().split())


def field_of(plain: str) -> str | None:
    """The field of a plain heading; “Image 2” is the second of the column “Image”."""
    found = FIELD_OF.get(plain)
    if found is None and (unnumbered := re.sub(r" \d+$", "", plain)) != plain:
        several = FIELD_OF.get(unnumbered)
        return several if several in SEVERAL else None
    return found
