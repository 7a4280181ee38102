"""The networks that a row goes out on, and their names."""

from __future__ import annotations

import re

_PLATFORMS = {
    "x": "x", "twitter": "x", "x twitter": "x", "twitter x": "x", "bsky": "bluesky", "fb": "facebook", "ig": "instagram", "insta": "instagram",
    "li": "linkedin", "linked in": "linkedin", "yt": "youtube", "tik tok": "tiktok", "facebook page": "facebook", "linkedin page": "linkedin",
}  # fmt: skip
_KNOWN = frozenset("x bluesky mastodon threads facebook instagram linkedin tiktok youtube whatsapp blog other".split())
_BETWEEN = re.compile(r"\s*(?:[,;|&+]|\band\b|/)\s*")


def platform_of(written: str) -> str:
    """The platform of a name; one that is not known is other."""
    plain = " ".join(re.sub(r"[/()\[\]\"']", " ", written.lower()).split())
    found = _PLATFORMS.get(plain, plain)
    return found if found in _KNOWN else "other"


def networks_in(written: str) -> list[str]:
    """The names in a cell that lists several networks; a cell that holds anything else is one name."""
    if platform_of(written) != "other":
        return [written]
    parts = [part for part in _BETWEEN.split(written.strip("[] ").replace('"', "")) if part]
    several = len(parts) > 1 and all(platform_of(part) != "other" or part.lower() in ("gbp", "gmb", "pinterest") for part in parts)
    return list({_name(part): part for part in parts}.values()) if several else [written]


def _name(part: str) -> str:
    """What tells two names of one list apart."""
    known = platform_of(part)
    return part.lower() if known == "other" else known
