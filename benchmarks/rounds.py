"""Subjects in turn, round by round: what the machine does to one it does to all."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.environments import NotHadError, python_with
from benchmarks.peers import ENVIRONMENTS

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = float(os.environ.get("CSMEDIA_BENCH_PATIENCE", "900"))
"""Seconds after which a subject that is not built, or a round that has not ended, is given up."""


class Wanted(NamedTuple):
    """A subject: its module, its name, its number of terms and of posts."""

    module: str
    name: str
    size: int
    posts: int

    @property
    def key(self) -> str:
        """Its name in results."""
        return f"{self.name}:{self.size}" if self.size else self.name


Told = dict[str, Any]


class Running:
    """A subject in its process."""

    def __init__(self, wanted: Wanted, surroundings: Mapping[str, str]) -> None:
        python = python_with(*ENVIRONMENTS[wanted.name]) if wanted.module == "peers" else Path(sys.executable)
        command = [str(python), "-m", "benchmarks.serve", wanted.module, wanted.name, str(wanted.size), str(wanted.posts)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=dict(surroundings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def hear(self) -> Told:
        """The next line that it says."""
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise NotHadError(f"no answer within {PATIENCE:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            assert self.process.stderr is not None
            said = self.process.stderr.read().strip().splitlines() or ["it ended without a word"]
            raise NotHadError(said[-1][:160])
        told: Told = json.loads(line)
        return told

    def ask(self) -> Told:
        """One round."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write("round\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise NotHadError("it ended between two rounds") from error
        return self.hear()

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.communicate()


def surroundings(cache: Path) -> dict[str, str]:
    """The environment of every subject: this checkout, and a cache folder of the run's own."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "src"), str(ROOT / "policies")))
    return {**os.environ, "PYTHONPATH": path, "XDG_CACHE_HOME": str(cache), "PYTHONHASHSEED": "0"}


def in_turn(wanted: Iterable[Wanted], rounds: int, around: Mapping[str, str], tell: Callable[[str], None]) -> dict[str, Told]:
    """What every subject says, by its key: how it was built and its rounds, or why it was skipped."""
    results: dict[str, Told] = {}
    running: dict[str, Running] = {}
    try:
        for one in wanted:
            tell(f"building {one.key}")
            _begin(one, around, running, results)
        for number in range(rounds):
            tell(f"round {number + 1} of {rounds}")
            for key in list(running):
                _ask(key, running, results)
    finally:
        for subject in running.values():
            subject.stop()
    return results


def _begin(one: Wanted, around: Mapping[str, str], running: dict[str, Running], results: dict[str, Told]) -> None:
    subject = None
    try:
        subject = Running(one, around)
        results[one.key] = {"ready": subject.hear(), "rounds": []}
        running[one.key] = subject
    except NotHadError as error:
        results[one.key] = {"skipped": str(error)}
        if subject is not None:
            subject.stop()


def _ask(key: str, running: dict[str, Running], results: dict[str, Told]) -> None:
    try:
        results[key]["rounds"].append(running[key].ask())
    except NotHadError as error:
        results[key] = {"skipped": str(error)}
        running.pop(key).stop()


def timed(command: list[str], around: Mapping[str, str], given: str = "", cwd: Path = ROOT) -> Told:
    """Seconds and peak memory of one command."""
    began = time.perf_counter()
    done = subprocess.run(
        ["/usr/bin/env", *command], cwd=cwd, env=dict(around), input=given, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return {"us": (time.perf_counter() - began) * 1e6, "code": done.returncode, "said": (done.stdout + done.stderr)[-200:] if done.returncode > 1 else ""}


def commands_in_turn(commands: Mapping[str, tuple[list[str], str]], rounds: int, around: Mapping[str, str], tell: Callable[[str], None]) -> dict[str, Told]:
    """The same for commands, each with what it reads; the first turn warms the caches and is not counted."""
    results: dict[str, Told] = {key: {"ready": {}, "rounds": []} for key in commands}
    for number in range(rounds + 1):
        tell(f"commands, round {number} of {rounds}")
        for key, (command, given) in commands.items():
            if "skipped" in results[key]:
                continue
            try:
                told = timed(command, around, given)
            except (OSError, subprocess.TimeoutExpired) as error:
                results[key] = {"skipped": type(error).__name__}
                continue
            if told["code"] not in (0, 1):
                results[key] = {"skipped": f"exit code {told['code']}: {told['said'][-120:]}"}
            elif number:
                results[key]["rounds"].append(told)
    return results
