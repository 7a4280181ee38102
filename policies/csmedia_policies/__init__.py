"""The built-in policies: folders of TOML, and the detectors that need code. They come in by the same door as anyone's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from csmedia import hookimpl
from csmedia_policies.detectors import DETECTORS, Match


@hookimpl
def csmedia_policies() -> list[Path]:
    """The folder that this file stands in, as installed."""
    return [Path(__file__).parent]


@hookimpl
def csmedia_detectors() -> Mapping[str, Callable[..., Iterable[Match]]]:
    """Every detector, by name."""
    return {name: _of_text_alone(find) for name, find in DETECTORS.items()}


def _of_text_alone(find: Callable[[str], Iterable[Match]]) -> Callable[..., Iterable[Match]]:
    @wraps(find)
    def detect(text: str, **_: Any) -> Iterable[Match]:
        return find(text)

    return detect
