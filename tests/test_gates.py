"""A gate never keeps an expression or a detector from what it would find."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest
import regex
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csmedia import Checker, Post
from csmedia.load.compiled import DetectorNode, GateNode, PatternNode
from csmedia.load.gates import Gate, Needs, gate_of, probe_of
from csmedia.load.literals import mask_of
from csmedia.scan import Barrier, Gates
from csmedia.testing import cases
from csmedia.text import Text, tidy

from .conftest import builtin_checker

FLAGS = {"folded": regex.IGNORECASE, "tidied": 0, "typed": 0}
# Pieces of expressions, read alike by `regex` and by `re` or by `regex` alone.
ATOMS = (
    "a", "B", "ab", "Straße", "ſ", "é", "1", " ", "-", "£", "\\.", "\\d", "\\s", "\\w", "\\W", "\\D", "\\S", ".", "[abc]", "[^abc]", "[A-Z]", "[a-z]", "[0-9]", "[à-ÿ]", "[\\d-]", "[\\s,]", "[£€$]",
    "\\b", "^", "$", "(?=ab)", "(?!ab)", "(?<=a)", "(?<!a)", "\\p{L}", "\\p{Lu}", "\\P{L}", "\\p{Extended_Pictographic}", "[[:alpha:]]", "[\\p{L}]", "\\h", "\\R", "\\X", "\\K", "[a-z--[aeiou]]",
    "(?:ab){e<=1}", "(?:abc){i}", "(?:abc){s<=1}", "(?:abc){1<=e<=2}", "(?:abc){2i+2d+1s<=4}", "[a[:alpha:]]", "\\\\{e}", "(?=[0-9]){3}", "(?:(?=[A-Z])\\w?){2}", "ab\\p{Mn}", "ΟΔΟΣ", "σ", "[ſ]", "[aß]", "K", "(?i:ab)", "(?-i:ab)", "\\L<x>", "[ab&&b]", "[a||b]", "ß", "İ", "ﬁ", "\\x41", "\\u00e9", "\\N{LATIN SMALL LETTER A}", "Kk", "kk", "ss",
    "(?|(a)|(b))", "(?(1)a|b)", "\\1", "(?P<n>a)(?P=n)", "(?&n)", "(?R)?", "\\m", "\\M", "\\G", "\\A", "\\Z", "(?>ab|a)", "\\Ba", "[^\\x00-\\x7f]", "(*PRUNE)", "\\a", "\\e", "\\xdf",
)  # fmt: skip
REPEATS = ("", "", "", "?", "*", "+", "{2}", "{3,}", "{0,2}", "??", "+?", "++", "*+", "{2}+", "{,3}", "{,2}?")
LETTERS = "ΣσςΟΔabcABCekKsSſßẞéÉ1٣ \t\n\u00a0-£.,İıﬁKÅ🌹🇬🇧\u0301_@$%\u2028\x1c\x85"


def made_up(chance: Random, depth: int = 2) -> str:
    """An expression of pieces in rows, groups and alternatives."""
    parts = []
    for _ in range(chance.randint(1, 4)):
        if depth and chance.randrange(4) == 0:
            inner = "|".join(made_up(chance, depth - 1) for _ in range(chance.randint(1, 3)))
            parts.append(chance.choice(("(?:{})", "({})", "(?i:{})", "(?={})", "(?>{})", "(?:x|{})")).replace("{}", inner) + chance.choice(REPEATS))
        else:
            parts.append(chance.choice(ATOMS) + chance.choice(REPEATS))
    return "".join(parts)


# Drawn whole from one number: piece by piece it takes ten times as long.
seeds = st.integers(0, 2**64)
expressions = seeds.map(lambda seed: chance.choice(("", "", "", "(?i)", "(?s)", "(?x)", "(?V1)", "(?a)")) + made_up(chance) if (chance := Random(seed)) else "")


def is_open(gate: Gate, texts: set[str]) -> bool:
    barrier = Barrier(tuple(sorted(gate.literals)), "".join(sorted(gate.characters)), gate.run, gate.least, gate.together, tuple(map(probe_of, gate.probes)))
    return bool(Gates([(0, barrier)]).open(texts, list(texts)))


def found(pattern: str, on: str, text: str) -> bool:
    """Whether an expression is found in a text as the library looks for it."""
    try:
        return regex.compile(pattern, FLAGS[on]).search(text, timeout=0.02) is not None
    except Exception:  # what is no expression finds nothing
        return False


def compiles(pattern: str) -> bool:
    try:
        regex.compile(pattern)
        re.compile(pattern)
    except Exception:  # what one of them cannot read has no gate, or is no expression
        return False
    return True


def texts_of(post: str) -> set[str]:
    return Text((("text", post),)).texts()


MANY = settings(max_examples=settings.default.max_examples * 2, suppress_health_check=list(HealthCheck))


@MANY
@given(expressions, seeds, st.sampled_from(tuple(FLAGS)))
def test_where_an_expression_is_found_its_gate_is_open(pattern: str, seed: int, on: str) -> None:
    gate, chance = gate_of(pattern, ignoring=on == "folded"), Random(seed)

    for _ in range(10 if gate is not None else 0):
        text = "".join(chance.choices(LETTERS, k=chance.randint(1, 9)))
        for one in (text, tidy(text).text):
            if gate is not None and found(pattern, on, one):
                assert is_open(gate, texts_of(text)), (pattern, one, gate)


@settings(max_examples=settings.default.max_examples // 2, suppress_health_check=list(HealthCheck))
@given(st.data(), expressions, st.sampled_from(("{}", "x{}y", "{} 😀")))
def test_a_text_made_to_fit_an_expression_opens_its_gate(data: st.DataObject, pattern: str, around: str) -> None:
    assume(compiles(pattern))
    flags = data.draw(st.sampled_from((0, re.IGNORECASE)))

    text = around.format(data.draw(st.from_regex(re.compile(pattern, flags))))

    for changed in (text, text.upper(), text.lower(), text.swapcase()):
        for on in FLAGS:
            gate = gate_of(pattern, ignoring=on == "folded")
            if gate is not None and found(pattern, on, changed):
                assert is_open(gate, texts_of(changed)), (pattern, changed, gate)


@pytest.mark.parametrize("pattern", ["a(?:x+)?y", "a(?:x+){2}y", "a(?:x{1,3}){1,2}y", "a(?:x*)?y"])
def test_a_repeat_of_a_repeat_may_stand_there_more_often(pattern: str) -> None:
    gate = gate_of(pattern)

    assert found(pattern, "typed", "plaxxxyum")
    assert gate is None or is_open(gate, texts_of("plaxxxyum"))


@pytest.mark.parametrize(("pattern", "literals"), [
    (r"\bp[@4*]m", {"p@m", "p4m", "p*m"}),
    ("colou?r", {"color", "colour"}),
    ("pl[-.]{2}m", {"pl--m", "pl-.m", "pl.-m", "pl..m"}),
    ("plu{2,}ms", {"pluu"}),
])  # fmt: skip
def test_a_gate_asks_for_every_way_to_write_a_few_characters(pattern: str, literals: set[str]) -> None:
    gate = gate_of(pattern)

    assert gate is not None
    assert gate.literals == literals
    assert gate.often < 0.05


@cache
def builtin_patterns() -> dict[str, tuple[PatternNode, Gate | None]]:
    nodes = builtin_checker().compiled.nodes
    return {f"{node.on}: {node.pattern}": (node, gate_of(node.pattern, ignoring=node.on == "folded")) for node in nodes if isinstance(node, PatternNode)}


def as_kept(number: int | None) -> Gate | None:
    """A gate as the compiled policies have it."""
    if number is None:
        return None
    node = builtin_checker().compiled.nodes[number]
    assert isinstance(node, GateNode)
    return Gate(frozenset(node.literals), frozenset(node.characters), node.run, node.least)


@settings(suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_text_made_to_fit_a_built_in_pattern_opens_its_gate(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(builtin_patterns())))
    node, gate = builtin_patterns()[name]
    assert as_kept(node.gate) == gate
    assume(gate is not None and compiles(node.pattern))
    assert gate is not None

    text = data.draw(st.from_regex(re.compile(node.pattern, re.IGNORECASE if node.on == "folded" else 0)))

    for changed in (text, f"see {text} 🌹", text.upper(), tidy(text).text):
        if found(node.pattern, node.on, changed):
            assert is_open(gate, texts_of(changed)), (node.pattern, changed, gate)


def test_in_every_example_each_gate_is_open_where_its_pattern_or_detector_finds_something(builtin: Checker) -> None:
    compiled, detectors = builtin.compiled, builtin.contributions.detectors
    gated = [(node, compiled.wakes[node.gate]) for node in compiled.nodes if isinstance(node, PatternNode | DetectorNode) and node.gate is not None]
    texts = {case.example.text: case for case in cases(builtin)}
    shut = []
    for typed in sorted(texts)[:: max(1, 2_000 // settings.default.max_examples)]:
        text = Text((("text", typed),))
        opened = mask_of(compiled.gates.open(text.texts(), text.tidied()))
        still = [(node, gate) for node, gate in gated if not opened & (gate or 0)]
        shut += [(node, typed) for node, _ in still if _finds(node, text, detectors)]

    assert len(gated) > 150
    assert shut == []


def _finds(node: Any, text: Text, detectors: dict[str, Callable[..., Any]]) -> bool:
    _, typed, tidied = text.fields[0]
    if isinstance(node, PatternNode):
        return node.expression.search(typed if node.on == "typed" else tidied.text) is not None
    return any(True for _ in detectors[node.name](tidied.text, field="text", post=Post(text=typed), context=None))


@pytest.mark.parametrize("pattern", ["a{e}", "(?:plum){e<=1}", "[[:alpha:]]plum", "(?:abc){1<=e<=2}", "a(?#", "(?|ab|cd)", "[a-z--[aeiou]]xy", "[ab&&b]xy", "(?V1)[a||b]xy"])
def test_an_expression_that_only_one_library_reads_has_no_gate_that_rests_on_the_other(pattern: str) -> None:
    gate = gate_of(pattern, ignoring=True)

    for text in ("", "plm", "ABxy", "bxy", "cd", "a", "xy", "abd", "eplum"):
        assert gate is None or not found(pattern, "folded", text) or is_open(gate, {text}), (pattern, text, gate)


@given(st.text(LETTERS, min_size=1, max_size=4), st.integers(1, 4), st.text(LETTERS, max_size=20))
def test_a_detector_that_says_what_it_needs_rests_only_where_that_is_not_there(characters: str, least: int, text: str) -> None:
    gate = Needs(characters, least).gate

    enough = sum(text.count(one) for one in set(characters)) >= least

    assert gate is not None
    assert not enough or is_open(gate, {text})


@given(st.text("0123456789 -./()a😀\n", max_size=40), st.integers(1, 8))
def test_figures_of_one_number_have_no_letter_and_little_between_them(text: str, least: int) -> None:
    gate = Needs("0123456789", least, together=True).gate

    written = re.search(rf"(?:\d[ ./()-]{{0,3}}){{{least}}}", text) is not None

    assert gate is not None
    assert not written or is_open(gate, {text})
    assert not is_open(gate, {"1a" * 20}) or least == 1


@given(st.text("abc1 ", max_size=20))
def test_a_detector_that_looks_for_something_first_rests_where_it_does_not_match(text: str) -> None:
    gate = Needs("1", probes=("b+c",)).gate

    assert gate is not None
    assert is_open(gate, {text}) == ("1" in text and "bc" in text)


@MANY
@given(expressions, st.text(LETTERS, max_size=30))
def test_a_probe_waits_for_nothing_that_its_matches_can_do_without(pattern: str, text: str) -> None:
    assume(compiles(pattern))

    assert is_open(Gate(probes=(pattern,)), texts_of(text)) or not found(pattern, "tidied", tidy(text).text)


@pytest.mark.parametrize("probe", ["^(a|aa)+$", "(plum"])
def test_a_probe_that_takes_too_long_or_is_none_keeps_nothing_from_being_looked_for(probe: str) -> None:
    gate = Needs(probes=(probe,)).gate

    assert gate is not None
    assert is_open(gate, {"a" * 200 + "!"})
