"""The command: arguments in, text out, exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; what it found goes to standard output, everything else to standard error."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given in (["--version"], ["-V"]):
        from importlib.metadata import version  # noqa: PLC0415  # nothing else is imported for the version

        print(f"csmedia {version('csmedia')}")
        return 0
    from csmedia.cli.commands import run  # noqa: PLC0415  # the models are imported only when something is to be done

    try:
        return run(given)
    except BrokenPipeError:
        # The reader of a pipe went away: nobody is left to tell. The descriptor is replaced so that the interpreter's own flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("csmedia: stopped", file=sys.stderr)
        return 130


def entry() -> None:
    """What the installed script calls."""
    sys.exit(main())
