"""Many posts over several processes, in order, from an input of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from csmedia.judge import Surroundings
from csmedia.model import Context, Failure, Post, Report
from csmedia.workers import Task, Trade, in_processes

CHUNK = 200
# The first tasks are small, so that a short input is shared evenly too.
FIRST = 8
# Characters of text after which a task is full: what waits in memory is bounded by words, not by posts.
LETTERS = 400_000
# A post in its context, and perhaps what its calendar says about it.
Work = tuple[Post, Context] | tuple[Post, Context, Surroundings | None]
Model = TypeVar("Model", Post, Context)
# A post as the fields that were set; the number of its context among those of its task; what its calendar says.
Packed = tuple[dict[str, Any], int, Surroundings | None]
Load = tuple[list[Packed], list[dict[str, Any]]]


class Judge(Protocol):
    """What a process needs of a checker."""

    def check(self, post: Post, context: Context, *, now: Any, select: Any, ignore: Any, around: Any) -> Report:
        """Judge one post."""


def check_in_processes(
    make: Callable[[], Judge], items: Iterable[Work], jobs: int, wishes: Mapping[str, Any], ready: Judge | None = None
) -> Iterator[Report]:
    """Judge items in ``jobs`` processes; ``wishes`` go to every check.

    A process that can be copied from this one works with ``ready`` as it stands; another calls ``make`` once for a checker of its
    own. Where a process dies its posts are judged again, with a warning; the report of a post that was there both times is not complete.
    """
    trade = Trade(make, partial(_check, wishes=dict(wishes)), _split, _lost, ready)
    for reports in in_processes(trade, tasks_of(items, jobs), jobs):
        yield from reports


def tasks_of(items: Iterable[Work], jobs: int) -> Iterator[Task]:
    """The items in tasks that grow with the input up to `CHUNK` posts."""
    source, first = iter(items), 0
    while chunk := _chunk(source, min(CHUNK, max(FIRST, first // (4 * jobs)))):
        yield Task(first, len(chunk), pack(chunk))
        first += len(chunk)


def _chunk(source: Iterator[Work], most: int) -> list[Work]:
    chunk, letters = [], 0
    for item in islice(source, most):
        chunk.append(item)
        letters += len(item[0].text)
        if letters > LETTERS:
            break
    return chunk


def pack(chunk: Iterable[Work]) -> Load:
    """Posts as plain values, which are sent at a third of the cost of models, each context once."""
    contexts: dict[Context, int] = {}
    packed: list[Packed] = []
    for post, context, *rest in chunk:
        packed.append((_fields(post), contexts.setdefault(context, len(contexts)), rest[0] if rest else None))
    return packed, [_fields(context) for context in contexts]


def _fields(model: Post | Context) -> dict[str, Any]:
    values = model.__dict__
    return {name: values[name] for name in model.model_fields_set}


def unpack(load: Load) -> Iterator[tuple[Post, Context, Surroundings | None]]:
    """The posts again, each with its context."""
    packed, contexts = load
    around = [_model(Context, fields) for fields in contexts]
    for fields, number, rest in packed:
        yield _model(Post, fields), around[number], rest


def _model(kind: type[Model], fields: dict[str, Any]) -> Model:
    # The values come from a model that was validated: `model_construct` would take three times as long to the same end.
    made = object.__new__(kind)
    made.__setstate__(
        {
            "__dict__": {**_defaults(kind), **fields},
            "__pydantic_fields_set__": set(fields),
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    return made


@cache
def _defaults(kind: type[Post | Context]) -> dict[str, Any]:
    return {name: field.default for name, field in kind.model_fields.items()}


def _check(judge: Judge, load: Load, wishes: Mapping[str, Any]) -> list[Report]:
    return [judge.check(post, context, **wishes, around=around) for post, context, around in unpack(load)]


def _split(task: Task) -> Iterator[Task]:
    packed, contexts = task.load
    for number, one in enumerate(packed):
        yield Task(task.first + number, 1, ([one], contexts))


def _lost(task: Task, how: str) -> list[Report]:
    return [lost_report(f"post {task.first + 1} of the input", how)]


def lost_report(what: str, how: str) -> Report:
    """The report of a post that nobody could judge: twice, the process that judged it died."""
    reason = f"twice the process that judged it {how}: nothing is known of this post. Check it by itself"
    return Report(verdict="incomplete", complete=False, failures=(Failure(what=what, reason=reason),))
