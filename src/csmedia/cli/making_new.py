"""``csmedia new``: a policy or a rule to begin with, and what to do next."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from csmedia.cli.context import UsageError
from csmedia.cli.wishes import settings_of
from csmedia.plugins import gather
from csmedia.settings import Found
from csmedia.starting import Known, Wish, file_name, known_of, package_files, policy_files, rule_files, slug, write_new

FOLDER = "our-policies"


def new(given: Namespace) -> int:
    """Write what is asked for; nothing that is there is written over."""
    if given.kind == "rule":
        return _rule(given)
    return _package(given) if given.package else _policy(given)


def _policy(given: Namespace) -> int:
    found = settings_of(given)
    folder = _folder(given, found)
    wish = Wish(given.duty, given.severity, given.organisation)
    made = policy_files(folder, given.name, wish, _known(folder))
    write_new(made)
    listed = any((found.folder / path).resolve() == folder.resolve() for path in found.settings.policies)
    steps = [f"Fill in what is marked [FILL IN: …], beginning with {_shown(folder / file_name(given.name) / 'first_rule.toml')}.", f"csmedia test {_shown(folder)}"]
    if not listed:
        home = found.path.name if found.path is not None else "csmedia.toml"
        steps.append(f'To use it in every check, write in {home}, above its first [table]: policies = ["{_shown(folder)}"] (or give --policies {_shown(folder)}).')
    _tell(made, steps, given.organisation, made_organisation=folder / "organisations.toml" in made)
    return 0


def _package(given: Namespace) -> int:
    root = Path(given.into or ".")
    made = package_files(root, given.name, Wish(given.duty, given.severity, given.organisation), _known(root))
    write_new(made)
    home = next(path.parent for path in made if path.name == "pyproject.toml")
    policies = next(path.parent.parent for path in made if path.name == "policy.toml")
    steps = [
        f"Fill in what is marked [FILL IN: …], beginning with {_shown(policies / file_name(given.name) / 'first_rule.toml')}.",
        f"csmedia test {_shown(policies)}",
        f"pip install --editable {_shown(home)}: from then on its rules take part in every check on this machine.",
    ]
    _tell(made, steps, given.organisation, made_organisation=policies / "organisations.toml" in made)
    return 0


def _rule(given: Namespace) -> int:
    if given.package or given.organisation:
        flag = "--package" if given.package else "--organisation"
        raise UsageError(f"{flag} is for a policy. Leave it out, or write: csmedia new policy NAME {flag}.")
    folder = _folder(given, settings_of(given))
    policy = given.name.rpartition("/")[0]
    has = known_of((folder,)).policies if folder.is_dir() else frozenset[str]()
    if policy and not any(slug(policy) == one or slug(policy).startswith(f"{one}/") for one in has):
        cure = f"It holds {', '.join(sorted(has))}." if has else ""
        raise UsageError(f"there is no policy “{policy}” in {_shown(folder)}. {cure} Begin it with: csmedia new policy {policy.split('/')[0]} --in {_shown(folder)}".replace(".  ", ". "))
    made = rule_files(folder, given.name, Wish(given.duty, given.severity), _known(folder))
    write_new(made)
    _tell(made, ["Fill in what is marked [FILL IN: …].", f"csmedia test {given.name} --policies {_shown(folder)}"])
    return 0


def _folder(given: Namespace, found: Found) -> Path:
    """The folder to write to: the one named, the only one of the settings, or the usual one."""
    if given.into:
        return Path(given.into)
    listed = [found.folder / path for path in found.settings.policies]
    if len(listed) > 1:
        raise UsageError(f"the settings name {len(listed)} folders of policies. Say which with --in: {', '.join(map(_shown, listed))}.")
    return listed[0] if listed else Path(FOLDER)


def _known(folder: Path) -> Known:
    brought = [one.path for one in gather().folders if one.path.resolve() != folder.resolve()]
    return known_of((*brought, *((folder,) if folder.is_dir() else ())))


def _tell(made: dict[Path, str], steps: list[str], organisation: str | None = None, *, made_organisation: bool = False) -> None:
    for path in made:
        print(f"wrote {_shown(path)}", file=sys.stderr)
    if made_organisation:
        print(f"csmedia: nobody knows the organisation “{organisation}” yet, so organisations.toml tells of it. Check the slug: it is that of GOV.UK.", file=sys.stderr)
    print("Next:", file=sys.stderr)
    for number, step in enumerate(steps, 1):
        print(f"  {number}. {step}", file=sys.stderr)


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
