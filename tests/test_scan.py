"""The trees find what plain search finds, and what was read before changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from csmedia.scan import Found, Scanner, Tree, in_branches, trees_of
from csmedia.text import Vocabulary, read_text, tidy
from csmedia.text.entities import find_entities
from csmedia.text.lookalikes import INVISIBLE
from csmedia.text.tidy import plain_form
from csmedia.text.words import words_of

from .made_up import WORDS, texts

SPOKEN = st.sampled_from(("a", "ab", "abc", "b", "ba", "plum", "plums", "p", "é", "#a", "'s", "1", "🍑"))
LITERALS = st.lists(st.tuples(st.lists(SPOKEN, min_size=1, max_size=4), st.booleans()), max_size=12).map(
    lambda every: {" " + " ".join(words) + ("" if open_end else " ") for words, open_end in every}
)
ANY_TEXT = st.one_of(st.text(max_size=40), st.text("abI’'´\u200b\u00ad\u202eﬁéｅОа🏴\U000e0067\U000e007f👍🏽 .\n\x07\t½Ⅷ", max_size=30), texts)
KNOWN = ("plum", "pear", "tart", "ripe", "figures", "the", "plumtart", "you", "a"), ("plum", "rotten")


def plainly_found(literals: Sequence[str], words: Sequence[str], sentence: Sequence[int], tags: Sequence[tuple[str, int, int]]) -> Iterator[Found]:
    """Each literal looked for in a line of the words of each sentence."""
    for number, literal in enumerate(literals):
        for one in sorted(set(sentence)):
            mine = [at for at, where in enumerate(sentence) if where == one]
            line = " " + " ".join(words[at] for at in mine) + " "
            at = line.find(literal)
            while at >= 0:
                first = line[: at + 1].count(" ") - 1
                yield Found(number, mine[first], mine[first] + literal.count(" ", 0, -1))
                at = line.find(literal, at + 1)
        for tag, start, end in tags:
            if f" #{tag} ".startswith(literal):
                yield Found(number, start, end)


@given(LITERALS, st.lists(st.tuples(SPOKEN, st.booleans()), max_size=20), st.data())
def test_every_literal_is_found_where_plain_search_finds_it(literals: set[str], said: list[tuple[str, bool]], data: st.DataObject) -> None:
    ordered, trees, beginnings = trees_of(literals)
    words = [word for word, _ in said]
    sentence = [sum(ends for _, ends in said[:at]) for at in range(len(said))]
    places = range(len(words) or 1)
    tags = [(data.draw(st.sampled_from(("a", "ab", "plum", "plumtart"))), at, at + 1) for at in data.draw(st.lists(st.sampled_from(places), max_size=2))]
    rows: list[Tree] = []
    trunks: dict[str, Tree] = {}
    for word, tree in trees.items():
        trunks[word], branches = in_branches(tree, len(rows))
        rows += branches

    for scanner in (Scanner(trees.get, beginnings), Scanner(trunks.get, beginnings, rows.__getitem__)):
        for _ in range(2):  # the second time from what is remembered
            assert sorted(scanner.find(words, sentence, tags)) == sorted(plainly_found(ordered, words, sentence, tags))


@given(st.lists(texts, min_size=1, max_size=4), texts, texts)
def test_the_words_of_a_post_do_not_depend_on_what_was_read_before(before: list[str], text: str, media: str) -> None:
    used, fields = Vocabulary(*KNOWN), (("text", text), ("media[0].text", media), ("quoted_text", text))
    for one in before:
        read_text((("text", one),), used)

    mine, fresh = read_text(fields, used), read_text(fields, Vocabulary(*KNOWN))

    assert [getattr(mine, name) for name in mine.__slots__] == [getattr(fresh, name) for name in fresh.__slots__]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
def test_a_word_alone_is_read_the_same_again(words: list[str]) -> None:
    known = Vocabulary(*KNOWN)

    for word in (*words, *words):
        assert words_of(tidy(word).text, known) == words_of(tidy(word).text, Vocabulary(*KNOWN))


def slowly_tidied(typed: str) -> list[tuple[str, int, int]]:
    """Each character of the tidied text with the characters of the typed text that it came from."""
    kept: list[tuple[str, int, int]] = []
    in_flag = False
    for at, character in enumerate(typed):
        in_flag = character == "\U0001f3f4" or (in_flag and "\U000e0020" <= character <= "\U000e007f")
        plain = character if in_flag else plain_form(character)
        kept += [(one, at, at + 1) for one in plain]
    return kept


@given(ANY_TEXT)
def test_a_text_is_tidied_as_character_by_character(typed: str) -> None:
    tidied, slow = tidy(typed), slowly_tidied(typed)

    assert tidied.text == "".join(one for one, _, _ in slow)
    for at in range(len(slow)):
        assert tidied.typed(at, at + 1) == slow[at][1:]
        assert tidied.typed(at, len(slow)) == (slow[at][1], slow[-1][2])


def test_every_character_of_the_tables_is_tidied_as_by_itself() -> None:
    for code in (*INVISIBLE, *range(0x250), 0x1F3F4):
        typed = f"a{chr(code)}b"
        assert tidy(typed).text == "".join(one for one, _, _ in slowly_tidied(typed)), hex(code)


@given(ANY_TEXT, st.sampled_from(("", " #plum", " @plum", " https://plum.example/a", " $PLUM", " ＃plum")))
def test_entities_stand_where_they_are_cut_out(typed: str, more: str) -> None:
    text = tidy(typed + more).text
    found = list(find_entities(text))

    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    assert list(find_entities(text)) == found
    if text.isascii() and not set("#@$.:") & set(text):
        assert found == []
