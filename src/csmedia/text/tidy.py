"""Undo what hides words from a reader of plain text: compatibility forms, accents, look-alikes, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from csmedia.text.lookalikes import APOSTROPHES, DASHES, INVISIBLE, LOOKALIKES, QUOTES

_STRANGE = re.compile(r"[^ -~]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Tidied(NamedTuple):
    """Text with its case and punctuation kept, and for each character where in the typed text it came from.

    ``starts`` and ``ends`` are None where the text needed no change, so that offsets are their own answer.
    """

    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the typed text that the characters ``start`` to ``end`` came from."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def tidy(typed: str) -> Tidied:
    """Tidy a text; plain ASCII comes back as it is."""
    if typed.isascii() and _CONTROL.search(typed) is None:
        return Tidied(typed, None, None)
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    in_flag, at, whole = False, 0, True
    for strange in _STRANGE.finditer(typed):
        kept.append(typed[at : strange.start()])
        starts += range(at, strange.start())
        ends += range(at + 1, strange.start() + 1)
        in_flag = in_flag and at == strange.start()
        for place, character in enumerate(strange.group(), strange.start()):
            # The tag characters after a black flag say whose flag it is: Scotland's and Wales's differ in nothing else.
            in_flag = character == "\U0001f3f4" or (in_flag and "\U000e0020" <= character <= "\U000e007f")
            plain = character if in_flag else plain_form(character)
            whole = whole and len(plain) == 1
            kept.append(plain)
            starts += [place] * len(plain)
            ends += [place + 1] * len(plain)
        at = strange.end()
    text = "".join((*kept, typed[at:]))
    if whole:  # every character stands where it stood
        return Tidied(text, None, None)
    starts += range(at, len(typed))
    ends += range(at + 1, len(typed) + 1)
    return Tidied(text, tuple(starts), tuple(ends))


@cache
def plain_form(character: str) -> str:
    """What one character reads as: nothing, an ASCII letter, or itself."""
    code = ord(character)
    if code in INVISIBLE:
        return ""
    for table in (APOSTROPHES, QUOTES, DASHES, LOOKALIKES):
        if code in table:
            return table[code]
    # Compatibility forms first: a ligature must be split before its letters are looked at.
    parts = unicodedata.normalize("NFKD", character)
    return "".join(LOOKALIKES.get(ord(part), part) for part in parts if not _is_mark(part))


def _is_mark(character: str) -> bool:
    # Combining marks, and the skin tones that change a face but not what it says.
    return unicodedata.category(character).startswith("M") or "\U0001f3fb" <= character <= "\U0001f3ff"
