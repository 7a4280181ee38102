"""One session a question. ``nox`` answers those that a change must pass."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.sessions = ["lint", "types", "imports", "tests", "wheel", "department", "docs"]
nox.options.reuse_existing_virtualenvs = True
HERE = Path(__file__).parent
DEV = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "dev")
WORKERS = str(max(1, min(4, os.cpu_count() or 1)))


def _dev(session: nox.Session, *more: str) -> None:
    # The group is read here, not by pip: older versions of pip know no groups.
    session.install("-e", ".[all]", *DEV, *more)


@nox.session
def tests(session: nox.Session) -> None:
    """Does everything do what it says? Every test and every example in every rule."""
    _dev(session)
    session.run("pytest", "-n", WORKERS, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Is the code as the house writes it?"""
    session.install("ruff>=0.14")
    session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Do the types hold?"""
    _dev(session)
    session.run("mypy")


@nox.session
def imports(session: nox.Session) -> None:
    """Do imports run one way?"""
    _dev(session)
    session.run("lint-imports")


@nox.session
def wheel(session: nox.Session) -> None:
    """Does what is built work where the sources are not?"""
    session.install("build>=1.2", "hatchling>=1.27")
    out = Path(session.create_tmp()) / "built"
    shutil.rmtree(out, ignore_errors=True)
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(out), str(HERE))
    (built,) = out.glob("*.whl")
    bare = out / "bare"
    for part in ("tests", "docs", "examples", "quality"):
        if (HERE / part).is_dir():
            shutil.copytree(HERE / part, bare / part)
    for part in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml", "mkdocs.yml"):
        if (HERE / part).is_file():
            shutil.copy(HERE / part, bare / part)
    session.install("--force-reinstall", "--no-deps", str(built))
    session.install(f"{built}[all]", *DEV)
    session.chdir(bare)
    session.run("pytest", "-n", WORKERS, "-p", "no:cacheprovider")


@nox.session
def department(session: nox.Session) -> None:
    """Does a department's plugin work beside the built-in policies?"""
    session.install(".[all]", "./examples/csmedia-example-department", "pytest>=8")
    session.chdir(HERE / "examples" / "csmedia-example-department")
    session.run("pytest", "-q", "-p", "no:cacheprovider")
    session.run("csmedia", "plugins")


@nox.session
def docs(session: nox.Session) -> None:
    """Does every page do what it says, and can the pages be built, one for every rule?"""
    _dev(session, "zensical>=0.0.70")
    session.run("pytest", "tests/test_docs.py", "-m", "page", "-n", WORKERS)
    session.run("python", "docs/build.py")
    session.run("zensical", "build", "--clean")


@nox.session
def quality(session: nox.Session) -> None:
    """How good are the answers? The scoreboard over the labelled cases, against the floors."""
    _dev(session)
    session.run("python", "quality/scoreboard.py", *session.posargs)
    session.run("python", "quality/found.py")


@nox.session
def coverage(session: nox.Session) -> None:
    """Which lines does no test reach?"""
    _dev(session)
    session.run("pytest", "--cov", "--cov-report=term-missing", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Do the properties hold for many more texts than a test run has time for?"""
    _dev(session)
    session.run(
        "pytest",
        "tests/test_text.py",
        "tests/test_reading.py",
        "tests/test_text_entities.py",
        "tests/test_reference.py",
        "tests/test_gates.py",
        "tests/test_scan.py",
        "--hypothesis-profile=deep",
        *session.posargs,
    )


@nox.session
def bench(session: nox.Session) -> None:
    """How fast is it, against floors and peers? Peers are installed when they are first wanted: -- --quick, --only WORD, --rounds N."""
    session.install("-e", ".[all]")
    session.run("python", "-m", "benchmarks.bench", *session.posargs)


@nox.session
def spark(session: nox.Session) -> None:
    """Do Spark, Polars and DuckDB give the same answers? Spark needs Java."""
    _dev(session)
    session.install("-e", ".[spark]", "polars>=1", "duckdb>=1.4")
    session.run("pytest", "tests/test_spark.py", "tests/test_arrow.py", *session.posargs)
    session.run("pytest", "tests/test_docs.py", "-m", "page", "-k", "scale")
