"""The command: arguments in, text out, exit code."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; what it found goes to standard output, everything else to standard error."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given in (["--version"], ["-V"]):
        from csmedia.version import VERSION  # noqa: PLC0415  # nothing else is imported for the version

        print(f"csmedia {VERSION}")
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
    except Exception as error:  # a fault of csmedia itself: 1 would read as “findings”
        if os.environ.get("CSMEDIA_DEBUG"):
            raise
        print(f"csmedia: {_own_fault(error)}", file=sys.stderr)
        return 2


def _own_fault(error: Exception) -> str:
    """Where it broke, without its message: that may hold words of a post."""
    import traceback  # noqa: PLC0415  # seldom needed

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119  # a name to show, not a path to open
    return f"broke off with a fault of its own: {type(error).__name__} at {where}. Nothing was decided. Set CSMEDIA_DEBUG=1 to see all of it, posts included."


def entry() -> None:
    """What the installed script calls."""
    # Whatever plugin of pydantic is installed would see, and could log, every post that is read.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.exit(main())
