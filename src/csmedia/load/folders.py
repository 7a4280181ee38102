"""Walk folders of policies and gather what they say, with every fault at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from csmedia.errors import Fault
from csmedia.load.files import Source, build, read_toml
from csmedia.load.places import Folder, files_of, id_of, slug
from csmedia.rules.adjustments import AdjustFile
from csmedia.rules.frames import SHAPES
from csmedia.rules.grammar import (
    AskRow,
    CalendarFile,
    DutyRow,
    Guard,
    KindRow,
    OrganisationRow,
    PeriodRow,
    PolicyFile,
    RuleFile,
    SignalFile,
    SourceRow,
    Topic,
    TopicFile,
)  # fmt: skip

Row = TypeVar("Row", bound=BaseModel)


class Loaded(NamedTuple):
    """A model with the file it came from."""

    model: Any
    source: Source
    place: tuple[str | int, ...] = ()
    guards: bool = False

    def fault(self, key: tuple[str | int, ...], message: str) -> Fault:
        """A fault at a key of this model."""
        if key == ("organisation",):
            return self.source.fault(key, message)
        return self.source.fault((*self.place, *key), message)


@dataclass(slots=True)
class PolicySet:
    """Everything that the folders say, by id. ``broken`` names what could not be read, so that nobody is told it does not exist."""

    policies: dict[str, Loaded] = field(default_factory=dict)
    rules: dict[str, Loaded] = field(default_factory=dict)
    signals: dict[str, Loaded] = field(default_factory=dict)
    topics: dict[str, list[Loaded]] = field(default_factory=dict)
    guards: dict[str, Loaded] = field(default_factory=dict)
    sources: dict[str, Loaded] = field(default_factory=dict)
    duties: dict[str, Loaded] = field(default_factory=dict)
    asks: dict[str, Loaded] = field(default_factory=dict)
    organisations: dict[str, Loaded] = field(default_factory=dict)
    periods: dict[str, Loaded] = field(default_factory=dict)
    kinds: dict[str, Loaded] = field(default_factory=dict)
    adjustments: dict[str, Loaded] = field(default_factory=dict)
    calendars: list[Loaded] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def put(self, table: dict[str, Loaded], key: str, loaded: Loaded) -> None:
        """Add a row; the same id twice is a fault that names both files."""
        if key in table:
            first = table[key]
            self.faults.append(
                loaded.fault(
                    (), f"“{key}” is brought a second time; {first.source.name} has it already. Rename or remove one."
                )
            )
        else:
            table[key] = loaded


_TABLES: dict[str, tuple[str, type[BaseModel], str, str]] = {
    "sources.toml": ("source", SourceRow, "sources", "id"),
    "organisations.toml": ("organisation", OrganisationRow, "organisations", "slug"),
}
ADJUST = "adjust.toml"
NO_RULES = frozenset({"signals", "topics", "calendar", "guards"})


Choice = Callable[[tuple[str, ...]], bool]


def load_folders(folders: tuple[Folder, ...], only: Choice | None = None) -> PolicySet:
    """Load every folder. Faults are gathered, not raised: compiling adds those of the words, and raises all at once.

    ``only`` chooses files by the parts of their path in a folder, for who wants to look up a little and compile nothing.
    """
    loaded = PolicySet()
    for folder in sorted(folders, key=lambda one: (not one.guards, one.brought_by, str(one.path))):
        if not folder.path.is_dir():
            loaded.faults.append(
                Fault(
                    str(folder.path), 1, "", f"is no folder of policies (named by {folder.brought_by}). Check the path."
                )
            )
            continue
        before = _held(loaded)
        digest = _load_folder(loaded, folder, only)
        # All policies of a folder share its signals and topics: a change of any file is a change of each.
        loaded.digests |= {key: digest for key in loaded.policies if key not in loaded.digests}
        if before == _held(loaded) and only is None:
            message = f"holds no rule, signal, topic, period or adjustment (brought by {folder.brought_by}). Add one, or take the folder away."
            loaded.faults.append(Fault(str(folder.path), 1, "", message))
    return loaded


def _held(loaded: PolicySet) -> int:
    tables = (loaded.faults, loaded.rules, loaded.signals, loaded.topics, loaded.periods, loaded.adjustments)
    return sum(len(table) for table in tables)


def _load_folder(loaded: PolicySet, folder: Folder, only: Choice | None) -> str:
    digest = hashlib.sha256()
    for path, parts in files_of(folder):
        if only is not None and not only(parts):
            continue
        source = read_toml(Path(path), _shown(folder, parts))
        before = len(loaded.faults)
        if isinstance(source, Fault):
            loaded.faults.append(source)
        else:
            digest.update(f"{'/'.join(parts)}\0{len(source.text)}\0{source.text}".encode())
            _load_file(loaded, folder, parts, source)
        if len(loaded.faults) > before:
            loaded.broken.add(slug(parts[-1]))
    return digest.hexdigest()[:16]


def _shown(folder: Folder, parts: tuple[str, ...]) -> str:
    # Every plugin may call its folder “policies”: its distribution's name goes first.
    brought = () if folder.guards or folder.local else (folder.brought_by.split()[0],)
    return "/".join((*brought, folder.path.name, *parts))


def _load_file(loaded: PolicySet, folder: Folder, parts: tuple[str, ...], source: Source) -> None:
    first, last = parts[0], parts[-1]
    if len(parts) == 1 and last == "duties.toml":
        _rows(loaded, source, {"duty": (DutyRow, loaded.duties, "id"), "ask": (AskRow, loaded.asks, "id")})
    elif len(parts) == 1 and last in _TABLES:
        key, model, table, name = _TABLES[last]
        _rows(loaded, source, {key: (model, getattr(loaded, table), name)})
    elif len(parts) == 1:
        names = ", ".join(sorted((*_TABLES, "duties.toml")))
        loaded.faults.append(
            source.fault(
                (), f"stands at the top of a policy folder, where only {names} may. Put rules in a folder of their own."
            )
        )
    elif first == "signals":
        if (name := slug(last)) in SHAPES:
            loaded.faults.append(source.fault((), f"cannot be called “{name}”: <{name}> in a frame is any {name}. Give the file another name."))
        _one(loaded, source, SignalFile, loaded.signals, name)
    elif first == "guards" and folder.guards:
        _one(loaded, source, Guard, loaded.guards, slug(last))
    elif first == "topics":
        _topics(loaded, source)
    elif first == "calendar":
        _calendar(loaded, source)
    elif last == "policy.toml":
        _one(loaded, source, PolicyFile, loaded.policies, id_of(parts[:-1]))
    elif last == ADJUST:
        _one(loaded, source, AdjustFile, loaded.adjustments, id_of(parts[:-1]))
    else:
        _one(loaded, source, RuleFile, loaded.rules, id_of(parts), guards=folder.guards)


def _one(
    loaded: PolicySet, source: Source, model: type[Row], table: dict[str, Loaded], key: str, *, guards: bool = False
) -> None:
    built = build(model, source, source.data)
    if isinstance(built, list):
        loaded.faults += built
    else:
        loaded.put(table, key, Loaded(built, source, guards=guards))


def _rows(loaded: PolicySet, source: Source, tables: dict[str, tuple[type[BaseModel], dict[str, Loaded], str]]) -> None:
    for key in source.data:
        if key not in tables:
            loaded.faults.append(
                source.fault((key,), f"no such table in this file. Write [[{']] or [['.join(tables)}]].")
            )
    for key, (model, table, name) in tables.items():
        for index, row in enumerate(source.data.get(key, ())):
            built = build(model, source, row, (key, index))
            if isinstance(built, list):
                loaded.faults += built
            else:
                loaded.put(table, getattr(built, name), Loaded(built, source, (key, index)))


def _topics(loaded: PolicySet, source: Source) -> None:
    built = build(TopicFile, source, source.data)
    if isinstance(built, list):
        loaded.faults += built
        return
    rows = loaded.topics.setdefault(built.organisation, [])
    known = {row.model.id: row for row in rows}
    for index, topic in enumerate(built.topic):
        row = Loaded(topic, source, ("topic", index))
        if topic.id in known:
            where = known[topic.id].source.name
            loaded.faults.append(
                row.fault(
                    (),
                    f"topic “{topic.id}” of {built.organisation} is brought a second time; {where} has it. Rename one.",
                )
            )
        known[topic.id] = row
        rows.append(row)


def _calendar(loaded: PolicySet, source: Source) -> None:
    if "kind" in source.data:
        _rows(loaded, source, {"kind": (KindRow, loaded.kinds, "id")})
        return
    built = build(CalendarFile, source, source.data)
    if isinstance(built, list):
        loaded.faults += built
        return
    loaded.calendars.append(Loaded(built, source))
    for index, period in enumerate(built.period):
        loaded.put(loaded.periods, period.id, Loaded(PeriodRow.model_validate(period), source, ("period", index)))


__all__ = ["Folder", "Loaded", "PolicySet", "Topic", "files_of", "id_of", "load_folders"]
