"""Policies with any number of terms, as folders of TOML, as a propriety lead would write them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import terms

SIGNAL = 100
"""Terms of one signal, and so of one rule."""
PATTERNS = 200


def _texts(words: Iterable[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


_SOURCES = '[[source]]\nid = "B1"\ntitle = "A made-up circular"\nreading = "read"\n'
_DUTIES = (
    '[[ask]]\nid = "boss"\ntitle = "your manager of made-up things"\n'
    '[[duty]]\nid = "quiet"\ntitle = "Keep quiet"\nasks = "Keep quiet."\nverdict = "advise"\nask = ["boss"]\n'
)
_POLICY = 'title = "Made-up terms"\nowner = "benchmarks"\nversion = "1"\n'
_RULE = """title = "Says a made-up term"
duty = "{duty}"
severity = "review"
message = "This names something made up."
why = "It was planted here."

[find]
all = [{atom}]

[when]
capacity = ["official", "personal"]

[[severity_when]]
severity = "advise"
when = {{ capacity = ["official"] }}
because = "It goes out in the name of the office."

[[citation]]
source = "B1"

[[example]]
text = "{example}"
context = {{ capacity = "official" }}
expect = "advise"

[[example]]
text = "pear"
expect = "nothing-found"
"""


def write_terms(folder: Path, number: int, *, patterns: int = 0) -> Path:
    """A folder of policies with ``number`` terms, `SIGNAL` a rule, and some patterns, each with a word that it needs."""
    words = terms(number)
    files = {"sources.toml": _SOURCES, "duties.toml": _DUTIES, "made-up/policy.toml": _POLICY}
    for place in range(0, number, SIGNAL):
        name, some = f"group-{place // SIGNAL}", words[place : place + SIGNAL]
        files[f"signals/made-up/{name}.toml"] = f'title = "Made-up words"\nterms = {_texts(some)}\n'
        files[f"made-up/{name.replace('-', '_')}.toml"] = _rule(f'"signal:{name}"', some[0])
    for place in range(patterns):
        word = words[-1 - place].split()[0]
        files[f"signals/made-up/shape-{place}.toml"] = f"title = \"A made-up shape\"\npatterns = [{{ pattern = '\\b{word} \\d{{2,4}}\\b', needs = [\"{word}\"] }}]\n"
        files[f"made-up/shape_{place}.toml"] = _rule(f'"signal:shape-{place}"', f"{word} 2026")
    return _write(folder, files)


def write_slow(folder: Path) -> Path:
    """A policy with a pattern that the loader cannot know to be slow, for a text that makes it so."""
    signal = "title = \"A made-up shape\"\npatterns = [{ pattern = '(.*?,){12}P', needs = [\"plum\"] }]\n"
    files = {"sources.toml": _SOURCES, "duties.toml": _DUTIES, "made-up/policy.toml": _POLICY, "signals/made-up/slow.toml": signal}
    return _write(folder, {**files, "made-up/slow.toml": _rule('"signal:slow"', "plum,,,,,,,,,,,,P")})


def write_department(folder: Path, number: int = 1_000, rules: int = 100) -> Path:
    """A department's policy for use beside the built-in ones: contested topics with ``number`` terms, and ``rules`` rules."""
    words = [f"{word} scheme" for word in terms(number + rules)]
    topics = ""
    for place, some in enumerate(_batched(words[:number], 50)):
        topics += f'\n[[topic]]\nid = "made-up-{place}"\ntitle = "made-up subject {place}"\nterms = {_texts(some)}\n'
    files = {"sources.toml": _SOURCES, "made-up/policy.toml": _POLICY, "topics/uk_export_finance_made_up.toml": f'organisation = "uk-export-finance"\n{topics}'}
    for place, word in enumerate(words[number:]):
        files[f"made-up/rule_{place}.toml"] = _rule(f'{{ terms = ["{word}"] }}, {{ terms = ["our", "my", "{word}"] }}', word, duty="parliament-first")
    return _write(folder, files)


def _batched(words: list[str], size: int) -> list[list[str]]:
    return [words[at : at + size] for at in range(0, len(words), size)]


def _rule(atom: str, example: str, duty: str = "quiet") -> str:
    return _RULE.format(atom=atom, example=example, duty=duty)


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
