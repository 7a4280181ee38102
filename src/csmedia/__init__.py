"""Reads a civil servant's post in its context and says which duties it touches, where, and whom to ask."""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` takes longer than all else that `csmedia --version` does
if TYPE_CHECKING:
    from typing import Any

    from csmedia.checker import Checker, check
    from csmedia.errors import CsmediaError, Fault, PolicyError, ReadError
    from csmedia.model import Citation, Context, Fact, Failure, Finding, Link, Media, Post, Release, Report, Span
    from csmedia.plugins import hookimpl
    from csmedia.run import Run

_HOMES = {
    "Checker": "checker", "Citation": "model", "Context": "model", "CsmediaError": "errors", "Fact": "model", "Failure": "model",
    "Fault": "errors", "Finding": "model", "Link": "model", "Media": "model", "PolicyError": "errors", "Post": "model",
    "ReadError": "errors", "Release": "model", "Report": "model", "Run": "run", "Span": "model", "check": "checker", "hookimpl": "plugins",
}  # fmt: skip
__all__ = [
    "Checker", "Citation", "Context", "CsmediaError", "Fact", "Failure", "Fault", "Finding", "Link", "Media", "PolicyError", "Post",
    "ReadError", "Release", "Report", "Run", "Span", "check", "hookimpl",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Importing pydantic takes longer than `csmedia --version` should: each name is fetched when it is first used.
    if name not in _HOMES:
        raise AttributeError(f"module 'csmedia' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  # the same

    return getattr(import_module(f"csmedia.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
