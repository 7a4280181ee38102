"""The page of duties: a row for each, then a section for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marks import READINGS, anchor, optional, plain, table

from csmedia.catalogue import Entry, Standing
from csmedia.report.duties import TAKES, examples_of, measured_words, precision_of, recall_of, told

ABOUT = """What published sources ask of a civil servant who posts, which rules look for it, and what no rule can see. `csmedia duties` prints
the same, and `csmedia duties ID` one duty whole. A section or paragraph is named only where the source itself gives one."""
HEADS = ("duty", "usually", "rules", "examples raised", "examples not raised", "recall", "precision")


def duties_page(entries: Sequence[Entry], posts: int) -> str:
    """Every duty with its rules, its figures, and what only a person can see."""
    parts = ["# Duties", ABOUT, plain(measured_words(posts)), table(HEADS, (_row(entry) for entry in entries)), *_unseen(entries)]
    return "\n\n".join([*parts, *(part for entry in entries for part in _section(entry))]) + "\n"


def _row(entry: Entry) -> tuple[str, ...]:
    raised, quiet = examples_of(entry)
    name = f"[{entry.id}](#{entry.id})"
    return (name, entry.usually, str(len(entry.rules) or "none"), str(raised), str(quiet), recall_of(entry.labelled), precision_of(entry.labelled))


def _unseen(entries: Sequence[Entry]) -> Iterator[str]:
    yield "## What no rule sees"
    for title, rows in told(entries):
        yield f"{title}:"
        yield "\n".join(f"- [{entry.id}](#{entry.id}): {plain(said)}" for entry, said in rows)


def _section(entry: Entry) -> Iterator[str]:
    number = f" · {entry.number}, family {entry.family}" if entry.number else ""
    raised, quiet = examples_of(entry)
    rules = [f"- [{plain(rule.title)}](rules/{rule.id}.md), {rule.severity}" for rule in entry.rules]
    yield anchor(entry.id)
    yield f"## {plain(entry.title)}"
    yield f"`{entry.id}`{number} · usually {entry.usually} · on {' and '.join(entry.capacity)} accounts"
    yield plain(entry.asks)
    yield from optional("Ask", "; ".join(entry.ask))
    yield f"**Sources** {', '.join(map(_source, entry.sources)) or 'none given'}"
    yield from optional("Takes", ", ".join(TAKES.get(one, one) for one in entry.takes))
    yield from optional("Not seen", entry.no_rule_sees)
    yield f"**Recall** {recall_of(entry.labelled)} · **Precision** {precision_of(entry.labelled)} · **Examples** {raised} raised, {quiet} not raised"
    yield "\n".join(rules) or "No rule looks for this. A guard keeps rules quiet, or only a person can see it."


def _source(source: Standing) -> str:
    section = f", {plain(source.section)}" if source.section else ""
    return f"[{source.source}](sources.md#{source.source.lower()}){section} ({READINGS[source.reading]})"
