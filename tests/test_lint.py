"""Policies looked over as they are written: each lint is found where it is sown, and nowhere else."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from csmedia.authored import author
from csmedia.cli.linting import lint as command
from csmedia.cli.linting import list_lints
from csmedia.errors import CsmediaError
from csmedia.linting import KINDS, Lint, lint, ordinary
from csmedia.linting.backtracking import trouble_of
from csmedia.linting.expressions import literals, parse
from csmedia.linting.ordinary import ordinary_posts
from csmedia.linting.prose import reading_grade
from csmedia.remarks import remarks

from .conftest import BASE, Make, rule

TODAY = date(2026, 6, 1)
READ = '[[source]]\nid = "X1"\ntitle = "A made-up circular"\nreading = "read"\ndate_read = 2026-01-05\nreview_by = 2027-01-05\n'
ORGANISATION = '[[organisation]]\nslug = "orchards"\nname = "Orchards Department"\nkind = "ministerial-department"\nserves = "uk"\n'


@pytest.fixture(autouse=True)
def _light_guards(light_guards: None) -> None:
    """No test here is about the guards."""


@pytest.fixture(autouse=True)
def _few_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight of the shipped posts tell as much here as all of them, in a twentieth of the time."""
    monkeypatch.setattr(ordinary, "ordinary_posts", lambda: ordinary_posts()[:8])


def lints(tmp_path: Path, make: Make, files: dict[str, str]) -> tuple[Lint, ...]:
    checker = make({"sources.toml": READ, **files})
    return lint(author(checker, [tmp_path / "made-up"]), TODAY)


def told(found: tuple[Lint, ...]) -> list[tuple[str, str, int]]:
    return [(one.id, one.file.removeprefix("made-up/"), one.line) for one in found]


def signal(body: str) -> dict[str, str]:
    return {"house/plum.toml": rule('all = ["signal:stone"]', raised="plum stone"), "signals/stone.toml": f'title = "Stones"\n{body}\n'}


def topic(first: str, second: str, terms: str = '"orchard tax"') -> dict[str, str]:
    sides = "".join(f'[[topic.side]]\nlabel = "{label}"\nterms = [{words}]\n' for label, words in (("for", first), ("against", second)) if words)
    return {
        "house/plum.toml": rule(), "organisations.toml": ORGANISATION,
        "topics/orchards.toml": f'organisation = "orchards"\n[[topic]]\nid = "tax"\ntitle = "the orchard tax"\nterms = [{terms}]\n{sides}',
    }  # fmt: skip


STONE = 'terms = ["plum stone"]\n'
SOWN = {
    "nothing": ({"house/plum.toml": rule()}, []),
    "a pattern that doubles": (signal(STONE + "patterns = [{ pattern = '(\\d+,?)+x', needs = [\"plum\"] }]"), [("pattern-too-slow", "signals/stone.toml", 3)]),
    "neighbouring repeats": (signal(STONE + "patterns = [{ pattern = '\\Aplum\\s*[\\s-]*\\d', needs = [\"plum\"] }]"), [("pattern-backtracks", "signals/stone.toml", 3)]),
    "a pattern with a word of its own": (signal(STONE + "patterns = ['\\bplum-\\d']"), [("pattern-could-need", "signals/stone.toml", 3)]),
    "a pattern without one": (signal(STONE + "patterns = ['\\b\\d{3}-\\d{3}\\b']"), [("pattern-without-needs", "signals/stone.toml", 3)]),
    "a pattern of a rule": ({"house/plum.toml": rule("all = [{ pattern = '\\b(?:plum|pear)-\\d' }]", raised="plum-1")}, [("pattern-without-needs", "house/plum.toml", 8)]),
    "a source not dated": ({"sources.toml": BASE["sources.toml"], "house/plum.toml": rule()}, [("source-without-date-read", "sources.toml", 2)]),
    "a source past its review": ({"sources.toml": READ.replace("2027", "2026"), "house/plum.toml": rule()}, [("source-past-review", "sources.toml", 6)]),
    "a rule past its review": ({"house/plum.toml": rule(top="review_by = 2026-05-31")}, [("source-past-review", "house/plum.toml", 6)]),
    "a rule that has ended": ({"house/plum.toml": rule(top="until = 2026-06-01")}, [("rule-expired", "house/plum.toml", 6)]),
    "more words for one side": (topic('"keep the tax", "tax is fair", "fair tax", "tax them", "yes to tax", "pay the tax"', '"axe the tax"'), [("one-sided-topic", "topics/orchards.toml", 10)]),
    "hashtags for one side": (topic('"keep the tax", "#KeepTheTax"', '"axe the tax"'), [("one-sided-hashtags", "topics/orchards.toml", 10)]),
    "no sides": (topic("", ""), [("topic-without-sides", "topics/orchards.toml", 3)]),
    "a word in most posts": (topic('"keep the tax"', '"axe the tax"', '"orchard tax", "cabinet"'), [("word-in-ordinary", "topics/orchards.toml", 5)]),
    "a common word": ({"house/plum.toml": rule('any = [{ terms = ["plum", "rhwng"] }]')}, [("one-common-word", "house/plum.toml", 8)]),
    "a shadowed term": (signal('terms = [\n  "plum",\n  "ripe plum stone",\n]'), [("term-shadowed", "signals/stone.toml", 4)]),
    "a repeated term": (signal('terms = ["plum stone", "pip", "pip"]'), [("term-repeated", "signals/stone.toml", 2)]),
    "digits in capitals": (signal('typed = "CAPS"\nterms = ["PLUM", "pear 4"]').copy() | {"house/plum.toml": rule('all = ["signal:stone"]', raised="PLUM")}, [("term-never-matches", "signals/stone.toml", 3)]),
    "one letter in capitals": (signal('terms = ["plum stone", "q!!"]'), [("term-never-matches", "signals/stone.toml", 2)]),
    "an unknown placeholder": ({"house/plum.toml": rule().replace("as a plum", "as {fruit}")}, [("unknown-placeholder", "house/plum.toml", 4)]),
    "a placeholder in a because": ({"house/plum.toml": rule(more='[[severity_when]]\nseverity = "note"\nwhen = { platform = ["x"] }\nbecause = "It is on {platform}."\n')}, [("unknown-placeholder", "house/plum.toml", 12)]),
    "a placeholder that nothing fills": ({"house/plum.toml": rule().replace("as a plum", "as {topic}")}, [("empty-placeholder", "house/plum.toml", 4)]),
    "a rule that points nowhere": (signal(STONE + '[facts]\nkind = ["reply"]'), [("no-place", "house/plum.toml", 7)]),
    "a long sentence": ({"house/plum.toml": rule().replace("Plums are not for saying.", "So " + "and so " * 15 + "on.")}, [("long-sentence", "house/plum.toml", 5)]),
    "hard words": ({"house/plum.toml": rule().replace("Plums are not for saying.", "Organisational considerations necessitate institutional impartiality.")}, [("hard-to-read", "house/plum.toml", 4)]),
    "words that accuse": ({"house/plum.toml": rule().replace("This reads as a plum.", "This is a breach of the plum code.")}, [("message-accuses", "house/plum.toml", 4)]),
    "words that describe": ({"house/plum.toml": rule().replace("This reads as a plum.", "This reads as saying that a plum is guilty.")}, []),
    "words that give leave": ({"house/plum.toml": rule().replace("This reads as a plum.", "Without the plum it is fine to post.")}, [("message-approves", "house/plum.toml", 4)]),
    "orders": ({"house/plum.toml": rule().replace("This reads as a plum.", "You must not say plum.")}, [("message-commands", "house/plum.toml", 4)]),
    "a rule on ordinary posts": ({"house/plum.toml": rule('all = [{ terms = ["plum", "kitchen sink"] }]', 'confidence = "low"')}, [("fires-on-ordinary", "house/plum.toml", 1)]),
    "a note on ordinary posts": ({"house/plum.toml": rule('all = [{ terms = ["plum", "kitchen sink"] }]', severity="note").replace('severity = "advise"', 'severity = "note"')}, [("notes-on-ordinary", "house/plum.toml", 1)]),
}  # fmt: skip


@pytest.mark.parametrize("sown", SOWN)
def test_each_is_found_where_it_is_sown(tmp_path: Path, make: Make, sown: str) -> None:
    files, expected = SOWN[sown]

    assert told(lints(tmp_path, make, files)) == expected


def test_every_lint_is_sown_somewhere() -> None:
    sown = {kind for _, expected in SOWN.values() for kind, _, _ in expected}

    assert sorted(set(KINDS) - sown) == ["ignore-unused", "ignore-without-reason"]


def test_a_comment_with_a_reason_takes_a_lint_back(tmp_path: Path, make: Make) -> None:
    accusing = rule().replace('message = "This reads as a plum."', '# lint: ignore message-accuses because the court’s own word stands here\nmessage = "This is a breach."')

    assert told(lints(tmp_path, make, {"house/plum.toml": accusing})) == []


def test_a_comment_without_a_reason_takes_nothing_back(tmp_path: Path, make: Make) -> None:
    accusing = rule().replace('message = "This reads as a plum."', 'message = "This is a breach."  # lint: ignore message-accuses')

    found = told(lints(tmp_path, make, {"house/plum.toml": accusing}))

    assert found == [("message-accuses", "house/plum.toml", 4), ("ignore-without-reason", "house/plum.toml", 4)]


def test_a_comment_about_nothing_is_told(tmp_path: Path, make: Make) -> None:
    idle = "# lint: ignore no-place because of old times\n" + rule()

    assert told(lints(tmp_path, make, {"house/plum.toml": idle})) == [("ignore-unused", "house/plum.toml", 1)]


def test_comments_one_under_another_speak_of_the_line_below() -> None:
    first, second = remarks("# lint: ignore a-b because one\n# lint: ignore c-d, e-f because two\nkey = 1\n", "lint")

    assert first.covers(3)
    assert second.names == ("c-d", "e-f")
    assert not second.covers(4)


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|a)*b", r"(\w+\s?)*x", r"(a|ab|b)*c", r"((?:ab?)*)*", r"(?i:(x+))+y"])
def test_patterns_that_double_are_seen_without_a_trial(pattern: str) -> None:
    trouble = trouble_of(parse(pattern))

    assert trouble is not None
    assert trouble.doubles


@pytest.mark.parametrize("pattern", [r"(\w+\s)*x", r"(?:,\s*\w+)*", r"\bplum\b", r"(?x) a+ \s b+  # c+ c+", r"(?>a+)+b", r"(a++)*b", r"(?:[^.]{1,5}\.)*", r"[\]a]+b"])
def test_patterns_with_one_way_to_read_a_text_are_left_alone(pattern: str) -> None:
    assert trouble_of(parse(pattern)) is None


def test_words_that_every_match_holds_are_read_from_the_tree() -> None:
    assert literals(parse(r"(?i)\bplum(?:s)?[- ]stone\d+")) == ["plum", "stone"]
    assert literals(parse(r"plum|pear")) == []
    assert literals(parse(r"(?:plum ){2}x?")) == ["plum"]


def test_harder_words_ask_for_more_years() -> None:
    assert reading_grade("It is a cat. It sat.") < reading_grade("Institutional impartiality necessitates consideration.")


def test_the_shipped_posts_are_many_and_differ() -> None:
    assert len(ordinary_posts()) > 150
    assert len({one.post.text for one in ordinary_posts()}) == len(ordinary_posts())


def asked(tmp_path: Path, **other: object) -> Namespace:
    usual: dict[str, object] = {
        "prefix": "", "select": [], "ignore": [], "output_format": "text", "strict": False, "effective_time": "2026-06-01", "list": False,
        "policies": [str(tmp_path / "made-up")], "no_config": True, "config": None, "isolated": False,
    }  # fmt: skip
    return Namespace(**{**usual, **other})


def test_the_command_ends_with_1_on_errors_and_with_strict_on_warnings(tmp_path: Path, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    checker = make({"sources.toml": READ, "house/plum.toml": rule().replace("This reads as a plum.", "You must not say plum.")})

    assert command(asked(tmp_path), checker) == 0
    assert command(asked(tmp_path, strict=True), checker) == 1
    assert command(asked(tmp_path, strict=True, ignore=["message-commands"]), checker) == 0
    assert command(asked(tmp_path, select=["message-accuses"]), checker) == 0
    said = capsys.readouterr()
    line = "made-up/house/plum.toml:4: warning message-commands: You must not: gives an order. Say what the guidance asks, and whom to ask.\n"
    assert said.out == line * 2
    assert "0 error, 1 warning, 0 info" in said.err


def test_the_command_writes_json(tmp_path: Path, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    checker = make({"sources.toml": READ, "house/plum.toml": rule().replace("This reads as a plum.", "This is a breach.")})

    assert command(asked(tmp_path, output_format="json"), checker) == 1

    whole = json.loads(capsys.readouterr().out)
    assert whole["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert whole["lints"] == [{
        "file": "made-up/house/plum.toml", "line": 4, "id": "message-accuses", "word": "breach", "level": "error",
        "message": "judges the person, not the words. Say what the words read as, and what is asked.",
    }]  # fmt: skip


def test_a_prefix_of_no_rule_is_nothing_checked(tmp_path: Path, make: Make) -> None:
    assert command(asked(tmp_path, prefix="nowhere/"), make({"house/plum.toml": rule()})) == 3


def test_an_unknown_lint_or_day_says_what_to_write(tmp_path: Path, make: Make) -> None:
    checker = make({"house/plum.toml": rule()})

    with pytest.raises(CsmediaError, match=r"there is no lint “no-places”\. Did you mean “no-place”"):
        command(asked(tmp_path, select=["no-places"]), checker)
    with pytest.raises(CsmediaError, match="write now, or a day such as"):
        command(asked(tmp_path, effective_time="soon"), checker)


def test_the_page_lists_every_lint(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[1] / "docs" / "probe-and-lint.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.*) \|$", page, re.MULTILINE)

    assert [(name, level, looks_for) for name, level, looks_for in rows if name in KINDS] == [(name, *kind) for name, kind in KINDS.items()]
    assert list_lints() == 0
    assert len(capsys.readouterr().out.splitlines()) == len(KINDS)
