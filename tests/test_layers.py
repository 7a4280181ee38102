from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csmedia import Checker, Context, PolicyError, Post
from csmedia.plugins import Origin, collect
from csmedia.rules.adjustments import AskAdjustment, RuleAdjustment, SignalAdjustment

from .conftest import BASE, Make, rule, write
from .test_plugins import brings

pytestmark = pytest.mark.usefixtures("one_guard")
ORGANISATIONS = """
[[organisation]]
slug = "orchard-office"
name = "Orchard Office"
kind = "ministerial-department"
serves = "uk"
aliases = ["orchards"]
[[organisation]]
slug = "plum-agency"
name = "Plum Agency"
kind = "agency"
serves = "uk"
parent = "orchard-office"
[[organisation]]
slug = "pond-office"
name = "Pond Office"
kind = "ministerial-department"
serves = "uk"
"""
POLICY = 'title = "Our orchard"\nowner = "Head of news"\nversion = "7"\n'
BECAUSE = 'because = "Our people answer for plums."\n'
EXCEPTION = '[[severity_when]]\nseverity = "note"\nwhen = { kind = ["reply"] }\nbecause = "In a reply."\n[[severity_when]]\nseverity = "nothing-found"\nwhen = { audience = ["private"] }\nbecause = "Among friends."\n'


def adjust(text: str, **files: str) -> dict[str, str]:
    return {
        "organisations.toml": ORGANISATIONS, "house/plum.toml": rule(), "orchard/policy.toml": POLICY, "orchard/adjust.toml": text, **files,
    }  # fmt: skip


def said(checker: Checker, department: str | None = None, text: str = "plum", **post: object) -> str:
    audience = post.pop("audience", "public")
    context = Context(capacity="personal", department=department, audience=audience)
    return str(checker.check(Post(text=text, **post), context).verdict)


def refused(make: Callable[..., Checker], files: dict[str, str]) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        make(files)
    return [str(fault) for fault in caught.value.faults]


def test_a_rule_is_raised_for_the_people_of_one_organisation_and_below(make: Make) -> None:
    checker = make(adjust(f'[[rule]]\nid = "house/plum"\norganisation = "orchard-office"\nraise_to = "stop"\n{BECAUSE}'))

    said_of_each = {name: said(checker, name) for name in ("orchard-office", "orchards", "plum-agency", "pond-office", None)}

    assert said_of_each == {"orchard-office": "stop", "orchards": "stop", "plum-agency": "stop", "pond-office": "advise", None: "advise"}


def test_a_finding_says_who_set_its_severity_and_why(make: Make) -> None:
    checker = make(adjust(f'[[rule]]\nid = "house/plum"\nraise_to = "stop"\n{BECAUSE}'))

    report = checker.check(Post(text="plum"), Context(capacity="personal"))

    assert report.findings[0].because == "Our people answer for plums. Set by the policy orchard, version 7."
    assert (report.findings[0].policy, report.findings[0].policy_version) == ("house", "1")
    assert [(one.policy, one.version, one.rules) for one in report.ran if one.policy == "orchard"] == [("orchard", "7", 0)]


def test_what_a_rule_does_not_raise_no_adjustment_raises(make: Make) -> None:
    files = adjust(f'[[rule]]\nid = "house/plum"\nraise_to = "review"\n{BECAUSE}', **{"house/plum.toml": rule(more=EXCEPTION)})
    checker = make(files)

    assert said(checker) == "advise"
    assert said(checker, kind="reply", quoted_text="hello") == "review"
    assert said(checker, audience="private") == "nothing-found"


def test_a_rule_may_be_lowered_or_switched_off_with_a_reason(make: Make) -> None:
    lowered = make(adjust(f'[[rule]]\nid = "house/plum"\nlower_to = "note"\norganisation = "pond-office"\n{BECAUSE}'))
    assert (said(lowered, "pond-office"), said(lowered, "plum-agency"), said(lowered)) == ("note", "advise", "advise")

    off = make(adjust(f'[[rule]]\nid = "house/plum"\noff = true\norganisation = "pond-office"\n{BECAUSE}'))
    assert (said(off, "pond-office"), said(off, "plum-agency"), said(off)) == ("nothing-found", "advise", "advise")

    assert "because" in refused(make, adjust('[[rule]]\nid = "house/plum"\noff = true\n'))[0]


def test_the_nearest_organisation_has_the_last_word(make: Make) -> None:
    checker = make(
        adjust(
            f'[[rule]]\nid = "house/plum"\nraise_to = "stop"\n{BECAUSE}'
            f'[[rule]]\nid = "house/plum"\nlower_to = "review"\norganisation = "orchard-office"\n{BECAUSE}'
            f'[[rule]]\nid = "house/plum"\noff = true\norganisation = "plum-agency"\n{BECAUSE}'
        )
    )

    assert [said(checker, one) for one in ("pond-office", "orchard-office", "plum-agency")] == ["stop", "review", "nothing-found"]


def test_an_adjustment_counts_beside_a_test_of_the_department(make: Make) -> None:
    own = '[[severity_when]]\nseverity = "note"\nwhen = { department = ["orchard-office", "pond-office"] }\nbecause = "There."\n'
    checker = make(
        adjust(
            f'[[rule]]\nid = "house/plum"\nraise_to = "stop"\norganisation = "pond-office"\n{BECAUSE}',
            **{"house/plum.toml": rule(more=own).replace('text = "plum"\n', 'text = "plum"\ncontext = { department = "example-office" }\n')},
        )
    )

    assert [said(checker, one) for one in ("pond-office", "orchard-office", None)] == ["stop", "note", "advise"]


LOCKED = rule('all = ["signal:fruit"]\nunless = ["signal:jam"]', top="locked = true")
SIGNALS = {
    "signals/fruit.toml": 'title = "Fruit"\nframes = ["<stone>"]\n', "signals/stone.toml": 'title = "Stones"\nterms = ["plum", "peach"]\n',
    "signals/jam.toml": 'title = "Jam"\nterms = ["jam", "jelly"]\n', "house/plum.toml": LOCKED,
}  # fmt: skip
WEAKENING = {
    "off": (f'[[rule]]\nid = "house/plum"\noff = true\n{BECAUSE}', "rule.0.off: “house/plum” is locked (made-up/house/plum.toml). It may be made stricter"),
    "lowered": (f'[[rule]]\nid = "house/plum"\nlower_to = "note"\n{BECAUSE}', "rule.0.lower_to: “house/plum” is locked"),
    "fewer of its words": (f'[[signal]]\nid = "stone"\nremove = ["peach"]\n{BECAUSE}', "Fewer words for “stone” would weaken “house/plum”, which is locked"),
    "exceptions to its words": (f'[[signal]]\nid = "fruit"\nexcept = ["plum job"]\n{BECAUSE}', "Fewer words for “fruit” would weaken"),
    "more that keeps it quiet": ('[[signal]]\nid = "jam"\nadd = ["a"]\n', "More words for “jam” would weaken"),
    "a guard's rule": (f'[[rule]]\nid = "kind/route"\noff = true\n{BECAUSE}', "is locked (a guard)"),
    "a guard's words": ('[[signal]]\nid = "kindness"\nadd = ["plum"]\n', "More words for “kindness” would weaken the guard"),
}  # fmt: skip


@pytest.mark.parametrize("name", WEAKENING)
def test_nothing_weakens_what_is_locked(make: Make, name: str) -> None:
    text, fault = WEAKENING[name]

    told = refused(make, adjust(text, **SIGNALS))

    assert len(told) == 1
    assert fault in told[0]
    assert told[0].startswith("made-up/orchard/adjust.toml:")


def test_what_is_locked_cannot_be_ignored_and_another_choice_of_rules_leaves_it_out(make: Make) -> None:
    checker = make({"house/plum.toml": rule(top="locked = true"), "house/pear.toml": rule()})
    post, context = Post(text="plum"), Context(capacity="personal")

    ignoring, selecting = checker.check(post, context, ignore=("house/",)), checker.check(post, context, select=("house/pear",))

    assert [one.rule for one in ignoring.findings] == ["house/plum"]
    assert [one.rule for one in selecting.findings] == ["house/pear"]


def test_what_is_locked_may_be_made_stricter(make: Make) -> None:
    text = f'[[rule]]\nid = "house/plum"\nraise_to = "stop"\n{BECAUSE}[[signal]]\nid = "stone"\nadd = ["quince"]\n'
    checker = make(adjust(text, **SIGNALS))

    assert (said(checker), said(checker, text="quince"), said(checker, text="quince jam")) == ("stop", "stop", "nothing-found")


def test_a_signal_gets_words_loses_words_and_gets_exceptions(make: Make) -> None:
    files = {**SIGNALS, "house/plum.toml": LOCKED.replace("locked = true", "")}
    text = f'[[signal]]\nid = "stone"\nadd = ["quince~"]\nremove = ["peach"]\nexcept = ["plum job"]\n{BECAUSE}'
    checker = make(adjust(text, **files))

    said_of_each = [said(checker, text=one) for one in ("two quinces", "a peach", "a plum", "a plum job")]

    assert said_of_each == ["advise", "nothing-found", "advise", "nothing-found"]


def test_people_are_asked_by_name(make: Make) -> None:
    checker = make(adjust('[[ask]]\nid = "boss"\ntitle = "Jo Bloggs, head of news, news@example.gov.uk"\n'))

    report = checker.check(Post(text="plum"), Context(capacity="personal"))

    assert report.findings[0].ask == ("Jo Bloggs, head of news, news@example.gov.uk",)


FAULTY = {
    "an unknown rule": (f'[[rule]]\nid = "house/plumm"\noff = true\n{BECAUSE}', 2, "rule.0.id: there is no rule “house/plumm”. Did you mean “house/plum”?"),
    "a former id": (f'[[rule]]\nid = "house/prune"\noff = true\n{BECAUSE}', 2, "“house/prune” is now “house/plum”. Write the new id."),
    "an unknown signal": ('[[signal]]\nid = "stoned"\nadd = ["a"]\n', 2, "there is no signal “stoned”. Did you mean “stone”?"),
    "an unknown contact": ('[[ask]]\nid = "bos"\ntitle = "Jo Bloggs"\n', 2, "nobody is called “bos”. Did you mean “boss”?"),
    "an unknown organisation": (f'[[rule]]\nid = "house/plum"\norganisation = "pond-ofice"\noff = true\n{BECAUSE}', 3, "Did you mean “pond-office”?"),
    "another name of one": (f'[[rule]]\nid = "house/plum"\norganisation = "orchards"\noff = true\n{BECAUSE}', 3, "Write “orchard-office”."),
    "a severity": (f'[[rule]]\nid = "house/plum"\nseverity = "stop"\n{BECAUSE}', 1, 'Write raise_to = "…" or lower_to = "…" here.'),
    "two wishes": (f'[[rule]]\nid = "house/plum"\nraise_to = "stop"\noff = true\n{BECAUSE}', 1, "needs exactly one of raise_to, lower_to and off = true"),
    "twice the same": (f'[[rule]]\nid = "house/plum"\noff = true\n{BECAUSE}' * 2, 6, "is adjusted a second time; made-up/orchard/adjust.toml:1 has it already"),
    "a term that is not there": (f'[[signal]]\nid = "stone"\nremove = [\n  "peech",\n]\n{BECAUSE}', 4, "has no term “peech”, written so. Did you mean “peach”?"),
    "a term that cannot be read": ('[[signal]]\nid = "stone"\nadd = [\n  "(plum",\n]\n', 4, "(plum"),
    "words taken without a reason": ('[[signal]]\nid = "stone"\nremove = ["peach"]\n', 1, "Add because = “…”"),
    "all words taken": (f'[[signal]]\nid = "stone"\nremove = ["peach", "plum"]\n{BECAUSE}', 3, "leaves “stone” with nothing to find"),
    "a signal for one organisation": ('[[signal]]\nid = "stone"\norganisation = "pond-office"\nadd = ["a"]\n', 1, "the words of a signal are the same for everybody"),
    "nothing": ("", 1, "changes nothing. Write a [[rule]], [[signal]] or [[ask]] table"),
    "a misspelt table": ('[[rules]]\nid = "house/plum"\n', 1, "Did you mean “rule”?"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_adjustment_names_its_line_and_the_cure(make: Make, name: str) -> None:
    text, line, fault = FAULTY[name]
    plain = rule('all = ["signal:fruit"]', top='replaces = ["house/prune"]')

    told = refused(make, adjust(text, **{**SIGNALS, "house/plum.toml": plain}))

    assert [one for one in told if fault in one]
    assert told[0].startswith(f"made-up/orchard/adjust.toml:{line}:")


def test_adjustments_without_a_policy_are_refused(make: Make) -> None:
    files = adjust('[[ask]]\nid = "boss"\ntitle = "Jo Bloggs"\n')
    del files["orchard/policy.toml"]

    assert "has no policy.toml beside it" in refused(make, files)[0]


def test_a_policy_adjusts_its_own_rules_in_their_files(make: Make) -> None:
    files = adjust('[[ask]]\nid = "boss"\ntitle = "Jo Bloggs"\n')
    files["house/adjust.toml"] = f'[[rule]]\nid = "house/plum"\noff = true\n{BECAUSE}'

    assert "is this policy's own rule. Change it in made-up/house/plum.toml." in refused(make, files)[0]


def other(tmp_path: Path, first: str, second: str) -> list[Path]:
    """A core and two folders that adjust it."""
    return [
        write(tmp_path / "core", {**BASE, **SIGNALS, "house/plum.toml": rule('all = ["signal:fruit"]'), "organisations.toml": ORGANISATIONS}),
        write(tmp_path / "first", {"orchard/policy.toml": POLICY, "orchard/adjust.toml": first}),
        write(tmp_path / "second", {"pond/policy.toml": POLICY, "pond/adjust.toml": second}),
    ]


CONTRADICTIONS = {
    "a severity": (
        f'[[rule]]\nid = "house/plum"\nraise_to = "stop"\n{BECAUSE}', f'[[rule]]\nid = "house/plum"\nraise_to = "review"\n{BECAUSE}',
        'here raise_to = "review", and first/orchard/adjust.toml:1 says raise_to = "stop"',
    ),
    "a contact": (
        '[[ask]]\nid = "boss"\ntitle = "Jo Bloggs"\n', '[[ask]]\nid = "boss"\ntitle = "Ann Other"\n',
        "here title = “Ann Other”, and first/orchard/adjust.toml:1 says title = “Jo Bloggs”",
    ),
    "a word": (
        f'[[signal]]\nid = "stone"\nremove = ["plum"]\n{BECAUSE}', '[[signal]]\nid = "stone"\nadd = ["plum"]\n',
        "here adds “plum”, which first/orchard/adjust.toml:1 removes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_policies_that_contradict_each_other_are_both_named(tmp_path: Path, name: str) -> None:
    first, second, fault = CONTRADICTIONS[name]
    folders = other(tmp_path, first, second)

    told = set()
    for order in (folders, folders[::-1]):
        with pytest.raises(PolicyError, match="contradicts the policy “orchard”") as caught:
            Checker(order, plugins=False)
        told.add(str(caught.value))

    assert len(told) == 1
    assert fault in next(iter(told))


def test_policies_that_agree_or_speak_of_others_unite(tmp_path: Path) -> None:
    same = f'[[rule]]\nid = "house/plum"\nraise_to = "stop"\n{BECAUSE}'
    first = same + '[[signal]]\nid = "stone"\nadd = ["quince", "fig"]\n'
    second = same + '[[signal]]\nid = "stone"\nadd = ["fig", "damson"]\n'
    folders = other(tmp_path, first, second)

    one, two = Checker(folders, plugins=False), Checker(folders[::-1], plugins=False)

    posts = [Post(text=text) for text in ("plum", "quince", "fig", "damson", "pear")]
    answers = [[checker.check(post, Context(capacity="personal")) for post in posts] for checker in (one, two)]
    assert answers[0] == answers[1]
    assert [report.verdict for report in answers[0]] == ["stop", "stop", "stop", "stop", "nothing-found"]


def test_a_plugin_that_contradicts_another_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    core, *folders = other(tmp_path, '[[ask]]\nid = "boss"\ntitle = "Jo Bloggs"\n', '[[ask]]\nid = "boss"\ntitle = "Ann Other"\n')
    plugins = [(Origin(name, f"csmedia-{name}", "1.0"), brings([folder])) for name, folder in zip("ab", folders, strict=True)]
    monkeypatch.setattr("csmedia.checker.gather", lambda only: collect(plugins))

    report = Checker([core]).check(Post(text="plum"), Context(capacity="personal"))

    assert (report.complete, report.findings[0].ask) == (False, ("Jo Bloggs",))
    assert [one.what for one in report.failures] == ["plugin csmedia-b 1.0 (b)"]
    assert "contradicts the policy “orchard” about “boss”" in report.failures[0].reason


def test_the_page_tells_every_key_of_an_adjustment() -> None:
    page = (Path(__file__).parent.parent / "docs" / "layers.md").read_text(encoding="utf-8")
    rows = page.partition("<!-- adjust -->")[2].partition("<!-- /adjust -->")[0]

    for model in (RuleAdjustment, SignalAdjustment, AskAdjustment):
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert {key for key in keys if f"`{key}`" not in rows} == set()
