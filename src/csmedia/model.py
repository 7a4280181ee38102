"""The nouns: what gets published, the facts around it, and what is said of it. All frozen, all strict."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator

Severity = Literal["note", "review", "advise", "stop"]
Verdict = Literal["nothing-found", "note", "review", "advise", "stop", "incomplete"]
Confidence = Literal["low", "medium", "high"]
Capacity = Literal["official", "personal"]
Serves = Literal["uk", "scotland", "wales", "northern-ireland"]
PoliticalGroup = Literal["free", "intermediate", "restricted", "special-adviser"]
Kind = Literal["original", "reply", "repost", "quote", "like", "profile", "message"]
Platform = Literal[
    "x",
    "bluesky",
    "mastodon",
    "threads",
    "facebook",
    "instagram",
    "linkedin",
    "tiktok",
    "youtube",
    "whatsapp",
    "blog",
    "other",
]
Sentence = Annotated[str, StringConstraints(min_length=3)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]

SEVERITIES: tuple[Severity, ...] = ("note", "review", "advise", "stop")
REPORT_SCHEMA: Literal["csmedia-report-1"] = "csmedia-report-1"
WHO_DECIDES = "A person decides. csmedia reports what it saw; it does not clear a post."


def rank(verdict: Verdict | Severity) -> int:
    """How strong a verdict is: 0 for nothing found, 1 for note, up to 4 for stop; incomplete ranks as 0."""
    return SEVERITIES.index(verdict) + 1 if verdict in SEVERITIES else 0


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _moment(value: object) -> object:
    """ISO 8601 text to a time, or to a date where it names a day only."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("not an ISO 8601 time; write it as 2026-04-20T09:00:00+01:00") from None


def _zoned(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("has no time zone; write the offset too, as in 2026-04-20T09:00:00+01:00")
    return value


Tuple = BeforeValidator(_tuple)
Zoned = Annotated[datetime, BeforeValidator(_zoned), BeforeValidator(_moment)]
ZonedOrDay = Annotated[datetime | date, BeforeValidator(_zoned), BeforeValidator(_moment)]
Slugs = Annotated[tuple[Slug, ...], Tuple]
Words = Annotated[tuple[str, ...], Tuple]


class Frozen(BaseModel):
    """What every model shares: no changes, no guessing of types, no unknown keys, no echo of input in errors."""

    # Built when first used: a command needs few of the models that a policy's files have.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Private(Frozen):
    """A model whose words may hold a secret: its repr names the fields that are set and shows none of them."""

    def __repr_args__(self) -> Any:
        return [(name, "…") for name in sorted(self.model_fields_set)]


class Media(Private):
    """A picture, film, recording or document. An absent field is unknown; an empty string or false is known to be missing."""

    type: Literal["image", "video", "audio", "document"]
    alt_text: str | None = None
    captions: bool | None = None
    text: str | None = Field(default=None, description="Words visible or spoken in it.")
    synthetic: bool | None = Field(default=None, description="Made or altered by a generator.")
    consent: bool | None = Field(default=None, description="Consent of the people in it is on file.")


class Link(Private):
    """An address and, where it is known, the title of what it leads to."""

    url: str
    title: str | None = None


class Post(Private):
    """What gets published: the text and every other word that goes out with it, and when."""

    text: str
    kind: Kind = "original"
    platform: Platform = "other"
    publish_at: ZonedOrDay | None = Field(
        None, description="When it goes live, ISO 8601 with offset. A bare date is judged for the whole day."
    )
    language: str = "en"
    media: Annotated[tuple[Media, ...], Tuple] = ()
    account: str | None = None
    created_at: Zoned | None = Field(default=None, description="When it was written or queued.")
    approved_at: Zoned | None = Field(default=None, description="When a person agreed to it.")
    quoted_text: str | None = Field(default=None, description="The post being answered, quoted, reposted or liked.")
    quoted_author: str | None = None
    links: Annotated[tuple[Link, ...], Tuple] = ()
    title: str | None = None
    poll: Words = ()
    first_comment: str | None = None
    thread: str | None = Field(default=None, description="A name shared by the parts of one thread.")

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Every published text with the field name that a span gives, empty ones left out."""
        named: list[tuple[str, str | None]] = [
            ("text", self.text),
            ("title", self.title),
            ("first_comment", self.first_comment),
        ]
        named += [(f"poll[{i}]", option) for i, option in enumerate(self.poll)]
        for i, media in enumerate(self.media):
            named += [(f"media[{i}].alt_text", media.alt_text), (f"media[{i}].text", media.text)]
        for i, link in enumerate(self.links):
            named += [(f"links[{i}].url", link.url), (f"links[{i}].title", link.title)]
        named += [("quoted_text", self.quoted_text), ("quoted_author", self.quoted_author)]
        return tuple((name, words) for name, words in named if words)


class Release(Frozen):
    """A statistic or an announcement still to come."""

    name: str
    at: Zoned


class Context(Frozen):
    """The facts that are not in the text. What is left out is unknown, and unknown never raises a severity."""

    capacity: Capacity
    serves: Serves = "uk"
    department: Slug | None = Field(default=None, description="GOV.UK organisation slug, such as home-office.")
    political_group: PoliticalGroup | None = None
    roles: Slugs = ()
    permissions: Slugs = ()
    audience: Literal["public", "limited", "private"] = "public"
    identifiable: bool | None = Field(default=None, description="The account shows that its author is a civil servant.")
    periods: Slugs = Field(
        default=(), description="Periods known to be in force beyond the calendar, such as mourning."
    )
    releases: Annotated[tuple[Release, ...], Tuple] = ()
    area: str | None = Field(default=None, description="The place or constituency that the account serves.")

    @field_validator("department", mode="before")
    @classmethod
    def _slug(cls, value: object) -> object:
        if isinstance(value, str) and value != value.lower().replace(" ", "-").replace("_", "-"):
            raise ValueError("must be the GOV.UK organisation slug, in small letters with hyphens, such as home-office")
        return value


class Span(Frozen):
    """Where in a field, in code points of what was typed; ``end`` is exclusive."""

    field: str
    start: int
    end: int


class Citation(Frozen):
    """The published words that a finding rests on, and how sure we are of our reading of them."""

    source: str
    title: str
    paragraph: str | None = None
    edition: str | None = None
    url: str | None = None
    reading: Literal["read", "part", "second-hand", "memory"]


class Fact(Frozen):
    """A fact of the context, the post or the calendar that a finding used."""

    name: str
    value: str


class Waived(Frozen):
    """A person's recorded decision about a finding."""

    reason: str
    owner: str
    expires: date = Field(description="The last day on which it counts.")


class Finding(Frozen):
    """One duty that the post touches: where, how much it matters, why, and whom to ask. It holds no words of the post."""

    rule: str
    policy: str
    policy_version: str
    duty: str
    severity: Severity
    confidence: Confidence
    message: str
    why: str
    fine_when: str | None = None
    instead: str | None = None
    ask: Words = Field(description="Whom to ask, in words that follow “Ask”.")
    citations: Annotated[tuple[Citation, ...], Tuple]
    facts: Annotated[tuple[Fact, ...], Tuple] = ()
    spans: Annotated[tuple[Span, ...], Tuple] = ()
    secret: bool = Field(default=False, description="The words at these spans are masked in every output.")
    preview: bool = Field(default=False, description="Rests on memory of its source alone.")
    because: str | None = Field(default=None, description="Why the severity differs from the rule's own.")
    also: Words = Field(
        default=(), description="Other rules of the duty that found the same; their places are among the spans."
    )
    waived: Waived | None = Field(default=None, description="Somebody decided about it; it does not fail a run.")
    known: bool = Field(default=False, description="It stands in the baseline; it does not fail a run.")

    @property
    def decided(self) -> bool:
        """Whether a person's decision or a baseline keeps it from failing a run."""
        return self.waived is not None or self.known


class PolicyRun(Frozen):
    """A policy that ran: its name, version and number of rules."""

    policy: str
    version: str
    rules: int
    digest: str | None = Field(
        default=None, description="A hash of the files of its folder: the same version with other files is another policy."
    )


class Failure(Frozen):
    """Something that did not run: a rule out of time, a plugin that raised."""

    what: str
    reason: str


class Report(Frozen):
    """What is said of one post. It holds no words of the post."""

    schema_: Literal["csmedia-report-1"] = Field(REPORT_SCHEMA, alias="schema", serialization_alias="schema")
    verdict: Verdict
    complete: bool
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    not_assessed: tuple[str, ...] = ()
    valid_until: datetime | None = None
    ran: tuple[PolicyRun, ...] = ()
    who_decides: str = WHO_DECIDES

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)


def verdict_of(findings: tuple[Finding, ...], *, complete: bool) -> Verdict:
    """The highest severity; where something did not run, a quiet answer is not an answer."""
    severities: list[Verdict] = [finding.severity for finding in findings]
    highest: Verdict = max(severities, key=rank, default="nothing-found")
    return "incomplete" if not complete and rank(highest) <= 1 else highest
