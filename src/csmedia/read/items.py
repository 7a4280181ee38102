"""One post as it was read, and how plain values become a post and a context."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from csmedia.load.files import did_you_mean
from csmedia.model import Context, Post
from csmedia.run import Cell, Place, Unread

DateOrder = Literal["dmy", "mdy"]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about the files: facts of every post, facts of known accounts, and how days are written.

    A row's own cells come first, then ``context`` (what was said for this run), then those of its account in ``accounts``,
    then ``usual``. Accounts are named as `account_name` writes them.
    """

    context: Mapping[str, Any] = field(default_factory=dict)
    date_order: DateOrder | None = None
    accounts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    usual: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    """The heading of each field that a table calls by a name of its own: ``{"text": "Copy for web"}``."""

    def around(self, account: object, row: Mapping[str, Any]) -> dict[str, Any]:
        """The facts around one row, strongest last."""
        known = self.accounts.get(account_name(account), NOTHING) if isinstance(account, str) else NOTHING
        return {**self.usual, **known, **self.context, **row}


def account_name(account: str) -> str:
    """A handle in small letters without its @, so that “@ExampleGov” and “examplegov” are one account."""
    return account.strip().lstrip("@").lower()


class Item(NamedTuple):
    """A post in its context, with its id and where it and each of its fields were written."""

    id: str
    post: Post
    context: Context
    place: Place
    cells: Mapping[str, Cell] = NOTHING


_MEDIA = frozenset({"alt_text", "captions", "synthetic", "consent"})
CAPACITY = (
    "the capacity is not known: is this account official or personal? Add a column “capacity” to the file, "
    "or give it for all posts with --context capacity=official"
)


def item_id(text: str, account: str | None) -> str:
    """An id that stays the same when rows move: a hash of text and account."""
    return hashlib.sha256(f"{account or ''}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def make_item(
    given: str | None,
    post: Mapping[str, Any],
    row: Mapping[str, Any],
    place: Place,
    options: Options,
    names: Mapping[str, str] = NOTHING,
    cells: Mapping[str, Cell] = NOTHING,
) -> Item | Unread:
    """Build an item, or say which cell stops it.

    ``row`` holds the facts that the row itself gives, ``names`` the name that its author knows each field by, ``cells``
    where each published field was written.
    """
    context = options.around(post.get("account"), row)
    if "capacity" not in context:
        return Unread(place=place, cell=names.get("capacity"), message=CAPACITY)
    try:
        made = Post.model_validate(dict(post))
        around = Context.model_validate(context)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        field = str(detail["loc"][0]) if detail["loc"] else ""
        return Unread(
            place=place,
            cell=names.get(field, field),
            message=plain_error(dict(detail), Post if error.title == "Post" else Context),
        )
    return Item(given or item_id(made.text, made.account), made, around, place, cells)


def plain_error(detail: Mapping[str, Any], model: type[Post] | type[Context]) -> str:
    """What pydantic found, in words for the person who wrote the file."""
    kind, key = detail["type"], str(detail["loc"][-1]) if detail["loc"] else ""
    expected = str(detail.get("ctx", {}).get("expected", "")).replace("'", "")
    said = {
        "missing": f"“{key}” is missing. Add it.",
        "literal_error": f"is not one of the words that may stand here. Write {expected}.",
        "string_pattern_mismatch": "must be small letters and digits joined by hyphens, such as home-office.",
        "value_error": f"{detail.get('ctx', {}).get('error', '')}.",
    }
    if kind == "extra_forbidden":
        if key in _MEDIA:
            return f"“{key}” belongs to an attachment. Write “media”: [{{“type”: “image”, “{key}”: …}}]."
        return f"no such field. {did_you_mean(key, model.model_fields)}"
    return said.get(kind, f"{detail['msg'][:1].lower()}{detail['msg'][1:]}.")
