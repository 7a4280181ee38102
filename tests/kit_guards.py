"""A checker without the shipped guards compiles in no time; they are tested where they matter, in test_guards.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmedia.load import Folder

from .conftest import write


def leave_out_guards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guards = write(folder / "guards", {"signals/never.toml": 'title = "Never"\nterms = ["never ever said"]\n'})
    monkeypatch.setattr("csmedia.checker.GUARDS", Folder(guards, "csmedia", guards=True))
