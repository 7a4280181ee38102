"""Days and times as people write them on the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from csmedia.calendar import Moment
from csmedia.cli.context import UsageError
from csmedia.load.compiled import RulePlan


def when_of(flag: str, said: str) -> datetime | date:
    """A day or a time with its offset; ``now`` is this moment."""
    if said == "now":
        return datetime.now(UTC)
    try:
        when = date.fromisoformat(said) if len(said) == 10 else datetime.fromisoformat(said)
    except ValueError:
        words = "scheduled, now, a day" if flag == "--effective-time" else "a day"
        raise UsageError(f"{flag} {said}: write {words} such as 2026-04-20, or a time such as 2026-04-20T09:00:00+01:00.") from None
    if isinstance(when, datetime) and when.tzinfo is None:
        raise UsageError(f"{flag} {said}: has no time zone. Write the offset too, as in 2026-04-20T09:00:00+01:00.")
    return when


def effective_time(said: str | None) -> datetime | date | None:
    """What ``--effective-time`` names; None for each post's own time."""
    return None if said in (None, "scheduled") else when_of("--effective-time", said or "")


def day_of(when: datetime | date | None) -> date:
    """The day in the United Kingdom; today's where none is said."""
    if when is None or isinstance(when, datetime):
        return (when or datetime.now(UTC)).astimezone(ZoneInfo("Europe/London")).date()
    return when


def runs_at(rule: RulePlan, when: datetime | date) -> bool:
    """Whether a rule's own dates take in a moment."""
    moment = Moment.of(when)
    return (rule.since is None or moment.end.astimezone(ZoneInfo("Europe/London")).date() >= rule.since) and (
        rule.until is None or moment.start.astimezone(ZoneInfo("Europe/London")).date() < rule.until
    )
