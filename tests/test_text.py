from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csmedia.text import Text, Vocabulary, fold_term, read_text, tidy
from csmedia.text.chunks import words_by_chunks
from csmedia.text.lookalikes import INVISIBLE
from csmedia.text.words import Mark, words_of

KNOWN = Vocabulary(
    "vote labour stop the boats so liar write round minister scrap bill".split(),
    ["wanker"],
)
ANY_TEXT = st.text(max_size=120) | st.text("abcdeABE '’\"#@.!?\n\u200b\u00ad𝐕ﬁéОа🌹👨‍👩‍👧1", max_size=80)


def read(text: str) -> Text:
    return read_text([("text", text)], KNOWN)


def words(text: str) -> list[str]:
    return read(text).forms


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Vote LABOUR!", ["vote", "labour"]),
        ("𝐕𝐨𝐭𝐞 Ｌａｂｏｕｒ", ["vote", "labour"]),
        ("Vоtе Lаbоur", ["vote", "labour"]),
        ("vo\u200bte la\u00adbour", ["vote", "labour"]),
        ("v0te l4bour", ["vote", "labour"]),
        ("V O T E labour", ["vote", "labour"]),
        ("v.o.t.e", ["vote"]),
        ("l a b o u r and u", ["labour", "and", "you"]),
        ("what a w*nker", ["what", "a", "wanker"]),
        ("LIIIIAR sooo", ["liar", "so"]),
        ("#stoptheboats", ["stop", "the", "boats"]),
        ("#ScrapTheBill", ["scrap", "the", "bill"]),
        ("the wr1te-r0und", ["the", "write", "round"]),
        ("don’t can't won't", ["do", "n't", "can", "n't", "will", "n't"]),
        ("the minister's", ["the", "minister", "'s"]),
        ("Sinn Féin, Tŷ", ["sinn", "fein", "ty"]),
        ("£4m, 4.5% and 10,000", ["£4m", "4.5%", "and", "10,000"]),
        ("4 p.m. on 1 May", ["4", "p", "m", "on", "1", "may"]),
        ("", []),
    ],
)
def test_words_are_read_through_their_disguises(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


@pytest.mark.parametrize("typed", ["covid19 G7 B2B mp3", "O2 and 4G", "#therapist", "AB123456C"])
def test_what_is_no_disguise_is_left_as_it_is(typed: str) -> None:
    assert "".join(words(typed)) == typed.lower().replace(" ", "").replace("#", "")


def test_addresses_and_handles_are_no_words() -> None:
    text = read("see https://www.gov.uk/labour and @vote now")

    assert [
        form for form, marks in zip(text.forms, text.marks, strict=True) if not marks & (Mark.LINK | Mark.MENTION)
    ] == ["see", "and", "now"]


def test_sentences_end_at_stops_and_not_at_titles_or_numbers() -> None:
    text = read("Mr. Smith paid £4.50 at No. 10. Then he left! Why? He knew")

    assert [text.sentence[text.forms.index(word)] for word in ("smith", "10", "then", "why", "knew")] == [0, 0, 1, 2, 3]
    assert text.questions == {2}


def test_a_quotation_of_four_words_is_not_the_author_s_own() -> None:
    text = read("He said “vote labour on Thursday everyone” and left, a “liar” to the end")

    own = {form for form, marks in zip(text.forms, text.marks, strict=True) if marks & Mark.OWN}
    assert "thursday" not in own
    assert {"said", "liar"} <= own


def test_a_post_that_is_all_quotation_is_the_author_s_own() -> None:
    assert all(marks & Mark.OWN for marks in read("“vote labour on Thursday everyone”").marks)


def test_the_flags_of_two_nations_stay_two() -> None:
    wales, scotland = words("🏴󠁧󠁢󠁷󠁬󠁳󠁿"), words("🏴󠁧󠁢󠁳󠁣󠁴󠁿")

    assert len(wales) == len(scotland) == 1
    assert wales != scotland


def test_a_negation_reaches_a_few_words() -> None:
    text = read("He is not a liar, the minister")

    marked = [form for form, marks in zip(text.forms, text.marks, strict=True) if marks & Mark.NEGATED]
    assert marked == ["a", "liar"]


@given(ANY_TEXT)
def test_every_span_slices_the_typed_text(typed: str) -> None:
    text = read(typed)

    for index in range(len(text.forms)):
        _, start, end = text.typed_span(index, index + 1)
        assert 0 <= start < end <= len(typed)


@given(st.text("abcdeLVote labour.!?#@ ", max_size=60), st.data())
def test_invisible_characters_change_no_word(typed: str, data: st.DataObject) -> None:
    hidden = st.sampled_from([chr(code) for code in sorted(INVISIBLE) if not 0xE0000 <= code < 0xE0080][:60])
    at = data.draw(st.integers(0, len(typed)))

    disguised = typed[:at] + data.draw(hidden) + typed[at:]

    assert words(disguised) == words(typed)


@given(st.text("abcdeLVote labour.!?#@ '", max_size=60))
def test_the_ascii_path_and_the_other_agree(typed: str) -> None:
    assert words(typed + "é")[:-1] == words(typed + "e")[:-1]
    plain = tidy(typed)
    slow = tidy(typed + "\u200b")
    assert slow.text == plain.text


@given(st.text(max_size=60))
def test_tidied_characters_know_where_they_came_from(typed: str) -> None:
    tidied = tidy(typed)

    for at in range(len(tidied.text)):
        start, end = tidied.typed(at, at + 1)
        assert 0 <= start < end <= len(typed)


def test_a_term_is_folded_like_a_post() -> None:
    assert fold_term("Don’t Vote") == tuple(words("Don’t Vote"))


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["plum", "Plum", "PLUM", "u", "I", "a", "v", "o", "t", "e", "dr", "Dr", "don't", "we're", "can't", "9", "£3.50", "10:30", "b4", "pl*m", "p**m",
                         "#PlumAndPear", "#plum", "@jo", "$ab", "example.org/a", "https://example.org", "😀", "🎉", "&", "plum-pear", "s***"]),
        st.sampled_from([" ", "  ", "\n", "\n\n", " \n", "\t", "\r\n", ".", ". ", "..", "…", "!", "? ", "?!", ",", ", ", ":", " - ", "(", ")", "'", '"', "/", "|", "_", "*"]),
        st.text(max_size=3),
    ),
    max_size=14,
).map("".join)  # fmt: skip


@example("dr - #. we're")
@example("V o T e u I")
@given(PIECES)
def test_words_read_from_blank_to_blank_are_those_of_the_whole_text(text: str) -> None:
    known = Vocabulary(["plum", "pear", "vote", "and"], maskable=["plum"])
    tidied = tidy(text).text

    for _ in range(2):  # the second time from memory
        assert words_by_chunks(tidied, known) in (None, words_of(tidied, known))


def test_nothing_that_may_be_a_number_or_an_address_is_remembered() -> None:
    known = Vocabulary()

    read_text([("text", "ring 07700900123 or jo@example.org, see example.org/a and C:\\plum with Sunflower12 on 24 May")], known)

    assert sorted(known.chunks) == ["May", "and", "on", "or", "ring", "see", "with"]
    assert not any(character.isdigit() for word in known.pieces for character in word)


def slowly_split(run: str, known: Vocabulary) -> tuple[str, ...] | None:
    """The fewest words of a run, the first way of those that are as few, by trying every way."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(end):
            head, word = best[start], run[start:end]
            if head is not None and word in known.words and (len(word) > 1 or word in "ai") and (best[end] is None or len(head) + 1 < len(best[end] or ())):
                best[end] = (*head, word)
    return best[-1]


@given(st.lists(st.sampled_from(["a", "i", "so", "liar", "vote", "the", "x", "bill"]), max_size=7).map("".join))
def test_a_run_of_letters_is_split_into_the_fewest_words(run: str) -> None:
    places = [at for at in range(len(run)) if slowly_split(run[at:], KNOWN)]

    assert KNOWN.split(run) == slowly_split(run, KNOWN)
    assert KNOWN.first_split(run) == min(places, default=None)


@pytest.mark.parametrize("shape", ["x ", "a. ", "x-", "“a ", '"a b c d" ', "'a ", "#ax "])
def test_a_long_text_of_one_shape_is_read_to_its_end(shape: str) -> None:
    # Whatever looks back at all that came before takes minutes here.
    assert len(words(shape * 6_000)) > 1
