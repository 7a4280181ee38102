"""What is asked for, from flags, environment and the file of settings, in this order."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from csmedia.cli.context import UsageError, fields_of
from csmedia.load.files import did_you_mean
from csmedia.model import Context, Severity
from csmedia.read import Options, column_map
from csmedia.settings import Found, Settings, find_settings, no_settings

FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjsonl", "markdown", "html")
# What is written to files alone.
_FILES = ("annotated", "parquet")
WAIVERS = "csmedia-waivers.toml"


class Wishes(NamedTuple):
    """Everything that was asked for, settled."""

    found: Found
    options: Options
    outputs: Mapping[str, str]
    policies: tuple[str, ...]
    isolated: bool
    preview: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_level: Severity
    input_format: str | None
    waivers: Path | None
    baseline: Path | None
    show_text: bool
    hide_text: bool


def in_ci(environment: Mapping[str, str]) -> bool:
    """Whether a build server runs this: it changes what is shown, never a verdict."""
    said = environment.get("CI", "").lower()
    return said not in ("", "false", "0") or any(
        environment.get(name) for name in ("GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL")
    )


def settings_of(given: Namespace) -> Found:
    """The file of settings that applies; none with ``--no-config``."""
    if given.no_config:
        return no_settings()
    named = given.config or os.environ.get("CSMEDIA_CONFIG")
    if named and not Path(named).is_file():
        raise UsageError(f"{named}: there is no such file of settings. Check --config and CSMEDIA_CONFIG.")
    return find_settings(Path(), Path(named) if named else None)


def wishes_of(given: Namespace) -> Wishes:
    """Settle flags, environment and file; raises `UsageError` with what to write instead."""
    found = settings_of(given)
    file, folder = found.settings, found.folder
    said = getattr(given, "show_text", None)
    asked = said if said is not None else file.show_text
    options = Options(
        context=_context(given), date_order=given.date_order or file.date_order, accounts=found.accounts(), usual=file.context,
        columns=column_map([*(f"{field}={heading}" for field, heading in file.columns.items()), *given.columns]),
    )  # fmt: skip
    return Wishes(
        found=found, options=options, outputs=_outputs(given, file, folder),
        policies=(*(str(folder / path) for path in file.policies), *given.policies), isolated=given.isolated or file.isolated,
        preview=file.preview and not given.no_preview, select=tuple(given.select) or file.select, ignore=(*file.ignore, *given.ignore),
        fail_level=given.fail_level or file.fail_level, input_format=given.input_format or file.input_format,
        waivers=_waivers(given, found), baseline=_named(getattr(given, "baseline", None), file.baseline, folder),
        show_text=not in_ci(os.environ) if asked is None else asked, hide_text=asked is False,
    )  # fmt: skip


def _named(flag: str | None, said: str | None, folder: Path) -> Path | None:
    return Path(flag) if flag else folder / said if said else None


def _waivers(given: Namespace, found: Found) -> Path | None:
    named = _named(getattr(given, "waivers", None), found.settings.waivers, found.folder)
    usual = found.folder / WAIVERS
    return named or (usual if usual.is_file() and not given.no_config else None)


def _context(given: Namespace) -> dict[str, Any]:
    fields = fields_of(given.context, Context, "--context")
    try:
        Context.model_validate({"capacity": "personal", **fields})
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        expected = detail.get("ctx", {}).get("expected") or detail.get("ctx", {}).get("error") or detail["msg"]
        plain = str(expected).replace("'", "")
        raise UsageError(f"--context {detail['loc'][0]}: write {plain}.") from error
    return fields


def _from_folder(target: str, folder: Path) -> str:
    kind, sign, path = target.partition("=")
    return f"{kind}={folder / path}" if sign else str(folder / target)


def _outputs(given: Namespace, file: Settings, folder: Path) -> dict[str, str]:
    """Each place to write to and its format; standard output is “-”."""
    asked = os.environ.get("CSMEDIA_OUTPUT_FORMAT")
    if given.command != "check":
        return {}
    shown = given.output_format or asked or file.output_format
    if shown not in FORMATS:
        where = "CSMEDIA_OUTPUT_FORMAT=" if shown == asked else "output_format "
        raise UsageError(f"{where}{shown}: {did_you_mean(shown, FORMATS)}")
    outputs = {"-": shown}
    plain = [f"parquet={one}" if one.lower().endswith((".parquet", ".pq")) else one for one in given.output]
    if plain:
        outputs.pop("-", None)
    for target in [*plain, *given.output_file] or [_from_folder(one, folder) for one in file.output_file]:
        kind, sign, path = target.partition("=")
        if not sign:
            outputs.pop("-", None)
            kind, path = shown, target
        if kind not in (*FORMATS, *_FILES):
            raise UsageError(f"-o {target}: “{kind}” is no format. {did_you_mean(kind, (*FORMATS, *_FILES))}")
        if not path:
            raise UsageError(f"-o {target}: names no file. Write -o {kind}=report.{kind}.")
        if path in outputs:
            raise UsageError(f"-o {target}: two formats for one file. Give each a file of its own.")
        outputs[path] = kind
    return outputs
