"""One property that does not hold, in words for the author of the rule."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """An example that is answered otherwise once it is said otherwise. ``before`` and ``after`` are the shrunk posts.

    ``others`` counts the further examples of the same rule with the same fault.
    """

    rule: str
    file: str
    line: int
    example: int
    variation: str
    changed: str
    before: str
    before_verdict: str
    after: str
    after_verdict: str
    others: int = 0

    def __str__(self) -> str:
        more = f"\n  {self.others} more example(s) of this rule do the same" if self.others else ""
        return (
            f"{self.file}:{self.line}: {self.rule} example {self.example}: {self.variation}: {self.changed}\n"
            f"  {self.before_verdict:13} “{self.before}”\n  {self.after_verdict:13} “{self.after}”{more}"
        )
