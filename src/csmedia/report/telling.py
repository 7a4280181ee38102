"""What every whole-run format is made from: the run, its posts, and how much of them may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple
from urllib.parse import quote

from csmedia.load.compiled import RulePlan
from csmedia.masking import printable
from csmedia.model import SEVERITIES, Finding, Post, Report, Severity, Verdict, rank
from csmedia.read import Item
from csmedia.run import Place, Run


class Telling(NamedTuple):
    """A run with its posts. ``show_text`` lets words of the posts into the output; ``root`` is the folder paths are told from."""

    run: Run
    posts: Sequence[tuple[Item, Report]]
    rules: Mapping[str, RulePlan]
    version: str
    fail_level: Severity = "advise"
    show_text: bool = True
    root: str = ""
    junit_family: Literal["gitlab", "xunit2"] = "gitlab"

    def findings(self) -> Iterator[tuple[Item, Report, Finding]]:
        """Every finding with its post, in the order of the input."""
        for item, report in self.posts:
            for finding in report.findings:
                yield item, report, finding

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the run fail."""
        return not finding.decided and rank(finding.severity) >= rank(self.fail_level)


def place_of(item: Item, finding: Finding) -> tuple[Place, Place]:
    """Where a finding begins and ends in the file: at its first span, else at its post."""
    if not finding.spans:
        return item.place, item.place
    span = finding.spans[0]
    return spot(item, span.field, span.start), spot(item, span.field, span.end)


def spot(item: Item, field: str, offset: int) -> Place:
    """Where one character of a field of a post was written, as nearly as its reader knows."""
    cell = item.cells.get(field)
    if cell is None:
        return item.place
    return cell.at(dict(item.post.fields()).get(field, ""), offset)


def file_of(place: Place, root: str) -> str:
    """A path from the folder of the run, with forward slashes, as report viewers want it."""
    path = place.file.replace("\\", "/")
    base = root.replace("\\", "/").rstrip("/")
    return path[len(base) + 1 :] if base and path.startswith(base + "/") else path


def uri_of(place: Place, root: str) -> str:
    """The same as an address."""
    return quote(file_of(place, root), safe="/~.-_")


def where(place: Place) -> str:
    """A place in words: a cell of a sheet, or a line."""
    if place.cell is not None:
        return f"{printable(place.sheet or '')}!{place.cell}".lstrip("!")
    return "" if place.line is None else f"line {place.line}"


def row_number(place: Place) -> int:
    """A line for viewers that must have one: of the text, else of the sheet, else the first."""
    digits = "".join(character for character in place.cell or "" if character.isdigit())
    return place.line or int(digits or 1)


def by_severity(findings: Sequence[tuple[Item, Report, Finding]]) -> list[tuple[Item, Report, Finding]]:
    """The strongest first, then in the order of the input."""
    return sorted(findings, key=lambda one: -rank(one[2].severity))


def counts(telling: Telling) -> dict[str, int]:
    """How many posts have each verdict, the strongest first."""
    order: tuple[Verdict, ...] = (*reversed(SEVERITIES), "incomplete", "nothing-found")
    found = [report.verdict for _, report in telling.posts]
    return {verdict: number for verdict in order if (number := found.count(verdict))}


def decided_words(finding: Finding) -> str:
    """What a person decided about a finding, in words; nothing where nobody did."""
    if finding.waived is not None:
        row = finding.waived
        return f"Waived until {row.expires:%-d %B %Y} by {printable(row.owner)}: {printable(row.reason)}"
    return "Stands in the baseline." if finding.known else ""


def first_words(post: Post, covered: Mapping[str, str], most: int = 60) -> str:
    """The beginning of a post in one line, its secrets covered."""
    words = " ".join(printable(covered.get("text") or covered.get("title") or "").split())
    return (words[: most - 1] + "…" if len(words) > most else words) or f"({post.kind} without text)"
