"""The reference of the rule language: every kind of file, every key, made from the models that the loader reads with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from marks import anchor, plain, table

from csmedia.rules.schemas import FILES, schema_of

ABOUT = """Every key of every file of a policy, as the loader reads them. [Write a rule](write-a-rule.md) tells how they work together, and
[write your department's policy](write-your-policy.md) is an hour of doing it.

    our-policies/
      sources.toml             documents that rules cite
      organisations.toml       organisations that csmedia does not know
      duties.toml              duties of your own, and whom to ask
      signals/any_name.toml    evidence that several rules use
      topics/any_name.toml     the contested topics of one organisation
      calendar/any_name.toml   periods
      press_office/            a policy: any folder with a policy.toml
        policy.toml            whose rules these are
        any_name.toml          a rule; its id is press-office/any-name

An editor that knows TOML shows this while you write, and marks what is wrong, where the first line of a file names a schema:

    #:schema ../schemas/rule.json

`csmedia schema --write our-policies/schemas` writes the schemas; `csmedia schema rule` prints one. A key that is not listed is refused.
Dates and times stand without quotes."""
HEADINGS = {
    "policy": "A policy", "rule": "A rule", "signal": "A signal", "topic": "Topics", "sources": "Sources", "organisations": "Organisations",
    "duties": "Duties", "calendar": "Periods", "period-kinds": "Kinds of periods", "guard": "Guards",
}  # fmt: skip
TABLES = {
    "Find": "[find]", "SeverityWhen": "[[severity_when]]", "CitationFile": "[[citation]]", "Example": "[[example]]", "Atom": "An atom",
    "Pattern": "A pattern", "Side": "[[topic.side]]", "Topic": "[[topic]]", "SourceRow": "[[source]]", "OrganisationRow": "[[organisation]]",
    "DutyRow": "[[duty]]", "AskRow": "[[ask]]", "BasisRow": "A row of basis", "PeriodRow": "[[period]]", "KindRow": "[[kind]]",
}  # fmt: skip
ELSEWHERE = {
    "When": "a table of [facts](write-a-rule.md#facts-when)",
    "ContextPart": "a table with any key of a [context](calendar.md#context)",
    "PostPart": "a table with any field of a post; `csmedia schema post` lists them",
}
HELPERS = frozenset({"When", "Words", "MediaTest", "ContextPart", "PostPart", "Media", "Link", "Release"})
SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
Schema = Mapping[str, Any]


def language_page() -> str:
    """Every kind of file with its keys."""
    return "\n\n".join(["# The rule language, key by key", ABOUT, *(part for kind in FILES for part in _file(kind))]) + "\n"


def _file(kind: str) -> Iterator[str]:
    schema = schema_of(kind)
    yield anchor(kind)
    yield f"## {HEADINGS.get(kind, kind)}"
    yield f"`{FILES[kind][1]}` · [schema](schemas/{kind}.json)"
    yield plain(schema["description"])
    yield _keys(schema)
    for name, model in schema.get("$defs", {}).items():
        if name not in HELPERS:
            yield anchor(f"table-{name.lower()}")
            yield f"### {TABLES.get(name, name)}".replace("[", r"\[").replace("]", r"\]")
            yield plain(model["description"])
            yield _keys(model)


def _keys(schema: Schema) -> str:
    required = set(schema.get("required", ()))
    rows = ((f"`{name}`", form(field), _without(name, field, required), plain(field.get("description", ""))) for name, field in schema["properties"].items())
    return table(("key", "what may stand there", "without it", "what it means"), rows)


def _without(name: str, field: Schema, required: Iterable[str]) -> str:
    if name in required:
        return "has to be given"
    usual = field.get("default")
    if isinstance(usual, bool):
        return f"`{str(usual).lower()}`"
    if isinstance(usual, list) and usual:
        return ", ".join(f"`{one}`" for one in usual)
    return f"`{usual}`" if isinstance(usual, str | int) else ""


def form(field: Schema) -> str:
    """What may stand at a key, in words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return ELSEWHERE.get(name) or f"[{plain(TABLES.get(name, name))}](#table-{name.lower()})"
    if "enum" in field or "const" in field:
        return ", ".join(f"`{word}`" for word in field.get("enum", [field.get("const")]))
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(form(one) for one in field["anyOf"]))
    return FORMS.get(field.get("type", ""), _text)(field)


def _text(field: Schema) -> str:
    if "format" in field:
        return {"date": "a date", "date-time": "a time with offset"}[field["format"]]
    pattern = field.get("pattern")
    return "text" if pattern is None else "a slug" if pattern == SLUG else "a short name such as `signal:opinion`"


def _list(field: Schema) -> str:
    items = field.get("items", {})
    return f"a list: {form(items)}" if items else "a list"


def _number(field: Schema) -> str:
    limits = f" from {field['minimum']} to {field['maximum']}" if "minimum" in field else ""
    return f"a whole number{limits}"


def _table(field: Schema) -> str:
    inner = field.get("additionalProperties") or next(iter(field.get("patternProperties", {}).values()), None)
    return f"a table, each of its keys with {form(inner)}" if isinstance(inner, dict) else "a table"


FORMS = {"array": _list, "integer": _number, "object": _table, "boolean": lambda _: "`true` or `false`"}
