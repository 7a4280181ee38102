"""Examples in rules as pytest items: ``csmedia_policies = ["our-policies"]`` among pytest's settings, or ``--csmedia-policies``.

pytest loads this file in every run on a machine with csmedia, so it imports nothing until a project asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from csmedia.checker import Checker

NAME = "csmedia-policies"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say what may be set."""
    group = parser.getgroup("csmedia", "examples in the rules of csmedia")
    group.addoption(
        "--csmedia-policies",
        metavar="NAME",
        action="append",
        default=[],
        help="a folder of policies, or an installed plugin, whose examples are tests; repeatable",
    )
    group.addoption(
        "--csmedia-coverage",
        choices=("off", "warn", "error"),
        default="error",
        help="what becomes of rules that no example tests (default: error)",
    )
    parser.addini("csmedia_policies", "folders of policies, or installed plugins, whose examples are tests", "linelist", [])


def pytest_configure(config: pytest.Config) -> None:
    """Collect the examples of the policies that are named; do nothing where none is."""
    asked: list[str] = config.getoption("--csmedia-policies")
    settled: list[str] = config.getini("csmedia_policies")
    if asked or settled:
        from csmedia.testing.collecting import PolicyTests  # noqa: PLC0415  # the models are slow to import

        config.pluginmanager.register(PolicyTests(config, asked, settled), NAME)


@pytest.fixture(scope="session")
def csmedia_checker(pytestconfig: pytest.Config) -> Checker:
    """The checker of the policies under test, compiled once for the examples and for a project's own tests."""
    tests = pytestconfig.pluginmanager.get_plugin(NAME)
    if tests is None:
        pytest.fail('csmedia_checker needs policies. Write csmedia_policies = ["our-policies"] among the settings of pytest.', pytrace=False)
    checker: Checker = tests.scope.checker
    return checker
