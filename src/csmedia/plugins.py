"""Departments bring policies, detectors, checks and readers through these hooks. The only file that knows pluggy.

A plugin is a module or object named by an entry point of the group ``csmedia``. Whatever is wrong with one plugin is
told by distribution, version and entry point; the others still run, and no report of the run is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

from csmedia.load.places import Folder
from csmedia.model import Failure

if TYPE_CHECKING:
    from csmedia.judge import Detector, Evidence
    from csmedia.model import Context, Finding, Post

GROUP = "csmedia"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


class Hooks:
    """The whole contract. Implementations may take fewer arguments than are offered."""

    @hookspec
    def csmedia_policies(self) -> Iterable[Path]:  # type: ignore[empty-body]  # a contract, not code
        """Folders of TOML: rules, signals, topics, periods."""

    @hookspec
    def csmedia_detectors(self) -> Mapping[str, Detector]:  # type: ignore[empty-body]  # a contract, not code
        """Named detectors: called as ``detector(text, field=…, post=…, context=…)``, yielding ``(start, end)`` in ``text``."""

    @hookspec
    def csmedia_checks(self) -> Mapping[str, Callable[[Post, Context, Evidence], Iterable[Finding]]]:  # type: ignore[empty-body]  # a contract
        """Named checks in Python, for what no rule file can say: ``check(post, context, evidence)`` yields findings."""

    @hookspec
    def csmedia_readers(self) -> Mapping[str, Any]:  # type: ignore[empty-body]  # a contract, not code
        """Named readers of files of posts, each a `csmedia.read.Reader`: endings, and ``read(data, name, options)``."""


HOOKS = ("csmedia_policies", "csmedia_detectors", "csmedia_checks", "csmedia_readers")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a plugin comes from."""

    entry_point: str
    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.distribution} {self.version} ({self.entry_point})"


@dataclass(frozen=True, slots=True)
class Contributions:
    """What all plugins bring, in an order that does not depend on how they were installed."""

    folders: tuple[Folder, ...] = ()
    detectors: Mapping[str, Detector] = field(default_factory=dict)
    checks: Mapping[str, tuple[Origin, Any]] = field(default_factory=dict)
    readers: Mapping[str, tuple[Origin, Any]] = field(default_factory=dict)
    plugins: tuple[tuple[Origin, tuple[str, ...]], ...] = ()
    failures: tuple[Failure, ...] = ()


def installed() -> tuple[tuple[Origin, EntryPoint], ...]:
    """The entry points of the group, by name."""
    found = []
    for point in entry_points(group=GROUP):
        distribution = point.dist
        name, version = (
            (distribution.name, distribution.version) if distribution is not None else ("unknown distribution", "")
        )
        found.append((Origin(point.name, name, version), point))
    return tuple(sorted(found, key=lambda one: (one[0].entry_point, one[0].distribution)))


def gather(only: Callable[[Origin], bool] = lambda _: True) -> Contributions:
    """Load every installed plugin that ``only`` lets through, one by one."""
    loaded: list[tuple[Origin, object]] = []
    failures: list[Failure] = []
    names: dict[str, list[Origin]] = {}
    points = [(origin, point) for origin, point in installed() if only(origin)]
    for origin, _ in points:
        names.setdefault(origin.entry_point, []).append(origin)
    for same in names.values():
        if len({origin.distribution for origin in same}) > 1:
            both = " and ".join(str(origin) for origin in same)
            failures.append(
                _failure(
                    same[0],
                    f"the entry-point name “{same[0].entry_point}” is used by {both}. One of them must be renamed.",
                )
            )
    for origin, point in points:
        try:
            loaded.append((origin, point.load()))
        except Exception as error:  # importing a plugin may raise anything; it is named and the rest run
            failures.append(_failure(origin, f"cannot be imported: {type(error).__name__}: {error}"))
    return collect(loaded, tuple(failures))


def collect(plugins: Iterable[tuple[Origin, object]], failures: tuple[Failure, ...] = ()) -> Contributions:
    """Ask each plugin alone what it brings, so that one that raises takes nothing with it."""
    faults = list(failures)
    brought: dict[str, list[tuple[Origin, Any]]] = {hook: [] for hook in HOOKS}
    listed = []
    for origin, plugin in sorted(plugins, key=lambda one: (one[0].entry_point, one[0].distribution)):
        mine, said = _ask(origin, plugin)
        faults += said
        for hook, value in mine:
            brought[hook].append((origin, value))
        listed.append((origin, tuple(hook for hook, _ in mine)))
    folders = [Folder(Path(path), str(origin)) for origin, paths in brought["csmedia_policies"] for path in paths]
    detectors = {name: detector for name, (_, detector) in _named(brought["csmedia_detectors"], faults).items()}
    return Contributions(
        tuple(folders),
        detectors,
        _named(brought["csmedia_checks"], faults),
        _named(brought["csmedia_readers"], faults),
        tuple(listed),
        tuple(faults),
    )


def _ask(origin: Origin, plugin: object) -> tuple[list[tuple[str, Any]], list[Failure]]:
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(Hooks)
    faults: list[Failure] = []
    try:
        manager.register(plugin)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        return [], [_failure(origin, f"{' '.join(str(error).split())}. The hooks are {', '.join(HOOKS)}.")]
    mine = []
    for hook in HOOKS:
        for implementation in getattr(manager.hook, hook).get_hookimpls():
            value, fault = _call(implementation)
            if fault is None:
                mine.append((hook, value))
            else:
                faults.append(_failure(origin, f"{hook} {fault}"))
    if not mine and not faults:
        faults.append(_failure(origin, f"has no hook. Mark one of {', '.join(HOOKS)} with @csmedia.hookimpl."))
    return mine, faults + [
        _failure(origin, f"{name} has no @csmedia.hookimpl, so it is never called. Add the marker.")
        for name in _unmarked(plugin, mine)
    ]


def _call(implementation: Any) -> tuple[Any, str | None]:
    try:
        value = implementation.function()
    except Exception as error:  # a hook may raise anything; it is named and the rest run
        return None, f"raised {type(error).__name__}: {error}"
    if value is None:
        return None, "returned nothing. Is a return statement missing?"
    try:
        value = dict(value) if isinstance(value, Mapping) else tuple(value)
    except TypeError:
        return None, f"returned a {type(value).__name__}; return a list or a mapping"
    return (value, None) if value else (None, "returned an empty answer. Bring something, or take the hook away.")


def _unmarked(plugin: object, mine: list[tuple[str, Any]]) -> list[str]:
    called = {hook for hook, _ in mine}
    return [
        hook for hook in HOOKS
        if hook not in called and callable(function := getattr(plugin, hook, None)) and not hasattr(function, f"{GROUP}_impl")
    ]  # fmt: skip


def _named(brought: list[tuple[Origin, Any]], faults: list[Failure]) -> dict[str, tuple[Origin, Any]]:
    named: dict[str, tuple[Origin, Any]] = {}
    for origin, mapping in brought:
        if not isinstance(mapping, Mapping):
            faults.append(_failure(origin, "returned a list where a mapping from names is due."))
            continue
        for name, value in sorted(mapping.items()):
            if name in named:
                faults.append(_failure(origin, f"brings “{name}”, which {named[name][0]} brings already. Rename it."))
            else:
                named[name] = (origin, value)
    return dict(sorted(named.items()))


def _failure(origin: Origin, reason: str) -> Failure:
    return Failure(what=f"plugin {origin}", reason=reason)
