"""Ordinary posts, shipped with csmedia and made up for it, and what speaks on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from csmedia.authored import Authored
from csmedia.checker import Checker
from csmedia.linting.kinds import Lint
from csmedia.linting.terms import literals_of
from csmedia.linting.walking import WrittenTerms, found, rules, term_lists
from csmedia.model import Context, Post, rank

FILE = Path(__file__).parent / "ordinary.jsonl"
MOST_CONTEXTS = 8
MOST_WORDS = 6
# One post in fifty: a word that stands in so many tells little by itself.
OFTEN = 0.02


class Ordinary(NamedTuple):
    """One ordinary post with the context that it is innocent in."""

    post: Post
    context: Context


Pass = Callable[[Iterable[Any]], Iterable[Any]]


@cache
def ordinary_posts() -> tuple[Ordinary, ...]:
    """The shipped posts."""
    rows = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return tuple(Ordinary(Post.model_validate(row["post"]), Context.model_validate(row["context"])) for row in rows)


def ordinary_lints(authored: Authored, passing: Pass = iter) -> Iterator[Lint]:
    """Rules that speak on ordinary posts, and words that stand in many of them; ``passing`` may show how far it is."""
    posts = ordinary_posts()
    counts = _spoken(authored, passing)
    for key, row in rules(authored):
        if not counts[key]:
            continue
        loud = rank(row.model.severity) > rank("note")
        kind = "fires-on-ordinary" if loud else "notes-on-ordinary"
        message = f"speaks on {counts[key]} of {len(posts)} ordinary posts. Ask for more evidence, or write what they say under unless."
        yield found(row.source, (), kind, key, message)
    yield from _words(authored, authored.checker)


def _spoken(authored: Authored, passing: Pass) -> Counter[str]:
    """On how many posts each rule speaks, in the posts' own contexts and in those of the rules' examples."""
    contexts = _contexts(authored)
    counts: Counter[str] = Counter()
    for one in passing(ordinary_posts()):
        spoke = set()
        for context in (one.context, *(_in(one.context, other) for other in contexts)):
            if context is not None:
                for finding in authored.checker.check(one.post, context).findings:
                    spoke |= {finding.rule, *finding.also}
        counts.update(spoke)
    return counts


def _contexts(authored: Authored) -> list[dict[str, Any]]:
    """The contexts that most of the rules have their raised examples in."""
    several: Counter[str] = Counter()
    for _, row in rules(authored):
        raised = {json.dumps(one.context, sort_keys=True, default=str) for one in row.model.example if one.expect != "nothing-found"}
        several.update(raised)
    return [json.loads(one) for one, _ in sorted(several.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_CONTEXTS]]


def _in(context: Context, other: dict[str, Any]) -> Context | None:
    """An ordinary post's context with other facts; None where it would speak for somebody else, and be ordinary no longer."""
    if other.get("capacity", context.capacity) != context.capacity:
        return None
    return Context.model_validate({**context.model_dump(exclude_unset=True), **other})


def _words(authored: Authored, checker: Checker) -> Iterator[Lint]:
    index = _index(checker)
    least = OFTEN * len(ordinary_posts())
    for one in term_lists(authored):
        # A signal may be generous, since rules combine it.
        if one.alone:
            for term in one.terms:
                posts = frozenset().union(*(index.get(literal.words, frozenset()) for literal in literals_of(term) if not literal.typed))
                if len(posts) >= max(2, least):
                    yield _often(one, term, len(posts))


def _often(one: WrittenTerms, term: str, count: int) -> Lint:
    message = f"stands in {count} of {len(ordinary_posts())} ordinary posts. Write it with the words that it stands beside."
    return found(one.source, one.place, "word-in-ordinary", term, message)


def _index(checker: Checker) -> dict[tuple[str, ...], frozenset[int]]:
    """Each row of up to six words, and the posts that hold it."""
    index: dict[tuple[str, ...], set[int]] = {}
    for number, (post, context) in enumerate(ordinary_posts()):
        forms = tuple(checker.evidence(post, context).text.forms)
        for start in range(len(forms)):
            for end in range(start + 1, min(start + MOST_WORDS, len(forms)) + 1):
                index.setdefault(forms[start:end], set()).add(number)
    return {words: frozenset(numbers) for words, numbers in index.items()}
