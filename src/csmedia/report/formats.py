"""Every format of a whole run by its name. A format is a function from a `Telling` to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csmedia.report.telling import Telling

Format = Callable[[Telling], str]


def _text(telling: Telling) -> str:
    from csmedia.report.text import summary_of, text_of  # noqa: PLC0415  # each format is imported when it is asked for

    ran = telling.run.ran
    posts = "".join(text_of(item, report, show_text=telling.show_text) for item, report in telling.posts)
    return posts + summary_of(telling.run, sum(one.rules > 0 for one in ran), sum(one.rules for one in ran))


def _json(telling: Telling) -> str:
    from csmedia.report.jsons import json_of  # noqa: PLC0415  # the same

    return json_of(telling.run)


def _jsonl(telling: Telling) -> str:
    from csmedia.report.jsons import line_of  # noqa: PLC0415  # the same

    return "".join(line_of(one) + "\n" for one in telling.run.checked)


def _sarif(telling: Telling) -> str:
    from csmedia.report.sarif import sarif_of  # noqa: PLC0415  # the same

    return sarif_of(telling)


def _github(telling: Telling) -> str:
    from csmedia.report.github import github_of  # noqa: PLC0415  # the same

    return github_of(telling) + _text(telling)


def _gitlab(telling: Telling) -> str:
    from csmedia.report.gitlab import gitlab_of  # noqa: PLC0415  # the same

    return gitlab_of(telling)


def _junit(telling: Telling) -> str:
    from csmedia.report.junit import junit_of  # noqa: PLC0415  # the same

    return junit_of(telling, telling.junit_family)


def _rdjsonl(telling: Telling) -> str:
    from csmedia.report.rdjson import rdjsonl_of  # noqa: PLC0415  # the same

    return rdjsonl_of(telling)


def _markdown(telling: Telling) -> str:
    from csmedia.report.markdown import markdown_of  # noqa: PLC0415  # the same

    return markdown_of(telling)


def _html(telling: Telling) -> str:
    from csmedia.report.html import html_of  # noqa: PLC0415  # the same

    return html_of(telling)


FORMATS: Mapping[str, Format] = {
    "text": _text, "json": _json, "jsonl": _jsonl, "sarif": _sarif, "github": _github, "gitlab": _gitlab,
    "junit": _junit, "rdjsonl": _rdjsonl, "markdown": _markdown, "html": _html,
}  # fmt: skip
