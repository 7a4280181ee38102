"""How the built-in policies do on texts that nobody wrote for them: ``python quality/found.py [FOLDER] [--misses N]``.

The sets are third-party data and no part of this repository; without them there is nothing to do, and that is said.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csmedia import Checker, Context, Post, Report

HERE = Path(__file__).parent
USUAL = HERE.parent.parent / "shared" / "data" / "dev"
RANK = {"note": 1, "review": 2, "advise": 3, "stop": 4}
POLITICS = (
    "restricted-national-activity restricted-local-activity intermediate-permission politically-free-limits candidacy strong-party-commitment "
    "official-party-political official-polemic official-minister-in-party-role official-partisan-source election-personal-care ge-official-silence "
    "local-election-care devolved-election-care by-election-scope special-adviser-limits"
).split()
ATTACK = ["personal-attack", "criminal-speech", "disrepute-and-conduct"]
# Which duties answer for what a row is labelled with.
DUTIES = {
    "party_political": POLITICS,
    "contested_policy": [*POLITICS, "own-minister-controversy", "other-policy-moderation", "campaign-on-own-policy", "disrepute-and-conduct"],
    "attack": [*ATTACK, "defamation-and-false-fact"],
    "hate": [*ATTACK, "offensive-or-discriminatory"],
    "offensive_language": ["offensive-or-discriminatory", "disrepute-and-conduct", "personal-attack"],
    "personal_data": ["personal-identifiers", "casework-anecdote", "colleague-privacy", "credentials"],
    "marking": ["classification-marking", "handling-caveat", "official-info-unauthorised", "ministers-confidences", "legal-advice-litigation"],
    "embargo": ["embargo", "statistics-prerelease", "handling-caveat", "official-info-unauthorised"],
    "accuracy": ["truthful-and-corrected", "statistics-use", "defamation-and-false-fact"],
}
# True of almost any post: never a false alarm.
GOOD_PRACTICE = frozenset({"access-text", "access-media", "capacity-and-disclaimer", "welsh-language"})


def rows_of(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every set, by the name of the set."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                yield path.stem, json.loads(line)


def report_of(checker: Checker, row: dict[str, Any]) -> Report:
    """A row is judged as a post of an official account, or of an identifiable civil servant of the restricted group."""
    personal = {"political_group": "restricted", "identifiable": True} if row["capacity_assumed"] == "personal" else {}
    context = Context.model_validate({"capacity": row["capacity_assumed"], **personal})
    return checker.check(Post(text=row["text"], platform="x"), context)


def right(row: dict[str, Any], report: Report) -> bool:
    """Whether a labelled row is answered as its label asks, at review or above."""
    label = row["label"]
    raised = {finding.duty for finding in report.findings if RANK[finding.severity] >= 2}
    if label["expect"] == "flag":
        wanted = {duty for name in (*label["categories"], *label.get("also_ok", ())) for duty in DUTIES[name]}
        return bool(raised & wanted)
    every = "*" in label["clean_for"]
    barred = raised - GOOD_PRACTICE if every else {duty for name in label["clean_for"] for duty in DUTIES[name]}
    return not raised & barred


def figures(checker: Checker, folder: Path) -> tuple[dict[str, dict[str, Counter[str]]], list[str]]:
    """For each set and kind: how many rows to flag were flagged, and how many clean ones raised an alarm; and every miss."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    misses = []
    for name, row in rows_of(folder):
        expect = row["label"]["expect"]
        if expect == "either":
            continue
        good = right(row, report_of(checker, row))
        kind = str(row["label"].get("code") or row["label"].get("kind") or "")
        for which in ("all", kind) if kind else ("all",):
            counts[name][which][expect] += 1
            counts[name][which][f"{expect}_right"] += good
        if not good:
            misses.append(f"{name} {row['id']} {'missed' if expect == 'flag' else 'false alarm'}: {row['text'][:110]!r}")
    return counts, misses


def below(counts: dict[str, dict[str, Counter[str]]], floors: dict[str, dict[str, float]]) -> list[str]:
    """The figures that miss their floor; a set that is not at hand is not asked."""
    low = []
    for place, floor in floors.items():
        name, _, kind = place.partition("/")
        row = counts.get(name, {}).get(kind or "all", Counter())
        if row["flag"] and row["flag_right"] / row["flag"] < floor.get("recall", 0.0):
            low.append(f"{place}: recall {row['flag_right'] / row['flag']:.3f}, below {floor['recall']}")
        if row["clean"] and 1 - row["clean_right"] / row["clean"] > floor.get("false_alarms", 1.0):
            low.append(f"{place}: false alarms {1 - row['clean_right'] / row['clean']:.3f}, above {floor['false_alarms']}")
    return low


def main() -> int:
    """Print a line a set and kind; 1 where a floor is missed, 0 where the sets are not at hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=USUAL)
    parser.add_argument("--misses", type=int, default=0)
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"{given.folder.name}: the sets are not at hand here, and none was scored", file=sys.stderr)
        return 0
    counts, misses = figures(Checker(builtin_only=True), given.folder)
    for name, kinds in counts.items():
        for kind, row in sorted(kinds.items()):
            flagged = f"recall {row['flag_right']}/{row['flag']} ({row['flag_right'] / row['flag']:.3f})" if row["flag"] else ""
            alarms = row["clean"] - row["clean_right"]
            clean = f"false alarms {alarms}/{row['clean']} ({alarms / row['clean']:.3f})" if row["clean"] else ""
            print(f"{name:28} {kind:32} {flagged:28} {clean}")
    print("\n".join(misses[: given.misses]))
    low = below(counts, tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["found"])
    print("\n".join(low) or "no figure of the found sets misses its floor", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
