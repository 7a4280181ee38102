"""Builds the pages: those written by hand, and one for every rule, from the rules as they are compiled.

Run ``python docs/build.py`` and find Markdown in ``build/docs/``; ``mkdocs.yml`` makes a site of it.
``python docs/build.py --tables`` renews the tables in the pages here that are made from the code.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from csmedia import Checker, Citation
from csmedia.catalogue import Measurement, Tables, catalogue, measured_in, measurements
from csmedia.checker import GUARDS
from csmedia.cli.schemas import BESIDE, as_text, schema_named
from csmedia.load.compiled import Compiled, RulePlan
from csmedia.load.registers import Period
from csmedia.read.headings import FIELD_OF
from csmedia.report.text import citation_text
from csmedia.rules.facts import FACTS
from csmedia.rules.grammar import DutyRow, Example, SourceRow
from csmedia.rules.schemas import FILES
from csmedia.settings import Account, Settings

HERE = Path(__file__).resolve().parent
# The other scripts that build pages stand beside this one, which tests load by its path.
sys.path.insert(0, str(HERE))
from duties_page import duties_page  # noqa: E402  # found by the line above
from language_page import language_page  # noqa: E402  # the same
from marks import READINGS, fenced, optional, plain, table  # noqa: E402  # the same

OUT = HERE.parent / "build" / "docs"
QUALITY = """# How good the answers are

Measured on {posts:,} labelled posts that were written from the catalogue of duties, each with what a careful propriety adviser would want said.
The rules have been mended with these posts in view, so that a stranger's posts fare worse: on posts that no author of rules had read,
fewer than half of what should be raised is raised. Nothing found is never a clearance; a person decides.

*Recall* is the share of what should be raised that is raised, at review or above; *precision* the share of what is raised that a label
allows; *silence* the share of innocent posts of which nothing above a note is said; *wrong stop* the share of posts called stop that no
adviser would stop; *exact* the share of verdicts within the label's range; *spans* the share of right findings that point at the words."""


def pages(checker: Checker) -> dict[str, str]:
    """Every page by its path below ``build/docs``, and its text."""
    compiled = checker.compiled
    written = {path.name: with_tables(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.md"))}
    rules = {f"rules/{rule.id}.md": rule_page(rule, compiled) for rule in compiled.rules}
    made = {
        "rules/index.md": rules_page(compiled), "duties.md": duties(checker), "sources.md": sources_page(compiled),
        "periods.md": periods_page(compiled), "rule-language.md": language_page(),
        "quality.md": "\n".join(quality_page(one) for one in measurements(folders_of(checker))),
    }  # fmt: skip
    schemas = {f"schemas/{name}.json": as_text(schema_named(name)) for name in (*FILES, *BESIDE)}
    return written | rules | made | schemas


def duties(checker: Checker) -> str:
    """The page of duties, with the figures that policies bring."""
    posts, counts = measured_in(folders_of(checker))
    return duties_page(catalogue(Tables.of_compiled(checker.compiled), counts), posts)


def folders_of(checker: Checker) -> tuple[Path, ...]:
    """The folders that the policies stand in."""
    return (GUARDS.path, *(folder.path for folder in checker.contributions.folders))


def build(checker: Checker, out: Path = OUT) -> tuple[Path, ...]:
    """Write every page, and take away those of an earlier build."""
    shutil.rmtree(out, ignore_errors=True)
    paths = []
    for name, text in pages(checker).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    if (HERE.parent / "benchmarks").is_dir():  # draws how cost grows, from the figures last measured
        subprocess.run([sys.executable, "-m", "benchmarks.pages", str(out)], cwd=HERE.parent, check=True)  # noqa: S603  # our own program
    return tuple(paths)


def with_tables(text: str) -> str:
    """A page with the tables between its marks made from the code."""
    for name, made in TABLES.items():
        between = f"<!-- {name} -->\n\n{made()}\n\n<!-- /{name} -->"
        marks = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        text = between.join(marks.split(text))
    return text


def facts_table() -> str:
    """The facts that a rule may ask."""
    forms = {"word": "a word", "words": "words", "yes": "yes or no", "number": "a number", "media": "media"}
    return table(
        ("fact", "form", "what it says"), ((f"`{name}`", forms[form], said) for name, (form, said) in FACTS.items())
    )


def headings_table() -> str:
    """The headings that are recognised, by what they hold."""
    names = {
        field: ", ".join(f"`{heading}`" for heading in headings) for field, headings in headings_by_field().items()
    }
    return table(
        ("what it holds", "headings"), ((SAID.get(field, f"`{field}`"), said) for field, said in names.items())
    )


def headings_by_field() -> dict[str, list[str]]:
    """Each field that a calendar can fill, with its headings in the order of the code."""
    fields: dict[str, list[str]] = {}
    for heading, field in FIELD_OF.items():
        fields.setdefault(field, []).append(heading)
    return fields


def settings_table() -> str:
    """Every key of a file of settings: what may stand there, what holds without it, and what it does."""
    rows = [row for row in _setting_rows(Settings) if row[0] != "`account`"]
    accounts = [(f"`[[account]]` {name}", *rest) for name, *rest in _setting_rows(Account)]
    return table(("key", "what may stand there", "without it", "what it does"), [*rows, *accounts])


def _setting_rows(model: type[BaseModel]) -> Iterable[tuple[str, str, str, str]]:
    for name, field in model.model_fields.items():
        said = isinstance(field.default, str | bool)
        usual = "has to be given" if field.is_required() else f"`{json.dumps(field.default)}`" if said else ""
        yield f"`{name}`", form_of(field.annotation), usual, field.description or ""


def form_of(annotation: Any) -> str:
    """What may stand at a key, in words."""
    if get_origin(annotation) in (Union, UnionType):
        return " or ".join(form_of(one) for one in get_args(annotation) if one is not NoneType)
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(annotation))
    return FORMS.get(get_origin(annotation) or annotation, "text")


FORMS = {bool: "`true` or `false`", tuple: "a list", dict: "a table"}
SAID = {
    "day": "the date",
    "clock": "the time",
    "image": "a picture or film",
    "link": "a link",
    "media_text": "words in the picture or film",
}
TABLES: Mapping[str, Callable[[], str]] = {"facts": facts_table, "headings": headings_table, "settings": settings_table}


def quality_page(measured: Measurement) -> str:
    """How good the answers are on labelled posts, duty by duty: what ``nox -s quality`` measured and holds against the file."""
    whole = table(("figure", "share"), ((name.replace("_", " "), f"{share:.3f}") for name, share in measured.shares.items()))
    rows = (
        (f"[{duty}](duties.md#{duty})", str(row.must), share_of(row.hit, row.must), str(row.raised), share_of(row.right, row.raised))
        for duty, row in sorted(measured.duties.items())
    )
    each = table(("duty", "posts that ask for it", "recall", "times raised", "precision"), rows)
    return f"{QUALITY.format(posts=measured.posts)}\n\n{whole}\n\n## Duty by duty\n\n{each}\n"


def share_of(part: int, whole: int) -> str:
    """A share in two places, or a dash where there is nothing to share."""
    return f"{part / whole:.2f}" if whole else "–"


def rule_page(rule: RulePlan, compiled: Compiled) -> str:
    """One rule in a fixed order: what it says, when, why, on which sources, and its examples."""
    duty: DutyRow = compiled.duties[rule.duty]
    up = "../" * (rule.id.count("/") + 1)
    parts = [
        f"# {plain(rule.title)}", f"`{rule.id}` · policy {plain(rule.policy)} {plain(rule.version)}{' · preview' if rule.preview else ''}",
        f"**Duty** [{plain(duty.title)}]({up}duties.md#{duty.id}) (`{duty.id}`)", "\n".join(severity_lines(rule)),
        f"**Says** {plain(rule.message)}", f"**Why** {plain(rule.why)}", *optional("Fine when", rule.fine_when), *optional("Instead", rule.instead),
        *optional("Ask", "; ".join(compiled.asks[ask] for ask in rule.ask)), *optional("In force", life(rule)),
        "## Sources", "\n".join(f"- {source_line(citation, up)}" for citation in rule.citations),
    ]  # fmt: skip
    raised = [one for one in rule.examples if one.expect != "nothing-found" and not one.known_miss]
    quiet = [one for one in rule.examples if one.expect == "nothing-found" and not one.known_miss]
    missed = [one for one in rule.examples if one.known_miss]
    for heading, examples in (("Raised", raised), ("Not raised", quiet), ("Known misses", missed)):
        if examples:
            parts += [f"## {heading}", *(example_block(one) for one in examples)]
    return "\n\n".join(parts) + "\n"


def severity_lines(rule: RulePlan) -> list[str]:
    """The severity, when the rule applies, and each case in which the severity is another."""
    lines = [f"**Severity** {rule.severity}, confidence {rule.confidence}", ""]
    if rule.when:
        lines.append(f"- only where {conditions(rule.when)}")
    for plan in rule.severity_when:
        besides = " and further evidence is seen" if plan.find is not None else ""
        where = f" where {conditions(plan.when)}" if plan.when else " where" if besides else ""
        lines.append(f"- {plan.severity or 'nothing-found'}{where}{besides}: {plain(plan.because)}")
    return lines


def conditions(when: Mapping[str, object]) -> str:
    """A table of facts in one line, for people."""
    return ", ".join(f"`{name}` is {condition(value)}" for name, value in when.items())


def condition(value: object) -> str:
    """What a test of a fact asks for."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " or ".join(plain(str(one)) for one in value)
    if isinstance(value, dict) and set(value) <= set(TESTS):
        return " and ".join(f"{TESTS[key]} {condition(one)}" for key, one in value.items())
    return f"`{json.dumps(value, ensure_ascii=False)}`" if isinstance(value, dict) else plain(str(value))


TESTS = {"none": "none of", "all": "all of", "any": "any of", "least": "at least", "most": "at most"}


def life(rule: RulePlan) -> str:
    """From when until when a rule is in force, where a source says."""
    return " ".join(
        said
        for said in (f"from {rule.since}" if rule.since else "", f"until {rule.until}" if rule.until else "")
        if said
    )


def source_line(citation: Citation, up: str) -> str:
    """A citation that leads to the page of sources."""
    said = citation_text(citation.model_copy(update={"url": None}))
    return f"[{plain(said.rpartition(' [')[0])}]({up}sources.md#{citation.source.lower()}) ({citation.source}, {READINGS[citation.reading]})"


def example_block(example: Example) -> str:
    """One example as it was written, with what is expected and the facts around it."""
    facts = ", ".join(
        f"{plain(name)} {fact_text(value)}" for name, value in {**example.context, **example.post}.items()
    )
    said = f"{example.expect}{' with ' + facts if facts else ''}{'. ' + plain(example.note) if example.note else ''}"
    return f"{fenced(example.text)}\n\n{said}"


def fact_text(value: object) -> str:
    """A fact of an example as a person would say it."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return plain(" and ".join(value))
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def rules_page(compiled: Compiled) -> str:
    """The rules by policy."""
    parts = ["# Rules", f"{len(compiled.rules)} rules of {len({rule.policy for rule in compiled.rules})} policies."]
    for policy, rules in groupby(
        sorted(compiled.rules, key=lambda rule: (rule.policy, rule.id)), key=lambda rule: rule.policy
    ):
        rows = ((f"[{rule.id}]({rule.id}.md)", rule.severity, plain(rule.title)) for rule in rules)
        parts += [f"## {plain(policy)}", table(("rule", "severity", "what it sees"), rows)]
    return "\n\n".join(parts) + "\n"


def sources_page(compiled: Compiled) -> str:
    """Every source with its edition, how it was read, and its link where there is one."""
    parts = ["# Sources", "The published documents that rules rest on, and how sure we are of our reading of them."]
    for source in sorted(compiled.sources.values(), key=lambda row: row.id):
        parts += [
            f'<a id="{source.id.lower()}"></a>',
            f"## {plain(source.id)} {plain(source.title)}",
            "\n".join(source_lines(source)),
        ]
    return "\n\n".join(parts) + "\n"


def source_lines(source: SourceRow) -> list[str]:
    """What is known of a source, one fact a line."""
    facts = {
        "Publisher": source.publisher, "Edition": source.edition, "Covers": source.covers, "Reading": READINGS[source.reading],
        "Of the reading": source.reading_note, "Read on": source.date_read, "To be read again by": source.review_by,
    }  # fmt: skip
    return [f"- {label}: {plain(str(value))}" for label, value in facts.items() if value] + (
        [f"- Link: <{source.url}>"] if source.url else []
    )


def periods_page(compiled: Compiled) -> str:
    """The calendar."""
    calendar = compiled.calendar
    end = (
        f"The table ends on {calendar.table_ends}: nothing is known of periods after it." if calendar.table_ends else ""
    )
    rows = (
        period_row(row, calendar.kinds)
        for row in sorted(calendar.periods, key=lambda one: (str(one.polling or one.starts or ""), one.id))
    )
    about = "Looked up at a post's publish time, never worked out. A row without a known start is listed and never in force."
    heads = ("period", "kind", "for staff serving", "from", "until", "start known", "source")
    return "\n\n".join(part for part in ("# Election and other periods", about, end, table(heads, rows)) if part) + "\n"


def period_row(row: Period, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """One row of the calendar."""
    starts, ends = (f"{at:%Y-%m-%d %H:%M}" if at else "not known" for at in (row.starts, row.ends))
    places = f" ({plain(', '.join(row.places))})" if row.places else ""
    source = f"[{row.source}](sources.md#{row.source.lower()})" if row.source else ""
    return (
        plain(row.title) + places,
        plain(kinds.get(row.kind, row.kind)),
        ", ".join(row.serves),
        starts,
        ends,
        row.start_known or "",
        source,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the pages from every installed policy; 1 where a plugin could not be used."""
    parser = argparse.ArgumentParser(description="Build the pages of the documentation.")
    parser.add_argument("--out", type=Path, default=OUT, help="the folder to write to (default: build/docs)")
    parser.add_argument("--tables", action="store_true", help="renew the tables in docs/ instead")
    given = parser.parse_args(arguments)
    if given.tables:
        for path in HERE.glob("*.md"):
            path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    checker = Checker(builtin_only=True)
    build(checker, given.out)
    return 1 if checker.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
