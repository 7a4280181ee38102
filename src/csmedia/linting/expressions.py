"""A regular expression into a tree: characters, rows, choices, repeats. What matches no character is left out.

The `regex` library does not show its tree and the standard library's parser does not know all of its syntax.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import regex

# The characters that classes are told apart by: all of ASCII, and one each of what patterns speak of beyond it.
SAMPLE = "".join(map(chr, range(9, 11))) + "".join(map(chr, range(32, 127))) + "é£—“”’\u00a0\u200b😀Ж\U0001d400"
_TOKEN = re.compile(
    r"""\\(?:[pPN]\{[^}]*\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|g<\w+>|L<\w+>|.)
    |\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]
    |\(\?\#[^)]*\)
    |\((?:\?(?:P?<(?![=!])\w+>|P[=>]\w+|<?[=!]|>|\||[a-zA-Z0-9]*(?:-[a-z]+)?:?))?
    |[*+?]|\{\d*,?\d*\}
    |.""",
    re.VERBOSE | re.DOTALL,
)
_ZERO = frozenset(("\\b", "\\B", "\\A", "\\Z", "\\z", "\\G", "\\m", "\\M", "\\K", "^", "$"))
_REPEAT = re.compile(r"[*+?]|\{\d*,?\d*\}")
MANY = 12


class Chars(NamedTuple):
    """One character of a set, with how the author wrote it."""

    written: str
    among: frozenset[str]


class Row(NamedTuple):
    """One after another."""

    parts: tuple[Tree, ...]


class Choice(NamedTuple):
    """One of several."""

    options: tuple[Tree, ...]


class Repeat(NamedTuple):
    """Again and again; ``most`` is None where there is no end to it. ``sure`` repeats never give anything back."""

    part: Tree
    least: int
    most: int | None
    sure: bool = False


Tree = Chars | Row | Choice | Repeat


class _Parser:
    def __init__(self, pattern: str, flags: int) -> None:
        self.tokens = _TOKEN.findall(pattern)
        self.at, self.flags = 0, flags & (regex.IGNORECASE | regex.DOTALL | regex.VERBOSE)

    def choice(self) -> Tree:
        flags, options = self.flags, [self.row()]
        while self.peek() == "|":
            self.at += 1
            options.append(self.row())
        self.flags = flags if self.at < len(self.tokens) else self.flags
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def row(self) -> Tree:
        parts: list[Tree] = []
        while self.at < len(self.tokens) and self.peek() not in ("|", ")"):
            part = self.piece()
            if part is not None:
                parts.append(self.repeated(part))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def piece(self) -> Tree | None:
        token = self.tokens[self.at]
        self.at += 1
        if self.flags & regex.VERBOSE and (token.isspace() or token == "#"):  # noqa: S105  # a sign of the language
            while token == "#" and self.at < len(self.tokens) and "\n" not in self.peek():  # noqa: S105  # the same
                self.at += 1
            return None
        if token.startswith("("):
            return self.group(token)
        if token in _ZERO:
            self._skip_repeat()
            return None
        return Chars(token, members(token, self.flags))

    def _skip_repeat(self) -> None:
        if _REPEAT.fullmatch(self.peek()):
            self.at += 1

    def group(self, token: str) -> Tree | None:
        if token.startswith(("(?#", "(?P=", "(?P>")):
            self.at += not token.startswith("(?#")
            return None
        if found := re.fullmatch(r"\(\?([a-zA-Z]*)(?:-([a-z]+))?(:?)", token):
            before = self.flags
            self._turn(found[1], found[2] or "")
            if not found[3] and self.peek() == ")":
                self.at += 1
                return None
            inner = self.closed()
            self.flags = before
            return inner
        inner = self.closed()
        if token in ("(?=", "(?!", "(?<=", "(?<!"):
            self._skip_repeat()
            return None
        return Repeat(inner, 1, 1, sure=True) if token == "(?>" else inner  # noqa: S105  # a sign of the language

    def _turn(self, on: str, off: str) -> None:
        for letter, flag in (("i", regex.IGNORECASE), ("s", regex.DOTALL), ("x", regex.VERBOSE)):
            self.flags = self.flags | flag if letter in on else self.flags & ~flag if letter in off else self.flags

    def closed(self) -> Tree:
        inner = self.choice()
        self.at += self.peek() == ")"
        return inner

    def repeated(self, part: Tree) -> Tree:
        while _REPEAT.fullmatch(self.peek()) and self.peek() != "{}":
            least, most = _times(self.peek())
            self.at += 1
            sure = self.peek() == "+"
            self.at += sure or self.peek() == "?"
            part = Repeat(part, least, most, sure)
        return part


def _times(sign: str) -> tuple[int, int | None]:
    if sign in "*+?":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
    least, comma, most = sign[1:-1].partition(",")
    return int(least or 0), int(most) if most else None if comma else int(least or 0)


@cache
def members(token: str, flags: int) -> frozenset[str]:
    """The sample characters that one piece of a pattern matches; all where it cannot be tried by itself."""
    try:
        one = regex.compile(token, flags & ~regex.VERBOSE)
        found = frozenset(character for character in SAMPLE if one.fullmatch(character))
    except regex.error:
        return frozenset(SAMPLE)
    rare = None if found else one.search(_all_characters())
    return found or frozenset({rare.group() if rare else token[-1]})


@cache
def _all_characters() -> str:
    """What is looked through only for a class that no sample is a member of; emoji are among them."""
    return "".join(map(chr, (*range(0x80, 0xD800), *range(0xE000, 0x20000))))


def parse(pattern: str, flags: int = 0) -> Tree:
    """The tree of a pattern that `regex` accepts."""
    parser = _Parser(pattern, flags)
    tree = parser.choice()
    while parser.at < len(parser.tokens):
        parser.at += 1
        tree = Row((tree, parser.choice()))
    return tree


def literals(tree: Tree) -> list[str]:
    """Runs of letters and digits that every match holds."""
    runs, run = [], ""
    for part in _flat(tree):
        letter = _letter(part)
        if letter:
            run += letter
            continue
        runs.append(run)
        run = ""
        if isinstance(part, Repeat) and part.least:
            runs += literals(part.part)
    return [one for one in [*runs, run] if one]


def _flat(tree: Tree) -> list[Tree]:
    if isinstance(tree, Row):
        return [one for part in tree.parts for one in _flat(part)]
    return [tree]


def _letter(part: Tree) -> str:
    if not isinstance(part, Chars):
        return ""
    small = {one.lower() for one in part.among}
    return small.pop() if len(small) == 1 and min(small).isalnum() else ""
