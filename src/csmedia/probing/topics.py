"""Symmetry of topics by themselves: every side's words, and praise and blame of each topic, come to the same verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

from csmedia.authored import Authored
from csmedia.checker import Checker
from csmedia.judge import standing_guards
from csmedia.load.folders import Loaded
from csmedia.model import Context, Post
from csmedia.probing.faults import Fault
from csmedia.probing.groups import sides_of, written_out

PRAISE_AND_BLAME = (
    "is a disgrace", "is brilliant", "is wrong", "is right", "is a betrayal of us all", "is exactly what we need",
    "must be scrapped", "must be kept",
)  # fmt: skip
QUICK_TERMS = 3


def topics_of(authored: Authored) -> list[tuple[str, Loaded]]:
    """The topics to look at, each with its organisation."""
    return [
        (organisation, row)
        for organisation, rows in sorted(authored.loaded.topics.items())
        for row in rows
        if authored.has_file(row.source.name)
    ]


def topic_faults(checker: Checker, organisation: str, row: Loaded, seed: int, *, quick: bool) -> Iterator[Fault]:
    """What is answered otherwise for one side of a topic than for another, or for praise than for blame."""
    context = Context(capacity="personal", department=organisation, political_group="intermediate")
    chance = Random(f"{seed} {organisation} {row.model.id}")  # noqa: S311  # which words are tried, no secret
    sides = {label: _some(words, chance, quick=quick) for label, words in sides_of(row.model).items()}
    said = {label: {term: _verdict(checker, term, context) for term in terms} for label, terms in sides.items()}
    if (fault := _uneven(row, organisation, said)) is not None:
        yield fault
    for term in _some(row.model.terms, chance, quick=quick)[:QUICK_TERMS]:
        name = written_out(term)
        answers = {text: _verdict(checker, text, context) for text in (f"The {name} {words}." for words in PRAISE_AND_BLAME)}
        if (fault := _odd(row, organisation, answers)) is not None:
            yield fault


def _some(terms: tuple[str, ...], chance: Random, *, quick: bool) -> tuple[str, ...]:
    return tuple(chance.sample(terms, min(QUICK_TERMS, len(terms)))) if quick else terms


def _verdict(checker: Checker, text: str, context: Context) -> str | None:
    """The verdict of a post of these words alone; None where a guard stands beside them and not beside others."""
    post = Post(text=text)
    if standing_guards(checker.compiled, checker.evidence(post, context)):
        return None
    return str(checker.check(post, context).verdict)


def _uneven(row: Loaded, organisation: str, said: Mapping[str, Mapping[str, str | None]]) -> Fault | None:
    """A verdict that some words of one side have and none of another."""
    found = {label: {verdict for verdict in terms.values() if verdict} for label, terms in said.items()}
    for label, verdicts in found.items():
        for other, theirs in found.items():
            if theirs and (only := verdicts - theirs):
                verdict = min(only)
                term = next(one for one, got in said[label].items() if got == verdict)
                against = next(one for one, got in said[other].items() if got)
                changed = f"“{label}” has words of this verdict and “{other}” has none"
                return _fault(row, organisation, "side-of-topic", changed, (term, verdict), (against, str(said[other][against])))
    return None


def _odd(row: Loaded, organisation: str, answers: Mapping[str, str | None]) -> Fault | None:
    known = {text: got for text, got in answers.items() if got}
    if len(set(known.values())) < 2:
        return None
    usual = Counter(known.values()).most_common(1)[0][0]
    first = next(text for text, got in known.items() if got == usual)
    odd = next(text for text, got in known.items() if got != usual)
    return _fault(row, organisation, "praise-and-blame", "praise and blame of one subject", (first, usual), (odd, known[odd]))


def _fault(
    row: Loaded, organisation: str, variation: str, changed: str, before: tuple[str, str], after: tuple[str, str]
) -> Fault:
    line = row.source.fault(row.place, "").line
    name = f"topic {row.model.id} of {organisation}"
    return Fault(name, row.source.name, line, 0, variation, changed, before[0], before[1], after[0], after[1])
