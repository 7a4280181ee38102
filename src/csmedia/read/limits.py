"""How much is read at most, so that no file can fill the memory of the one who checks it."""

from __future__ import annotations

LARGEST_FILE = 200_000_000
"""Bytes of one file, and of all that a workbook unpacks to."""

LONGEST_CELL = 1_000_000
"""Characters of one cell; the longest text that any network publishes is a tenth of it."""

LARGEST_SHEET = 10_000_000
"""Cells of one sheet, counted as a rectangle from the first to the last that is filled."""
