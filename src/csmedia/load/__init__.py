"""Folders of TOML into policies that can be run, or every fault with its file and line."""

from csmedia.load.compiled import Compiled
from csmedia.load.compiling import compile_policies
from csmedia.load.folders import Folder, PolicySet, load_folders

__all__ = ["Compiled", "Folder", "PolicySet", "compile_policies", "load_folders"]
