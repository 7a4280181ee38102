"""Compiled policies that were kept are used where they are whole and ours, and are never trusted where they are not."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import csmedia.load.cache
from csmedia import Checker, Context, Post
from csmedia.cli import main
from csmedia.cli.arguments import parser
from csmedia.load import Folder, Needs
from csmedia.load.cache import cache_folder, digest_of, kept

from .conftest import BASE, rule, write

pytestmark = pytest.mark.usefixtures("light_guards")
PLUM, PEAR = Post(text="A plum for you."), Post(text="A pear for you.")
CONTEXT = Context(capacity="official")
Cached = Callable[[], Checker]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of our own."""
    monkeypatch.setenv("CSMEDIA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("CSMEDIA_NO_CACHE", raising=False)
    return tmp_path / "cache"


@pytest.fixture(name="compiled")
def _compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The digest of each compiling, as it happens."""
    names: list[str] = []
    compile_ = csmedia.load.cache._compile

    def counted(*given: object) -> bytes:
        names.append(str(given[-1]))
        return compile_(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(csmedia.load.cache, "_compile", counted)
    return names


@pytest.fixture(name="cached")
def _cached(tmp_path: Path, folder: Path) -> Cached:
    write(tmp_path / "made-up", {**BASE, "house/plum.toml": rule()})
    return lambda: Checker([tmp_path / "made-up"], plugins=False)


def verdicts(checker: Checker) -> tuple[str, ...]:
    return tuple(checker.check(post, CONTEXT).verdict for post in (PLUM, PEAR))


def packs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csmedia-pack"))


def test_what_was_kept_is_not_compiled_again(cached: Cached, folder: Path, compiled: list[str]) -> None:
    first, second = cached(), cached()

    assert len(compiled) == len(packs(folder)) == 1
    assert verdicts(first) == verdicts(second) == ("advise", "nothing-found")
    assert first.check(PLUM, CONTEXT) == second.check(PLUM, CONTEXT)
    assert folder.stat().st_mode & 0o077 == 0
    assert packs(folder)[0].stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.iterdir()] == [packs(folder)[0].name]


@pytest.mark.parametrize("terminal", [True, False])
def test_whoever_waits_at_a_terminal_is_told_why_and_only_then(
    folder: Path, cached: Cached, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool
) -> None:
    command = ["rules", "--policies", str(tmp_path / "made-up"), "--no-config"]
    monkeypatch.setattr("csmedia.checker.gather", lambda *_: csmedia.plugins.Contributions())
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    said = []

    for _ in range(2):
        assert main(command) == 0
        said.append("compiling the policies" in capsys.readouterr().err)

    assert said == [terminal, False]


def _flip(at: int) -> Callable[[bytes], bytes]:
    return lambda pack: pack[:at] + bytes([pack[at] ^ 1]) + pack[at + 1 :]


@pytest.mark.parametrize(
    "spoil",
    [_flip(0), _flip(20), _flip(60), _flip(200), _flip(-2), lambda pack: pack[:-1], lambda pack: pack[: len(pack) // 2], lambda pack: pack[:40], lambda pack: b"", lambda pack: pack + b"\0"],
    ids=["magic", "seal", "length", "head", "body", "short by one", "half", "seal alone", "empty", "too long"],
)  # fmt: skip
def test_what_is_not_as_it_was_written_is_compiled_anew(cached: Cached, folder: Path, compiled: list[str], spoil: Callable[[bytes], bytes]) -> None:
    expected = verdicts(cached())
    (path,) = packs(folder)
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))

    assert verdicts(cached()) == expected
    assert len(compiled) == 2
    assert path.read_bytes() == whole


def test_every_flipped_byte_is_seen(cached: Cached, folder: Path) -> None:
    cached()
    (path,) = packs(folder)
    whole = path.read_bytes()

    for at in range(0, len(whole), 97):
        path.write_bytes(_flip(at)(whole) if at + 1 < len(whole) else whole[:-1])
        assert kept(folder, path.stem) is None, at


def test_another_s_policies_under_this_name_are_not_taken(cached: Cached, folder: Path, tmp_path: Path, compiled: list[str]) -> None:
    cached()
    (mine,) = packs(folder)
    write(tmp_path / "other", {**BASE, "house/plum.toml": rule('all = [{ terms = ["pear"] }]')})
    Checker([tmp_path / "other"], plugins=False)
    (theirs,) = (path for path in packs(folder) if path != mine)

    mine.write_bytes(theirs.read_bytes())

    assert verdicts(cached()) == ("advise", "nothing-found")
    assert len(compiled) == 3


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_read(cached: Cached, folder: Path, compiled: list[str], mode: int) -> None:
    cached()
    packs(folder)[0].chmod(mode)

    assert verdicts(cached()) == ("advise", "nothing-found")
    assert len(compiled) == 2
    assert packs(folder)[0].stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_is_neither_read_nor_written(cached: Cached, folder: Path, compiled: list[str], mode: int) -> None:
    cached()
    before = packs(folder)[0].stat().st_mtime_ns
    folder.chmod(mode)

    assert verdicts(cached()) == ("advise", "nothing-found")
    assert len(compiled) == 2
    assert packs(folder)[0].stat().st_mtime_ns == before


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_a_file_of_another_owner_is_not_read(cached: Cached, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    cached()
    other = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: other)

    assert verdicts(cached()) == ("advise", "nothing-found")
    assert len(compiled) == 2


def test_a_place_that_cannot_hold_a_folder_costs_time_alone(cached: Cached, folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_text("a file stands here", encoding="utf-8")
    monkeypatch.setenv("CSMEDIA_CACHE_DIR", str(folder / "below"))

    assert [verdicts(cached()) for _ in range(2)] == [("advise", "nothing-found")] * 2
    assert len(compiled) == 2


@pytest.mark.parametrize("step", ["mkstemp", "fdopen", "replace"])
def test_a_full_disk_costs_time_alone_and_leaves_nothing_behind(cached: Cached, folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full:
        write = staticmethod(full)

        def __init__(self, handle: int, *_: object) -> None:
            self.handle = handle

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            os.close(self.handle)

    with monkeypatch.context() as patch:
        patch.setattr({"mkstemp": tempfile, "fdopen": os, "replace": Path}[step], step, Full if step == "fdopen" else full)
        assert verdicts(cached()) == ("advise", "nothing-found")

    assert list(folder.iterdir()) == []
    assert verdicts(cached()) == ("advise", "nothing-found")
    assert len(compiled) == 2


def test_many_may_write_at_once(cached: Cached, folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        checkers = [one.result() for one in [pool.submit(cached) for _ in range(8)]]

    assert {verdicts(checker) for checker in checkers} == {("advise", "nothing-found")}
    assert [path.name for path in folder.iterdir()] == [packs(folder)[0].name]
    assert kept(folder, packs(folder)[0].stem) is not None


def test_nothing_of_a_post_is_ever_kept(cached: Cached, folder: Path) -> None:
    checker = cached()
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}

    checker.check(Post(text="zyzzyva plum zyzzyva", media=[{"type": "image", "alt_text": "zyzzyva"}]), CONTEXT)

    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
    assert not any(b"zyzzyva" in words for words, _ in before.values())


def test_the_digest_tells_what_differs_and_nothing_else(tmp_path: Path) -> None:
    folders = [Folder(write(tmp_path / name, {**BASE, "house/plum.toml": rule()}), name) for name in ("a", "b")]
    detectors = {"one": Needs("@", 1), "two": Needs()}
    first = digest_of(tuple(folders), detectors)

    assert digest_of(tuple(reversed(folders)), dict(reversed(detectors.items()))) == first
    assert digest_of(tuple(folders), {**detectors, "one": Needs("@", 2)}) != first
    assert digest_of(tuple(folders), {"one": Needs("@", 1)}) != first
    assert digest_of(tuple(folders[:1]), detectors) != first
    assert digest_of((folders[0]._replace(guards=True), folders[1]), detectors) != first
    assert digest_of((folders[0]._replace(brought_by="c"), folders[1]), detectors) != first
    (tmp_path / "a" / "house" / "notes.txt").write_text("no policy", encoding="utf-8")
    assert digest_of(tuple(folders), detectors) == first
    write(tmp_path / "a", {"house/plum.toml": rule().replace("plum", "pear", 1)})
    assert digest_of(tuple(folders), detectors) != first
    write(tmp_path / "a", {"house/plum.toml": rule()})
    assert digest_of(tuple(folders), detectors) == first
    (tmp_path / "a" / "house" / "plum.toml").rename(tmp_path / "a" / "house" / "pear.toml")
    assert digest_of(tuple(folders), detectors) != first


def test_the_same_files_elsewhere_are_the_same_policies(cached: Cached, tmp_path: Path, compiled: list[str]) -> None:
    here = cached()
    write(tmp_path / "elsewhere" / "made-up", {**BASE, "house/plum.toml": rule()})
    write(tmp_path / "elsewhere" / "other-name", {**BASE, "house/plum.toml": rule()})

    there = Checker([tmp_path / "elsewhere" / "made-up"], plugins=False)
    other = Checker([tmp_path / "elsewhere" / "other-name"], plugins=False)

    assert len(compiled) == 2
    assert there.check(PLUM, CONTEXT) == here.check(PLUM, CONTEXT)
    assert [one.compiled.rules[-1].file for one in (here, there, other)] == ["made-up/house/plum.toml"] * 2 + ["other-name/house/plum.toml"]


def test_a_changed_policy_is_compiled_and_seen(cached: Cached, tmp_path: Path, compiled: list[str]) -> None:
    assert verdicts(cached()) == ("advise", "nothing-found")

    write(tmp_path / "made-up", {"house/plum.toml": rule('all = [{ terms = ["pear"] }]')})

    assert verdicts(cached()) == ("nothing-found", "advise")
    assert len(set(compiled)) == len(compiled) == 2


def test_what_was_saved_while_it_was_compiled_is_not_kept_as_what_was_there_before(
    cached: Cached, folder: Path, tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_, before = csmedia.load.cache._compile, rule()

    def while_somebody_saves(*given: object) -> bytes:
        write(tmp_path / "made-up", {"house/plum.toml": rule('all = [{ terms = ["pear"] }]', raised="pear").replace('text = "pear"\nexpect = "nothing', 'text = "fig"\nexpect = "nothing')})
        return compile_(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(csmedia.load.cache, "_compile", while_somebody_saves)
    assert verdicts(cached()) == ("nothing-found", "advise")
    assert packs(folder) == []
    monkeypatch.setattr(csmedia.load.cache, "_compile", compile_)
    write(tmp_path / "made-up", {"house/plum.toml": before})

    assert verdicts(cached()) == ("advise", "nothing-found")


@pytest.mark.parametrize("said", ["--no-cache", "CSMEDIA_NO_CACHE"])
def test_no_cache_is_read_or_written_where_none_is_wanted(
    folder: Path, cached: Cached, tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    (tmp_path / "posts.csv").write_text("text\nA plum\n", encoding="utf-8")
    command = ["check", str(tmp_path / "posts.csv"), "--context", "capacity=official", "--policies", str(tmp_path / "made-up"), "--no-config", "-q"]
    monkeypatch.setattr("csmedia.checker.gather", lambda *_: csmedia.plugins.Contributions())
    if said == "CSMEDIA_NO_CACHE":
        monkeypatch.setenv(said, "1")

    codes = [main([*command, *(["--no-cache"] if said == "--no-cache" else [])]) for _ in range(2)]

    assert codes == [1, 1]
    assert len(compiled) == 2
    assert not folder.exists()
    assert main(command) == 1
    assert (cache_folder() is None) is (said == "CSMEDIA_NO_CACHE")


def test_every_command_that_makes_a_checker_can_do_without_a_cache() -> None:
    (commands,) = (action.choices for action in parser()._actions if action.dest == "command")
    with_policies = {name for name, command in commands.items() if "--policies" in command.format_help()}

    assert {name for name, command in commands.items() if "--no-cache" in command.format_help()} == with_policies


def test_a_checker_without_a_cache_leaves_none(cached: Cached, folder: Path, tmp_path: Path) -> None:
    checker = Checker([tmp_path / "made-up"], plugins=False, cache=False)

    assert verdicts(checker) == ("advise", "nothing-found")
    assert not folder.exists()


def test_the_folder_is_the_user_s_own_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CSMEDIA_CACHE_DIR")

    assert cache_folder() is not None
    assert "csmedia" in str(cache_folder())
    monkeypatch.setenv("CSMEDIA_CACHE_DIR", "/somewhere/else")
    assert cache_folder() == Path("/somewhere/else")
    monkeypatch.setenv("CSMEDIA_NO_CACHE", "1")
    assert cache_folder() is None
