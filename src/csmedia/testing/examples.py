"""One example of one rule, and what the rule says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from csmedia.checker import Checker
from csmedia.judge import Evidence, judge, surroundings_of
from csmedia.load.compiled import RulePlan
from csmedia.model import Context, Post
from csmedia.rules.grammar import Example

NOT_READ = "not read"
INCOMPLETE = "incomplete"


class Case(NamedTuple):
    """One example of one rule."""

    rule: RulePlan
    number: int
    example: Example

    @property
    def name(self) -> str:
        """The rule and the number of the example, counted from 1."""
        return f"{self.rule.id}:{self.number}"


class Outcome(NamedTuple):
    """What a rule said of its example."""

    case: Case
    got: str
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Whether the rule said what the example expects; a known miss passes by missing."""
        return self.ran and (self.got == self.case.example.expect) is not self.case.example.known_miss

    @property
    def ran(self) -> bool:
        """Whether the rule gave an answer at all; an example that cannot be read, or a pattern out of time, gives none."""
        return self.got not in (NOT_READ, INCOMPLETE)


def cases(checker: Checker, prefix: str = "") -> Iterator[Case]:
    """Every example of every rule whose id begins with ``prefix``."""
    for rule in checker.compiled.rules:
        if rule.id.startswith(prefix):
            for number, example in enumerate(rule.examples, 1):
                yield Case(rule, number, example)


def run_case(checker: Checker, case: Case) -> Outcome:
    """Run one rule alone on one of its examples."""
    try:
        evidence = evidence_of(checker, case)
    except ValidationError as error:
        return unread(case, error)
    return outcome_of(checker, case, evidence)


def unread(case: Case, error: ValidationError) -> Outcome:
    """The outcome of an example whose post or context is none."""
    first = error.errors(include_url=False, include_input=False)[0]
    return Outcome(case, NOT_READ, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")


def evidence_of(checker: Checker, case: Case) -> Evidence:
    """What is seen in an example; raises pydantic's ValidationError where it describes no post or context."""
    post, context = post_and_context(case.example, case.rule)
    others = [Post.model_validate(one) for one in case.example.calendar]
    return checker.evidence(post, context, around=surroundings_of([post, *others])[0])


def outcome_of(checker: Checker, case: Case, evidence: Evidence) -> Outcome:
    """What one rule alone says of what was seen in its example."""
    judgement = judge(checker.compiled, evidence, evidence.facts, only=frozenset({case.rule.id}))
    if judgement.failures:
        return Outcome(case, INCOMPLETE, judgement.failures[0].reason)
    severity = judgement.findings[0].severity if judgement.findings else "nothing-found"
    return Outcome(case, severity, "; ".join(judgement.undecided))


def post_and_context(example: Example, rule: RulePlan) -> tuple[Post, Context]:
    """The post and context that an example describes; a capacity that it does not give is the rule's own, or personal."""
    capacity = rule.when.get("capacity", ("personal",))
    chosen: dict[str, Any] = {"capacity": capacity[0] if isinstance(capacity, list | tuple) else "personal"}
    return Post.model_validate({"text": example.text, **example.post}), Context.model_validate(
        chosen | dict(example.context)
    )
