"""The words that the loaded policies know: what a disguised or run-together word is read as."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

_LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l", "€": "e"}
)
_LEET_L = str.maketrans(
    {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "l", "|": "l", "€": "e"}
)
_LONGEST = 24
_NEVER = sys.maxsize - 1


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
        # How few words make up each beginning of the run, and where the last of them starts.
        fewest, last = [0] + [_NEVER] * len(run), [0] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - _LONGEST), end):
                if fewest[start] + 1 < fewest[end] and self._may_end_a_run(run[start:end]):
                    fewest[end], last[end] = fewest[start] + 1, start
        if fewest[-1] == _NEVER:
            return None
        words, end = list[str](), len(run)
        while end:
            words.append(run[last[end] : end])
            end = last[end]
        return tuple(reversed(words))

    def first_split(self, run: str) -> int | None:
        """The first place from which on a run of letters is made of known words, or None where there is none."""
        from_here = [False] * len(run) + [True]
        for start in range(len(run) - 1, -1, -1):
            ends = range(start + 1, min(len(run), start + _LONGEST) + 1)
            from_here[start] = any(from_here[end] and self._may_end_a_run(run[start:end]) for end in ends)
        first = from_here.index(True)
        return first if first < len(run) else None

    def _may_end_a_run(self, word: str) -> bool:
        return word in self.words and (len(word) > 1 or word in "ai")


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
