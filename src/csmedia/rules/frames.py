"""A frame as an author writes it: a row of words and word classes with gaps, such as ``<minister> be~ …2 <insult>``."""

from __future__ import annotations

import re
from typing import Literal as Choice
from typing import NamedTuple

SHAPES = ("Name", "CAPS", "number", "money", "date", "mention", "hashtag", "emoji", "link", "place")

OptionKind = Choice["name", "term", "shape", "frame"]


class FrameError(ValueError):
    """A frame that cannot be read; the message says what to write instead."""


class Piece(NamedTuple):
    """One place of a frame: what may stand there and how often. ``options`` are names, terms or shapes."""

    kind: Choice["words", "gap", "start", "end"]
    options: tuple[tuple[OptionKind, str], ...] = ()
    least: int = 1
    most: int = 1


_PIECE = re.compile(
    r"""\s*(?:
    (?P<gap>(?:…|\.\.\.?)\s*(?P<width>\d+))
    | (?P<start>\^) | (?P<end>\$(?=\s|$))
    | (?P<body>\((?:[^()]|\([^()]*\))*\)|<[^<>]+>|[^\s()<>?{}…]+)
      (?P<times>\?|\{\s*\d+\s*(?:,\s*\d+\s*)?\})?
    )""",
    re.VERBOSE,
)


def parse_frame(frame: str) -> tuple[Piece, ...]:
    """The pieces of a frame. ``<name>`` is a signal, a list of the file or a shape; the rest are terms."""
    pieces: list[Piece] = []
    at = 0
    while at < len(frame.rstrip()):
        found = _PIECE.match(frame, at)
        if found is None or found.end() == at:
            raise FrameError(
                f"“{frame[at:].strip()}” cannot be read. Write words, <name>, (this|that), …3 for a gap, ? or {{1,2}} for how often."
            )
        pieces.append(_piece(found))
        at = found.end()
    if not any(piece.kind == "words" and piece.least for piece in pieces):
        raise FrameError("every part of this frame may be absent. At least one word or <name> must have no ? after it.")
    return tuple(pieces)


def _piece(found: re.Match[str]) -> Piece:
    if found["gap"]:
        return Piece("gap", (), 0, int(found["width"]))
    if found["start"]:
        return Piece("start")
    if found["end"]:
        return Piece("end")
    body, times = found["body"], found["times"]
    least, most = _times(times)
    if times == "?" and body[0] not in "(<":
        raise FrameError(
            f"“{body}?” may be missing as a whole. Write ({body})? if you mean that, or (a|b) for two spellings."
        )
    inner = body[1:-1] if body.startswith("(") else body
    options = tuple(_option(part.strip()) for part in _split(inner) if part.strip())
    if not options:
        raise FrameError(f"“{body}” is empty. Put words or <name> between the brackets.")
    return Piece("words", options, least, most)


def _times(times: str | None) -> tuple[int, int]:
    if times is None:
        return 1, 1
    if times == "?":
        return 0, 1
    numbers = [int(number) for number in re.findall(r"\d+", times)]
    if numbers[-1] < max(1, numbers[0]) or numbers[-1] > 9:
        raise FrameError(f"“{times}” is no range. Write {{1,3}}: the fewest first, nine at most.")
    return numbers[0], numbers[-1]


def _split(inner: str) -> list[str]:
    """Cut at the bars that are not inside brackets of their own."""
    parts, depth, part = [], 0, ""
    for character in inner:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += character
    return [*parts, part]


def _option(part: str) -> tuple[OptionKind, str]:
    if re.fullmatch(r"<[^<>]+>", part):
        name = part[1:-1].strip()
        return ("shape", name) if name in SHAPES else ("name", name)
    # Words and names in a row, as one of several alternatives, are a small frame of their own.
    return ("frame" if "<" in part or "…" in part or ".." in part else "term"), part
