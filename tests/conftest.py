"""What tests share: small policies written in place, and the built-in policies compiled once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from csmedia import Checker
from csmedia.load import Folder

# A busy machine is no fault of the code; how long things take is measured in benchmarks. Few examples a property: nox -s fuzz tries many.
settings.register_profile("quick", deadline=None, max_examples=50)
settings.register_profile("deep", deadline=None, max_examples=5_000)
settings.load_profile("quick")

# Never the user's own cache. What was compiled for an earlier run is found again, under a digest of all it was made from.
os.environ["CSMEDIA_CACHE_DIR"] = str(Path(__file__).parent.parent / "build" / "compiled-policies")

BASE = {
    "sources.toml": '[[source]]\nid = "X1"\ntitle = "A made-up circular"\nreading = "read"\n',
    "duties.toml": '[[ask]]\nid = "boss"\ntitle = "your manager of made-up things"\n[[duty]]\nid = "quiet"\ntitle = "Keep quiet"\n'
    'asks = "Keep quiet."\nverdict = "advise"\nask = ["boss"]\n',
    "house/policy.toml": 'title = "A made-up policy"\nowner = "tests"\nversion = "1"\n',
}
RULE = """title = "Says plum"
duty = "quiet"
severity = "advise"
message = "This reads as a plum."
why = "Plums are not for saying."
{top}
[find]
{find}
{more}
[[citation]]
source = "X1"
[[example]]
text = "{raised}"
expect = "{severity}"
[[example]]
text = "pear"
expect = "nothing-found"
"""


def rule(
    find: str = 'all = [{ terms = ["plum"] }]',
    top: str = "",
    more: str = "",
    raised: str = "plum",
    severity: str = "advise",
) -> str:
    return RULE.format(find=find, top=top, more=more, raised=raised, severity=severity)


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


Make = Callable[..., Checker]
# Variables that change what the command prints, so that a test says the same here and in CI.
SETTLING = (
    "CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "GITHUB_STEP_SUMMARY", "CSMEDIA_CONFIG",
    "CSMEDIA_OUTPUT_FORMAT", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests run in CI too, where the command leaves out the words of posts."""
    for name in SETTLING:
        monkeypatch.delenv(name, raising=False)


KINDNESS = {
    "signals/kindness.toml": 'title = "Kind words"\nterms = ["kind words"]\n',
    "guards/kindness.toml": 'title = "Kindness"\nsignal = "kindness"\neffect = "quiet"\nduties = ["quiet"]\nbecause = "Kindness is quiet."\n',
    "kind/policy.toml": BASE["house/policy.toml"],
    "kind/route.toml": rule('all = ["signal:kindness"]', raised="kind words"),
}


def guards_in_place(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other guards in the place of those of the library, whose thousands of words take long to compile."""
    # All are imported before any is changed: one that is imported later would keep the other guards for good.
    every = [import_module(f"csmedia.{name}") for name in ("checker", "authored", "testing.scope", "cli.making", "cli.duties")]
    for module in every:
        monkeypatch.setattr(module, "GUARDS", folder)


@pytest.fixture(name="one_guard")
def _one_guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One guard in the place of those of the library."""
    guards_in_place(Folder(write(tmp_path / "guarding", KINDNESS), "csmedia", guards=True), monkeypatch)


@pytest.fixture(name="light_guards")
def _light_guards(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One signal and no guard in the place of those of the library."""
    folder = write(tmp_path_factory.mktemp("light") / "guards", {"signals/idle.toml": 'title = "Says idle"\nterms = ["idle"]\n'})
    guards_in_place(Folder(folder, "csmedia", guards=True), monkeypatch)


@pytest.fixture(name="make")
def _make(tmp_path: Path, request: pytest.FixtureRequest) -> Make:
    """A checker with the files given and the least that they stand on; with the library's guards where a test is marked ``guarded``."""
    if request.node.get_closest_marker("guarded") is None and "one_guard" not in request.fixturenames:
        request.getfixturevalue("light_guards")

    def make(files: Mapping[str, str], **wishes: object) -> Checker:
        return Checker([write(tmp_path / "made-up", {**BASE, **files})], plugins=False, cache=False, **wishes)

    return make


@cache
def builtin_checker() -> Checker:
    """The built-in policies, compiled once a process."""
    checker = Checker(builtin_only=True)
    assert checker.failures == ()
    return checker


@pytest.fixture(scope="session", name="builtin")
def _builtin() -> Checker:
    return builtin_checker()


@pytest.fixture(name="as_builtin")
def _as_builtin(builtin: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every checker that a command makes is the built-in one, so that no command compiles it again."""
    monkeypatch.setattr(Checker, "__init__", lambda self, *_, **__: vars(self).update(vars(builtin)))
