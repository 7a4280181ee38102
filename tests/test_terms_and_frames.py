from __future__ import annotations

import pytest

from csmedia import Checker, Context, Post
from csmedia.rules.frames import FrameError, parse_frame
from csmedia.rules.inflect import inflections
from csmedia.rules.terms import TermError, expand

from .conftest import Make, rule


def keys(term: str) -> set[str]:
    return {literal.key for literal in expand(term)}


def test_alternatives_options_and_forms_are_written_out() -> None:
    assert keys("(back|sign) (our )?petition~") >= {" back petition ", " sign our petitions "}
    assert " scrapped " in keys("scrap~")
    assert " wrote " in keys("write~")
    assert keys("nation*") == {" nation"}
    assert keys("#StopTheBoats") == {" #stoptheboats "}
    assert keys("@UKLabour") == {" @uklabour "}
    assert keys("don't") == {" do n't "}


@pytest.mark.parametrize(
    ("word", "form"),
    [("cry", "cries"), ("tax", "taxes"), ("cut", "cutting"), ("lie", "lying"), ("stay", "stayed"), ("free", "freeing")],
)
def test_inflections_follow_english_spelling(word: str, form: str) -> None:
    assert form in inflections(word)


@pytest.mark.parametrize("term", ["(open", "...", "ab*", "(a|b)" * 12, "slide <number>", "a …3 b"])
def test_a_term_that_cannot_be_read_is_refused_with_a_cure(term: str) -> None:
    with pytest.raises(TermError, match=r"Write|Close|Use|Split|needs"):
        expand(term)


@pytest.mark.parametrize("frame", ["(a)? (b)?", "a? b", "<a b", "()", "x {9,1}", "a c)"])
def test_a_frame_that_cannot_be_read_is_refused(frame: str) -> None:
    with pytest.raises(FrameError):
        parse_frame(frame)


def fires(checker: Checker, text: str, **post: object) -> bool:
    return bool(checker.check(Post.model_validate({"text": text, **post}), Context(capacity="personal")).findings)


FRAMES = [
    ("the plum falls", "plum ...2 fall~", True),
    ("the plum slowly but surely falls", "plum ...2 fall~", False),
    ("the plum. It falls", "plum ...2 fall~", False),
    ("plum's falling", "plum fall~", True),
    ("a very very plum", "very{2,3} plum", True),
    ("a very plum", "very{2,3} plum", False),
    ("plum first", "^ plum", True),
    ("first plum", "^ plum", False),
    ("at last a plum!", "plum $", True),
    ("a plum at last", "plum $", False),
    ("a ripe plum", "(ripe|sour)? plum", True),
    ("I ate 4 plums", "ate <number> plum~", True),
    ("I ate two plums", "ate <number> plum~", False),
    ("plum for Jane Smith", "plum for <Name>", True),
    ("plum for nobody", "plum for <Name>", False),
    ("a plum in Upper Quince", "plum in <place>", True),
    ("a plum in a basket", "plum in <place>", False),
    ("a plum, Upper Quince", "plum (in)? <place>", False),
    ("plum on Thursday", "plum on <date>", True),
    ("plum @someone", "plum <mention>", True),
    ("plum 🌹", "plum <emoji>", True),
    ("eat my plum at noon", "(eat my <Name>|(plum|pear) at noon) (later)?", True),
    ("PLUM now", "<CAPS> now (plum)?", True),
    ("£4m plum", "<money> plum", True),
]


@pytest.mark.parametrize(("text", "frame", "expected"), FRAMES)
def test_a_frame_fits_where_it_should(make: Make, text: str, frame: str, expected: bool) -> None:
    raised = (
        next(shown for shown, one, fits in FRAMES if fits and one == frame)
        if any(one == frame and fits for _, one, fits in FRAMES)
        else "very very plum"
    )
    checker = make({"house/plum.toml": rule(f"all = [{{ frame = '{frame}' }}]", raised=raised)})

    assert fires(checker, text) is expected


@pytest.mark.parametrize(
    ("atom", "text", "expected"),
    [
        ('terms = ["plum!"]', "a Plum", True),
        ('terms = ["plum!"]', "a plum", False),
        ('terms = ["plum!!"]', "a PLUM", True),
        ('terms = ["plum!!"]', "a Plum", False),
        ('terms = ["plum"], typed = "CAPS"', "a PLUM", True),
        ('terms = ["plum"], typed = "CAPS"', "a plum", False),
        ('terms = ["plum"], not_before = ["tree"]', "a plum's tree", False),
        ('terms = ["plum"], not_before = ["tree"]', "a plum and a tree", True),
        ('terms = ["plum"], not_after = ["sugar"]', "a sugar plum", False),
        ('terms = ["plum"], negated = false', "no plum today", False),
        ('terms = ["plum"], negated = true', "no plum today", True),
        ('terms = ["plum"], question = true', "A pear. A plum?", True),
        ('terms = ["plum"], question = true', "A plum. A pear?", False),
        ('terms = ["plum"], at_least = 2', "plum plum", True),
        ('terms = ["plum"], at_least = 2', "plum", False),
        ("pattern = 'p[l1]um'", "a PLUM", True),
        ("pattern = 'P[l1]um', on = \"tidied\"", "a Plum", True),
        ("pattern = 'P[l1]um', on = \"tidied\"", "a plum", False),
        ("pattern = '\\U0001d429lum', on = \"typed\"", "𝐩lum", True),
        ('terms = ["#plum"]', "#plum", True),
        ('terms = ["#plum"]', "plum", False),
    ],
)
def test_an_atom_holds_its_conditions(make: Make, atom: str, text: str, expected: bool) -> None:
    checker = make({"house/plum.toml": rule(f"all = [{{ {atom} }}]")})

    assert fires(checker, text) is expected


@pytest.mark.parametrize(
    ("region", "post", "expected"),
    [
        ("own", {"text": "plum"}, True),
        ("own", {"text": "this", "kind": "quote", "quoted_text": "plum"}, False),
        ("quoted", {"text": "this", "kind": "quote", "quoted_text": "plum"}, True),
        ("media", {"text": "plum"}, False),
        ("media", {"text": "", "media": [{"type": "image", "alt_text": "plum"}]}, True),
        ("own", {"text": "", "media": [{"type": "image", "text": "plum"}]}, True),
        ("any", {"text": "x", "links": [{"url": "https://example.org", "title": "plum"}]}, True),
        ("own", {"text": "x", "poll": ["pear", "plum"]}, True),
        ("own", {"text": "x", "first_comment": "plum"}, True),
    ],
)
def test_an_atom_looks_in_its_region(make: Make, region: str, post: dict[str, object], expected: bool) -> None:
    checker = make({"house/plum.toml": rule(f'all = [{{ terms = ["plum"], in = "{region}" }}]')})

    assert bool(checker.check(Post.model_validate(post), Context(capacity="personal")).findings) is expected


def test_a_finding_points_at_the_words_in_their_field(make: Make) -> None:
    checker = make({"house/plum.toml": rule()})

    (finding,) = checker.check(Post(text="pear", first_comment="A ｐｌｕｍ!"), Context(capacity="personal")).findings

    assert [(span.field, span.start, span.end) for span in finding.spans] == [("first_comment", 2, 6)]


@pytest.mark.parametrize(("term", "words"), [
    ("votes?", {("vote",), ("votes",)}),
    ("code ?name", {("code", "name"), ("codename",)}),
    ("(greens?|reds) win", {("green", "win"), ("greens", "win"), ("reds", "win")}),
    ("give (us|them) ?(it)?", {("give", "us", "it"), ("give", "them", "it"), ("give", "us"), ("give", "them")}),
])  # fmt: skip
def test_a_letter_or_a_space_of_a_term_may_be_missing(term: str, words: set[tuple[str, ...]]) -> None:
    assert {literal.words for literal in expand(term)} == words


@pytest.mark.parametrize("term", ["put £", "= yes", "60 %", "via @", "raised £ (today|again)"])
def test_a_sign_that_no_term_can_find_is_refused_and_not_dropped(term: str) -> None:
    with pytest.raises(TermError, match="is no word"):
        expand(term)
