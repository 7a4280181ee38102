"""Numbers of documents that show who somebody is or may stay: passport, licence, permit."""

from collections.abc import Iterator

from csmedia_policies.detectors import checks
from csmedia_policies.detectors.match import DIGITS, Match, Pattern, cued, cued_before, looks_for, needs, starts_from

_PASSPORT = Pattern(r"(?<![\w/=.+-])(?<!\d )(?:[A-Za-z]{2}\d{7}|\d{3} ?\d{3} ?\d{3})(?![\w]|[-/.]\d| \d)")
_PASSPORT_CUE = Pattern(r"(?i)\bpass ?ports?\b|\bpasbort(?:au)?\b")
_PASSPORT_LINE = Pattern(r"(?<![A-Z<])P[A-Z<][A-Z<]{42}(?![A-Z<])")
_READABLE_LINE = Pattern(r"(?<![A-Z\d<])[A-Z\d<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z\d<]{14}[\d<]\d(?![A-Z\d<])")

_LICENCE = Pattern(
    r"(?i)(?<![\w/=-])[A-Z](?:[A-Z]{4}|[A-Z]{3}9|[A-Z]{2}99|[A-Z]999|9999) ?\d(?:0[1-9]|1[0-2]|5[1-9]"
    r"|6[0-2])(?:0[1-9]|[12]\d|3[01])\d"
    r" ?[A-Z][A-Z9][A-Z\d][A-Z]{2}(?: ?\d\d)?(?![\w-])"
)
_LICENCE_SPECIMEN = Pattern(r"(?i)MORGA ?657054 ?SM9IJ")
_LICENCE_CUE = Pattern(
    r"(?i)\bdriv(?:ing|er)(?:'?s)? (?:licen[cs]es?|number|no)\b|\bdvla\b|\bdva\b|\btrwydded yrru\b"
)
_LICENCE_NI = Pattern(r"(?<![\w/=.+-])(?<!\d )\d{8}(?![\w]|[-/.]\d| \d)")

_PERMIT = Pattern(r"(?i)(?<![\w/=-])Z[A-Z\d] ?\d{7}(?![\w-])")
_PERMIT_CUE = Pattern(
    r"(?i)\bBRPs?\b|\bBRC\b|\bresidence (?:permit|card)s?\b|\bbiometric\b|\bARC\b|\bleave to remain\b"
    r"|\bvisa\b"
)
_SHARE_CODE = Pattern(r"(?i)(?<![\w/=-])[SWR][A-Z\d]{2}( ?)[A-Z\d]{3}\1[A-Z\d]{3}(?![\w-])")
_SHARE_CUE = Pattern(r"(?i)\bshare[- ]codes?\b|\bright to (?:work|rent) (?:check )?code\b|\be-?visa\b")
_DIGIT = Pattern(r"\d")


@needs(DIGITS + "<")
@looks_for(Pattern(r"\d{7}|\d{3} ?\d{3} ?\d{3}|<<"))
def find_uk_passport(text: str) -> Iterator[Match]:
    """Passport number beside a cue, or the machine-readable lines of a passport."""
    for hit in _PASSPORT.finditer(text):
        digits = hit.group().replace(" ", "")
        if cued(text, hit.span(), _PASSPORT_CUE) and not checks.is_placeholder(digits):
            yield Match(hit.start(), hit.end())
    for hit in _PASSPORT_LINE.finditer(text):
        if "<<" in hit.group():
            yield Match(hit.start(), hit.end(), "machine-readable")
    for hit in _READABLE_LINE.finditer(text):
        if checks.mrz_line_is_valid(hit.group()):
            yield Match(hit.start(), hit.end(), "machine-readable")


@needs(DIGITS, least=6, together=True)
def find_driving_licence(text: str) -> Iterator[Match]:
    """Driving licence number: sixteen characters in Great Britain, eight digits with a cue in Northern Ireland."""
    for hit in _LICENCE.finditer(text):
        yield Match(hit.start(), hit.end(), "specimen" if _LICENCE_SPECIMEN.match(hit.group()) else "")
    for hit in _LICENCE_NI.finditer(text):
        if cued(text, hit.span(), _LICENCE_CUE) and not checks.is_placeholder(hit.group()):
            yield Match(hit.start(), hit.end(), "northern-ireland")


@needs(DIGITS, least=7, together=True)
def find_residence_permit(text: str) -> Iterator[Match]:
    """Biometric residence permit number beside a cue."""
    for hit in _PERMIT.finditer(text):
        if cued(text, hit.span(), _PERMIT_CUE):
            yield Match(hit.start(), hit.end())


@starts_from(_SHARE_CUE)
@looks_for(_SHARE_CUE)
def find_share_code(text: str) -> Iterator[Match]:
    """Immigration share code of nine characters after a cue."""
    for hit in _SHARE_CODE.finditer(text):
        if cued_before(text, hit.start(), _SHARE_CUE) and _DIGIT.search(hit.group()):
            yield Match(hit.start(), hit.end())
