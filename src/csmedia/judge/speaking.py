"""What a finding says: its words, its place in the typed text, and the facts it used."""

from __future__ import annotations

from csmedia.judge.facts import Facts
from csmedia.judge.hit import Hit
from csmedia.judge.raised import Raised
from csmedia.load.compiled import Compiled
from csmedia.load.registers import Period
from csmedia.model import Fact, Finding, Span
from csmedia.text import Text

LONGEST = 80


def finding_of(compiled: Compiled, raised: Raised, text: Text, facts: Facts) -> Finding:
    """Put a raised rule into words. No word of the post goes in."""
    rule = raised.rule
    hits = [hit for unit in raised.units for hit in unit.hits]
    words = _words(hits, facts)
    welsh = rule.welsh if facts.post.language == "cy" else {}
    instead = welsh.get("instead", rule.instead)
    return Finding(
        rule=rule.id, policy=rule.policy, policy_version=rule.version, duty=rule.duty, severity=raised.severity, confidence=raised.confidence,
        message=_fill(welsh.get("message", rule.message), words), why=_fill(welsh.get("why", rule.why), words),
        fine_when=rule.fine_when, instead=_fill(instead, words) if instead else None,
        ask=tuple(compiled.asks[one] for one in rule.ask), citations=rule.citations,
        facts=tuple(Fact(name=name, value=facts.shown(name)) for name in raised.facts),
        spans=spans_of(hits, text), secret=rule.secret, preview=rule.preview, because=raised.because, also=raised.also,
    )  # fmt: skip


def _fill(template: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        template = template.replace("{" + name + "}", value)
    return template


def _words(hits: list[Hit], facts: Facts) -> dict[str, str]:
    topic = next((hit.topic for hit in hits if hit.topic is not None), None)
    period = facts.periods[0] if facts.periods else None
    release = next((one for one in facts.context.releases if facts.moment is None or one.at > facts.moment.start), None)
    return {
        "topic": topic.title if topic else "this subject",
        "minister": facts.author.minister(topic.organisation if topic else None),
        "period": _period(period, facts),
        "until": f"{period.polling:%-d %B %Y}" if period and period.polling else "its end",
        "release": release.name if release else "a release",
        "place": next((place for row in facts.periods for place in row.places), facts.context.area or "the area"),
        "organisation": facts.author.organisation.name if facts.author.organisation else "your organisation",
    }


def _period(period: Period | None, facts: Facts) -> str:
    if period is not None:
        return f"pre-election period of the {period.title}"
    given = next(iter(sorted(facts.context.periods)), None)
    return facts.compiled.calendar.kinds.get(given or "", given or "period").lower()


def spans_of(hits: list[Hit], text: Text) -> tuple[Span, ...]:
    """Where the hits stand in the typed text, in order; a long one gives its two ends, so that a reader's eye finds the words."""
    spans: set[tuple[str, int, int]] = set()
    for hit in hits:
        if hit.exact is not None:
            field, start, end = hit.exact
            name, _, tidied = text.fields[field]
            spans.add((name, *tidied.typed(start, end)))
        elif hit.start >= 0:
            spans.update(_narrow(text, hit.start, hit.end))
    return tuple(Span(field=field, start=start, end=end) for field, start, end in sorted(spans))


def _narrow(text: Text, start: int, end: int) -> list[tuple[str, int, int]]:
    whole = text.typed_span(start, end)
    if whole[2] - whole[1] <= LONGEST:
        return [whole]
    cut = next(
        at for at in range(end, start, -1) if text.typed_span(start, at)[2] - whole[1] <= LONGEST or at == start + 1
    )
    return [text.typed_span(start, cut), *(_narrow(text, cut, end) if cut < end else [])]
