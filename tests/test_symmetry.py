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
from csmedia.testing import cases, post_and_context, run_case

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


# A party's name as a noun of its own: not as the first half of a longer name, and not as an adjective.
NAMED = re.compile(
    r"\b(?P<the>[Tt]he )(?:Conservatives|Tories|Lib Dems|Greens|SNP|DUP|UUP|SDLP|TUV)\b(?! [a-z]*(?:candidate|councillor|MP|leader|government|conference|member|branch|group|minister))"
    r"|\b(?:Reform UK|Plaid Cymru|Sinn Féin)\b(?! (?:candidate|councillor|MP|leader|government|conference|member|branch|group|minister))"
)
SWAPPED = ("the Conservatives", "the Lib Dems", "Reform UK", "the Greens", "the SNP", "Plaid Cymru", "the DUP", "Sinn Féin", "the SDLP")


def with_party(text: str, party: str) -> str:
    def swap(found: re.Match[str]) -> str:
        first = not text[: found.start()].strip() or text[: found.start()].rstrip()[-1:] in ".!?"
        return party[0].upper() + party[1:] if first else party

    return NAMED.sub(swap, text)


def test_every_party_weighs_the_same_in_every_example_of_every_rule(builtin: Checker) -> None:
    """Each example that names a party is said of nine parties: its rule answers all alike."""
    odd = []
    for case in cases(builtin):
        if case.example.known_miss or not NAMED.search(case.example.text):
            continue
        got = {
            party: run_case(builtin, case._replace(example=case.example.model_copy(update={"text": with_party(case.example.text, party)}))).got
            for party in SWAPPED
        }
        if len(set(got.values())) > 1:
            odd.append((case.name, got))

    assert odd == []


def test_every_side_weighs_the_same_in_every_example_of_every_rule(builtin: Checker) -> None:
    """Each example that takes a side of its own minister's topic is said with the other side's words: the rule answers alike."""
    sides = {
        (file["organisation"], topic["id"]): {side["label"]: written_out(side["terms"][0]) for side in topic.get("side", ())}
        for file in (tomllib.loads(path.read_text(encoding="utf-8")) for path in TOPICS)
        for topic in file["topic"]
    }
    odd = []
    for case in cases(builtin):
        if case.example.known_miss or case.rule.id not in SLOGAN:
            continue
        post, context = post_and_context(case.example, case.rule)
        evidence = builtin.evidence(post, context)
        for hit in evidence.hits(0):
            words = sides.get((hit.topic.organisation, hit.topic.id), {}) if hit.topic and hit.topic.side else {}
            field, start, end = evidence.text.typed_span(hit.start, hit.end)
            if not words or field != "text":
                continue
            start -= post.text[start - 1 : start] == "#"
            got = {label: run_case(builtin, case._replace(example=case.example.model_copy(update={"text": post.text[:start] + said + post.text[end:]}))).got for label, said in words.items()}
            if len(set(got.values())) > 1:
                odd.append((case.name, got))

    assert odd == []
