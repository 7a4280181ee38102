"""The shape of ``adjust.toml``: what one policy changes about the rules, signals and contacts of others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from csmedia.model import Frozen, Sentence, Severity, Slug, Tuple, Words

KINDS = ("rule", "signal", "ask")
_EVERYBODY = (
    "the words of a signal are the same for everybody. Take organisation away, or write a signal and a rule of your own "
    'with [when] department = ["…"]'
)


class RuleAdjustment(Frozen):
    """Another severity for a rule of somebody else, for everybody or for the people of one organisation."""

    id: str = Field(description="The rule, as “csmedia rules” lists it.")
    organisation: Slug | None = Field(
        default=None,
        description="Only for posts of this organisation and those below it; left out, for everybody.",
    )
    raise_to: Severity | None = Field(
        default=None, description="Whatever the rule raises is at least this."
    )
    lower_to: Severity | None = Field(
        default=None, description="Whatever the rule raises is at most this. Not for locked rules."
    )
    off: bool = Field(default=False, description="The rule says nothing. Not for locked rules.")
    because: Sentence = Field(description="Why, for whoever reads the report.")

    @model_validator(mode="before")
    @classmethod
    def _no_severity(cls, data: object) -> object:
        if isinstance(data, dict) and "severity" in data:
            raise ValueError('says “severity”, which is for a rule of one\'s own. Write raise_to = "…" or lower_to = "…" here')
        return data

    @model_validator(mode="after")
    def _one_wish(self) -> RuleAdjustment:
        if sum((self.raise_to is not None, self.lower_to is not None, self.off)) != 1:
            raise ValueError("needs exactly one of raise_to, lower_to and off = true")
        return self

    @property
    def wish(self) -> str:
        """What is asked for, in the words of the file."""
        if self.off:
            return "off = true"
        return f'raise_to = "{self.raise_to}"' if self.raise_to else f'lower_to = "{self.lower_to}"'


class SignalAdjustment(Frozen):
    """More words, or fewer, for a signal of somebody else. They count for everybody."""

    id: Slug = Field(description="The signal: the name of its file, with hyphens.")
    add: Words = Field((), description="Terms that it finds too.")
    remove: Words = Field((), description="Terms that it no longer finds, each exactly as its file has it.")
    except_: Words = Field((), alias="except", description="Longer phrases that are not meant.")
    because: Sentence | None = Field(default=None, description="Why. Needed where anything is taken away.")

    @model_validator(mode="before")
    @classmethod
    def _for_everybody(cls, data: object) -> object:
        if isinstance(data, dict) and "organisation" in data:
            raise ValueError(f"names an organisation, but {_EVERYBODY}")
        return data

    @model_validator(mode="after")
    def _something(self) -> SignalAdjustment:
        if not (self.add or self.remove or self.except_):
            raise ValueError("changes nothing. Write add = […], remove = […] or except = […]")
        if (self.remove or self.except_) and self.because is None:
            raise ValueError("takes words away and does not say why. Add because = “…”")
        return self

    @property
    def wish(self) -> str:
        """What is asked for, in short."""
        lists = (("adds", self.add), ("removes", self.remove), ("excepts", self.except_))
        return "; ".join(f"{verb} {', '.join(f'“{term}”' for term in terms)}" for verb, terms in lists if terms)


class AskAdjustment(Frozen):
    """Other words for somebody to ask: a name, a job and an address. They count for everybody."""

    id: Slug = Field(description="Who: an id of an [[ask]] table in duties.toml.")
    title: Sentence = Field(description="Words that follow “Ask”, such as a name and an address.")

    @model_validator(mode="before")
    @classmethod
    def _for_everybody(cls, data: object) -> object:
        if isinstance(data, dict) and "organisation" in data:
            raise ValueError("names an organisation, but whom to ask is the same for everybody. Take organisation away")
        return data

    @property
    def wish(self) -> str:
        """What is asked for, in the words of the file."""
        return f"title = “{self.title}”"


class AdjustFile(Frozen):
    """The file ``adjust.toml`` beside a ``policy.toml``."""

    rule: Annotated[tuple[RuleAdjustment, ...], Tuple] = ()
    signal: Annotated[tuple[SignalAdjustment, ...], Tuple] = ()
    ask: Annotated[tuple[AskAdjustment, ...], Tuple] = ()

    @model_validator(mode="after")
    def _something(self) -> AdjustFile:
        if not (self.rule or self.signal or self.ask):
            raise ValueError("changes nothing. Write a [[rule]], [[signal]] or [[ask]] table, or take the file away")
        return self
