"""``csmedia recheck --as-of-report``: an old decision again, at its own moment, and whether it is the same one."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from csmedia.checker import Checker
from csmedia.cli.context import UsageError
from csmedia.cli.inputs import Inputs
from csmedia.cli.making import tell_failures
from csmedia.cli.reported import read_report
from csmedia.cli.revisions import named_policies
from csmedia.cli.standing import checker_with
from csmedia.cli.wishes import Wishes, wishes_of
from csmedia.decisions import item_hash
from csmedia.judge import Surroundings
from csmedia.model import Finding, PolicyRun, Report
from csmedia.read import Item, Reader
from csmedia.run import Line

Status = Literal["same-answer", "other-answer", "not-the-same", "not-in-report"]


class Compared(NamedTuple):
    """One policy: what ran then, what runs now, and whether they are the same."""

    policy: str
    then: str | None
    now: str | None
    same: bool

    def __str__(self) -> str:
        if self.then is None:
            return f"{self.policy}: did not run then; version {self.now} runs now"
        if self.now is None:
            return f"{self.policy}: version {self.then} ran then; it is not installed now"
        if self.then != self.now:
            return f"{self.policy}: version {self.then} ran then, version {self.now} runs now"
        files = "the same files" if self.same else "but its files are others, or the report does not tell which they were"
        return f"{self.policy}: version {self.then} ran then and runs now, {files}"


class Replayed(NamedTuple):
    """One post: whether the old answer comes again, and what there is to compare."""

    item: Item
    status: Status
    reason: str
    old: Line | None
    report: Report
    policies: tuple[Compared, ...]


def compared(then: Iterable[PolicyRun], now: Iterable[PolicyRun]) -> tuple[Compared, ...]:
    """Each policy that ran then or runs now. Without a hash of its files, a policy is not known to be the same."""
    before, after = {one.policy: one for one in then}, {one.policy: one for one in now}
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        same = old is not None and old == new and old.digest is not None
        found.append(Compared(name, old.version if old else None, new.version if new else None, same))
    return tuple(found)


def replay(given: Namespace) -> int:
    """Judge every post as of its line in a report. Exit 0 the same answers, 1 others, 2 what cannot be compared, 3 no posts."""
    if given.effective_time != "now":
        raise UsageError("--as-of-report judges at the report's own times. Take --effective-time away.")
    wishes = wishes_of(given)
    old = read_report(Path(given.report))
    checker = _checker(given, wishes)
    readers = {name: Reader(*reader) for name, (_, reader) in dict(checker.contributions.readers).items()}
    inputs = Inputs(given.paths, wishes.options, wishes.input_format, readers, quiet=True)
    done = [_replayed(checker, item, around, old.get(item.id), wishes) for item, around in inputs.items()]
    _tell_policies(done)
    for one in done:
        _write(one)
    if inputs.unread or checker.failures or any(one.status in ("not-the-same", "not-in-report") or not one.report.complete for one in done):
        return 2
    if not done:
        print("csmedia: nothing was checked: no post was found in what was given.", file=sys.stderr)
        return 3
    return int(any(one.status == "other-answer" for one in done))


def _checker(given: Namespace, wishes: Wishes) -> Checker:
    """The checker with the policies that ``--policies`` names, a folder or ``REV:path``, in the place of the installed ones."""
    settled = wishes._replace(policies=wishes.policies[: len(wishes.policies) - len(given.policies)])
    with tempfile.TemporaryDirectory() as folder:
        named = [named_policies(said, settled, Path(folder) / str(number)) for number, said in enumerate(given.policies)]
        checker, gone = checker_with(settled, [path for one in named for path in one.folders])
    for one in gone:
        print(f"csmedia: {', '.join(given.policies)} stands in for the policies of {one}.", file=sys.stderr)
    tell_failures(checker)
    return checker


def _replayed(checker: Checker, item: Item, around: Surroundings | None, old: Line | None, wishes: Wishes) -> Replayed:
    moment = old.judged_for if old is not None and old.judged_for is not None else item.post.publish_at
    then = item._replace(post=item.post.model_copy(update={"publish_at": moment}))
    report = checker.check(then.post, then.context, select=wishes.select, ignore=wishes.ignore, around=around)
    if old is None:
        return Replayed(then, "not-in-report", "the report says nothing of this post", None, report, ())
    policies = compared(old.ran, report.ran)
    status, reason = _status(then, old, report, policies)
    return Replayed(then, status, reason, old, report, policies)


def _status(item: Item, old: Line, report: Report, policies: tuple[Compared, ...]) -> tuple[Status, str]:
    others = [one.policy for one in policies if not one.same]
    doubts = (
        (bool(others), f"these policies are not known to be those of the report: {', '.join(others)}"),
        (old.digest is None, "the report does not tell which words it was about, because a secret was among them"),
        (old.digest is not None and old.digest != item_hash(item), "the post or the facts around it are others now"),
        (not old.complete, "the old answer was not complete"),
    )
    said = "; ".join(reason for doubted, reason in doubts if doubted)
    same = (old.verdict, _bare(old.findings)) == (report.verdict, _bare(report.findings))
    if said:
        return "not-the-same", f"{said}. The answer here is {'the same' if same else 'another'}"
    if same:
        return "same-answer", "the same post, the same policies, the same answer"
    return "other-answer", "the same post and policies, and another answer: detectors, checks or the program itself have changed, or rules were selected"


def _bare(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    # What people decided later is no part of the answer.
    return tuple(one.model_copy(update={"waived": None, "known": False}) for one in findings)


def _tell_policies(done: Iterable[Replayed]) -> None:
    for policy in dict.fromkeys(policy for one in done for policy in one.policies):
        print(f"csmedia: {policy}", file=sys.stderr)


def _shown(moment: datetime | date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _write(one: Replayed) -> None:
    line = {
        "schema": "csmedia-replay-1", "id": one.item.id, "status": one.status, "reason": one.reason, "judged_for": _shown(one.item.post.publish_at),
        "verdict_then": one.old.verdict if one.old else None, "verdict": one.report.verdict, "complete": one.report.complete,
        "policies": [policy._asdict() for policy in one.policies],
        "findings": [{"rule": f.rule, "duty": f.duty, "severity": f.severity, "message": f.message, "ask": list(f.ask)} for f in one.report.findings],
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
