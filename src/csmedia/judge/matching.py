"""Where the evidence that a rule asks for stands together: in a sentence, within some words, or in the post."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from csmedia.judge.evidence import Evidence
from csmedia.judge.hit import Hit, start_of
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
    places = sentences or [-1]
    all_of, any_of, none_of = ([(atom, _by_place(atom, hits, places, numbers)) for atom, hits in group] for group in (required, optional, against))
    units = []
    for sentence in places:
        here = [(atom, rows[sentence]) for atom, rows in all_of]
        some = [(atom, found) for atom, rows in any_of if len(found := rows[sentence]) >= atom.at_least]
        if any(len(hits) < atom.at_least for atom, hits in here) or (find.any and len(some) < find.at_least):
            continue
        if any(len(rows[sentence]) >= atom.at_least for atom, rows in none_of):
            continue
        hits = tuple(_all_hits(here, some))
        # A sentence counts only by what stands in it; evidence from elsewhere in the post comes along, it does not make a unit.
        if sentence < 0 or any(hit.start >= 0 and numbers[hit.start] == sentence for hit in hits):
            units.append(Unit(sentence, hits))
    return tuple(units)


def _by_place(atom: AtomPlan, hits: list[Hit], places: list[int], numbers: list[int]) -> dict[int, list[Hit]]:
    """The hits that count in each of some sentences; what stands nowhere counts in all."""
    if atom.within == "post":
        return dict.fromkeys(places, hits)
    nowhere = [hit for hit in hits if hit.start < 0]
    rows = {place: nowhere.copy() for place in places}
    for hit in hits:
        if hit.start >= 0 and (row := rows.get(numbers[hit.start])) is not None:
            row.append(hit)
    return rows


def _near(find: FindPlan, required: Found, optional: Found, against: Found, evidence: Evidence) -> tuple[Unit, ...]:
    reach = find.within if isinstance(find.within, int) else 0
    first = next((hits for _, hits in (*required, *optional) if any(hit.start >= 0 for hit in hits)), [])
    all_of, any_of, none_of = ([(atom, _Row(atom, hits, reach, evidence)) for atom, hits in group] for group in (required, optional, against))
    units = []
    for centre in (hit for hit in first if hit.start >= 0):
        here = [(atom, row.close_to(centre)) for atom, row in all_of]
        some = [(atom, found) for atom, row in any_of if len(found := row.close_to(centre)) >= atom.at_least]
        if any(len(hits) < atom.at_least for atom, hits in here) or (find.any and len(some) < find.at_least):
            continue
        if any(len(row.close_to(centre)) >= atom.at_least for atom, row in none_of):
            continue
        units.append(Unit(evidence.text.sentence[centre.start], tuple(_all_hits(here, some))))
    return tuple(units)


class _Row:
    """The hits of an atom, looked through around one place after another."""

    __slots__ = ("_anywhere", "_evidence", "_hits", "_longest", "_nowhere", "_reach", "_same_sentence")

    def __init__(self, atom: AtomPlan, hits: list[Hit], reach: int, evidence: Evidence) -> None:
        self._hits, self._reach, self._evidence = hits, reach, evidence
        self._anywhere, self._same_sentence = atom.within == "post", atom.within == "sentence"
        self._longest = max((hit.end - hit.start for hit in hits), default=0)
        self._nowhere = bisect_left(hits, 0, key=start_of)

    def close_to(self, centre: Hit) -> list[Hit]:
        """Those at most ``reach`` words from a place, in the same field; what stands nowhere is close to all."""
        if self._anywhere:
            return self._hits
        hits, text = self._hits, self._evidence.text
        first = bisect_left(hits, centre.start - self._reach - self._longest, self._nowhere, key=start_of)
        last = bisect_right(hits, centre.end + self._reach, first, key=start_of)
        field, sentence = text.field_of[centre.start], text.sentence[centre.start]
        return hits[: self._nowhere] + [
            hit for hit in hits[first:last]
            if centre.start - hit.end <= self._reach and text.field_of[hit.start] == field
            and (not self._same_sentence or text.sentence[hit.start] == sentence)
        ]  # fmt: skip
