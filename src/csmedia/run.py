"""A run over many posts: each with its report, and what could not be read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from csmedia.model import Failure, Frozen, PolicyRun, Report, Severity, Tuple, Verdict, ZonedOrDay, rank

ExitCode = Literal[0, 1, 2, 3]


class Place(Frozen):
    """Where something was written: a line and column of a text file, or a cell of a spreadsheet, all counted from 1."""

    file: str
    line: int | None = None
    column: int | None = Field(default=None, description="Code points from the start of the line, counted from 1.")
    sheet: str | None = None
    cell: str | None = Field(default=None, description="The cell of a spreadsheet, such as C7.")


class Cell(Place):
    """Where the first character of one field of a post was written."""

    heading: str | None = Field(default=None, description="The column's heading, or the key.")
    quoted: bool = Field(default=False, description="Written in quotation marks, each of its own marks doubled.")

    def at(self, words: str, offset: int) -> Place:
        """Where the character ``offset`` of this field's ``words`` was written."""
        if self.line is None or self.column is None:
            return Place(file=self.file, line=self.line, sheet=self.sheet, cell=self.cell)
        before = words[:offset].replace("\r\n", "\n").replace("\r", "\n")
        last = before.rpartition("\n")[2]
        width = len(last) + (last.count('"') if self.quoted else 0)
        lines = before.count("\n")
        return Place(
            file=self.file, line=self.line + lines, column=width + (1 if lines else self.column), sheet=self.sheet, cell=self.cell
        )


class Checked(Frozen):
    """One post's id and place, with its report. ``cells`` say where each of its fields was written, where that is known."""

    id: str
    place: Place
    report: Report
    cells: dict[str, Cell] = {}
    digest: str | None = Field(default=None, description="A hash of the post, its time and its context; none where the post holds a secret.")
    judged_for: ZonedOrDay | None = Field(default=None, description="The publish time that it was judged for; none where it is not known.")


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
    digest: str | None = Field(default=None, description="A hash of the post, its time and its context; none where the post holds a secret.")
    judged_for: ZonedOrDay | None = Field(default=None, description="The publish time that it was judged for; none where it is not known.")

    @classmethod
    def of(cls, checked: Checked) -> Line:
        """The line of a checked post."""
        values = {name: getattr(checked.report, name) for name in Report.model_fields if name != "schema_"}
        return cls(id=checked.id, place=checked.place, digest=checked.digest, judged_for=checked.judged_for, **values)


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
        """0 nothing at or above ``fail_level`` that nobody decided about, 1 findings, 2 not checked properly, 3 nothing was checked."""
        if not self.complete:
            return 2
        if not self.checked:
            return 3
        open_ones = (finding for one in self.checked for finding in one.report.findings if not finding.decided)
        return 1 if any(rank(finding.severity) >= rank(fail_level) for finding in open_ones) else 0
