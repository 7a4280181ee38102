"""One TOML file into its model, or its faults in words that its author can act on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from csmedia.errors import Fault
from csmedia.load.lines import Path as Place
from csmedia.load.lines import line_at, line_of_each

Model = TypeVar("Model", bound=BaseModel)
LARGEST = 2_000_000


class Source(NamedTuple):
    """A parsed file: its shown name, its data, and its text, in which lines are looked up when there is a fault to tell."""

    name: str
    data: dict[str, Any]
    text: str

    def fault_at_word(self, place: Place, word: str, message: str) -> Fault:
        """A fault at the first line, from a place on, that holds a word of the author's; at the place where none does."""
        fault = self.fault(place, message)
        rest = self.text.split("\n")[fault.line - 1 :]
        return fault._replace(
            line=next((fault.line + offset for offset, line in enumerate(rest) if word in line), fault.line)
        )

    def fault(self, place: Place, message: str) -> Fault:
        """A fault at a place in this file."""
        return Fault(self.name, line_at(line_of_each(self.text), place), ".".join(str(part) for part in place), message)


def read_toml(path: Path, name: str) -> Source | Fault:
    """Read one file, at most two megabytes, with or without a byte-order mark."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Fault(
            name, 1, "", f"cannot be read ({error.strerror or error}). Check that the file is there and may be read."
        )
    if len(raw) > LARGEST:
        return Fault(name, 1, "", f"is {len(raw):,} bytes. A policy file may have {LARGEST:,}; split it.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Fault(name, line, "", "is not UTF-8 text. Save it again as UTF-8.")
    text = text.replace("\r\n", "\n")
    import tomllib  # noqa: PLC0415  # a run that finds compiled policies and no settings reads no TOML

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _syntax_fault(name, text, str(error))
    return Source(name, data, text)


def _syntax_fault(name: str, text: str, reason: str) -> Fault:
    line = text.count("\n") + 1
    if "(at line " in reason:
        reason, _, place = reason.partition(" (at line ")
        line = int(place.split(",")[0])
    else:
        reason = reason.replace(" (at end of document)", "")
    cure = "Check the quotes and brackets of this line; text stands in \"quotes\", patterns in 'single quotes'."
    return Fault(name, line, "", f"is not valid TOML: {reason[:1].lower()}{reason[1:]}. {cure}")


def build(model: type[Model], source: Source, data: object, place: Place = ()) -> Model | list[Fault]:
    """Validate a part of a file, or say everything that is wrong with it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = [
            _fault(model, source, place, dict(detail))
            for detail in error.errors(include_url=False, include_input=False)
        ]
        return sorted(set(faults))


def _fault(model: type[BaseModel], source: Source, place: Place, detail: dict[str, Any]) -> Fault:
    where = place + tuple(detail["loc"])
    while (
        where
        and where[-1] not in ("", *_keys_at(source, where[:-1]))
        and detail["type"] not in ("missing", "extra_forbidden")
    ):
        where = where[:-1]
    key = str(where[-1]) if where else ""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        message = f"“{key}” is missing. Add it{_hint(key)}."
    elif kind == "extra_forbidden":
        message = _unknown_key(model, tuple(detail["loc"]), key)
    elif kind == "value_error":
        message = f"{str(context.get('error', detail['msg'])).removesuffix('.')}."
    else:
        message = f"{_plain(kind, context, detail['msg'])}."
    return source.fault(where, message)


def _keys_at(source: Source, place: Place) -> tuple[object, ...]:
    value: object = source.data
    for part in place:
        try:
            value = value[part]  # type: ignore[index]  # what cannot be looked into ends the walk
        except (IndexError, KeyError, TypeError):
            return ()
    if isinstance(value, dict):
        return tuple(value)
    return tuple(range(len(value))) if isinstance(value, list) else ()


def _hint(key: str) -> str:
    return {
        "message": ' above the first [table], as in message = "…"',
        "why": ' above the first [table], as in why = "…"',
        "duty": ", the slug of a duty, above the first [table]",
        "severity": ": note, review, advise or stop",
        "expect": ": nothing-found, note, review, advise or stop",
    }.get(key, "")


def _plain(kind: str, context: dict[str, Any], message: str) -> str:
    if kind == "literal_error":
        expected = str(context["expected"]).replace("'", "")
        return f"is not one of the words that may stand here. Write {expected}"
    wanted = {
        "string_type": "must be text in quotes", "bool_type": "must be true or false, without quotes", "int_type": "must be a whole number",
        "tuple_type": "must be a list in [brackets]", "list_type": "must be a list in [brackets]", "dict_type": "must be a table",
        "model_type": "must be a table", "date_type": "must be a date such as 2027-03-31, without quotes",
        "datetime_type": "must be a time with offset such as 2024-05-25T00:01:00+01:00, without quotes",
        "string_pattern_mismatch": "must be small letters and digits joined by hyphens", "string_too_short": "is too short to help anyone",
    }  # fmt: skip
    return wanted.get(kind, message[:1].lower() + message[1:])


def _unknown_key(model: type[BaseModel], loc: Place, key: str) -> str:
    names = _field_names(model, loc[:-1])
    if len(loc) > 1 and key in _field_names(model, ()):
        return f"“{key}” does not belong here. It belongs above the first [table] of the file."
    return f"no such key. {did_you_mean(key, names)}"


def _field_names(model: type[BaseModel], loc: Place) -> list[str]:
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        field = next((info for name, info in current.model_fields.items() if part in (name, info.alias)), None)
        inner = _inner_model(field.annotation) if field is not None else None
        if inner is None:
            return []
        current = inner
    return [info.alias or name for name, info in current.model_fields.items()]


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((inner for part in getattr(annotation, "__args__", ()) if (inner := _inner_model(part))), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The cure for a name that nobody knows: the nearest one, or all of them where they are few."""
    from difflib import get_close_matches  # noqa: PLC0415  # only where somebody mistyped a name

    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    if len(names) <= 25:
        return f"Write one of: {', '.join(names)}."
    return f"None of the {len(names)} known names is near it."
