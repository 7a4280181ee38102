"""Commands that are started anew for every answer: csmedia, a bare interpreter, and peers that are commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks.corpus import posts, terms
from benchmarks.environments import NotHadError, node_with, python_with

Command = tuple[list[str], str]
"""A command and what it reads."""
FILES = 300
POST = json.dumps({"id": "a", "post": {"text": "Join us in the town hall for the summer fair."}, "context": {"capacity": "official"}}) + "\n"
_PRESIDIO = (
    "import presidio_analyzer as p, presidio_analyzer.nlp_engine as n, benchmarks.corpus as c\n"
    "e = n.NoOpNlpEngine(models=[{'lang_code': 'en', 'model_name': 'none'}]); e.load()\n"
    "r = p.RecognizerRegistry(recognizers=[p.PatternRecognizer(supported_entity='TERM', deny_list=c.terms(10000))])\n"
    "p.AnalyzerEngine(registry=r, nlp_engine=e, supported_languages=['en']).analyze('Join us', 'en', entities=['TERM'])\n"
)


def starts(folder: Path, *, peers: bool) -> tuple[dict[str, Command], dict[str, str]]:
    """What is started with one post, and why some cannot be."""
    python = sys.executable
    found: dict[str, Command] = {
        "python -c pass": ([python, "-c", "pass"], ""),
        "csmedia --version": ([python, "-m", "csmedia", "--version"], ""),
        "csmedia check -": ([python, "-m", "csmedia", "check", "-", "--output-format", "jsonl", "-q", "--isolated", "--no-config"], POST),
    }
    skipped: dict[str, str] = {}
    if peers:
        _try("Presidio", lambda: ([str(python_with("presidio-analyzer")), "-c", _PRESIDIO], ""), found, skipped)
        for name, make in _PEERS.items():
            _try(name, partial(_silent, make, folder / f"{name}-1", 10_000, 1), found, skipped)
    return found, skipped


def over_files(folder: Path, size: int) -> tuple[dict[str, Command], dict[str, str]]:
    """Peers that are commands, with one file and with many."""
    found: dict[str, Command] = {}
    skipped: dict[str, str] = {}
    for name, make in _PEERS.items():
        for much, number in (("one", 1), ("many", FILES)):
            _try(f"{name}, {much}", partial(_silent, make, folder / f"{name}-{number}", size, number), found, skipped)
    return found, skipped


def _silent(make: Callable[[Path, int, int], list[str]], folder: Path, size: int, number: int) -> Command:
    return make(folder, size, number), ""


def _try(name: str, make: Callable[[], Command], found: dict[str, Command], skipped: dict[str, str]) -> None:
    try:
        found[name] = make()
    except NotHadError as error:
        skipped[name] = str(error)


def _textlint(folder: Path, size: int, number: int) -> list[str]:
    home = node_with("textlint", "textlint-rule-prh")
    files = list(_files(folder, number, ".txt"))
    rules = "".join(f"  - expected: '-'\n    pattern: /\\b{term}\\b/i\n" for term in terms(size))
    (folder / "prh.yml").write_text("version: 1\nrules:\n" + rules)
    (folder / "rc.json").write_text(json.dumps({"rules": {"prh": {"rulePaths": [str(folder / "prh.yml")]}}}))
    return [str(home / "textlint"), "--config", str(folder / "rc.json"), "--format", "unix", *files]


def _semgrep(folder: Path, size: int, number: int) -> list[str]:
    home = python_with("semgrep").parent
    list(_files(folder / "posts", number, ".txt"))
    rules = [
        {"id": f"t{place}", "languages": ["regex"], "message": "m", "severity": "ERROR", "pattern-regex": rf"(?i)\b{term}\b"}
        for place, term in enumerate(terms(size))
    ]
    (folder / "rules.json").write_text(json.dumps({"rules": rules}))
    flags = ["--metrics", "off", "--disable-version-check", "--quiet", "--jobs", "1", "--no-git-ignore", "--emacs"]
    return ["env", f"PATH={home}:/usr/bin:/bin", str(home / "semgrep"), "scan", *flags, "--config", str(folder / "rules.json"), str(folder / "posts")]


def _files(folder: Path, number: int, ending: str) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for place, made in enumerate(posts(number)):
        (path := folder / f"{place:06}{ending}").write_text(made.text + "\n", encoding="utf-8")
        yield str(path)


_PEERS: Mapping[str, Callable[[Path, int, int], list[str]]] = {"textlint": _textlint, "semgrep": _semgrep}
