"""What people put around the same words: a sentence before or after, an address, an emoji, a hashtag."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from csmedia.probing.neutral import EMOJI, ENGLISH, LINK, WELSH

Dress = Callable[[str, Random], str]
_LAST = re.compile(r"(?P<first>\b[^\W\d_]{2,} )?(?P<last>(?<![\w#@./'’-])[^\W\d_]{3,})(?P<end>[.!?…\s]*)$")


def before(sentences: Sequence[str]) -> Dress:
    """One of these sentences as a paragraph of its own before the text."""
    return lambda text, chance: f"{chance.choice(sentences)}\n\n{text}" if text.strip() else text


def after(sentences: Sequence[str]) -> Dress:
    """One of these sentences as a paragraph of its own after the text."""
    return lambda text, chance: f"{text}\n\n{chance.choice(sentences)}" if text.strip() else text


def _link(text: str, _: Random) -> str:
    return f"{text} {LINK}" if text.strip() else text


def _emoji(text: str, chance: Random) -> str:
    return f"{text} {chance.choice(EMOJI)}" if text.strip() else text


def _tag(text: str, _: Random) -> str:
    return _LAST.sub(lambda found: f"{found['first'] or ''}#{found['last']}{found['end']}", text)


def _joined_tag(text: str, _: Random) -> str:
    found = _LAST.search(text)
    if found is None or not found["first"]:
        return text
    words = (found["first"].strip(), found["last"])
    return f"{text[: found.start()]}#{''.join(word[:1].upper() + word[1:] for word in words)}{found['end']}"


DRESSINGS: dict[str, tuple[str, Dress]] = {
    "sentence-before": ("a neutral sentence before", before(ENGLISH)),
    "sentence-after": ("a neutral sentence after", after(ENGLISH)),
    "welsh-before": ("a neutral Welsh sentence before", before(WELSH)),
    "welsh-after": ("a neutral Welsh sentence after", after(WELSH)),
    "link-after": ("an address at the end", _link),
    "emoji-after": ("an emoji at the end", _emoji),
    "hashtag-of-last-word": ("the last word as a hashtag", _tag),
    "hashtag-of-last-two": ("the last two words as one hashtag", _joined_tag),
}
