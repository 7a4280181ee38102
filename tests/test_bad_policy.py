"""One policy with every fault that a newcomer makes: each is told once, at its line, with what to write instead."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from csmedia import PolicyError

from .conftest import BASE, Make, rule

ORGANISATIONS = '[[organisation]]\nslug = "office-of-plums"\nname = "Office of Plums"\nkind = "agency"\nserves = "uk"\n'
TOPIC = '[[topic]]\nid = "plums"\ntitle = "plums"\nterms = ["plum"]\n'


class Slip(NamedTuple):
    """A file with one fault: the line that holds it (None: the first), the key that is named, and what is said."""

    file: str
    text: str
    line: str | None
    key: str
    said: str


def swapped(old: str, new: str) -> str:
    assert old in rule()
    return rule().replace(old, new, 1)


def example(more: str) -> str:
    return rule() + f'[[example]]\ntext = "fig"\nexpect = "nothing-found"\n{more}\n'


SLIPS = (
    Slip("house/misspelt_key.toml", rule(top='sevrity = "note"'), "sevrity", "sevrity", "Did you mean “severity”?"),
    Slip("house/wrong_severity.toml", swapped('"advise"', '"error"'), 'severity = "error"', "severity", "Write note, review, advise or stop"),
    Slip("house/no_why.toml", swapped('why = "Plums are not for saying."\n', ""), None, "why", "“why” is missing. Add it"),
    Slip("house/text_for_a_yes.toml", rule(top='secret = "yes"'), "secret", "secret", "must be true or false, without quotes"),
    Slip("house/quoted_date.toml", rule(top='since = "spring"'), "since", "since", "date"),
    Slip("house/unknown_duty.toml", swapped('"quiet"', '"quite"'), "duty", "duty", "Did you mean “quiet”?"),
    Slip("house/unknown_ask.toml", rule(top='ask = ["bos"]'), "ask", "ask", "nobody is called “bos”. Did you mean “boss”?"),
    Slip("house/unknown_source.toml", swapped('"X1"', '"X2"'), 'source = "X2"', "citation.0.source", "there is no source “X2”. Write one of: "),
    Slip("house/no_citation.toml", swapped('[[citation]]\nsource = "X1"\n', ""), None, "", "has no [[citation]]. Name the source"),
    Slip("house/unknown_signal.toml", rule('all = ["signal:fruits"]'), "all = ", "find", "there is no signal “fruits”. Did you mean “fruit”?"),
    Slip("house/bare_word.toml", rule('all = ["plum"]'), "all = ", "find.all.0", "“plum” is no evidence. Write one of"),
    Slip("house/nothing_to_find.toml", rule('unless = ["signal:fruit"]'), "[find]", "find", "looks for nothing. Write all"),
    Slip("house/open_frame.toml", rule('all = [{ frame = "eat (the plum" }]'), "all = ", "find", "cannot be read. Write words, <name>"),
    Slip("house/unknown_in_frame.toml", rule('all = [{ frame = "eat <fruits>" }]'), "all = ", "find", "Did you mean “fruit”?"),
    Slip("house/list_named_like_a_shape.toml", rule('all = [{ frame = "eat <date>" }]', more='[lists]\ndate = ["plum"]'), "[lists]", "lists", "<date> in a frame is any date. Give the list another name"),
    Slip("signals/link.toml", 'title = "Says link"\nterms = ["link"]\n', None, "", "<link> in a frame is any link. Give the file another name"),
    Slip("house/open_term.toml", rule('all = [{ terms = ["(plum"] }]'), "all = ", "find", "(plum"),
    Slip("house/endless_pattern.toml", rule("all = [{ pattern = '^(a|aa)+$' }]"), "all = ", "find", "Take out nested repeats"),
    Slip("house/empty_pattern.toml", rule("all = [{ pattern = 'a*' }]"), "all = ", "find", "Ask for at least one character"),
    Slip("house/broken_pattern.toml", rule("all = [{ pattern = '(a' }]"), "all = ", "find", "is no regular expression"),
    Slip("house/unknown_fact.toml", rule(more='[when]\ncapacty = ["personal"]'), "capacty", "when.capacty", "Did you mean “capacity”?"),
    Slip("house/unknown_word.toml", rule(more='[when]\ncapacity = ["offical"]'), "capacity", "when.capacity", "“capacity” is never “offical”. Did you mean “official”?"),
    Slip("house/list_for_a_yes.toml", rule(more='[when]\nhas_media = ["yes"]'), "has_media", "when.has_media", "Write has_media = true"),
    Slip("house/key_too_low.toml", rule(more='confidence = "high"'), "confidence", "find.confidence", "belongs above the first [table]"),
    Slip("house/branch_without_reason.toml", rule(more='[[severity_when]]\nseverity = "note"'), "[[severity_when]]", "severity_when.0.because", "“because” is missing"),
    Slip("house/never_raised.toml", swapped('expect = "advise"', 'expect = "nothing-found"'), None, "", "no [[example]] that is raised"),
    Slip("house/always_raised.toml", swapped('expect = "nothing-found"', 'expect = "note"'), None, "", "no [[example]] that is not raised"),
    Slip("house/same_example.toml", rule() + '[[example]]\ntext = "pear"\nexpect = "advise"\n', "[[example]]", "example.2", "Remove it, or change it"),
    Slip("house/example_fact.toml", example('context = { departmnt = "office-of-plums" }'), "context", "example.2.context.departmnt", "Did you mean “department”?"),
    Slip("house/example_word.toml", example('context = { capacity = "offical" }'), "context", "example.2.context.capacity", "Write official or personal"),
    Slip("house/example_post.toml", example('post = { kind = "replay" }'), "post", "example.2.post.kind", "Write original, reply"),
    Slip("house/open_quotes.toml", rule(top='instead = "never closed'), "instead", "", "is not valid TOML"),
    Slip("house/twice_brought.toml", rule(), None, "", "“house/twice-brought” is brought a second time; made-up/house/twice-brought.toml has it already"),
    Slip("shed/homeless.toml", rule(), None, "", "policy.toml"),
    Slip("stray.toml", 'title = "Here"\n', None, "", "stands at the top of a policy folder"),
    Slip("barn/policy.toml", 'title = "A made-up policy"\nversion = "1"\n', None, "owner", "“owner” is missing"),
    Slip("signals/circle.toml", 'title = "Round and round"\ninclude = ["circle"]\n', None, "", "is made of itself"),
    Slip("signals/empty.toml", 'title = "Nothing at all"\n', None, "", "finds nothing. Write terms, frames"),
    Slip("signals/sign.toml", 'title = "Money"\nterms = [\n  "pound",\n  "£",\n]\n', "£", "", "£"),
    Slip("topics/office_of_plums.toml", f'organisation = "office-of-plums"\n{TOPIC}[[topic.side]]\nlabel = "for"\nterms = ["more plums"]\n', "[[topic]]", "topic.0", "has one side only"),
    Slip("topics/office_of_pears.toml", f'organisation = "office-of-pears"\n{TOPIC}', "organisation", "organisation", "Did you mean “office-of-plums”?"),
)  # fmt: skip
SOUND = {
    "organisations.toml": ORGANISATIONS,
    "signals/fruit.toml": 'title = "Fruit"\nterms = ["fruit"]\n',
    "house/twice-brought.toml": rule(),
}


@pytest.fixture(name="faults", scope="module")
def _faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[int, str, str]]]:
    from csmedia import Checker

    from .conftest import write

    root = write(tmp_path_factory.mktemp("bad") / "made-up", {**BASE, **SOUND, **{slip.file: slip.text for slip in SLIPS}})
    with pytest.raises(PolicyError) as caught:
        Checker([root], plugins=False)
    found: dict[str, list[tuple[int, str, str]]] = {}
    for fault in caught.value.faults:
        found.setdefault(fault.file.removeprefix("made-up/"), []).append((fault.line, fault.key, fault.message))
    return found


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.file)
def test_each_fault_is_told_once_at_its_line_with_its_cure(slip: Slip, faults: dict[str, list[tuple[int, str, str]]]) -> None:
    told = faults.get(slip.file, [])
    lines = slip.text.split("\n")
    line = 1 if slip.line is None else max(number for number, text in enumerate(lines, 1) if slip.line in text)

    assert [(at, key) for at, key, _ in told] == [(line, slip.key)], told
    assert slip.said in told[0][2]


def test_nothing_else_is_told(faults: dict[str, list[tuple[int, str, str]]]) -> None:
    assert set(faults) == {slip.file for slip in SLIPS}
    assert len(SLIPS) >= 20


def test_the_same_policy_without_its_faults_loads(make: Make) -> None:
    assert make(SOUND).compiled.rules
