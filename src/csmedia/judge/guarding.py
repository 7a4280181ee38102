"""The guards: what no policy can lift. They act on named duties, in the sentences where their signal stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from csmedia.judge.evidence import Evidence
from csmedia.judge.hit import Hit
from csmedia.load.compiled import Compiled, GuardPlan
from csmedia.model import Finding, Severity, rank


class Standing(NamedTuple):
    """A guard whose signal was seen, and the sentences that it acts on."""

    guard: GuardPlan
    sentences: frozenset[int]


class Held(NamedTuple):
    """What a guard leaves of a severity, and why it is less than the rule's."""

    severity: Severity
    because: str | None


def standing_guards(compiled: Compiled, evidence: Evidence) -> list[Standing]:
    """The guards whose signal the author's own words carry."""
    found = []
    for guard in compiled.guards:
        lifted = {sentence_of(hit, evidence) for atom in guard.unless for hit in evidence.of_atom(atom)}
        sentences = {sentence_of(hit, evidence) for hit in evidence.of_atom(guard.atom)} - lifted
        if sentences:
            found.append(Standing(guard, frozenset(sentences)))
    return found


def sentence_of(hit: Hit, evidence: Evidence) -> int:
    """The sentence that a hit stands in; -1 for a fact."""
    return evidence.text.sentence[hit.start] if hit.start >= 0 else -1


def guarded(duty: str, held: Held, sentences: frozenset[int], standing: Iterable[Standing]) -> Held | None:
    """What the guards leave of a finding about a duty in these sentences: less, or None where they hold it quiet."""
    for guard, where in standing:
        if duty not in guard.duties or (guard.within == "sentence" and not where & sentences):
            continue
        if guard.effect == "quiet":
            return None
        if guard.severity is not None and rank(guard.severity) < rank(held.severity):
            held = Held(guard.severity, guard.because)
    return held


def guarded_finding(finding: Finding, evidence: Evidence, standing: Iterable[Standing]) -> Finding | None:
    """What the guards leave of a finding that a check in Python brought."""
    text = evidence.text
    sentences = {
        text.sentence[word]
        for word in range(len(text.forms))
        for field, start, end in (text.typed_span(word, word + 1),)
        if any(span.field == field and span.start < end and start < span.end for span in finding.spans)
    }
    held = guarded(finding.duty, Held(finding.severity, finding.because), frozenset(sentences or {-1}), standing)
    return None if held is None else finding.model_copy(update=held._asdict())
