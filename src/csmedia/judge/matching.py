"""Where the evidence that a rule asks for stands together: in a sentence, within some words, or in the post."""

from __future__ import annotations

from typing import NamedTuple

from csmedia.judge.evidence import Evidence
from csmedia.judge.hit import Hit
from csmedia.load.compiled import AtomPlan, FindPlan


class Unit(NamedTuple):
    """One place where a rule's evidence stands together; ``sentence`` is None where the whole post is the place."""

    sentence: int | None
    hits: tuple[Hit, ...]


def match_find(find: FindPlan, evidence: Evidence) -> tuple[Unit, ...]:
    """Every place where all of it holds."""
    required: list[tuple[AtomPlan, list[Hit]]] = []
    for atom in find.all:
        hits = evidence.of_atom(atom)
        if len(hits) < atom.at_least:
            return ()
        required.append((atom, hits))
    optional = [(atom, hits) for atom in find.any if len(hits := evidence.of_atom(atom)) >= atom.at_least]
    if find.any and len(optional) < find.at_least:
        return ()
    against = [(atom, hits) for atom in find.unless if len(hits := evidence.of_atom(atom)) >= atom.at_least]
    if find.within == "post":
        return () if against else (Unit(None, tuple(_all_hits(required, optional))),)
    if isinstance(find.within, int):
        return _near(find, required, optional, against, evidence)
    return _by_sentence(find, required, optional, against, evidence)


Found = list[tuple[AtomPlan, list[Hit]]]


def _all_hits(*groups: Found) -> list[Hit]:
    return list(dict.fromkeys(hit for group in groups for _, hits in group for hit in hits))


def _by_sentence(
    find: FindPlan, required: Found, optional: Found, against: Found, evidence: Evidence
) -> tuple[Unit, ...]:
    numbers = evidence.text.sentence
    sentences = sorted(
        {numbers[hit.start] for group in (required, optional) for _, hits in group for hit in hits if hit.start >= 0}
    )
    units = []
    for sentence in sentences or [-1]:
        here = [(atom, _within(atom, hits, sentence, numbers)) for atom, hits in required]
        some = [
            (atom, found)
            for atom, hits in optional
            if len(found := _within(atom, hits, sentence, numbers)) >= atom.at_least
        ]
        if any(len(hits) < atom.at_least for atom, hits in here) or (find.any and len(some) < find.at_least):
            continue
        if any(len(_within(atom, hits, sentence, numbers)) >= atom.at_least for atom, hits in against):
            continue
        hits = tuple(_all_hits(here, some))
        # A sentence counts only by what stands in it; evidence from elsewhere in the post comes along, it does not make a unit.
        if sentence < 0 or any(hit.start >= 0 and numbers[hit.start] == sentence for hit in hits):
            units.append(Unit(sentence, hits))
    return tuple(units)


def _within(atom: AtomPlan, hits: list[Hit], sentence: int, numbers: list[int]) -> list[Hit]:
    if atom.within == "post":
        return hits
    return [hit for hit in hits if hit.start < 0 or numbers[hit.start] == sentence]


def _near(find: FindPlan, required: Found, optional: Found, against: Found, evidence: Evidence) -> tuple[Unit, ...]:
    reach = find.within if isinstance(find.within, int) else 0
    first = next((hits for _, hits in (*required, *optional) if any(hit.start >= 0 for hit in hits)), [])
    units = []
    for centre in (hit for hit in first if hit.start >= 0):
        here = [(atom, _close(atom, hits, centre, reach, evidence)) for atom, hits in required]
        some = [(atom, found) for atom, hits in optional if len(found := _close(atom, hits, centre, reach, evidence)) >= atom.at_least]
        if any(len(hits) < atom.at_least for atom, hits in here) or (find.any and len(some) < find.at_least):
            continue
        if any(len(_close(atom, hits, centre, reach, evidence)) >= atom.at_least for atom, hits in against):
            continue
        units.append(Unit(evidence.text.sentence[centre.start], tuple(_all_hits(here, some))))
    return tuple(units)


def _close(atom: AtomPlan, hits: list[Hit], centre: Hit, reach: int, evidence: Evidence) -> list[Hit]:
    """The hits at most ``reach`` words from a centre, in the same field."""
    field = evidence.text.field_of
    if atom.within == "post":
        return hits
    if atom.within == "sentence":
        hits = _within(atom, hits, evidence.text.sentence[centre.start], evidence.text.sentence)
    return [
        hit for hit in hits
        if hit.start < 0 or (field[hit.start] == field[centre.start] and hit.start - centre.end <= reach and centre.start - hit.end <= reach)
    ]  # fmt: skip
