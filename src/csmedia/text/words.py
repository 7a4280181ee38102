"""A tidied text into words: contractions split, hashtags opened, sentences and quotations marked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from csmedia.text.entities import Entity, find_entities
from csmedia.text.vocabulary import Vocabulary


class Mark:
    """What is known of a word beside its letters. Plain numbers: an enumeration's flags take ten times as long to join."""

    OWN = 1
    QUOTED = 2
    MEDIA = 4
    CAPITAL = 8
    CAPS = 16
    HASHTAG = 32
    MENTION = 64
    LINK = 128
    EMOJI = 256
    NUMBER = 512
    MONEY = 1024
    NEGATED = 2048
    PAUSE_BEFORE = 4096


class Word(NamedTuple):
    """One word in its folded form, and where it stands in the tidied text; an empty form ends a sentence."""

    form: str
    start: int
    end: int
    marks: int = 0


STOP, QUESTION = "", "?"
FEWEST_SPELT = 4
_MOST_REMEMBERED = 100_000
# A named tuple's own way in takes three times as long.
_new = tuple.__new__
_TOKEN = regex.compile(
    r"""(?P<number>[£€$]?\d+(?:[.,:/]\d+)*(?:%|(?:k|m|bn|tn|p|st|nd|rd|th|am|pm)\b)?)(?!\w)
    |(?P<word>[^\W_]++(?:(?:[*@$!|\#€]+[^\W_]+)+\**|\*{2,}|(?:'[^\W_]+)*)|[@$][^\W_]+)
    |(?P<emoji>\p{Regional_Indicator}{2}|\U0001f3f4[\U000e0020-\U000e007f]+|\p{Extended_Pictographic})
    |(?P<stop>[.!?…]+(?=$|[\s"')\]]|\p{Extended_Pictographic})|[\n\r\u2028\u2029]+)
    |(?P<and>&)
    |(?P<pause>[,;:()\[\]/|•"–—-]|\.\.+)""",
    regex.VERBOSE | regex.IGNORECASE,
)
_ABBREVIATED = frozenset("mr mrs ms dr st no vs prof rt hon eg ie cllr sgt inc ltd approx dept".split())
_CLITICS = ("'s", "'m", "'re", "'ve", "'ll", "'d", "'n", "'r", "'i", "'u", "'w", "'th")
_SPLIT_FORMS = {
    "won't": ("will", "n't"), "can't": ("can", "n't"), "shan't": ("shall", "n't"), "ain't": ("is", "n't"), "cannot": ("can", "n't"),
    "y'all": ("you", "all"), "let's": ("let", "'s"),
    "dont": ("do", "n't"), "doesnt": ("does", "n't"), "didnt": ("did", "n't"), "isnt": ("is", "n't"), "wasnt": ("was", "n't"),
    "arent": ("are", "n't"), "werent": ("were", "n't"), "cant": ("can", "n't"), "wont": ("will", "n't"), "aint": ("is", "n't"),
    "couldnt": ("could", "n't"), "shouldnt": ("should", "n't"), "wouldnt": ("would", "n't"), "hasnt": ("has", "n't"),
    "havent": ("have", "n't"), "hadnt": ("had", "n't"), "im": ("i", "'m"), "ive": ("i", "'ve"), "youre": ("you", "'re"),
    "youve": ("you", "'ve"), "youll": ("you", "'ll"), "theyre": ("they", "'re"), "theyve": ("they", "'ve"), "theyll": ("they", "'ll"),
    "weve": ("we", "'ve"), "thats": ("that", "'s"), "whats": ("what", "'s"), "heres": ("here", "'s"), "theres": ("there", "'s"),
    "gonna": ("going", "to"), "wanna": ("want", "to"), "gotta": ("got", "to"), "govt": ("government",), "gov't": ("government",),
    "cos": ("because",), "coz": ("because",), "cuz": ("because",), "ur": ("your",),
}  # fmt: skip
_CAMEL = regex.compile(r"\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\d+|[^\W\d_]+")
QUOTED = regex.compile(r'"([^"\n]{1,600})"|(?<!\w)\'([^\n"]{3,600}?)\'(?!\w)')


@cache
def fold_term(term: str) -> tuple[str, ...]:
    """The word forms that a term is matched as; the same path that a post's words take, without disguises."""
    from csmedia.text.tidy import tidy  # noqa: PLC0415  # only the loader folds terms

    return tuple(word.form for word in words_of(tidy(term).text, Vocabulary()) if word.form not in (STOP, QUESTION))


def words_of(text: str, known: Vocabulary) -> list[Word]:
    """The words of a tidied text in order, with sentence ends between them."""
    words: list[Word] = []
    at = 0
    for entity in find_entities(text):
        add_plain_words(words, text, at, entity.start, known)
        words += entity_words(text, entity, known)
        at = entity.end
    add_plain_words(words, text, at, len(text), known)
    return _mark_quotations(text, _join_spaced(words, known))


def add_plain_words(words: list[Word], text: str, start: int, end: int, known: Vocabulary, pause: int = 0) -> int:
    """Add the words of a stretch without links and the like; the mark of a pause behind the last, or the one before the first where there is none."""
    last, pieces, add = "", known.pieces, words.append
    for found in _TOKEN.finditer(text, start, end):
        kind, form = found.lastgroup, found.group()
        if kind == "word":
            at = found.start()
            parts = pieces.get(form)
            for part, first, to, marks in _pieces(form, known) if parts is None else parts:
                add(_new(Word, (part, at + first, at + to, marks | pause)))
            pause, last = 0, form
        elif kind == "pause":
            pause = Mark.PAUSE_BEFORE
        elif kind == "stop":
            if _ends_sentence(text, found.start(), found.end(), form, last.lower()):
                add(Word(QUESTION if "?" in form else STOP, found.start(), found.end()))
            pause = Mark.PAUSE_BEFORE
        else:
            marks = {"number": Mark.NUMBER | (Mark.MONEY if form[0] in "£€$" else 0), "emoji": Mark.EMOJI}.get(
                kind or "", 0
            )
            add(Word("and" if kind == "and" else form.lower(), found.start(), found.end(), marks | pause))
            pause, last = 0, form
    return pause


def _ends_sentence(text: str, start: int, end: int, form: str, last: str) -> bool:
    follows = text[end:].lstrip()[:1] if end < len(text) else ""
    if form[0] in "\n\r\u2028\u2029":
        return len(form) > 1 or not follows.islower()
    if "!" in form or "?" in form:
        return True
    if len(form) > 1 or form == "…":
        return not follows or follows.isupper() or text[end : end + 1] == "\n"
    return not (last in _ABBREVIATED or (len(last) == 1 and last.isalpha() and last != "i" and start > 0))


def _pieces(form: str, known: Vocabulary) -> tuple[Word, ...]:
    """The words of a typed word, with their places in it; remembered, since most words come again."""
    found = tuple(_split_word(form, known))
    # A password or a number may have figures, and few other words have.
    if not any(map(str.isdigit, form)):
        if len(known.pieces) > _MOST_REMEMBERED:
            known.pieces.clear()
        known.pieces[form] = found
    return found


def _split_word(form: str, known: Vocabulary) -> Iterator[Word]:
    lower, end = form.lower(), len(form)
    marks = case_marks(form)
    parts = _SPLIT_FORMS.get(lower)
    if parts is None and "'" in lower:
        parts = _split_clitic(lower)
    if parts is None:
        plain = lower.replace("'", "")
        yield Word(known.undisguise(plain) or plain, 0, end, marks)
        return
    at = 0
    for index, part in enumerate(parts):
        inside = index < len(parts) - 1 and lower.startswith("".join(parts[: index + 1]))
        to = min(at + len(part), end) if inside else end
        yield Word(part, at if at < to else 0, to, marks)
        at = to


def _split_clitic(lower: str) -> tuple[str, ...] | None:
    if lower.endswith("n't") and len(lower) > 3:
        return lower[:-3], "n't"
    for clitic in _CLITICS:
        if lower.endswith(clitic) and len(lower) > len(clitic):
            return lower[: -len(clitic)].replace("'", ""), clitic
    return None


def case_marks(form: str) -> int:
    """Whether a form is typed with a capital first letter, or all in capitals."""
    marks = Mark.CAPITAL if form[:1].isupper() else 0
    return marks | Mark.CAPS if len(form) > 1 and form.isupper() else marks


def entity_words(text: str, entity: Entity, known: Vocabulary) -> Iterator[Word]:
    """The words of a link, a mention or a tag."""
    typed = text[entity.start : entity.end]
    if entity.kind in ("url", "cashtag"):
        yield Word(typed.lower(), entity.start, entity.end, Mark.LINK if entity.kind == "url" else 0)
    elif entity.kind == "mention":
        yield Word("@" + typed[1:].lower(), entity.start, entity.end, Mark.MENTION)
    else:
        for form, start, end, marks in open_hashtag(typed[1:], known):
            yield Word(form, entity.start + 1 + start, entity.start + 1 + end, marks | Mark.HASHTAG)


def open_hashtag(tag: str, known: Vocabulary) -> Iterator[Word]:
    """The words run together in a hashtag: by capitals, else by known words, else the whole."""
    pieces = list(_CAMEL.finditer(tag))
    if len(pieces) == 1 and tag.isalpha() and (split := known.split(tag.lower())):
        at = 0
        for part in split:
            yield Word(part, at, at + len(part), case_marks(tag[at : at + len(part)]))
            at += len(part)
        return
    for piece in pieces:
        form = piece.group()
        split = (
            known.split(form.lower()) if len(pieces) > 1 and len(form) > 3 and form.lower() not in known.words else None
        )
        at = piece.start()
        for part in split or (form.lower(),):
            yield Word(part, at, at + len(part), case_marks(form))
            at += len(part)


def _join_spaced(words: list[Word], known: Vocabulary) -> list[Word]:
    """Letters with one character between each, ``V O T E`` or ``v.o.t.e``, read as the words they spell."""
    letters_alone = [at for at, word in enumerate(words) if len(word[0]) == 1]
    if len(letters_alone) < FEWEST_SPELT:
        for at in letters_alone:
            words[at] = words[at]._replace(form="you") if words[at].form == "u" else words[at]
        return words
    joined: list[Word] = []
    at = 0
    while at < len(words):
        to = at
        while to < len(words) and len(words[to].form) == 1 and words[to].form.isalpha() and (to == at or _touch(words[to - 1], words[to])):
            to += 1
        run = "".join(word.form for word in words[at:to])
        first = known.first_split(run) if len(run) >= FEWEST_SPELT else None
        parts = None if first is None or len(run) - first < FEWEST_SPELT else known.split(run[first:])
        alone = first if first is not None and parts else max(len(run), 1)
        # Only now, when they are known to be no letters of a spelt-out word.
        joined += [word._replace(form="you") if word.form == "u" else word for word in words[at : at + alone]]
        at += alone
        for part in parts or ():
            joined.append(Word(part, words[at].start, words[at + len(part) - 1].end, words[at].marks))
            at += len(part)
    return joined


def _touch(left: Word, right: Word) -> bool:
    return right.start - left.end <= 2


def _mark_quotations(text: str, words: list[Word]) -> list[Word]:
    """Mark the words of quotations of four words or more, unless the quotation is all there is."""
    if '"' not in text and "'" not in text:
        return words
    spans = [(found.start(), found.end()) for found in QUOTED.finditer(text)]
    starts = [start for start, _ in spans]
    inside = [which if (which := bisect_left(starts, word.start) - 1) >= 0 and word.end <= spans[which][1] else None for word in words]
    lengths = Counter(which for which, word in zip(inside, words, strict=True) if word.form not in (STOP, QUESTION))
    quoted = {index for index, which in enumerate(inside) if which is not None and words[index].form and lengths[which] >= 4}
    if not quoted or len(quoted) * 10 > 9 * sum(1 for word in words if word.form not in (STOP, QUESTION)):
        return words
    return [
        word._replace(marks=word.marks | Mark.QUOTED) if index in quoted else word for index, word in enumerate(words)
    ]
