"""Rules over evidence and facts: what matched, how much it matters here and now, and what the guards make of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from csmedia.calendar import LONDON
from csmedia.judge.evidence import Evidence
from csmedia.judge.facts import Facts
from csmedia.judge.guarding import Held, Standing, guarded, sentence_of, standing_guards
from csmedia.judge.matching import Unit, match_find
from csmedia.judge.raised import Raised
from csmedia.judge.speaking import finding_of
from csmedia.load.compiled import Compiled, RulePlan, SeverityPlan
from csmedia.model import Confidence, Failure, Finding, Severity, rank

_ALWAYS_USED = ("capacity",)
_CONFIDENCE = {"high": 0, "medium": 1, "low": 2}


@dataclass(slots=True)
class Judgement:
    """What all rules say of one post."""

    findings: list[Finding] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)


def judge(compiled: Compiled, evidence: Evidence, facts: Facts, *, only: frozenset[str] | None = None) -> Judgement:
    """Judge every rule that the evidence wakes; ``only`` names the rules to run, all when it is None."""
    judgement = Judgement()
    every: list[Raised] = []
    for number in evidence.woken():
        rule = compiled.rules[number]
        if only is not None and rule.id not in only:
            continue
        evidence.met_failures.clear()
        raised = judge_rule(rule, evidence, facts, judgement.undecided)
        for failed in sorted(evidence.met_failures):
            judgement.failures.append(Failure(what=f"rule {rule.id}", reason=evidence.failed[failed]))
        if raised is not None:
            every.append(raised)
    # The guards stand over findings: where there are none, nobody need look for them.
    standing = standing_guards(compiled, evidence) if every else []
    kept = [left for raised in every if (left := _guard(raised, evidence, standing)) is not None]
    judgement.findings += [finding_of(compiled, one, evidence.text, facts) for one in _told_once(compiled, kept, evidence)]
    return judgement


def _told_once(compiled: Compiled, every: list[Raised], evidence: Evidence) -> list[Raised]:
    """Rules of one duty that point at one sentence say it once: the strongest speaks, with the places of all."""
    told: list[Raised] = []
    for raised in sorted(every, key=lambda one: (-rank(one.severity), _CONFIDENCE[one.confidence], one.rule.id)):
        sentences = {sentence_of(hit, evidence) for unit in raised.units for hit in unit.hits}
        for index, kept in enumerate(told):
            if (kept.rule.duty, kept.rule.secret) != (raised.rule.duty, raised.rule.secret):
                continue
            there = {sentence_of(hit, evidence) for unit in kept.units for hit in unit.hits}
            if sentences & there or not sentences or not there or raised.rule.id in compiled.guarding:
                told[index] = kept._replace(units=kept.units + raised.units, also=(*kept.also, raised.rule.id))
                break
        else:
            told.append(raised)
    return sorted(told, key=lambda one: (-rank(one.severity), one.rule.id))


def judge_rule(rule: RulePlan, evidence: Evidence, facts: Facts, undecided: list[str]) -> Raised | None:
    """What one rule says before the guards, or None. A fact that nobody gave never raises it; ``undecided`` gathers those that kept it quiet."""
    if not in_life(rule, facts):
        return None
    # Facts first: a lookup each, where evidence may be a walk over the whole post.
    holds, used = facts.holds(rule.when)
    if holds is False:
        return None
    units = match_find(rule.find, evidence) if rule.find is not None else (Unit(None, ()),)
    if not units:
        return None
    if holds is None:
        undecided.append(f"{rule.id}: {', '.join(used)} is not known")
    if not holds:
        return None
    severity, confidence, because, asked = _severity(rule, evidence, facts)
    if severity is None:
        return None
    names = (*_ALWAYS_USED, *used, *asked)
    if facts.context.political_group is None and "political_group" in names and rank(severity) > rank("advise"):
        severity, because = (
            "advise",
            "The political group is not known; it was judged as intermediate, and no higher than advise.",
        )
    return Raised(rule, severity, confidence, units, tuple(dict.fromkeys(names)), because)


def in_life(rule: RulePlan, facts: Facts) -> bool:
    """Whether a rule's own dates, days in the United Kingdom, take in the publish time; where that is not known the rule runs."""
    if facts.moment is None:
        return True
    first, last = (at.astimezone(LONDON).date() for at in facts.moment)
    return (rule.since is None or last >= rule.since) and (rule.until is None or first < rule.until)


def _severity(
    rule: RulePlan, evidence: Evidence, facts: Facts
) -> tuple[Severity | None, Confidence, str | None, tuple[str, ...]]:
    asked: list[str] = []
    for plan in rule.severity_when:
        asked += plan.when
        if facts.holds(plan.when)[0] and _found(plan, evidence):
            return plan.severity, plan.confidence or rule.confidence, plan.because, tuple(asked)
    return rule.severity, rule.confidence, None, tuple(asked)


def _found(plan: SeverityPlan, evidence: Evidence) -> bool:
    return plan.find is None or bool(match_find(plan.find, evidence))


def _guard(raised: Raised, evidence: Evidence, standing: list[Standing]) -> Raised | None:
    """Apply the guards unit by unit: some sentences may be guarded and others not."""
    kept: list[tuple[Unit, Held]] = []
    for unit in raised.units:
        sentences = frozenset(sentence_of(hit, evidence) for hit in unit.hits)
        held = guarded(raised.rule.duty, Held(raised.severity, raised.because), sentences, standing)
        if held is not None:
            kept.append((unit, held))
    if not kept:
        return None
    _, strongest = max(kept, key=lambda one: rank(one[1].severity))
    return raised._replace(
        units=tuple(unit for unit, _ in kept), severity=strongest.severity, because=strongest.because
    )
