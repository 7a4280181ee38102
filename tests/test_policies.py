"""Every example of every built-in rule. A new rule file brings its tests; nothing is added here."""

from __future__ import annotations

import pytest

from csmedia.testing import Case, cases, run_case

from .conftest import builtin_checker

BUILTIN = builtin_checker()


@pytest.mark.parametrize("case", list(cases(BUILTIN)), ids=lambda case: case.name)
def test_an_example_gets_what_it_expects(case: Case) -> None:
    outcome = run_case(BUILTIN, case)

    assert outcome.passed, f"{case.rule.file}: expected {case.example.expect}, got {outcome.got} {outcome.reason}"


FORBIDDEN = ("approved", "compliant", "safe to", "you will be disciplined", "violation", "breach", "offence", "purdah")


@pytest.mark.parametrize("rule", BUILTIN.compiled.rules, ids=lambda rule: rule.id)
def test_a_rule_neither_accuses_nor_clears(rule) -> None:
    said = " ".join(
        filter(
            None,
            (
                rule.title,
                rule.message,
                rule.why,
                rule.fine_when,
                rule.instead,
                *(one.because for one in rule.severity_when),
            ),
        )
    ).lower()

    assert [word for word in FORBIDDEN if word in said] == []
    assert rule.ask


def test_every_duty_of_the_catalogue_is_there() -> None:
    assert len(BUILTIN.compiled.duties) == 80
