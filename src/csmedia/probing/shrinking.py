"""The shortest post that still shows a fault: words are taken away while it stays."""

from __future__ import annotations

import re
from collections.abc import Callable

MOST_TRIALS = 150
_PIECE = re.compile(r"\S+\s*")


def shrink(text: str, still_faulty: Callable[[str], bool], trials: int = MOST_TRIALS) -> str:
    """Take away runs of words, long ones first, as long as ``still_faulty`` holds; at most ``trials`` are tried."""
    pieces = _PIECE.findall(text)
    run = max(1, len(pieces) // 2)
    while run and trials > 0:
        at = shortened = 0
        while at < len(pieces) and trials > 0:
            fewer = pieces[:at] + pieces[at + run :]
            trials -= 1
            if fewer and still_faulty("".join(fewer).rstrip()):
                pieces, shortened = fewer, 1
            else:
                at += run
        run = run if shortened and run == 1 else run // 2
    return "".join(pieces).rstrip()
