"""Ways of typing the same words: case, accents, look-alike letters, invisible characters, spaces, quotation marks.

The look-alikes are a list of their own, since a list shared with the reader could not find what the reader lacks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_CYRILLIC = str.maketrans("acejiopsxyABCEHIJKMOPSTX", "асејіорѕхуАВСЕНІЈКМОРЅТХ")
_GREEK = str.maketrans("ovABEHIKMNOPTXYZ", "ονΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")
_WIDE = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_ACCENTED = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
# Addresses, mentions and what looks like one are names: in other letters they are other names.
_NAMES = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]*@[\w.-]+|#\w+|\b[\w-]+(?:\.[\w-]+)+\S*")
_INSIDE = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")
_HIDDEN = ("\u200b", "\u2060", "\u00ad", "\u200c")

Change = Callable[[str], str]


def _but_names(change: Change) -> Change:
    def changed(text: str) -> str:
        pieces, at = [], 0
        for name in _NAMES.finditer(text):
            pieces += [change(text[at : name.start()]), name.group()]
            at = name.end()
        return "".join([*pieces, change(text[at:])])

    return changed


def _title(text: str) -> str:
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda word: word.group()[:1].upper() + word.group()[1:].lower(), text)


def _bare(text: str) -> str:
    # Only what composes with a Latin letter: a variation selector after an emoji is no accent.
    parts = unicodedata.normalize("NFD", text)
    kept = [one for one in parts if not unicodedata.combining(one)]
    return unicodedata.normalize("NFC", "".join(kept))


def _hide(text: str) -> str:
    places = iter(range(len(text) + 1))
    return _INSIDE.sub(lambda _: _HIDDEN[next(places) % len(_HIDDEN)], text)


def _curl(text: str) -> str:
    text = re.sub(r'(?<![\w.,!?…])"(?=\S)', "“", text).replace('"', "”")
    return re.sub(r"(?<!\w)'(?=\S)", "‘", text).replace("'", "’")


SPELLINGS: dict[str, tuple[str, Change]] = {
    "small-letters": ("typed in small letters", _but_names(str.lower)),
    "capitals": ("typed in capitals", _but_names(str.upper)),
    "title-case": ("Typed With Capital First Letters", _but_names(_title)),
    "accents-added": ("accents on every vowel", _but_names(lambda text: text.translate(_ACCENTED))),
    "accents-removed": ("accents taken off", _but_names(_bare)),
    "cyrillic": ("Cyrillic look-alike letters", _but_names(lambda text: text.translate(_CYRILLIC))),
    "greek": ("Greek look-alike letters", _but_names(lambda text: text.translate(_GREEK))),
    "full-width": ("full-width letters and digits", _but_names(lambda text: text.translate(_WIDE))),
    "zero-width": ("invisible characters between letters", _but_names(_hide)),
    "double-spaces": ("two spaces for each", lambda text: text.replace(" ", "  ")),
    "no-break-spaces": ("spaces that do not break", lambda text: text.replace(" ", "\u00a0")),
    "thin-spaces": ("thin spaces", lambda text: text.replace(" ", "\u2009")),
    "curly-quotes": ("curly quotation marks", _curl),
    "straight-quotes": ("straight quotation marks", lambda text: text.translate(str.maketrans("“”‘’", "\"\"''"))),
}
