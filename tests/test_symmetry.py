"""Both sides of every issue, and every party, are treated alike: swap them and the verdict stays."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import csmedia_policies
from csmedia import Checker, Context, Post
from csmedia.judge import judge, standing_guards
from csmedia.rules.terms import expand

TOPICS = sorted((Path(csmedia_policies.__file__).parent / "topics").glob("*.toml"))
SLOGAN = frozenset({"comment/own-portfolio-side"})
PRAISE_AND_BLAME = (
    "is a disgrace",
    "is brilliant",
    "is wrong",
    "is right",
    "is a betrayal of us all",
    "is exactly what we need",
    "must be scrapped",
    "must be kept",
)
PARTIES = (
    "Labour", "the Conservatives", "the Lib Dems", "Reform UK", "the Greens", "the SNP", "Plaid Cymru", "the DUP", "Sinn Féin", "the Alliance Party",
    "the UUP", "the SDLP", "the TUV", "Alba", "UKIP", "the Workers Party",
)  # fmt: skip
SAID_OF_A_PARTY = (
    "Vote for {} on Thursday.", "Out canvassing for {} all weekend, come and join us!", "Only {} has a plan for this country.", "I will never vote for {}, what a shower.",
    "Proud to be a member of {}.", "{} have wrecked this country.", "Delivered 300 leaflets for {} today.",
)  # fmt: skip


def written_out(term: str) -> str:
    literal = expand(term)[0]
    return re.sub(r" ('\w+|n't)\b", r"\1", " ".join(literal.words))


@pytest.mark.parametrize("path", TOPICS, ids=lambda path: path.stem)
def test_each_side_s_words_weigh_the_same(builtin: Checker, path: Path) -> None:
    """Three of each side's slogans, from their author's own department; words that a guard protects are left out."""
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    context = Context(capacity="personal", department=file["organisation"], political_group="intermediate")

    for topic in file["topic"]:
        said = {
            side["label"]: {
                one
                for term in side["terms"][:: max(1, len(side["terms"]) // 3)]
                for one in severities(builtin, written_out(term), context)
            }
            for side in topic.get("side", ())
        }
        assert len({frozenset(found) for found in said.values()}) <= 1, (topic["id"], said)


def severities(checker: Checker, text: str, context: Context) -> set[str]:
    evidence = checker.evidence(Post(text=text), context)
    if standing_guards(checker.compiled, evidence):
        return set()
    found = judge(checker.compiled, evidence, evidence.facts, only=SLOGAN).findings
    return {finding.severity for finding in found} or {"nothing-found"}


@pytest.mark.parametrize("path", TOPICS[::3], ids=lambda path: path.stem)
def test_praise_and_blame_of_a_policy_weigh_the_same(builtin: Checker, path: Path) -> None:
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    context = Context(capacity="personal", department=file["organisation"], political_group="intermediate")
    topic = file["topic"][0]
    name = written_out(topic["terms"][0])

    said = {
        words: builtin.check(Post(text=f"The {name} policy {words}."), context).verdict for words in PRAISE_AND_BLAME
    }

    assert len(set(said.values())) == 1, (topic["id"], said)


@pytest.mark.parametrize("sentence", SAID_OF_A_PARTY)
@pytest.mark.parametrize(
    ("capacity", "group"),
    [("personal", "restricted"), ("personal", "intermediate"), ("personal", "free"), ("official", None)],
)
def test_every_party_weighs_the_same(builtin: Checker, sentence: str, capacity: str, group: str | None) -> None:
    context = Context.model_validate({"capacity": capacity, "department": "hm-land-registry", "political_group": group})

    said = {}
    for party in PARTIES:
        report = builtin.check(Post(text=sentence.format(party)), context)
        said[party] = (
            report.verdict,
            tuple(sorted({finding.duty for finding in report.findings if finding.severity != "note"})),
        )

    usual = max(set(said.values()), key=list(said.values()).count)
    assert {party: got for party, got in said.items() if got != usual} == {}, usual
