"""A policy or a rule to begin with: files that load, and say what is still to be filled in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from csmedia.errors import CsmediaError
from csmedia.load.files import did_you_mean

RESERVED = frozenset({"signals", "topics", "calendar", "guards"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Stands in a new rule until its author has chosen; the file says so.
ANY_DUTY = "relevance-and-public-funds"
_DUTY_NOTE = "  # [FILL IN: the duty's short name; “csmedia rules” shows those of other rules]"


class StartError(CsmediaError):
    """Nothing was written; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the installed policies know already: policies, duties and organisations, by their slugs."""

    policies: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new rule should say of itself, as far as its author knows already."""

    duty: str | None = None
    severity: str = "review"
    organisation: str | None = None


def known_of(folders: Iterable[Path]) -> Known:
    """What folders of policies know, read from their tables alone: compiling rules takes seconds."""
    policies: set[str] = set()
    duties: set[str] = set()
    organisations: set[str] = set()
    for folder in folders:
        policies |= {slug(path.parent.relative_to(folder).as_posix()) for path in folder.rglob("policy.toml")}
        duties |= {str(row.get("id")) for row in _rows(folder / "duties.toml", "duty")}
        for row in _rows(folder / "organisations.toml", "organisation"):
            organisations |= {str(row.get("slug")), *map(str, row.get("aliases", ()))}
    return Known(frozenset(policies), frozenset(duties), frozenset(organisations))


def policy_files(folder: Path, name: str, wish: Wish, known: Known) -> dict[Path, str]:
    """The files of a new policy in a folder of policies, by path; raises `StartError` where they cannot be written."""
    check_slug(name, "a policy's name")
    if name in RESERVED:
        raise StartError(f"“{name}” is a folder of its own kind beside policies. Give the policy another name, such as our-{name}.")
    if name in known.policies:
        raise StartError(f"there is a policy “{name}” already. Give yours another name, such as our-{name}.")
    home = folder / file_name(name)
    rule = home / "first_rule.toml"
    made = {home / "policy.toml": _text("policy.toml"), **rule_files(folder, f"{name}/first-rule", wish, known)}
    if wish.organisation is not None:
        made |= _topic_files(folder, wish.organisation, known)
    _refuse_existing((home / "policy.toml", rule))
    return made


def rule_files(folder: Path, rule: str, wish: Wish, known: Known) -> dict[Path, str]:
    """The file of a new rule, and a file of sources where the folder has none; raises `StartError`."""
    policy, _, name = rule.rpartition("/")
    if not policy:
        raise StartError(f"“{rule}” names no policy. Write POLICY/RULE, such as press-office/{rule}.")
    for part in rule.split("/"):
        check_slug(part, "each part of a rule's id")
    if name == "policy":
        raise StartError("a rule cannot be called “policy”: that file says whose rules these are. Give it another name.")
    if wish.duty is not None and known.duties and wish.duty not in known.duties:
        raise StartError(f"--duty: there is no duty “{wish.duty}”. {did_you_mean(wish.duty, known.duties)}")
    duty = wish.duty or (ANY_DUTY if ANY_DUTY in known.duties or not known.duties else min(known.duties))
    sources = folder / "sources.toml"
    has = [str(row.get("id")) for row in _rows(sources, "source")]
    source = has[0] if has else f"{policy.split('/')[0].upper()}-1"
    note = "" if wish.duty else _DUTY_NOTE
    made = {folder / f"{file_name(rule)}.toml": _text("rule.toml", rule=rule, duty=duty, duty_note=note, severity=wish.severity, source=source)}
    return made if sources.exists() else {sources: _text("sources.toml", source=source), **made}


def package_files(root: Path, name: str, wish: Wish, known: Known) -> dict[Path, str]:
    """The files of a distribution that brings a new policy, by path; raises `StartError`."""
    check_slug(name, "a policy's name")
    distribution = name if name.startswith("csmedia-") else f"csmedia-{name}"
    home, module = root / distribution, file_name(distribution)
    words = {"name": name, "distribution": distribution, "module": module}
    templates = {
        "pyproject.toml": "package_pyproject.txt", "README.md": "package_readme.txt", f"src/{module}/__init__.py": "package_init.txt",
        "tests/test_policies.py": "package_test.txt",
    }  # fmt: skip
    made = {home / path: _text(template, **words) for path, template in templates.items()}
    _refuse_existing(made)
    return made | policy_files(home / "src" / module / "policies", name, wish, known)


def write_new(made: Mapping[Path, str]) -> None:
    """Write files, none over another; raises `StartError` before the first is written."""
    _refuse_existing(made)
    for path, text in made.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise StartError(f"{path}: cannot be written ({error.strerror or error}). Check the folder.") from error


def check_slug(name: str, what: str) -> None:
    """Refuse a name that is no slug, and say which slug is near it."""
    if not _SLUG.fullmatch(name):
        near = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
        cure = f"Write {near}." if near else "Write one such as press-office."
        raise StartError(f"“{name}”: {what} is small letters and digits joined by hyphens. {cure}")


def file_name(name: str) -> str:
    """How a slug is written in names of files and folders."""
    return name.replace("-", "_")


def slug(name: str) -> str:
    """The slug of a file's or folder's name."""
    return name.replace("_", "-")


def _topic_files(folder: Path, organisation: str, known: Known) -> dict[Path, str]:
    check_slug(organisation, "an organisation's slug")
    topics, organisations = folder / "topics" / f"{file_name(organisation)}.toml", folder / "organisations.toml"
    made = {} if topics.exists() else {topics: _text("topics.toml", organisation=organisation)}
    own = {str(row.get("slug")) for row in _rows(organisations, "organisation")}
    if organisation in known.organisations | own:
        return made
    if organisations.exists():
        near = did_you_mean(organisation, known.organisations)
        raise StartError(f"--organisation: {organisations} does not know “{organisation}”, nor does anybody. Add it there first. {near}")
    return {organisations: _text("organisations.toml", organisation=organisation), **made}


def _refuse_existing(paths: Iterable[Path]) -> None:
    if there := [str(path) for path in paths if path.exists()]:
        raise StartError(f"{', '.join(there)}: there already; nothing was written. Choose another name, or move what is there.")


def _rows(path: Path, key: str) -> list[dict[str, Any]]:
    """The rows of a table file as they stand; a file that cannot be read is told of when policies are loaded."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig")).get(key, [])
    except (OSError, ValueError):
        return []
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _text(template: str, **words: str) -> str:
    return Template((files("csmedia.templates") / template).read_text(encoding="utf-8")).substitute(words)
