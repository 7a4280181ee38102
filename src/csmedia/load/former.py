"""What to say of the id of a rule that nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csmedia.load.files import did_you_mean

Former = Mapping[str, tuple[str, ...]]


def told_of(name: str, rules: Iterable[str], former: Former) -> str:
    """What to say of a rule's id that nobody has: its new one, or the nearest."""
    if name in former:
        return f"“{name}” is now {' and '.join(f'“{new}”' for new in former[name])}. Write the new id."
    return f"there is no rule “{name}”. {did_you_mean(name, rules)}"
