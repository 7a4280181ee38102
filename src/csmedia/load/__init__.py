"""Folders of TOML into policies that can be run, or every fault with its file and line.

What compiles is imported when it is asked for: a run that finds compiled policies in the cache needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csmedia.load.adjusting import Change, adjustments_in
    from csmedia.load.cache import cache_folder, compiled_from
    from csmedia.load.compiled import Compiled
    from csmedia.load.compiling import compile_policies
    from csmedia.load.folders import PolicySet, load_folders
    from csmedia.load.former import Former, told_of
    from csmedia.load.gates import Needs
    from csmedia.load.lives import former_in
    from csmedia.load.locking import signals_of
    from csmedia.load.packing import PackError
    from csmedia.load.places import Folder, id_of
    from csmedia.load.stored import open_pack

_PLACES = {
    "Change": "csmedia.load.adjusting",
    "Compiled": "csmedia.load.compiled",
    "Folder": "csmedia.load.places",
    "Former": "csmedia.load.former",
    "Needs": "csmedia.load.gates",
    "PackError": "csmedia.load.packing",
    "PolicySet": "csmedia.load.folders",
    "adjustments_in": "csmedia.load.adjusting",
    "cache_folder": "csmedia.load.cache",
    "compile_policies": "csmedia.load.compiling",
    "compiled_from": "csmedia.load.cache",
    "former_in": "csmedia.load.lives",
    "id_of": "csmedia.load.places",
    "load_folders": "csmedia.load.folders",
    "open_pack": "csmedia.load.stored",
    "signals_of": "csmedia.load.locking",
    "told_of": "csmedia.load.former",
}

__all__ = [
    "Change",
    "Compiled",
    "Folder",
    "Former",
    "Needs",
    "PackError",
    "PolicySet",
    "adjustments_in",
    "cache_folder",
    "compile_policies",
    "compiled_from",
    "former_in",
    "id_of",
    "load_folders",
    "open_pack",
    "signals_of",
    "told_of",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
