"""Names for a finding that stay the same when rows move, and that give no secret away."""

from __future__ import annotations

import hashlib

from csmedia.masking import masked_fields
from csmedia.model import Finding, Post, Report
from csmedia.read.items import Item

_LENGTH = 16


def content_hash(post: Post) -> str:
    """A hash of every published word of a post: another word, another hash."""
    return _hash(*(part for name, words in post.fields() for part in (name, words)))


def item_hash(item: Item) -> str:
    """A hash of a post with its time, its pictures and the facts around it: whatever may change the answer changes it."""
    return _hash(item.post.model_dump_json(), item.context.model_dump_json())


def holds_secret(report: Report) -> bool:
    """Whether any finding of a post is about a secret: then no hash of its words may leave."""
    return any(finding.secret for finding in report.findings)


def fingerprint(item: Item, report: Report, finding: Finding) -> str:
    """A name for one finding of one post.

    It rests on the rule, the item and the words found, secrets covered. Where the words are a secret it rests on rule,
    item and field alone: a hash of a short number is found out by trying every number.
    """
    if finding.secret:
        return _hash(finding.rule, item.id, *sorted({span.field for span in finding.spans}))
    fields = masked_fields(item.post, report.findings)
    found = (part for span in finding.spans for part in (span.field, fields.get(span.field, "")[span.start : span.end]))
    return _hash(finding.rule, item.id, *found)


def _hash(*parts: str) -> str:
    # Each part with its length: two lists of parts are never one text.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
