"""Runs the blocks of code of a page: files are written, commands are answered, Python is run, and output is compared."""

from __future__ import annotations
import __future__

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import NamedTuple

import pytest

import csmedia.cli.making
import csmedia.cli.standing
import csmedia.plugins
from csmedia import Checker
from csmedia.cli import main
from csmedia.plugins import Origin

SHELLS = ("console", "sh", "bash")
# What a page may show and a test cannot run: it needs a network, another environment, or minutes.
NOT_RUN = ("python3 -m venv", "pip install", "git clone", "cd ", "nox", "source ")
REAL = Checker


class Block(NamedTuple):
    """A block of code, the line it begins at, and the file that it stands for where a comment before it names one."""

    language: str
    text: str
    line: int
    file: str | None


def blocks(page: str) -> Iterator[Block]:
    lines = page.split("\n")
    at, file = 0, None
    while at < len(lines):
        if found := re.fullmatch(r"<!-- file: (\S+) -->", lines[at]):
            file = found[1]
        elif found := re.match(r"(`{3,})(\w*)", lines[at]):
            end = lines.index(found[1], at + 1)
            yield Block(found[2], "\n".join(lines[at + 1 : end]) + "\n", at + 2, file)
            at, file = end, None
        at += 1


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output that the page shows for it."""
    if block.language != "console":
        yield from ((line, "") for line in block.text.splitlines() if line.strip())
        return
    first, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert first == "", f"line {block.line}: a console block begins with a command"
    for part in parts:
        command, _, shown = part.partition("\n")
        yield command, shown


def matches(shown: str, output: str) -> bool:
    """Whether output is what a page shows; ``...`` stands for anything, on a line of its own for any lines."""
    pieces = re.sub(r"^\.\.\.\n", "...", shown, flags=re.MULTILINE).split("...")
    output = "\n".join(line.rstrip() for line in output.splitlines()) + "\n"
    if len(pieces) == 1:
        return pieces[0] == output
    if not output.startswith(pieces[0]) or not output.endswith(pieces[-1]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = output.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= len(output) - len(pieces[-1])


class Reader:
    """Somebody who reads a page and does what it says, in a folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, builtin: Checker, light: Path) -> None:
        self.folder, self.patch, self.builtin, self.light = folder, monkeypatch, builtin, light
        self.names: dict[str, object] = {"__name__": "page"}
        self.code = 0
        self.plugins: tuple[tuple[Origin, EntryPoint], ...] = ()
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys.modules[REAL.__module__], "Checker", self.checker)
        for module in (csmedia.cli.making, csmedia.cli.standing):
            monkeypatch.setattr(module, "Checker", self.checker)

    def checker(self, policies: object = None, plugins: bool = True, **wishes: bool) -> Checker:
        # Compiling the built-in policies takes seconds: one checker serves every page, and policies of a page stand on the tables alone.
        if policies or self.plugins or not plugins:
            return REAL([self.light, *(policies or ())], plugins=plugins and bool(self.plugins), **wishes)  # type: ignore[misc]
        return self.builtin

    def follow(self, page: str, name: str) -> None:
        for block in blocks(page):
            where = f"{name}:{block.line}"
            if block.file is not None:
                path = self.folder / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
            if block.language == "python":
                code = compile(
                    "\n" * (block.line - 1) + block.text, name, "exec", flags=__future__.annotations.compiler_flag
                )
                if block.file is None:
                    exec(code, self.names)
            elif block.language in SHELLS:
                for command, shown in commands(block):
                    output = "".join(self.answer(part, where) for part in command.split(" && "))
                    assert not shown or matches(shown, output), f"{where}: $ {command}\nshown:\n{shown}\ngot:\n{output}"

    def answer(self, command: str, where: str) -> str:
        """What a command says; those that are not csmedia's say nothing here."""
        command = re.sub(r"^\.venv/bin/", "", command.strip())
        if command == "echo $?":
            return f"{self.code}\n"
        if found := re.fullmatch(r"pip install \./(\S+)", command):
            self.install(self.folder / found[1])
            return ""
        if found := re.match(r"([A-Z_]+)=(\S+) ", command):
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(found[1], found[2])
                return self.answer(command[found.end() :], where)
        words = shlex.split(command)
        if words[0] != "csmedia":
            return self.other(command, words, where)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            self.code = main(words[1:])
        return said.getvalue()

    def other(self, command: str, words: list[str], where: str) -> str:
        """What a command that is not csmedia's says."""
        if words[0] == "cat":
            return (self.folder / words[1]).read_text(encoding="utf-8-sig")
        if words[0] == "git" and words[1] != "clone":
            return self.git(words[1:])
        assert command.startswith(NOT_RUN), f"{where}: nothing here knows how to run “{command}”"
        return ""

    def git(self, words: list[str]) -> str:
        """What git says in the folder, for somebody of no name."""
        who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in (("NAME", "A reader"), ("EMAIL", "reader@example.org"))}
        settled = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(["git", *words], cwd=self.folder, env=settled, capture_output=True, text=True, check=True).stdout

    def install(self, package: Path) -> None:
        """Do what pip does with a package: find its entry points, make it importable."""
        project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        made = [
            (Origin(name, project["name"], project["version"]), EntryPoint(name, module, "csmedia"))
            for name, module in project["entry-points"]["csmedia"].items()
        ]
        self.plugins += tuple(made)
        self.patch.syspath_prepend(package)
        self.patch.setattr(csmedia.plugins, "installed", lambda: self.plugins)

    def leave(self) -> None:
        """Forget what was imported from the folder."""
        for _, point in self.plugins:
            sys.modules.pop(point.value, None)


Follow = Callable[[str, str], None]
