"""Time: between two boundaries of the calendar and of a rule's own dates its answer stays, and a boundary opens what it begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from csmedia.calendar import LONDON
from csmedia.judge import Facts
from csmedia.probing.answering import Subject, fault_of
from csmedia.probing.faults import Fault
from csmedia.probing.leaning import Leanings
from csmedia.rules.grammar import Example
from csmedia.testing import post_and_context

SECOND = timedelta(seconds=1)
MOST_BOUNDARIES = 3
_TIMED = frozenset(
    f"fact:{name}" for name in
    ("periods", "created_before_period", "approved_before_period", "approved_after_publish", "polls_open", "polling_day",
     "release_pending", "release_passed", "release_words", "time_known")
) | {"place:period", "release"}  # fmt: skip
_ZONES = (UTC, ZoneInfo("Asia/Kolkata"), ZoneInfo("America/Los_Angeles"))


def moment_faults(subject: Subject, leanings: Leanings, seed: int, *, quick: bool) -> Iterator[Fault | None]:
    """An answer for each property of time, where a rule leans on time at all."""
    rule, example = subject.case.rule, subject.case.example
    if example.calendar or not (leanings & _TIMED or rule.since or rule.until):
        return
    facts = subject.checker.evidence(*post_and_context(example, rule)).facts
    spans = list(pairwise(boundaries(subject, facts, leanings)))
    for start, end in _chosen(subject, facts, spans, seed, 1 if quick else MOST_BOUNDARIES):
        first = _at(subject, start)
        yield _same(first, start + SECOND, "just-after-boundary", f"at {_said(start)} and a second later")
        yield _same(first, end - SECOND, "before-next-boundary", f"at {_said(start)} and until just before {_said(end)}")
        for zone in _ZONES:
            yield _same(first, start.astimezone(zone), "same-moment-elsewhere", f"at {_said(start)}, told in another time zone")


def boundaries(subject: Subject, facts: Facts, leanings: Leanings) -> list[datetime]:
    """The instants at which this example's answer may change, in order."""
    rule, calendar = subject.case.rule, subject.checker.compiled.calendar
    found = {_midnight(day) for day in (rule.since, rule.until) if day is not None}
    for row in calendar.periods:
        if facts.author.serves in row.serves:
            found |= {at for at in (row.starts, row.ends) if at is not None}
            if row.polling is not None and leanings & {"fact:polls_open", "fact:polling_day"}:
                found |= {_midnight(row.polling) + timedelta(hours=hours) for hours in (0, 7, 22, 24)}
    found |= {release.at for release in facts.context.releases}
    found |= {at for at in (facts.post.approved_at, facts.post.created_at) if at is not None}
    return sorted(found)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _chosen(
    subject: Subject, facts: Facts, spans: list[tuple[datetime, datetime]], seed: int, most: int
) -> list[tuple[datetime, datetime]]:
    """The span that the example's own time lies in, those that a date of the rule opens, and a few more by chance."""
    rule = subject.case.rule
    dates = {_midnight(day) for day in (rule.since, rule.until) if day is not None}
    now = facts.moment.start if facts.moment is not None else None
    first = [one for one in spans if one[0] in dates or (now is not None and one[0] <= now < one[1])]
    rest = [one for one in spans if one not in first]
    return [*first, *subject.chance(seed, "moments").sample(rest, min(most, len(rest)))]


def _at(subject: Subject, when: datetime) -> Subject:
    example = _timed(subject.case.example, when)
    return subject._replace(case=subject.case._replace(example=example), verdict=subject.answer(example))


def _timed(example: Example, when: datetime) -> Example:
    return example.model_copy(update={"post": {**example.post, "publish_at": when}})


def _same(subject: Subject, when: datetime, name: str, changed: str) -> Fault | None:
    return fault_of(subject, name, changed, lambda example: _timed(example, when), lambda _, __: True)


def _said(when: datetime) -> str:
    return f"{when.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"
