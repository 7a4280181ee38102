"""Folders of TOML into policies that can be run, or every fault with its file and line."""

from csmedia.load.adjusting import Change, adjustments_in
from csmedia.load.compiled import Compiled
from csmedia.load.compiling import compile_policies
from csmedia.load.folders import Folder, PolicySet, id_of, load_folders
from csmedia.load.lives import Former, former_in, told_of
from csmedia.load.locking import signals_of

__all__ = [
    "Change",
    "Compiled",
    "Folder",
    "Former",
    "PolicySet",
    "adjustments_in",
    "compile_policies",
    "former_in",
    "id_of",
    "load_folders",
    "signals_of",
    "told_of",
]
