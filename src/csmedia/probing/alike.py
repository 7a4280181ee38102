"""Symmetry: an example that names one side, or one of several parties, is said of the others and must be answered alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from csmedia.probing.answering import Subject, fault_of
from csmedia.probing.fairness import guarded_otherwise
from csmedia.probing.faults import Fault
from csmedia.probing.groups import Groups, Names
from csmedia.rules.grammar import Example
from csmedia.testing import post_and_context

MOST_SWAPS = 3
Swap = Callable[[str], str]


def alike_faults(subject: Subject, groups: Groups, seed: int, *, quick: bool) -> Iterator[Fault | None]:
    """An answer for each swap of a name or of a side's words in an example's own text."""
    chance = subject.chance(seed, "alike")
    for names in groups.names:
        yield from _names_swapped(subject, names, chance, 1 if quick else len(names.names))
    yield from _sides_swapped(subject, groups, chance, 1 if quick else MOST_SWAPS)


def _names_swapped(subject: Subject, names: Names, chance: Random, most: int) -> Iterator[Fault | None]:
    if names.pattern.search(subject.case.example.text) is None:
        return
    for name in chance.sample(names.names, min(most, len(names.names))):
        yield _swapped(subject, f"{names.title}-swapped", f"“{name}” in its place", _namer(names, name))


def _namer(names: Names, name: str) -> Swap:
    def swap(text: str) -> str:
        return names.pattern.sub(lambda found: _at_start(text, found.start(), name), text)

    return swap


def _at_start(text: str, at: int, name: str) -> str:
    before = text[:at].rstrip()
    return name if before and before[-1] not in ".!?\n" else name[0].upper() + name[1:]


def _sides_swapped(subject: Subject, groups: Groups, chance: Random, most: int) -> Iterator[Fault | None]:
    for organisation, topic, label, said in sorted(_said(subject)):
        sides = groups.sides.get((organisation, topic), {})
        for other in sides:
            if other != label:
                for words in _counterparts(said, sides[other], chance, most):
                    yield _swapped(subject, "side-swapped", f"“{label}” becomes “{other}”, topic {topic} of {organisation}", _replacer(said, words))


def _said(subject: Subject) -> set[tuple[str, str, str, str]]:
    """The words of the example's text that take a side, with whose side of which topic."""
    evidence = subject.checker.evidence(*post_and_context(subject.case.example, subject.case.rule))
    found = set()
    for hit in evidence.hits(0):
        if hit.topic is None or hit.topic.side is None:
            continue
        field, start, end = evidence.text.typed_span(hit.start, hit.end)
        if field == "text":
            text = subject.case.example.text
            start -= text[start - 1 : start] == "#"
            found.add((hit.topic.organisation, hit.topic.id, hit.topic.side, text[start:end]))
    return found


def _counterparts(said: str, words: tuple[str, ...], chance: Random, most: int) -> list[str]:
    """Words of the other side, hashtags for a hashtag where there are any."""
    same = [one for one in words if one.startswith("#") is said.startswith("#")] or list(words)
    return [same[0], *chance.sample(same[1:], min(most - 1, len(same) - 1))]


def _replacer(said: str, words: str) -> Swap:
    return lambda text: text.replace(said, words[0].upper() + words[1:] if said[0].isupper() else words)


def _swapped(subject: Subject, name: str, changed: str, swap: Swap) -> Fault | None:
    def vary(example: Example) -> Example:
        return example.model_copy(update={"text": swap(example.text)})

    def fair(before: Example, after: Example) -> bool:
        return not guarded_otherwise(subject, before, after)

    return fault_of(subject, name, changed, vary, fair)
