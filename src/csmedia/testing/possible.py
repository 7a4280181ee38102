"""Rules and branches that no post can ever reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csmedia.load.compiled import FindPlan, RulePlan, When
from csmedia.rules.facts import FACTS
from csmedia.testing.remarks import Remark
from csmedia.testing.scope import Scope


def impossible(scope: Scope, rule: RulePlan) -> Iterator[Remark]:
    """Why a rule can never say anything. A rule whose ``until`` is past is not among them: an earlier post still meets it."""
    for place, why in _reasons(rule, topics=bool(scope.checker.compiled.with_topics)):
        yield Remark(rule.file, scope.line(rule.id, *place), rule.id, "never-possible", "error", f"this rule can never be raised: {why}")


def _reasons(rule: RulePlan, *, topics: bool) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if rule.since is not None and rule.until is not None and rule.since >= rule.until:
        yield ("until",), f"it ends on {rule.until}, and begins on {rule.since}. Let it end after it begins."
    if clash := clash_of((rule.when,)):
        yield ("when",), clash
    if rule.find is not None and (why := _never_found(rule.find, topics=topics)):
        yield ("find",), why


def impossible_branches(scope: Scope, rule: RulePlan) -> dict[int, Remark]:
    """The branches that can never decide, by number: their facts clash, or one above them always goes first."""
    found = {}
    for number, plan in enumerate(rule.severity_when):
        why = clash_of((rule.when, plan.when))
        above = next((at for at, one in enumerate(rule.severity_when[:number]) if one.find is None and one.when.items() <= plan.when.items()), None)
        if above is not None:
            why = f"the [[severity_when]] number {above + 1} asks for no more and goes first. Put this one above it."
        if why:
            line = scope.line(rule.id, "severity_when", number)
            found[number] = Remark(rule.file, line, rule.id, "never-possible", "error", f"this branch can never decide: {why}")
    return found


def _never_found(find: FindPlan, *, topics: bool) -> str | None:
    if find.any and find.at_least > len(find.any):
        return f"at_least asks for {find.at_least} of {len(find.any)} alternatives. Ask for fewer, or write more."
    for atom in find.all:
        if atom in find.unless:
            return f"{atom.name} stands in “all” and in “unless”. Take it out of one."
        if atom.name.startswith(("topic:", "side:")) and not topics:
            return f"it asks for {atom.name}, and nobody has written any topics. Write topics/<organisation>.toml, or take it away."
    return None


def clash_of(tables: tuple[When, ...]) -> str | None:
    """Why tables of facts can never hold together, or None."""
    for fact in sorted({name for table in tables for name in table}):
        tests = [table[fact] for table in tables if fact in table]
        if why := _CLASHES[FACTS[fact][0]](fact, tests):
            return why
    together: dict[str, Any] = {name: test for table in tables for name, test in table.items()}
    for quiet, loud in (("has_text", "word_count"), ("has_media", "media.any"), ("has_media", "media.each"), ("has_media", "media_types")):
        if together.get(quiet) is False and _asks(together.get(loud)):
            return f"it asks for {quiet} = false, and for {loud}. Take one of them away."
    return None


def _asks(test: object) -> bool:
    if isinstance(test, Mapping):
        return bool(set(test) - {"none", "most"})
    return test is not None


def _word(fact: str, tests: list[Any]) -> str | None:
    """A fact of one word: what all tests allow must leave a word."""
    allowed: set[str] | None = None
    denied: set[str] = set()
    for test in tests:
        parts = test if isinstance(test, Mapping) else {"any": test}
        denied |= set(parts.get("none", ()))
        for words in ([parts["any"]] if "any" in parts else []) + [[one] for one in parts.get("all", ())]:
            allowed = set(words) if allowed is None else allowed & set(words)
    if allowed is not None and not allowed - denied:
        return f"no {fact} can be all that is asked of it ({_shown(tests)}). It is one word at a time."
    return None


def _words(fact: str, tests: list[Any]) -> str | None:
    """A fact of many words: only what one test wants and another forbids clashes."""
    parts = [test if isinstance(test, Mapping) else {"any": test} for test in tests]
    denied = {word for one in parts for word in one.get("none", ())}
    for one in parts:
        if ("any" in one and set(one["any"]) <= denied) or set(one.get("all", ())) & denied:
            return f"{fact} is asked for what it must not be ({_shown(tests)}). Take one of them away."
    return None


def _yes(fact: str, tests: list[Any]) -> str | None:
    return f"{fact} cannot be true and false. Take one of them away." if len(set(tests)) > 1 else None


def _number(fact: str, tests: list[Any]) -> str | None:
    least, most = max(test.get("least", 0) for test in tests), min(test.get("most", float("inf")) for test in tests)
    return f"{fact} cannot be at least {least} and at most {most}. Turn them round." if least > most else None


def _nothing(_: str, __: list[Any]) -> str | None:
    return None


def _shown(tests: list[Any]) -> str:
    return "; ".join(str(dict(test) if isinstance(test, Mapping) else list(test)).replace("'", "") for test in tests)


_CLASHES = {"word": _word, "words": _words, "yes": _yes, "number": _number, "media": _nothing}
