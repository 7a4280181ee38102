"""Check digits and number rules. Each function takes a bare number without separators."""

from csmedia_policies.detectors.match import Pattern

_NINO_PREFIX = Pattern(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]")
_VAT_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
_TEN_DOWN = (10, 9, 8, 7, 6, 5, 4, 3, 2)
_UTR_WEIGHTS = (6, 7, 8, 9, 10, 5, 4, 3, 2)
_UTR_CHECK = "21987654321"
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_MRZ_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_IBAN_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 "
    "FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 "
    "LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 "
    "SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
)
IBAN_LENGTH = {item[:2]: int(item[2:]) for item in _IBAN_LENGTHS.split()}


def _plain_digits(number: str, length: int) -> bool:
    return len(number) == length and number.isascii() and number.isdigit()


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def repeats_one_digit(number: str) -> bool:
    """Whether every digit is the same, as in a placeholder."""
    return len(set(number)) == 1


def is_placeholder(number: str) -> bool:
    """Whether the digits only count up or down, or are all the same."""
    return repeats_one_digit(number) or number in "01234567890123456789" or number in "98765432109876543210"


def nino_prefix_is_issued(letters: str) -> bool:
    """Whether two capital letters may open a National Insurance number."""
    return _NINO_PREFIX.fullmatch(letters) is not None


def nhs_number_is_valid(number: str) -> bool:
    """Modulus 11 of NHS, CHI and H&C numbers: 11 counts as 0, and 10 is never issued."""
    if not _plain_digits(number, 10) or repeats_one_digit(number):
        return False
    return (11 - _weighted(number[:9], _TEN_DOWN) % 11) % 11 == int(number[9])


def starts_with_a_date(number: str) -> bool:
    """Whether the first six digits can be a day, a month and a two-figure year."""
    return 1 <= int(number[:2]) <= 31 and 1 <= int(number[2:4]) <= 12


def chi_number_is_valid(number: str) -> bool:
    """Check a CHI number: it opens with the date of birth and ends in the same check digit as an NHS number."""
    return nhs_number_is_valid(number) and starts_with_a_date(number)


def health_and_care_number_is_valid(number: str) -> bool:
    """Northern Ireland's numbers lie between 320 and 399 million, before the check digit."""
    return nhs_number_is_valid(number) and 320 <= int(number[:3]) <= 399


def utr_is_valid(number: str) -> bool:
    """Check a taxpayer reference: its first digit vouches for the other nine."""
    if not _plain_digits(number, 10) or repeats_one_digit(number):
        return False
    return _UTR_CHECK[_weighted(number[1:], _UTR_WEIGHTS) % 11] == number[0]


def vat_number_is_valid(number: str) -> bool:
    """Nine digits, or twelve with a branch: modulus 97, or the newer scheme that adds 55."""
    if not (_plain_digits(number, 9) or _plain_digits(number, 12)) or repeats_one_digit(number):
        return False
    total = _weighted(number[:7], _VAT_WEIGHTS) + int(number[7:9])
    return total % 97 == 0 or (total + 55) % 97 == 0


def iban_is_valid(iban: str) -> bool:
    """Check an IBAN: the country's length, and modulus 97 equal to 1."""
    if len(iban) != IBAN_LENGTH.get(iban[:2]) or not iban.isascii() or not iban.isalnum():
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


def luhn_is_valid(number: str) -> bool:
    """Check a payment card number by doubling every other digit."""
    if not number.isascii() or not number.isdigit() or repeats_one_digit(number):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def uln_is_valid(number: str) -> bool:
    """Check a learner number: 10 minus the remainder; remainder 0 and the all-nines dummy are never issued."""
    if not _plain_digits(number, 10) or repeats_one_digit(number):
        return False
    remainder = _weighted(number[:9], _TEN_DOWN) % 11
    return remainder != 0 and 10 - remainder == int(number[9])


def upn_is_valid(number: str) -> bool:
    """Check a pupil number: a letter that vouches for twelve digits, the last of which is a letter while temporary."""
    letter, rest = number[:1], number[1:]
    if len(rest) != 12 or not rest.isascii() or not rest[:11].isdigit():
        return False
    if rest[11] not in _UPN_LETTERS and not rest[11].isdigit():
        return False
    last = int(rest[11]) if rest[11].isdigit() else _UPN_LETTERS.index(rest[11])
    total = sum(int(digit) * weight for weight, digit in enumerate(rest[:11], 2)) + last * 13
    return _UPN_LETTERS[total % 23] == letter


def mrz_check_digit(field: str) -> int:
    """Compute the 7-3-1 check digit of a machine-readable field, in which a filler counts as 0."""
    values = (0 if character == "<" else _MRZ_ALPHABET.index(character) for character in field)
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10


def mrz_line_is_valid(line: str) -> bool:
    """Check the second line of a passport: number, birth, expiry, personal number, and all of them together."""
    if len(line) != 44:
        return False
    fields = ((line[:9], line[9]), (line[13:19], line[19]), (line[21:27], line[27]))
    whole = line[:10] + line[13:20] + line[21:43]
    personal = line[42] in ("<", str(mrz_check_digit(line[28:42])))
    return personal and all(str(mrz_check_digit(field)) == check for field, check in (*fields, (whole, line[43])))
