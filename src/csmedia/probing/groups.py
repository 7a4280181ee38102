"""What must weigh the same: the sides of each topic, and groups of names, as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from csmedia.authored import Authored
from csmedia.errors import CsmediaError
from csmedia.rules.grammar import Topic
from csmedia.rules.terms import TermError, expand

HERE = Path(__file__).parent / "alike.toml"
FILE = "_alike.toml"
_MARKS = re.compile(r"[~*!()|?]")


class Names(NamedTuple):
    """Names that must weigh the same, and how they are found in a text."""

    title: str
    names: tuple[str, ...]
    pattern: re.Pattern[str]


class Groups(NamedTuple):
    """The groups of names, and the words of each side of each topic by organisation and topic."""

    names: tuple[Names, ...]
    sides: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]


def groups_of(authored: Authored) -> Groups:
    """The groups that csmedia knows and those of the policies' own ``_alike.toml``."""
    files = [HERE, *(folder.path / FILE for folder in authored.folders if (folder.path / FILE).is_file())]
    return Groups(tuple(names for file in files for names in read_names(file)), _sides(authored))


def read_names(file: Path) -> list[Names]:
    """The groups of one file; raises `CsmediaError` with the cure where it cannot be read."""
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("group", ())
        return [_names(row["title"], row["names"], row.get("not_before", ())) for row in rows]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        cure = 'Write [[group]] with title = "…" and names = ["…", "…"].'
        raise CsmediaError(f"{file.name}: cannot be read as groups of names ({error}). {cure}") from error


def _names(title: str, names: Iterable[str], not_before: Iterable[str]) -> Names:
    known = tuple(names)
    longest = sorted(map(re.escape, known), key=len, reverse=True)
    after = "|".join(map(re.escape, not_before))
    ending = rf"(?! (?:{after})\b)" if after else ""
    return Names(title, known, re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w){ending}", re.IGNORECASE))


def _sides(authored: Authored) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    return {
        (organisation, row.model.id): sides_of(row.model)
        for organisation, rows in authored.loaded.topics.items()
        for row in rows
        if row.model.side
    }


def sides_of(topic: Topic) -> dict[str, tuple[str, ...]]:
    """The words of each side as somebody would type them."""
    return {side.label: tuple(dict.fromkeys(map(written_out, side.terms))) for side in topic.side}


def written_out(term: str) -> str:
    """One of the phrases that a term stands for."""
    if _MARKS.search(term) is None:
        return term
    try:
        words = expand(term)[0].words
    except TermError:
        return term
    return re.sub(r" ('\w+|n't)\b", r"\1", " ".join(words))
