"""What rules say to people: no verdict on the person, no leave to post, no orders, and words that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csmedia.authored import Authored
from csmedia.linting.kinds import Lint
from csmedia.linting.walking import Place, found, rules
from csmedia.load.folders import Loaded
from csmedia.rules.grammar import RuleFile

LONGEST_SENTENCE = 30
HARDEST_GRADE = 12.0
_ACCUSES = re.compile(r"\b(?:guilty|breach\w*|illegal\w*|unlawful\w*|criminal\w*|offence\w*|violat\w+|misconduct|disciplin\w+|punish\w*|sack(?:ed|ing)|dismissed|wrongdoing|you lied|broke the (?:law|rules?|code))\b", re.IGNORECASE)  # fmt: skip
_APPROVES = re.compile(r"\b(?:safe to \w+|is safe|approved|compliant|cleared|nothing wrong|fine to (?:post|publish)|good to go|can be (?:posted|published)|may be (?:posted|published))\b", re.IGNORECASE)  # fmt: skip
_COMMANDS = re.compile(r"\b(?:you must(?: not| never)?|you may not|you cannot|you are not allowed|it is forbidden)\b", re.IGNORECASE)
_CAREFUL = re.compile(r"\b(?:reads? (?:as|like)|may (?:be|read)|states as|says that|saying that|looks? like|seems?)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_JUDGING = (
    ("message-accuses", _ACCUSES, "judges the person, not the words. Say what the words read as, and what is asked."),
    ("message-approves", _APPROVES, "reads as leave to post, which a person gives. Say what was looked at."),
)
_COMMANDING = ("message-commands", _COMMANDS, "gives an order. Say what the guidance asks, and whom to ask.")


def prose_lints(authored: Authored) -> Iterator[Lint]:
    """What is wrong with the words of rules."""
    for _, row in rules(authored):
        for place, words in _said(row.model):
            lints = (*_JUDGING, _COMMANDING) if place[-1] == "message" else _JUDGING if place[-1] in ("because", "instead") else ()
            for kind, pattern, cure in lints:
                if match := _first(pattern, words):
                    yield found(row.source, place, kind, match.group(), cure)
            yield from _long(row, place, words)
        yield from _hard(row)


def _first(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The first word of a kind in a sentence that says what is, not what words read as."""
    for sentence in _SENTENCE.split(words):
        match = pattern.search(sentence)
        if match and not _CAREFUL.search(sentence[: match.start()]):
            return match
    return None


def _said(rule: RuleFile) -> Iterator[tuple[Place, str]]:
    for name in ("message", "why", "fine_when", "instead"):
        if words := getattr(rule, name):
            yield (name,), words
    for index, one in enumerate(rule.severity_when):
        yield ("severity_when", index, "because"), one.because


def _long(row: Loaded, place: Place, words: str) -> Iterator[Lint]:
    longest = max(_SENTENCE.split(words), key=lambda one: len(_WORD.findall(one)))
    count = len(_WORD.findall(longest))
    if count > LONGEST_SENTENCE:
        message = f"this sentence has {count} words: “{longest}” Make two of it."
        yield found(row.source, place, "long-sentence", str(place[-1]), message)


def _hard(row: Loaded) -> Iterator[Lint]:
    rule: RuleFile = row.model
    words = f"{rule.message} {rule.why}"
    grade = reading_grade(words)
    if grade > HARDEST_GRADE:
        longest = max(_SENTENCE.split(words), key=len)
        message = f"asks for {grade:.0f} years at school (Flesch and Kincaid). Shorter words and sentences help; the longest is “{longest}”"
        yield found(row.source, ("message",), "hard-to-read", "message", message)


def reading_grade(text: str) -> float:
    """Years at school that a text asks for, after Flesch and Kincaid; placeholders count as one short word."""
    plain = re.sub(r"\{\w+\}", "it", text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    sentences = max(1, len([one for one in _SENTENCE.split(plain.strip()) if one]))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    small = word.lower()
    count = len(_VOWELS.findall(small))
    if small.endswith("e") and not small.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(1, count)
