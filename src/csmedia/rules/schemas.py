"""JSON Schemas of the files of a policy, for editors: as the loader reads them, short forms and refusals included."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from csmedia.model import Context, Frozen, Media, Post
from csmedia.rules.adjustments import AdjustFile
from csmedia.rules.facts import FACTS
from csmedia.rules.grammar import (
    ATOM_KINDS,
    AskRow,
    CalendarFile,
    DutyRow,
    Guard,
    KindRow,
    OrganisationRow,
    PolicyFile,
    RuleFile,
    SignalFile,
    SourceRow,
    TopicFile,
)  # fmt: skip

Schema = dict[str, Any]


class SourcesFile(Frozen):
    """The published documents that rules cite: sources.toml at the top of a folder of policies."""

    source: tuple[SourceRow, ...] = Field(description="The documents.")


class OrganisationsFile(Frozen):
    """Organisations that csmedia does not know: organisations.toml at the top of a folder of policies."""

    organisation: tuple[OrganisationRow, ...] = Field(description="The organisations.")


class DutiesFile(Frozen):
    """Duties and whom to ask about them: duties.toml at the top of a folder of policies."""

    duty: tuple[DutyRow, ...] = Field(default=(), description="The duties.")
    ask: tuple[AskRow, ...] = Field(default=(), description="Whom rules and duties may ask.")


class PeriodKindsFile(Frozen):
    """Kinds of periods: calendar/kinds.toml."""

    kind: tuple[KindRow, ...] = Field(description="The kinds.")


# Each kind of file with its model and where such a file stands in a folder of policies.
FILES: dict[str, tuple[type[Frozen], str]] = {
    "policy": (PolicyFile, "POLICY/policy.toml"),
    "rule": (RuleFile, "POLICY/any_name.toml"),
    "signal": (SignalFile, "signals/any_name.toml"),
    "topic": (TopicFile, "topics/any_name.toml"),
    "sources": (SourcesFile, "sources.toml"),
    "organisations": (OrganisationsFile, "organisations.toml"),
    "duties": (DutiesFile, "duties.toml"),
    "calendar": (CalendarFile, "calendar/any_name.toml"),
    "period-kinds": (PeriodKindsFile, "calendar/kinds.toml"),
    "adjust": (AdjustFile, "POLICY/adjust.toml"),
    "guard": (Guard, "guards/any_name.toml, in csmedia itself alone"),
}


def schema_of(kind: str) -> Schema:
    """The JSON Schema of a kind of file; TOML's dates and times are held against it as text."""
    return tidied(FILES[kind][0].model_json_schema(by_alias=True))


def tidied(schema: Schema) -> Schema:
    """A schema of a model with what its validators ask for said in it, and without titles that only repeat a key."""
    schema = _without_null(schema)
    models = {schema.pop("title"): schema, **schema.get("$defs", {})}
    for name, model in models.items():
        model.pop("title", None)
        for field in model.get("properties", {}).values():
            field.pop("title", None)
            _described(field, models)
        for key, narrower in NARROWER.get(name, {}).items():
            model["properties"][key] = {"description": model["properties"][key].get("description", "")} | narrower
        model.update(MORE.get(name, {}))
    referred = {name: made() for name, made in REFERRED.items() if set(models) & USERS[name]}
    if defs := schema.pop("$defs", {}) | referred:
        schema["$defs"] = defs
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _described(field: Schema, models: dict[str, Schema]) -> None:
    """A list of tables that says nothing of itself is described as one of its tables is."""
    held = field.get("items", {}).get("$ref", "").rpartition("/")[2]
    if held in models and "description" in models[held]:
        field.setdefault("description", models[held]["description"])


def _without_null(schema: Any) -> Any:
    """A schema without null, which TOML cannot say."""
    if isinstance(schema, list):
        return [_without_null(one) for one in schema if one != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(one) for key, one in schema.items() if (key, one) != ("default", None)}
    if len(kept.get("anyOf", ())) == 1:
        kept |= kept.pop("anyOf")[0]
    return kept


def when_schema() -> Schema:
    """What a table of facts may say."""
    facts = {name: {"description": f"{said[0].upper()}{said[1:]}."} | TESTS[form] for name, (form, said) in FACTS.items()}
    return {"type": "object", "properties": facts, "additionalProperties": False}


def _partly(model: type[Frozen], *left_out: str) -> Schema:
    """The fields of a model, none of which has to be given."""
    whole = _without_null(model.model_json_schema(by_alias=True))
    fields = {name: field for name, field in whole["properties"].items() if name not in left_out}
    for field in fields.values():
        field.pop("title", None)
    return {"type": "object", "properties": fields, "additionalProperties": False}


def _whole(name: str, holder: type[Frozen]) -> Schema:
    """A model that another one holds, as it stands."""
    found: Schema = _without_null(holder.model_json_schema(by_alias=True)["$defs"][name])
    return found


def media_schema() -> Schema:
    """What may be asked of an attachment."""
    test: Schema = {"anyOf": [{"type": ["boolean", "string"]}, WORDS]}
    fields = {name: test | {"description": field.description or name} for name, field in Media.model_fields.items()}
    return {"type": "object", "properties": fields, "additionalProperties": False, "minProperties": 1}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_of(*keys: str) -> Schema:
    return {"anyOf": [{"required": [key]} for key in keys]}


WORDS: Schema = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_NUMBERS: Schema = {name: {"type": "integer"} for name in ("least", "most")}
TESTS: dict[str, Schema] = {
    "yes": {"type": "boolean"},
    "word": _ref("Words"),
    "words": _ref("Words"),
    "number": {"type": "object", "properties": _NUMBERS, "additionalProperties": False, "minProperties": 1},
    "media": _ref("MediaTest"),
}
_EITHER = {name: _ref("Words") for name in ("none", "all", "any")}
REFERRED: dict[str, Any] = {
    "When": when_schema,
    "Words": lambda: {"anyOf": [WORDS, {"type": "object", "properties": _EITHER, "additionalProperties": False, "minProperties": 1}]},
    "MediaTest": media_schema,
    "ContextPart": lambda: _partly(Context),
    "PostPart": lambda: _partly(Post),
    "Media": lambda: _partly(Media) | {"required": ["type"]},
    "Link": lambda: _whole("Link", Post),
    "Release": lambda: _whole("Release", Context),
}  # fmt: skip
USERS = {name: {"RuleFile", "SignalFile"} if name in ("When", "Words", "MediaTest") else {"RuleFile"} for name in REFERRED}


NARROWER: dict[str, dict[str, Schema]] = {
    "RuleFile": {"when": _ref("When")},
    "SeverityWhen": {"when": _ref("When")},
    "SignalFile": {"facts": _ref("When")},
    "Example": {
        "context": _ref("ContextPart"),
        "post": _ref("PostPart"),
        "calendar": {"type": "array", "items": _ref("PostPart")},
    },
}
_QUIET = {"properties": {"expect": {"const": "nothing-found"}}}
MORE: dict[str, Schema] = {
    "Atom": {"oneOf": [{"required": [kind]} for kind in ATOM_KINDS]},
    "Find": _one_of("all", "any"),
    "SignalFile": _one_of("terms", "frames", "patterns", "detectors", "include", "facts"),
    "RuleFile": {
        **_one_of("find", "when"),
        # Two examples at least: one that is raised and one that is not.
        "allOf": [{"properties": {"example": {"contains": test}, "citation": {"minItems": 1}}} for test in (_QUIET, {"not": _QUIET})],
        "required": ["title", "duty", "severity", "message", "why", "citation", "example"],
    },
    "Topic": {"allOf": [{"properties": {"side": {"anyOf": [{"maxItems": 0}, {"minItems": 2}]}}}]},
}  # fmt: skip

__all__ = ["FILES", "schema_of", "tidied"]
