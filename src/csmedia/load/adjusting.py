"""Adjustments: what a policy's ``adjust.toml`` changes about the rules, signals and contacts of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from csmedia.errors import Fault, PolicyError
from csmedia.load.files import did_you_mean
from csmedia.load.folders import ADJUST, Folder, Loaded, PolicySet, load_folders
from csmedia.load.former import told_of
from csmedia.load.lives import former_ids
from csmedia.load.locking import Locks, locks_of
from csmedia.rules.adjustments import KINDS, AskAdjustment, RuleAdjustment, SignalAdjustment
from csmedia.rules.grammar import SignalFile
from csmedia.rules.terms import TermError, expand

Row = RuleAdjustment | SignalAdjustment | AskAdjustment


class Change(NamedTuple):
    """One table of an ``adjust.toml``: what is changed, by which policy, and where that is written."""

    kind: str
    row: Any
    policy: str
    version: str
    file: Loaded
    number: int

    def __str__(self) -> str:
        because = getattr(self.row, "because", None)
        said = f"{self.kind} {self.row.id}: {self.row.wish} {self.whose}" + (f". {because}" if because else "")
        return f"{self.policy} {self.version} · {self.where} · {said}"

    @property
    def whose(self) -> str:
        """For whose posts it counts, in words."""
        scope = _scope(self)
        return f"for {scope} and those below it" if scope else "for everybody"

    @property
    def where(self) -> str:
        """File and line, for people."""
        return f"{self.file.source.name}:{self.fault((), '').line}"

    def fault(self, key: tuple[str | int, ...], message: str) -> Fault:
        """A fault at a key of this table."""
        return self.file.fault((self.kind, self.number, *key), message)


def changes_of(loaded: PolicySet) -> tuple[Change, ...]:
    """Every table of every ``adjust.toml``, in an order that does not depend on that of the folders."""
    found = [
        Change(kind, row, key, loaded.policies[key].model.version, file, index)
        for key, file in loaded.adjustments.items()
        if key in loaded.policies
        for kind in KINDS
        for index, row in enumerate(getattr(file.model, kind))
    ]
    return tuple(sorted(found, key=lambda one: (one.kind, one.row.id, _scope(one) or "", one.policy, one.number)))


def adjustments_in(folders: tuple[Folder, ...]) -> tuple[Change, ...]:
    """What the ``adjust.toml`` files of folders say, without compiling; raises `PolicyError` where one cannot be read."""
    loaded = load_folders(folders, lambda parts: len(parts) > 1 and parts[-1] in (ADJUST, "policy.toml"))
    if faults := (*loaded.faults, *_homeless(loaded)):
        raise PolicyError(faults)
    return changes_of(loaded)


def adjust(loaded: PolicySet) -> tuple[PolicySet, tuple[Change, ...], list[Fault]]:
    """The policies with signals and contacts adjusted, the changes, and every fault of them."""
    changes = changes_of(loaded)
    if not loaded.adjustments:
        return loaded, changes, []
    faults = [*_homeless(loaded), *_contradictions(changes)]
    sound = [one for one in changes if _is_sound(loaded, one, faults)]
    locks = locks_of(loaded)
    for one in sound:
        faults += locked_faults(one, locks)
    signals = {key: _signal(row, key, sound, faults) for key, row in loaded.signals.items()}
    asks = {key: _ask(row, key, sound) for key, row in loaded.asks.items()}
    return replace(loaded, signals=signals, asks=asks), tuple(sound), faults


def _homeless(loaded: PolicySet) -> Iterator[Fault]:
    if "policy" in loaded.broken:
        return
    for key, file in sorted(loaded.adjustments.items()):
        if key not in loaded.policies:
            yield file.fault((), "has no policy.toml beside it. Add one with title, owner and version: a report names who adjusts.")


def _is_sound(loaded: PolicySet, change: Change, faults: list[Fault]) -> bool:
    """Whether a change is about something that is there; what is not is added to the faults."""
    before = len(faults)
    name = change.row.id
    if change.kind == "rule":
        faults += _rule_faults(loaded, change)
    elif change.kind == "signal":
        if name not in loaded.signals and name not in loaded.broken:
            faults.append(change.fault(("id",), f"there is no signal “{name}”. {did_you_mean(name, loaded.signals)}"))
    elif name not in loaded.asks and "duties" not in loaded.broken:
        faults.append(change.fault(("id",), f"nobody is called “{name}”. {did_you_mean(name, loaded.asks)}"))
    return len(faults) == before


def _rule_faults(loaded: PolicySet, change: Change) -> Iterator[Fault]:
    name, organisation = change.row.id, change.row.organisation
    if name not in loaded.rules:
        if name.rpartition("/")[2] not in loaded.broken:
            yield change.fault(("id",), told_of(name, loaded.rules, former_ids(loaded)))
    elif name.startswith(f"{change.policy}/"):
        there = loaded.rules[name].source.name
        yield change.fault(("id",), f"“{name}” is this policy's own rule. Change it in {there}.")
    slugs = {alias: key for key, row in loaded.organisations.items() for alias in (key, *row.model.aliases)}
    if organisation is not None and organisation not in loaded.organisations and "organisations" not in loaded.broken:
        cure = f"Write “{slugs[organisation]}”." if organisation in slugs else did_you_mean(organisation, slugs)
        yield change.fault(("organisation",), f"there is no organisation “{organisation}”. {cure}")


def _contradictions(changes: tuple[Change, ...]) -> Iterator[Fault]:
    """Two tables that say different things of the same; signals unite, and are looked at word by word."""
    first: dict[tuple[str, str, str | None], Change] = {}
    for one in changes:
        if one.kind == "signal":
            continue
        other = first.setdefault((one.kind, one.row.id, _scope(one)), one)
        if other is one:
            continue
        if other.policy == one.policy:
            yield one.fault(("id",), f"“{one.row.id}” is adjusted a second time; {other.where} has it already. Write one table.")
        elif other.row.wish != one.row.wish:
            yield one.fault(("id",), _both(one, other, f"{one.row.wish}, and {other.where} says {other.row.wish}"))
    yield from _torn_words(changes)


def _torn_words(changes: tuple[Change, ...]) -> Iterator[Fault]:
    removed = {(one.row.id, term): one for one in changes if one.kind == "signal" for term in one.row.remove}
    for one in changes:
        for term in one.row.add if one.kind == "signal" else ():
            if other := removed.get((one.row.id, term)):
                yield one.fault(("add",), _both(one, other, f"adds “{term}”, which {other.where} removes"))


def _both(one: Change, other: Change, what: str) -> str:
    cure = f"Agree on one, and change {one.file.source.name} or {other.file.source.name}."
    return f"contradicts the policy “{other.policy}” about “{one.row.id}”: here {what}. {cure}"


def locked_faults(change: Change, locks: Locks) -> Iterator[Fault]:
    """What a lock forbids of a change."""
    name, row = change.row.id, change.row
    if change.kind == "rule" and name in locks.rules and not row.raise_to:
        key = "off" if row.off else "lower_to"
        cure = 'It may be made stricter with raise_to = "…", and no more.'
        yield change.fault((key,), f"“{name}” is locked ({locks.rules[name]}). {cure}")
    if change.kind == "signal":
        for key, terms, held in (("add", row.add, locks.no_more), ("remove", row.remove, locks.no_less), ("except", row.except_, locks.no_less)):
            if terms and name in held:
                said = "More words" if key == "add" else "Fewer words"
                cure = "Write a signal and a rule of your own."
                yield change.fault((key,), f"{said} for “{name}” would weaken {held[name]}, which is locked. {cure}")


def _signal(row: Loaded, key: str, changes: list[Change], faults: list[Fault]) -> Loaded:
    mine = [one for one in changes if one.kind == "signal" and one.row.id == key]
    if not mine:
        return row
    signal: SignalFile = row.model
    faults += [fault for one in mine for fault in _term_faults(one, signal)]
    removed = {term for one in mine for term in one.row.remove}
    added = sorted({term for one in mine for term in one.row.add} - set(signal.terms))
    excepted = sorted({term for one in mine for term in one.row.except_} - set(signal.except_))
    terms = (*(term for term in signal.terms if term not in removed), *added)
    changed = signal.model_copy(update={"terms": terms, "except_": (*signal.except_, *excepted)})
    if not (terms or signal.frames or signal.patterns or signal.detectors or signal.include or signal.facts):
        faults.append(mine[0].fault(("remove",), f"leaves “{key}” with nothing to find. Lower or switch off the rules that use it."))
    return row._replace(model=changed)


def _term_faults(change: Change, signal: SignalFile) -> Iterator[Fault]:
    place = (change.kind, change.number)
    for key, terms in (("add", change.row.add), ("except", change.row.except_)):
        for term in terms:
            try:
                expand(term)
            except TermError as error:
                yield change.file.source.fault_at_word((*place, key), term, str(error))
    for term in change.row.remove:
        if term not in signal.terms:
            cure = did_you_mean(term, signal.terms) if signal.terms else "It has no terms of its own."
            message = f"“{change.row.id}” has no term “{term}”, written so. {cure}"
            yield change.file.source.fault_at_word((*place, "remove"), term, message)


def _ask(row: Loaded, key: str, changes: list[Change]) -> Loaded:
    title = next((one.row.title for one in changes if one.kind == "ask" and one.row.id == key), None)
    return row if title is None else row._replace(model=row.model.model_copy(update={"title": title}))


def _scope(change: Change) -> str | None:
    scope: str | None = getattr(change.row, "organisation", None)
    return scope


def by_rule(changes: tuple[Change, ...]) -> Mapping[str, tuple[Change, ...]]:
    """The changes of rules, by the rule's id."""
    found: dict[str, tuple[Change, ...]] = {}
    for one in changes:
        if one.kind == "rule":
            found[one.row.id] = (*found.get(one.row.id, ()), one)
    return found
