"""The cells of one row into a post and its context, with the place of each published field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from csmedia.read.networks import platform_of
from csmedia.read.written import Written
from csmedia.run import Cell

Values = dict[str, Any]
Row = Mapping[str, Sequence[Written]]
"""The filled cells of a row by field, and empty ones where the column alone says something."""
_TRUE = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_WORDS = ("title", "first_comment", "quoted_text", "quoted_author")
_PLAIN = ("language", "account", "thread")
_CONTEXT = ("capacity", "serves", "department", "political_group", "audience")
_LISTS = ("roles", "permissions", "periods")
_FILM = (".mp4", ".mov", ".webm", ".m4v")
_PARTS = re.compile(r"[^\s,;|]+")
_FILE = re.compile(r"[^\s:]+\.\w{2,5}")


class CellError(ValueError):
    """A cell that cannot be read; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def words_of(row: Row, field: str) -> str:
    """The words of a field's first column, stripped; nothing where it has none."""
    written = row.get(field)
    return written[0].words.strip() if written else ""


def post_of(row: Row, file: str) -> tuple[Values, dict[str, Cell]]:
    """A post without its times, and where each of its published words was written."""
    found = {"text": row["text"][0], **{name: row[name][0].stripped() for name in _WORDS if words_of(row, name)}}
    post: Values = {name: written.words for name, written in found.items()}
    post |= {name: words_of(row, name) for name in _PLAIN if words_of(row, name)}
    if words_of(row, "kind"):
        post["kind"] = words_of(row, "kind").lower()
    if words_of(row, "platform"):
        post["platform"] = platform_of(words_of(row, "platform"))
    places = {name: written.place_in(file) for name, written in found.items()}
    for add in (_labels, _poll, _links, _media):
        add(row, file, post, places)
    return post, places


def _labels(row: Row, file: str, post: Values, places: dict[str, Cell]) -> None:
    """Labels that are published stand in the title, because a post has no place of its own for them."""
    if not words_of(row, "labels"):
        return
    labels = row["labels"][0].stripped()
    if "title" not in post:
        post["title"], places["title"] = labels.words, labels.place_in(file)
        return
    post["title"] += f"\n{labels.words}"
    # Two cells make one field: only their row is the place of both.
    places["title"] = Cell(file=file, line=labels.line, sheet=labels.sheet, heading=f"{places['title'].heading} and {labels.heading}")


def _poll(row: Row, file: str, post: Values, places: dict[str, Cell]) -> None:
    options = [option for written in row.get("poll", ()) for option in written.split("||") if option.words]
    if options:
        post["poll"] = [option.words for option in options]
        places |= {f"poll[{number}]": option.place_in(file) for number, option in enumerate(options)}


def _links(row: Row, file: str, post: Values, places: dict[str, Cell]) -> None:
    """Each address with its title. A description of a link is published beside the title, and gets a link of its own."""
    addresses = _addresses(row, "link")
    titles = [written.stripped() for written in row.get("link_title", ()) if written.words.strip()]
    pairs = list(zip_longest(addresses, titles))
    pairs += [(addresses[0] if addresses else None, one.stripped()) for one in row.get("link_description", ()) if one.words.strip()]
    if pairs:
        post["links"] = [{"url": url.words if url else "", **({"title": title.words} if title else {})} for url, title in pairs]
    for number, (url, title) in enumerate(pairs):
        places |= {f"links[{number}].{name}": one.place_in(file) for name, one in (("url", url), ("title", title)) if one}


def _media(row: Row, file: str, post: Values, places: dict[str, Cell]) -> None:
    """Attachments, where the row names any. An empty alt-text cell beside a picture means that there is none."""
    kind = words_of(row, "media_type").lower()
    assets = [(one, "image") for one in _addresses(row, "image", empty=True)] + [(one, "video") for one in _addresses(row, "video")]
    alts = [part for written in row.get("alt_text", ()) for part in written.split("||")]
    texts = [written.stripped() for written in row.get("media_text", ()) if written.words.strip()]
    media: list[Values] = []
    for asset, alt, text in zip_longest(assets, alts, texts):
        if not ((asset and asset[0].words) or (alt and alt.words) or text or (kind and not media)):
            continue
        one: Values = {"type": kind or _kind(asset)}
        if "alt_text" in row:
            one["alt_text"] = alt.words if alt else ""
        if text:
            one["text"] = text.words
        if words_of(row, "captions"):
            one["captions"] = yes(words_of(row, "captions"), "captions")
        places |= {f"media[{len(media)}].{name}": it.place_in(file) for name, it in (("alt_text", alt), ("text", text)) if it and it.words}
        media.append(one)
    if media:
        post["media"] = media


def _kind(asset: tuple[Written, str] | None) -> str:
    if asset is None:
        return "image"
    return "video" if asset[0].words.lower().split("?")[0].endswith(_FILM) else asset[1]


def _addresses(row: Row, field: str, *, empty: bool = False) -> list[Written]:
    """The addresses in a field's columns. Words that are no list of addresses stay whole; an empty column counts if asked."""
    found: list[Written] = []
    for written in row.get(field, ()):
        one = written.stripped()
        parts = [one.part(*part.span()) for part in _PARTS.finditer(one.words)]
        several = len(parts) > 1 and (
            all(part.words.startswith(("https://", "http://")) for part in parts)
            or all(_FILE.fullmatch(part.words) for part in parts)
        )
        if several:
            found += parts
        elif one.words or empty:
            found.append(one)
    return found


def context_of(row: Row) -> Values:
    """The facts that the row itself gives, but for its release."""
    context: Values = {name: words_of(row, name).lower() for name in _CONTEXT if words_of(row, name)}
    if words_of(row, "area"):
        context["area"] = words_of(row, "area")
    for name in _LISTS:
        if words_of(row, name):
            context[name] = [word.strip() for word in re.split(r"[,;|]", words_of(row, name)) if word.strip()]
    if words_of(row, "identifiable"):
        context["identifiable"] = yes(words_of(row, "identifiable"), "identifiable")
    return context


def yes(written: str, field: str) -> bool:
    """A yes or a no; raises `CellError` for anything else."""
    answer = _TRUE.get(written.strip().lower())
    if answer is None:
        raise CellError(field, f"“{written.strip()[:40]}” is neither yes nor no. Write yes or no.")
    return answer
