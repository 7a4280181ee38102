"""Posts in Markdown: facts between fences at the head of each, and the text below them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from csmedia.load.files import did_you_mean
from csmedia.read.columns import Columns
from csmedia.read.encoding import decode
from csmedia.read.headings import FIELD_OF, SEVERAL, field_of, plain_heading
from csmedia.read.items import Item, Options
from csmedia.read.reader import Reading
from csmedia.read.table import Table
from csmedia.read.written import Line, Written
from csmedia.run import Place, Unread

_KEY = re.compile(r"([^\W\d][\w .-]*?)\s*:(?:\s+(.*))?")
_TOML_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|([\w-]+))\s*=\s*")


class Block(NamedTuple):
    """One post: the lines of its head with the number of the first, its fence, and the lines of its text likewise."""

    fence: str
    head: Sequence[str]
    head_line: int
    body: Sequence[str]
    body_line: int
    closed: bool = True


def read_markdown(data: bytes, name: str, options: Options) -> Reading:
    """Read every post of a file; a head that cannot be read is told and the others are read."""
    notes: list[str] = []
    text = decode(data, name, notes).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    blocks = list(_blocks(text.split("\n"))) if text.strip() else []
    return Reading(_items(blocks, name, options, notes), notes)


def read_plain_text(data: bytes, name: str, options: Options) -> Reading:
    """Read a file as the words of one post; raises `ReadError` where they cannot be told from their bytes."""
    notes: list[str] = []
    lines = decode(data, name, notes).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = [_block("", lines, 0, 0, 0, len(lines))] if any(map(str.strip, lines)) else []
    return Reading(_items(blocks, name, options, notes), notes)


def _items(blocks: list[Block], name: str, options: Options, notes: list[str]) -> Iterator[Item | Unread]:
    seen: dict[str, int] = {}
    for block in blocks:
        found = _cells(block, name, options, notes)
        if isinstance(found, Unread):
            yield found
            continue
        columns = Columns(tuple(field for field, _ in found), tuple(cell.heading or "" for _, cell in found), "", "")
        table = Table(name, columns, options, notes, seen)
        yield from table.items([Line(Place(file=name, line=block.head_line), tuple(cell for _, cell in found))])


def _blocks(lines: list[str]) -> Iterator[Block]:
    first = next(number for number, line in enumerate(lines) if line.strip())
    if lines[first].strip() not in ("---", "+++"):
        yield _block("", lines, 0, 0, first, len(lines))
        return
    start = first
    while start < len(lines):
        fence = lines[start].strip()
        end = next((number for number in range(start + 1, len(lines)) if lines[number].strip() == fence), None)
        if end is None:
            yield Block(fence, lines[start + 1 :], start + 1, (), start + 1, closed=False)
            return
        following = next((number for number in range(end + 1, len(lines)) if _opens(lines, number)), len(lines))
        yield _block(fence, lines, start + 1, end, end + 1, following)
        start = following


def _block(fence: str, lines: list[str], head: int, head_end: int, body: int, body_end: int) -> Block:
    while body < body_end and not lines[body].strip():
        body += 1
    while body_end > body and not lines[body_end - 1].strip():
        body_end -= 1
    return Block(fence, lines[head:head_end], head + 1 if fence else body + 1, lines[body:body_end], body + 1)


def _opens(lines: list[str], number: int) -> bool:
    """Whether a fence opens a new post. A line of dashes in a text is a rule across it, unless known facts and a fence follow."""
    fence = lines[number].strip()
    if fence not in ("---", "+++"):
        return False
    for line in lines[number + 1 :]:
        if line.strip() == fence:
            return False
        found = _TOML_KEY.match(line) if fence == "+++" else _KEY.fullmatch(line.rstrip())
        if found:
            return field_of(plain_heading(found[1] or (found[2] if fence == "+++" else ""))) is not None
        if line.strip() and not line.lstrip().startswith("#"):
            return False
    return False


def _cells(block: Block, name: str, options: Options, notes: list[str]) -> list[tuple[str, Written]] | Unread:
    """The field and the words of each fact, and of the text."""
    if not block.closed:
        return Unread(place=Place(file=name, line=block.head_line), message=f"the facts that begin here have no closing {block.fence}. Add it on a line of its own.")
    facts = _toml(block, name) if block.fence == "+++" else _simple(block, name)
    if isinstance(facts, Unread):
        return facts
    given = {plain_heading(heading): field for field, heading in options.columns.items()}
    cells = [("text", Written("\n".join(block.body), block.body_line, 1, heading="text"))]
    for fact in facts:
        plain = plain_heading(fact.heading or "")
        field = given.get(plain) or field_of(plain)
        if field is not None and field not in SEVERAL and any(field == one for one, _ in cells):
            cure = "The text stands below the facts." if field == "text" else "Leave one of them out."
            return Unread(place=Place(file=name, line=fact.line), cell=fact.heading, message=f"the {field.replace('_', ' ')} is said twice. {cure}")
        if field is not None:
            cells.append((field, fact))
        elif (note := f"{name}: not read: {fact.heading}. {did_you_mean(plain, FIELD_OF)}".strip()) not in notes:
            notes.append(note)
    return cells


def _simple(block: Block, name: str) -> list[Written] | Unread:
    """Lines of ``key: value``. More of YAML than that is not read: its guesses about values are not wanted here."""
    facts: list[Written] = []
    for number, line in enumerate(block.head, block.head_line):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _KEY.fullmatch(line.rstrip())
        if found is None:
            return Unread(place=Place(file=name, line=number), message=f"“{line.strip()[:40]}” is no “key: value”. Write one fact a line, lists with commas, or use +++ and TOML.")
        value = found[2] or ""
        column = found.start(2) + 1 if found[2] else None
        if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" and "\\" not in value:
            value, column = value[1:-1], found.start(2) + 2
        elif value.startswith("[") and value.endswith("]"):
            value, column = ",".join(one.strip().strip("'\"") for one in value[1:-1].split(",")), None
        facts.append(Written(value, number, column, heading=found[1]))
    return facts


def _toml(block: Block, name: str) -> list[Written] | Unread:
    try:
        values = tomllib.loads("\n".join(block.head))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = block.head_line + (int(found[1]) - 1 if found else 0)
        return Unread(place=Place(file=name, line=line), message=f"is not TOML: {str(error)[:1].lower()}{str(error)[1:]}.")
    except RecursionError:
        return Unread(place=Place(file=name, line=block.head_line), message="is nested too deeply. Write one fact a line.")
    return [_fact(key, value, block) for key, value in values.items()]


def _fact(key: str, value: Any, block: Block) -> Written:
    for number, line in enumerate(block.head):
        found = _TOML_KEY.match(line)
        if found and key in (found[1], found[2]):
            rest = line[found.end() :]
            exact = isinstance(value, str) and rest[:1] in ('"', "'") and rest[1 : 1 + len(value)] == value
            return Written(_words(value, key), block.head_line + number, found.end() + 2 if exact else None, heading=key)
    return Written(_words(value, key), block.head_line, heading=key)


def _words(value: Any, key: str) -> str:
    if isinstance(value, list):
        between = "||" if field_of(plain_heading(key)) in ("poll", "alt_text") else ", "
        return between.join(_words(one, key) for one in value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)
