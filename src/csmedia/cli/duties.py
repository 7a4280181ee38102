"""``csmedia duties``: every duty with its sources, rules, figures, and what no rule can see. Reads the rules; compiles nothing."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from csmedia.catalogue import Entry, Tables, catalogue, measured_in
from csmedia.checker import GUARDS
from csmedia.cli.context import UsageError
from csmedia.cli.wishes import settings_of
from csmedia.load import Folder, load_folders
from csmedia.load.files import did_you_mean
from csmedia.plugins import Contributions, gather
from csmedia.report import duties as shown


def duties(given: Namespace) -> int:
    """List the duties, or show one."""
    found = settings_of(given)
    alone = given.isolated or found.settings.isolated
    contributions = gather(lambda origin: not alone or origin.distribution == "csmedia")
    local = [*(found.folder / path for path in found.settings.policies), *map(Path, given.policies)]
    folders = (GUARDS, *contributions.folders, *(Folder(path, "the folder given", local=True) for path in local))
    loaded = load_folders(folders)
    posts, counts = measured_in(folder.path for folder in folders)
    entries = _chosen(given, catalogue(Tables.of_loaded(loaded), counts))
    print(_text(given, entries, posts))
    failed = _tell(contributions, [str(fault) for fault in sorted(loaded.faults)])
    return 2 if failed else 0 if entries else 3


def _chosen(given: Namespace, entries: Sequence[Entry]) -> list[Entry]:
    families = sorted({entry.family for entry in entries if entry.family})
    if given.family is not None and given.family.upper() not in families:
        raise UsageError(f"--family {given.family}: there is no such family. {did_you_mean(given.family, families)}")
    if given.id is not None and given.id not in {entry.id for entry in entries}:
        raise UsageError(f"there is no duty “{given.id}”. {did_you_mean(given.id, (entry.id for entry in entries))}")
    return [
        entry for entry in entries
        if given.id in (None, entry.id)
        and (given.family is None or entry.family == given.family.upper())
        and (given.capacity is None or given.capacity in entry.capacity)
    ]  # fmt: skip


def _text(given: Namespace, entries: Sequence[Entry], posts: int) -> str:
    if given.output_format == "json":
        return shown.as_json(entries, posts)
    if given.output_format == "markdown":
        return shown.as_markdown(entries, posts)
    if given.id is not None and entries:
        return shown.as_page(entries[0], posts)
    return shown.as_text(entries, posts) if entries else "No duty is so."


def _tell(contributions: Contributions, faults: Sequence[str]) -> bool:
    for failure in contributions.failures:
        print(f"csmedia: {failure.what}: {failure.reason}", file=sys.stderr)
    if faults:
        print("csmedia: these files cannot be used, and are left out above:", *faults, sep="\n", file=sys.stderr)
    return bool(faults or contributions.failures)
