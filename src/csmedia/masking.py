"""The words of a post with its secrets covered, for people to read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from csmedia.model import Finding, Post, Span

COVER = "█"


def masked_fields(post: Post, findings: Iterable[Finding]) -> dict[str, str]:
    """Every field of a post with each character of a secret covered, wherever the same secret stands; lengths are kept."""
    fields = dict(post.fields())
    secrets = [span for finding in findings if finding.secret for span in finding.spans]
    values = {value for span in secrets if (value := fields.get(span.field, "")[span.start : span.end]).strip()}
    covered = {name: _cover(text, [span for span in secrets if span.field == name]) for name, text in fields.items()}
    for value in sorted(values, key=len, reverse=True):
        if len(value) > 3:
            covered = {name: text.replace(value, COVER * len(value)) for name, text in covered.items()}
    return covered


def _cover(text: str, spans: list[Span]) -> str:
    characters = list(text)
    for span in spans:
        for at in range(span.start, min(span.end, len(characters))):
            characters[at] = COVER
    return "".join(characters)


def printable(text: str) -> str:
    """Text that cannot move a cursor, recolour a terminal or turn a line around."""
    return "".join(
        character if _harmless(character) else "�" if character not in "\r\n\t" else " " for character in text
    )


def visible(text: str) -> str:
    """The same for a page that wraps its own lines: line breaks and tabs stay."""
    return "".join(character if character in "\n\t" or _harmless(character) else "" if character == "\r" else "�" for character in text)


def _harmless(character: str) -> bool:
    return character.isprintable() or (unicodedata.category(character) == "Cf" and character in "\u200c\u200d")


def marked(text: str, spans: Iterable[Span], around: int = 90) -> str:
    """The part of a text around its spans, the spans between « and »."""
    ordered = sorted({(span.start, span.end) for span in spans})
    merged: list[list[int]] = []
    for start, end in ordered:
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start].isspace()):
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    if not merged:
        return printable(text[: 2 * around]) + ("…" if len(text) > 2 * around else "")
    first, last = max(0, merged[0][0] - around), min(len(text), merged[-1][1] + around)
    pieces, at = ["…" if first else ""], first
    for start, end in merged:
        gap = text[at:start]
        pieces.append(printable(gap if len(gap) <= 2 * around else gap[:around] + " … " + gap[-around:]))
        pieces.append(f"«{printable(text[start:end])}»")
        at = end
    return "".join([*pieces, printable(text[at:last]), "…" if last < len(text) else ""])
