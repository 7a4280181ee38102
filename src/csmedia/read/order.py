"""Whether days or months come first in a column of dates: what one row settles holds for the column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from csmedia.read.items import DateOrder
from csmedia.read.times import numbers_of


class Order(NamedTuple):
    """What a column's dates say of their order."""

    order: DateOrder | None = None
    by: str = ""
    needed: bool = False
    torn: tuple[str, str] | None = None


def order_of(cells: Iterable[str]) -> Order:
    """The order that a column settles by itself; ``needed`` where a date in it could be two days."""
    by: dict[DateOrder, str] = {}
    needed = False
    for words in cells:
        numbers = numbers_of(words)
        if numbers is None or numbers[0] == numbers[1]:
            continue
        first, second = numbers
        if first > 12 >= second:
            by.setdefault("dmy", words.strip())
        elif second > 12 >= first:
            by.setdefault("mdy", words.strip())
        else:
            needed = needed or first <= 12 >= second
    if len(by) == 2:
        return Order(needed=needed, torn=(by["dmy"], by["mdy"]))
    return next((Order(order, words, needed) for order, words in by.items()), Order(needed=needed))


def told(order: Order, heading: str) -> str | None:
    """What is said of a column whose dates could be two days."""
    if not order.needed:
        return None
    if order.torn:
        return f"{heading}: “{order.torn[0]}” has the day first and “{order.torn[1]}” the month, so that the column settles no order"
    if order.order is None:
        return None
    first = "day" if order.order == "dmy" else "month"
    return f"{heading}: the {first} comes first, as “{order.by}” shows; every date of the column was read so"
