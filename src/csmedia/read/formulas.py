"""Formulas in XLSX whose result was not saved, or is an error: what the reader of values cannot see."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from posixpath import normpath
from typing import NamedTuple

_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_FORMULA = re.compile(r'<c\b([^<>]*)>\s*<f\b[^<>]*?(?:/>|>([^<]*)</f>)\s*(?:<v>([^<]*)</v>|<v\s*/>)?', re.DOTALL)
_WORKED_OUT = re.compile(r"[&(!]|\$?[A-Z]{1,3}\$?\d")


class Formula(NamedTuple):
    """A formula's own text, with its sign, and the error that its cell shows, if any."""

    text: str
    error: str | None

    def is_plain(self) -> bool:
        """Whether it looks at no other cell and calls no function: then it is words that begin with a sign."""
        return not _WORKED_OUT.search(self.text)


def unsaved_formulas(members: Mapping[str, bytes]) -> dict[str, dict[str, Formula]]:
    """By sheet and cell, the formulas of an XLSX workbook that have no saved result."""
    relations = {one["Id"]: one["Target"] for one in _tags(_RELATION, members.get("xl/_rels/workbook.xml.rels", b"")) if "Target" in one and "Id" in one}
    found: dict[str, dict[str, Formula]] = {}
    for sheet in _tags(_SHEET, members.get("xl/workbook.xml", b"")):
        target = relations.get(sheet.get("r:id", ""), "")
        path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        found[html.unescape(sheet.get("name", ""))] = _in_sheet(members.get(path, b""))
    return found


def _tags(pattern: re.Pattern[str], xml: bytes) -> list[dict[str, str]]:
    return [dict(_ATTRIBUTE.findall(found[1])) for found in pattern.finditer(xml.decode("utf-8", "replace"))]


def _in_sheet(xml: bytes) -> dict[str, Formula]:
    formulas: dict[str, Formula] = {}
    for found in _FORMULA.finditer(xml.decode("utf-8", "replace")) if b"<f" in xml else ():
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        error = found[3] if attributes.get("t") == "e" else None
        # A formula whose result is empty text has a value that is empty, and says that it is text.
        if (not found[3] and attributes.get("t") != "str") or error:
            formulas[attributes.get("r", "")] = Formula(f"={html.unescape(found[2] or '')}", error)
    return formulas
