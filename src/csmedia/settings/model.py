"""What ``csmedia.toml`` may say. Field names are the keys that people write."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from csmedia.model import Frozen, Severity, Tuple, Words
from csmedia.read.items import DateOrder

Output = Literal["text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjsonl", "markdown", "html"]


class Account(Frozen):
    """An account, by each of its handles, and the facts of every post on it."""

    handles: Words = Field(min_length=1, description="How calendars name it, with or without its @.")
    context: dict[str, Any] = Field({}, description="Facts such as capacity and department.")


class Settings(Frozen):
    """One file of settings. Paths in it are read from its own folder."""

    policies: Words = Field((), description="Folders of policies to use besides the installed ones.")
    isolated: bool = Field(default=False, description="Use the built-in policies alone, no other installed plugin.")
    preview: bool = Field(default=True, description="Count rules that rest on memory of their source.")
    select: Words = Field((), description="Only rules whose id begins so.")
    ignore: Words = Field((), description="No rules whose id begins so; guards and locked rules stay.")
    fail_level: Severity = Field("advise", description="The lowest severity that makes the exit code 1.")
    output_format: Output = Field("text", description="What is written to standard output.")
    output_file: Words = Field((), description="Further outputs, each FORMAT=PATH.")
    input_format: str | None = Field(default=None, description="What the files are, where their names do not say.")
    date_order: DateOrder | None = Field(default=None, description="What comes first in dates such as 03/04/2026.")
    columns: dict[str, str] = Field({}, description="The heading that each field is read from: text = “Copy”.")
    context: dict[str, Any] = Field({}, description="Facts of every post that does not say otherwise.")
    account: Annotated[tuple[Account, ...], Tuple] = ()
    waivers: str | None = Field(default=None, description="The file of waivers; csmedia-waivers.toml where there is one.")
    baseline: str | None = Field(default=None, description="A baseline: what it holds is told, and fails nothing.")
    show_text: bool | None = Field(
        default=None, description="Quote the posts in text, Markdown and annotations; left out, yes but in CI."
    )
