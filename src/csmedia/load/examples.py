"""Whether the examples of a rule describe posts and contexts at all."""

from __future__ import annotations

from typing import Any

from csmedia.errors import Fault
from csmedia.load.files import build
from csmedia.load.folders import Loaded
from csmedia.model import Context, Post
from csmedia.rules.grammar import RuleFile


def unreadable_examples(row: Loaded, rule: RuleFile) -> list[Fault]:
    """What is wrong with the contexts, posts and calendars of examples: a misspelt fact would be a fact that nobody gives."""
    faults: list[Fault] = []
    for index, example in enumerate(rule.example):
        parts: list[tuple[str, type[Context | Post], dict[str, Any]]] = [
            ("context", Context, {"capacity": "personal", **example.context}),
            ("post", Post, {"text": example.text, **example.post}),
        ]
        parts += [("calendar", Post, dict(one)) for one in example.calendar]
        for key, model, data in parts:
            built = build(model, row.source, data, ("example", index, key))
            if isinstance(built, list):
                faults += built
    return faults
