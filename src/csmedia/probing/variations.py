"""Every variation of an example, and which leanings of a rule let it change the answer."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from csmedia.probing.dressing import DRESSINGS
from csmedia.probing.fields import everywhere, text_only
from csmedia.probing.leaning import Leanings
from csmedia.probing.spelling import SPELLINGS
from csmedia.rules.grammar import Example

# Other copies of the same words are what these ask about: change one, and they are the same no longer.
_COPIES = frozenset({"fact:repeated", "fact:tag_in_week"})
_CASE = frozenset({"case", "detector"})
_LETTERS = frozenset({"fact:languages_seen", "fact:over_length"})
_LONGER = frozenset({"fact:word_count", "fact:over_length"})
_ADDED = _LONGER | {"fact:languages_seen", "text-end"}
_AT_END = _ADDED | {"sentence-end"}
_UPSET: dict[str, frozenset[str]] = {
    "small-letters": _CASE, "capitals": _CASE, "title-case": _CASE,
    "accents-added": _LETTERS, "accents-removed": _LETTERS, "cyrillic": _LETTERS, "greek": _LETTERS, "full-width": _LETTERS, "zero-width": _LETTERS,
    "double-spaces": frozenset({"fact:over_length"}), "no-break-spaces": frozenset(), "thin-spaces": frozenset({"fact:over_length"}),
    "curly-quotes": frozenset(), "straight-quotes": frozenset(),
    "sentence-before": _ADDED, "sentence-after": _ADDED, "welsh-before": _ADDED, "welsh-after": _ADDED,
    "link-after": _AT_END | {"link", "fact:has_links"}, "emoji-after": _AT_END | {"emoji"},
    "hashtag-of-last-word": frozenset({"hashtag", "case", "detector", "pattern", "fact:over_length"}),
    "hashtag-of-last-two": _LONGER | {"hashtag", "case", "detector", "pattern"},
}  # fmt: skip
# A trick of typing may raise a rule that looks for tricks; one that hides words from a rule is a hole.
_RAISES = frozenset({"tricks"})


class Variation(NamedTuple):
    """A way of saying the same. ``upset_by`` are the leanings that let it change the answer, ``raised_by`` those that let it raise one."""

    name: str
    changed: str
    apply: Callable[[Example, Random], Example]
    upset_by: frozenset[str]
    raised_by: frozenset[str] = frozenset()

    def may_change(self, leanings: Leanings, verdict: str) -> bool:
        """Whether a rule with these leanings may answer otherwise than ``verdict``."""
        return bool(leanings & (self.upset_by | _COPIES)) or (verdict == "nothing-found" and bool(leanings & self.raised_by))


def _spelling(name: str) -> Variation:
    changed, change = SPELLINGS[name]
    return Variation(name, changed, lambda example, _: everywhere(example, change), _UPSET[name], _RAISES)


def _dressing(name: str) -> Variation:
    changed, dress = DRESSINGS[name]
    return Variation(
        name, changed, lambda example, chance: text_only(example, lambda text: dress(text, chance)), _UPSET[name]
    )


VARIATIONS = (*map(_spelling, SPELLINGS), *map(_dressing, DRESSINGS))
