"""The Department for Example Affairs, which does not exist: what a department of its own brings to csmedia."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from csmedia import Finding, hookimpl

from csmedia_example_department.case_numbers import case_numbers
from csmedia_example_department.checks import unpublished_codenames


@hookimpl
def csmedia_policies() -> list[Path]:
    """The folder of TOML beside this file."""
    return [Path(__file__).parent / "policies"]


@hookimpl
def csmedia_detectors() -> Mapping[str, Callable[..., Iterable[tuple[int, int]]]]:
    """Evidence that needs arithmetic; rules ask for it as ``detector:example-case-number``."""
    return {"example-case-number": case_numbers}


@hookimpl
def csmedia_checks() -> Mapping[str, Callable[..., Iterable[Finding]]]:
    """What no rule file can say, because the list must not stand in a policy that everyone reads."""
    return {"example-codenames": unpublished_codenames}
