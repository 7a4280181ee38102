"""The months of a run as tables, each post on its day in UK time."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date, datetime
from html import escape
from zoneinfo import ZoneInfo

from csmedia.masking import masked_fields, visible
from csmedia.model import Report
from csmedia.read import Item
from csmedia.report.telling import Telling, first_words

LONDON = ZoneInfo("Europe/London")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A calendar of years ago beside one of next year is a list, not a wall of empty months.
MOST_MONTHS = 24
MOST_A_DAY = 6
_SAID = {"nothing-found": "nothing found"}

Told = list[tuple[Item, Report]]


def months_of(telling: Telling) -> str:
    """A table for each month that has a post, and a list of the posts without a time."""
    days: dict[date, Told] = {}
    undated: Told = []
    for item, report in telling.posts:
        days.setdefault(day, []).append((item, report)) if (day := _day(item)) else undated.append((item, report))
    months = sorted({(day.year, day.month) for day in days})
    tables = [_month(telling, year, month, days) for year, month in months[:MOST_MONTHS]]
    more = f"<p>{len(months) - MOST_MONTHS} more months stand in the list of posts below.</p>" if len(months) > MOST_MONTHS else ""
    loose = f"<p>Without a time: {len(undated)}. No election window or other dated period was looked up for them.</p>" if undated else ""
    return f'<div class="months">{"".join(tables)}</div>{more}{loose}'


def _day(item: Item) -> date | None:
    when = item.post.publish_at
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when


def _month(telling: Telling, year: int, month: int, days: dict[date, Told]) -> str:
    head = "".join(f'<th scope="col"><abbr title="{name}">{name[:3]}</abbr></th>' for name in DAYS)
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    rows = "".join(f"<tr>{''.join(_cell(telling, day, month, days.get(day, [])) for day in week)}</tr>" for week in weeks)
    return f'<table class="month"><caption>{date(year, month, 1):%B %Y}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(telling: Telling, day: date, month: int, posts: Told) -> str:
    if day.month != month:
        return '<td class="out"></td>'
    chips = "".join(_chip(telling, item, report) for item, report in posts[:MOST_A_DAY])
    more = f"<li>and {len(posts) - MOST_A_DAY} more</li>" if len(posts) > MOST_A_DAY else ""
    listed = f"<ul>{chips}{more}</ul>" if posts else ""
    number = f'<span class="day" data-month="{day:%B}">{day.day}</span>'
    return f'<td{" class=has" if posts else ""}>{number}{listed}</td>'


def _chip(telling: Telling, item: Item, report: Report) -> str:
    words = first_words(item.post, masked_fields(item.post, report.findings), 48) if telling.show_text else item.id
    said = _SAID.get(report.verdict, report.verdict)
    # Quiet posts say their verdict to screen readers only: thirty times “nothing found” would hide the others.
    verdict = f'<span class="unseen">{said}: </span>' if report.verdict == "nothing-found" else f"<b>{said}</b> "
    return f'<li><a class="chip {report.verdict}" href="#{anchor(item)}">{verdict}{escape(visible(words))}</a></li>'


def anchor(item: Item) -> str:
    """The name of a post within the page."""
    return "post-" + hashlib.sha256(item.id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
