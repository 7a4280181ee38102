"""Topics that know one side better than another."""

from __future__ import annotations

from collections.abc import Iterator

from csmedia.authored import Authored
from csmedia.linting.kinds import Lint
from csmedia.linting.walking import found, topics

RATIO, DIFFERENCE = 2, 4


def side_lints(authored: Authored) -> Iterator[Lint]:
    """One-sided topics."""
    for row in topics(authored):
        topic, sides = row.model, row.model.side
        if not sides:
            yield found(row.source, row.place, "topic-without-sides", topic.id, "names no side, so slogans for or against it are not known. Add a [[topic.side]] for each side, or leave it where nobody campaigns.")
            continue
        few, many = (chosen(sides, key=lambda side: len(side.terms)) for chosen in (min, max))
        if len(many.terms) >= RATIO * len(few.terms) and len(many.terms) - len(few.terms) >= DIFFERENCE:
            yield found(row.source, (*row.place, "side", sides.index(few)), "one-sided-topic", few.label, f"has {len(few.terms)} terms and “{many.label}” has {len(many.terms)}. Give each side's words a counterpart.")
        tags = {side.label: sum(term.startswith("#") for term in side.terms) for side in sides}
        for side in sides:
            if not tags[side.label] and max(tags.values()):
                yield found(row.source, (*row.place, "side", sides.index(side)), "one-sided-hashtags", side.label, "has no hashtag, and another side of the topic has. Add those that its campaigners use.")
