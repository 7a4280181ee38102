"""One change made to every word that a post of an example carries, or to its own text alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csmedia.rules.grammar import Example

Change = Callable[[str], str]
_WORDS = ("title", "first_comment", "quoted_text")


def everywhere(example: Example, change: Change) -> Example:
    """The example with every published text changed."""
    post = dict(example.post)
    for name in _WORDS:
        if isinstance(post.get(name), str):
            post[name] = change(post[name])
    if isinstance(post.get("poll"), list | tuple):
        post["poll"] = [change(option) for option in post["poll"]]
    for name, keys in (("media", ("alt_text", "text")), ("links", ("title",))):
        if isinstance(post.get(name), list | tuple):
            post[name] = [_row(row, keys, change) for row in post[name]]
    return example.model_copy(update={"text": change(example.text), "post": post})


def _row(row: Any, keys: tuple[str, ...], change: Change) -> Any:
    if not isinstance(row, dict):
        return row
    return {key: change(value) if key in keys and isinstance(value, str) else value for key, value in row.items()}


def text_only(example: Example, change: Change) -> Example:
    """The example with its own text changed."""
    return example.model_copy(update={"text": change(example.text)})
