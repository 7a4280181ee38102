"""``python -m csmedia`` is the same as ``csmedia``."""

from csmedia.cli import entry

entry()
