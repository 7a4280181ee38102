"""Folders of TOML into policies that can be run, or every fault with its file and line."""

from csmedia.load.compiled import Compiled
from csmedia.load.compiling import compile_policies
from csmedia.load.folders import Folder, PolicySet, load_folders
from csmedia.load.gates import Gate, gate_of_detector
from csmedia.load.packing import PackError
from csmedia.load.stored import open_pack

__all__ = ["Compiled", "Folder", "Gate", "PackError", "PolicySet", "compile_policies", "gate_of_detector", "load_folders", "open_pack"]
