"""Every example of every built-in rule. A new rule file brings its tests; nothing is added here."""

from __future__ import annotations

import pytest

from csmedia.testing import cases, run_case

from .conftest import builtin_checker

BUILTIN = builtin_checker()


@pytest.mark.parametrize("rule", sorted(BUILTIN.compiled.ids))
def test_every_example_of_a_rule_gets_what_it_expects(rule: str) -> None:
    outcomes = [run_case(BUILTIN, case) for case in cases(BUILTIN, rule) if case.rule.id == rule]

    assert [f"example {one.case.number}: expected {one.case.example.expect}, got {one.got} {one.reason}" for one in outcomes if not one.passed] == []


FORBIDDEN = ("approved", "compliant", "safe to", "you will be disciplined", "violation", "breach", "offence", "purdah")


def test_no_rule_accuses_or_clears_and_each_says_whom_to_ask() -> None:
    faults = []
    for rule in BUILTIN.compiled.rules:
        words = (rule.title, rule.message, rule.why, rule.fine_when, rule.instead, *(one.because for one in rule.severity_when))
        said = " ".join(filter(None, words)).lower()
        faults += [(rule.id, word) for word in FORBIDDEN if word in said]
        faults += [] if rule.ask else [(rule.id, "asks nobody")]

    assert faults == []


def test_every_duty_of_the_catalogue_is_there() -> None:
    assert len(BUILTIN.compiled.duties) == 80
