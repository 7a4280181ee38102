"""The catalogue of duties for people and programs: text, JSON and Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from csmedia.catalogue import DUTIES_SCHEMA, Counts, Entry, Standing

TAKES = {
    "lexical": "the words",
    "context": "the facts around them",
    "metadata": "the post's own details",
    "semantic": "the meaning",
    "human": "a person",
}
READINGS = {"read": "read", "part": "read in part", "second-hand": "known second-hand", "memory": "from memory, to be checked"}
UNRULED = "no rule looks for this"
WIDTH = 100


def examples_of(entry: Entry) -> tuple[int, int]:
    """How many examples of its rules are raised, and how many are not."""
    return sum(rule.raised for rule in entry.rules), sum(rule.not_raised for rule in entry.rules)


def recall_of(counts: Counts) -> str:
    """Recall with its counts, in words."""
    return f"{counts.hit / counts.must:.2f} ({counts.hit} of {counts.must})" if counts.must else "no labelled case"


def precision_of(counts: Counts) -> str:
    """Precision of what was raised at review or above, with its counts, in words."""
    if counts.raised:
        return f"{counts.right / counts.raised:.2f} ({counts.right} of {counts.raised})"
    return "no case above note" if counts.hit else "no labelled case"


def standing_of(source: Standing) -> str:
    """A source with its section where one is given, and how it was read."""
    section = f", {source.section}" if source.section else ""
    return f"{source.source}{section} ({READINGS[source.reading]})"


def as_json(entries: Iterable[Entry], posts: int) -> str:
    """Every entry with its fields as they are named in Python."""
    rows = [entry.model_dump(mode="json") for entry in entries]
    return json.dumps({"schema": DUTIES_SCHEMA, "labelled_posts": posts, "duties": rows}, indent=2, ensure_ascii=False)


def as_text(entries: Sequence[Entry], posts: int) -> str:
    """A row a duty, what nobody should overlook after them."""
    lines = [f"{'duty':32} {'usually':13} {'rules':>5} {'raised':>6} {'not':>4}  {'recall':18} {'precision':18} sources"]
    for entry in entries:
        raised, quiet = examples_of(entry)
        sources = ", ".join(one.source + (f" {one.section}" if one.section else "") for one in entry.sources)
        lines.append(
            f"{entry.id:32} {entry.usually:13} {len(entry.rules) or 'none':>5} {raised:6} {quiet:4}  "
            f"{recall_of(entry.labelled):18} {precision_of(entry.labelled):18} {sources or 'none given'}"
        )
    return "\n".join([*lines, "", *_closing(entries, posts)])


def _closing(entries: Sequence[Entry], posts: int) -> Iterator[str]:
    yield "raised, not: examples in rules that are raised, and that are not."
    yield measured_words(posts)
    for title, rows in told(entries):
        yield f"{title}:"
        yield from (f"  {entry.id}: {said}" for entry, said in rows)


def measured_words(posts: int) -> str:
    """What recall and precision are, and on how many posts they were measured."""
    if not posts:
        return "No labelled posts were measured, so that there is neither recall nor precision."
    return (
        f"recall: of {posts:,} labelled posts, those that ask for the duty and got it; precision: the share of what was raised at review or "
        "above that a label allows. The rules were mended with these posts in view; a stranger's posts fare worse."
    )


def why_unruled(entry: Entry) -> str:
    """Why no rule looks for a duty."""
    if entry.usually == "nothing-found":
        return "it asks that nothing be said, so that there is nothing to raise; guards keep findings quiet"
    return entry.no_rule_sees or UNRULED


def told(entries: Sequence[Entry]) -> Iterator[tuple[str, list[tuple[Entry, str]]]]:
    """What nobody should overlook: duties that no rule looks for, and those that rules see in part while meaning or knowledge decides."""
    unruled = [(entry, why_unruled(entry)) for entry in entries if not entry.rules]
    human = [(entry, entry.no_rule_sees or "") for entry in entries if entry.rules and _for_people(entry)]
    yield from ((title, rows) for title, rows in (("No rule looks for", unruled), ("Rules see little of, so that a person has to", human)) if rows)


def _for_people(entry: Entry) -> bool:
    return bool(entry.takes) and set(entry.takes) <= {"human", "semantic", "metadata"}


def as_page(entry: Entry, posts: int) -> str:
    """One duty whole, for the screen."""
    raised, quiet = examples_of(entry)
    number = f" ({entry.number}, family {entry.family})" if entry.number else ""
    rows = [
        ("Asks", entry.asks), ("Usually", f"{entry.usually}, on {' and '.join(entry.capacity)} accounts"), ("Ask", "; ".join(entry.ask)),
        *(("Source", f"{standing_of(one)}: {one.title}") for one in entry.sources),
        ("Takes", ", ".join(TAKES.get(one, one) for one in entry.takes)), ("Not seen", entry.no_rule_sees or ""),
        ("Rules", f"{len(entry.rules)}, with {raised} examples that are raised and {quiet} that are not" if entry.rules else UNRULED),
        *(("", f"{rule.severity:7} {rule.id}: {rule.title}") for rule in entry.rules),
        ("Recall", recall_of(entry.labelled)), ("Precision", precision_of(entry.labelled)), ("Measured", measured_words(posts)),
    ]  # fmt: skip
    return "\n".join([f"{entry.id}{number}", entry.title, "", *(line for label, text in rows if text for line in _row(label, text))])


def _row(label: str, text: str) -> list[str]:
    first, *rest = wrap(text, WIDTH)
    return [f"  {label:10} {first}", *(f"  {'':10} {line}" for line in rest)]


def as_markdown(entries: Sequence[Entry], posts: int) -> str:
    """A table, and what nobody should overlook after it."""
    heads = ("duty", "usually", "rules", "raised", "not raised", "recall", "precision", "sources")
    rows = [_markdown_row(entry) for entry in entries]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (heads, ("---",) * len(heads), *rows))
    parts = [table, measured_words(posts)]
    for title, found in told(entries):
        parts += [f"{title}:", "\n".join(f"- `{entry.id}`: {said}" for entry, said in found)]
    return "\n\n".join(parts)


def _markdown_row(entry: Entry) -> tuple[str, ...]:
    raised, quiet = examples_of(entry)
    return (
        f"`{entry.id}`", entry.usually, str(len(entry.rules) or "none"), str(raised), str(quiet), recall_of(entry.labelled),
        precision_of(entry.labelled), "; ".join(standing_of(one) for one in entry.sources) or "none given",
    )  # fmt: skip
