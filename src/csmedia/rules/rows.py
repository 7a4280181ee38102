"""Rows that a check needs at hand: examples, duties, sources, organisations and periods. The rest of the grammar is for compiling."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from csmedia.model import Capacity, Frozen, Sentence, Serves, Slug, Slugs, Tuple, Words

Outcome = Literal["nothing-found", "note", "review", "advise", "stop"]
Reading = Literal["read", "part", "second-hand", "memory"]


class Example(Frozen):
    """An invented post and what this rule alone says of it."""

    text: str = Field(description="The post. Invented people, accounts and numbers only.")
    expect: Outcome = Field(description="What this rule alone must say of it: nothing-found, or a severity.")
    context: dict[str, Any] = Field(default={}, description="The facts around the post, such as capacity, department and political_group.")
    post: dict[str, Any] = Field(default={}, description="More of the post, such as kind, quoted_text and publish_at.")
    calendar: Annotated[tuple[dict[str, Any], ...], Tuple] = Field(
        (), description="The other posts of its calendar, for rules that look at a whole calendar."
    )
    known_miss: bool = Field(default=False, description="The rule should see this and does not yet; the test fails once it does.")
    note: str | None = Field(default=None, description="Why the example is here, for those who keep the rule.")


class SourceRow(Frozen):
    """A published document and how sure we are of our reading of it."""

    id: str = Field(description="A short name that rules cite, such as OURS1.")
    title: str = Field(description="The document's title.")
    publisher: str | None = Field(default=None, description="Who published it.")
    edition: str | None = Field(default=None, description="The edition or date of the document.")
    url: str | None = Field(default=None, description="Its address, only where you have seen it there.")
    covers: str | None = Field(default=None, description="What it is about, and whom it binds.")
    reading: Reading = Field(description="How well you know what it says: read, part, second-hand or memory.")
    reading_note: str | None = Field(default=None, description="What a reader of the reading should know.")
    date_read: date | None = Field(default=None, description="The day on which it was read.")
    review_by: date | None = Field(default=None, description="A date of your own for reading it again.")


class BasisRow(Frozen):
    """A source that a duty rests on."""

    source: str = Field(description="The id of a source.")
    reading: Reading = Field(description="How well you know what it says of this duty.")
    section: str | None = Field(default=None, description="The section, only where the source itself gives one.")


class DutyRow(Frozen):
    """One thing that a published source asks of a civil servant."""

    id: Slug = Field(description="The duty's slug, which rules name.")
    number: str | None = Field(default=None, description="Its number in the catalogue.")
    family: str | None = Field(default=None, description="The letter of its family in the catalogue.")
    title: Sentence = Field(description="The duty in a line.")
    asks: Sentence = Field(description="What published sources ask.")
    capacity: Annotated[tuple[Capacity, ...], Tuple] = Field(default=("official", "personal"), description="On which accounts it counts.")
    verdict: Outcome = Field(description="The usual severity; a rule may be milder or stronger where the facts differ.")
    ask: Slugs = Field(default=(), description="Whom to ask, by the ids of [[ask]] rows.")
    detect: Slugs = Field(default=(), description="What it takes to see it: lexical (the words), context (the facts around them), metadata, semantic (the meaning) or human (a person).")
    preview: bool = Field(default=False, description="It rests on sources known from memory alone.")
    basis: Annotated[tuple[BasisRow, ...], Tuple] = Field(default=(), description="The sources that it rests on.")
    fine: str | None = Field(default=None, description="What looks like it and is fine.")
    unseen: str | None = Field(default=None, description="What no rule can see, so that a person has to.")


class AskRow(Frozen):
    """Somebody to ask, in words that follow “Ask”."""

    id: Slug = Field(description="The slug that rules and duties name.")
    title: str = Field(description="Whom to ask, in words that follow “Ask”; a name and an address may stand here.")


class OrganisationRow(Frozen):
    """An organisation whose staff are civil servants."""

    slug: Slug = Field(description="Its slug on GOV.UK, or one of your own.")
    name: str = Field(description="Its name.")
    short: Words = Field(default=(), description="Short names, such as DEXA.")
    aliases: Slugs = Field(default=(), description="Further slugs by which contexts may name it.")
    kind: Slug = Field(description="What it is, such as ministerial-department or agency.")
    serves: Serves = Field(description="The government that its staff serve.")
    parent: Slug | None = Field(default=None, description="The organisation above it, whose topics it shares.")
    minister: str | None = Field(default=None, description="What its minister is called in messages, as in: the Secretary of State for Example Affairs.")
    ministers: Words = Field(default=(), description="Terms that name its ministers.")
    since: date | None = Field(default=None, description="The first day on which it existed.")
    until: date | None = Field(default=None, description="The day from which it no longer exists.")
    note: str | None = Field(default=None, description="A remark for those who keep the file.")


class PeriodRow(Frozen):
    """A dated row of the calendar. A row without a known start is listed and never in force."""

    id: Slug = Field(description="The period's slug.")
    title: str = Field(description="What it is called.")
    kind: Slug = Field(description="Its kind, such as general-election; calendar/kinds.toml lists them.")
    serves: Annotated[tuple[Serves, ...], Tuple] = Field(description="The governments whose staff it binds.")
    starts: datetime | None = Field(default=None, description="When it begins, with offset; a period without it is listed and never in force.")
    polling: date | None = Field(default=None, description="The polling day.")
    ends: datetime | None = Field(default=None, description="When it ends, with offset.")
    places: Words = Field(default=(), description="The places that it is about; none for everywhere.")
    start_known: Literal["read", "computed", "memory", "second-hand"] | None = Field(default=None, description="How the start is known.")
    source: str | None = Field(default=None, description="The id of the source that gives it.")
    note: str | None = Field(default=None, description="A remark for those who keep the file.")

    @model_validator(mode="after")
    def _zoned(self) -> PeriodRow:
        if any(at is not None and at.tzinfo is None for at in (self.starts, self.ends)):
            raise ValueError("starts and ends need an offset, as in 2024-05-25T00:01:00+01:00")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("ends before it starts")
        return self
