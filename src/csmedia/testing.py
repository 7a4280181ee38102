"""The examples inside rules, as tests: for this repository and for any department's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from csmedia.checker import Checker
from csmedia.judge import judge, surroundings_of
from csmedia.load.compiled import RulePlan
from csmedia.model import Context, Post
from csmedia.rules.grammar import Example


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
        return (self.got == self.case.example.expect) is not self.case.example.known_miss


def cases(checker: Checker, prefix: str = "") -> Iterator[Case]:
    """Every example of every rule whose id begins with ``prefix``."""
    for rule in checker.compiled.rules:
        if rule.id.startswith(prefix):
            for number, example in enumerate(rule.examples, 1):
                yield Case(rule, number, example)


def run_case(checker: Checker, case: Case) -> Outcome:
    """Run one rule alone on one of its examples."""
    try:
        post, context = post_and_context(case.example, case.rule)
        others = [Post.model_validate(one) for one in case.example.calendar]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return Outcome(case, "not read", f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    evidence = checker.evidence(post, context, around=surroundings_of([post, *others])[0])
    judgement = judge(checker.compiled, evidence, evidence.facts, only=frozenset({case.rule.id}))
    if judgement.failures:
        return Outcome(case, "incomplete", judgement.failures[0].reason)
    severity = judgement.findings[0].severity if judgement.findings else "nothing-found"
    return Outcome(case, severity, "; ".join(judgement.undecided))


def post_and_context(example: Example, rule: RulePlan) -> tuple[Post, Context]:
    """The post and context that an example describes; a capacity that it does not give is the rule's own, or personal."""
    capacity = rule.when.get("capacity", ("personal",))
    chosen: dict[str, Any] = {"capacity": capacity[0] if isinstance(capacity, list | tuple) else "personal"}
    return Post.model_validate({"text": example.text, **example.post}), Context.model_validate(
        chosen | dict(example.context)
    )
