"""The tables that schedulers export and take in, each known by its whole header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Dialect:
    """A scheduler's table: the headings that it must have and the field of each, more that it may have, and patterns of those.

    ``networks`` are columns that say on which networks a row goes out, ``platform`` the one on which all rows do. A field with ``@network`` belongs to the posts on that network alone. Headings stand here in small letters without marks.
    """

    name: str
    must: Mapping[str, str | None]
    may: Mapping[str, str | None] = field(default_factory=dict)
    patterns: tuple[tuple[str, str], ...] = ()
    networks: Mapping[str, str] = field(default_factory=dict)
    platform: str = ""

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether this is the dialect of a heading row."""
        return set(self.must) <= set(headings) and (not self.networks or any(one in self.networks for one in headings))

    def knows(self, heading: str) -> bool:
        """Whether the scheduler itself has this heading."""
        return heading in self.must or heading in self.may or heading in self.networks or self._by_pattern(heading) is not None

    def field_of(self, heading: str) -> str | None:
        """The field that a heading of this dialect holds, if it holds one that is checked."""
        if heading in self.networks:
            return f"on@{self.networks[heading]}"
        return self.must.get(heading) or self.may.get(heading) or self._by_pattern(heading)

    def _by_pattern(self, heading: str) -> str | None:
        for pattern, name in self.patterns:
            if found := re.fullmatch(pattern, heading):
                network = self.networks.get((found.groupdict().get("network") or "").strip())
                return f"{name}@{network}" if network else name
        return None


_NETWORKS = {
    "facebook": "facebook", "twitter x": "x", "twitter": "x", "x": "x", "linkedin": "linkedin", "gbp": "gbp", "instagram": "instagram",
    "pinterest": "pinterest", "tiktok": "tiktok", "youtube": "youtube", "threads": "threads", "bluesky": "bluesky", "twitch": "twitch",
}  # fmt: skip
_ONE_NETWORK = rf"(?P<network>{'|'.join(sorted(_NETWORKS, key=len, reverse=True))})"
_PUBLER_LABELS = "label s separated by comma"

DIALECTS = (
    Dialect(
        "Metricool", {"text": "text", "date": "day", "time": "clock", "draft": None}, {"brand name": "account", "brand name optional": "account"},
        (
            (r"picture url \d+", "image"), (r"alt text picture \d+", "alt_text"), (rf"(?:{_ONE_NETWORK} )?first comment(?: text)?", "first_comment"),
            (rf"{_ONE_NETWORK} (?:video |pin )?title", "title"), (rf"{_ONE_NETWORK} poll option \d+", "poll"), (rf"{_ONE_NETWORK} poll question", "title"),
            (rf"{_ONE_NETWORK} pin link", "link"), (rf"{_ONE_NETWORK} video tags", "labels"), ("document title", "title"),
        ),
        _NETWORKS,
    ),
    Dialect(
        "Publer",
        {"date intl format or prompt": "publish_at", "text": "text", "link s separated by comma for fb carousels": "link",
         "media url s separated by comma": "image", "title for the video pin pdf": "title", _PUBLER_LABELS: None},
        {"alt text s separated by": "alt_text", "comment s separated by": "first_comment", "pin board fb album or google category": None,
         "post subtype i e story reel pdf": None, "cta for facebook links or google": None, "reminder for stories reels shorts and tiktoks": None},
    ),
    Dialect("HighLevel", {"postatspecifictime yyyy mm dd hh mm ss": "publish_at", "content": "text", "link ogmetaurl": "link", "imageurls": "image",
                          "gifurl": "image", "videourls": "video"}),
    Dialect("SocialBee", {"text": "text", "link": "link", "imageurls": "image", "gifurls": "image", "videourls": "video", "postatspecifictime": "publish_at"}),
    Dialect("PostFast", {"scheduled at": "publish_at", "account id": "account", "content": "text", "media urls": "image", "first comment": "first_comment"},
            {"fb content type": None, "ig publish type": None, "yt is short": None, "pinterest board id": None}),
    Dialect("Oktopost", {"network": "platform", "message": "text", "linkurl": "link", "linktitle": "link_title", "imageurl": "image",
                         "description": "link_description", "picture": "image"}),
    Dialect("X Analytics", {"tweet id": "id", "tweet permalink": None, "tweet text": "text", "time": "publish_at", "impressions": None, "engagements": None,
                            "engagement rate": None, "retweets": None, "replies": None, "likes": None}, platform="x"),
    Dialect("Ayrshare", {"post": "text", "platforms": "platform", "mediaurls": "image", "scheduledate": "publish_at"}),
    Dialect("Buffer", {"text": "text", "image url": "image", "tags": None, "posting time": "publish_at"}, {"board name": None}),
    Dialect("Sprout Social", {"date": "day", "time 24hr": "clock", "message text": "text"}, {"public image url": "image"}),
)  # fmt: skip


def dialect_of(headings: Sequence[str]) -> Dialect | None:
    """The scheduler whose whole header this is; headings as `plain_heading` gives them."""
    return next((dialect for dialect in DIALECTS if dialect.fits(headings)), None)
