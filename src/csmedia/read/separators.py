"""Which character stands between the cells of a text file."""

from __future__ import annotations


def separator_of(text: str) -> str:
    """The one of comma, semicolon and tab that the first line has most of."""
    first = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=first.count)
