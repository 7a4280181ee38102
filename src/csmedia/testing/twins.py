"""The same thing twice: two rules that look for the same, or one example in two rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from csmedia.load.compiled import AtomPlan, Compiled, FindPlan, FrameNode, JoinNode, PatternNode, RulePlan
from csmedia.testing.remarks import Remark
from csmedia.testing.scope import Scope


def same_rules(scope: Scope) -> Iterator[Remark]:
    """Rules under test whose evidence, facts and dates are another rule's too, whoever brings that one."""
    ours = {rule.id for rule in scope.rules}
    signatures = Signatures(scope.checker.compiled)
    first: dict[object, RulePlan] = {}
    for rule in sorted(scope.checker.compiled.rules, key=lambda one: (one.id in ours, one.id)):
        other = first.setdefault(signatures.rule(rule), rule)
        if other is not rule and rule.id in ours:
            what = f"looks for the same as {other.id} ({other.file}), under the same conditions. Keep one, or say what sets them apart."
            yield Remark(rule.file, 1, rule.id, "same-rule-twice", "error", what)


def same_examples(scope: Scope) -> Iterator[Remark]:
    """Examples under test that two rules raise, word for word and fact for fact. An innocent post may stand in many."""
    first: dict[str, str] = {}
    for rule in scope.rules:
        for number, example in enumerate(rule.examples):
            if example.expect == "nothing-found":
                continue
            key = json.dumps([example.text, example.context, example.post, example.calendar], sort_keys=True, default=str)
            other = first.setdefault(key, f"{rule.id}:{number + 1}")
            if not other.startswith(f"{rule.id}:"):
                line = scope.line(rule.id, "example", number)
                what = f"is the same post in the same context as {other}. Two posts show more than one."
                yield Remark(rule.file, line, f"{rule.id}:{number + 1}", "same-example-twice", "warning", what)


class Signatures:
    """What evidence is made of, so that two pieces written alike are known to be one.

    Numbers of nodes alone will not do: each frame and pattern has one of its own.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._known: dict[int, object] = {}

    def rule(self, rule: RulePlan) -> object:
        """All that decides when a rule is raised, and how much it matters."""
        branches = tuple((plan.severity, _frozen(plan.when), self._find(plan.find)) for plan in rule.severity_when)
        return self._find(rule.find), _frozen(rule.when), rule.since, rule.until, branches

    def _find(self, find: FindPlan | None) -> object:
        if find is None:
            return None
        return (*(frozenset(map(self._atom, atoms)) for atoms in (find.all, find.any, find.unless)), find.at_least, find.within)

    def _atom(self, atom: AtomPlan) -> object:
        company = (self._optional(atom.not_after), self._optional(atom.not_before))
        return self._node(atom.node), *company, atom.region, atom.typed, atom.at_least, atom.negated, atom.question, atom.within

    def _optional(self, number: int | None) -> object:
        return None if number is None else self._node(number)

    def _node(self, number: int) -> object:
        if number not in self._known:
            self._known[number] = self._made(number)
        return self._known[number]

    def _made(self, number: int) -> object:
        node = self.compiled.nodes[number]
        if isinstance(node, PatternNode):
            return "pattern", node.pattern, node.on, self._optional(node.needs)
        if isinstance(node, FrameNode):
            return "frame", *((part.kind, self._node(part.node) if part.node >= 0 else -1, part.shapes, part.least, part.most) for part in node.parts)
        if isinstance(node, JoinNode):
            company = (self._optional(node.except_), self._optional(node.not_after), self._optional(node.not_before))
            return "join", frozenset(map(self._node, node.nodes)), node.typed, *company
        return number


def _frozen(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=lambda one: dict(one) if isinstance(one, Mapping) else str(one))
