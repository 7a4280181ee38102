"""Numbers of money: bank accounts, payment cards, VAT registrations."""

from collections.abc import Iterator

from csmedia_policies.detectors import checks
from csmedia_policies.detectors.match import (
    DIGITS,
    Match,
    Pattern,
    alone,
    cued,
    cued_before,
    digits_of,
    looks_for,
    needs,
)

_SORT_CODE = Pattern(r"(?<![\w/.-])\d{2}([- .]?)\d{2}\1\d{2}(?![\w]|[-/.]\d)")
_ACCOUNT = Pattern(r"(?<![\w/.-])\d{4} ?\d{4}(?![\w]|[-/.]\d)")
_SORT_CUE = Pattern(r"(?i)\bsort(?:ing)?[- ]?codes?\b|\bs/c\b|\bcod didoli\b")
_ACCOUNT_CUE = Pattern(r"(?i)\b(?:account|acc(?:oun)?t|acc|a/c)\.?(?: (?:no|num(?:ber)?|details))?\b|\bcyfrif\b")
_DATE_DIGITS = Pattern(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d|[0-3]\d(?:0[1-9]|1[0-2])(?:19|20)\d{2}")
_PUBLISHED_PAYEE = Pattern(
    r"(?i)\b(?:HMRC|HM Revenue|council|charity|appeal|donat(?:e|ions?)|fundrais(?:er|ing)|court|DVLA"
    r"|cumbernauld|shipley|treasury)\b"
)

_IBAN = Pattern(r"(?i)(?<![\w/=-])[A-Z]{2}\d{2}(?=[ -]?[A-Z\d]{4})")
_IBAN_CUE = Pattern(r"(?i)\bIBAN\b")

_CARD = Pattern(r"(?<![\w/=.+-])(?<!\d )\d(?:[ -]?\d){11,18}(?![\w]|[-/.]\d)")
_CARD_BRANDS = Pattern(
    r"4\d{15}|4\d{18}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|(?:30[0-5]|309|36\d|38\d|39\d)\d{11}"
    r"|(?:6011|64[4-9]\d|65\d\d|62\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|(?:5018|5019|5020|5038|5893"
    r"|6304|6759|676[1-3])\d{12}"
)
_CARD_CUE = Pattern(
    r"(?i)\b(?:(?:credit|debit|bank|payment|purchase|corporate|procurement|GPC)? ?card|cc|visa"
    r"|mastercard|amex|maestro|long number|PAN)\b"
)
_TEST_CARDS = frozenset(
    (
        "4242424242424242",
        "4111111111111111",
        "4012888888881881",
        "5555555555554444",
        "5105105105105100",
        "378282246310005",
        "6011000990139424",
    )
)

_VAT = Pattern(
    r"(?i)(?<![\w/=-])(?P<country>(?:GB|XI)[ -]?)?(?P<number>\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?)(?![\w]"
    r"|[-/.]\d)"
)
_VAT_BODY = Pattern(r"(?<![\w/=-])(?:GB|XI) ?(?:GD[0-4]\d\d|HA[5-9]\d\d)(?![\w-])")
_VAT_CUE = Pattern(r"(?i)\bV\.?A\.?T\b|\bTAW\b")


@needs(DIGITS, least=6, together=True)
def find_sort_code_and_account(text: str) -> Iterator[Match]:
    """Sort code with an account number within forty characters, or either beside its cue."""
    for sort in _SORT_CODE.finditer(text):
        account = _account_after(text, sort.end())
        if account is not None and _is_a_pair(text, sort.span(), account):
            yield Match(sort.start(), account[1], _payee(text, (sort.start(), account[1])))
        elif account is None and cued_before(text, sort.start(), _SORT_CUE, 25):
            yield Match(sort.start(), sort.end(), "sort-code")
    for hit in _ACCOUNT.finditer(text):
        if cued_before(text, hit.start(), _ACCOUNT_CUE, 25) and not _sort_code_before(text, hit.start()):
            yield Match(hit.start(), hit.end(), _payee(text, hit.span()) or "account")


def _account_after(text: str, position: int) -> tuple[int, int] | None:
    hit = _ACCOUNT.search(text, position, position + 49)
    return hit.span() if hit is not None and hit.start() - position <= 40 else None


def _sort_code_before(text: str, position: int) -> bool:
    return any(position - hit.end() <= 40 for hit in _SORT_CODE.finditer(text, max(0, position - 50), position))


def _is_a_pair(text: str, sort: tuple[int, int], account: tuple[int, int]) -> bool:
    if cued_before(text, sort[0], _SORT_CUE) or cued(text, account, _ACCOUNT_CUE, 20):
        return True
    separated = sort[1] - sort[0] == 8 and "." not in text[sort[0] : sort[1]]
    return separated and _DATE_DIGITS.fullmatch(digits_of(text[account[0] : account[1]])) is None


def _payee(text: str, span: tuple[int, int]) -> str:
    return "published-payee" if cued(text, span, _PUBLISHED_PAYEE, 60) else ""


@needs(DIGITS, least=4)
@looks_for(Pattern(r"\d{2}(?<=[A-Za-z]{2}\d{2})"))
def find_iban(text: str) -> Iterator[Match]:
    """International bank account number of any country, by length and modulus 97."""
    for hit in _IBAN.finditer(text):
        end = _end_of_iban(text, hit.start())
        written = text[hit.start() : end]
        bare = "".join(character for character in written if character.isalnum())
        shaped = written.isupper() or cued_before(text, hit.start(), _IBAN_CUE)
        if end and shaped and checks.iban_is_valid(bare.upper()):
            yield Match(hit.start(), end, _payee(text, (hit.start(), end)))


def _end_of_iban(text: str, start: int) -> int:
    """Where the country's number of letters and digits has been read, or 0."""
    wanted = checks.IBAN_LENGTH.get(text[start : start + 2].upper(), 0)
    for position in range(start, min(len(text), start + wanted + 12)):
        wanted -= text[position].isalnum()
        if wanted == 0:
            return position + 1 if not text[position + 1 : position + 2].isalnum() else 0
        if not text[position].isalnum() and text[position] not in " -":
            return 0
    return 0


@needs(DIGITS, least=12, together=True)
def find_payment_card(text: str) -> Iterator[Match]:
    """Payment card number: Luhn check, and a known brand, a cue, or nothing else said."""
    for hit in _CARD.finditer(text):
        number = digits_of(hit.group())
        if not checks.luhn_is_valid(number):
            continue
        known = _CARD_BRANDS.fullmatch(number) is not None
        if known or cued_before(text, hit.start(), _CARD_CUE) or (len(number) > 13 and alone(text, hit.span())):
            yield Match(hit.start(), hit.end(), "test-number" if number in _TEST_CARDS else "")


@needs(DIGITS, least=3, together=True)
def find_vat_number(text: str) -> Iterator[Match]:
    """VAT number with GB or XI before it or a cue beside it: public data, but somebody's affairs."""
    for hit in _VAT.finditer(text):
        known = hit["country"] is not None or cued(text, hit.span(), _VAT_CUE)
        if known and checks.vat_number_is_valid(digits_of(hit["number"])):
            yield Match(hit.start(), hit.end())
    for hit in _VAT_BODY.finditer(text):
        yield Match(hit.start(), hit.end(), "public-body")
