"""Why a rule stayed quiet: the first part that failed, what was seen, and which fact would change it."""

from __future__ import annotations

from csmedia.judge.evidence import Evidence
from csmedia.judge.guarding import standing_guards
from csmedia.judge.judging import in_life, judge_rule
from csmedia.judge.matching import match_find
from csmedia.load.compiled import AtomPlan, Compiled, FindPlan, RulePlan


def why_not(compiled: Compiled, rule: RulePlan, evidence: Evidence) -> str:
    """One paragraph: the first part that failed and what would change it."""
    if not in_life(rule, evidence.facts):
        return f"it is not in force at the publish time (since {rule.since or 'always'}, until {rule.until or 'further notice'})."
    if rule.find is not None and (missing := _find_fault(rule.find, evidence)):
        return missing
    holds, names = evidence.facts.holds(rule.when)
    if holds is not True:
        shown = ", ".join(
            f"{name} is {evidence.facts.shown(name)}; the rule asks for {rule.when[name]}" for name in names
        )
        return f"its words are there, but not its facts: {shown}."
    if judge_rule(rule, evidence, evidence.facts, []) is None:
        return "a [[severity_when]] of the rule says nothing-found for these facts."
    stopped = [
        guard.name
        for guard, _ in standing_guards(compiled, evidence)
        if rule.duty in guard.duties and guard.effect == "quiet"
    ]
    return (
        f"the guard {' and '.join(stopped)} holds it quiet."
        if stopped
        else "it found something; ask again without --why-not."
    )


def _find_fault(find: FindPlan, evidence: Evidence) -> str | None:
    for atom in find.all:
        seen = len(evidence.of_atom(atom))
        if seen < atom.at_least:
            return f"{_name(atom)} was not seen{_instead(atom, evidence)}."
    if find.any and sum(len(evidence.of_atom(atom)) >= atom.at_least for atom in find.any) < find.at_least:
        return (
            f"not enough of these were seen ({find.at_least} asked for): {', '.join(_name(atom) for atom in find.any)}."
        )
    if match_find(find, evidence):
        return None
    for atom in find.unless:
        if evidence.of_atom(atom):
            return f"{_name(atom)} was seen, and the rule keeps quiet beside it{_where(evidence, atom)}."
    within = {"sentence": "one sentence", "post": "the post"}.get(str(find.within), f"{find.within} words")
    return f"all its evidence was seen, but not together in {within}."


def _name(atom: AtomPlan) -> str:
    region = "" if atom.region == "own" else f" in {atom.region} words"
    return f"{atom.name}{region}"


def _instead(atom: AtomPlan, evidence: Evidence) -> str:
    elsewhere = evidence.hits(atom.node)
    if elsewhere:
        return f"; it was seen {len(elsewhere)} time(s) where the rule's conditions on it do not hold{_where(evidence, atom)}"
    if atom.name.startswith(("topic:own", "side:own")):
        department = evidence.facts.context.department
        if department is None:
            return "; the department is not known, and giving it may change this"
        if evidence.facts.value("topics_known") and evidence.hits(0):
            return f"; a topic was named, but not one of {department}"
    return ""


def _where(evidence: Evidence, atom: AtomPlan) -> str:
    hit = next((hit for hit in evidence.hits(atom.node) if hit.start >= 0), None)
    if hit is None:
        return ""
    field, start, end = evidence.text.typed_span(hit.start, hit.end)
    return f" ({field} {start} to {end})"
