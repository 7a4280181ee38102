"""Which rules are worth judging for a post: those that its facts leave possible and that its words wake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from csmedia.load.compiled import Compiled, FactsNode, MovingNode, Node, RuleNeed, Wanted

if TYPE_CHECKING:
    from csmedia.judge.facts import Facts

# Facts that follow from the context alone: the context stands for them.
_OF_CONTEXT = frozenset((
    "capacity", "serves", "department", "organisation_kind", "political_group", "roles", "permissions", "audience",
    "identifiable", "area_known", "topics_known",
))  # fmt: skip
# Facts of many values: they are asked when a rule is judged.
_COUNTED = frozenset(("word_count", "tag_in_week", "days_queued"))
_OF_MEDIA = frozenset(("media.any", "media.each"))
_MOST_REMEMBERED = 300


class Possible(NamedTuple):
    """What the facts of a post leave: the rules that may fire, the leaves that are facts and hold, and, as met, the ways to those rules."""

    rules: frozenset[int]
    leaves: frozenset[int]
    ways: dict[int, tuple[tuple[tuple[int, ...], frozenset[int]], ...]]


class Sentence(NamedTuple):
    """What is seen in one sentence: literals of its own, and a mask of leaves, among them those of the whole post."""

    literals: AbstractSet[int]
    leaves: int


def worth_judging(wanted: Wanted, sentences: Sequence[Sentence], standing: Iterable[int], left: Possible) -> list[int]:
    """Those of the rules left by the facts, in order, that something seen may raise. ``standing`` are leaves of the whole post."""
    everywhere = {want for leaf in standing for want in wanted.of_leaf.get(leaf, ())}
    looked_at = set(wanted.always)
    for sentence in sentences:
        _look_at(wanted, everywhere, sentence, left, looked_at)
    needs, wants, whole = wanted.needs, wanted.wants, reduce(or_, [sentence.leaves for sentence in sentences])
    return [rule for rule in sorted(looked_at & left.rules) if _is_met(needs[rule], wants, sentences, whole)]


def _look_at(wanted: Wanted, everywhere: set[int], sentence: Sentence, left: Possible, rules: set[int]) -> None:
    """Add the rules that a sentence gives reason to look at."""
    of_literal, ways, wants, leaves = wanted.of_literal, left.ways, wanted.wants, sentence.leaves
    for want in everywhere.union(*[of_literal[literal] for literal in sentence.literals]):
        known = ways.get(want)
        if known is None:
            known = ways[want] = tuple((others, some) for others, every in wanted.ways[want] if (some := left.rules.intersection(every)))
        for others, some in known:
            for other in others:
                if not leaves & wants[other]:
                    break
            else:
                rules.update(some)


def _is_met(need: RuleNeed, wants: Mapping[int, int], sentences: Sequence[Sentence], whole: int) -> bool:
    for want in need.anywhere:
        if not whole & wants[want]:
            return False
    least = need.least
    if least > 0:
        least -= _counted(need.some, wants, whole)
    if not need.here and least <= 0:
        return True
    for sentence in sentences:
        leaves = sentence.leaves
        for want in need.here:
            if not leaves & wants[want]:
                break
        else:
            if least <= 0 or _counted(need.some_here, wants, leaves) >= least:
                return True
    return False


def _counted(some: Mapping[int, int], wants: Mapping[int, int], leaves: int) -> int:
    return sum(times for want, times in some.items() if leaves & wants[want])


def possible(compiled: Compiled, facts: Facts) -> Possible:
    """What the facts leave possible; worked out once for posts with equal facts. What is not known rules nothing out."""
    remembered = compiled.remembered
    names, tests = _asked(compiled)
    # What is asked of attachments, not what they say: no word of a post outlives its check.
    media = [facts.holds(test)[0] for test in tests] if facts.post.media else ()
    key: Any = (facts.author, *[facts.value(name) for name in names], *media)
    found: Possible | None = remembered.get(key)
    if found is None:
        if len(remembered) > _MOST_REMEMBERED:
            remembered.clear()
        found = remembered[key] = Possible(_rules(compiled, facts), _leaves(compiled, facts), {})
    return found


def _asked(compiled: Compiled) -> tuple[tuple[str, ...], tuple[dict[str, Any], ...]]:
    """The facts that rules or signals ask for and that differ from post to post, and what they ask of attachments."""
    found: tuple[tuple[str, ...], tuple[dict[str, Any], ...]] | None = compiled.remembered.get("asked")
    if found is None:
        whens = [*compiled.whens, *(node.when for _, node in compiled.standing if isinstance(node, FactsNode))]
        names = {name for when in whens for name in when} | {"periods"}
        tests = {repr((name, when[name])): {name: when[name]} for when in whens for name in when if name in _OF_MEDIA}
        named = tuple(sorted(names - _OF_CONTEXT - _COUNTED - _OF_MEDIA))
        found = compiled.remembered["asked"] = (named, tuple(tests[one] for one in sorted(tests)))
    return found


def _rules(compiled: Compiled, facts: Facts) -> frozenset[int]:
    whens = ({name: test for name, test in when.items() if name not in _COUNTED} for when in compiled.whens)
    return frozenset(number for number, when in enumerate(whens) if facts.holds(when)[0] is not False)


def _leaves(compiled: Compiled, facts: Facts) -> frozenset[int]:
    return frozenset(number for number, node in compiled.standing if _may_stand(node, facts))


def _may_stand(node: Node, facts: Facts) -> bool:
    if isinstance(node, FactsNode):
        return bool(_COUNTED & node.when.keys()) or facts.holds(node.when)[0] is True
    if not isinstance(node, MovingNode):
        return True
    kind = node.what.partition(":")[0]
    if kind == "release":
        return bool(facts.context.releases)
    if kind == "minister":
        return bool(facts.author.ministers)
    return bool(facts.context.area) if node.what == "place:area" else bool(facts.value("periods"))
