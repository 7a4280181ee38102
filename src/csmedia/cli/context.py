"""``KEY=VALUE`` flags into fields of a post or a context."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csmedia.errors import CsmediaError
from csmedia.load.files import did_you_mean
from csmedia.model import Context, Post

_LISTS = frozenset({"roles", "permissions", "periods", "poll"})
_YES = {"true": True, "yes": True, "false": False, "no": False}


class UsageError(CsmediaError):
    """A flag that cannot be used; the message says what to write."""


def fields_of(pairs: Iterable[str], model: type[Post] | type[Context], flag: str) -> dict[str, Any]:
    """The fields that repeated flags give; lists are written with commas."""
    fields: dict[str, Any] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(
                f"{flag} {pair}: write it as KEY=VALUE, such as {flag} {'capacity=official' if model is Context else 'kind=reply'}."
            )
        if key not in model.model_fields:
            raise UsageError(f"{flag} {pair}: there is no “{key}”. {did_you_mean(key, model.model_fields)}")
        if key in _LISTS:
            fields[key] = [part.strip() for part in value.split(",") if part.strip()]
        elif key == "identifiable":
            if value.lower() not in _YES:
                raise UsageError(f"{flag} {pair}: write yes or no.")
            fields[key] = _YES[value.lower()]
        else:
            fields[key] = value
    return fields
