"""What the other posts of one calendar say about a post: the same words twice, one tag all week, a thread cut by a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import regex

from csmedia.model import Post

LONDON = ZoneInfo("Europe/London")
_TAG = regex.compile(r"#(\w{4,})")
_WEEK = timedelta(days=7)
# A reminder comes again after a while; the same words within days are more often a slip.
_NEAR = timedelta(days=3)


class Surroundings(NamedTuple):
    """Facts of a post that only its calendar knows.

    ``repeats`` counts the other posts with the same words on the same account and platform that go out within three days
    of it (or at no known time, where it has none either); ``tag_in_week`` the posts of
    its account, itself among them, that carry one of its hashtags within seven days; ``thread`` holds the publish times
    of all parts of its thread, the earliest first.
    """

    repeats: int = 0
    tag_in_week: int = 0
    thread: tuple[datetime, ...] = ()


def surroundings_of(posts: Sequence[Post]) -> list[Surroundings]:
    """The surroundings of every post of one calendar, in its order."""
    same: dict[tuple[str | None, str, str], list[date | None]] = defaultdict(list)
    for post in posts:
        if post.text.strip():
            same[_words(post)].append(_day(post))
    tagged = _tagged(posts)
    threads: dict[tuple[str | None, str], list[datetime]] = defaultdict(list)
    for post in posts:
        if post.thread is not None and isinstance(post.publish_at, datetime):
            threads[post.account, post.thread].append(post.publish_at)
    return [
        Surroundings(
            repeats=_near(_day(post), same.get(_words(post), [])) - 1 if post.text.strip() else 0,
            tag_in_week=_most_in_week(post, tagged),
            thread=tuple(sorted(threads.get((post.account, post.thread), ()))) if post.thread is not None else (),
        )
        for post in posts
    ]


def _words(post: Post) -> tuple[str | None, str, str]:
    return post.account, post.platform, " ".join(post.text.lower().split())


def _day(post: Post) -> date | None:
    when = post.publish_at
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when


def _near(day: date | None, days: list[date | None]) -> int:
    """How many of some days are within three days of one, itself among them."""
    return sum(one == day or (one is not None and day is not None and abs(one - day) <= _NEAR) for one in days)


def _tags(post: Post) -> set[str]:
    return {tag.lower() for tag in _TAG.findall(post.text)}


def _tagged(posts: Sequence[Post]) -> dict[tuple[str | None, str], list[date]]:
    """The days on which each account uses each tag, once a set of words: the same post on five networks is one."""
    seen: set[tuple[str | None, str, str]] = set()
    days: dict[tuple[str | None, str], list[date]] = defaultdict(list)
    for post in posts:
        account, _, words = _words(post)
        for tag in _tags(post) if (day := _day(post)) is not None else ():
            if (account, tag, words) not in seen:
                seen.add((account, tag, words))
                days[account, tag].append(day)  # type: ignore[arg-type]  # there is a day, or there would be no tag
    return days


def _most_in_week(post: Post, tagged: dict[tuple[str | None, str], list[date]]) -> int:
    day = _day(post)
    if day is None:
        return 0
    return max((_densest(day, tagged.get((post.account, tag), [])) for tag in _tags(post)), default=0)


def _densest(day: date, days: list[date]) -> int:
    """The most days of a list that fall within seven days that hold a day."""
    starts = {one for one in days if day - _WEEK < one <= day}
    return max((sum(start <= one < start + _WEEK for one in days) for start in starts), default=0)
