"""Detectors find what opens a door or points at a person, and stay silent on what only looks like it."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csmedia_policies.detectors import DESCRIPTIONS, DETECTORS, checks
from csmedia_policies.detectors.match import Match, longest

DIGITS = st.text("0123456789", min_size=9, max_size=9)


def found(name: str, text: str) -> list[str]:
    return [text[match.start : match.end] for match in DETECTORS[name](text)]


def details(name: str, text: str) -> list[str]:
    return [match.detail for match in DETECTORS[name](text)]


def with_modulus_11(nine: str) -> str:
    """Nine digits and the NHS check digit, worked out by trying all ten."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(nine))
    fitting = [check for check in range(10) if (total + check) % 11 == 0]
    assume(fitting)
    return nine + str(fitting[0])


# Arithmetic


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (checks.nhs_number_is_valid, "9434765919"),
        (checks.utr_is_valid, "1955839661"),
        (checks.vat_number_is_valid, "980780684"),
        (checks.iban_is_valid, "GB29NWBK60161331926819"),
        (checks.luhn_is_valid, "4242424242424242"),
        (checks.uln_is_valid, "1000000019"),
        (checks.mrz_line_is_valid, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    ],
)
def test_a_known_good_number_passes_its_check(check, number):
    assert check(number)


@pytest.mark.parametrize(
    "check",
    [
        checks.nhs_number_is_valid,
        checks.chi_number_is_valid,
        checks.health_and_care_number_is_valid,
        checks.utr_is_valid,
        checks.vat_number_is_valid,
        checks.iban_is_valid,
        checks.luhn_is_valid,
        checks.uln_is_valid,
        checks.upn_is_valid,
        checks.mrz_line_is_valid,
    ],
)
@given(text=st.text(max_size=50))
def test_no_check_fails_on_odd_text(check, text):
    assert check(text) in (True, False)


@given(nine=DIGITS, wrong=st.integers(1, 9))
def test_a_changed_last_digit_never_passes_modulus_11(nine, wrong):
    number = with_modulus_11(nine)

    assert not checks.nhs_number_is_valid(number[:9] + str((int(number[9]) + wrong) % 10))


@given(digits=st.text("0123456789", min_size=14, max_size=14), place=st.integers(0, 14), wrong=st.integers(1, 9))
def test_luhn_notices_any_one_changed_digit(digits, place, wrong):
    number = next(digits + check for check in "0123456789" if luhn_total(digits + check) % 10 == 0)

    changed = number[:place] + str((int(number[place]) + wrong) % 10) + number[place + 1 :]

    assert not checks.luhn_is_valid(changed)


def luhn_total(number: str) -> int:
    table = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    return sum(int(d) if place % 2 == 0 else table[int(d)] for place, d in enumerate(reversed(number)))


def test_both_vat_schemes_are_known():
    head = "1234567"
    total = sum(int(digit) * weight for digit, weight in zip(head, range(8, 1, -1), strict=True))
    old = 97 - total % 97
    new = (old - 55) % 97

    accepted = [last for last in range(97) if checks.vat_number_is_valid(f"{head}{last:02}")]

    assert accepted == sorted({old, new})


def test_one_in_eleven_numbers_passes_as_a_taxpayer_reference():
    passing = sum(checks.utr_is_valid(str(number)) for number in range(5_000_000_000, 5_000_011_000))

    assert passing == pytest.approx(1000, rel=0.05)


@pytest.mark.parametrize("prefix", "BG GB KN NK NT TN ZZ DA FA IA QA UA VA AO".split())
def test_prefixes_that_are_never_issued_are_refused(prefix):
    assert not checks.nino_prefix_is_issued(prefix)


# Exact spans


@given(
    first=st.sampled_from("ACEHJLMPRSTWXY"),
    second=st.sampled_from("ACEHJLMPRSWXY"),
    number=st.text("0123456789", min_size=6, max_size=6),
    suffix=st.sampled_from("ABCD"),
    spaced=st.booleans(),
)
def test_a_national_insurance_number_is_found_whole(first, second, number, suffix, spaced):
    pairs = [first + second, number[:2], number[2:4], number[4:], suffix]
    written = (" " if spaced else "").join(pairs)

    assert found("national-insurance-number", f"Claimant {written} rang.") == [written]


@given(nine=DIGITS, separator=st.sampled_from(["", " ", "-"]))
def test_an_nhs_number_is_found_whole_beside_its_cue(nine, separator):
    number = with_modulus_11(nine)
    assume(len(set(number)) > 1)
    written = separator.join((number[:3], number[3:6], number[6:]))

    assert found("nhs-number", f"Patient's NHS number is {written}, poor man.") == [written]


@given(nine=DIGITS, wrong=st.integers(1, 9))
def test_an_nhs_number_with_a_wrong_check_digit_is_not_found(nine, wrong):
    number = with_modulus_11(nine)

    assert found("nhs-number", f"NHS number {number[:9]}{(int(number[9]) + wrong) % 10}") == []


@given(nine=DIGITS)
def test_a_taxpayer_reference_is_found_only_beside_its_cue(nine):
    passing = [check + nine for check in "0123456789" if checks.utr_is_valid(check + nine)]
    assume(passing)

    assert found("utr", f"his UTR, {passing[0]}, is wrong") == [passing[0]]
    assert found("utr", f"footfall of {passing[0]} since May") == []


@given(
    bank=st.text(string.ascii_uppercase, min_size=4, max_size=4), rest=st.text("0123456789", min_size=14, max_size=14)
)
def test_an_iban_is_found_whole_and_not_with_other_check_digits(bank, rest):
    number = int("".join(str(int(character, 36)) for character in f"{bank}{rest}GB00"))
    check = 98 - number % 97
    iban = f"GB{check:02}{bank}{rest}"
    spaced = " ".join(iban[place : place + 4] for place in range(0, 22, 4))

    assert found("iban", f"pay {iban} now") == [iban]
    assert found("iban", f"pay {spaced} now") == [spaced]
    assert found("iban", f"pay GB{check % 97 + 1:02}{bank}{rest} now") == [] or check % 97 + 1 == check


@given(digits=st.text("0123456789", min_size=14, max_size=14), spaced=st.booleans())
def test_a_payment_card_is_found_whole(digits, spaced):
    number = next(f"4{digits}{check}" for check in "0123456789" if luhn_total(f"4{digits}{check}") % 10 == 0)
    assume(len(set(number)) > 1)
    written = " ".join(number[place : place + 4] for place in range(0, 16, 4)) if spaced else number

    assert found("payment-card", f"mine is {written} ok") == [written]


@given(day=st.integers(1, 31), month=st.integers(1, 12), rest=st.text("0123456789", min_size=5, max_size=5))
def test_a_chi_number_is_found_beside_its_cue(day, month, rest):
    number = with_modulus_11(f"{day:02}{month:02}{rest}")
    assume(len(set(number)) > 1)

    assert found("chi-number", f"CHI {number} in the notes") == [number]


FOUND = [
    ("national-insurance-number", "nat ins no. JK456789", "JK456789"),
    ("national-insurance-number", "ei rhif yswiriant gwladol yw JK 45 67 89 B", "JK 45 67 89 B"),
    ("national-insurance-number", "her NI number ends 456C, she says", "456C"),
    ("nhs-number", "943 476 5919 missed clinic again", "943 476 5919"),
    ("utr", "2 3 8 2 6 6 4 5 9 2 isn't a UTR I'd forget", "2 3 8 2 6 6 4 5 9 2"),
    ("health-and-care-number", "H&C 3200000007 on the bag", "3200000007"),
    ("unique-learner-number", "ULN 1000000019 failed the resit", "1000000019"),
    ("vat-number", "GB 980 7806 84 owes us", "GB 980 7806 84"),
    ("sort-code-and-account", "20-18-74 and then 55779911 please", "20-18-74 and then 55779911"),
    ("sort-code-and-account", "account number 55779911 is hers", "55779911"),
    ("uk-passport", "passport 532817749 left on the printer", "532817749"),
    ("uk-passport", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    ("driving-licence", "licence MORGA657054SM9IJ shown", "MORGA657054SM9IJ"),
    ("driving-licence", "NI driving licence 12874509", "12874509"),
    ("residence-permit", "BRP ZX1234567 in the bin", "ZX1234567"),
    ("share-code", "her share code is W4K 7PM 3QX", "W4K 7PM 3QX"),
    ("prison-number", "prisoner A1234BC says hello", "A1234BC"),
    ("date-of-birth", "DOB 12/03/1981, no fixed abode", "12/03/1981"),
    ("date-of-birth", "Dai Pike (dob 4 May 1979) rang", "4 May 1979"),
    ("case-reference", "case ref HO/2291-K if you're curious", "HO/2291-K"),
    ("personal-phone-number", "try 07911 123456 after six", "07911 123456"),
    ("personal-phone-number", "her mobile's +44 (0)7911 123456", "+44 (0)7911 123456"),
    ("personal-phone-number", "Gareth's number is 029 2035 0441", "029 2035 0441"),
    ("personal-phone-number", "call me on +33 6 12 34 56 78", "+33 6 12 34 56 78"),
    ("personal-email", "priya.nair@homeoffice.gov.uk refused you", "priya.nair@homeoffice.gov.uk"),
    ("personal-email", "write to pnair84@gmail.com", "pnair84@gmail.com"),
    ("home-address", "Mrs Hill of 14 Elm Row, LS1 4AB, won", "14 Elm Row, LS1 4AB"),
    ("home-address", "Flat 3, 27 Bell Street, Reading RG1 1AA", "Flat 3, 27 Bell Street, Reading RG1 1AA"),
    ("home-address", "she lives at The Old Forge, Mill Lane, HX7 8AB", "The Old Forge, Mill Lane, HX7 8AB"),
    ("home-address", "41 mill lane otley ls21 3ab", "41 mill lane otley ls21 3ab"),
    ("home-address", "he lives at 14 Elm Row", "14 Elm Row"),
    ("access-token", "AKIAQWERTYUIOPASDFGH pushed", "AKIAQWERTYUIOPASDFGH"),
    ("access-token", "ghp_" + "a1" * 18, "ghp_" + "a1" * 18),
    ("private-key", "-----BEGIN OPENSSH PRIVATE KEY-----", "-----BEGIN OPENSSH PRIVATE KEY-----"),
    ("json-web-token", "use eyJhbGciOiJI.eyJzdWIi.c2lnbg", "eyJhbGciOiJI.eyJzdWIi.c2lnbg"),
    ("password", "The guest WiFi password is Harbour-42-Lark.", "Harbour-42-Lark"),
    ("password", "pw: Badger_77", "Badger_77"),
    ("password", "the password for the shared inbox is still Kestrel19", "Kestrel19"),
    ("password", "today's word is amber-heron-31", "amber-heron-31"),
    ("password", "cyfrinair: Draig-2026", "Draig-2026"),
    ("password", "insta password has been changed to Lamp0st_88", "Lamp0st_88"),
    ("door-code", "punch in 4417 at the side door", "4417"),
    ("case-reference", "complaint from Mr Lee, ref 2024/00817-C", "2024/00817-C"),
    ("shared-login", "Anyone free? login press@ / Larch2026!", "press@ / Larch2026!"),
    ("door-code", "keypad is 4417, don't slam it", "4417"),
    ("door-code", "code for the bike shed is 1966", "1966"),
    ("door-code", "the pin's 7712", "7712"),
    ("one-time-code", "locked out? the code's 338 104", "338 104"),
    ("one-time-code", "recovery codes: 8f3k2-99xq1", "8f3k2-99xq1"),
    ("internal-hostname", "PRD-SQL-014 server fell over", "PRD-SQL-014"),
    ("private-ip-address", "printer at 10.42.7.19 again", "10.42.7.19"),
    ("ip-address", "blocked address 51.140.20.7 today", "51.140.20.7"),
    ("cve-id", "CVE-2024-3094 is still open here", "CVE-2024-3094"),
    ("coordinates", "meet at ///filled.count.soap", "///filled.count.soap"),
    ("coordinates", "51.50735, -0.12776", "51.50735, -0.12776"),
    ("activity-track", "https://www.strava.com/activities/1234567890", "www.strava.com/activities/1234567890"),
]


@pytest.mark.parametrize(("name", "text", "span"), FOUND)
def test_the_span_is_exactly_what_was_written(name, text, span):
    assert found(name, text) == [span]


INSIDE = [
    "example.sharepoint.com/:w:/r/sites/policy",
    "https://docs.google.com/document/d/1AbC/edit",
    "https://example.atlassian.net/wiki/spaces/ABC",
    "https://trello.com/b/AbCd1234/grid",
    "https://miro.com/app/board/o9J_abc=/",
    "https://intranet.example.gov.uk/news",
    "http://wiki.internal/runbook",
    "files01.example.local",
    "https://mail.example.gsi.gov.uk",
    "https://draft-origin.publishing.service.gov.uk/guidance/x",
    "http://10.12.8.4:8080/admin",
    r"\\homefs02\policy\drafts",
    r"C:\Users\psmith\Desktop\brief.docx",
    r"S:\Policy\Drafts",
]
STRANGERS = [
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc",
    "https://zoom.us/j/98765432100?pwd=abcDEF",
    "https://meet.google.com/abc-defg-hij",
    "https://assets.publishing.service.gov.uk/media/x.pdf?token=abcd1234",
    "Zoom meeting ID: 987 6543 2100, passcode 443322",
]


@pytest.mark.parametrize("link", INSIDE)
def test_a_link_that_opens_only_inside_is_named_so(link):
    text = f"Draft: {link}"

    assert found("link-open-only-inside", text) == [link]
    assert details("internal-link", text) == ["open-only-inside"]


@pytest.mark.parametrize("link", STRANGERS)
def test_a_link_that_lets_strangers_in_is_named_so(link):
    text = f"Join us, {link}"

    assert found("link-letting-strangers-in", text) == [link]
    assert details("internal-link", text) == ["lets-strangers-in"]


@pytest.mark.parametrize(
    ("name", "text", "detail"),
    [
        ("personal-phone-number", "text me on 07700 900461", "fictional-range"),
        ("personal-phone-number", "text me on +44 7700 900461", "fictional-range"),
        ("personal-phone-number", "call me on 020 7946 0991", "fictional-range"),
        ("personal-phone-number", "call me on 0191 498 0991", "fictional-range"),
        ("personal-phone-number", "call me on 01632 960991", "fictional-range"),
        ("personal-email", "aisha.khan@example.gov.uk did it", "example-domain"),
        ("personal-email", "aisha.khan@dwp.gov.uk did it", "work"),
        ("nhs-number", "NHS number 9990000018 again", "test-range"),
        ("payment-card", "card 4242 4242 4242 4242", "test-number"),
        ("driving-licence", "MORGA657054SM9IJ", "specimen"),
    ],
)
def test_an_invented_value_is_found_and_named_so(name, text, detail):
    assert details(name, text) == [detail]


# What holds for every detector


@pytest.mark.parametrize("name", DETECTORS)
@given(text=st.text(st.characters(codec="ascii") | st.sampled_from("’é£–🌳ŵ"), max_size=120))
def test_every_span_lies_in_the_text(name, text):
    for match in DETECTORS[name](text):
        assert 0 <= match.start < match.end <= len(text)


@pytest.mark.parametrize(("name", "text", "span"), FOUND)
def test_a_find_survives_text_before_and_after_it(name, text, span):
    around = f"Quiet week, then this.\n\n{text}\n\nAnyway, tea."

    assert span in found(name, around)


def test_detectors_are_named_in_order_and_described():
    assert list(DETECTORS) == sorted(DETECTORS)
    assert list(DESCRIPTIONS) == list(DETECTORS)
    assert all(description.endswith(".") for description in DESCRIPTIONS.values())


def test_of_overlapping_matches_the_longest_is_kept():
    assert list(longest([Match(0, 4), Match(2, 9), Match(9, 12)])) == [Match(2, 9), Match(9, 12)]


@pytest.mark.parametrize(
    "unit", ["0 ", "Aa ", "12 Aa ", "a@a.", "password is ", "https://a.b/?a=", "lives at Aa ", "1-"]
)
def test_a_long_hostile_text_is_read_in_a_moment(unit):
    text = unit * (4000 // len(unit))

    for find in DETECTORS.values():
        assert len(list(find(text))) < 4000
