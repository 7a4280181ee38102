"""A check in Python: names of programmes that are not public, in posts from the department's own accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csmedia import Citation, Context, Fact, Finding, Post, Span

DEPARTMENT = "department-for-example-affairs"
CODENAMES = ("Project Marmalade", "Operation Teaspoon", "Blue Umbrella")
# Any space or hyphen between the words, so that a hashtag or a line break hides nothing.
PATTERN = re.compile(r"\b(?:" + "|".join(name.replace(" ", r"[\s_-]*") for name in CODENAMES) + r")\b", re.IGNORECASE)
GUIDE = Citation(
    source="DEXA1",
    title="Posting for Example Affairs: our local guide (made up)",
    paragraph="section 4",
    reading="read",
)


def unpublished_codenames(post: Post, context: Context, evidence: object) -> Iterator[Finding]:
    """One finding where an official post names a programme that is not public. ``evidence`` is not needed here."""
    if context.capacity == "official" and context.department == DEPARTMENT and (spans := tuple(_named(post))):
        yield Finding(
            rule="example-affairs/unpublished-codename",
            policy="example-affairs",
            policy_version="1.0",
            duty="official-info-unauthorised",
            severity="stop",
            confidence="high",
            message="This names a programme of ours that has not been announced.",
            why="Our account would confirm that the programme exists before ministers have told anyone.",
            fine_when="Once it is announced, its public name is used and the codename is taken off the list.",
            instead="Leave the programme out, or wait for the announcement.",
            ask=("the Example Affairs press office",),
            citations=(GUIDE,),
            facts=(Fact(name="capacity", value="official"), Fact(name="department", value=DEPARTMENT)),
            spans=spans,
            secret=True,  # a report in a build log must not tell the codename either
        )


def _named(post: Post) -> Iterator[Span]:
    for field, words in post.fields():
        # What somebody else wrote is theirs: the check reads what the account itself publishes.
        if not field.startswith("quoted"):
            yield from (Span(field=field, start=found.start(), end=found.end()) for found in PATTERN.finditer(words))
