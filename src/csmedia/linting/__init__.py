"""Policies looked over as they are written: slow, noisy, one-sided, stale or unkind, each with its line and a cure."""

from csmedia.linting.kinds import KINDS, Lint
from csmedia.linting.lint import lint

__all__ = ["KINDS", "Lint", "lint"]
