"""Every pattern and every list of words of the files to look at, with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from csmedia.authored import Authored
from csmedia.linting.kinds import Lint
from csmedia.load.files import Source
from csmedia.load.folders import Loaded
from csmedia.load.lines import line_at, line_of_each
from csmedia.rules.grammar import Atom, Find, RuleFile, SignalFile

Place = tuple[str | int, ...]


class WrittenPattern(NamedTuple):
    """A regular expression as written."""

    source: Source
    place: Place
    pattern: str
    needs: tuple[str, ...]
    on: str


class WrittenTerms(NamedTuple):
    """A list of terms; ``typed`` is how all of them must be typed. ``alone`` where one of them is all that its rule asks for."""

    source: Source
    place: Place
    terms: tuple[str, ...]
    typed: str | None = None
    alone: bool = False


def found(source: Source, place: Place, kind: str, word: str, message: str) -> Lint:
    """A lint at the line of the author's own word."""
    first = line_at(_lines(source.text), place)
    rest = source.text.split("\n")[first - 1 :]
    line = next((first + offset for offset, line in enumerate(rest) if word in line), first)
    return Lint(source.name, line, kind, word, message)


# One file has many lists, and a walk over all of it for each of them would take longer than all else.
@lru_cache(maxsize=4)
def _lines(text: str) -> dict[Place, int]:
    return line_of_each(text)


def mine(authored: Authored, table: dict[str, Loaded]) -> Iterator[tuple[str, Loaded]]:
    """The rows of a table that stand in the files to look at."""
    for key in sorted(table):
        row = table[key]
        if authored.has_file(row.source.name):
            yield key, row


def rules(authored: Authored) -> Iterator[tuple[str, Loaded]]:
    """The rules to look at."""
    for key, row in mine(authored, authored.loaded.rules):
        if key.startswith(authored.prefix):
            yield key, row


def signals(authored: Authored) -> Iterator[tuple[str, Loaded]]:
    """The signals to look at: all of them, or none where only some rules are asked for."""
    return iter(()) if authored.prefix else mine(authored, authored.loaded.signals)


def topics(authored: Authored) -> Iterator[Loaded]:
    """The topics to look at."""
    if not authored.prefix:
        for key in sorted(authored.loaded.topics):
            yield from (row for row in authored.loaded.topics[key] if authored.has_file(row.source.name))


def finds(rule: RuleFile) -> Iterator[tuple[Place, Find]]:
    """The find tables of a rule."""
    if rule.find is not None:
        yield ("find",), rule.find
    for index, one in enumerate(rule.severity_when):
        if one.find is not None:
            yield ("severity_when", index), one.find


def atoms(rule: RuleFile) -> Iterator[tuple[Place, Atom]]:
    """The atoms of a rule."""
    for place, find in finds(rule):
        for key, several in (("all", find.all), ("any", find.any), ("unless", find.unless)):
            yield from (((*place, key), atom) for atom in several)


def patterns(authored: Authored) -> Iterator[WrittenPattern]:
    """Every pattern to look at."""
    for _, row in signals(authored):
        for pattern in row.model.patterns:
            yield WrittenPattern(row.source, ("patterns",), pattern.pattern, pattern.needs, pattern.on)
    for _, row in rules(authored):
        for place, atom in atoms(row.model):
            if atom.pattern:
                yield WrittenPattern(row.source, place, atom.pattern, (), atom.on)


def term_lists(authored: Authored) -> Iterator[WrittenTerms]:
    """Every list of terms to look at."""
    for _, row in signals(authored):
        yield from _of_signal(row)
    for _, row in rules(authored):
        for place, atom in atoms(row.model):
            yield WrittenTerms(row.source, place, atom.terms, atom.typed, alone=_alone(atom, row.model.find))
        yield from _of_lists(row.source, row.model.lists)
    for row in topics(authored):
        yield WrittenTerms(row.source, (*row.place, "terms"), row.model.terms, alone=True)
        for index, side in enumerate(row.model.side):
            yield WrittenTerms(row.source, (*row.place, "side", index), side.terms, alone=True)


def _alone(atom: Atom, find: Find | None) -> bool:
    """Whether an atom by itself is enough for a rule."""
    if find is None:
        return False
    return (find.all == (atom,) and not find.any) or (atom in find.any and not find.all and find.at_least == 1)


def _of_signal(row: Loaded) -> Iterator[WrittenTerms]:
    file: SignalFile = row.model
    yield WrittenTerms(row.source, ("terms",), file.terms, file.typed)
    yield WrittenTerms(row.source, ("except",), file.except_)
    yield from _of_lists(row.source, file.lists)


def _of_lists(source: Source, lists: dict[str, tuple[str, ...]]) -> Iterable[WrittenTerms]:
    return [WrittenTerms(source, ("lists", name), words) for name, words in lists.items()]
