"""Compiled policies kept between runs, in the user's own cache folder, under a digest of everything they were made from.

What is kept is data, never code. It is checked when it is read; what is not as it was written, or belongs to somebody else,
is compiled anew. The folder may be deleted at any time.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from io import FileIO
from pathlib import Path

from csmedia.load.compiled import Compiled
from csmedia.load.gates import Needs
from csmedia.load.packing import PackError
from csmedia.load.places import Folder, files_of
from csmedia.load.stored import open_pack

LARGEST = 256_000_000
_ENDING = ".csmedia-pack"
_OTHERS_MAY_WRITE = 0o022


def cache_folder() -> Path | None:
    """The folder to keep compiled policies in: ``CSMEDIA_CACHE_DIR``, else the user's own; None where ``CSMEDIA_NO_CACHE`` is set."""
    if os.environ.get("CSMEDIA_NO_CACHE"):
        return None
    if given := os.environ.get("CSMEDIA_CACHE_DIR"):
        return Path(given)
    from platformdirs import user_cache_path  # noqa: PLC0415  # seldom more than once a run

    return user_cache_path("csmedia", appauthor=False)


def digest_of(folders: tuple[Folder, ...], detectors: Mapping[str, Needs]) -> str:
    """A digest of all that compiled policies follow from: each file of each folder, what the detectors need, and this program."""
    digest = hashlib.sha256(f"{sys.version} {unicodedata.unidata_version}".encode())
    for path in _program():
        digest.update(_bytes(path))
    for name in sorted(detectors):
        digest.update(repr((name, *detectors[name])).encode())
    # In the order of loading; where a folder stands decides that alone, and only its own name is ever shown.
    for folder in sorted(folders, key=lambda one: (not one.guards, one.brought_by, str(one.path))):
        digest.update(repr((folder.path.name, folder.brought_by, folder.guards, folder.local)).encode())
        for path, parts in files_of(folder):
            words = _bytes(path)
            digest.update(repr((parts, len(words))).encode())
            digest.update(words)
    return digest.hexdigest()


def _bytes(path: str) -> bytes:
    # Hundreds of files at every start: a path as an object, a buffer and a look at the mode take as long again as reading.
    with FileIO(path) as file:
        return file.readall()


def _program() -> list[str]:
    """The files of this package that decide what policies compile to."""
    spec = find_spec("csmedia")
    places = (spec.submodule_search_locations if spec is not None else None) or ()
    folders = [os.path.join(place, part) for place in places for part in ("load", "rules", "text")]  # noqa: PTH118
    single = [os.path.join(place, name) for place in places for name in ("model.py", "scan.py")]  # noqa: PTH118
    found = [one.path for folder in folders for one in os.scandir(folder) if one.name.endswith(".py")]
    return sorted(found + single)


def compiled_from(
    folders: tuple[Folder, ...], detectors: Mapping[str, Needs], cache: Path | None, compiling: Callable[[], None] = lambda: None
) -> Compiled:
    """Folders ready to check with, from a cache where it has them; raises `PolicyError` with every fault of every file.

    ``compiling`` is called where they have to be compiled, before that is done.
    """
    digest = None
    if cache is not None:
        with suppress(OSError):  # a file that cannot be read is told of by the loader, with its name
            digest = digest_of(folders, detectors)
    if cache is None or digest is None:
        compiling()
        return open_pack(_compile(folders, detectors, ""))
    if (found := kept(cache, digest)) is not None:
        return found
    compiling()
    pack = _compile(folders, detectors, digest)
    with suppress(OSError):
        # Compiling takes a while: what was saved meanwhile must not stand under the digest of what was there before.
        if digest_of(folders, detectors) == digest:
            keep(cache, digest, pack)
    return open_pack(pack, digest)


def _compile(folders: tuple[Folder, ...], detectors: Mapping[str, Needs], name: str) -> bytes:
    from csmedia.load.compiling import compile_policies  # noqa: PLC0415  # needed where nothing was kept, and slow to import
    from csmedia.load.folders import load_folders  # noqa: PLC0415  # the same

    # Millions of small things are made and kept: looking for rubbish among them again and again takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return compile_policies(load_folders(folders), detectors, name)
    finally:
        if collecting:
            gc.enable()


def kept(folder: Path, digest: str) -> Compiled | None:
    """Compiled policies as they were kept, or None where there are none that can be trusted."""
    path = folder / (digest + _ENDING)
    with suppress(OSError, PackError, ValueError, KeyError):
        if _is_ours(folder) and _is_ours(path):
            compiled = open_pack(path.read_bytes(), digest)
            os.utime(path)  # what is used stays longest
            return compiled
    return None


def keep(folder: Path, digest: str, pack: bytes) -> None:
    """Keep compiled policies. Where they cannot be written nothing is lost but time."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder):
            return
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pack)
            Path(name).replace(folder / (digest + _ENDING))
        finally:
            Path(name).unlink(missing_ok=True)  # what a full disk left
        _make_room(folder)


def _is_ours(path: Path) -> bool:
    """Whether nobody else could have written what stands there."""
    if not hasattr(os, "getuid"):
        return True
    told = path.stat()
    return told.st_uid == os.getuid() and not told.st_mode & _OTHERS_MAY_WRITE


def _make_room(folder: Path) -> None:
    files = sorted(((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*" + _ENDING)), reverse=True)
    size = 0
    for _, one, path in files:
        size += one
        if size > LARGEST:
            path.unlink(missing_ok=True)
