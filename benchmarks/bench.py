"""Measures csmedia against floors and peers: ``python -m benchmarks.bench``. What counts is ratios within one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.commands import FILES, over_files, starts
from benchmarks.corpus import SIZES, fingerprint
from benchmarks.environments import NotHadError, python_with
from benchmarks.goals import GOALS
from benchmarks.peers import ENVIRONMENTS
from benchmarks.rounds import ROOT, Told, Wanted, commands_in_turn, in_turn, surroundings
from benchmarks.tables import goal_table, subject_table

RESULTS = pages.RESULTS
_PEERS = tuple(name for name in ENVIRONMENTS if name not in ("hyperscan", "msgspec"))


class Bench:
    """One run: how much of everything, and where."""

    def __init__(self, given: argparse.Namespace, folder: Path) -> None:
        self.quick, self.rounds, self.only, self.folder = given.quick, given.rounds or (1 if given.quick else 5), given.only, folder
        self.posts = 300 if given.quick else 5_000
        self.around = surroundings(folder / "cache")

    def wants(self, name: str) -> bool:
        return not self.only or any(part in name for part in self.only)

    def turn(self, wanted: list[Wanted]) -> dict[str, Told]:
        return in_turn(wanted, self.rounds, self.around, tell)

    def engine(self) -> dict[str, Told]:
        sizes = SIZES[:2] if self.quick else SIZES
        wanted = [Wanted("ours", name, size, self.posts) for size in sizes for name in ("raw", "check", "many")]
        wanted += [Wanted("ours", "raw joined", size, self.posts) for size in sizes]
        return self.turn([*wanted, *(Wanted("peers", "hyperscan", size, self.posts) for size in sizes)])

    def builtin(self) -> dict[str, Told]:
        ours = [Wanted("ours", name, 0, self.posts) for name in ("builtin", "with department", "models")]
        return self.turn([*ours, Wanted("peers", "Presidio analyzer", 10_000, self.posts)])

    def processes(self) -> dict[str, Told]:
        return self.turn([Wanted("ours", name, 0, self.posts) for name in ("one process", "two processes", "one loop", "two loops")])

    def threads(self) -> dict[str, Told]:
        return self.turn([Wanted("ours", name, 0, self.posts) for name in ("one thread", "eight threads")])

    def files(self) -> dict[str, Told]:
        return self.turn([Wanted("ours", "lines", 10_000, self.posts), Wanted("peers", "msgspec", 0, self.posts)])

    def memory(self) -> dict[str, Told]:
        cold, one = surroundings(self.folder / "cold"), [Wanted("ours", "check", 10_000, 100)]
        first = in_turn(one, 0, cold, tell)
        return {f"first {key}": told for key, told in first.items()} | in_turn(one, 0, cold, tell)

    def hostile(self) -> dict[str, Told]:
        letters = 20_000 if self.quick else 1_000_000
        wanted = [Wanted("ours", name, 10_000, letters) for name in ("hostile", "hostile tenth")]
        wanted.append(Wanted("ours", "slow pattern", 0, 1))
        return self.turn([*wanted, Wanted("ours", "plain letters", 10_000, self.posts)])

    def peers(self) -> dict[str, Told]:
        found: dict[str, Told] = {}
        for size in (1_000,) if self.quick else (100, 1_000, 10_000):
            names = [name for name in _PEERS if self.wants(name) or self.wants("peers")]
            found |= self.turn([Wanted("ours", "check", size, self.posts), *(Wanted("peers", name, size, self.posts) for name in names)])
        return found

    def start(self) -> dict[str, Told]:
        commands, skipped = starts(self.folder / "start", peers=not self.quick)
        told = commands_in_turn(commands, max(3, self.rounds), self.around, tell)
        return told | {name: {"skipped": why} for name, why in skipped.items()}

    def commands(self) -> dict[str, Told]:
        commands, skipped = over_files(self.folder / "commands", 1_000 if self.quick else 10_000)
        rounds = min(self.rounds, 2)
        told = commands_in_turn(commands, rounds, self.around, tell)
        ours = in_turn([Wanted("ours", "check", 10_000, self.posts)], rounds, self.around, tell)
        return told | ours | {name: {"skipped": why} for name, why in skipped.items()} | {"files": {"number": FILES}}

    def spark(self) -> dict[str, Told]:
        try:
            python = python_with("--editable", f"{ROOT}[spark]")
        except NotHadError as error:
            return {"check": {"skipped": str(error)}}
        command = [str(python), "-m", "benchmarks.spark_rate", "200" if self.quick else "20000", str(self.rounds)]
        try:
            done = subprocess.run(command, cwd=ROOT, env=self.around, capture_output=True, text=True, timeout=3_000, check=True)
        except (subprocess.SubprocessError, OSError) as error:
            said = str(getattr(error, "stderr", "") or error).strip().splitlines()
            return {"check": {"skipped": said[-1][:160]}}
        return {name: {"ready": {}, "rounds": rounds} for name, rounds in json.loads(done.stdout.splitlines()[-1]).items()}

    def groups(self) -> Iterator[tuple[str, Callable[[], dict[str, Told]]]]:
        for name in ("engine", "builtin", "peers", "start", "processes", "threads", "files", "memory", "hostile", "spark", "commands"):
            wanted = self.wants(name) or (name == "peers" and any(self.wants(peer) for peer in _PEERS))
            if wanted and not (self.quick and not self.only and name in ("spark", "commands")):
                yield name, getattr(self, name)


def tell(words: str) -> None:
    print(f"bench: {words}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="only groups and peers whose name holds it; repeatable")
    parser.add_argument("--rounds", type=int, help="rounds of each subject (default: 5)")
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that it runs; its figures are worth little")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE", help=f"where the figures go (default: {RESULTS.relative_to(ROOT)}; with --quick or --only, nowhere)")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a floor is not met")
    given = parser.parse_args()
    path = given.json or (None if given.quick or given.only else RESULTS)
    results: dict[str, Any] = {"groups": {}}
    with tempfile.TemporaryDirectory() as folder:
        # After each group, so that a long run that is cut off is not lost.
        for results in measured(Bench(given, Path(folder))):
            if path is not None:
                path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(subject_table(results["groups"]))
    print(goal_table(results["groups"]))
    if path == RESULTS:
        pages.renew(results)
    return int(given.strict and any(goal.state(results["groups"]) == "NOT MET" for goal in GOALS))


def measured(bench: Bench) -> Iterator[dict[str, Any]]:
    """Everything that was measured so far, and with what, after each group."""
    groups: dict[str, Mapping[str, Told]] = {}
    about = {
        "corpus": fingerprint(1_000), "python": platform.python_version(), "cores": os.cpu_count(), "machine": platform.machine(),
        "posts": bench.posts, "rounds": bench.rounds, "quick": bench.quick, "groups": groups,
    }  # fmt: skip
    for name, measure in bench.groups():
        tell(name)
        groups[name] = measure()
        yield about


if __name__ == "__main__":
    sys.exit(main())
