"""A run over many posts: each with its report, and what could not be read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from csmedia.model import Failure, Frozen, PolicyRun, Report, Severity, Tuple, Verdict, rank

ExitCode = Literal[0, 1, 2, 3]


class Place(Frozen):
    """Where a post was written: the file, and its line counted from 1."""

    file: str
    line: int | None = None


class Checked(Frozen):
    """One post's id and place, with its report."""

    id: str
    place: Place
    report: Report


class Unread(Frozen):
    """A row or line that could not be read, and what to do about it."""

    place: Place
    cell: str | None = Field(default=None, description="The column's heading, or the key.")
    message: str

    def __str__(self) -> str:
        line = "" if self.place.line is None else f":{self.place.line}"
        cell = "" if self.cell is None else f" {self.cell}:"
        return f"{self.place.file}{line}:{cell} {self.message}"


class Line(Report):
    """One line of JSONL: a report with the id and the place of its post."""

    id: str
    place: Place

    @classmethod
    def of(cls, checked: Checked) -> Line:
        """The line of a checked post."""
        values = {name: getattr(checked.report, name) for name in Report.model_fields if name != "schema_"}
        return cls(id=checked.id, place=checked.place, **values)


class Whole(Frozen):
    """What ``--output-format json`` writes."""

    schema_: Literal["csmedia-run-1"] = Field(default="csmedia-run-1", alias="schema", serialization_alias="schema")
    verdict: Verdict
    complete: bool
    posts: tuple[Line, ...]
    unread: tuple[Unread, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]
    ran: tuple[PolicyRun, ...]

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)

    @classmethod
    def of(cls, run: Run) -> Whole:
        """The object of a run."""
        return cls(
            verdict=run.verdict, complete=run.complete, posts=tuple(Line.of(one) for one in run.checked), unread=run.unread,
            failures=run.failures, notes=run.notes, ran=run.ran,
        )  # fmt: skip


class Run(Frozen):
    """Every report of a run, in the order of the input."""

    checked: Annotated[tuple[Checked, ...], Tuple] = ()
    unread: Annotated[tuple[Unread, ...], Tuple] = ()
    failures: Annotated[tuple[Failure, ...], Tuple] = ()
    notes: Annotated[tuple[str, ...], Tuple] = ()
    ran: Annotated[tuple[PolicyRun, ...], Tuple] = ()

    @property
    def complete(self) -> bool:
        """Whether every row was read and everything ran."""
        return not self.unread and not self.failures and all(one.report.complete for one in self.checked)

    @property
    def verdict(self) -> Verdict:
        """The highest verdict of any post; a run that is not complete is never quieter than incomplete."""
        highest: Verdict = max((one.report.verdict for one in self.checked), key=rank, default="nothing-found")
        return "incomplete" if not self.complete and rank(highest) <= 1 else highest

    def exit_code(self, fail_level: Severity = "advise") -> ExitCode:
        """0 nothing at or above ``fail_level``, 1 findings, 2 not checked properly, 3 nothing was checked."""
        if not self.complete:
            return 2
        if not self.checked:
            return 3
        return 1 if any(rank(one.report.verdict) >= rank(fail_level) for one in self.checked) else 0
