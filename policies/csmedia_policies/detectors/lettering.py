"""Letters typed so that they are hard to hear or hard to find: set apart, or in capitals by turns."""

from collections.abc import Iterator

from csmedia_policies.detectors.match import Match, Pattern, every, looks_for, needs

_TWO_ALONE = Pattern(r"\s\p{L}\s{1,4}\p{L}\s")
_APART = Pattern(r"(?<!\w)(?:\p{L}\s{1,4}){3,}\p{L}(?!\w)")
_BY_TURNS = Pattern(r"\b(?:[a-z][A-Z]){2,}[a-z]?\b")
_CAPITAL_BETWEEN = Pattern(r"(?<=[a-z])[A-Z](?=[a-z][A-Z])")
_JOINED = Pattern(r"(?:(?:^|\s)\p{L}(?:[.\-_*]\p{L}){4,})")
_TWO_JOINED = Pattern(r"[.\-_*]\p{L}[.\-_*]\p{L}[.\-_*]")
_LONG = (
    Pattern(r"(?<=[.!?]\s)(?:[^.!?\n\s]+[ \t]+){29,}[^.!?\n\s]+"),
    Pattern(r"\A(?:[^.!?\n\s]+[ \t]+){29,}[^.!?\n\s]+"),
)
# Thirty words are seldom shorter, and then not hard to read.
_NO_STOP = Pattern(r"(?:\A|[.!?\n])[^.!?\n]{100}")
_SECRET_APART = Pattern(r"(?i)(?<![A-Za-z])S\s{1,4}E\s{1,4}C\s{1,4}R\s{1,4}E\s{1,4}T(?![A-Za-z])")


@looks_for(_TWO_ALONE)
def find_letters_apart(text: str) -> Iterator[Match]:
    """Four letters or more with blanks between them."""
    yield from every(_APART, text)


@looks_for(_TWO_JOINED)
def find_letters_joined_by_signs(text: str) -> Iterator[Match]:
    """Five letters or more with a dot, a dash or a star between them."""
    yield from every(_JOINED, text)


@needs(" \t", least=29)
@looks_for(_NO_STOP)
def find_long_sentence(text: str) -> Iterator[Match]:
    """Sentence of thirty words or more."""
    for pattern in _LONG:
        yield from every(pattern, text)


@looks_for(_CAPITAL_BETWEEN)
def find_alternating_capitals(text: str) -> Iterator[Match]:
    """Word in small letters and capitals by turns."""
    yield from every(_BY_TURNS, text)


@looks_for(_TWO_ALONE)
def find_secret_apart(text: str) -> Iterator[Match]:
    """The marking SECRET with blanks between its letters."""
    yield from every(_SECRET_APART, text)
