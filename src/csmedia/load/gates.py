"""What a text must hold before a regular expression can match in it, so that most posts never meet most expressions.

Read off the expression's parse tree. A gate only ever lets an expression rest where it could not match; where the
tree cannot be read, there is no gate and the expression runs on every post.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from itertools import product
from typing import Any, NamedTuple

from csmedia.scan import NOT_ASCII, Probe

# The standard library parses what both it and `regex` can read; there is no public door to its trees.
_parser: Any = re._parser  # type: ignore[attr-defined]
_constants: Any = re._constants  # type: ignore[attr-defined]
# Fuzzy counts, which stand in braces, POSIX classes and sets in sets are read as plain text by the standard library.
_FUZZY = re.compile(r"\{(?!(?:\d+(?:,\d*)?|,\d+)\})")
_OTHERWISE_READ = re.compile(r"\[:\^?\w+:\]|\(\?\w*(?:V1|x)")
_ESCAPED_OR_IN_SET = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
# Unicode properties it refuses. These have no ASCII character; of the rest nothing is known, as of any word character.
_BEYOND_ASCII = re.compile(r"\\p\{(?:Extended_Pictographic|Regional_Indicator|M[nce]?)\}")
_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}")
_ASCII = re.compile(r"[\x00-\x7f]{2,}")
_MOST_LITERALS = 400
# So many ways to write a row of characters are told apart.
_MOST_RUNS = 64
_MOST_REPEATED = 3
_MOST_CHARACTERS = 80
_MANY_SPACES = 15
_NEARLY_ALWAYS = 0.9
# Out of all characters of English posts, how many are this letter; of posts, how many have figures, and how many this sign.
_LETTERS = {
    letter: share / 1000
    for letter, share in zip(" etaoinshrdlcumwfgypbvkjxqz", (170, 100, 73, 65, 61, 56, 56, 52, 48, 47, 34, 33, 22, 22, 20, 19, 18, 16, 16, 15,
                                                              12, 8, 6, 1.5, 1.5, 1, 1), strict=True)
}  # fmt: skip
_LETTERS_OF_A_POST = 180
_FIGURES = 0.45
_SIGNS = {".": 0.95, ",": 0.7, "'": 0.5, "!": 0.3, "-": 0.35, "/": 0.3, ":": 0.3, "#": 0.25, "?": 0.2, "(": 0.1, ")": 0.1, "@": 0.1, NOT_ASCII: 0.35}
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_DIGITS = frozenset("0123456789")
_SPACES = {" ", "\t", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", NOT_ASCII}


class Gate(NamedTuple):
    """What a text must hold: one of the literals (in small letters), or ``least`` of the characters, ``run`` of them in a row.

    ``together`` asks for characters with no letter and little else between them; where there are ``probes``, one of them has
    to match as well.
    """

    literals: frozenset[str] = frozenset()
    characters: frozenset[str] = frozenset()
    run: int = 1
    least: int = 1
    together: bool = False
    probes: tuple[str, ...] = ()

    @property
    def often(self) -> float:
        """How often ordinary posts hold it, roughly, from none of them (0) to all (1)."""
        return min(1.0, sum(map(_how_often, self.literals)) + self._characters_often())

    def _characters_often(self) -> float:
        if any(one.islower() for one in self.characters):
            return 1.0
        if any(one.isspace() for one in self.characters):
            return 0.3 if self.least > _MANY_SPACES else 1.0
        if any(one.isupper() for one in self.characters):
            return 0.3 if self.run > 1 else 0.9
        figures = _FIGURES if self.characters & _DIGITS else 0.0
        return (figures + sum(_SIGNS.get(one, 0.02) for one in self.characters - _DIGITS)) / self.least


def _how_often(literal: str) -> float:
    """How often a post of ordinary length holds a literal, from how often its letters are written."""
    chance = float(_LETTERS_OF_A_POST)
    for letter in literal:
        chance *= _LETTERS.get(letter, 0.01)
    return chance


def gate_of(pattern: str, *, ignoring: bool = False) -> Gate | None:
    """The gate of a pattern, searched with or without regard to case; None where nothing that is seldom must stand in a match."""
    plain = _PROPERTY.sub(r"\\w", _BEYOND_ASCII.sub(NOT_ASCII, pattern))
    if _only_regex(plain):
        return None
    try:
        with warnings.catch_warnings():
            # It warns of what will be a set of sets one day; to `regex` it is one only where V1 is asked for.
            warnings.simplefilter("ignore", FutureWarning)
            tree = _parser.parse(plain)
    except (re.error, RecursionError, OverflowError, DeprecationWarning):
        return None
    gate = _of_sequence(tree, ignoring=ignoring or bool(tree.state.flags & re.IGNORECASE))
    return gate if gate is not None and gate.often < _NEARLY_ALWAYS else None


def probe_of(pattern: str) -> Probe:
    """A probe, with the literals that it may wait for where it needs one of some."""
    gate = gate_of(pattern)
    return Probe(pattern, () if gate is None or gate.characters else tuple(sorted(gate.literals)))


def _only_regex(pattern: str) -> bool:
    """Whether the two libraries would read a pattern each in its own way; a brace that is escaped or in a set is a brace to both."""
    return bool(_OTHERWISE_READ.search(pattern) or _FUZZY.search(_ESCAPED_OR_IN_SET.sub("", pattern)))


def _of_sequence(items: Iterable[Any], *, ignoring: bool) -> Gate | None:
    found: list[Gate] = []
    runs = [""]
    for operation, given in items:
        value, choices = given, _choices(operation, given)
        if choices and len(runs) * len(choices) <= _MOST_RUNS:
            runs = [run + choice for run in runs for choice in choices]
            if operation in _REPEATS and value[0] != value[1] > 1:  # more of the same may stand between
                found += _of_runs(runs)
                runs = list(choices)
            if operation is _constants.LITERAL:
                continue
        else:
            found += _of_runs(runs)
            if operation is _constants.BRANCH and len(runs) == 1:
                # What alternatives begin with alike stands before them in the tree: it belongs to each.
                value = (None, [[*((_constants.LITERAL, ord(one)) for one in runs[0]), *branch] for branch in value[1]])
            runs = list(choices) or [""]
        if (gate := _of_item(operation, value, ignoring=ignoring)) is not None:
            found.append(gate)
    found += _of_runs(runs)
    return min(found, key=_order, default=None)


def _choices(operation: Any, value: Any) -> tuple[str, ...]:
    """What may be written in the place of an item that is a character, one of a few, or some of them in a row; nothing for other items."""
    if operation is _constants.LITERAL:
        return (chr(value),)
    if operation is _constants.IN:
        few = [one for kind, one in value if kind is _constants.LITERAL and one < 128]
        return tuple(map(chr, few)) if len(few) == len(value) else ()
    if operation in _REPEATS and value[0] <= _MOST_REPEATED and len(value[2]) == 1:
        least, most, [once] = value
        if once[0] in _REPEATS:  # how often that stands there is not known
            return ()
        choices = tuple(map("".join, product(_choices(*once), repeat=least or 1)))
        return choices if least else (("", *choices) if choices and most == 1 else ())
    return ()


def _order(gate: Gate) -> tuple[float, list[str], list[str]]:
    return gate.often, sorted(gate.literals), sorted(gate.characters)


def _of_runs(runs: list[str]) -> list[Gate]:
    if len(runs) == 1:
        return _of_run(runs[0])
    # Of each way to write it, the longest part in ASCII.
    parts = [max(_ASCII.findall(run), key=len, default="") for run in runs]
    return [] if any(not part.strip() for part in parts) else [Gate(literals=frozenset(part.lower() for part in parts))]


def _of_run(run: str) -> list[Gate]:
    # Beyond ASCII the small letter of a capital depends on its neighbours, or is several.
    found = [Gate(literals=frozenset({part.lower()})) for part in _ASCII.findall(run) if not part.isspace()]
    signs = [one for one in run if not one.isalnum() and not one.isspace() and one.lower() == one.upper()]
    return found or [Gate(characters=frozenset({sign})) for sign in signs[:1]]


def _of_item(operation: Any, value: Any, *, ignoring: bool) -> Gate | None:
    read = {
        _constants.IN: _of_set, _constants.BRANCH: _of_branch, _constants.SUBPATTERN: _of_group, _constants.ASSERT: _of_assertion,
        _constants.ATOMIC_GROUP: _of_sequence, **dict.fromkeys(_REPEATS, _of_repeat),
    }.get(operation)  # fmt: skip
    return None if read is None else read(value, ignoring=ignoring)


def _of_branch(value: Any, *, ignoring: bool) -> Gate | None:
    return _either([_of_sequence(branch, ignoring=ignoring) for branch in value[1]])


def _of_group(value: Any, *, ignoring: bool) -> Gate | None:
    _, added, _, inner = value
    return _of_sequence(inner, ignoring=ignoring or bool(added & re.IGNORECASE))


def _of_assertion(value: Any, *, ignoring: bool) -> Gate | None:
    return _of_sequence(value[1], ignoring=ignoring)


def _of_repeat(value: Any, *, ignoring: bool) -> Gate | None:
    least, _, inner = value
    gate = _of_sequence(inner, ignoring=ignoring) if least else None
    # What is looked at and not passed over may be the same each time.
    if gate is None or not gate.characters or gate.literals or "ASSERT" in repr(inner):
        return gate
    alone = len(inner) == 1 and inner[0][0] is _constants.IN
    return gate._replace(run=least if alone else 1, least=least * gate.least)


def _of_set(items: Iterable[Any], *, ignoring: bool) -> Gate | None:
    characters: set[str] = set()
    for operation, value in items:
        if ignoring and _folds_strangely(operation, value):
            return None
        if operation is _constants.LITERAL:
            characters.add(chr(value))
        elif operation is _constants.RANGE and value[0] > 127:
            characters.add(NOT_ASCII)
        elif operation is _constants.RANGE and value[1] - value[0] <= _MOST_CHARACTERS:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        elif operation is _constants.CATEGORY and value is _constants.CATEGORY_DIGIT:
            characters |= _DIGITS
        elif operation is _constants.CATEGORY and value is _constants.CATEGORY_SPACE:
            characters |= _SPACES
        else:
            return None
    if ignoring:
        characters |= {other for one in characters for other in (one.lower(), one.upper()) if len(other) == 1}
    return _characters(characters)


def _folds_strangely(operation: Any, value: Any) -> bool:
    """Whether letters beyond ASCII are meant: some of them are an ASCII letter, or several letters, in the other case."""
    if operation not in (_constants.LITERAL, _constants.RANGE):
        return False
    first, last = (value, value) if operation is _constants.LITERAL else value
    return any(chr(one).lower() != chr(one).upper() for one in range(max(first, 128), last + 1))


def _characters(characters: set[str]) -> Gate | None:
    if not characters or len(characters) > _MOST_CHARACTERS:
        return None
    if not any(map(str.isascii, characters)):
        characters = {NOT_ASCII}
    return Gate(characters=frozenset(characters))


def _either(gates: list[Gate | None]) -> Gate | None:
    """A gate for alternatives: all must have one."""
    known = [gate for gate in gates if gate is not None]
    if len(known) < len(gates) or not known:
        return None
    literals = frozenset().union(*(gate.literals for gate in known))
    characters = frozenset().union(*(gate.characters for gate in known))
    if len(literals) > _MOST_LITERALS or len(characters) > _MOST_CHARACTERS:
        return None
    counted = [gate for gate in known if gate.characters]
    return Gate(
        literals, characters, min((gate.run for gate in counted), default=1), min((gate.least for gate in counted), default=1),
        bool(counted) and all(gate.together for gate in counted),
    )  # fmt: skip


class Needs(NamedTuple):
    """What a detector says that it needs, nothing where it says nothing.

    ``least`` of some characters, all in one number where they are to be ``together``, or a match of one of ``patterns``.
    Of these the gate is read off. ``probes`` are searched for themselves, where the gate is open: one of them has to match too.
    """

    characters: str = ""
    least: int = 1
    together: bool = False
    patterns: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()

    @classmethod
    def of(cls, detector: object) -> Needs:
        """What stands in a detector's attributes ``needs``, ``patterns`` and ``probes``."""
        characters, least, *together = getattr(detector, "needs", ("", 1))
        return cls(characters, least, any(together), tuple(getattr(detector, "patterns", ())), tuple(getattr(detector, "probes", ())))

    @property
    def gate(self) -> Gate | None:
        """The gate that it may rest behind."""
        known = [gate_of(pattern) for pattern in self.patterns]
        if self.characters:
            known.append(Gate(characters=frozenset(self.characters), least=self.least, together=self.together))
        gate = _either(known)
        if self.probes:
            return (gate or Gate())._replace(probes=self.probes)
        # What it says of characters is taken at its word.
        return gate if gate is not None and (self.characters or gate.often < _NEARLY_ALWAYS) else None
