"""What the examples of a rule leave untested: a rule never raised, a branch never reached, words never needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from csmedia.load.compiled import AtomPlan, FindPlan, RulePlan
from csmedia.testing.examples import Outcome
from csmedia.testing.reaching import Reached
from csmedia.testing.remarks import Kind, Level, Remark
from csmedia.testing.scope import Scope


class Trial(NamedTuple):
    """An example that ran, and what it reached."""

    outcome: Outcome
    reached: Reached


def uncovered(scope: Scope, rule: RulePlan, trials: Sequence[Trial], impossible: frozenset[int]) -> Iterator[Remark]:
    """What no example of a rule shows; ``impossible`` branches are told of elsewhere.

    Alternatives and exceptions that nothing needs are warnings: each is a reason to write an example, or to take words away.
    """
    if not any(trial.outcome.passed and trial.outcome.got != "nothing-found" for trial in trials):
        yield _remark(scope, rule, (), "never-raised", "error", "no example raises this rule. Write one post of which it says something today.")
        return
    for number, plan in enumerate(rule.severity_when):
        if number not in impossible and all(trial.reached.branch != number for trial in trials):
            what = f"no example reaches this branch ({plan.severity or 'nothing-found'} because “{plan.because}”). Write one for which it decides."
            yield _remark(scope, rule, ("severity_when", number), "branch-not-reached", "error", what)
    if rule.find is not None:
        yield from _words_not_needed(scope, rule, trials)


def _words_not_needed(scope: Scope, rule: RulePlan, trials: Sequence[Trial]) -> Iterator[Remark]:
    find = rule.find or FindPlan((), (), 1, (), "post")
    needed = frozenset[int]().union(*(trial.reached.alternatives for trial in trials))
    spared = frozenset[int]().union(*(trial.reached.exceptions for trial in trials))
    idle = [atom for number, atom in enumerate(find.any) if number not in needed]
    if idle:
        what = f"no example needs {_named(idle)} of its “any”. Write a post that nothing else in it raises, or take words away."
        yield _remark(scope, rule, ("find", "any"), "alternative-not-needed", "warning", what)
    idle = [atom for number, atom in enumerate(find.unless) if number not in spared]
    if idle:
        what = f"no example is kept quiet by {_named(idle)} of its “unless”. Write a post that would be raised without it, or take words away."
        yield _remark(scope, rule, ("find", "unless"), "exception-not-needed", "warning", what)


def _named(atoms: Sequence[AtomPlan]) -> str:
    names = [atom.name if len(atom.name) <= 60 else f"{atom.name[:59]}…" for atom in atoms]
    return " or ".join(names[:4]) + (f" or {len(names) - 4} more" if len(names) > 4 else "")


def _remark(scope: Scope, rule: RulePlan, place: tuple[str | int, ...], kind: Kind, level: Level, what: str) -> Remark:
    return Remark(rule.file, scope.line(rule.id, *place), rule.id, kind, level, what)
