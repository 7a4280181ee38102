"""Folders of TOML into policies that can be run, or every fault with its file and line."""

from csmedia.load.adjusting import Change, adjustments_in
from csmedia.load.cache import cache_folder, compiled_from
from csmedia.load.compiled import Compiled
from csmedia.load.compiling import compile_policies
from csmedia.load.folders import Folder, PolicySet, id_of, load_folders
from csmedia.load.gates import Gate, gate_of_detector
from csmedia.load.lives import Former, former_in, told_of
from csmedia.load.locking import signals_of
from csmedia.load.packing import PackError
from csmedia.load.stored import open_pack

__all__ = [
    "Change",
    "Compiled",
    "Folder",
    "Former",
    "Gate",
    "PackError",
    "PolicySet",
    "adjustments_in",
    "cache_folder",
    "compile_policies",
    "compiled_from",
    "former_in",
    "gate_of_detector",
    "id_of",
    "load_folders",
    "open_pack",
    "signals_of",
    "told_of",
]
