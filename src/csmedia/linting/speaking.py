"""Whether what a rule says fits what it looks for: places in the text, and the {words} that are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csmedia.authored import Authored
from csmedia.linting.kinds import Lint
from csmedia.linting.walking import Place, finds, found, rules
from csmedia.load import PolicySet
from csmedia.load.files import did_you_mean
from csmedia.load.folders import Loaded
from csmedia.probing.leaning import Leaning, Leanings
from csmedia.rules.grammar import Atom, Find, RuleFile, SignalFile

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FILLED = ("topic", "minister", "period", "until", "release", "place", "organisation")
_NEEDS = {
    "topic": frozenset({"topic"}),
    "release": frozenset({"release", "fact:release_pending", "fact:release_passed", "fact:release_words"}),
    "period": frozenset({"fact:periods", "fact:created_before_period", "fact:approved_before_period", "fact:polls_open", "fact:polling_day", "fact:thread_crosses_period", "place:period"}),
}  # fmt: skip
_NEEDS["until"] = _NEEDS["period"]


def speaking_lints(authored: Authored) -> Iterator[Lint]:
    """Rules that point nowhere, and words in brackets that stay as they are."""
    leaning = Leaning(authored.loaded)
    for key, row in rules(authored):
        if any(_placeless(find, authored.loaded) for _, find in finds(row.model)):
            yield found(row.source, ("find",), "no-place", "find", "can be raised by facts alone, and then shows no place in the text. Put the words under all, or the facts under [when].")
        yield from _placeholders(row, leaning.of_rule(key))


def _placeholders(row: Loaded, leanings: Leanings) -> Iterator[Lint]:
    rule: RuleFile = row.model
    for name in ("message", "why", "instead", "message_cy", "why_cy", "instead_cy"):
        for match in _PLACEHOLDER.finditer(getattr(rule, name) or ""):
            yield from _placeholder(row, (name,), match[1], leanings)
    for index, one in enumerate(rule.severity_when):
        for match in _PLACEHOLDER.finditer(one.because):
            yield found(row.source, ("severity_when", index, "because"), "unknown-placeholder", match.group(), "nothing is filled in here. Write the words.")


def _placeholder(row: Loaded, place: Place, name: str, leanings: Leanings) -> Iterator[Lint]:
    word = f"{{{name}}}"
    if name not in _FILLED:
        yield found(row.source, place, "unknown-placeholder", word, f"nothing is filled in for it. {did_you_mean(name, _FILLED)}")
    elif name in _NEEDS and not leanings & _NEEDS[name]:
        yield found(row.source, place, "empty-placeholder", word, f"this rule looks for no {'period' if name == 'until' else name}, so a stand-in is shown. Write the words, or ask for it in find or when.")


def _placeless(find: Find, loaded: PolicySet) -> bool:
    """Whether a find that looks for words can hold by facts alone."""
    atoms = (*find.all, *find.any)
    if all(_only_facts(atom, loaded) for atom in atoms):
        return False
    enough = not find.any or sum(_has_facts(atom, loaded) for atom in find.any) >= find.at_least
    return enough and all(_has_facts(atom, loaded) for atom in find.all)


def _has_facts(atom: Atom, loaded: PolicySet) -> bool:
    return any(file.facts for file in _files(atom.signal, loaded))


def _only_facts(atom: Atom, loaded: PolicySet) -> bool:
    files = _files(atom.signal, loaded)
    return bool(files) and not any(file.terms or file.frames or file.patterns or file.detectors for file in files)


def _files(signal: str | None, loaded: PolicySet) -> list[SignalFile]:
    """A signal and those that it includes."""
    seen: dict[str, SignalFile] = {}
    waiting = [signal]
    while waiting:
        name = waiting.pop()
        if name is not None and name in loaded.signals and name not in seen:
            seen[name] = loaded.signals[name].model
            waiting += seen[name].include
    return list(seen.values())
