"""``csmedia recheck REPORT POSTS``: just before a post goes out, whether what was said of it still holds."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from csmedia.checker import Checker
from csmedia.cli.checking import decisions_of
from csmedia.cli.context import UsageError
from csmedia.cli.inputs import Inputs
from csmedia.cli.making import checker_for
from csmedia.cli.moments import day_of, when_of
from csmedia.cli.replaying import replay
from csmedia.cli.reported import read_report
from csmedia.cli.wishes import Wishes, wishes_of
from csmedia.decisions import apply_decisions, item_hash
from csmedia.judge import Surroundings
from csmedia.model import Report, rank
from csmedia.read import Item, Reader
from csmedia.run import Line

# A scheduler asks some minutes before; more than that is another time to publish.
_EARLY = timedelta(hours=1)
Status = Literal["still-good", "judged-again", "expired"]


class Rechecked(NamedTuple):
    """One post: whether the old answer holds, why not where it does not, and the answer that counts now."""

    item: Item
    status: Status
    reason: str
    report: Report


def recheck(given: Namespace) -> int:
    """Compare every post with its line in a report, and judge again where the old answer does not hold."""
    if given.as_of_report:
        return replay(given)
    wishes = wishes_of(given)
    now = _moment(given.effective_time)
    old = read_report(Path(given.report))
    checker = checker_for(wishes)
    readers = {name: Reader(*reader) for name, (_, reader) in dict(checker.contributions.readers).items()}
    inputs = Inputs(given.paths, wishes.options, wishes.input_format, readers, quiet=True)
    waivers, baseline = decisions_of(wishes, checker)
    done = [
        one._replace(report=apply_decisions(one.item, one.report, waivers, baseline, day_of(now)))
        for item, around in inputs.items()
        for one in (_rechecked(checker, item, around, old.get(item.id), now, wishes),)
    ]
    for one in done:
        _write(one)
    incomplete = bool(inputs.unread) or bool(checker.failures) or any(not one.report.complete for one in done)
    if incomplete:
        return 2
    if not done:
        print("csmedia: nothing was checked: no post was found in what was given.", file=sys.stderr)
        return 3
    worst = max((rank(f.severity) for one in done for f in one.report.findings if not f.decided), default=0)
    return 1 if worst >= rank(wishes.fail_level) else 0


def _moment(said: str) -> datetime:
    now = when_of("--effective-time", said)
    if not isinstance(now, datetime):
        raise UsageError(f"--effective-time {said}: a post goes out at a moment. Write the time too, as in {said}T09:00:00+01:00.")
    return now


def _rechecked(
    checker: Checker, item: Item, around: Surroundings | None, old: Line | None, now: datetime, wishes: Wishes
) -> Rechecked:
    status, reason = _status(checker, item, old, now)
    if status == "still-good" and old is not None:
        return Rechecked(item, status, reason, old)
    # What goes out now is judged now, whatever its calendar planned.
    post = item.post.model_copy(update={"publish_at": now})
    report = checker.check(post, item.context, select=wishes.select, ignore=wishes.ignore, around=around)
    return Rechecked(item, status, reason, report)


def _status(checker: Checker, item: Item, old: Line | None, now: datetime) -> tuple[Status, str]:
    if old is None:
        return "judged-again", "the report says nothing of this post"
    if old.valid_until is not None and old.valid_until <= now:
        return "expired", f"the answer held until {old.valid_until:%-d %B %Y %H:%M %Z}".rstrip()
    planned = item.post.publish_at
    changes = (
        (isinstance(planned, datetime) and planned - now > _EARLY, "it goes out earlier than it was planned and judged for"),
        (old.digest is None, "the report does not tell which words it was about"),
        (old.digest != item_hash(item), "the post, its time or the facts around it have changed since it was checked"),
        (old.ran != checker.compiled.ran, "other policies, or other versions of them, are installed now"),
        (not old.complete, "the old answer was not complete"),
    )
    for changed, reason in changes:
        if changed:
            return "judged-again", reason
    return "still-good", "the same words, the same policies, and the answer has not run out"


def _write(one: Rechecked) -> None:
    line = {
        "schema": "csmedia-recheck-1", "id": one.item.id, "status": one.status, "reason": one.reason, "verdict": one.report.verdict,
        "complete": one.report.complete, "valid_until": one.report.valid_until.isoformat() if one.report.valid_until else None,
        "findings": [{"rule": f.rule, "duty": f.duty, "severity": f.severity, "message": f.message, "ask": list(f.ask)} for f in one.report.findings],
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
