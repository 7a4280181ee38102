"""An environment of its own for each peer, made when it is first wanted. What cannot be had is told, and is no failure."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(os.environ.get("CSMEDIA_BENCH_HOME", Path(__file__).resolve().parent.parent / ".nox" / "bench-peers"))
PATIENCE = 900


class NotHadError(Exception):
    """A peer that cannot be installed here; the message is the installer's last line."""


def python_with(*needs: str) -> Path:
    """A Python that has what is needed, and nothing else."""
    if not needs:
        return Path(sys.executable)
    name = re.sub(r"\W+", "-", Path(needs[-1]).name).strip("-")
    home = HOME / f"{name}-{hashlib.sha256(' '.join(needs).encode()).hexdigest()[:6]}"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *needs])
        (home / "ready").touch()
    return python


def node_with(*needs: str) -> Path:
    """A folder of commands that npm installed."""
    home = HOME / "npm"
    if shutil.which("npm") is None:
        raise NotHadError("there is no npm here")
    if not (home / "ready").exists():
        home.mkdir(parents=True, exist_ok=True)
        _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), *needs])
        (home / "ready").touch()
    return home / "node_modules" / ".bin"


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotHadError(f"installing it took more than {PATIENCE} s") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip() and "notice" not in line] or ["it could not be installed"]
        raise NotHadError(said[-1][:160])
