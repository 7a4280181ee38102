"""A pattern tried on texts made to trouble it, within a budget of time."""

from __future__ import annotations

import regex

from csmedia.linting.backtracking import States, Trouble, typical
from csmedia.linting.expressions import Tree

# Longer than most posts, and four times what a pattern has in a check: a busy machine is no fault of the pattern.
CHARACTERS = 3000
SECONDS = 0.2
MOST_TEXTS = 8


def attacks(tree: Tree, trouble: Trouble | None) -> list[str]:
    """Texts that go round a pattern's loops for long and then do not end as it wants."""
    states = States(tree)
    leads = [(trouble.lead, trouble.pump)] if trouble is not None else []
    leads += [("", one) for one in dict.fromkeys(typical(states.among[spot]) for spot in sorted(states.loops()))]
    # The library gives up at once where a letter that it needs is nowhere: what the pattern asks for stands far behind.
    return [f"{lead}{pump * (CHARACTERS // len(pump))}\n!\n~ {states.shortest()}" for lead, pump in leads if pump][:MOST_TEXTS]


def too_slow(pattern: str, flags: int, texts: list[str]) -> bool:
    """Whether a pattern runs out of time on any of these texts."""
    compiled = regex.compile(pattern, flags)
    for text in texts:
        try:
            for _ in compiled.finditer(text, timeout=SECONDS):
                pass
        except TimeoutError:
            return True
    return False
