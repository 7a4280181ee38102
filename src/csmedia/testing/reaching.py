"""What an example reaches in its rule: the branch that settles the severity, the alternatives and exceptions that matter."""

from __future__ import annotations

from typing import NamedTuple

from csmedia.judge import Evidence
from csmedia.judge.judging import in_life
from csmedia.judge.matching import match_find
from csmedia.load.compiled import AtomPlan, FindPlan, RulePlan


class Reached(NamedTuple):
    """``branch`` numbers the [[severity_when]] that decided, None where none did or the rule stayed quiet.

    ``alternatives`` number the atoms of ``find.any`` without which the rule would have stayed quiet, ``exceptions`` those
    of ``find.unless`` that kept it so.
    """

    branch: int | None = None
    alternatives: frozenset[int] = frozenset()
    exceptions: frozenset[int] = frozenset()


def reached(rule: RulePlan, evidence: Evidence) -> Reached:
    """What one post reaches in a rule."""
    if not in_life(rule, evidence.facts) or evidence.facts.holds(rule.when)[0] is not True:
        return Reached()
    if rule.find is not None and not match_find(rule.find, evidence):
        return Reached(exceptions=_exceptions(rule.find, evidence))
    found = frozenset[int]() if rule.find is None else _alternatives(rule.find, evidence)
    return Reached(_branch(rule, evidence), found)


def _branch(rule: RulePlan, evidence: Evidence) -> int | None:
    for number, plan in enumerate(rule.severity_when):
        if evidence.facts.holds(plan.when)[0] and (plan.find is None or match_find(plan.find, evidence)):
            return number
    return None


def _alternatives(find: FindPlan, evidence: Evidence) -> frozenset[int]:
    if len(find.any) <= find.at_least:
        return frozenset(range(len(find.any)))
    seen = [number for number, atom in enumerate(find.any) if evidence.of_atom(atom)]
    return frozenset(number for number in seen if not match_find(find._replace(any=_without(find.any, number)), evidence))


def _exceptions(find: FindPlan, evidence: Evidence) -> frozenset[int]:
    seen = [number for number, atom in enumerate(find.unless) if evidence.of_atom(atom)]
    if not seen or not match_find(find._replace(unless=()), evidence):
        return frozenset()
    alone = frozenset(number for number in seen if match_find(find._replace(unless=_without(find.unless, number)), evidence))
    # Where two of them keep it quiet together neither is needed, and both are shown.
    return alone or frozenset(seen)


def _without(things: tuple[AtomPlan, ...], number: int) -> tuple[AtomPlan, ...]:
    return things[:number] + things[number + 1 :]
