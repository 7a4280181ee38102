"""How good the built-in policies are on labelled posts: ``python quality/scoreboard.py [--by duty] [--misses N] [FILE …]``.

``--write`` renews ``measured.json`` of the built-in policies, which ``csmedia duties`` and the pages tell; without it, a file that
is not what was measured is a failure.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import csmedia_policies
from csmedia import Checker, Context, Post, Report

HERE = Path(__file__).parent
MEASURED = Path(csmedia_policies.__file__).parent / "measured.json"
SETS = ("cases", "invented", "silence")
RANK = {"nothing-found": 0, "incomplete": 0, "note": 1, "review": 2, "advise": 3, "stop": 4}


class Scored(NamedTuple):
    """One case with what was said of it."""

    case: dict[str, Any]
    report: Report

    def raised(self, least: int) -> set[str]:
        """The duties raised at a severity or above."""
        return {finding.duty for finding in self.report.findings if RANK[finding.severity] >= least}

    @property
    def said(self) -> int:
        """The rank of the strongest thing said."""
        return max([RANK[self.report.verdict], *(RANK[finding.severity] for finding in self.report.findings)])

    @property
    def label(self) -> int:
        """The rank of the label."""
        return RANK[self.case["expect"]["verdict"]]

    @property
    def ceiling(self) -> int:
        """The strongest rank that is still fair."""
        return max(self.label, RANK[self.case["expect"].get("verdict_max", "nothing-found")])


def score(checker: Checker, cases: Iterable[dict[str, Any]]) -> Iterator[Scored]:
    """Check every case."""
    for case in cases:
        yield Scored(case, checker.check(Post.model_validate(case["post"]), Context.model_validate(case["context"])))


def figures(scored: list[Scored]) -> tuple[dict[str, float], dict[str, Counter[str]], list[str]]:
    """The scoreboard, its rows by duty, and every miss in a line."""
    count: Counter[str] = Counter()
    duties: dict[str, Counter[str]] = defaultdict(Counter)
    misses: list[str] = []
    for one in scored:
        _recall(one, count, duties, misses)
        _precision(one, count, duties, misses)
        judged = one.case["reach"] != "human"
        count["innocent"] += one.label == 0
        count["silent"] += one.label == 0 and one.said <= max(1, one.ceiling)
        count["under_of"] += judged and one.label >= 2
        count["under"] += judged and one.label >= 2 and one.said <= one.label - 2
        count["stop_of"] += one.ceiling < 4
        count["wrong_stop"] += one.ceiling < 4 and one.said == 4
        count["judged"] += judged
        count["exact"] += judged and one.label <= one.said <= one.ceiling
    reaches = ("lexical", "context", "semantic")
    shares = {
        **{f"recall_{reach}": (count[f"hit_{reach}"], count[f"must_{reach}"]) for reach in reaches},
        "recall": (sum(count[f"hit_{reach}"] for reach in reaches), sum(count[f"must_{reach}"] for reach in reaches)),
        "precision": (count["right"], count["raised"]), "silence": (count["silent"], count["innocent"]),
        "wrong_stop": (count["wrong_stop"], count["stop_of"]), "undercalled": (count["under"], count["under_of"]),
        "exact": (count["exact"], count["judged"]), "spans": (count["span_ok"], count["span_of"]),
    }  # fmt: skip
    return {name: part / whole if whole else 0.0 for name, (part, whole) in shares.items()}, duties, misses


def _recall(one: Scored, count: Counter[str], duties: dict[str, Counter[str]], misses: list[str]) -> None:
    expect, reach = one.case["expect"], one.case["reach"]
    found = one.raised(1 if one.label == 1 else 2)
    for duty in expect.get("must", []):
        hit = duty in found
        count[f"must_{reach}"] += 1
        count[f"hit_{reach}"] += hit
        duties[duty]["must"] += 1
        duties[duty]["hit"] += hit
        if not hit:
            misses.append(f"{one.case['id']} missed {duty} ({reach}): {one.case['post']['text'][:120]!r}")
        elif expect.get("evidence"):
            count["span_of"] += 1
            count["span_ok"] += _points_at(one, duty)


def _precision(one: Scored, count: Counter[str], duties: dict[str, Counter[str]], misses: list[str]) -> None:
    allowed = {*one.case["expect"].get("must", []), *one.case["expect"].get("may", [])}
    for duty in sorted(one.raised(2)):
        count["raised"] += 1
        count["right"] += duty in allowed
        duties[duty]["raised"] += 1
        duties[duty]["right"] += duty in allowed
        if duty not in allowed:
            misses.append(f"{one.case['id']} false {duty}: {one.case['post']['text'][:120]!r}")


def _points_at(one: Scored, duty: str) -> bool:
    fields = dict(Post.model_validate(one.case["post"]).fields())
    spans = [span for finding in one.report.findings if finding.duty == duty for span in finding.spans]
    for words in one.case["expect"]["evidence"]:
        for span in spans:
            at = fields.get(span.field, "").find(words)
            if at >= 0 and span.end - span.start <= max(80, 2 * len(words)) and span.start < at + len(words) and at < span.end:
                return True
    return False


def below(shares: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """The figures that lie below their floor or above their ceiling."""
    low = [f"{name} is {shares[name]:.3f}, below its floor of {floor}" for name, floor in floors["least"].items() if shares[name] < floor]
    return low + [f"{name} is {shares[name]:.3f}, above {most}" for name, most in floors["most"].items() if shares[name] > most]


def measured(posts: int, shares: dict[str, float], duties: dict[str, Counter[str]]) -> str:
    """The figures as ``csmedia duties`` and the pages read them: a line a duty, so that a change shows as one."""
    names = ("must", "hit", "raised", "right")
    rows = [f'    "{duty}": {json.dumps({name: row[name] for name in names})}' for duty, row in sorted(duties.items())]
    whole = json.dumps({name: round(share, 3) for name, share in shares.items()})
    return f'{{\n  "posts": {posts},\n  "shares": {whole},\n  "duties": {{\n' + ",\n".join(rows) + "\n  }\n}\n"


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _settled(text: str, *, write: bool) -> list[str]:
    if write:
        MEASURED.write_text(text, encoding="utf-8")
    same = MEASURED.is_file() and MEASURED.read_text(encoding="utf-8") == text
    return [] if same else [f"{MEASURED.name} is not what was measured; renew it with: nox -s quality -- --write"]


def main() -> int:
    """Print the scoreboard; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[HERE / f"{name}.jsonl" for name in SETS])
    parser.add_argument("--by", choices=["duty"])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    given = parser.parse_args()
    floors, failed = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8")), []
    checker = Checker()
    for path in given.files:
        scored = list(score(checker, _read(path)))
        shares, duties, misses = figures(scored)
        if path.stem == SETS[0]:
            failed += _settled(measured(len(scored), shares, duties), write=given.write)
        print(path.name)
        for name, share in shares.items():
            print(f"  {name:16} {share:.3f}")
        for duty, row in sorted(duties.items()) if given.by else ():
            print(f"  {duty:34} must {row['must']:3} hit {row['hit']:3} raised {row['raised']:3} right {row['right']:3}")
        for miss in misses[: given.misses]:
            print(f"  {miss}")
        failed += [f"{path.name}: {fault}" for fault in below(shares, floors.get(path.stem, {"least": {}, "most": {}}))]
    print("\n".join(failed) or "no figure is below its floor", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
