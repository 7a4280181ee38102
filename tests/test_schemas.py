"""The schemas that editors read: every file that the loader takes fits, and what it refuses does not."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import csmedia
import csmedia_policies
from csmedia.cli import main
from csmedia.cli.arguments import SCHEMAS
from csmedia.cli.schemas import BESIDE, READ, WRITTEN, schema_named
from csmedia.rules.schemas import FILES, schema_of

ROOT = Path(__file__).resolve().parent.parent
BUILTIN = Path(csmedia_policies.__file__).parent
GUARDS = Path(csmedia.__file__).parent / "guards"
EXAMPLE = ROOT / "examples/csmedia-example-department/src/csmedia_example_department/policies"
RULE = """title = "Says plum"
duty = "quiet"
severity = "advise"
message = "This reads as a plum."
why = "Plums are not for saying."
[find]
all = ["signal:plum"]
[[citation]]
source = "X1"
[[example]]
text = "plum"
expect = "advise"
[[example]]
text = "pear"
expect = "nothing-found"
"""


def kind_of(path: Path, top: Path) -> str:
    """Which kind of file the loader takes a file for."""
    first, last = path.relative_to(top).parts[0], path.stem
    if last == "adjust":
        return last
    by_folder = {"signals": "signal", "topics": "topic", "guards": "guard", "calendar": "period-kinds" if last == "kinds" else "calendar"}
    return last if path.parent == top else "policy" if last == "policy" else by_folder.get(first, "rule")


def as_json(value: Any) -> Any:
    """What TOML says, as editors hold it against a schema: dates and times as text."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def faults(kind: str, text: str) -> list[str]:
    """What a schema says against a file."""
    return [error.message for error in Draft202012Validator(schema_named(kind)).iter_errors(as_json(tomllib.loads(text)))]


def files(top: Path) -> Iterator[tuple[str, Path]]:
    yield from ((kind_of(path, top), path) for path in sorted(top.rglob("*.toml")))


def test_every_file_of_the_built_in_policies_fits_the_schema_of_its_kind() -> None:
    found = [*files(BUILTIN), *files(GUARDS), *(files(EXAMPLE) if EXAMPLE.is_dir() else ())]
    validators = {kind: Draft202012Validator(schema_of(kind)) for kind in FILES}

    bad = [path.name for kind, path in found if not validators[kind].is_valid(as_json(tomllib.loads(path.read_text(encoding="utf-8"))))]

    # The built-in policies adjust nobody.
    assert {kind for kind, _ in found} >= set(FILES) - {"adjust"}
    assert bad == []


@pytest.mark.parametrize(
    ("was", "instead"),
    [
        ('severity = "advise"', 'severity = "warn"'),
        ('severity = "advise"', "severity = 3"),
        ('why = "Plums', 'wy = "Plums'),
        ('duty = "quiet"', 'duty = "Keep Quiet"'),
        ('["signal:plum"]', '["plum"]'),
        ('["signal:plum"]', '["topic:mine"]'),
        ('["signal:plum"]', '[{ signal = "plum", terms = ["plum"] }]'),
        ('["signal:plum"]', '[{ in = "own" }]'),
        ('["signal:plum"]', '[{ signal = "plum", in_ = "own" }]'),
        ('["signal:plum"]', '[{ terms = ["plum"], within = "page" }]'),
        ('all = ["signal:plum"]', 'unless = ["signal:plum"]'),
        ("[find]", '[when]\ncapacty = ["official"]\n[find]'),
        ("[find]", "[when]\nhas_links = [true]\n[find]"),
        ("[find]", "[when]\nword_count = 6\n[find]"),
        ("[find]", '[when]\n"media.any" = { alt = "missing" }\n[find]'),
        ("[find]", '[when]\nroles = { some = ["x"] }\n[find]'),
        ('[[citation]]\nsource = "X1"\n', ""),
        ('expect = "nothing-found"', 'expect = "note"'),
        ('expect = "advise"', 'expect = "nothing-found"'),
        ('text = "pear"', 'text = "pear"\ncontext = { capacity = "officially" }'),
        ('text = "pear"', 'text = "pear"\npost = { knd = "reply" }'),
        ('title = "Says plum"', "title = 4"),
        ("[[citation]]", '[[severity_when]]\nseverity = "note"\nwhen = { capacity = ["official"] }\n[[citation]]'),
    ],
)
def test_a_faulty_rule_does_not_fit(was: str, instead: str) -> None:
    assert faults("rule", RULE) == []
    assert was in RULE

    assert faults("rule", RULE.replace(was, instead, 1)) != []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("policy", 'title = "Ours"\nowner = "Us all"'),
        ("policy", 'title = "Ours"\nowner = "Us all"\nversion = 1'),
        ("signal", 'title = "Says plum"'),
        ("signal", 'title = "Says plum"\nterms = "plum"'),
        ("signal", 'title = "Says plum"\npatterns = [{ pattern = "x", need = ["y"] }]'),
        ("topic", 'organisation = "x"\n[[topic]]\nid = "a"\ntitle = "A"\nterms = ["a"]\n[[topic.side]]\nlabel = "for"\nterms = ["b"]'),
        ("topic", '[[topic]]\nid = "a"\ntitle = "A"\nterms = ["a"]'),
        ("sources", '[[source]]\nid = "X1"\ntitle = "A circular"\nreading = "heard"'),
        ("organisations", '[[organisation]]\nslug = "x"\nname = "X"\nkind = "agency"\nserves = "france"'),
        ("duties", '[[duties]]\nid = "x"'),
        ("calendar", '[[period]]\nid = "x"\ntitle = "X"\nkind = "mourning"\nserves = "uk"'),
        ("period-kinds", '[[kind]]\nid = "x"'),
        ("guard", 'title = "Guards"\nsignal = "x"\neffect = "drop"\nduties = ["x"]\nbecause = "it must"'),
        ("settings", 'fail_levl = "note"'),
        ("waivers", '[[waiver]]\nrule = "x"'),
    ],
)
def test_other_faulty_files_do_not_fit(kind: str, text: str) -> None:
    assert faults(kind, text) != []


def test_short_forms_and_aliases_fit() -> None:
    rich = RULE.replace(
        '["signal:plum"]', "[\"topic:own\", { pattern = '\\bx\\b', in = \"any\", on = \"typed\" }]\nwithin = 12"
    )

    assert faults("rule", rich) == []
    assert faults("signal", "title = \"Says plum\"\npatterns = ['x', { pattern = 'y', needs = [\"z\"] }]\nexcept = [\"plum tree\"]") == []


def test_an_editor_can_show_what_every_key_means() -> None:
    for kind in FILES:
        schema = schema_of(kind)
        for name, model in {kind: schema, **schema.get("$defs", {})}.items():
            # The parts of posts and contexts are told by their own models.
            told = model.get("properties", {}) if name not in ("PostPart", "ContextPart", "Media", "Link", "Release", "Words", "MediaTest") else {}
            assert [key for key, field in told.items() if not field.get("description")] == [], name


def test_the_command_knows_every_schema_by_name() -> None:
    assert set(SCHEMAS) == {*READ, *WRITTEN, *FILES, *BESIDE}
    for name in SCHEMAS:
        Draft202012Validator.check_schema(schema_named(name))


def test_schemas_are_written_beside_a_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "our-policies" / "schemas"

    code = main(["schema", "--write", str(folder)])

    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.json" for name in (*FILES, *BESIDE))
    assert json.loads((folder / "rule.json").read_text(encoding="utf-8")) == schema_of("rule")
    assert "#:schema ../schemas/" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    code = main(["schema", "--write", str(tmp_path / "file")])

    assert code == 2
    assert "Name a folder that may be written to." in capsys.readouterr().err


needs_taplo = pytest.mark.skipif(shutil.which("taplo") is None, reason="taplo, a language tool for TOML, is not installed")


@needs_taplo
@pytest.mark.parametrize(("was", "instead", "code"), [("plum", "plum", 0), ('severity = "advise"', 'severity = "warn"', 1), ("why =", "wy =", 1)])
def test_an_editors_tool_holds_files_against_the_schema_that_their_first_line_names(
    was: str, instead: str, code: int, tmp_path: Path
) -> None:
    main(["schema", "--write", str(tmp_path / "schemas")])
    (tmp_path / "rule.toml").write_text(f"#:schema ./schemas/rule.json\n{RULE.replace(was, instead, 1)}", encoding="utf-8")

    done = subprocess.run(["taplo", "lint", "rule.toml"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == code, done.stderr


@needs_taplo
@pytest.mark.parametrize("kind", sorted({*FILES} - {"adjust"}))
def test_an_editors_tool_takes_every_file_of_the_built_in_policies(kind: str, tmp_path: Path) -> None:
    main(["schema", kind, "--write", str(tmp_path)])
    mine = [str(path) for found, path in (*files(BUILTIN), *files(GUARDS)) if found == kind]

    done = subprocess.run(["taplo", "lint", "--schema", (tmp_path / f"{kind}.json").as_uri(), *mine], cwd="/", capture_output=True, text=True, check=False)

    assert mine
    assert done.returncode == 0, done.stderr
