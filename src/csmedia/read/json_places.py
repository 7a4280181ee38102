"""JSON whose texts and objects know where they were written."""

from __future__ import annotations

import json
import json.decoder
import json.scanner
import re
from bisect import bisect_right
from typing import Any

from csmedia.errors import ReadError
from csmedia.run import Cell, Place


class Placed(str):
    """A text of a JSON file: the offset of its first character, and whether it was written without escapes."""

    begins: int
    as_written: bool


class PlacedObject(dict[str, Any]):
    """An object of a JSON file, with the offset of its opening brace."""

    begins: int


class _Decoder(json.JSONDecoder):
    """The decoder of the standard library in its Python form, which lets texts and objects be made by others."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_string = _text
        self.parse_object = _object
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]  # as below


def _text(source: str, begins: int, strict: bool = True) -> tuple[Placed, int]:
    words, end = json.decoder.scanstring(source, begins, strict)  # type: ignore[attr-defined]  # as below
    placed = Placed(words)
    placed.begins, placed.as_written = begins, end - 1 - begins == len(words)
    return placed, end


def _object(source_and_end: tuple[str, int], *rest: Any) -> tuple[PlacedObject, int]:
    values, end = json.decoder.JSONObject(source_and_end, *rest)  # type: ignore[attr-defined]  # there, but not in the type stubs
    placed = PlacedObject(values)
    placed.begins = source_and_end[1] - 1
    return placed, end


def loads(text: str) -> Any:
    """The value of a JSON text. Raises ValueError, or RecursionError where it is nested too deeply."""
    return _Decoder().decode(text)


class Source:
    """A JSON file: its name, and where its lines begin."""

    def __init__(self, file: str, text: str, *, first_line: int = 1, skipped: int = 0) -> None:
        self.file = file
        self._first_line = first_line
        self._skipped = skipped
        self._begins = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, value: object) -> Place:
        """The line on which an object begins."""
        return Place(file=self.file, line=self._at(value.begins)[0] if isinstance(value, PlacedObject | Placed) else None)

    def cell(self, value: object, key: str) -> Cell:
        """Where a text was written. With escapes in it, only its line is known: further on, columns are not those of the words."""
        if not isinstance(value, Placed):
            return Cell(file=self.file, heading=key)
        line, column = self._at(value.begins)
        return Cell(file=self.file, line=line, column=column if value.as_written else None, heading=key)

    def _at(self, offset: int) -> tuple[int, int]:
        offset += self._skipped
        number = bisect_right(self._begins, offset) - 1
        return self._first_line + number, offset - self._begins[number] + 1


def load_file(text: str, name: str, *, skipped: int = 0) -> tuple[Any, Source]:
    """The value of a whole file, past what is ``skipped`` of it; raises `ReadError` where it is no JSON."""
    source = Source(name, text, skipped=skipped)
    try:
        return loads(text[skipped:]), source
    except json.JSONDecodeError as error:
        before = text[: skipped + error.pos]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise ReadError(f"{name}:{line}: column {column}: is not JSON: {error.msg}. Export the file again.") from error
    except RecursionError as error:
        raise ReadError(f"{name}: is nested too deeply to be a file of posts. Export it again.") from error
    except ValueError as error:
        raise ReadError(f"{name}: holds a number that is too long to be one. Export the file again.") from error


def plain(value: Any) -> Any:
    """The same value of ordinary texts and objects, which strict models ask for."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def text_at(value: Any, *path: str | int) -> str:
    """The text at a path of keys and numbers, or nothing where there is none."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def list_at(value: Any, *path: str | int) -> list[Any]:
    """The list at a path, or an empty one."""
    found = at(value, *path)
    return found if isinstance(found, list) else []


def at(value: Any, *path: str | int) -> Any:
    """What stands at a path of keys and numbers, or None."""
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value
