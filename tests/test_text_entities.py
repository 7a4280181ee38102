import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmedia.text.entities import Entity, find_entities, url_host
from csmedia.text.length import LIMITS, platform_length
from csmedia.text.lookalikes import APOSTROPHES, DASHES, EMOJI_JOINERS, INVISIBLE, LOOKALIKES, QUOTES

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG_OF_WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def found(text: str, kind: str) -> list[str]:
    return [text[entity.start : entity.end] for entity in find_entities(text) if entity.kind == kind]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Read https://www.gov.uk/guidance/apply?step=2#top.", ["https://www.gov.uk/guidance/apply?step=2#top"]),
        ("Renew at gov.uk/renew, today", ["gov.uk/renew"]),
        ("Visit gov.uk", ["gov.uk"]),
        ("(see llyw.cymru/iechyd)", ["llyw.cymru/iechyd"]),
        ("GOV.UK and Parliament.UK", ["GOV.UK", "Parliament.UK"]),
        ("Beach.Com opens", ["Beach.Com"]),
        ("https://en.example.org/wiki/Spring_(season)!", ["https://en.example.org/wiki/Spring_(season)"]),
        ("“https://tide.example/a_b”", ["https://tide.example/a_b"]),
        ("http://intranet.harbour.internal/leave", ["http://intranet.harbour.internal/leave"]),
        ("http://192.0.2.7:8080/x", ["http://192.0.2.7:8080/x"]),
        ("https://www.gov.uk@tide.example/x", ["https://www.gov.uk@tide.example/x"]),
        ("https://tide.example.Thanks all", ["https://tide.example"]),
        ("HTTPS://TIDE.EXAMPLE/A", ["HTTPS://TIDE.EXAMPLE/A"]),
        ("one.example.com/a;two.example.com/b?", ["one.example.com/a;two.example.com/b"]),
        ("two links:tide.com\nbeach.org.uk", ["tide.com", "beach.org.uk"]),
        ("新しいtide.comです", ["tide.com"]),
        ("caffi.tŷcoffi.cymru/bwydlen", ["caffi.tŷcoffi.cymru/bwydlen"]),
    ],
)
def test_a_link_is_found_without_the_punctuation_after_it(text: str, links: list[str]) -> None:
    assert found(text, "url") == links


@pytest.mark.parametrize(
    "text",
    [
        "Open report.pdf and photo.jpg",
        "That is the end.Start again.",
        "This is the end.So we left. STOP.IT now",
        "I hold a B.Sc. and an M.Sc from Hull",
        "At 10.30 a.m. or 9.am, e.g. in room 3.4, i.e.in the hall",
        "Run setup.py, then read readme.md",
        "No.10 said: wait...what? Well.",
        "Costs rose by 3.5% at v2.0.1",
        "Write to jo.bloggs@mail.tide.example or press.office+news@tide.com",
        "http://no-suffix and https:// alone",
        "http://-tide.com http://tide_pool.com",
        "tide.com_old and tide.com@work",
        "#tide.comment",
    ],
)
def test_files_sentences_and_mail_addresses_are_no_links(text: str) -> None:
    assert found(text, "url") == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("@tide_office hello", ["@tide_office"]),
        ("Thanks @jo, @sam and (@alex).", ["@jo", "@sam", "@alex"]),
        (".@jo's talk", ["@jo"]),
        ("RT @jo: RT@sam", ["@jo", "@sam"]),
        ("＠jo", ["＠jo"]),
        ("@jo@tide.social, hello", ["@jo@tide.social"]),
        ("@Jo.B@Tide.Social", ["@Jo.B@Tide.Social"]),
        ("@jo@tide.social.Thanks", ["@jo@tide.social"]),
        ("@jo.bsky.social and @press.tide.gov.uk.", ["@jo.bsky.social", "@press.tide.gov.uk"]),
        ("@jo.So we went", ["@jo"]),
        ("@jo.so we went", ["@jo"]),
        ("@jo/list", ["@jo"]),
        ("jo@tide.com a@b f!@rn #@jo", []),
        ("@aliceé @http://tide.com @@ @", []),
        ("https://tide.com/@jo", []),
        ("@" + "a" * 31, []),
    ],
)
def test_a_mention_is_an_account_and_no_mail_address(text: str, mentions: list[str]) -> None:
    assert found(text, "mention") == mentions


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        ("#BeachDay! #2026budget, #Tŷ_Cymru", ["#BeachDay", "#2026budget", "#Tŷ_Cymru"]),
        ("＃海の日 #Ceòl #día", ["＃海の日", "#Ceòl", "#día"]),
        ("(#tide) .#sea \u2600\ufe0f#sun", ["#tide", "#sea", "#sun"]),
        ("#don't #end.", ["#don", "#end"]),
        ("#1 #2026 #_ # ##", []),
        ("sea#tide &#39; C# #a#b", []),
        ("https://tide.com/#sand tide.com/x#y", []),
        ("#\ufe0f\u20e3", []),
    ],
)
def test_a_hashtag_has_a_letter_and_stands_outside_words_and_links(text: str, hashtags: list[str]) -> None:
    assert found(text, "hashtag") == hashtags


@pytest.mark.parametrize(
    ("text", "cashtags"),
    [
        ("$TIDE rose, $sea.b fell", ["$TIDE", "$sea.b"]),
        ("$5 $5m US$ A$AP $TIDEPOOL $a1 $$X", []),
    ],
)
def test_a_cashtag_is_short_and_has_letters_only(text: str, cashtags: list[str]) -> None:
    assert found(text, "cashtag") == cashtags


def test_entities_of_all_kinds_come_in_reading_order() -> None:
    text = "$SEA @jo read tide.com/a #tide"

    entities = find_entities(text)

    assert entities == (
        Entity("cashtag", 0, 4),
        Entity("mention", 5, 8),
        Entity("url", 14, 24),
        Entity("hashtag", 25, 30),
    )


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1@#$./:_- \u00e9\uff20\uff03\u200d(?", max_size=40))
def test_entities_never_overlap_and_stay_inside_the_text(text: str) -> None:
    ends = [0]
    for entity in find_entities(text):
        assert ends[-1] <= entity.start < entity.end <= len(text)
        ends.append(entity.end)


@pytest.mark.parametrize(
    "piece", ["a.", "(", "@", "a@", "#a", "http://", "a-", "(a", "@a.", "$A ", "a.com @b c@d.com "]
)
def test_a_long_repetitive_text_is_read_to_its_end(piece: str) -> None:
    entities = find_entities("http://a.com/" + piece * (8000 // len(piece)))

    assert isinstance(entities, tuple)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Gov.UK/Path", "www.gov.uk"),
        ("gov.uk/x", "gov.uk"),
        ("gov.uk:443/x", "gov.uk"),
        ("https://jo:secret@tide.example:8080?x=@y", "tide.example"),
        ("https://www.gov.uk@tide.example/", "tide.example"),
        ("https://tide.example\\@www.gov.uk/", "tide.example"),
        ("https://tide.example/?to=https://gov.uk", "tide.example"),
        ("//tide.example.#top", "tide.example"),
        ("http://[2001:db8::1]:80/x", "[2001:db8::1]"),
        ("http://tŷ.cymru/", "tŷ.cymru"),
        ("", ""),
    ],
)
def test_the_host_is_the_one_a_browser_would_go_to(url: str, host: str) -> None:
    assert url_host(url) == host


@pytest.mark.parametrize(
    ("text", "platform", "length"),
    [
        ("tide", "x", 4),
        ("Tŷ – “sea”", "x", 10),
        ("e\u0301", "x", 1),
        ("海", "x", 2),
        ("\u2600\ufe0f" + FAMILY + FLAG_OF_WALES, "x", 6),
        ("1\ufe0f\u20e3 \U0001f1ec\U0001f1e7 \U0001f44d\U0001f3fd", "x", 8),
        ("see tide.com/a", "x", 27),
        ("see https://tide.example/" + "a" * 90, "x", 27),
        ("e\u0301" + FAMILY, "bluesky", 2),
        ("a\r\nb", "bluesky", 3),
        ("é海", "bluesky-bytes", 5),
        ("@jo@tide.social https://tide.example/long-path", "mastodon", 27),
        ("tide.com " + FAMILY, "mastodon", 10),
        ("see https://tide.example/", "threads", 25),
        ("see https://tide.example/", "linkedin", 25),
    ],
)
def test_each_platform_counts_in_its_own_way(text: str, platform: str, length: int) -> None:
    assert platform_length(text, platform) == length


def test_every_limit_has_a_way_to_count() -> None:
    counted = {platform: platform_length("tide", platform) for platform in LIMITS}

    assert counted == dict.fromkeys(LIMITS, 4)


def test_a_platform_without_a_published_limit_is_refused_with_the_cure() -> None:
    with pytest.raises(ValueError, match=r"pigeon: no published limit\. Choose one of x, bluesky"):
        platform_length("tide", "pigeon")


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("\u0435\u0406\u0435\u0441t\u0456\u043en", "eIection"),
        ("\u03bd\u03bft\u0435", "vote"),
        ("\u0501\u0456\u0455gr\u0430\u0441\u0435", "disgrace"),
        ("\u1d20\u1d0f\u1d1b\u1d07", "vote"),
        ("\u13e4\u13a4\u13a2\u13ac", "VOTE"),
        ("\ua4e6\ua4f3\ua4d4\ua4f0", "VOTE"),
        ("\u0442\u03b1\u03c7", "tax"),
        ("p\u0131\u0142\u0111", "pild"),
        ("\U0001f185\U0001f17e\U0001f183\U0001f174", "VOTE"),
    ],
)
def test_disguised_words_read_as_the_plain_ones(disguised: str, plain: str) -> None:
    assert disguised.translate(LOOKALIKES) == plain


def test_what_a_lookalike_reads_as_is_always_an_ascii_letter_or_digit() -> None:
    odd = {chr(code): plain for code, plain in LOOKALIKES.items() if not (plain.isascii() and plain.isalnum())}

    assert odd == {}
    assert min(LOOKALIKES) > 0x7F


def test_the_signs_of_ordinary_prose_are_no_lookalikes() -> None:
    assert [sign for sign in "£€¥$§©®°…•✓✔→½ßéŵŷáîñçü👍🇬🇧" if ord(sign) in LOOKALIKES] == []


def test_the_tables_do_not_contradict_one_another() -> None:
    tables = [set(LOOKALIKES), set(INVISIBLE), set(DASHES), set(QUOTES), set(APOSTROPHES)]

    assert sum(map(len, tables)) == len(set.union(*tables))


def test_format_characters_are_invisible() -> None:
    ignorable = "\u00ad\u034f\u061c\u115f\u200b\u200c\u200d\u202e\u2060\u2066\u3164\ufe0f\ufeff\U000e0061\U000e0100"

    assert [hex(ord(sign)) for sign in ignorable if ord(sign) not in INVISIBLE] == []
    assert not INVISIBLE & set(map(ord, "\t\n\r \u00a0\u2028\u3000"))


def test_what_holds_an_emoji_together_is_named() -> None:
    held = FAMILY + FLAG_OF_WALES + "\u2600\ufe0f"

    joiners = {ord(sign) for sign in held if unicodedata.category(sign) in {"Cf", "Mn"}}

    assert joiners <= EMOJI_JOINERS <= INVISIBLE


# Published test vectors are not part of this repository; the variable names a folder that holds them.
CONFORMANCE = Path(os.environ.get("CSMEDIA_CONFORMANCE", "conformance-not-given"))
needs_conformance = pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="CSMEDIA_CONFORMANCE names no folder")
KINDS = {"mentions": "mention", "urls": "url", "hashtags": "hashtag", "cashtags": "cashtag"}


def vectors(suite: str) -> list[dict[str, Any]]:
    rows = json.loads((CONFORMANCE / "twitter_text.json").read_text(encoding="utf-8"))
    return [row for row in rows if row["suite"] == suite]


@needs_conformance
@pytest.mark.parametrize("group", KINDS)
def test_published_extraction_vectors_hold(group: str) -> None:
    rows = [row for row in vectors("extract") if row["group"] == group]

    wrong = {
        row["text"]: words
        for row in rows
        if (words := [word.lstrip("@#$") for word in found(row["text"], KINDS[group])]) != row["expected"]
    }

    assert rows
    assert wrong == {}


@needs_conformance
@pytest.mark.parametrize("group", KINDS)
def test_published_offsets_hold(group: str) -> None:
    for row in vectors("extract"):
        if row["group"] == f"{group}_with_indices":
            entities = [entity for entity in find_entities(row["text"]) if entity.kind == KINDS[group]]
            assert [[start, end] for _, start, end in entities] == [item["indices"] for item in row["expected"]]


@needs_conformance
def test_published_weighted_lengths_hold() -> None:
    # "WeightedTweetsCounterTest" is version 2, in which an emoji sequence has no discount.
    groups = {"WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"}
    for row in vectors("validate"):
        if row["group"] in groups:
            assert platform_length(row["text"], "x") == row["expected"]["weightedLength"], row["description"]


@needs_conformance
def test_nine_in_ten_published_lookalikes_are_reached() -> None:
    pairs = json.loads((CONFORMANCE / "confusables_ascii.json").read_text(encoding="utf-8"))
    same = str.maketrans("1i0", "llo")

    reached = [
        letter
        for letter, (plain,) in pairs.items()
        if as_ascii(letter).translate(same) == plain.lower().translate(same)
    ]

    assert len(reached) >= 0.9 * len(pairs)


def as_ascii(letter: str) -> str:
    parts = letter.translate(LOOKALIKES) if ord(letter) in LOOKALIKES else unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts.translate(LOOKALIKES) if not unicodedata.combining(part)).lower()
