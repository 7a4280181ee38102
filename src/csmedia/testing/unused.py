"""Signals and lists that nothing asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csmedia.load import PolicySet
from csmedia.rules.frames import FrameError, parse_frame
from csmedia.rules.grammar import Atom, Find, RuleFile, SignalFile
from csmedia.testing.remarks import Remark
from csmedia.testing.scope import BUILT_IN, Scope


def unused_signals(scope: Scope) -> Iterator[Remark]:
    """Signals of the folders under test that no rule, signal or guard there asks for.

    A check in Python may ask for a signal too, and nobody can see that from here: beside checks it is a warning.
    """
    used = _used(scope.loaded)
    beside_checks = any(origin.distribution != BUILT_IN for origin, _ in scope.checker.contributions.checks.values())
    for name, row in scope.loaded.signals.items():
        if name not in used:
            what = "no rule, signal or guard asks for this signal. Use it, or take the file away."
            yield Remark(row.source.name, 1, f"signal {name}", "signal-not-used", "warning" if beside_checks else "error", what)


def unused_lists(scope: Scope) -> Iterator[Remark]:
    """Lists of a file that no frame of that file names."""
    rows = [(name, row) for name, row in scope.loaded.rules.items() if any(name == rule.id for rule in scope.rules)]
    rows += [(f"signal {name}", row) for name, row in scope.loaded.signals.items()] if scope.whole else []
    for name, row in rows:
        named = set(_in_frames(_frames(row.model)))
        for key in row.model.lists:
            if key not in named:
                fault = row.fault(("lists", key), "")
                yield Remark(fault.file, fault.line, name, "list-not-used", "warning", f"no frame of this file names <{key}>. Use it, or take it away.")


def _used(loaded: PolicySet) -> set[str]:
    used: set[str] = set()
    for row in loaded.rules.values():
        used |= {atom.signal for atom in _atoms(row.model) if atom.signal}
        used.update(_in_frames(_frames(row.model)))
    for row in loaded.signals.values():
        used.update(row.model.include, _in_frames(row.model.frames))
    for row in loaded.guards.values():
        used.update((row.model.signal, *row.model.unless))
    return used


def _atoms(rule: RuleFile) -> Iterator[Atom]:
    for find in (rule.find, *(one.find for one in rule.severity_when)):
        if isinstance(find, Find):
            yield from (*find.all, *find.any, *find.unless)


def _frames(file: RuleFile | SignalFile) -> Iterable[str]:
    return file.frames if isinstance(file, SignalFile) else [atom.frame for atom in _atoms(file) if atom.frame]


def _in_frames(frames: Iterable[str]) -> Iterator[str]:
    for frame in frames:
        try:
            pieces = parse_frame(frame)
        except FrameError:
            continue
        for kind, name in (option for piece in pieces for option in piece.options):
            if kind == "name":
                yield name
            elif kind == "frame":
                yield from _in_frames([name])
