"""The rows of a table, from whatever file, into posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from csmedia.read.cells import CellError, Row, context_of, post_of, words_of, yes
from csmedia.read.columns import Columns
from csmedia.read.headings import SEVERAL
from csmedia.read.items import DateOrder, Item, Options, make_item
from csmedia.read.limits import LONGEST_CELL
from csmedia.read.moments import DATED, ZONE, Orders, add_times, release_of
from csmedia.read.networks import networks_in, platform_of
from csmedia.read.order import order_of, told
from csmedia.read.written import Line, Written
from csmedia.run import Place, Unread

_ALWAYS = SEVERAL | {"text", "on"}
"""Fields whose empty cells say something: that there is no text, no alt text, or that a network is not chosen."""


TYPED = (
    "holds real dates and dates as text. A spreadsheet that takes the month to come first turns real ones round and leaves the others as text: "
    "check that the real ones are right."
)


@dataclass(slots=True)
class Table:
    """A table that is being read: its file, its columns, and what was said and numbered so far in the file."""

    file: str
    columns: Columns
    options: Options
    notes: list[str]
    seen: dict[str, int] = field(default_factory=dict)

    def tell(self, note: str) -> None:
        """Say something of the file once."""
        if (said := f"{self.file}: {note}") not in self.notes:
            self.notes.append(said)

    def items(self, lines: Sequence[Line]) -> Iterator[Item | Unread]:
        """The posts of all lines, in their order. The lines are read twice: the order of dates is settled first."""
        orders = self._orders(lines)
        for line in lines:
            if not line.is_blank():
                for item in _items(line, self, orders):
                    yield numbered(item, self.seen)

    def _orders(self, lines: Sequence[Line]) -> Orders:
        orders: dict[str, DateOrder | None] = dict.fromkeys(DATED, self.options.date_order)
        for index, name in enumerate(self.columns.fields):
            if name in DATED and self.options.date_order is None:
                found = order_of(line.cells[index].words for line in lines if line.fault is None and index < len(line.cells))
                orders[name] = found.order
                if note := told(found, self.columns.headings[index] or name.replace("_", " ")):
                    self.tell(f"{note}.")
                if found.needed and any(_is_typed(line.cells[index]) for line in lines if index < len(line.cells)):
                    self.tell(f"{self.columns.headings[index]}: {TYPED}")
        return orders


def _is_typed(cell: Written) -> bool:
    """Whether a spreadsheet holds this cell as a date, which is then written as ISO 8601 has it."""
    return cell.cell is not None and re.match(r"\d{4}-\d\d-\d\d", cell.words) is not None


def numbered(item: Item | Unread, seen: dict[str, int]) -> Item | Unread:
    """The same post twice is two items: the second is numbered."""
    if isinstance(item, Unread):
        return item
    seen[item.id] = seen.get(item.id, 0) + 1
    return item if seen[item.id] == 1 else item._replace(id=f"{item.id}~{seen[item.id]}")


def _items(line: Line, table: Table, orders: Orders) -> Iterator[Item | Unread]:
    """The posts of one row: one, or one for each network that it goes out on."""
    if fault := line.fault or _misfit(line, table.columns):
        yield Unread(place=line.place, message=fault)
        return
    row = _row(line, table.columns)
    try:
        networks = _networks(row)
    except CellError as error:
        yield _unread(line.place, row, error)
        return
    for network in networks:
        yield _item(line.place, row if network is None else _on(row, network), network, table, orders)


def _misfit(line: Line, columns: Columns) -> str | None:
    """What is wrong with the shape of a row. Empty cells past the headings are no fault."""
    have, want = len(line.cells), len(columns.headings)
    if have < want or any(cell.words.strip() for cell in line.cells[want:]):
        cure = "Check for a missing or an extra separator, or a text with commas that is not in quotation marks."
        return f"has {have} cells where the heading has {want}. {cure}"
    longest = max((len(cell.words) for cell in line.cells), default=0)
    return f"has a cell of {longest:,} characters; {LONGEST_CELL:,} are read at most." if longest > LONGEST_CELL else None


def _row(line: Line, columns: Columns) -> Row:
    row: dict[str, list[Written]] = {}
    for name, heading, written in zip(columns.fields, columns.headings, line.cells, strict=False):
        if name is not None and (name.partition("@")[0] in _ALWAYS or written.words.strip()):
            row.setdefault(name, []).append(written._replace(heading=heading or None))
    if columns.platform:
        row.setdefault("platform", [Written(columns.platform)])
    return row


def _networks(row: Row) -> list[str | None]:
    """The networks that a row says; None where it goes out as one post."""
    ticked = [name.partition("@")[2] for name in row if name.startswith("on@") and words_of(row, name) and yes(words_of(row, name), name)]
    if ticked:
        return [*ticked]
    if any(name.startswith("on@") for name in row):
        raise CellError("on@", "no network of this row says TRUE, so that it is published nowhere. Write TRUE under at least one.")
    names = networks_in(words_of(row, "platform"))
    return [*names] if len(names) > 1 else [None]


def _on(row: Row, network: str) -> Row:
    """A row as it goes out on one network: what belongs to the others is left out."""
    mine = {name.partition("@")[0]: cells for name, cells in row.items() if name.endswith(f"@{network}") and not name.startswith("on@")}
    both = {name: cells for name, cells in row.items() if "@" not in name}
    return {**both, **mine, "platform": [Written(network)]}


def _item(place: Place, row: Row, network: str | None, table: Table, orders: Orders) -> Item | Unread:
    def tell(note: str) -> None:
        table.tell(note if note == ZONE else f"{_where(place)}: {note}")

    try:
        post, cells = post_of(row, table.file)
        add_times(post, row, orders, tell)
        context = context_of(row)
        if release := release_of(row, orders, tell):
            context["releases"] = [release]
    except CellError as error:
        return _unread(place, row, error)
    made = make_item(words_of(row, "id") or None, post, context, place, table.options, _names(row), cells)
    if isinstance(made, Unread) or network is None:
        return made
    return made._replace(id=f"{made.id}-{_suffix(network)}")


def _suffix(network: str) -> str:
    known = platform_of(network)
    return "-".join(network.lower().split()) if known == "other" else known


def _where(place: Place) -> str:
    return f"{place.sheet}!{place.cell}" if place.cell else f"line {place.line}"


def _names(row: Row) -> Mapping[str, str]:
    """The name that the author of the file knows each field by."""
    names = {name: written[0].named() or name for name, written in row.items() if written}
    if "day" in names:
        names.setdefault("publish_at", names["day"])
    return names


def _unread(place: Place, row: Row, error: CellError) -> Unread:
    written = next(iter(row.get(error.field, ())), None)
    if written is None or written.cell is None:
        return Unread(place=place, cell=(written.heading if written else None) or _plain(error.field, row), message=str(error))
    return Unread(place=Place(file=place.file, sheet=written.sheet, cell=written.cell), cell=written.named(), message=str(error))


def _plain(field: str, row: Row) -> str | None:
    if field == "on@":
        return None
    named = row.get("release") if field == "release_at" else None
    return named[0].named() if named else field

