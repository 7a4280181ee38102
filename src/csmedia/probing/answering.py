"""What one rule says of an example, and the shrunk fault where two ways of saying it are answered otherwise."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from csmedia.checker import Checker
from csmedia.masking import COVER, masked_fields, printable
from csmedia.probing.faults import Fault
from csmedia.probing.shrinking import shrink
from csmedia.rules.grammar import Example
from csmedia.testing import Case, post_and_context, run_case


class Subject(NamedTuple):
    """An example under probe: where it stands, and what its rule says of it as it is."""

    checker: Checker
    case: Case
    line: int
    verdict: str

    def answer(self, example: Example) -> str:
        """What the rule says of another example in place of this one."""
        return run_case(self.checker, self.case._replace(example=example)).got

    def with_text(self, text: str) -> Example:
        """The example with other words."""
        return self.case.example.model_copy(update={"text": text})

    def chance(self, seed: int, name: str) -> Random:
        """Chance that comes out the same in each run, whatever else is probed."""
        return Random(f"{seed} {self.case.name} {name}")  # noqa: S311  # which neutral sentence is said, no secret


Vary = Callable[[Example], Example]
Fair = Callable[[Example, Example], bool]


def fault_of(subject: Subject, name: str, changed: str, vary: Vary, fair: Fair) -> Fault | None:
    """The shrunk fault, where the varied example is answered otherwise and the two are ``fair`` to compare."""
    example = subject.case.example
    varied = vary(example)
    got = subject.verdict if _same_words(example, varied) else subject.answer(varied)
    if got == subject.verdict or not fair(example, varied):
        return None

    def still_faulty(text: str) -> bool:
        shorter = subject.with_text(text)
        other = vary(shorter)
        return subject.answer(shorter) == subject.verdict and subject.answer(other) == got and fair(shorter, other)

    short = subject.with_text(shrink(example.text, still_faulty)) if example.text.strip() else example
    return told(subject, name, changed, short, vary(short), got)


def _same_words(example: Example, varied: Example) -> bool:
    """Whether a variation changed nothing; one moment told in two time zones is equal, and is not written alike."""
    return example == varied and str(example.post) == str(varied.post)


def told(subject: Subject, name: str, changed: str, before: Example, after: Example, got: str) -> Fault:
    """A fault in words, secrets covered."""
    case = subject.case
    return Fault(
        case.rule.id, case.rule.file, subject.line, case.number, name, changed,
        shown(subject, before, subject.verdict), subject.verdict, shown(subject, after, got), got,
    )  # fmt: skip


def shown(subject: Subject, example: Example, verdict: str) -> str:
    """The words of an example and when it goes out; where its rule finds secrets, those are covered, or all where it missed them."""
    post, context = post_and_context(example, subject.case.rule)
    fields = dict(post.fields())
    if subject.case.rule.secret and verdict == "nothing-found":
        fields = {name: "".join(one if one.isspace() else COVER for one in words) for name, words in fields.items()}
    elif subject.case.rule.secret:
        fields = masked_fields(post, subject.checker.check(post, context).findings)
    when = f" on {post.publish_at}" if post.publish_at is not None else ""
    return printable(" / ".join(words for name, words in fields.items() if not name.endswith(".url"))) + when
