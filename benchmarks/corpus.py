"""Invented posts and terms, the same for the same seed: standard library alone, because peers read it in their own environments."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

SIZES = (100, 1_000, 10_000, 50_000)
PLANTED = 100
"""Only so many terms are ever planted, so that every set of terms finds the same and growth is due to the number of terms."""
SEED = 20_260_101
SHORTEST, LONGEST = 20, 3_000

_TEMPLATES = """
Join us {day} at {time} in {place} for {event}. Everyone is welcome!
We're hiring! {role} needed in {place}. Apply by {day}.
Road closed: {place} will be shut from {time} on {day} while crews repair the {thing}.
Thank you to everyone who came to {event} at {place} {emoji}
Did you know? {n}% of people in {place} now recycle their {thing}.
Great to see so many families at {event} today {emoji} {emoji}
Reminder: collections move to {day} next week. Check your {thing} online.
Our team has published the {adj} {thing} guide. Read it here {url}
Proud of our {role} colleagues, who won a {adj} award for {event}.
{handle} thanks for getting in touch. Could you send us a direct message with the details?
Have your say on the {adj} plan for {place}. The survey closes on {day} at {time}.
Weather warning: {adj} winds expected around {place} from {time}. Please take care.
Just finished {event} with the {adj} people from {handle} {emoji}
New opening hours for {place}: {time} until late, every {day}.
What a {adj} morning at {place}! {tag} {tag}
Free parking in {place} on {day} to support local shops {tag}
It was “a {adj} day” for everyone at {event} – see the pictures {url}
Volunteers wanted — help with {event} and meet {adj} neighbours {emoji}
The café at {place} reopens on {day} with a {adj} menu by Zoë Ibarra-Núñez {emoji}
""".strip().splitlines()
_SLOTS = {
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday tomorrow today".split(),
    "time": ["9am", "10:30", "noon", "2pm", "18:00", "7.30pm", "midday"],
    "place": ["the town hall", "Riverside Park", "the central library", "Mill Road", "Northgate", "the harbour", "Castle Street", "the old station", "the market square"],
    "event": ["the summer fair", "the half marathon", "the book club", "litter picking", "the careers day", "a coding workshop", "the winter parade", "the open evening"],
    "role": ["a planning officer", "two lifeguards", "a data engineer", "a gardener", "a cook"],
    "thing": ["water main", "garden waste", "calendar", "street lights", "library card", "bus pass"],
    "adj": "brilliant new local annual strong lovely busy quiet revised fantastic".split(),
    "emoji": ["😀", "🎉", "❤️", "👏🏽", "👩‍💻", "✅", "🇬🇧"],
    "tag": ["#community", "#LocalNews", "#Volunteering", "#onthisday", "#weekend"],
    "handle": ["@northgatenews", "@city_library", "@harbourwalks", "@jsmith_42"],
    "url": ["https://example.org/a8Kx2", "https://example.com/3fQz", "example.org/news/2026/05"],
}
_SUBJECTS = "The team|Our neighbours|Some visitors|The new ferry|Every class|The baker on the corner|My sister|A small museum|The river|Half of the street".split("|")
_VERBS = "opened|found|remembered|painted|carried|mended|watched|finished|borrowed|counted|measured|welcomed".split("|")
_OBJECTS = "the long bridge|a basket of apples|the old map|three wooden boats|a song about rain|the garden wall|the last page|a box of letters|the blue door|a bicycle".split("|")
_ENDINGS = "before breakfast|after the storm|with great care|for the second time|without a word|in the afternoon|near the station|last winter|because it was cold|for a friend".split("|")
_STARTS, _MIDDLES = "br cl dr fl gr kl pl qu sk sn st str thr tr v w z".split(), "a e i o u ai ea oo".split()
_ENDS = "bble dge ffin ggle lm mble ndle nk pple rk sk sp tch x zz".split()
_COMMON = "red old cold long quick small last first open late blue soft".split()
_ORDINARY = frozenset(re.findall(r"[a-z]+", " ".join((*_TEMPLATES, *(word for some in _SLOTS.values() for word in some),
                                                      *_SUBJECTS, *_VERBS, *_OBJECTS, *_ENDINGS, *_COMMON)).lower()))  # fmt: skip


class Made(NamedTuple):
    """A post's text and the numbers of the terms planted in it."""

    text: str
    planted: tuple[int, ...]


def terms(number: int, seed: int = SEED) -> list[str]:
    """Terms of one to four words; a longer list begins with the shorter. None is a word of the posts by itself."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < number:
        size = chance.choices((1, 2, 3, 4), (35, 35, 20, 10))[0]
        words = [_word(chance), *(_word(chance) if chance.random() < 0.5 else chance.choice(_COMMON) for _ in range(size - 1))]
        made[" ".join(words)] = None
    return list(made)


def _word(chance: random.Random) -> str:
    """A made-up word that no post says of its own accord."""
    made = _made(chance)
    while made in _ORDINARY:
        made = _made(chance)
    return made


def _made(chance: random.Random) -> str:
    parts = (chance.choice(_STARTS) + chance.choice(_MIDDLES) for _ in range(chance.choice((1, 2, 2))))
    return "".join(parts) + chance.choice(_ENDS)


def posts(number: int, seed: int = SEED) -> list[Made]:
    """Posts of 20 to 3,000 characters, about 180 on average; two in a hundred hold one to three terms."""
    chance, known = random.Random(seed + 1), terms(PLANTED, seed)
    return [_planted(chance, _clean(chance), known) for _ in range(number)]


def _clean(chance: random.Random) -> str:
    drawn = int(chance.lognormvariate(4.86, 0.75)) if chance.random() > 0.003 else chance.randrange(1_000, LONGEST)
    target = min(LONGEST, max(SHORTEST, drawn))
    parts, size = list[str](), 0
    while size < target:
        part = _filled(chance) if chance.random() < 0.55 else _sentence(chance)
        parts.append(part)
        size += len(part) + 1
    text = ("\n\n" if chance.random() < 0.1 else " ").join(parts)
    return text if len(text) <= target else text[: text.rfind(" ", SHORTEST, target)].rstrip() or text[:target]


def _filled(chance: random.Random) -> str:
    template = chance.choice(_TEMPLATES)
    return re.sub(r"{(\w+)}", lambda found: str(chance.randrange(1, 100)) if found[1] == "n" else chance.choice(_SLOTS[found[1]]), template)


def _sentence(chance: random.Random) -> str:
    return f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} {chance.choice(_OBJECTS)} {chance.choice(_ENDINGS)}."


def _planted(chance: random.Random, text: str, known: list[str]) -> Made:
    if chance.random() >= 0.02:
        return Made(text, ())
    hits = tuple(sorted({chance.randrange(len(known)) for _ in range(chance.choices((1, 2, 3), (75, 20, 5))[0])}))
    # Behind the last word, so that no template is cut.
    return Made(f"{text} {' or '.join(known[hit] for hit in hits)}", hits)


def hostile(size: int) -> Iterator[tuple[str, str]]:
    """Texts of a size that cost the most, each with a name."""
    term = terms(1)[0] + " "
    shapes = {
        "one letter": "a", "spaces": " ", "one term": term, "marks on marks": "a\u0301\u0316\u0334\u0358", "between letters": "".join(f"{letter}\u200b" for letter in term),
        "full width": "".join(chr(ord(letter) + 0xFEE0) for letter in "plums"), "Cyrillic": "\u0430\u0435\u043e \u0440\u0441\u0445 ", "Chinese": "\u6f22\u5b57", "one sign for eighteen": "\ufdfa",
        "hashtags": "#PlumAndPear ", "masked": "p*** ", "quotation marks": "“a ", "stops": "a. ", "links": "https://example.org/a ",
    }  # fmt: skip
    for name, shape in shapes.items():
        yield name, (shape * (size // len(shape) + 1))[:size]


def fingerprint(number: int, seed: int = SEED) -> str:
    """A name for posts and terms: ratios are compared between runs of the same name only."""
    words = "\n".join([*(made.text for made in posts(number, seed)), *terms(1_000, seed)])
    return hashlib.sha256(words.encode()).hexdigest()[:12]
