"""What is known of the post, the context and the calendar, and three-valued tests of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from csmedia.calendar import LONDON, POLLS_CLOSE, POLLS_OPEN, Moment
from csmedia.judge.author import author_of
from csmedia.judge.surroundings import Surroundings
from csmedia.load.compiled import Compiled
from csmedia.load.registers import Period
from csmedia.model import Context, Media, Post
from csmedia.text import fold_term
from csmedia.text.length import over_limit


class Unknown:
    """The value of a fact that nobody gave."""


UNKNOWN: Final = Unknown()


class Facts:
    """The facts of one post in its context at its moment; a fact is worked out when a rule first asks."""

    def __init__(
        self,
        compiled: Compiled,
        post: Post,
        context: Context,
        now: datetime | None,
        languages: frozenset[str],
        around: Surroundings | None = None,
    ) -> None:
        self.compiled, self.post, self.context = compiled, post, context
        self.author = author_of(compiled, context)
        # A post by itself has no neighbours: nothing is repeated, and that is no unknown to report.
        self.around = around or Surroundings()
        when: datetime | date | None = post.publish_at if post.publish_at is not None else now
        self.moment = Moment.of(when) if when is not None else None
        self.languages = languages
        self._values: dict[str, Any] = {}

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The calendar's rows in force; none where the time is not known."""
        return self.author.timeline.in_force(self.moment) if self.moment else ()

    def value(self, name: str) -> Any:
        """The value of a fact of `csmedia.rules.facts.FACTS`, or `UNKNOWN`."""
        if name not in self._values:
            self._values[name] = _VALUES[name](self)
        return self._values[name]

    def holds(self, when: Mapping[str, Any]) -> tuple[bool | None, tuple[str, ...]]:
        """Whether all tests hold (None: not known), and the facts that decided: the false one, the unknown ones, or all."""
        unknown = []
        for name, test in when.items():
            answer = self._test(name, test)
            if answer is False:
                return False, (name,)
            if answer is None:
                unknown.append(name)
        return (None, tuple(unknown)) if unknown else (True, tuple(when))

    def _test(self, name: str, test: Any) -> bool | None:
        if name in ("media.any", "media.each"):
            return self._media(test, every=name == "media.each")
        value = self.value(name)
        if isinstance(value, Unknown):
            return None
        if isinstance(test, bool):
            return bool(value) is test
        if isinstance(value, int):
            return bool(test.get("least", value) <= value <= test.get("most", value))
        have = set(value) if isinstance(value, frozenset | tuple) else {value}
        if isinstance(test, Mapping):
            return all(_words(kind, set(words), have) for kind, words in test.items())
        return bool(have & set(test))

    def _media(self, test: Mapping[str, Any], *, every: bool) -> bool | None:
        answers = [_media_fits(media, test) for media in self.post.media]
        decisive = not every
        if not answers or decisive in answers:
            return decisive if answers else False
        return None if None in answers else not decisive

    def shown(self, name: str) -> str:
        """A fact's value in words for a report."""
        if name.startswith("media"):
            return "as attached"
        value = self.value(name)
        if isinstance(value, Unknown):
            return "unknown"
        if name == "political_group" and self.context.political_group is None:
            return "unknown, judged as intermediate"
        if isinstance(value, bool):
            return "yes" if value else "no"
        return ", ".join(sorted(map(str, value))) or "none" if isinstance(value, frozenset | tuple) else str(value)


def _words(kind: str, wanted: set[str], have: set[str]) -> bool:
    return {"none": not wanted & have, "all": wanted <= have, "any": bool(wanted & have)}[kind]


def _media_fits(media: Media, test: Mapping[str, Any]) -> bool | None:
    unknown = False
    for name, wanted in test.items():
        value = getattr(media, name)
        if value is None and name != "type":
            if wanted == "unknown":
                continue
            unknown = True
        elif not _media_value(value, wanted):
            return False
    return None if unknown else True


def _media_value(value: Any, wanted: Any) -> bool:
    if wanted == "missing":
        return value in ("", False) or (isinstance(value, str) and not value.strip())
    if wanted == "present":
        return bool(value)
    if isinstance(wanted, bool):
        return value is wanted
    return value in wanted if isinstance(wanted, list | tuple) else bool(value == wanted)


def _period_kinds(facts: Facts) -> frozenset[str]:
    return frozenset({row.kind for row in facts.periods} | set(facts.context.periods))


def _before_period(facts: Facts, at: datetime | None) -> Any:
    starts = [row.starts for row in facts.periods if row.starts is not None]
    if not starts:
        return False if not facts.context.periods else UNKNOWN
    return UNKNOWN if at is None else any(at < start for start in starts)


def _days_queued(facts: Facts) -> Any:
    if facts.moment is None or facts.post.created_at is None:
        return UNKNOWN
    return max(0, (facts.moment.start - facts.post.created_at).days)


def _pending(facts: Facts) -> Any:
    # A release that the caller lists is still to come unless the publish time shows otherwise.
    return any(facts.moment is None or release.at > facts.moment.start for release in facts.context.releases)


def _release_words(facts: Facts) -> frozenset[str]:
    pending = (one for one in facts.context.releases if facts.moment is None or one.at > facts.moment.start)
    return frozenset(word for one in pending for word in fold_term(one.name))


def _polls(facts: Facts, *, open_now: bool) -> Any:
    if facts.moment is None:
        return UNKNOWN
    local = facts.moment.start.astimezone(LONDON)
    today = local.date() in facts.author.timeline.polling
    whole_day = facts.moment.start != facts.moment.end
    return today and (not open_now or whole_day or POLLS_OPEN <= local.time() < POLLS_CLOSE)


def _over_length(facts: Facts) -> bool:
    return over_limit(facts.post.text, facts.post.platform)


def _thread_crosses(facts: Facts) -> bool:
    times = facts.around.thread
    return len(times) > 1 and facts.author.timeline.crossed(times[0], times[-1])


def _given(value: Any) -> Any:
    return UNKNOWN if value is None else value


_VALUES: dict[str, Any] = {
    "capacity": lambda f: f.context.capacity,
    "serves": lambda f: f.author.serves,
    "department": lambda f: f.author.family if f.context.department else UNKNOWN,
    "organisation_kind": lambda f: f.author.organisation.kind if f.author.organisation else UNKNOWN,
    "political_group": lambda f: f.context.political_group or "intermediate",
    "roles": lambda f: frozenset(f.context.roles),
    "permissions": lambda f: frozenset(f.context.permissions),
    "audience": lambda f: f.context.audience,
    "identifiable": lambda f: _given(f.context.identifiable),
    "area_known": lambda f: bool(f.context.area),
    "kind": lambda f: f.post.kind,
    "platform": lambda f: f.post.platform,
    "language": lambda f: f.post.language,
    "languages_seen": lambda f: f.languages,
    "has_text": lambda f: bool(f.post.text.strip()),
    "has_media": lambda f: bool(f.post.media),
    "media_types": lambda f: frozenset(media.type for media in f.post.media),
    "has_links": lambda f: (
        bool(f.post.links) or "http" in f.post.text or "gov.uk" in f.post.text or "www." in f.post.text
    ),
    "has_quoted": lambda f: bool(f.post.quoted_text),
    "has_poll": lambda f: bool(f.post.poll),
    "thread": lambda f: f.post.thread is not None,
    "word_count": lambda f: len(f.post.text.split()),
    "periods": _period_kinds,
    "created_before_period": lambda f: _before_period(f, f.post.created_at),
    "days_queued": _days_queued,
    "approved_before_period": lambda f: _before_period(f, f.post.approved_at),
    # Most calendars say nothing of agreement: that is no open question to put into every report.
    "approved_after_publish": lambda f: (
        f.post.approved_at is not None and f.moment is not None and f.post.approved_at > f.moment.start
    ),
    "release_pending": _pending,
    "release_words": _release_words,
    "release_passed": lambda f: bool(f.context.releases) and not _pending(f),
    "polls_open": lambda f: _polls(f, open_now=True),
    "polling_day": lambda f: _polls(f, open_now=False),
    "over_length": _over_length,
    "repeated": lambda f: f.around.repeats > 0,
    "tag_in_week": lambda f: f.around.tag_in_week,
    "thread_crosses_period": _thread_crosses,
    "time_known": lambda f: f.moment is not None,
    "topics_known": lambda f: f.author.topics_known,
}
