"""What the pages say is so: every block runs, every table matches the code, and every rule has its page."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import csmedia_policies
from csmedia import Checker, Context, Finding, Run
from csmedia.cli import main
from csmedia.cli.arguments import EXIT_CODES, parser
from csmedia.model import SEVERITIES, Verdict
from csmedia.plugins import HOOKS, Hooks
from csmedia.report import github, gitlab, json_of, rdjson, sarif
from csmedia.report.formats import FORMATS
from csmedia.rules.facts import FACTS
from csmedia.rules.grammar import SignalFile
from csmedia.run import Line
from csmedia.testing import cases, run_case

from .docs_blocks import Block, Reader, blocks, matches, put_into

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
}
BUILTIN = Path(csmedia_policies.__file__).parent
# The built-in rules that pages with policies of their own show something of.
SHOWN = (
    "duties.toml", "sources.toml", "organisations.toml", "calendar/uk.toml", "channels/policy.toml", "comment/policy.toml",
    "comment/own_minister_controversy.toml", "comment/own_portfolio_side.toml", "topics/home_office.toml",
)  # fmt: skip
# Other people's engines are too heavy to be asked of everybody who runs the tests.
NEEDED = {"docs/scale.md": ("pyarrow", "polars", "duckdb")}
needs_contributing = pytest.mark.skipif(not CONTRIBUTING.is_file(), reason="CONTRIBUTING.md was not brought along")


def _copied(folder: Path, wanted: list[Path], words: str = "") -> None:
    """Copy built-in rules into a folder of policies with the signals that they, or some words, name."""
    signals = {path.stem.replace("_", "-"): path for path in BUILTIN.glob("signals/**/*.toml")}
    queue = [*wanted, *_named(words, signals)]
    found = dict.fromkeys(queue)
    for path in queue:
        copy = folder / path.relative_to(BUILTIN)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
        new = [one for one in _named(path.read_text(encoding="utf-8"), signals) if one not in found]
        found |= dict.fromkeys(new)
        queue += new


def _named(words: str, signals: Mapping[str, Path]) -> list[Path]:
    included = " ".join(re.findall(r"^include = \[(.*?)\]", words, flags=re.DOTALL | re.MULTILINE))
    named = {*re.findall(r'(?:signal:|signal = "|<)([a-z0-9-]+)', words), *re.findall(r'"([a-z0-9-]+)"', included)}
    return [signals[name] for name in sorted(named & set(signals))]


@pytest.fixture(scope="session", name="light")
def _light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The duties, sources and organisations of the built-in policies, with the few rules that pages show: quick to compile."""
    folder = tmp_path_factory.mktemp("light") / "csmedia_policies"
    _copied(folder, [BUILTIN / name for name in SHOWN])
    return folder


@pytest.fixture(scope="session", name="grown")
def _grown(light: Path, tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """The same with the files that CONTRIBUTING adds, and a folder with the whole rules that pages show."""
    copy = tmp_path_factory.mktemp("grown") / "csmedia_policies"
    shutil.copytree(light, copy)
    for block in blocks(CONTRIBUTING.read_text(encoding="utf-8")) if CONTRIBUTING.is_file() else ():
        if block.file is not None:
            (copy.parent / block.file.removeprefix("policies/")).write_text(block.text, encoding="utf-8")
    _copied(copy, [], "".join(block.text for block in _shown("rule")))
    (copy / "shown").mkdir()
    (copy / "shown" / "policy.toml").write_text(
        'title = "Shown in pages"\nowner = "tests"\nversion = "1"\n', encoding="utf-8"
    )
    for number, block in enumerate(_shown("rule")):
        (copy / "shown" / f"rule_{number}.toml").write_text(block.text, encoding="utf-8")
    return Checker([copy], plugins=False)


@pytest.fixture(name="reader")
def _reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, light: Path) -> Iterator[Reader]:
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    reader = Reader(tmp_path, monkeypatch, lambda: request.getfixturevalue("builtin"), light)
    yield reader
    reader.leave()


@pytest.fixture(scope="session", name="builder")
def _builder() -> ModuleType:
    """``docs/build.py`` as a module."""
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _shown(kind: str) -> list[Block]:
    """The TOML of pages that stands for no file: whole rules, or signals."""
    toml = [
        block for page in PAGES.values() for block in blocks(page) if block.language == "toml" and block.file is None
    ]
    return [block for block in toml if ("severity" in tomllib.loads(block.text)) == (kind == "rule")]


def _marked(page: str, name: str) -> str:
    """What stands between two marks of a page."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", PAGES[page], flags=re.DOTALL)
    assert found is not None
    return found[1].strip()


def _first_column(table: str) -> list[str]:
    rows = [row.split(" | ")[0] for row in table.splitlines()[2:]]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row) or [row.strip("| ")]]


def _help(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main([*arguments, "--help"])
    return capsys.readouterr().out


@pytest.mark.page
@pytest.mark.parametrize("name", PAGES)
def test_every_block_of_a_page_does_what_the_page_says(name: str, reader: Reader) -> None:
    for needed in NEEDED.get(name, ()):
        pytest.importorskip(needed)
    reader.follow(PAGES[name], name)


def test_what_a_build_runs_for_a_policy_is_a_command_that_exists() -> None:
    page = PAGES["docs/write-your-policy.md"]
    lines = [line for block in blocks(page) if block.language == "yaml" for line in re.findall(r"(?:- run: |- )(csmedia .*)$", block.text, flags=re.MULTILINE)]
    hooks = [name for block in blocks(page) for name in re.findall(r"- id: ([\w-]+)", block.text)]

    assert len(lines) > 5
    for line in lines:
        assert parser().parse_args(shlex.split(re.split(r" (?:>|\|\|) ?", line)[0])[1:]).command
    if (file := ROOT / ".pre-commit-hooks.yaml").is_file():
        assert set(hooks) <= set(re.findall(r"- id: ([\w-]+)", file.read_text(encoding="utf-8")))


@needs_contributing
def test_a_rule_is_added_as_contributing_says(reader: Reader, grown: Checker) -> None:
    reader.builtin = lambda: grown

    reader.follow(CONTRIBUTING.read_text(encoding="utf-8"), "CONTRIBUTING.md")


@needs_contributing
def test_one_new_file_adds_a_rule_its_tests_and_its_page(light: Path, grown: Checker, builder: ModuleType) -> None:
    new, old = "channels/arrow-of-signs", Checker([light], plugins=False)

    before, after = ({rule.id for rule in checker.compiled.rules} for checker in (old, grown))
    added = {case.name for case in cases(grown)} - {case.name for case in cases(old)}
    pages = set(builder.pages(grown)) - set(builder.pages(old))

    assert {id_ for id_ in after - before if not id_.startswith("shown/")} == {new}
    assert {name for name in added if not name.startswith("shown/")} == {f"{new}:{number}" for number in (1, 2, 3, 4)}
    assert {page for page in pages if not page.startswith("rules/shown/")} == {f"rules/{new}.md"}
    assert all(run_case(grown, case).passed for case in cases(grown, new))


def test_every_whole_rule_that_a_page_shows_loads_and_its_examples_come_out(grown: Checker) -> None:
    shown = list(cases(grown, "shown/"))

    assert len({case.rule.id for case in shown}) == len(_shown("rule")) > 0
    assert [case.name for case in shown if not run_case(grown, case).passed] == []


def test_every_signal_that_a_page_shows_has_the_right_keys() -> None:
    assert [SignalFile.model_validate(tomllib.loads(block.text)).title for block in _shown("signal")] != []


def test_three_dots_stand_for_anything() -> None:
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert matches("a\n...\nd\n", "a\nd\n")
    assert matches("a ... d\n", "a b c d\n")
    assert not matches("a\n...\nd\n", "a\nb\n")
    assert not matches("a\n", "a\nb\n")


def test_a_part_of_a_file_goes_where_a_person_would_write_it() -> None:
    file = 'title = "A"  # why\nsince = 1\n\n[find]\nall = ["x"]\n\n[[example]]\ntext = "x"\n'

    assert put_into(file, 'until = 2\n') == file.replace("since = 1\n", "since = 1\nuntil = 2\n")
    assert put_into(file, 'title = "B"\n') == 'since = 1\ntitle = "B"\n\n[find]\nall = ["x"]\n\n[[example]]\ntext = "x"\n'
    assert put_into(file, '[find]  # both\nany = ["y"]\n') == file.replace('[find]\nall = ["x"]', '[find]  # both\nany = ["y"]')
    assert put_into(file, '[[example]]\ntext = "y"\n') == f'{file}\n[[example]]\ntext = "y"\n'


def test_the_words_are_those_of_the_code() -> None:
    assert _first_column(_marked("docs/words.md", "severities")) == list(SEVERITIES)
    assert _first_column(_marked("docs/words.md", "verdicts")) == list(get_args(Verdict))
    assert _first_column(_marked("docs/reports.md", "formats")) == list(SEVERITIES)


@pytest.mark.parametrize("page", ["docs/words.md", "docs/tutorial.md"])
def test_the_exit_codes_are_those_of_the_command(page: str) -> None:
    told = [line.strip().partition("  ") for line in EXIT_CODES.splitlines() if line.startswith("  ")]

    rows = re.findall(r"^\| (\d) \| (.+) \|$", PAGES[page].replace("`", ""), flags=re.MULTILINE)

    assert rows == [(code, meaning) for code, _, meaning in told]


def test_the_tables_made_from_the_code_are_as_the_code_is(builder: ModuleType) -> None:
    old = [name for name, page in PAGES.items() if builder.with_tables(page) != page]

    assert old == [], "renew them with: python docs/build.py --tables"
    assert _first_column(_marked("docs/write-a-rule.md", "facts")) == list(FACTS)


def test_the_keys_of_a_context_are_those_of_the_model() -> None:
    rows = _marked("docs/calendar.md", "context").splitlines()[2:]

    assert [re.findall(r"`([^`]+)`", row)[0] for row in rows] == list(Context.model_fields)
    for row, field in zip(rows, Context.model_fields.values(), strict=True):
        words = [
            word
            for part in (field.annotation, *get_args(field.annotation))
            for word in get_args(part)
            if isinstance(word, str)
        ]
        assert [word for word in words if f"`{word}`" not in row] == []


def test_the_fields_of_a_report_are_those_that_are_written() -> None:
    run = json.loads(json_of(Run()))
    line = {"schema", *(name for name in Line.model_fields if name != "schema_")}

    assert set(_first_column(_marked("docs/report-format.md", "report"))) == line
    assert _first_column(_marked("docs/report-format.md", "finding")) == list(Finding.model_fields)
    assert _first_column(_marked("docs/report-format.md", "run")) == list(run)


def test_the_severities_of_other_formats_are_those_that_are_written() -> None:
    rows = _marked("docs/reports.md", "formats").splitlines()[2:]

    told = [re.findall(r"`([^`]+)`", row) for row in rows]

    assert told == [[name, sarif.LEVELS[name], github.LEVELS[name], gitlab.LEVELS[name], rdjson.LEVELS[name]] for name in SEVERITIES]


def test_every_format_is_told_for_its_readers() -> None:
    table = re.search(r"^\| format \|.*?\n\n", PAGES["docs/reports.md"], flags=re.DOTALL | re.MULTILINE)

    assert table is not None
    assert sorted(re.findall(r"`(\w+)`", " ".join(row.split(" | ")[0] for row in table[0].splitlines()[2:]))) == sorted((*FORMATS, "annotated", "parquet"))


def test_what_a_page_shows_of_build_servers_stands_in_their_files() -> None:
    page = PAGES["docs/ci.md"]
    files = [ROOT / name for name in ("action.yml", "ci/gitlab.yml", ".pre-commit-hooks.yaml")]
    if not all(file.is_file() for file in files):
        pytest.skip("what build servers read was not brought along")
    action, job, hooks = (file.read_text(encoding="utf-8") for file in files)
    shown = "".join(block.text for block in blocks(page) if block.language == "yaml")

    inputs = re.findall(r"^  ([\w-]+):$", action.partition("inputs:")[2].partition("outputs:")[0], flags=re.MULTILINE)
    table = re.search(r"^\| input \|.*?\n\n", page, flags=re.DOTALL | re.MULTILINE)
    given = [name for with_ in re.findall(r"/csmedia@.*\n        with:\n((?: {10}.*\n)+)", shown) for name in re.findall(r"^ {10}([\w-]+):", with_, flags=re.MULTILINE)]

    assert table is not None
    assert _first_column(table[0].strip()) == inputs
    assert given
    assert set(given) <= set(inputs)
    assert set(re.findall(r"^    ([A-Z]+): ", shown, flags=re.MULTILINE)) <= set(re.findall(r"^    ([A-Z]+): ", job, flags=re.MULTILINE))
    assert re.findall(r"- id: ([\w-]+)", shown) == re.findall(r"- id: ([\w-]+)", hooks)


def test_the_hooks_have_their_true_signatures() -> None:
    code = next(blocks(_marked("docs/write-a-plugin.md", "hooks"))).text

    shown = {
        one.name: ast.unparse(one.returns)
        for one in ast.parse(code).body
        if isinstance(one, ast.FunctionDef) and one.returns
    }

    assert shown == {name: ast.unparse(ast.parse(getattr(Hooks, name).__annotations__["return"])) for name in HOOKS}


def test_every_command_and_every_option_is_told_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"^    (\w+) ", _help(capsys), flags=re.MULTILINE)
    options = {option for command in commands for option in re.findall(r"--[a-z-]+", _help(capsys, command))}
    # The benchmarks have options of their own.
    told = {option for name, page in PAGES.items() if name != "docs/speed.md" for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", page)}

    assert sorted(_first_column(_marked("docs/index.md", "commands"))) == sorted(f"csmedia {name}" for name in commands)
    assert sorted(options - told) == []
    # Options of pytest are told on the page about testing.
    assert sorted(option for option in told - options - {"--version"} if not option.startswith("--csmedia-")) == []


def test_every_file_that_the_repository_links_to_is_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        page = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).is_file() else ""
        # Where the built wheel is tested, files at the top of the repository are left behind.
        linked = re.findall(r"\]\(((?:docs|examples)/[^)#\s]+)", page)
        assert [link for link in linked if not (ROOT / link).exists()] == []


@pytest.mark.page
def test_every_link_of_a_page_leads_somewhere(builder: ModuleType, builtin: Checker) -> None:
    built = builder.pages(builtin)
    for name, text in built.items():
        for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]+))?\)", text):
            path = _resolved(name, target)
            if path == "growth.svg":  # drawn when the site is built, from the figures last measured
                continue
            assert path in built, f"{name} links to {target}"
            assert not anchor or anchor in _anchors(built[path]), f"{name} links to {target}#{anchor}"


def _resolved(name: str, target: str) -> str:
    parts = name.split("/") if not target else [*name.split("/")[:-1], *target.split("/")]
    kept: list[str] = []
    for part in parts:
        kept = kept[:-1] if part == ".." else [*kept, part]
    return "/".join(kept)


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings} | set(
        re.findall(r'<a id="([^"]+)"', text)
    )


def test_every_rule_has_its_page_in_a_fixed_order(builder: ModuleType, builtin: Checker) -> None:
    order = (
        "# ",
        "`",
        "**Duty**",
        "**Severity**",
        "**Says**",
        "**Why**",
        "**Fine when**",
        "**Instead**",
        "**Ask**",
        "## Sources",
        "## Raised",
        "## Not raised",
    )
    built = builder.pages(builtin)
    for rule in builtin.compiled.rules:
        page = built[f"rules/{rule.id}.md"]
        places = [place for place in (f"\n{page}".find(f"\n{label}") for label in order) if place >= 0]
        assert places == sorted(places)
        assert page.count("\n```") >= 2 * len(rule.examples)


def test_every_duty_source_and_period_is_on_its_page(builder: ModuleType, builtin: Checker) -> None:
    built = builder.pages(builtin)
    duties = built["duties.md"].split('<a id="')[1:]

    assert {part.partition('"')[0] for part in duties} == set(builtin.compiled.duties)
    assert all("](rules/" in part or "No rule looks for this." in part for part in duties)
    assert built["sources.md"].count('<a id="') == len(builtin.compiled.sources)
    assert built["periods.md"].count("\n| ") - 2 == len(builtin.compiled.calendar.periods)


def test_text_that_looks_like_markdown_is_shown_as_it_is(builder: ModuleType) -> None:
    assert builder.plain("a *b* `c` <d> #e {f} [g](h)") == r"a \*b\* \`c\` &lt;d&gt; \#e \{f\} \[g\](h)"
    assert builder.fenced("a ``` b") == "````text\na ``` b\n````"
