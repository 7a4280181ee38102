"""When two ways of writing are no longer the same post to a reader, so that another answer is no fault."""

from __future__ import annotations

from csmedia.judge import Evidence, standing_guards
from csmedia.probing.answering import Subject
from csmedia.rules.grammar import Example
from csmedia.testing import post_and_context
from csmedia.text.words import Mark

_CASE = frozenset({"small-letters", "capitals", "title-case"})


def reads_otherwise(subject: Subject, before: Example, after: Example, variation: str) -> bool:
    """Whether a variation did more than it says: a capital ends a sentence, a quotation is no longer all there is."""
    first, second = _evidence(subject, before), _evidence(subject, after)
    if variation in _CASE:
        return first.text.sentence != second.text.sentence
    return _quoted(first) != _quoted(second)


def guarded_otherwise(subject: Subject, before: Example, after: Example) -> bool:
    """Whether a guard stands beside one of two posts and not the other."""
    return _guards(subject, before) != _guards(subject, after)


def _evidence(subject: Subject, example: Example) -> Evidence:
    return subject.checker.evidence(*post_and_context(example, subject.case.rule))


def _quoted(evidence: Evidence) -> int:
    return sum(bool(marks & Mark.QUOTED) for marks in evidence.text.marks)


def _guards(subject: Subject, example: Example) -> set[str]:
    standing = standing_guards(subject.checker.compiled, _evidence(subject, example))
    return {guard.name for guard, _ in standing if subject.case.rule.duty in guard.duties}
