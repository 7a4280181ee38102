"""Patterns that are slow: by what they are, by trial, and for want of a word to wait for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from csmedia.authored import Authored
from csmedia.linting.backtracking import Trouble, trouble_of
from csmedia.linting.expressions import Tree, literals, parse
from csmedia.linting.kinds import Lint
from csmedia.linting.trying import CHARACTERS, SECONDS, attacks, too_slow
from csmedia.linting.walking import WrittenPattern, found, patterns

SHOWN = 60
# A shorter run of letters stands in too many posts to wait for.
SHORTEST = 3


def pattern_lints(authored: Authored) -> Iterator[Lint]:
    """Slow patterns."""
    for one in patterns(authored):
        flags = regex.IGNORECASE if one.on == "folded" else 0
        tree = parse(one.pattern, flags)
        yield from _backtracking(one, flags, tree)
        if not one.needs:
            yield _without_needs(one, tree)


@cache
def _slow(pattern: str, flags: int) -> bool:
    tree = parse(pattern, flags)
    return too_slow(pattern, flags, attacks(tree, trouble_of(tree)))


def _backtracking(one: WrittenPattern, flags: int, tree: Tree) -> Iterator[Lint]:
    trouble = trouble_of(tree)
    if _slow(one.pattern, flags):
        cure = "Take apart what may repeat: give it fixed ends, a limit such as {0,40}, or a repeat that gives nothing back (++)."
        yield _at(one, "pattern-too-slow", f"takes more than {SECONDS * 1000:.0f} ms on {CHARACTERS:,} characters{_such(trouble)}. {cure}")
    elif trouble is not None and trouble.doubles:
        yield _at(one, "pattern-backtracks", f"can be matched in ever more ways{_such(trouble)}. Let nothing that may be missing stand between one round and the next.")
    elif trouble is not None:
        yield _at(one, "pattern-backtracks", f"has two neighbouring repeats of one character{_such(trouble)}. Let the second begin with what the first cannot take.")


def _such(trouble: Trouble | None) -> str:
    return "" if trouble is None else f", such as “{trouble.lead[:20]}{trouble.pump * 3}…”"


def _without_needs(one: WrittenPattern, tree: Tree) -> Lint:
    longest = max(literals(tree), key=len, default="")
    if len(longest) >= SHORTEST:
        return _at(one, "pattern-could-need", f"always holds “{longest}”, but is tried on every post. Where that is a whole word, write needs = [\"{longest}\"].")
    return _at(one, "pattern-without-needs", "holds no word that every match has, and is tried on every post. Name words that stand near it: needs = [\"…\"].")


def _at(one: WrittenPattern, kind: str, message: str) -> Lint:
    shown = one.pattern if len(one.pattern) <= SHOWN else one.pattern[:SHOWN] + "…"
    lint = found(one.source, one.place, kind, one.pattern.split("\n")[0], message)
    return lint._replace(word=" ".join(shown.split()))
