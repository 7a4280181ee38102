"""What is looked for, how much it matters, and one thing that was found."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")


class Lint(NamedTuple):
    """One thing that was found: where, its id, the author's own word, what is wrong and the cure."""

    file: str
    line: int
    id: str
    word: str
    message: str

    @property
    def level(self) -> Level:
        """How much it matters."""
        return KINDS[self.id][0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level} {self.id}: {self.word}: {self.message}"


# Each lint with its level and what it looks for; docs/probe-and-lint.md shows this table.
KINDS: dict[str, tuple[Level, str]] = {
    "pattern-too-slow": ("error", "a pattern that ran out of its time on a text made to trouble it"),
    "pattern-backtracks": ("warning", "a pattern that can match the same words in many ways: nested or neighbouring repeats of the same characters"),
    "pattern-without-needs": ("warning", "a pattern that holds no word of its own and no `needs`, so that it is tried on every post"),
    "pattern-could-need": ("info", "a pattern without `needs` although it always holds one word"),
    "fires-on-ordinary": ("warning", "a rule that speaks on ordinary posts, at `review` or above"),
    "notes-on-ordinary": ("info", "the same, with a `note`"),
    "word-in-ordinary": ("info", "a word of a topic or of a rule's own list that many ordinary posts hold"),
    "one-sided-topic": ("warning", "a topic with many more words for one side than for another"),
    "one-sided-hashtags": ("info", "a topic with hashtags for one side and none for another"),
    "topic-without-sides": ("info", "a topic that names no side"),
    "source-past-review": ("warning", "a source, policy or rule whose `review_by` has passed"),
    "source-without-date-read": ("info", "a source that does not say when it was read"),
    "rule-expired": ("warning", "a rule whose `until` has passed"),
    "message-accuses": ("error", "a message that says somebody did wrong, and not what words read as"),
    "message-approves": ("error", "a message that says a post is in order, which a person decides"),
    "message-commands": ("warning", "a message that gives orders: you must not"),
    "long-sentence": ("warning", "a sentence of more than 30 words in what a rule says"),
    "hard-to-read": ("info", "words that ask for more than twelve years at school"),
    "unknown-placeholder": ("error", "a {word} in a message that nothing fills in"),
    "empty-placeholder": ("warning", "a {topic}, {release} or {period} in a rule that looks for none"),
    "no-place": ("warning", "a rule that looks for words and can speak without pointing at any"),
    "term-shadowed": ("info", "a term that a shorter one of the same list finds anyway"),
    "term-repeated": ("info", "a term that stands twice in a list"),
    "one-common-word": ("warning", "a term of one word that most posts hold"),
    "term-never-matches": ("error", "a term asked for in capitals that cannot be typed so"),
    "ignore-without-reason": ("warning", "a comment that takes back a lint without saying because …"),
    "ignore-unused": ("info", "a comment that takes back a lint that is not there"),
}  # fmt: skip
