"""Every example of every rule under every variation: what changes an answer and should not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from csmedia.authored import Authored
from csmedia.load.folders import Loaded
from csmedia.probing.alike import alike_faults
from csmedia.probing.answering import Subject, fault_of
from csmedia.probing.fairness import reads_otherwise
from csmedia.probing.faults import Fault
from csmedia.probing.groups import Groups, groups_of
from csmedia.probing.leaning import Leaning
from csmedia.probing.moments import moment_faults
from csmedia.probing.topics import topic_faults, topics_of
from csmedia.probing.variations import VARIATIONS, Variation
from csmedia.remarks import Remark, remarks
from csmedia.rules.grammar import Example
from csmedia.testing import Case, cases, run_case

QUICK = 5


class Probe(NamedTuple):
    """What came of one example or topic: faults, how many comparisons, and why it was not probed where it was not.

    ``broken`` where its own answer is wrong already, so that nothing was learnt of it.
    """

    name: str
    faults: tuple[Fault, ...] = ()
    ran: int = 0
    skipped: str = ""
    broken: bool = False


Step = Callable[[], Probe]


class Prober:
    """Probes examples one by one; everything that it needs is worked out once."""

    def __init__(self, authored: Authored, *, seed: int = 0, quick: bool = False) -> None:
        self.authored, self.seed, self.quick = authored, seed, quick
        self.leaning = Leaning(authored.loaded)
        self.groups: Groups = groups_of(authored)
        self._ignored: dict[str, tuple[Remark, ...]] = {}

    def cases(self) -> list[Case]:
        """The examples to probe."""
        found = cases(self.authored.checker, self.authored.prefix)
        return [case for case in found if self.authored.has_rule(case.rule.id, case.rule.file)]

    def steps(self) -> list[Step]:
        """All that there is to do, an example or a topic at a time, so that a caller can show how far it is."""
        of_examples: list[Step] = [partial(self.probe, case) for case in self.cases()]
        return [*of_examples, *(partial(self.probe_topic, organisation, row) for organisation, row in topics_of(self.authored))]

    def probe_topic(self, organisation: str, row: Loaded) -> Probe:
        """Probe one topic."""
        found = tuple(topic_faults(self.authored.checker, organisation, row, self.seed, quick=self.quick))
        waived = {name for one in remarks(row.source.text, "probe") if one.reason for name in one.names}
        return Probe(f"topic {row.model.id} of {organisation}", tuple(one for one in found if one.variation not in waived), 1)

    def probe(self, case: Case) -> Probe:
        """Probe one example."""
        if case.example.known_miss:
            return Probe(case.name, skipped="is a known miss")
        outcome = run_case(self.authored.checker, case)
        if not outcome.passed:
            reason = f"says {outcome.got} as it is and should say {case.example.expect}: run “csmedia test” first"
            return Probe(case.name, skipped=reason, broken=True)
        source = self.authored.loaded.rules[case.rule.id].source
        line = source.fault(("example", case.number - 1), "").line
        subject = Subject(self.authored.checker, case, line, outcome.got)
        ran, faults = 0, []
        for fault in self._faults(subject):
            ran += 1
            if fault is not None and fault.variation not in self._waived(case.rule.id):
                faults.append(fault)
        return Probe(case.name, tuple(faults), ran)

    def _faults(self, subject: Subject) -> Iterator[Fault | None]:
        leanings = self.leaning.of_rule(subject.case.rule.id)
        for variation in self._chosen(subject):
            if not variation.may_change(leanings, subject.verdict):
                yield self._varied(subject, variation)
        yield from alike_faults(subject, self.groups, self.seed, quick=self.quick)
        yield from moment_faults(subject, leanings, self.seed, quick=self.quick)

    def _chosen(self, subject: Subject) -> Iterable[Variation]:
        if not self.quick:
            return VARIATIONS
        return subject.chance(self.seed, "quick").sample(VARIATIONS, QUICK)

    def _varied(self, subject: Subject, variation: Variation) -> Fault | None:
        # The same chance for the post as it is and for each shorter one, or shrinking would change two things at once.
        def vary(example: Example) -> Example:
            return variation.apply(example, subject.chance(self.seed, variation.name))

        def fair(before: Example, after: Example) -> bool:
            return not reads_otherwise(subject, before, after, variation.name)

        return fault_of(subject, variation.name, variation.changed, vary, fair)

    def _waived(self, rule: str) -> frozenset[str]:
        if rule not in self._ignored:
            self._ignored[rule] = remarks(self.authored.loaded.rules[rule].source.text, "probe")
        return frozenset(name for one in self._ignored[rule] if one.reason for name in one.names)


def probe(authored: Authored, *, seed: int = 0, quick: bool = False) -> tuple[Fault, ...]:
    """Every fault of the policies looked at, one a rule and variation; nothing where all is well.

    The same ``seed`` gives the same faults. ``quick`` takes a few variations of each example instead of all.
    """
    prober = Prober(authored, seed=seed, quick=quick)
    return together(fault for step in prober.steps() for fault in step().faults)


def together(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """One fault for each rule and variation, the shortest, with the number of the others."""
    found: dict[tuple[str, str], Fault] = {}
    examples: dict[tuple[str, str], set[int]] = {}
    for fault in faults:
        key = (fault.rule, fault.variation)
        examples.setdefault(key, set()).add(fault.example)
        if key not in found or len(fault.before) < len(found[key].before):
            found[key] = fault
    return tuple(sorted(fault._replace(others=len(examples[key]) - 1) for key, fault in found.items()))
