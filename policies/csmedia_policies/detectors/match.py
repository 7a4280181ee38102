"""What a detector returns, and how it looks for a cue word near a number."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

import regex


class Match(NamedTuple):
    """A stretch of tidied text, with a word on what kind of hit it is."""

    start: int
    end: int
    detail: str = ""


Finder: TypeAlias = Callable[[str], Iterator[Match]]


_PIECE = regex.compile(r"(?s)\\[pPxuN]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.")
_GAP_SET = regex.compile(r"\[(?=[^\]]*(?: |\\s))(?: |\\s|[-./_])+\]")


def gaps_widened(pattern: str) -> str:
    """Let every single space of an expression, or class of a space and dashes, be up to four; what counts its own stays."""
    pieces = _PIECE.findall(pattern)
    return "".join(map(_widened, ["", *pieces], pieces, [*pieces[1:], ""]))


def _widened(before: str, piece: str, after: str) -> str:
    if piece == "?" and _is_gap(before) and before[0] != "[":
        return "{0,4}"
    if not _is_gap(piece) or after in ("*", "+", "{"):
        return r"\s" if piece == " " else piece
    if piece[0] == "[":  # one dash or dot, but as many blanks as a reader would not notice
        return rf"(?:{piece}|\s{{2,4}})"
    return r"\s" if after == "?" else r"\s{1,4}"


def _is_gap(piece: str) -> bool:
    return piece in (" ", r"\s") or (piece.startswith("[") and _GAP_SET.fullmatch(piece) is not None)


class Pattern:
    """A regular expression that is compiled when it is first used: most posts meet few of them.

    A space in it reads up to four blanks or a line break, since whoever pastes a secret does not count them.
    """

    __slots__ = ("_compiled", "_written", "pattern")

    def __init__(self, pattern: str) -> None:
        self._written = pattern
        self._compiled: regex.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if name == "pattern":
            self.pattern = gaps_widened(self._written)
            return self.pattern
        compiled = self._compiled
        if compiled is None:
            compiled = self._compiled = regex.compile(self.pattern)
        return getattr(compiled, name)


DIGITS = "0123456789"


def needs(characters: str, least: int = 1, *, together: bool = False) -> Callable[[Finder], Finder]:
    """Mark a detector that finds nothing in a post with fewer of these characters, so that it is not asked there.

    ``together`` says that they are those of one number: no letter and no more than six signs or blanks stand between two.
    """

    def mark(finder: Finder) -> Finder:
        finder.needs = (characters, least, together)  # type: ignore[attr-defined]  # read by csmedia where it is there
        return finder

    return mark


def starts_from(*patterns: Pattern) -> Callable[[Finder], Finder]:
    """Mark a detector that finds nothing in a text where none of these patterns matches."""

    def mark(finder: Finder) -> Finder:
        finder.patterns = tuple(pattern.pattern for pattern in patterns)  # type: ignore[attr-defined]  # the same
        return finder

    return mark


def looks_for(*patterns: Pattern) -> Callable[[Finder], Finder]:
    """Mark a detector that finds nothing in a text where none of these patterns, quick ones, matches; they are searched first."""

    def mark(finder: Finder) -> Finder:
        finder.probes = tuple(pattern.pattern for pattern in patterns)  # type: ignore[attr-defined]  # the same
        return finder

    return mark


def cued_before(text: str, start: int, cue: Pattern, reach: int = 40) -> bool:
    """Whether the cue stands within reach before the position."""
    return cue.search(text, max(0, start - reach), start) is not None


def cued(text: str, span: tuple[int, int], cue: Pattern, reach: int = 40) -> bool:
    """Whether the cue stands within reach of the span, on either side."""
    start, end = span
    return cued_before(text, start, cue, reach) or cue.search(text, end, end + reach) is not None


def alone(text: str, span: tuple[int, int]) -> bool:
    """Whether the span is all that the text says."""
    return text[: span[0]].strip() == "" and text[span[1] :].strip() == ""


def every(pattern: Pattern, text: str) -> Iterator[Match]:
    """All that an expression matches, as it stands."""
    for hit in pattern.finditer(text):
        yield Match(hit.start(), hit.end())


def longest(matches: Iterable[Match]) -> Iterator[Match]:
    """Put matches in reading order; where two overlap, keep the longer or else the earlier one."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    yield from sorted(kept)


def digits_of(text: str) -> str:
    """Keep the digits of a written number, without its spaces and dashes."""
    return "".join(character for character in text if character.isdigit())
