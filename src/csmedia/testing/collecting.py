"""Folders of policies as pytest sees them: a file a rule, an item an example, and the coverage gate as an item of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from csmedia.checker import Checker
from csmedia.errors import CsmediaError
from csmedia.plugins import gather
from csmedia.testing.covering import Trial
from csmedia.testing.examples import Case, cases
from csmedia.testing.remarks import Coverage
from csmedia.testing.running import cases_of, remarks_of, try_case
from csmedia.testing.scope import Scope, ScopeError, named_folders, scope_of_folders
from csmedia.testing.telling import lines_of, tell
from csmedia.testing.unfilled import MARK


class NotAsItSaysError(Exception):
    """What a policy's author must mend; told without a traceback, which would be csmedia's own."""


class PolicyTests:
    """The policies of one pytest run. They are compiled when the first of their files is collected."""

    def __init__(self, config: pytest.Config, asked: list[str], settled: list[str]) -> None:
        root = config.inipath.parent if config.inipath is not None else config.rootpath
        contributions = gather()
        try:
            first = named_folders(contributions, asked, config.invocation_params.dir)
            second = named_folders(contributions, settled, root)
        except ScopeError as error:
            raise pytest.UsageError(f"csmedia_policies: {error}") from error
        self.local = tuple(dict.fromkeys((*first[0], *second[0])))
        self.brought = tuple(dict.fromkeys((*first[1], *second[1])))
        self.coverage: Coverage = config.getoption("--csmedia-coverage")
        self._trials: dict[str, Trial] = {}
        settled_paths = _paths(*second) if config.args_source is not pytest.Config.ArgsSource.ARGS else []
        # A person who names files on the command line wants these alone; policies named there are wanted too.
        _add_arguments(config, [*_paths(*first), *settled_paths])

    @cached_property
    def scope(self) -> Scope:
        """The rules under test; raises `PolicyError` where they do not load."""
        return scope_of_folders(Checker([str(path) for path in self.local]), self.local, self.brought)

    def trial(self, case: Case) -> Trial:
        """Run an example once, for its own item or for the gate."""
        if case.name not in self._trials:
            self._trials[case.name] = try_case(self.scope.checker, case)
        return self._trials[case.name]

    def folder_of(self, path: Path) -> Path | None:
        """The folder of policies that holds a path, or is it."""
        return next((folder for folder in _paths(self.local, self.brought) if path.is_relative_to(folder)), None)

    def pytest_collect_directory(self, path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A folder of policies brings the gate as an item beside its files."""
        if path.resolve() in _paths(self.local, self.brought):
            return PolicyFolder.from_parent(parent, path=path, tests=self)
        return None

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A rule's file brings its examples."""
        path = file_path.resolve()
        folder = self.folder_of(path) if path.suffix == ".toml" else None
        if folder is None or path.name == "policy.toml":
            return None
        return RuleExamples.from_parent(parent, path=file_path, tests=self, rule=_rule_id(path.relative_to(folder)))


def _rule_id(path: Path) -> str:
    return path.with_suffix("").as_posix().replace("_", "-")


def _paths(local: Iterable[Path], brought: Iterable[Any]) -> list[Path]:
    return [path.resolve() for path in (*local, *(folder.path for folder in brought))]


def _add_arguments(config: pytest.Config, paths: list[Path]) -> None:
    for path in paths:
        given = [(config.invocation_params.dir / argument.partition("::")[0]).resolve() for argument in config.args]
        if not any(path.is_relative_to(one) for one in given):
            config.args.append(str(path))


class PolicyFolder(pytest.Directory):
    """A folder of policies: what is in it, and the gate."""

    def __init__(self, *, tests: PolicyTests, **rest: Any) -> None:
        super().__init__(**rest)
        self.tests = tests

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """The files below, then the gate; faults of the policies are told once, here."""
        _scope(self, self.tests)
        for path in sorted(self.path.iterdir()):
            named = self.session.isinitpath(path, with_parents=True)
            if not named and self.ihook.pytest_ignore_collect(collection_path=path, config=self.config):
                continue
            if path.is_dir() and (below := self.ihook.pytest_collect_directory(path=path, parent=self)):
                yield below
            elif path.is_file():
                yield from self.ihook.pytest_collect_file(file_path=path, parent=self)
        yield Gate.from_parent(self, name="coverage", tests=self.tests)


class RuleExamples(pytest.File):
    """One rule and its examples; a file of another kind holds none."""

    def __init__(self, *, tests: PolicyTests, rule: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.tests, self.rule = tests, rule

    def collect(self) -> Iterator[pytest.Item]:
        """An item an example."""
        for case in cases(_scope(self, self.tests).checker, self.rule):
            if case.rule.id == self.rule:
                yield ExampleItem.from_parent(self, name=case.name, tests=self.tests, case=case)


def _scope(node: pytest.Collector, tests: PolicyTests) -> Scope:
    try:
        return tests.scope
    except CsmediaError as error:
        raise node.CollectError(str(error)) from error


class ExampleItem(pytest.Item):
    """One example."""

    def __init__(self, *, tests: PolicyTests, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.tests, self.case = tests, case

    def runtest(self) -> None:
        """Run the rule alone on its example."""
        if MARK in self.case.example.text:
            raise NotAsItSaysError("this example is not filled in yet: write an invented post where its text should stand.")
        outcome = self.tests.trial(self.case).outcome
        if not outcome.passed:
            raise NotAsItSaysError("\n".join(lines_of(tell(self.tests.scope, outcome))))
        if self.case.example.known_miss:
            pytest.xfail(f"a known miss of {self.case.example.expect}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The author's own words and what came of them."""
        return str(excinfo.value) if isinstance(excinfo.value, NotAsItSaysError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the example stands."""
        return self.path, self.tests.scope.line(self.case.rule.id, "example", self.case.number - 1) - 1, self.name


class Gate(pytest.Item):
    """What no example tests, and what is not filled in."""

    def __init__(self, *, tests: PolicyTests, **rest: Any) -> None:
        super().__init__(**rest)
        self.tests = tests

    def runtest(self) -> None:
        """Ask every example what it reaches; those that ran already are not run again."""
        scope = self.tests.scope
        remarks = remarks_of(scope, [self.tests.trial(case) for case in cases_of(scope)], self.tests.coverage)
        said = [f"{one.what}: {one.reason}" for one in scope.checker.failures]
        said += [str(one) for one in remarks if one.level == "error"]
        if warnings := [str(one) for one in remarks if one.level == "warning"]:
            self.add_report_section("call", "worth a look", "\n".join(warnings))
        if said:
            raise NotAsItSaysError("\n".join(said))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The remarks alone."""
        return str(excinfo.value) if isinstance(excinfo.value, NotAsItSaysError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The folder."""
        return self.path, None, self.name
