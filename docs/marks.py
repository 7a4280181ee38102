"""Text that Markdown shows as it is, and tables of it; shared by the scripts that build pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

READINGS = {
    "read": "read",
    "part": "read in part",
    "second-hand": "second-hand",
    "memory": "from memory, to be checked",
}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]#|~])", r"\\\1", html.escape(" ".join(text.split()), quote=False))


def fenced(text: str) -> str:
    """A block that shows a text as it was typed, whatever is in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def optional(label: str, text: str | None) -> list[str]:
    """A labelled line, or none."""
    return [f"**{label}** {plain(text)}"] if text else []


def anchor(name: str) -> str:
    """A place that other pages can lead to."""
    return f'<a id="{name}"></a>'
