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
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import NamedTuple

import pytest

import csmedia.plugins
from csmedia import Checker
from csmedia.cli import main
from csmedia.plugins import Origin

SHELLS = ("console", "sh", "bash")
# What a page may show and a test cannot run: it needs a network, another environment, or minutes.
NOT_RUN = ("python3 -m venv", "pip install", "git clone", "cd ", "nox", "source ")


class Block(NamedTuple):
    """A block of code, the line it begins at, and the file that a comment before it names: the whole of it, or where it goes into."""

    language: str
    text: str
    line: int
    file: str | None
    part: bool = False


def blocks(page: str) -> Iterator[Block]:
    lines = page.split("\n")
    at, file, part = 0, None, False
    while at < len(lines):
        if found := re.fullmatch(r"<!-- (file|into): (\S+) -->", lines[at]):
            part, file = found[1] == "into", found[2]
        elif found := re.match(r"(`{3,})(\w*)", lines[at]):
            end = lines.index(found[1], at + 1)
            yield Block(found[2], "\n".join(lines[at + 1 : end]) + "\n", at + 2, file, part)
            at, file, part = end, None, False
        at += 1


def put_into(text: str, part: str) -> str:
    """A TOML file after somebody wrote a part into it: keys above its first table, a table in the place of its like, a [[row]] at its end."""
    first = part.split("\n", 1)[0]
    if first.startswith("[["):
        return f"{text.rstrip()}\n\n{part}"
    if first.startswith("["):
        here = re.search(rf"^{re.escape(first.partition('#')[0].strip())}[^\n]*\n.*?(?=^\[|\Z)", text, flags=re.DOTALL | re.MULTILINE)
        return f"{text.rstrip()}\n\n{part}" if here is None else f"{text[: here.start()]}{part}\n{text[here.end() :]}"
    keys = "|".join(re.escape(key) for key in re.findall(r"^(\w+) *=", part, flags=re.MULTILINE))
    top, table, rest = re.match(r"(.*?)((?:^\[)|\Z)(.*)", text, flags=re.DOTALL | re.MULTILINE).groups()  # type: ignore[union-attr]
    top = re.sub(rf"^(?:{keys}) *=.*\n", "", top, flags=re.MULTILINE).rstrip()
    return f"{top}\n{part}\n{table}{rest}"


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

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, builtin: Callable[[], Checker], light: Path) -> None:
        self.folder, self.patch, self.builtin, self.light = folder, monkeypatch, builtin, light
        self.names: dict[str, object] = {"__name__": "page"}
        self.code = 0
        self.plugins: tuple[tuple[Origin, EntryPoint], ...] = ()
        monkeypatch.chdir(folder)
        whole = Checker.__init__

        def make(checker: Checker, policies: Iterable[str | Path] | None = None, plugins: bool = True, **wishes: bool) -> None:
            # Compiling the built-in policies takes seconds: one checker serves every page that asks for it, and policies of a page stand on the tables alone.
            if policies or self.plugins or not plugins:
                whole(checker, [self.light, *(policies or ())], plugins and bool(self.plugins), **wishes)
            else:
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(Checker, "__init__", whole)
                    vars(checker).update(vars(self.builtin()))

        monkeypatch.setattr(Checker, "__init__", make)

    def follow(self, page: str, name: str) -> None:
        for block in blocks(page):
            where = f"{name}:{block.line}"
            if block.file is not None:
                path = self.folder / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                text = put_into(path.read_text(encoding="utf-8"), block.text) if block.part else block.text
                path.write_text(text, encoding="utf-8")
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
        if words[0] == "mv":
            (self.folder / words[1]).rename(self.folder / words[2])
            return ""
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
