"""The text of a post in HTML, as its reader sees it, with the addresses that it links to."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

_PARAGRAPHS = frozenset("p div blockquote ul ol pre h1 h2 h3 h4 h5 h6".split())
_UNSEEN = frozenset({"script", "style", "template"})
_NO_LINK = frozenset({"mention", "hashtag"})


class Words(NamedTuple):
    """The text, and the links in it that are neither mentions nor hashtags."""

    text: str
    links: tuple[str, ...]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.unseen += tag in _UNSEEN
        if tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag == "a" and found.get("href") and not _NO_LINK & set((found.get("class") or "").split()):
            self.links.append(found["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            # A line break in the source of HTML is a space to the reader.
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


def words_of_html(html: str) -> Words:
    """Paragraphs are parted by an empty line, `br` is a line break; what networks hide in the middle of long links is kept."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    text = re.sub(r" *\n *", "\n", "".join(parser.parts))
    return Words(re.sub(r"\n{3,}", "\n\n", text).strip(), tuple(dict.fromkeys(parser.links)))
