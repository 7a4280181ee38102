"""Which rules are worth judging for a post: those that its words wake and that its context does not rule out."""

from __future__ import annotations

from csmedia.judge.evidence import Evidence
from csmedia.judge.facts import Facts
from csmedia.load.compiled import Compiled

# Facts that many posts share, so that what follows from them is worked out once.
_SHARED = frozenset((
    "capacity", "serves", "department", "organisation_kind", "political_group", "roles", "permissions", "audience",
    "identifiable", "area_known", "topics_known", "periods", "kind",
))  # fmt: skip
_MOST_REMEMBERED = 1_000


def woken(compiled: Compiled, evidence: Evidence) -> list[int]:
    """The numbers of the rules to judge, in order."""
    numbers = set(compiled.always)
    for literal in evidence.literals:
        numbers.update(compiled.literals.rules(literal))
    for gate in evidence.gates:
        numbers.update(compiled.woken.get(gate, ()))
    return sorted(numbers & possible(compiled, evidence.facts))


def possible(compiled: Compiled, facts: Facts) -> frozenset[int]:
    """The rules that the shared facts leave possible; a fact that is not known rules nothing out."""
    key = (facts.context, facts.value("periods"), facts.post.kind)
    found = compiled.remembered.get(key)
    if found is None:
        if len(compiled.remembered) > _MOST_REMEMBERED + len(compiled.nodes):
            compiled.remembered.clear()
        found = compiled.remembered[key] = frozenset(
            number
            for number, when in enumerate(compiled.whens)
            if facts.holds({name: test for name, test in when.items() if name in _SHARED})[0] is not False
        )
    kept: frozenset[int] = found
    return kept
