"""Every lint over the files to look at, less what their authors took back with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from csmedia.authored import Authored
from csmedia.linting.dates import date_lints
from csmedia.linting.kinds import KINDS, LEVELS, Lint
from csmedia.linting.ordinary import Pass, ordinary_lints
from csmedia.linting.patterns import pattern_lints
from csmedia.linting.prose import prose_lints
from csmedia.linting.sides import side_lints
from csmedia.linting.speaking import speaking_lints
from csmedia.linting.terms import term_lints
from csmedia.linting.walking import rules, signals, topics
from csmedia.remarks import Remark, remarks


def lint(authored: Authored, today: date, *, passing: Pass = iter) -> tuple[Lint, ...]:
    """Everything that is found, the gravest first in each file; ``today`` is the day by which dates have passed."""
    everything = (
        *pattern_lints(authored), *term_lints(authored), *side_lints(authored), *date_lints(authored, today),
        *prose_lints(authored), *speaking_lints(authored), *ordinary_lints(authored, passing),
    )  # fmt: skip
    found = _taken_back(dict.fromkeys(everything), dict(_texts(authored)))
    return tuple(sorted(found, key=lambda one: (one.file, LEVELS.index(one.level), one.line, one.id, one.word)))


def _texts(authored: Authored) -> Iterator[tuple[str, str]]:
    """The text of each file to look at by its name."""
    rows = [row for table in (rules(authored), signals(authored)) for _, row in table]
    tables = (authored.loaded.sources, authored.loaded.policies)
    rows += [row for table in tables for row in table.values() if authored.has_file(row.source.name)]
    for row in (*rows, *topics(authored)):
        yield row.source.name, row.source.text


def _taken_back(found: Iterable[Lint], texts: dict[str, str]) -> list[Lint]:
    said = {name: remarks(text, "lint") for name, text in texts.items() if "lint:" in text}
    used: set[tuple[str, int, str]] = set()
    kept = []
    for one in found:
        by = [remark for remark in said.get(one.file, ()) if remark.covers(one.line) and one.id in remark.names]
        used |= {(one.file, remark.line, one.id) for remark in by}
        if not any(remark.reason for remark in by):
            kept.append(one)
    return kept + [lint for name, several in sorted(said.items()) for remark in several for lint in _of_remark(name, remark, used)]


def _of_remark(name: str, remark: Remark, used: set[tuple[str, int, str]]) -> Iterator[Lint]:
    for one in remark.names:
        if not remark.reason:
            yield Lint(name, remark.line, "ignore-without-reason", one, "is taken back without a reason, so it stays. Write # lint: ignore " + one + " because …")
        elif one not in KINDS or (name, remark.line, one) not in used:
            why = "there is no such lint" if one not in KINDS else "nothing of this kind is found here"
            yield Lint(name, remark.line, "ignore-unused", one, f"{why}. Take the comment away, or put it on the line of what it is about.")
