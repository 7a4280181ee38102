"""The shape of every file of a policy. Field names are the keys that authors write."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from csmedia.model import Confidence, Frozen, Sentence, Severity, Slug, Slugs, Tuple, Words
from csmedia.rules.frames import SHAPES
from csmedia.rules.rows import (
    AskRow,
    BasisRow,
    DutyRow,
    Example,
    OrganisationRow,
    Outcome,
    PeriodRow,
    Reading,
    SourceRow,
)


def _no_shapes(lists: dict[str, Words]) -> dict[str, Words]:
    for name in lists:
        if name in SHAPES:
            raise ValueError(f"“{name}” is taken: <{name}> in a frame is any {name}. Give the list another name")
    return lists


Lists = Annotated[dict[Slug, Words], AfterValidator(_no_shapes)]
Region = Literal["own", "quoted", "media", "any"]
Scope = Literal["sentence", "post"] | Annotated[int, Field(ge=1, le=60)]
FactTest = bool | str | int | list[str] | list[int] | dict[str, Any]
When = dict[str, FactTest]

SHORT = ("detector", "minister", "place", "release", "side", "signal", "topic")
ATOM_KINDS = ("signal", "topic", "side", "release", "place", "minister", "detector", "pattern", "terms", "frame")


def _atom(value: object) -> object:
    """``"signal:opinion"`` is short for ``{ signal = "opinion" }``."""
    if isinstance(value, str):
        kind, _, name = value.partition(":")
        if kind not in SHORT or not name:
            raise ValueError(
                f'“{value}” is no evidence. Write one of {", ".join(sorted(k + ":…" for k in SHORT))}, or a table such as {{ terms = ["…"] }}'
            )
        return {kind: name}
    return value


class Atom(Frozen):
    """One piece of evidence that a rule asks for."""

    signal: Slug | None = Field(default=None, description="A signal, by the name of its file in signals/.")
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
    detector: Slug | None = Field(default=None, description="Evidence that needs code, by the name that a plugin gives it.")
    pattern: str | None = Field(default=None, description="A regular expression, in 'single quotes'.")
    terms: Words = Field(default=(), description="Words and phrases, written as in a signal's terms.")
    frame: str | None = Field(default=None, description="A row of words and classes in one sentence, such as <first-person> (saw|was shown) …3 <official-paper>.")
    in_: Region = Field("own", alias="in", description="Whose words count: own (the author's, but for quotations of four words or more), quoted (the post that is answered or shared, link titles, quotations), media (words that come with pictures) or any.")
    on: Literal["folded", "tidied", "typed"] = Field(default="folded", description="What a pattern reads: folded (small letters, tricks undone), tidied (tricks undone, case kept) or typed (as it was typed).")
    typed: Literal["Capital", "CAPS"] | None = Field(default=None, description="Count the words only where they were typed with a capital first letter, or in capitals.")
    not_after: Words = Field(default=(), description="Drop what stands right after one of these words.")
    not_before: Words = Field(default=(), description="Drop what stands right before one of these words.")
    at_least: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="How many places must be found.")
    negated: bool | None = Field(
        default=None, description="false: drop what stands after a negation; true: keep only that."
    )
    question: bool | None = Field(
        default=None, description="false: drop what stands in a question; true: keep only that."
    )
    within: Scope | None = Field(default=None, description="Where this may stand beside the rule's other evidence: sentence, post, or a number of words; left out, as the find table says.")

    @model_validator(mode="after")
    def _one_kind(self) -> Atom:
        kinds = [getattr(self, kind) for kind in ATOM_KINDS]
        if sum(kind not in (None, ()) for kind in kinds) != 1:
            raise ValueError(f"needs exactly one of {', '.join(ATOM_KINDS)}")
        return self


Short = Annotated[
    str,
    StringConstraints(
        pattern=r"^((signal|detector):[a-z0-9]+(-[a-z0-9]+)*|(topic|side):(own|other|any)|release:(pending|passed)|place:(period|area)|minister:own)$"
    ),
    Field(description="A name such as signal:opinion or topic:own, short for a table of one key."),
]
AtomOrName = Annotated[Atom, BeforeValidator(_atom, json_schema_input_type=Short | Atom)]
Atoms = Annotated[tuple[AtomOrName, ...], Tuple]


class Pattern(Frozen):
    """A regular expression, and a word that must stand in the post before it is tried."""

    pattern: str = Field(description="The regular expression, in 'single quotes'. A group named span narrows what is pointed at.")
    needs: Words = Field(
        (), description="Terms, one of which must be seen first; without them the pattern runs on every post."
    )
    on: Literal["folded", "tidied", "typed"] = Field(default="tidied", description="What it reads: tidied (hidden characters and look-alikes undone, case kept), folded (the same in small letters) or typed (as it was typed).")


def _pattern(value: object) -> object:
    return {"pattern": value} if isinstance(value, str) else value


PatternOrText = Annotated[Pattern, BeforeValidator(_pattern, json_schema_input_type=str | Pattern)]


class SignalFile(Frozen):
    """A named, reusable piece of evidence."""

    title: Sentence = Field(description="What the signal says, for people, as in: says that something is not public yet.")
    terms: Words = Field(default=(), description="Words and phrases in small letters; ~ stands for the forms of a word, * for any ending, ? for a letter that may be missing.")
    frames: Words = Field(default=(), description="Rows of words and classes in one sentence, such as <person> (is|are) …2 <praise>.")
    patterns: Annotated[tuple[PatternOrText, ...], Tuple] = Field(default=(), description="Regular expressions, each text in 'single quotes' or a table with pattern, needs and on.")
    detectors: Slugs = Field(default=(), description="Evidence that needs code, by the names that plugins give it.")
    include: Slugs = Field(default=(), description="Signals whose evidence counts as this one's.")
    except_: Words = Field(
        (), alias="except", description="Longer phrases that are not meant: evidence inside them is dropped."
    )
    facts: When = Field(default={}, description="Facts of the post or its context that count as this evidence without a place in the text.")
    lists: Lists = Field({}, description="Word lists for this file's frames.")
    typed: Literal["Capital", "CAPS"] | None = Field(default=None, description="Count the words only where they were typed with a capital first letter, or in capitals.")
    not_after: Words = Field(default=(), description="Drop what stands right after one of these words.")
    not_before: Words = Field(default=(), description="Drop what stands right before one of these words.")
    maskable: bool = Field(default=False, description="People write these words with stars; read them so.")
    secret: bool = Field(default=False, description="Mask what this finds in every output.")
    note: str | None = Field(default=None, description="A remark for those who keep the file.")

    @model_validator(mode="after")
    def _finds(self) -> SignalFile:
        if not (self.terms or self.frames or self.patterns or self.detectors or self.include or self.facts):
            raise ValueError("finds nothing. Write terms, frames, patterns, detectors, include or facts")
        return self


class Find(Frozen):
    """How evidence combines."""

    all: Atoms = Field(default=(), description="Every one of these must be there.")
    any: Atoms = Field(default=(), description="At least one of these must be there; at_least asks for more.")
    at_least: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="How many of any must be there.")
    unless: Atoms = Field(default=(), description="None of these may be there.")
    within: Scope = Field(default="sentence", description="How near to each other: in one sentence, anywhere in the post, or at most so many words apart.")

    @model_validator(mode="after")
    def _finds(self) -> Find:
        if not (self.all or self.any):
            raise ValueError("looks for nothing. Write all = […] or any = […]")
        return self


class SeverityWhen(Frozen):
    """Another severity where facts hold; the first that holds counts."""

    severity: Severity | Literal["nothing-found"] = Field(description="What counts instead; nothing-found says nothing at all.")
    confidence: Confidence | None = Field(default=None, description="How sure the rule is in this case; left out, as the rule says.")
    when: When = Field(default={}, description="Facts that must all hold. On a fact that nobody gave it does not hold.")
    find: Find | None = Field(default=None, description="Holds only where this evidence is there too.")
    because: Sentence = Field(description="Why this case differs, in a sentence that the report prints.")


class CitationFile(Frozen):
    """Where a rule stands: a source, and the section or paragraph that guidance gives."""

    source: str = Field(description="The id of a source in a sources.toml, such as S06.")
    paragraph: str | None = Field(default=None, description="The section or paragraph, only where the source itself gives one.")


class RuleFile(Frozen):
    """One thing to look for, when it applies, how much it matters, which duty, and its examples."""

    title: Sentence = Field(description="What the rule sees, in a line.")
    duty: Slug = Field(description="The duty that it touches, as csmedia duties lists them.")
    severity: Severity = Field(description="What to do: note (good practice), review (check it yourself), advise (ask first) or stop (not as it stands).")
    confidence: Confidence = Field(default="medium", description="How sure the rule is, apart from how much it matters.")
    message: Sentence = Field(description="What the author reads first. {topic}, {minister}, {period}, {until}, {release}, {place} and {organisation} are filled in; words of the post are never repeated.")
    why: Sentence = Field(description="Why it matters, in words that help and do not accuse.")
    ask: Slugs = Field(default=(), description="Whom to ask, by the ids of [[ask]] rows; left out, as the duty says.")
    fine_when: Sentence | None = Field(default=None, description="The innocent reading that was considered.")
    instead: Sentence | None = Field(default=None, description="Calmer wording, or what to do instead.")
    message_cy: Sentence | None = Field(default=None, description="The message in Welsh.")
    why_cy: Sentence | None = Field(default=None, description="The reason in Welsh.")
    instead_cy: Sentence | None = Field(default=None, description="What to do instead, in Welsh.")
    secret: bool = Field(default=False, description="Mask what it finds in every output.")
    preview: bool = Field(default=False, description="It rests on memory of its sources; reports mark it, and --no-preview drops it.")
    locked: bool = Field(
        default=False, description="No other policy can switch this rule off, lower it, or take words from its signals."
    )
    since: date | None = Field(default=None, description="The first day of publishing on which it runs.")
    until: date | None = Field(default=None, description="The day of publishing from which it no longer runs.")
    replaces: Words = Field((), description="Former ids of this rule, or rules that it stands in for.")
    superseded_by: str | None = Field(default=None, description="The rule that stands in for this one.")
    review_by: date | None = Field(default=None, description="The day by which somebody reads it again.")
    find: Find | None = Field(default=None, description="The evidence; left out, the facts of the when table alone raise the rule.")
    when: When = Field(default={}, description="Facts of the context, the post and the calendar, all of which must hold.")
    lists: Lists = Field(default={}, description="Word lists for the frames of this file.")
    severity_when: Annotated[tuple[SeverityWhen, ...], Tuple] = Field(default=(), description="Cases in which the severity is another; the first that holds decides.")
    citation: Annotated[tuple[CitationFile, ...], Tuple] = Field(default=(), description="The published sources that the rule rests on; at least one.")
    example: Annotated[tuple[Example, ...], Tuple] = Field(default=(), description="Posts with what this rule says of them: at least one that is raised and one that is not.")

    @model_validator(mode="after")
    def _something(self) -> RuleFile:
        if self.find is None and not self.when:
            raise ValueError("looks for nothing. Write a [find] table, or a [when] table of facts")
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ValueError("never runs: until is the first day without it, and must come after since")
        return self


class PolicyFile(Frozen):
    """A folder of rules: its owner and when it is read again."""

    title: Sentence = Field(description="What the policy is called.")
    owner: Sentence = Field(description="Who answers for it: a team, not a person.")
    version: Annotated[str, StringConstraints(min_length=1)] = Field(description="Its version, in quotes; every finding is stamped with it. Raise it with each change.")
    review_by: date | None = Field(default=None, description="A date of your own for reading the policy again.")
    about: str | None = Field(default=None, description="What the policy is for, in a sentence or two.")


class Side(Frozen):
    """Words that take one side of a topic."""

    label: str = Field(description="What the side wants, in a few words.")
    terms: Words = Field(description="Words that by themselves take this side; as many as the other side's.")


class Topic(Frozen):
    """A contested subject in a minister's portfolio."""

    id: Slug = Field(description="The topic's slug.")
    title: str = Field(description="The topic in words that stand in a message, as in: the subsidy for the night ferry.")
    terms: Words = Field(description="Words that name the topic and take no side.")
    side: Annotated[tuple[Side, ...], Tuple] = Field(default=(), description="The sides, with the words of each; two or more, or none.")
    note: str | None = Field(default=None, description="A remark for those who keep the file.")

    @model_validator(mode="after")
    def _sides(self) -> Topic:
        if len(self.side) == 1:
            raise ValueError("has one side only. Write the other side's words too, or none")
        return self


class TopicFile(Frozen):
    """The contested topics of one organisation."""

    organisation: Slug = Field(description="The slug of the organisation whose ministers answer for these topics.")
    topic: Annotated[tuple[Topic, ...], Tuple] = Field(description="The topics.")


class CalendarFile(Frozen):
    """Periods, and the day after which the table knows nothing."""

    table_ends: date | None = Field(default=None, description="The day after which the table knows nothing.")
    covers: str | None = Field(default=None, description="What the table covers.")
    period: Annotated[tuple[PeriodRow, ...], Tuple] = Field(default=(), description="The periods.")


class KindRow(Frozen):
    """What a kind of period changes for posts."""

    id: Slug = Field(description="The kind's slug.")
    title: str = Field(description="What it is called in messages.")
    duties: Slugs = Field(default=(), description="Duties that it changes.")
    changes: str | None = Field(default=None, description="What it changes, for people.")


class Guard(Frozen):
    """What a guard does to findings of the named duties in the sentence where its signal stands."""

    title: Sentence = Field(description="What the guard protects.")
    signal: Slug = Field(description="The signal that wakes it.")
    effect: Literal["hold", "quiet"] = Field(description="hold keeps findings at the severity given; quiet drops them.")
    severity: Severity | None = Field(default=None, description="The highest severity that a held finding keeps.")
    duties: Slugs = Field(description="The duties whose findings it acts on.")
    unless: Slugs = Field(
        default=(), description="Signals that lift the guard from their sentence, so that it is no password."
    )
    within: Literal["sentence", "post"] = Field(default="sentence", description="Where its signal must stand: in the finding's sentence, or anywhere in the post.")
    because: Sentence = Field(description="Why, in a sentence that the report prints.")


__all__ = [
    "ATOM_KINDS",
    "SHORT",
    "AskRow",
    "Atom",
    "AtomOrName",
    "Atoms",
    "BasisRow",
    "CalendarFile",
    "CitationFile",
    "DutyRow",
    "Example",
    "FactTest",
    "Find",
    "Guard",
    "KindRow",
    "OrganisationRow",
    "Outcome",
    "Pattern",
    "PatternOrText",
    "PeriodRow",
    "PolicyFile",
    "Reading",
    "Region",
    "RuleFile",
    "Scope",
    "Sentence",
    "SeverityWhen",
    "Short",
    "Side",
    "SignalFile",
    "SourceRow",
    "Topic",
    "TopicFile",
    "When",
]
