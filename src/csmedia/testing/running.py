"""Every example of what is under test, and everything that its examples leave untested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pydantic import ValidationError

from csmedia.checker import Checker
from csmedia.testing.covering import Trial, uncovered
from csmedia.testing.examples import Case, Outcome, evidence_of, outcome_of, unread
from csmedia.testing.possible import impossible, impossible_branches
from csmedia.testing.reaching import Reached, reached
from csmedia.testing.remarks import Coverage, Remark, weighed
from csmedia.testing.scope import Scope
from csmedia.testing.twins import same_examples, same_rules
from csmedia.testing.unfilled import MARK, unfilled
from csmedia.testing.unused import unused_lists, unused_signals

Watch = Callable[[Iterable[Case]], Iterable[Case]]


class Tried(NamedTuple):
    """What a test of policies found."""

    scope: Scope
    outcomes: tuple[Outcome, ...]
    remarks: tuple[Remark, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The examples that came out otherwise than they say."""
        return tuple(one for one in self.outcomes if not one.passed)

    @property
    def errors(self) -> tuple[Remark, ...]:
        """The remarks that fail the test."""
        return tuple(one for one in self.remarks if one.level == "error")

    @property
    def complete(self) -> bool:
        """Whether every example could be run and no plugin failed."""
        return all(one.ran for one in self.outcomes) and not self.scope.checker.failures


def cases_of(scope: Scope) -> Iterator[Case]:
    """Every example under test but those that are not filled in yet: what these get says nothing."""
    for rule in scope.rules:
        for number, example in enumerate(rule.examples, 1):
            if MARK not in example.text:
                yield Case(rule, number, example)


def try_case(checker: Checker, case: Case) -> Trial:
    """Run one rule alone on one of its examples, and see what it reaches."""
    try:
        evidence = evidence_of(checker, case)
    except ValidationError as error:
        return Trial(unread(case, error), Reached())
    return Trial(outcome_of(checker, case, evidence), reached(case.rule, evidence))


def try_policies(scope: Scope, coverage: Coverage = "error", watch: Watch = lambda cases: cases) -> Tried:
    """Run what is under test. ``watch`` sees the examples pass by, for a progress bar."""
    trials = [try_case(scope.checker, case) for case in watch(list(cases_of(scope)))]
    remarks = remarks_of(scope, trials, coverage)
    return Tried(scope, tuple(trial.outcome for trial in trials), remarks)


def remarks_of(scope: Scope, trials: Iterable[Trial], coverage: Coverage) -> tuple[Remark, ...]:
    """What is wrong beyond the examples themselves; of a file that is not filled in, that alone."""
    blank = list(unfilled(scope))
    if coverage == "off":
        return weighed(blank, coverage)
    found = [*same_rules(scope), *same_examples(scope), *unused_lists(scope), *_of_rules(scope, trials)]
    found += unused_signals(scope) if scope.whole else ()
    files = {one.file for one in blank}
    return weighed([*blank, *(one for one in found if one.file not in files)], coverage)


def _of_rules(scope: Scope, trials: Iterable[Trial]) -> Iterator[Remark]:
    by_rule: dict[str, list[Trial]] = {}
    for trial in trials:
        by_rule.setdefault(trial.outcome.case.rule.id, []).append(trial)
    for rule in scope.rules:
        never = list(impossible(scope, rule))
        branches = impossible_branches(scope, rule)
        yield from (*never, *branches.values())
        tried = by_rule.get(rule.id, [])
        # An example that fails is told already, and may be the one that is missing here.
        if not never and all(trial.outcome.passed for trial in tried):
            yield from uncovered(scope, rule, tried, frozenset(branches))
