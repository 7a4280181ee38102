from __future__ import annotations

import pytest

from csmedia import Checker, PolicyError
from csmedia.load.lines import line_of_each

from .conftest import BASE, Make, rule, write


def test_lines_are_found_through_strings_brackets_and_tables() -> None:
    source = 'a = """\n[not.a.table]\n"""\nb = [\n  "x = 1",\n]\n[find]\nall = ["]"]\n[[example]]\ntext = "1"\n[[example]]\ntext = \'\'\'\ntext = 2\n\'\'\'\nexpect = "note"\n'

    lines = line_of_each(source)

    assert lines["a",] == 1
    assert lines["b",] == 4
    assert lines["find", "all"] == 8
    assert lines["example", 1] == 11
    assert lines["example", 1, "expect"] == 15
    assert ("not", "a", "table") not in lines


FAULTY = {
    "an unknown key": (rule(top='sevrity = "note"'), "sevrity", "Did you mean “severity”?"),
    "a wrong severity": (
        rule().replace('severity = "advise"', 'severity = "error"', 1),
        "severity",
        "Write note, review, advise or stop",
    ),
    "no message": (rule().replace('message = "This reads as a plum."\n', ""), "message", "“message” is missing"),
    "an unknown duty": (rule().replace('duty = "quiet"', 'duty = "quite"'), "duty", "Did you mean “quiet”?"),
    "an unknown source": (rule().replace('"X1"', '"X2"'), "citation.0.source", "there is no source “X2”"),
    "no citation": (rule().replace('[[citation]]\nsource = "X1"\n', ""), "", "has no [[citation]]"),
    "an unknown signal": (rule('all = ["signal:plumm"]'), "find", "there is no signal “plumm”"),
    "no such evidence": (rule('all = ["plum"]'), "find.all.0", "is no evidence"),
    "an unknown fact": (rule(more='[when]\ncapacty = ["personal"]'), "when.capacty", "Did you mean “capacity”?"),
    "a fact asked wrongly": (rule(more='[when]\nhas_media = ["yes"]'), "when.has_media", "Write has_media = true"),
    "a pattern that backtracks": (rule("all = [{ pattern = '^(a|aa)+$' }]"), "find", "back and forth"),
    "a pattern that matches nothing": (rule("all = [{ pattern = 'a*' }]"), "find", "matches the empty string"),
    "a broken pattern": (rule("all = [{ pattern = '(a' }]"), "find", "no regular expression"),
    "a backspace in a pattern": (rule('all = [{ pattern = "\\bplum" }]'), "find", "single quotes"),
    "a broken frame": (rule('all = [{ frame = "(plum)? (pear)?" }]'), "find", "may be absent"),
    "no raised example": (
        rule(severity="nothing-found").replace('severity = "nothing-found"', 'severity = "note"', 1),
        "",
        "no [[example]] that is raised",
    ),
    "a duplicate example": (rule().replace("pear", "plum", 1), "example.1", "same post in the same context"),
    "an unknown person to ask": (rule(top='ask = ["bos"]'), "ask", "Did you mean “boss”?"),
    "a key after a table": (rule(more='confidence = "high"'), "find.confidence", "belongs above the first [table]"),
    "unclosed quotes": (rule(top='instead = "never closed'), "", "is not valid TOML"),
    "an unknown name in a frame": (rule('all = [{ frame = "<plum> falls" }]'), "find", "no signal or list <plum>"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_names_file_line_key_and_cure(make: Make, name: str) -> None:
    text, key, said = FAULTY[name]

    with pytest.raises(PolicyError) as caught:
        make({"house/plum.toml": text})

    fault = next(fault for fault in caught.value.faults if said in fault.message)
    assert fault.file == "made-up/house/plum.toml"
    assert fault.key == key
    assert fault.line >= 1
    line = text.split("\n")[fault.line - 1]
    if said.startswith(("“message”", "has no")):
        assert fault.line == 1
    elif key:
        assert line.startswith(("all = ", "[find]")) if key == "find" else any(part in line for part in key.split("."))


def test_all_faults_of_all_files_come_at_once(make: Make) -> None:
    with pytest.raises(PolicyError) as caught:
        make(
            {
                "house/a.toml": FAULTY["no citation"][0],
                "house/b.toml": FAULTY["an unknown duty"][0],
                "topics/home_office.toml": "topic = 1",
            }
        )

    assert len({fault.file for fault in caught.value.faults}) == 3


def test_the_line_is_the_one_that_the_author_wrote(make: Make) -> None:
    text = rule(top='fine_when = """\nseverity\n"""\nsevrity = "note"')

    with pytest.raises(PolicyError) as caught:
        make({"house/plum.toml": text})

    assert [fault.line for fault in caught.value.faults] == [text.split("\n").index('sevrity = "note"') + 1]


def test_a_fault_in_a_long_list_is_told_at_its_line(make: Make) -> None:
    signal = 'title = "Fruit"\nterms = [\n  "pear",\n  "(plum",\n]\nframes = [\n  "eat <fig>",\n]\n'

    with pytest.raises(PolicyError) as caught:
        make({"signals/fruit.toml": signal})

    assert [fault.line for fault in caught.value.faults] == [4]


def test_the_same_rule_twice_is_refused_and_names_both(tmp_path) -> None:
    first, second = (
        write(tmp_path / "a", {**BASE, "house/plum.toml": rule()}),
        write(tmp_path / "b", {"house/plum.toml": rule()}),
    )

    with pytest.raises(PolicyError, match=r"brought a second time; a/house/plum.toml"):
        Checker([first, second], plugins=False)


def test_a_folder_that_does_not_exist_is_refused(tmp_path) -> None:
    with pytest.raises(PolicyError, match="is no folder of policies"):
        Checker([tmp_path / "nowhere"], plugins=False)


def test_an_empty_folder_is_refused(tmp_path) -> None:
    with pytest.raises(PolicyError, match="holds no rule"):
        Checker([tmp_path], plugins=False)


def test_a_file_that_is_no_text_is_refused(tmp_path) -> None:
    root = write(tmp_path / "made-up", BASE)
    (root / "house" / "plum.toml").write_bytes("title = 'é'".encode("cp1252"))

    with pytest.raises(PolicyError, match="is not UTF-8"):
        Checker([root], plugins=False)


def test_a_signal_made_of_itself_is_refused(make: Make) -> None:
    with pytest.raises(PolicyError, match="made of itself"):
        make({"signals/a.toml": 'title = "One"\ninclude = ["b"]', "signals/b.toml": 'title = "Two"\ninclude = ["a"]'})


def test_a_topic_with_one_side_is_refused(make: Make) -> None:
    organisations = (
        '[[organisation]]\nslug = "home-office"\nname = "Home Office"\nkind = "ministerial-department"\nserves = "uk"\n'
    )
    topic = 'organisation = "home-office"\n[[topic]]\nid = "plums"\ntitle = "plums"\nterms = ["plum"]\n[[topic.side]]\nlabel = "for"\nterms = ["more plums"]\n'

    with pytest.raises(PolicyError, match="one side only"):
        make({"organisations.toml": organisations, "topics/home_office.toml": topic})


def test_a_rule_that_rests_on_memory_alone_must_be_a_preview(make: Make) -> None:
    sources = BASE["sources.toml"].replace('"read"', '"memory"')

    with pytest.raises(PolicyError, match="preview = true"):
        make({"sources.toml": sources, "house/plum.toml": rule()})
    assert make({"sources.toml": sources, "house/plum.toml": rule(top="preview = true")}).compiled.rules
