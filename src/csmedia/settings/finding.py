"""Find the nearest file of settings, read it, and say everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from csmedia.errors import Fault, PolicyError
from csmedia.load.files import Source, build, did_you_mean, read_toml
from csmedia.model import Context
from csmedia.read.items import account_name
from csmedia.settings.model import Settings

NAMES = (".csmedia.toml", "csmedia.toml")


class SettingsError(PolicyError):
    """A file of settings cannot be used. ``faults`` holds all that is wrong with it."""


class Found(NamedTuple):
    """Settings and the file that they came from; no file, the defaults."""

    settings: Settings
    path: Path | None

    @property
    def folder(self) -> Path:
        """The folder that paths in the settings start from."""
        return self.path.parent if self.path is not None else Path()

    def accounts(self) -> dict[str, Mapping[str, Any]]:
        """The facts of every account, by each of its names."""
        return {account_name(handle): one.context for one in self.settings.account for handle in one.handles}


def no_settings() -> Found:
    """The defaults, which no file said."""
    # Nothing is given, so nothing has to be checked: making the checks takes longer than reading a file.
    return Found(Settings.model_construct(), None)


def find_settings(start: Path, named: Path | None = None) -> Found:
    """The settings of a named file, else of the nearest one from a folder upwards; raises `SettingsError`.

    In one folder ``.csmedia.toml`` goes before ``csmedia.toml``, and that before ``[tool.csmedia]`` in ``pyproject.toml``.
    Files are never merged.
    """
    if named is not None:
        return _read(named)
    for path in _candidates(start.resolve()):
        if path.name != "pyproject.toml":
            return _read(path)
        if "[tool.csmedia" in path.read_text(encoding="utf-8", errors="replace"):
            return _read(path)
    return no_settings()


def _candidates(folder: Path) -> Iterator[Path]:
    for one in (folder, *folder.parents):
        yield from (path for name in (*NAMES, "pyproject.toml") if (path := one / name).is_file())


def _read(path: Path) -> Found:
    source = read_toml(path, str(path))
    if isinstance(source, Fault):
        raise SettingsError((source,))
    below: tuple[str | int, ...] = ("tool", "csmedia") if path.name == "pyproject.toml" else ()
    data: Any = source.data
    for key in below:
        data = data.get(key, {})
    built = build(Settings, source, data, below)
    if isinstance(built, list):
        raise SettingsError(tuple(built))
    if faults := tuple(_context_faults(built, source, below)):
        raise SettingsError(faults)
    return Found(built, path)


def _context_faults(settings: Settings, source: Source, below: tuple[str | int, ...]) -> Iterator[Fault]:
    yield from _wrong(settings.context, source, (*below, "context"))
    seen: dict[str, int] = {}
    for index, account in enumerate(settings.account):
        yield from _wrong(account.context, source, (*below, "account", index, "context"))
        for handle in account.handles:
            name = account_name(handle)
            if seen.setdefault(name, index) != index:
                cure = "Give each account one table."
                yield source.fault((*below, "account", index, "handles"), f"“{handle}” has a table already. {cure}")


def _wrong(context: Mapping[str, Any], source: Source, place: tuple[str | int, ...]) -> Iterator[Fault]:
    unknown = [key for key in context if key not in Context.model_fields]
    for key in unknown:
        yield source.fault((*place, key), f"there is no fact “{key}”. {did_you_mean(key, Context.model_fields)}")
    known = {key: value for key, value in context.items() if key not in unknown}
    try:
        Context.model_validate({"capacity": "personal", **known})
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            said = detail.get("ctx", {}).get("expected") or detail.get("ctx", {}).get("error") or detail["msg"]
            yield source.fault((*place, *detail["loc"]), f"write {str(said).replace(chr(39), '')}.")


def settings_text(found: Found, adjustments: Iterable[str] = ()) -> str:
    """What is in force, as JSON, and where it comes from; last what policies adjust."""
    values = {"file": str(found.path) if found.path else None, **found.settings.model_dump(mode="json")}
    return json.dumps({**values, "adjustments": list(adjustments)}, ensure_ascii=False, indent=2) + "\n"
