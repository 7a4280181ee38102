"""The words that the loaded policies know: what a disguised or run-together word is read as."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l", "€": "e"}
)
_LEET_L = str.maketrans(
    {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "l", "|": "l", "€": "e"}
)
_LONGEST = 24


class Vocabulary:
    """Words to recognise. ``maskable`` are those that people write with stars, so that ``s***`` is not read as any word.

    ``pieces`` and ``chunks`` hold how words met before were read.
    """

    __slots__ = ("_masks", "chunks", "maskable", "pieces", "words")

    def __init__(self, words: Iterable[str] = (), maskable: Iterable[str] = ()) -> None:
        self.maskable = frozenset(maskable)
        self.words = frozenset(words) | self.maskable
        self.pieces: dict[str, Any] = {}
        self.chunks: dict[str, Any] = {}
        self._masks: dict[tuple[int, str], list[str]] | None = None

    def undisguise(self, token: str) -> str | None:
        """The known word that a token of letters, digits, symbols or stretched letters stands for, if there is one."""
        if token in self.words:
            return None
        if "*" in token or "#" in token:
            return self._unmask(token.replace("#", "*"))
        if not token.isalpha():
            return next((word for table in (_LEET, _LEET_L) if (word := token.translate(table)) in self.words), None)
        return next((word for word in _squeezed(token) if word in self.words), None)

    def _unmask(self, token: str) -> str | None:
        masks = self._masks
        if masks is None:  # few posts have a masked word, and the words are many
            masks = {}
            for word in sorted(self.maskable):
                masks.setdefault((len(word), word[:1]), []).append(word)
            self._masks = masks
        for word in masks.get((len(token), token[:1]), ()):
            if all(mask in ("*", letter) for mask, letter in zip(token, word, strict=True)):
                return word
        return None

    def split(self, run: str) -> tuple[str, ...] | None:
        """The fewest known words that a run of letters is made of, or None where some of it is not known."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(run)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - _LONGEST), end):
                head, word = best[start], run[start:end]
                if head is None or word not in self.words or (len(word) == 1 and word not in "ai"):
                    continue
                if (shorter := best[end]) is None or len(head) + 1 < len(shorter):
                    best[end] = (*head, word)
        return best[-1]


def _squeezed(token: str) -> Iterable[str]:
    """A word with its runs of three or more equal letters cut to two, then to one."""
    runs: list[tuple[str, int]] = []
    for letter in token:
        if runs and runs[-1][0] == letter:
            runs[-1] = (letter, runs[-1][1] + 1)
        else:
            runs.append((letter, 1))
    if all(count < 3 for _, count in runs):
        return ()
    return tuple("".join(letter * (count if count < 3 else most) for letter, count in runs) for most in (2, 1))
