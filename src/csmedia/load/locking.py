"""What no policy may loosen: locked rules, guards, and the signals that they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from csmedia.load.folders import PolicySet
from csmedia.rules.grammar import Find, RuleFile, SignalFile

_NAME = re.compile(r"<([a-z0-9-]+)>")


class Locks(NamedTuple):
    """Locked rules with where they are locked, and signals that may get no more words, or no fewer, with whose they are."""

    rules: Mapping[str, str]
    no_more: Mapping[str, str]
    no_less: Mapping[str, str]


def locks_of(loaded: PolicySet) -> Locks:
    """What is locked. A guard is, and every rule that says so."""
    rules = {
        key: row.source.name if row.model.locked else "a guard"
        for key, row in sorted(loaded.rules.items())
        if row.model.locked or row.guards
    }
    no_more: dict[str, str] = {}
    no_less: dict[str, str] = {}
    for key, row in sorted(loaded.guards.items()):
        # More words would quiet more findings; fewer would guard fewer people.
        for name in _reached(loaded, (row.model.signal, *row.model.unless)):
            no_more.setdefault(name, f"the guard “{key}”")
            no_less.setdefault(name, f"the guard “{key}”")
    for key in rules:
        wanted, unwanted = _signals(loaded.rules[key].model)
        for name in _reached(loaded, wanted):
            no_less.setdefault(name, f"“{key}”")
        for name in _reached(loaded, unwanted):
            no_more.setdefault(name, f"“{key}”")
    return Locks(rules, no_more, no_less)


def _signals(rule: RuleFile) -> tuple[set[str], set[str]]:
    """The signals that raise a rule, and those that keep it quiet or change its severity either way."""
    finds = [rule.find] if rule.find is not None else []
    either = {name for one in rule.severity_when if one.find for name in _named(one.find, rule.lists, "all", "any", "unless")}
    wanted = {name for find in finds for name in _named(find, rule.lists, "all", "any")}
    unwanted = {name for find in finds for name in _named(find, rule.lists, "unless")}
    return wanted | either, unwanted | either


def _named(find: Find, lists: Iterable[str], *parts: str) -> Iterator[str]:
    for atom in (atom for part in parts for atom in getattr(find, part)):
        if atom.signal is not None:
            yield atom.signal
        if atom.frame is not None:
            yield from set(_NAME.findall(atom.frame)) - set(lists)


def _reached(loaded: PolicySet, names: Iterable[str]) -> set[str]:
    """Signals with all those that they are made of."""
    found: set[str] = set()
    waiting = [name for name in names if name in loaded.signals]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [part for part in parts_of(loaded.signals[name].model) if part in loaded.signals]
    return found


def parts_of(signal: SignalFile) -> set[str]:
    """The signals that one is made of."""
    framed = {name for frame in signal.frames for name in _NAME.findall(frame)} - set(signal.lists)
    return framed | set(signal.include)


def signals_of(loaded: PolicySet, rule: RuleFile) -> set[str]:
    """Every signal that a rule stands on."""
    wanted, unwanted = _signals(rule)
    return _reached(loaded, wanted | unwanted)
