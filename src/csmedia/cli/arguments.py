"""The words that the command understands."""

from __future__ import annotations

import argparse
from typing import NoReturn

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


def _check(commands: argparse._SubParsersAction[Parser]) -> None:
    check = commands.add_parser("check", help="check a content calendar", epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter,
                                description="Check every post of content calendars and archives, each at its own publish time.")  # fmt: skip
    check.add_argument("paths", metavar="PATH", nargs="+", help="a file of posts: .csv, .xlsx, .ods, .jsonl, .json, .md, .ics, .car or tweets.js; or - for standard input")
    check.add_argument("--context", metavar="KEY=VALUE", action="append", default=[],
                       help="a fact for every post that does not say otherwise, such as capacity=official or department=home-office; repeatable")  # fmt: skip
    check.add_argument(
        "--output-format",
        choices=("text", "json", "jsonl"),
        default=None,
        help="text (default), json for the run, jsonl with one line a post",
    )
    check.add_argument(
        "-o",
        "--output-file",
        metavar="[FORMAT=]PATH",
        action="append",
        default=[],
        help="with FORMAT=, write to a file too; without, write there instead of to the screen; repeatable",
    )
    check.add_argument(
        "--input-format",
        metavar="FORMAT",
        help="what the files are, where their names do not say: csv, sheets, jsonl, json, markdown, ics, mastodon, bluesky, bluesky-car, x-archive, or a plugin's format",
    )
    check.add_argument("--columns", metavar="FIELD=HEADING", action="append", default=[],
                       help="which column holds what, where its heading does not say, such as “text=Copy for web,publish_at=Live on”; repeatable")  # fmt: skip
    check.add_argument("--date-order", choices=("dmy", "mdy"), help="what comes first in dates such as 03/04/2026")
    check.add_argument("--effective-time", metavar="scheduled|now|TIME", default="scheduled",
                       help="judge at each post's own time (default); at this moment; or at an RFC 3339 time such as 2026-04-20T09:00:00+01:00")  # fmt: skip
    check.add_argument(
        "--fail-level",
        choices=SEVERITIES,
        default="advise",
        help="the lowest severity that makes the exit code 1 (default: advise)",
    )
    check.add_argument("--exit-zero", action="store_true", help="0 instead of 1 where there are findings; 2 and 3 stay")
    check.add_argument(
        "--select", metavar="PREFIX", action="append", default=[], help="only rules whose id begins so; repeatable"
    )
    check.add_argument(
        "--ignore",
        metavar="PREFIX",
        action="append",
        default=[],
        help="no rules whose id begins so; guards stay; repeatable",
    )
    check.add_argument("--no-preview", action="store_true", help="leave out rules that rest on memory of their source")
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in text output")
    check.add_argument("-q", "--quiet", action="store_true", help="no notes and no summary")
    _policies(check)


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
