"""A failed example in words: the post, what was expected, what came, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from csmedia.judge import judge
from csmedia.judge.tracing import why_not
from csmedia.masking import printable
from csmedia.testing.examples import Case, Outcome, evidence_of
from csmedia.testing.scope import Scope

LONGEST = 300
NOT_SHOWN = "(not shown: what this rule finds is secret; look in the file)"


class Told(NamedTuple):
    """A failed example, ready to be shown in any form. ``text`` is None where the rule's finds are secret."""

    name: str
    rule: str
    number: int
    file: str
    line: int
    text: str | None
    around: str
    expected: str
    got: str
    why: str


def tell(scope: Scope, outcome: Outcome) -> Told:
    """What a person needs to mend an example or its rule."""
    case = outcome.case
    return Told(
        case.name, case.rule.id, case.number, case.rule.file, scope.line(case.rule.id, "example", case.number - 1),
        None if case.rule.secret else printable(" ".join(case.example.text.split())),
        _around(case), _expected(case), outcome.got, printable(_why(scope, outcome)),
    )  # fmt: skip


def lines_of(told: Told) -> Iterator[str]:
    """A failed example as lines for a terminal, its place first."""
    yield f"example {told.number} · {told.file}:{told.line}"
    text = NOT_SHOWN if told.text is None else told.text
    rows = [("text", text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"), ("facts", told.around)]
    rows += [("expected", told.expected), ("got", told.got), ("why", told.why)]
    yield from (f"  {label:9} {value}" for label, value in rows if value)


def _expected(case: Case) -> str:
    if case.example.known_miss:
        return f"a known miss of {case.example.expect}, which is found now: take known_miss away"
    return case.example.expect


def _around(case: Case) -> str:
    if case.rule.secret:
        return ""
    given = {**case.example.context, **case.example.post}
    if case.example.calendar:
        given["calendar"] = f"{len(case.example.calendar)} other post(s)"
    return printable(", ".join(f"{name}={_shown(value)}" for name, value in given.items()))


def _shown(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _why(scope: Scope, outcome: Outcome) -> str:
    """Why it came out so; a known miss that is found needs no more words."""
    case, compiled = outcome.case, scope.checker.compiled
    if not outcome.ran:
        return outcome.reason
    if outcome.got != "nothing-found":
        return _why_raised(scope, case)
    evidence = evidence_of(scope.checker, case)
    return outcome.reason or why_not(compiled, case.rule, evidence)


def _why_raised(scope: Scope, case: Case) -> str:
    evidence = evidence_of(scope.checker, case)
    finding = judge(scope.checker.compiled, evidence, evidence.facts, only=frozenset({case.rule.id})).findings[0]
    fields = dict(evidence.facts.post.fields())
    seen = [f"{one.field} {one.start} to {one.end}" + ("" if case.rule.secret else f" “{fields[one.field][one.start : one.end]}”") for one in finding.spans]
    parts = [f"it saw {', '.join(seen)}" if seen else "its facts hold"]
    if finding.because:
        parts.append(f"the severity is so because “{finding.because}”")
    return "; ".join(parts) + "."
