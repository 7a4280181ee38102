"""The words that the command understands."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from csmedia.cli.wishes import FORMATS
from csmedia.model import SEVERITIES

# Named here too, so that reading the arguments does not import the models.
SCHEMAS = (
    "post", "context", "report", "line", "run", "policy", "rule", "signal", "topic", "sources", "organisations", "duties", "calendar",
    "period-kinds", "adjust", "guard", "settings", "waivers",
)  # fmt: skip
EXIT_CODES = """exit codes:
  0  checked, nothing at or above --fail-level
  1  checked, findings at or above --fail-level
  2  not checked properly: wrong use, a bad file or row, a plugin or rule that failed
  3  nothing was checked
2 beats 1 beats 3 beats 0."""

TEST_EXIT_CODES = """exit codes:
  0  every example came out as it says, and every rule is tested
  1  an example failed, a place is not filled in, or something is not tested
  2  not tested properly: wrong use, a bad file, an example that cannot be read, a plugin that failed
  3  nothing was tested
2 beats 1 beats 3 beats 0."""


class Parser(argparse.ArgumentParser):
    """Wrong use ends with 2 and says where help is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong on standard error."""
        self.exit(2, f"csmedia: {message}. “{self.prog} --help” lists what may be said.\n")


def parser(command: str | None = None) -> Parser:
    """The whole command line; where the command is known already, of all commands that one's options alone."""
    top = Parser(prog="csmedia", description="Reads posts in their context and says which duties they touch, where, and whom to ask. A person decides.",
                 epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    top.add_argument("-V", "--version", action="store_true", help="print the version")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for add in dict.fromkeys(_COMMANDS.values()) if command not in _COMMANDS else (_COMMANDS[command],):
        add(commands)
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
    command.add_argument("--no-cache", action="store_true", help="compile the policies anew, and keep nothing of them")


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
    check.add_argument("--effective-time", metavar="scheduled|now|DAY|TIME", default="scheduled",
                       help="judge at each post's own time (default); at this moment; on a day such as 2026-04-20, or at an RFC 3339 time such as 2026-04-20T09:00:00+01:00")  # fmt: skip
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
        help="what the files are, where their names do not say: csv, sheets, jsonl, json, markdown, text for one post, ics, parquet, mastodon, bluesky, bluesky-car, x-archive, or a plugin's format",
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
        help="no rules whose id begins so; guards and locked rules stay; repeatable",
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
    again.add_argument("--as-of-report", action="store_true",
                       help="judge each post at the time of the report instead, say which policies are those of the report, and whether its answer comes again; "
                       "--policies may name a revision of git then, as REV:path/to/policies; 1 where an answer is another, 2 where posts or policies are")  # fmt: skip
    _reading(again)
    _policies(again)


def _diff(commands: argparse._SubParsersAction[Parser]) -> None:
    diff = commands.add_parser("diff", help="whose verdict changes between two versions of policies", formatter_class=argparse.RawDescriptionHelpFormatter,
                               description="Judge posts with two versions of policies, and tell whose verdict or findings change.",
                               epilog="exit codes: 0 nothing changes, 1 something changes, 2 not done properly, 3 no posts.")  # fmt: skip
    diff.add_argument("old", metavar="OLD", help="a folder of policies, REV:path/to/policies, REV for the folders that the settings name, or installed for what check uses now")
    diff.add_argument("new", metavar="NEW", help="the same")
    diff.add_argument("paths", metavar="POSTS", nargs="+", help="what check reads, or - for standard input")
    diff.add_argument("--output-format", choices=("text", "json", "markdown"), default="text", help="what is written (default: text)")
    diff.add_argument("--examples", metavar="N", type=int, default=10, help="how many of the posts that change are shown in text and Markdown (default: 10)")
    diff.add_argument("--show-text", action=argparse.BooleanOptionalAction, default=None, help="as for check")
    diff.add_argument("-q", "--quiet", action="store_true", help="no notes and no bar")
    _reading(diff)
    _policies(diff)


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
    _effective(explain, "judge as if it went out then")
    _policies(explain)


def _effective(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--effective-time", metavar="now|DAY|TIME", default=None,
                         help=f"{what}: now, a day such as 2026-04-20, or an RFC 3339 time")  # fmt: skip


def _looking(commands: argparse._SubParsersAction[Parser]) -> None:
    rule = commands.add_parser(
        "rule", help="show one rule", description="Show one rule: what it looks for, why, its sources and examples."
    )
    rule.add_argument("id", metavar="ID", help="a rule's id, as “csmedia rules” lists them")
    rules = commands.add_parser(
        "rules", help="list the rules", description="List every rule with its severity and duty."
    )
    rules.add_argument("--duty", help="only rules of this duty")
    _effective(rule, "say whether it runs then")
    _effective(rules, "only rules that run then")
    duties = commands.add_parser(
        "duties", help="list the duties, their rules, and what no rule can see",
        description="List every duty with its sources, its rules, how many examples they have, how well labelled posts are seen, and what no rule can see.",
    )  # fmt: skip
    duties.add_argument("id", metavar="ID", nargs="?", help="show one duty whole")
    duties.add_argument("--capacity", choices=("official", "personal"), help="only duties that count on such accounts")
    duties.add_argument("--family", metavar="LETTER", help="only duties of a family of the catalogue, A to H")
    duties.add_argument("--output-format", choices=("text", "json", "markdown"), default="text", help="how to write it (default: text)")
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
        "schema", help="print a JSON Schema", description="Print the JSON Schema of a public model, or of a kind of file that people write, for an editor."
    )
    schema.add_argument("model", metavar="NAME", nargs="?", choices=SCHEMAS, help=f"one of {', '.join(SCHEMAS)} (default: report)")
    schema.add_argument("--write", metavar="DIR", help="write the schemas of all files of a policy and of settings into a folder, each NAME.json")
    for command in (rule, rules, duties, plugins, periods, *_judging_policies(commands)):
        _policies(command)


def _testing(commands: argparse._SubParsersAction[Parser]) -> None:
    test = commands.add_parser("test", help="run the examples in rules", epilog=TEST_EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter,
                               description="Run every example of your own rules as a test, and say what no example tests. Without rules of your own, the built-in ones.")  # fmt: skip
    test.add_argument("what", metavar="PREFIX|DIR", nargs="?", default="", help="only rules whose id begins so; or a folder of policies, to test that alone")
    test.add_argument("--coverage", choices=("off", "warn", "error"), help="what becomes of a rule, a branch or a signal that no example tests: it fails the test (error, for your own rules), is told (warn, for the built-in ones), or is not looked for (off)")
    test.add_argument("--output-format", choices=("text", "json", "junit"), default="text", help="what is written to the screen (default: text)")
    test.add_argument("-q", "--quiet", action="store_true", help="no bar and no summary")
    _policies(test)


def _new(commands: argparse._SubParsersAction[Parser]) -> None:
    new = commands.add_parser("new", help="begin a policy or a rule of your own",
                              description="Write a folder or a file that loads, with what is to be filled in marked [FILL IN: …]. Nothing that is there is written over.")  # fmt: skip
    new.add_argument("kind", choices=("policy", "rule"), help="a policy with its source and a first rule, or one more rule in a policy of your own")
    new.add_argument("name", metavar="NAME", help="of a policy, such as press-office; of a rule, POLICY/RULE, such as press-office/exciting-news")
    new.add_argument("--in", dest="into", metavar="DIR", help="the folder to write to (default: the only folder of the settings, or our-policies; with --package, here)")
    new.add_argument("--duty", metavar="SLUG", help="the duty that the rule serves; “csmedia rules” shows those of other rules")
    new.add_argument("--severity", choices=SEVERITIES, default="review", help="how much the rule matters (default: review)")
    new.add_argument("--organisation", metavar="SLUG", help="for a policy: a file of contested topics for this organisation too, such as home-office")
    new.add_argument("--package", action="store_true", help="for a policy: a Python distribution that brings it wherever it is installed")
    new.add_argument("--config", metavar="FILE", help="the file of settings, as for check")
    new.add_argument("--no-config", action="store_true", help="use no file of settings")


def _judging_policies(commands: argparse._SubParsersAction[Parser]) -> tuple[Parser, Parser]:
    probe = commands.add_parser(
        "probe", help="vary every example of your rules", description="Say every example of every rule a little differently and tell what changes an answer and should not: 1 where something does."
    )
    lint = commands.add_parser("lint", help="look for slow, noisy, one-sided and stale policies", description="Look over policies as they are written: 1 where there is an error, with --strict also where there is a warning.")
    for command in (probe, lint):
        command.add_argument("prefix", metavar="PREFIX", nargs="?", default="", help="only rules whose id begins so (default: local folders and plugins; where there are none, the built-in policies)")
    probe.add_argument("--seed", metavar="N", type=int, default=0, help="chance for what is chosen by chance; the same number tries the same (default: 0)")
    probe.add_argument("--quick", action="store_true", help="a few variations of each example, not all")
    lint.add_argument("--select", metavar="ID", action="append", default=[], help="only these lints; repeatable")
    lint.add_argument("--ignore", metavar="ID", action="append", default=[], help="none of these lints; repeatable")
    lint.add_argument("--output-format", choices=("text", "json"), default="text", help="what is written (default: text)")
    lint.add_argument("--strict", action="store_true", help="1 where there is a warning too")
    lint.add_argument("--effective-time", metavar="now|DATE", default="now", help="the day by which dates have passed: now (default), or a day such as 2026-04-20")
    lint.add_argument("--list", action="store_true", help="list the lints and what each looks for")
    return probe, lint


# Which function tells of which command; the order is that of the help.
_COMMANDS = {
    "check": _check, "recheck": _recheck, "diff": _diff, "init": _init, "explain": _explain, "rule": _looking, "rules": _looking, "duties": _looking,
    "plugins": _looking, "periods": _looking, "schema": _looking, "probe": _looking, "lint": _looking, "test": _testing, "new": _new,
}  # fmt: skip
