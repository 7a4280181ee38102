"""Which rule stands in for which: ``replaces`` and ``superseded_by`` have to agree, and old ids lead to new ones."""

from __future__ import annotations

from collections.abc import Iterator

from csmedia.errors import Fault
from csmedia.load.files import did_you_mean
from csmedia.load.folders import NO_RULES, Folder, Loaded, PolicySet, load_folders
from csmedia.load.former import Former
from csmedia.rules.grammar import RuleFile


def former_ids(loaded: PolicySet) -> Former:
    """The ids that rules once had, or that are gone, with the rules that stand in for each."""
    found: dict[str, list[str]] = {}
    for key in sorted(loaded.rules):
        for old in loaded.rules[key].model.replaces:
            if old not in loaded.rules:
                found.setdefault(old, []).append(key)
    return {old: tuple(new) for old, new in found.items()}


def former_in(folders: tuple[Folder, ...]) -> Former:
    """The former ids that the rules in folders name, without compiling; what cannot be read names none."""
    return former_ids(load_folders(folders, lambda parts: len(parts) > 1 and parts[0] not in NO_RULES))


def life_faults(loaded: PolicySet) -> list[Fault]:
    """Every fault in what rules say of one another."""
    former = former_ids(loaded)
    return [
        fault
        for key in sorted(loaded.rules)
        for fault in (*_successor_faults(loaded, key, former), *_replaced_faults(loaded, key))
    ]


def _successor_faults(loaded: PolicySet, key: str, former: Former) -> Iterator[Fault]:
    row, place = loaded.rules[key], ("superseded_by",)
    successor = _rule(row).superseded_by
    if successor is None or successor in former or successor.rpartition("/")[2] in loaded.broken:
        return
    if successor not in loaded.rules:
        yield row.fault(place, f"there is no rule “{successor}”. {did_you_mean(successor, loaded.rules)}")
    elif circle := _circle(loaded, key):
        if key == min(circle):
            yield row.fault(place, f"goes in a circle: {', '.join((*circle, circle[0]))}. One of them has to be the last.")
    elif key not in _rule(loaded.rules[successor]).replaces:
        there = loaded.rules[successor].source.name
        yield row.fault(place, f'“{successor}” does not say so. Write replaces = ["{key}"] in {there}, or take this away.')


def _circle(loaded: PolicySet, key: str) -> tuple[str, ...]:
    """The rules of the circle that a rule is part of, from that rule on; empty where it is in none."""
    way = [key]
    while (after := _rule(loaded.rules[way[-1]]).superseded_by) in loaded.rules:
        if after == key:
            return tuple(way)
        if after in way:
            return ()
        way.append(str(after))
    return ()


def _replaced_faults(loaded: PolicySet, key: str) -> Iterator[Fault]:
    row = loaded.rules[key]
    for old in _rule(row).replaces:
        if old == key:
            yield row.fault(("replaces",), f"“{old}” is this rule itself. Take it away.")
        elif old in loaded.rules and _rule(loaded.rules[old]).superseded_by != key:
            there = loaded.rules[old].source.name
            cure = f'Write superseded_by = "{key}" in {there}, or take it away there.'
            yield row.fault(("replaces",), f"“{old}” is still there and does not say so. {cure}")


def _rule(row: Loaded) -> RuleFile:
    model: RuleFile = row.model
    return model
