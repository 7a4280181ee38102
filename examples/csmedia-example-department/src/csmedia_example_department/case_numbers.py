"""Case numbers of the Department for Example Affairs: EXA, seven digits, and a check digit that makes the sum right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

CASE_NUMBER = re.compile(r"\bEXA[ /-]?(\d{7})[ /-]?(\d)\b", re.IGNORECASE)


def case_numbers(text: str, **_: Any) -> Iterator[tuple[int, int]]:
    """Where case numbers start and end in a text; a number with a wrong check digit is no case number."""
    for found in CASE_NUMBER.finditer(text):
        if check_digit(found[1]) == int(found[2]):
            yield found.span()


def check_digit(digits: str) -> int:
    """The last digit of the sum of each digit times its place."""
    return sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 10
