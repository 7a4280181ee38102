"""One object of a JSON file into posts: csmedia's own form, a flat post, or what Ayrshare takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csmedia.model import Context
from csmedia.read.items import Item, Options, make_item
from csmedia.read.json_places import Source, at, list_at, plain, text_at
from csmedia.read.networks import platform_of
from csmedia.run import Cell, Place, Unread

FORM = 'has no post. Write {"id": …, "post": {"text": …}, "context": {…}}.'
_AYRSHARE = frozenset({"platforms", "mediaUrls", "scheduleDate"})
_OPTIONS = {
    "x": "twitterOptions", "facebook": "faceBookOptions", "instagram": "instagramOptions", "linkedin": "linkedInOptions", "youtube": "youTubeOptions",
    "tiktok": "tikTokOptions", "bluesky": "blueskyOptions", "threads": "threadsOptions", "pinterest": "pinterestOptions",
}  # fmt: skip


def items_of(row: Any, source: Source, place: Place, options: Options) -> Iterator[Item | Unread]:
    """The posts of one object: one, or for Ayrshare one for each network."""
    if not isinstance(row, dict):
        yield Unread(place=place, cell="post", message=FORM)
    elif isinstance(row.get("post"), str) and _AYRSHARE & set(row):
        yield from _ayrshare(row, source, place, options)
    elif isinstance(row.get("text"), str) and "post" not in row:
        context = {key: value for key, value in row.items() if key in Context.model_fields}
        post = {key: value for key, value in row.items() if key not in context and key != "id"}
        yield _own({"id": row.get("id"), "post": post, "context": context}, source, place, options)
    else:
        yield _own(row, source, place, options)


def _own(row: Mapping[str, Any], source: Source, place: Place, options: Options) -> Item | Unread:
    post, context, given = row.get("post"), row.get("context", {}), row.get("id")
    if not isinstance(post, dict):
        return Unread(place=place, cell="post", message=FORM)
    if not isinstance(context, dict):
        return Unread(place=place, cell="context", message='must be an object such as {"capacity": "official"}.')
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        return Unread(place=place, cell="id", message="must be text or a whole number.")
    named = None if given is None else str(given)
    return make_item(named, plain(post), plain(context), place, options, cells=cells_of(post, source))


def cells_of(post: Mapping[str, Any], source: Source) -> dict[str, Cell]:
    """Where each published text of a post was written, by the field names that spans give."""
    found = {key: post.get(key) for key in ("text", "title", "first_comment", "quoted_text", "quoted_author")}
    found |= {f"poll[{number}]": option for number, option in enumerate(list_at(post, "poll"))}
    for key, names in (("media", ("alt_text", "text")), ("links", ("url", "title"))):
        for number, one in enumerate(list_at(post, key)):
            found |= {f"{key}[{number}].{name}": at(one, name) for name in names}
    return {key: source.cell(value, key) for key, value in found.items() if isinstance(value, str)}


def _ayrshare(row: Mapping[str, Any], source: Source, place: Place, options: Options) -> Iterator[Item | Unread]:
    platforms = [one for one in list_at(row, "platforms") if isinstance(one, str)] or [text_at(row, "platforms")]
    given = row.get("id")
    for platform in platforms:
        post = _ayrshare_post(row, platform)
        item = make_item(str(given) if given else None, plain(post), {}, place, options, cells=cells_of(post, source))
        several = isinstance(item, Item) and len(platforms) > 1
        yield item._replace(id=f"{item.id}-{platform.lower()}") if several and isinstance(item, Item) else item


def _ayrshare_post(row: Mapping[str, Any], platform: str) -> dict[str, Any]:
    """The post as it goes out on one network, with what is said for that network alone."""
    known = platform_of(platform)
    more = at(row, _OPTIONS.get(known if known != "other" else platform.lower(), "")) or {}
    addresses = [one for one in list_at(row, "mediaUrls") if isinstance(one, str)]
    alts = list_at(more, "altText") or list_at(row, "altText")
    found: dict[str, Any] = {
        "text": row["post"],
        "platform": known,
        "publish_at": row.get("scheduleDate"),
        "title": at(more, "title") or row.get("title"),
        "first_comment": at(row, "firstComment", "comment") or at(more, "firstComment", "comment") or row.get("firstComment"),
        "poll": list_at(more, "poll", "options") or None,
        "media": [{"type": _kind(one), **({"alt_text": alts[number]} if number < len(alts) else {})} for number, one in enumerate(addresses)] or None,
    }
    return {key: value for key, value in found.items() if value is not None and not isinstance(value, dict)}


def _kind(address: str) -> str:
    return "video" if address.lower().split("?")[0].endswith((".mp4", ".mov", ".webm")) else "image"
