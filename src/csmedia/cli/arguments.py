"""The words that the command understands."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from csmedia.cli.wishes import FORMATS
from csmedia.model import SEVERITIES

EXIT_CODES = """exit codes:
  0  checked, nothing at or above --fail-level
  1  checked, findings at or above --fail-level
  2  not checked properly: wrong use, a bad file or row, a plugin or rule that failed
  3  nothing was checked
2 beats 1 beats 3 beats 0."""


class Parser(argparse.ArgumentParser):
    """Wrong use ends with 2 and says where help is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong on standard error."""
        self.exit(2, f"csmedia: {message}. “{self.prog} --help” lists what may be said.\n")


def parser() -> Parser:
    """The whole command line."""
    top = Parser(prog="csmedia", description="Reads posts in their context and says which duties they touch, where, and whom to ask. A person decides.",
                 epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    top.add_argument("-V", "--version", action="store_true", help="print the version")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _check(commands)
    _recheck(commands)
    _init(commands)
    _explain(commands)
    _looking(commands)
    return top


def _policies(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--policies",
        metavar="DIR",
        action="append",
        default=[],
        help="a folder of policies to use besides the installed ones; repeatable",
    )
    command.add_argument(
        "--isolated", action="store_true", help="use the built-in policies alone, no other installed plugin"
    )
    command.add_argument("--config", metavar="FILE", help="the file of settings (default: the nearest .csmedia.toml, csmedia.toml or [tool.csmedia] in pyproject.toml, in this folder or above)")
    command.add_argument("--no-config", action="store_true", help="use no file of settings, and no waivers beside one")


def _check(commands: argparse._SubParsersAction[Parser]) -> None:
    check = commands.add_parser("check", help="check a content calendar", epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter,
                                description="Check every post of content calendars and archives, each at its own publish time.")  # fmt: skip
    check.add_argument("paths", metavar="PATH", nargs="*", help="a file of posts: .csv, .xlsx, .ods, .jsonl, .json, .md, .ics, .parquet, .car or tweets.js; or - for standard input")
    check.add_argument("--input", metavar="PATH", action="append", default=[], dest="more_paths", help="the same as PATH; repeatable")
    check.add_argument("--output", metavar="PATH", action="append", default=[], help="write to this file instead of to the screen: Parquet where it ends with .parquet, else the format of --output-format; repeatable")
    check.add_argument("--output-format", choices=FORMATS, default=None,
                       help="what is written to the screen: text (default), json, jsonl with one line a post, sarif, github, gitlab, junit, rdjsonl, markdown or html")  # fmt: skip
    check.add_argument(
        "-o",
        "--output-file",
        metavar="[FORMAT=]PATH",
        action="append",
        default=[],
        help="with FORMAT=, write to a file too (annotated=PATH: a copy of the calendar with what was found beside each row; parquet=PATH: one row a post); "
        "without, write there instead of to the screen; repeatable",
    )
    _reading(check)
    check.add_argument("--effective-time", metavar="scheduled|now|TIME", default="scheduled",
                       help="judge at each post's own time (default); at this moment; or at an RFC 3339 time such as 2026-04-20T09:00:00+01:00")  # fmt: skip
    check.add_argument("--exit-zero", action="store_true", help="0 instead of 1 where there are findings; 2 and 3 stay")
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in text output")
    check.add_argument("-q", "--quiet", action="store_true", help="no notes, no bar and no summary")
    _running(check)
    _deciding(check)
    _policies(check)


def _reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("--context", metavar="KEY=VALUE", action="append", default=[],
                         help="a fact for every post that does not say otherwise, such as capacity=official or department=home-office; repeatable")  # fmt: skip
    command.add_argument(
        "--input-format",
        metavar="FORMAT",
        help="what the files are, where their names do not say: csv, sheets, jsonl, json, markdown, ics, parquet, mastodon, bluesky, bluesky-car, x-archive, or a plugin's format",
    )
    command.add_argument("--columns", metavar="FIELD=HEADING", action="append", default=[],
                         help="which column holds what, where its heading does not say, such as “text=Copy for web,publish_at=Live on”; repeatable")  # fmt: skip
    command.add_argument("--date-order", choices=("dmy", "mdy"), help="what comes first in dates such as 03/04/2026")
    command.add_argument(
        "--fail-level",
        choices=SEVERITIES,
        default=None,
        help="the lowest severity that makes the exit code 1 (default: advise)",
    )
    command.add_argument(
        "--select", metavar="PREFIX", action="append", default=[], help="only rules whose id begins so; repeatable"
    )
    command.add_argument(
        "--ignore",
        metavar="PREFIX",
        action="append",
        default=[],
        help="no rules whose id begins so; guards stay; repeatable",
    )
    command.add_argument("--no-preview", action="store_true", help="leave out rules that rest on memory of their source")


def _running(check: argparse.ArgumentParser) -> None:
    check.add_argument("--jobs", metavar="N", type=_jobs, default=1, help="share the work among N processes (default: 1); 0 for one a processor")
    check.add_argument("--changed-since", metavar="REV", help="only posts that have changed since a revision of the git repository that holds the calendars; 3 where none has")
    check.add_argument("--show-text", action=argparse.BooleanOptionalAction, default=None,
                       help="quote the posts in what is written (default: yes, but in CI, where logs are read by many)")  # fmt: skip
    check.add_argument("--junit-family", choices=("gitlab", "xunit2"), default="gitlab", help="which readers of JUnit files to write for: gitlab names the file of each test; xunit2 keeps to the schema that Jenkins checks")
    check.add_argument("--show-settings", action="store_true", help="print the settings in force and the file that they come from, and check nothing")


def _deciding(check: argparse.ArgumentParser) -> None:
    check.add_argument("--waivers", metavar="FILE", help="decisions that people recorded (default: csmedia-waivers.toml beside the settings)")
    check.add_argument("--baseline", metavar="FILE", help="findings that were there before, as --write-baseline wrote them; they are told and fail nothing")
    check.add_argument("--write-baseline", metavar="FILE", help="write what was found now, but for secrets, as a baseline")


def _jobs(said: str) -> int:
    number = int(said)
    if number < 0:
        raise argparse.ArgumentTypeError("write 0 or more")
    return number or os.cpu_count() or 1


def _recheck(commands: argparse._SubParsersAction[Parser]) -> None:
    again = commands.add_parser("recheck", help="whether an earlier report still holds for posts that are about to go out",
                                epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter,
                                description="Say of each post: still-good, judged-again (its words, facts or policies have changed) or expired (the answer has run out), with the answer that counts now, one JSON line a post.")  # fmt: skip
    again.add_argument("report", metavar="REPORT", help="what “csmedia check” wrote as jsonl or json")
    again.add_argument("paths", metavar="POSTS", nargs="+", help="the posts as they are now, or - for standard input")
    again.add_argument("--effective-time", metavar="now|TIME", default="now", help="the moment of publishing: now (default), or an RFC 3339 time")
    _reading(again)
    _policies(again)


def _init(commands: argparse._SubParsersAction[Parser]) -> None:
    init = commands.add_parser("init", help="write a csmedia.toml for a calendar",
                               description="Look at a calendar and write a file of settings for it: its accounts and the order of its dates. What only a person knows, such as who stands behind an account, is left to fill in.")  # fmt: skip
    init.add_argument("calendar", metavar="CALENDAR", nargs="?", help="a calendar as you export it; without one, a file to fill in")
    init.add_argument("--to", metavar="FILE", default="csmedia.toml", help="where to write (default: csmedia.toml); - for the screen")
    init.add_argument("--force", action="store_true", help="write over a file that is there")


def _explain(commands: argparse._SubParsersAction[Parser]) -> None:
    explain = commands.add_parser("explain", help="why rules fired on a post, or why one did not",
                                  description="Show how a post was read and which evidence each finding rests on.")  # fmt: skip
    explain.add_argument("text", metavar="TEXT", help="the post, or - for one JSONL line on standard input")
    explain.add_argument("--context", metavar="KEY=VALUE", action="append", default=[], help="as for check")
    explain.add_argument(
        "--post",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="a field of the post, such as kind=reply or publish_at=2026-04-20T09:00:00+01:00",
    )
    explain.add_argument(
        "--why-not",
        metavar="RULE",
        help="say which part of this rule failed first, what was seen, and which fact would change it",
    )
    _policies(explain)


def _looking(commands: argparse._SubParsersAction[Parser]) -> None:
    rule = commands.add_parser(
        "rule", help="show one rule", description="Show one rule: what it looks for, why, its sources and examples."
    )
    rule.add_argument("id", metavar="ID", help="a rule's id, as “csmedia rules” lists them")
    rules = commands.add_parser(
        "rules", help="list the rules", description="List every rule with its severity and duty."
    )
    rules.add_argument("--duty", help="only rules of this duty")
    plugins = commands.add_parser(
        "plugins", help="list the plugins", description="List what is installed and what it brings."
    )
    periods = commands.add_parser(
        "periods",
        help="list election and other periods",
        description="List the calendar, or what is in force on a day.",
    )
    periods.add_argument("--at", metavar="DATE", help="only what is in force then: 2026-04-20, or an RFC 3339 time")
    periods.add_argument(
        "--serves",
        choices=("uk", "scotland", "wales", "northern-ireland"),
        help="only rows for staff of this government",
    )
    schema = commands.add_parser(
        "schema", help="print a JSON Schema", description="Print the JSON Schema of a public model."
    )
    schema.add_argument("model", nargs="?", choices=("post", "context", "report", "line", "run"), default="report")
    test = commands.add_parser(
        "test", help="run the examples in rules", description="Run every example of every rule as a test."
    )
    test.add_argument("prefix", nargs="?", default="", help="only rules whose id begins so")
    for command in (rule, rules, plugins, periods, test):
        _policies(command)
