"""What follows from a context alone: whose official the author is, and which calendar stands."""

from __future__ import annotations

from functools import cached_property

from csmedia.calendar import Timeline
from csmedia.load.compiled import Compiled
from csmedia.model import Context

_MOST_REMEMBERED = 2_000


class Author:
    """The author's organisation, those above it, and the government that it serves."""

    def __init__(self, compiled: Compiled, context: Context) -> None:
        self._organisations = compiled.organisations
        self.organisation = compiled.organisations.get(context.department or "")
        """The row of the organisation, or None where csmedia does not know it."""
        self.family = self._family(context)
        """The organisation and those above it, nearest first."""
        row = None if "serves" in context.model_fields_set else self.organisation
        self.serves: str = context.serves if row is None else str(row.serves)
        """The government served: as given, else the organisation's, else the United Kingdom's."""
        self.topics_known = any(slug in compiled.with_topics for slug in self.family)
        self.timeline = _timeline(compiled, self.serves)

    def _family(self, context: Context) -> tuple[str, ...]:
        names: list[str] = []
        slug = self.organisation.slug if self.organisation else context.department
        while slug is not None and slug not in names:
            names.append(slug)
            row = self._organisations.get(slug)
            slug = row.parent if row is not None else None
        return tuple(names)

    @cached_property
    def ministers(self) -> tuple[str, ...]:
        """The roles of the ministers of the organisation and of those above it, as people write them."""
        rows = [row for slug in self.family if (row := self._organisations.get(slug)) is not None]
        named = (name for row in rows for name in (*row.ministers, (row.minister or "").removeprefix("the ")))
        return tuple(dict.fromkeys(name for name in named if name))

    def minister(self, organisation: str | None = None) -> str:
        """The lead minister of an organisation, or of the author's own, in words for a message."""
        for slug in (organisation,) if organisation else self.family:
            row = self._organisations.get(slug)
            if row is not None and row.minister:
                return str(row.minister)
        return "your minister"


def author_of(compiled: Compiled, context: Context) -> Author:
    """The author of a context; worked out once for equal contexts."""
    # Two contexts are equal whether a value was given or left at what it is anyway, and only one of them says whom it serves.
    key = (context, "serves" in context.model_fields_set)
    found: Author | None = compiled.authors.get(key)
    if found is None:
        if len(compiled.authors) > _MOST_REMEMBERED:
            compiled.authors.clear()
        found = compiled.authors[key] = Author(compiled, context)
    return found


def _timeline(compiled: Compiled, serves: str) -> Timeline:
    found: Timeline | None = compiled.timelines.get(serves)
    if found is None:
        found = compiled.timelines[serves] = Timeline(compiled.calendar, serves, compiled.changes)
    return found
