"""The shape of every file of a policy. Field names are the keys that authors write."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from csmedia.model import Capacity, Confidence, Frozen, Serves, Severity, Slug, Slugs, Tuple, Words

Region = Literal["own", "quoted", "media", "any"]
Sentence = Annotated[str, StringConstraints(min_length=3)]
Scope = Literal["sentence", "post"] | Annotated[int, Field(ge=1, le=60)]
Outcome = Literal["nothing-found", "note", "review", "advise", "stop"]
Reading = Literal["read", "part", "second-hand", "memory"]
FactTest = bool | str | int | list[str] | list[int] | dict[str, Any]
When = dict[str, FactTest]

_SHORT = {"signal", "topic", "side", "detector", "release", "place", "minister"}


def _atom(value: object) -> object:
    """``"signal:opinion"`` is short for ``{ signal = "opinion" }``."""
    if isinstance(value, str):
        kind, _, name = value.partition(":")
        if kind not in _SHORT or not name:
            raise ValueError(
                f'“{value}” is no evidence. Write one of {", ".join(sorted(k + ":…" for k in _SHORT))}, or a table such as {{ terms = ["…"] }}'
            )
        return {kind: name}
    return value


class Atom(Frozen):
    """One piece of evidence that a rule asks for."""

    signal: Slug | None = None
    topic: Literal["own", "other", "any"] | None = Field(
        None, description="Words that name a contested topic of the author's own ministers, of others, or of any."
    )
    side: Literal["own", "other", "any"] | None = Field(
        None, description="Words that by themselves take a side on such a topic."
    )
    release: Literal["pending", "passed"] | None = Field(
        None, description="Words that name a release of the context that is still to come, or is out."
    )
    place: Literal["period", "area"] | None = Field(
        None, description="Words that name a place of a period in force, or the account's area."
    )
    minister: Literal["own"] | None = Field(
        default=None, description="Words that name a minister of the author's own organisation."
    )
    detector: Slug | None = None
    pattern: str | None = None
    terms: Words = ()
    frame: str | None = None
    in_: Region = Field("own", alias="in")
    on: Literal["folded", "tidied", "typed"] = "folded"
    typed: Literal["Capital", "CAPS"] | None = None
    not_after: Words = ()
    not_before: Words = ()
    at_least: Annotated[int, Field(ge=1, le=20)] = 1
    negated: bool | None = Field(
        default=None, description="false: drop what stands after a negation; true: keep only that."
    )
    question: bool | None = Field(
        default=None, description="false: drop what stands in a question; true: keep only that."
    )
    within: Scope | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Atom:
        kinds = [
            self.signal,
            self.topic,
            self.side,
            self.release,
            self.place,
            self.minister,
            self.detector,
            self.pattern,
            self.terms or None,
            self.frame,
        ]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError(
                "needs exactly one of signal, topic, side, release, place, minister, detector, pattern, terms, frame"
            )
        return self


AtomOrName = Annotated[Atom, BeforeValidator(_atom)]
Atoms = Annotated[tuple[AtomOrName, ...], Tuple]


class Pattern(Frozen):
    """A regular expression, and a word that must stand in the post before it is tried."""

    pattern: str
    needs: Words = Field(
        (), description="Terms, one of which must be seen first; without them the pattern runs on every post."
    )
    on: Literal["folded", "tidied", "typed"] = "tidied"


def _pattern(value: object) -> object:
    return {"pattern": value} if isinstance(value, str) else value


class SignalFile(Frozen):
    """A named, reusable piece of evidence."""

    title: Sentence
    terms: Words = ()
    frames: Words = ()
    patterns: Annotated[tuple[Annotated[Pattern, BeforeValidator(_pattern)], ...], Tuple] = ()
    detectors: Slugs = ()
    include: Slugs = Field(default=(), description="Signals whose evidence counts as this one's.")
    except_: Words = Field(
        (), alias="except", description="Longer phrases that are not meant: evidence inside them is dropped."
    )
    facts: When = {}
    lists: dict[Slug, Words] = Field({}, description="Word lists for this file's frames.")
    typed: Literal["Capital", "CAPS"] | None = None
    not_after: Words = ()
    not_before: Words = ()
    maskable: bool = Field(default=False, description="People write these words with stars; read them so.")
    secret: bool = Field(default=False, description="Mask what this finds in every output.")
    note: str | None = None

    @model_validator(mode="after")
    def _finds(self) -> SignalFile:
        if not (self.terms or self.frames or self.patterns or self.detectors or self.include or self.facts):
            raise ValueError("finds nothing. Write terms, frames, patterns, detectors, include or facts")
        return self


class Find(Frozen):
    """How evidence combines."""

    all: Atoms = ()
    any: Atoms = ()
    at_least: Annotated[int, Field(ge=1, le=20)] = 1
    unless: Atoms = ()
    within: Scope = "sentence"

    @model_validator(mode="after")
    def _finds(self) -> Find:
        if not (self.all or self.any):
            raise ValueError("looks for nothing. Write all = […] or any = […]")
        return self


class SeverityWhen(Frozen):
    """Another severity where facts hold; the first that holds counts."""

    severity: Severity | Literal["nothing-found"]
    confidence: Confidence | None = None
    when: When = {}
    find: Find | None = Field(default=None, description="Holds only where this evidence is there too.")
    because: Sentence


class CitationFile(Frozen):
    """Where a rule stands: a source, and the section or paragraph that guidance gives."""

    source: str
    paragraph: str | None = None


class Example(Frozen):
    """An invented post and what this rule alone says of it."""

    text: str
    expect: Outcome
    context: dict[str, Any] = {}
    post: dict[str, Any] = {}
    calendar: Annotated[tuple[dict[str, Any], ...], Tuple] = Field(
        (), description="The other posts of its calendar, for rules that look at a whole calendar."
    )
    known_miss: bool = False
    note: str | None = None


class RuleFile(Frozen):
    """One thing to look for, when it applies, how much it matters, which duty, and its examples."""

    title: Sentence
    duty: Slug
    severity: Severity
    confidence: Confidence = "medium"
    message: Sentence
    why: Sentence
    ask: Slugs = ()
    fine_when: Sentence | None = None
    instead: Sentence | None = None
    message_cy: Sentence | None = None
    why_cy: Sentence | None = None
    instead_cy: Sentence | None = None
    secret: bool = False
    preview: bool = False
    locked: bool = Field(
        default=False, description="No other policy can switch this rule off, lower it, or take words from its signals."
    )
    since: date | None = Field(default=None, description="The first day of publishing on which it runs.")
    until: date | None = Field(default=None, description="The day of publishing from which it no longer runs.")
    replaces: Words = Field((), description="Former ids of this rule, or rules that it stands in for.")
    superseded_by: str | None = Field(default=None, description="The rule that stands in for this one.")
    review_by: date | None = Field(default=None, description="The day by which somebody reads it again.")
    find: Find | None = None
    when: When = {}
    lists: dict[Slug, Words] = {}
    severity_when: Annotated[tuple[SeverityWhen, ...], Tuple] = ()
    citation: Annotated[tuple[CitationFile, ...], Tuple] = ()
    example: Annotated[tuple[Example, ...], Tuple] = ()

    @model_validator(mode="after")
    def _something(self) -> RuleFile:
        if self.find is None and not self.when:
            raise ValueError("looks for nothing. Write a [find] table, or a [when] table of facts")
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ValueError("never runs: until is the first day without it, and must come after since")
        return self


class PolicyFile(Frozen):
    """A folder of rules: its owner and when it is read again."""

    title: Sentence
    owner: Sentence
    version: Annotated[str, StringConstraints(min_length=1)]
    review_by: date | None = None
    about: str | None = None


class SourceRow(Frozen):
    """A published document and how sure we are of our reading of it."""

    id: str
    title: str
    publisher: str | None = None
    edition: str | None = None
    url: str | None = None
    covers: str | None = None
    reading: Reading
    reading_note: str | None = None
    date_read: date | None = None
    review_by: date | None = None


class BasisRow(Frozen):
    """A source that a duty rests on."""

    source: str
    reading: Reading
    section: str | None = None


class DutyRow(Frozen):
    """One thing that a published source asks of a civil servant."""

    id: Slug
    number: str | None = None
    family: str | None = None
    title: Sentence
    asks: Sentence
    capacity: Annotated[tuple[Capacity, ...], Tuple] = ("official", "personal")
    verdict: Outcome
    ask: Slugs = ()
    detect: Slugs = ()
    preview: bool = False
    basis: Annotated[tuple[BasisRow, ...], Tuple] = ()
    fine: str | None = None
    unseen: str | None = None


class AskRow(Frozen):
    """Somebody to ask, in words that follow “Ask”."""

    id: Slug
    title: str


class OrganisationRow(Frozen):
    """An organisation whose staff are civil servants."""

    slug: Slug
    name: str
    short: Words = ()
    aliases: Slugs = ()
    kind: Slug
    serves: Serves
    parent: Slug | None = None
    minister: str | None = None
    ministers: Words = ()
    since: date | None = None
    until: date | None = None
    note: str | None = None


class Side(Frozen):
    """Words that take one side of a topic."""

    label: str
    terms: Words


class Topic(Frozen):
    """A contested subject in a minister's portfolio."""

    id: Slug
    title: str
    terms: Words
    side: Annotated[tuple[Side, ...], Tuple] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _sides(self) -> Topic:
        if len(self.side) == 1:
            raise ValueError("has one side only. Write the other side's words too, or none")
        return self


class TopicFile(Frozen):
    """The contested topics of one organisation."""

    organisation: Slug
    topic: Annotated[tuple[Topic, ...], Tuple]


class PeriodRow(Frozen):
    """A dated row of the calendar. A row without a known start is listed and never in force."""

    id: Slug
    title: str
    kind: Slug
    serves: Annotated[tuple[Serves, ...], Tuple]
    starts: datetime | None = None
    polling: date | None = None
    ends: datetime | None = None
    places: Words = ()
    start_known: Literal["read", "computed", "memory", "second-hand"] | None = None
    source: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _zoned(self) -> PeriodRow:
        if any(at is not None and at.tzinfo is None for at in (self.starts, self.ends)):
            raise ValueError("starts and ends need an offset, as in 2024-05-25T00:01:00+01:00")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("ends before it starts")
        return self


class CalendarFile(Frozen):
    """Periods, and the day after which the table knows nothing."""

    table_ends: date | None = None
    covers: str | None = None
    period: Annotated[tuple[PeriodRow, ...], Tuple] = ()


class KindRow(Frozen):
    """What a kind of period changes for posts."""

    id: Slug
    title: str
    duties: Slugs = ()
    changes: str | None = None


class Guard(Frozen):
    """What a guard does to findings of the named duties in the sentence where its signal stands."""

    title: Sentence
    signal: Slug
    effect: Literal["hold", "quiet"]
    severity: Severity | None = Field(default=None, description="The highest severity that a held finding keeps.")
    duties: Slugs
    unless: Slugs = Field(
        default=(), description="Signals that lift the guard from their sentence, so that it is no password."
    )
    within: Literal["sentence", "post"] = "sentence"
    because: Sentence
