"""``csmedia init``: a file of settings from a calendar that it is shown. What it cannot know it asks for in the file."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from csmedia.cli.context import UsageError
from csmedia.errors import ReadError
from csmedia.read import Item, Options, Reading, read_bytes
from csmedia.read.items import DateOrder
from csmedia.run import Unread

_HEAD = """# Settings of csmedia for the calendars in this folder and below. “csmedia check --show-settings” shows what is in force.

# Folders of your own policies, read from this file's folder:
# policies = ["our-policies"]

# The lowest severity that fails a check: note, review, advise or stop.
fail_level = "advise"
"""
_ORDER = {
    None: '\n# What comes first in dates such as 03/04/2026, the day or the month?\n# date_order = "dmy"\n',
    "dmy": '\n# Dates such as 03/04/2026 are days first. Say “mdy” if they are not.\ndate_order = "dmy"\n',
}
_USUAL = """
# Facts of every post that does not say otherwise.
[context]
# department = "home-office"     # the GOV.UK organisation slug
# serves = "uk"                  # uk, scotland, wales or northern-ireland
"""
_MOST_ACCOUNTS = 40


def init(given: Namespace) -> int:
    """Write the file; a file that is there stays unless ``--force`` is given."""
    accounts, order, notes = _look(given.calendar) if given.calendar else ({}, None, [])
    text = settings_for(accounts, order)
    for note in notes:
        print(f"csmedia: {note}", file=sys.stderr)
    if given.to == "-":
        print(text, end="")
        return 0
    path = Path(given.to)
    if path.exists() and not given.force:
        raise UsageError(f"{path}: is there already. Add --force to write over it, or --to - to see what would be written.")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}).") from error
    print(f"csmedia: wrote {path}: {len(accounts)} accounts. Read it once: what only you know stands after a #.", file=sys.stderr)
    return 0


def settings_for(accounts: dict[str, str | None], order: str | None) -> str:
    """The text of a file of settings for some accounts, each with its capacity where it is known, and an order of dates."""
    tables = [_table(name, capacity) for name, capacity in list(accounts.items())[:_MOST_ACCOUNTS]]
    if not accounts:
        tables = ["\n" + "".join(f"# {line}\n" for line in _table("@ExampleGov", "official").strip().split("\n"))]
    return _HEAD + _ORDER.get(order, _ORDER[None]) + _USUAL + "".join(tables)


def _table(name: str, capacity: str | None) -> str:
    known = f'{{ capacity = "{capacity}" }}' if capacity else "{}   # write { capacity = \"official\" } or { capacity = \"personal\" }"
    return f"\n[[account]]\nhandles = [{json.dumps(name, ensure_ascii=False)}]\ncontext = {known}\n"


def _look(name: str) -> tuple[dict[str, str | None], str | None, list[str]]:
    """The accounts of a calendar with their capacities, and the order of its dates where it needs one to be read."""
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: cannot be read ({error.strerror}). Check the path.") from error
    order: DateOrder | None = None
    rows, notes = _read(data, name, "official", order)
    if any(isinstance(row, Unread) and "--date-order" in row.message for row in rows):
        order = "dmy"
        rows, notes = _read(data, name, "official", order)
    # Read as personal too: a capacity that stays the same is the calendar's own.
    other, _ = _read(data, name, "personal", order)
    accounts: dict[str, str | None] = {}
    for one, two in zip(rows, other, strict=True):
        if isinstance(one, Item) and isinstance(two, Item) and one.post.account:
            known = one.context.capacity if one.context.capacity == two.context.capacity else None
            accounts[one.post.account] = accounts.get(one.post.account, known) and known
    posts = sum(isinstance(row, Item) for row in rows)
    return dict(sorted(accounts.items())), order, [*notes, f"{name}: {posts} posts read, {len(rows) - posts} rows not read"]


def _read(data: bytes, name: str, capacity: str, order: DateOrder | None) -> tuple[list[Item | Unread], list[str]]:
    reading = read_bytes(data, name, Options({"capacity": capacity}, order))
    return _rows(reading, name), reading.notes


def _rows(reading: Reading, name: str) -> list[Item | Unread]:
    try:
        return list(reading.rows)
    except ReadError as error:
        raise UsageError(f"{name}: {error}") from error
