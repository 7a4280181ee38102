"""Which languages the words of a post look like, by their commonest small words. Advice only: a declared language comes first."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache

import regex

_COMMON = {
    "en": frozenset(
        (
    "the a an and or but of to in on at for with from by is are was were be been am it its this that these "
    "those i you he she we they my your our their me him her us them not no so if as what when who how why "
    "will would can could do does did have has had just all there here about up out now more new get got been "
    "than then one"
).split()
    ),
    "cy": frozenset(
        (
    "y yr yn a ac i o ar at am gan gyda mae yw ydy oedd bydd wedi ddim nid na fy ei eu ein eich dy hi fe ni "
    "nhw chi ti sy sydd bod hwn hon hyn cael gwneud mynd heddiw yma yna ond neu os pan sut beth pwy er mwyn "
    "dros dan rhwng newydd pawb diolch rydym rydyn dw rwy rwyn mewn fel hefyd iawn da llywodraeth cymru"
).split()
    ),
}  # fmt: skip
COMMON_WORDS = (
    _COMMON["en"]
    | _COMMON["cy"]
    | {"am", "being", "n't", "say", "said", "get", "go", "see", "know", "good", "time", "year", "day", "work"}
)
_OTHER_SCRIPT = regex.compile(r"[\p{L}--\p{Latin}--[\U0001d400-\U0001d7ff]]", regex.V1)
# What Welsh words look like and English ones hardly ever do; short notices hold few of the small words.
_WELSH_SHAPE = re.compile(
    r"(?:ll|ngh|mh|nh|rhw|rhy|gwy|gwe|gwa|dd|ff[wyoru]|cyf|cym|cyn|cyh|llyw)\w{2,}|\w{2,}(?:wch|aeth|iaeth|iad|wyd|wyr|ydd|edd|iau|odd|nnau|ddol|stri)"
)
_ENOUGH = 8
_SHARED = frozenset({"a", "i", "o", "am", "at", "no", "dan", "er", "na", "one", "dim"})


@lru_cache(maxsize=50_000)
def _signs(word: str) -> tuple[int, int]:
    """How much a word says for English and for Welsh."""
    telling = word not in _SHARED
    shaped = _WELSH_SHAPE.fullmatch(word) is not None
    return int(telling and word in _COMMON["en"]), int(telling and word in _COMMON["cy"]) + shaped


def languages(forms: Sequence[str], typed: str, known: Container[str] = frozenset()) -> frozenset[str]:
    """``en``, ``cy``, both, or none where neither covers the words; short texts count as English unless they look Welsh.

    ``typed`` is the text before look-alikes were undone: Russian or Greek letters read as Latin ones afterwards.
    ``known`` are the words of the policies: a text made of them is one that the signals cover.
    """
    words = [form for form in forms if form.isalpha()]
    if not words:
        return frozenset({"en"})
    if not typed.isascii() and 2 * len(_OTHER_SCRIPT.findall(typed)) > sum(map(str.isalpha, typed)):
        return frozenset()
    signs = [_signs(word) for word in words]
    counts = {"en": sum(english for english, _ in signs), "cy": sum(welsh for _, welsh in signs)}
    share = {name: count / len(words) for name, count in counts.items()}
    seen = {name for name, part in share.items() if part >= 0.12 and counts[name] >= 2}
    if "cy" in seen and counts["en"] and share["en"] > 0.03:
        seen.add("en")  # in a bilingual post each language has half the words
    if not seen and (
        len(words) < _ENOUGH or share["en"] > 0.05 or 2 * sum(word in known for word in words) > len(words)
    ):
        seen = {"en"}
    return frozenset(seen)
