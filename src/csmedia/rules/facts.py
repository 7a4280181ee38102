"""The facts that a `[when]` table may ask, and the forms that a test of one may take."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import get_args

from csmedia.model import Capacity, Kind, Platform, PoliticalGroup, Serves

# Each fact with what its values are: one word, a set of words, yes or no, a number, or a table about media.
FACTS: dict[str, tuple[str, str]] = {
    "capacity": ("word", "official or personal"),
    "serves": ("word", "the government served: uk, scotland, wales, northern-ireland"),
    "department": ("words", "the slugs of the author's organisation and of those above it"),
    "organisation_kind": ("word", "ministerial-department, agency, devolved-government …"),
    "political_group": ("word", "free, intermediate, restricted or special-adviser; unknown is judged as intermediate"),
    "roles": ("words", "what the author does: digital-team, press-office, spokesperson, analyst, union-rep, senior-civil-service …"),
    "permissions": ("words", "what is on file: local-political-activity, national-political-activity, publication, outside-interest"),
    "audience": ("word", "public, limited or private"),
    "identifiable": ("yes", "the account shows that its author is a civil servant"),
    "area_known": ("yes", "the context names a place that the account serves"),
    "kind": ("word", "original, reply, repost, quote, like, profile or message"),
    "platform": ("word", "x, bluesky, linkedin, whatsapp …"),
    "language": ("word", "the declared language, such as en or cy"),
    "languages_seen": ("words", "the languages that the words look like: en, cy"),
    "has_text": ("yes", "there is any text of the author's own"),
    "has_media": ("yes", "a picture, film, recording or document is attached"),
    "media_types": ("words", "image, video, audio, document"),
    "media.any": ("media", "at least one attachment fits"),
    "media.each": ("media", "there are attachments and every one fits"),
    "has_links": ("yes", "the post links somewhere"),
    "has_quoted": ("yes", "another post is answered, quoted, reposted or liked, and its text is given"),
    "has_poll": ("yes", "the post is a poll"),
    "thread": ("yes", "the post is part of a thread"),
    "word_count": ("number", "how many words the author's own text has"),
    "periods": ("words", "kinds of periods in force at the publish time: general-election, local-election, devolved-election, by-election, "
                "referendum, mourning, incident, fiscal-quiet …"),
    "created_before_period": ("yes", "written before a period began in which it is published"),
    "days_queued": ("number", "how many whole days before its publish time it was written"),
    "approved_before_period": ("yes", "agreed to before a period began in which it is published"),
    "approved_after_publish": ("yes", "agreed to after its publish time"),
    "release_pending": ("yes", "a release of the context is still to come at the publish time"),
    "release_words": ("words", "the words of the names of releases that are still to come"),
    "release_passed": ("yes", "the context names releases and all are out at the publish time"),
    "polls_open": ("yes", "published on a polling day of the calendar between 7 and 22 o'clock"),
    "polling_day": ("yes", "published on a polling day of the calendar"),
    "over_length": ("yes", "longer than its platform takes, by that platform's own counting"),
    "repeated": ("yes", "the same words go out again on the same account and platform within three days; known in a calendar only"),
    "tag_in_week": ("number", "how many different posts of its account carry one of its hashtags within seven days; known in a calendar only"),
    "thread_crosses_period": ("yes", "a period begins or ends between two parts of its thread; known in a calendar only"),
    "time_known": ("yes", "the publish time is known"),
    "topics_known": ("yes", "the contested topics of the author's own ministers are known"),
}  # fmt: skip
# Facts that know their words: another could never hold.
CLOSED: dict[str, tuple[str, ...]] = {
    "capacity": get_args(Capacity), "serves": get_args(Serves), "political_group": get_args(PoliticalGroup), "kind": get_args(Kind),
    "platform": get_args(Platform), "audience": ("public", "limited", "private"), "media_types": ("image", "video", "audio", "document"),
}  # fmt: skip
MEDIA_FIELDS = ("type", "alt_text", "captions", "text", "synthetic", "consent")


def check_when(when: Mapping[str, object]) -> list[tuple[str, str]]:
    """What is wrong with a `[when]` table: the key and what to write instead."""
    return [(key, fault) for key, test in when.items() if (fault := _fault(key, test) or _strange_word(key, test))]


def _fault(key: str, test: object) -> str | None:
    if key not in FACTS:
        near = get_close_matches(key, FACTS, n=1)
        return f"there is no fact “{key}”. " + (
            f"Did you mean “{near[0]}”?" if near else "docs/write-a-rule.md lists them."
        )
    form = FACTS[key][0]
    if form == "yes" and not isinstance(test, bool):
        return f"“{key}” is a yes-or-no fact. Write {key} = true or {key} = false."
    if form in ("word", "words") and not _is_words(test):
        return f'“{key}” takes a list of words. Write {key} = ["…"], or {key} = {{ none = ["…"] }}.'
    if form == "number" and not (isinstance(test, dict) and test and set(test) <= {"least", "most"}):
        return f"“{key}” is a number. Write {key} = {{ least = 6 }} or {{ most = 40 }}."
    if form == "media" and not (isinstance(test, dict) and test and set(test) <= set(MEDIA_FIELDS)):
        return f'“{key}” takes a table of media facts. Write {key} = {{ type = ["image"], alt_text = "missing" }}; fields: {", ".join(MEDIA_FIELDS)}.'
    return None


def _is_words(test: object) -> bool:
    if isinstance(test, dict):
        return bool(test) and set(test) <= {"none", "all", "any"} and all(_is_words(value) for value in test.values())
    return isinstance(test, list | tuple) and bool(test) and all(isinstance(word, str) for word in test)


def _strange_word(key: str, test: object) -> str | None:
    strange = [word for word in _words_in(test) if key in CLOSED and word not in CLOSED[key]]
    if not strange:
        return None
    near = get_close_matches(strange[0], CLOSED[key], n=1)
    cure = f"Did you mean “{near[0]}”?" if near else f"Write one of: {', '.join(CLOSED[key])}."
    return f"“{key}” is never “{strange[0]}”. {cure}"


def _words_in(test: object) -> list[str]:
    if isinstance(test, Mapping):
        return [word for value in test.values() for word in _words_in(value)]
    return [word for word in test if isinstance(word, str)] if isinstance(test, list | tuple) else []
