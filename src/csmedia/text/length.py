"""How long a post is by the count of the platform it goes out on, and the limits that platforms publish."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

import regex

from csmedia.text.entities import find_entities

__all__ = ["LIMITS", "over_limit", "platform_length"]

LIMITS: Mapping[str, int] = MappingProxyType(
    {"x": 280, "bluesky": 300, "bluesky-bytes": 3000, "mastodon": 500, "threads": 500, "linkedin": 3000}
)
"""Longest post by platform; `bluesky-bytes` is Bluesky's second limit. Platforms without a line publish none."""

_LINK_LENGTH = 23
_HEAVY = regex.compile(r"[^\x00-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_EMOJI_PART = r"(?![0-9#*©®™\p{Regional_Indicator}])\p{Emoji}(?:\p{Emoji_Modifier}|\ufe0f)?"
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|[©®™]\ufe0f"
    rf"|{_EMOJI_PART}(?:[\U000e0020-\U000e007e]+\U000e007f|(?:\u200d{_EMOJI_PART})+)?(?!\ufe0e)"
)


def over_limit(text: str, platform: str) -> bool:
    """Whether a text is longer than a platform lets it be; never where the platform publishes no limit."""
    limits = ("bluesky", "bluesky-bytes") if platform == "bluesky" else (platform,)
    return any(_may_reach(text, one) and platform_length(text, one) > LIMITS[one] for one in limits if one in LIMITS)


def _may_reach(text: str, platform: str) -> bool:
    """Whether it is worth counting: a character is 2 at most, a link has a dot and is 23 at most."""
    if platform != "x":
        return len(text) * 4 > LIMITS[platform]
    letters = len(text) if text.isascii() else 2 * len(unicodedata.normalize("NFC", text))
    return letters + _LINK_LENGTH * text.count(".") > LIMITS[platform]


def platform_length(text: str, platform: str) -> int:
    """Count a text as the platform does; only for the platforms in `LIMITS`."""
    match platform:
        case "x":
            return _weighted_length(unicodedata.normalize("NFC", text))
        case "bluesky":
            return _graphemes(text)
        case "bluesky-bytes":
            return len(text.encode("utf-8", "surrogatepass"))
        case "mastodon":
            return _graphemes(_as_mastodon_counts(text))
        case "threads" | "linkedin":
            return len(text)
    raise ValueError(f"{platform}: no published limit. Choose one of {', '.join(LIMITS)}.")


def _weighted_length(text: str) -> int:
    """Twitter-text, version 3: a link is 23, an emoji 2, a character 1 or 2."""
    if text.isascii() and "." not in text:
        return len(text)
    total = position = 0
    for entity in find_entities(text):
        if entity.kind == "url":
            total += _weight(text[position : entity.start]) + _LINK_LENGTH
            position = entity.end
    return total + _weight(text[position:])


def _weight(text: str) -> int:
    if text.isascii():
        return len(text)
    without_emoji, emoji = _EMOJI.subn("", text)
    return 2 * emoji + len(without_emoji) + len(_HEAVY.findall(without_emoji))


def _as_mastodon_counts(text: str) -> str:
    """Links become 23 characters, "@user@host" becomes "@user"; a link without its scheme stays as it is."""
    parts, position = [], 0
    for kind, start, end in find_entities(text):
        entity = text[start:end]
        if kind == "url" and regex.match("https?://", entity, regex.IGNORECASE):
            counted = "x" * _LINK_LENGTH
        elif kind == "mention":
            counted = entity[0] + entity[1:].partition("@")[0]
        else:
            counted = entity
        parts += [text[position:start], counted]
        position = end
    return "".join([*parts, text[position:]])


def _graphemes(text: str) -> int:
    # In ASCII only a carriage return and a line feed share a grapheme.
    return len(text) - text.count("\r\n") if text.isascii() else len(regex.findall(r"\X", text))
