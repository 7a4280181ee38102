"""Where in a TOML file each value was written; the standard library's parser does not say."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)((?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")

Path = tuple[str | int, ...]


def line_of_each(source: str) -> dict[Path, int]:
    """The line of every table and key, by its path; members of arrays of tables are numbered from 0."""
    found: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    table: Path = ()
    closing = ""
    depth = 0
    for number, line in enumerate(source.split("\n"), 1):
        if closing or depth:
            closing, depth = _after(line, closing, depth)
            continue
        if header := _HEADER.match(line):
            table = _enter(header[1] == "[[", header[2], counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            name = key[1].strip("\"'")
            rest = tuple(part.strip() for part in key[2].split(".") if part.strip())
            found.setdefault((*table, name, *rest), number)
            closing, depth = _after(line[key.end() :], "", 0)
    return found


def _enter(many: bool, name: str, counts: dict[Path, int]) -> Path:
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    path: Path = ()
    for index, part in enumerate(parts):
        path = (*path, part)
        if many and index == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _after(line: str, closing: str, depth: int) -> tuple[str, int]:
    """Whether a value goes on after this line: inside which quotes, or in how many brackets."""
    at = 0
    while at < len(line):
        if closing:
            end = line.find(closing, at)
            if closing == '"' * 3:
                while end > 0 and line[end - 1] == "\\":
                    end = line.find(closing, end + 1)
            if end < 0:
                return closing, depth
            at, closing = end + 3, ""
            continue
        character = line[at]
        if line.startswith(('"""', "'''"), at):
            closing, at = line[at : at + 3], at + 3
        elif character in "\"'":
            at = _past_string(line, at)
        elif character == "#":
            break
        else:
            depth += (character in "[{") - (character in "]}")
            at += 1
    return closing, depth


def _past_string(line: str, at: int) -> int:
    quote = line[at]
    at += 1
    while at < len(line) and line[at] != quote:
        at += 2 if quote == '"' and line[at] == "\\" else 1
    return at + 1


def line_at(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest table around it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]
