"""Numbers that the state gives to one person: insurance, health, tax, school, prison."""

from collections.abc import Callable, Iterator

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

_TEN_DIGITS = Pattern(r"(?<![\w/=.+])(?<!\d[ -])\d(?:[ -]?\d){9}(?![\w]|[-/.]\d)")
_THREE_THREE_FOUR = Pattern(r"\d{3}([ -])\d{3}\1\d{4}")

_MADE_UP = Pattern(
    r"(?i)\b(?:dummy|specimen|sample|synthetic|fictional|fictitious|made[- ]up|invented|fake"
    r"|test (?:number|data|patient|record)s?"
    r"|demo|(?:not a|isn't a|is not a) (?:real|valid|genuine))\b"
)
_THING_NUMBER = Pattern(
    r"(?i)\b(?:part|product|model|sku|serial|item|catalogue|order|invoice|booking|stock|batch|lot"
    r"|asset|tracking|parcel"
    r"|consignment|toner|cartridge|isbn|issn|barcode|flight|company|charity|regiment(?:al)?"
    r"|service)\b(?:[^.!?\n]|\bno\.|\bref\.){0,25}$"
)
_PHONE_CUE = Pattern(
    r"(?i)\b(?:tel|telephone|phone|call|ring|text|fax|mobile|helpline|whatsapp)\b[^.!?\n]{0,15}$"
)

_NINO = Pattern(r"(?<![\w/=@#-])[A-Za-z][ .-]?[A-Za-z](?:[ .-]{0,3}\d){6}(?:[ .-]{0,3}[A-Da-d](?!\w))?(?![\w-])")
_SIX_FIGURES = Pattern(r"\d(?:[ .-]{0,3}\d){5}")
_NINO_WRITTEN = Pattern(r"[A-Z]{2}( ?)\d\d([ -]?)\d\d\2\d\d[ -]?[A-D]|[A-Z]{2}-\d\d-\d\d-\d\d-[A-D]")
_NINO_CUE = Pattern(
    r"(?i)\b(?:NI(?:NO)?(?:s|'s)?|N\.I\.?|nat(?:ional|'?l)?\.? ?ins(?:urance|\.)?|insurance (?:number"
    r"|no)|yswiriant (?:gwladol|cenedlaethol)|rhif YG)(?![\w'])"
)
_NINO_PARTIAL = Pattern(
    r"(?i)\b(?:NI(?:NO)?|nat(?:ional)? ins(?:urance)?)(?: (?:number|no\.?))? "
    r"(?:(?:that |which )?(?:ends?|ending|starts?|starting|begins?|beginning)(?: (?:in"
    r"|with))?):? (?P<part>(?:[A-Z]{2} ?)?\d[\d ]{1,6}[A-D]?)\b"
)

_NHS_CUE = Pattern(
    r"(?i)\b(?:NHS(?: (?:no|num(?:ber)?|id))?|patient(?:'s)? (?:no|num(?:ber)?|id)|rhif (?:y )?GIG"
    r"|GIG)\b"
)
_CHI_CUE = Pattern(r"(?i)\bCHI\b|\bcommunity health index\b")
_CARE_CUE = Pattern(
    r"(?i)\bH ?(?:&|&amp;|and|\+) ?C\b|\bhealth (?:and|&) (?:social )?care (?:no|num(?:ber)?)\b"
    r"|\bHCN\b"
)
_UTR_CUE = Pattern(
    r"(?i)\b(?:UTR(?:s|'s)?|unique tax(?:payer)?|tax(?:payer)?(?:'s)? ref(?:erence)?|tax (?:no"
    r"|num(?:ber)?|id)|self[- ]assessment"
    r"|SA (?:no|num(?:ber)?|ref(?:erence)?|return|returns)|cyfeirnod treth|trethdalwr)\b"
)
_UTR = Pattern(r"(?<![\w/=.+])(?<!\d[ -])\d(?:[ -]?\d){9}(?: ?[Kk])?(?![\w]|[-/.]\d)")
_ULN_CUE = Pattern(r"(?i)\bULN\b|\b(?:unique )?learner(?:'s)? (?:no|num(?:ber)?|id|ref)|\bLRN\b")
_UPN_CUE = Pattern(r"(?i)\bUPN\b|\bpupil (?:no|num(?:ber)?|id|ref)")
_UPN = Pattern(r"(?<![\w/=-])[A-HJ-NP-RT-Z](?:2|3|4|6|8|9)\d{10}[A-HJ-NP-RT-Z\d](?![\w-])")
_PRISON_CUE = Pattern(
    r"(?i)\b(?:HMP|HMPPS|abscond(?:ed)?|HMYOI|YOI|prison(?:er)?(?:s|'s)?|inmates?|NOMIS|p-?nomis|offenders?|custody|jail"
    r"|gaol|cells?|wing|lifer|on remand|remanded"
    r"|carchar(?:or)?)\b"
)
_PRISON = Pattern(r"(?<![\w/=-])[A-Z]\d{4}[A-Z]{2}(?![\w-])")
_PNC = Pattern(r"(?<![\w/=-])(?:\d{2}|(?:19|20)\d{2})/\d{6,7}[A-Z](?![\w/-])")
_PNC_CUE = Pattern(
    r"(?i)\b(?:PNC(?:ID)?|police|arrest(?:ed)?|convict(?:ed|ion)?s?|offenders?|suspects?|custody"
    r"|nominal)\b"
)
_SSN = Pattern(r"(?<![\w-])(?!000|666)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")
_SSN_CUE = Pattern(r"(?i)\b(?:SSN|social security|soc sec)\b")


@needs(DIGITS, least=2)
@looks_for(_SIX_FIGURES, _NINO_PARTIAL)
def find_national_insurance_number(text: str) -> Iterator[Match]:
    """National Insurance number; lower case, odd spacing or no suffix needs a cue, and its ending alone is partial."""
    for hit in _NINO.finditer(text):
        written = hit.group().upper()
        letters = "".join(character for character in written if character.isalpha())
        if checks.nino_prefix_is_issued(letters[:2]) and _is_a_nino_here(text, hit.span(), hit.group()):
            yield Match(hit.start(), hit.end(), _made_up(text, hit.span()))
    for hit in _NINO_PARTIAL.finditer(text):
        yield Match(hit.start("part"), hit.end("part"), "partial")


def _is_a_nino_here(text: str, span: tuple[int, int], written: str) -> bool:
    if cued(text, span, _NINO_CUE):
        return True
    return _NINO_WRITTEN.fullmatch(written) is not None and not cued_before(text, span[0], _THING_NUMBER)


def _made_up(text: str, span: tuple[int, int]) -> str:
    return "made-up" if cued(text, span, _MADE_UP) else ""


def _ten_digits(text: str, valid: Callable[[str], bool], cue: Pattern) -> Iterator[Match]:
    for hit in _TEN_DIGITS.finditer(text):
        if valid(digits_of(hit.group())) and cued(text, hit.span(), cue):
            yield Match(hit.start(), hit.end(), _made_up(text, hit.span()))


@needs(DIGITS, least=10, together=True)
def find_nhs_number(text: str) -> Iterator[Match]:
    """NHS number of ten digits: grouped 3-3-4, beside a cue, or all that is said; 999 is the test range."""
    for hit in _TEN_DIGITS.finditer(text):
        if not checks.nhs_number_is_valid(digits_of(hit.group())):
            continue
        test_range = hit.group().startswith("999")
        made_up = _made_up(text, hit.span())
        if _is_an_nhs_number_here(text, hit.span(), hit.group()) and not (test_range and made_up):
            yield Match(hit.start(), hit.end(), "test-range" if test_range else made_up)


def _is_an_nhs_number_here(text: str, span: tuple[int, int], written: str) -> bool:
    if cued(text, span, _NHS_CUE):
        return not cued_before(text, span[0], _PHONE_CUE, 20)
    if written.startswith("999"):
        return False
    if alone(text, span):
        return True
    other = cued_before(text, span[0], _THING_NUMBER) or cued_before(text, span[0], _PHONE_CUE)
    return _THREE_THREE_FOUR.fullmatch(written) is not None and not other


@needs(DIGITS, least=10, together=True)
def find_chi_number(text: str) -> Iterator[Match]:
    """Scottish CHI number beside a cue: it shows the date of birth."""
    yield from _ten_digits(text, checks.chi_number_is_valid, _CHI_CUE)


@needs(DIGITS, least=10, together=True)
def find_health_and_care_number(text: str) -> Iterator[Match]:
    """Northern Irish health and care number beside a cue."""
    yield from _ten_digits(text, checks.health_and_care_number_is_valid, _CARE_CUE)


@needs(DIGITS, least=10, together=True)
def find_utr(text: str) -> Iterator[Match]:
    """Taxpayer reference (UTR) beside a cue: one in eleven random numbers passes the check."""
    for hit in _UTR.finditer(text):
        if checks.utr_is_valid(digits_of(hit.group())) and cued(text, hit.span(), _UTR_CUE):
            yield Match(hit.start(), hit.end(), _made_up(text, hit.span()))


@needs(DIGITS, least=10, together=True)
def find_unique_learner_number(text: str) -> Iterator[Match]:
    """Learner number (ULN) beside a cue."""
    yield from _ten_digits(text, checks.uln_is_valid, _ULN_CUE)


@needs(DIGITS, least=11, together=True)
def find_unique_pupil_number(text: str) -> Iterator[Match]:
    """Pupil number (UPN): a check letter and twelve digits."""
    for hit in _UPN.finditer(text):
        plain = not cued_before(text, hit.start(), _THING_NUMBER)
        if checks.upn_is_valid(hit.group()) and (plain or cued(text, hit.span(), _UPN_CUE)):
            yield Match(hit.start(), hit.end(), _made_up(text, hit.span()))


@needs(DIGITS, least=4, together=True)
@looks_for(Pattern(r"\d{4}[A-Z]{2}|\d/\d{6,7}[A-Z]"))
def find_prison_number(text: str) -> Iterator[Match]:
    """Prison number such as A1234BC, or a Police National Computer number, beside a cue."""
    for hit in _PRISON.finditer(text):
        if cued(text, hit.span(), _PRISON_CUE):
            yield Match(hit.start(), hit.end(), _made_up(text, hit.span()))
    for hit in _PNC.finditer(text):
        if cued(text, hit.span(), _PNC_CUE):
            yield Match(hit.start(), hit.end(), "police-national-computer")


@needs(DIGITS, least=9, together=True)
def find_us_social_security_number(text: str) -> Iterator[Match]:
    """United States social security number beside a cue."""
    for hit in _SSN.finditer(text):
        if cued(text, hit.span(), _SSN_CUE):
            yield Match(hit.start(), hit.end())
