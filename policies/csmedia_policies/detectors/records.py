"""Facts on a record that point at one person: the date of birth and the case reference."""

from collections.abc import Iterator

from csmedia_policies.detectors.match import DIGITS, Match, Pattern, cued, cued_before, looks_for, needs, starts_from

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)"
)
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DATE = Pattern(
    rf"(?i)(?<![\w/.-])(?:(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1{_YEAR}|(?:19"
    r"|20)\d\d-(?:0[1-9]|1[0-2])-[0-3]\d"
    rf"|[0-3]?\d(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}|{_MONTH} [0-3]?\d(?:st|nd|rd|th)?,? {_YEAR})(?![\w/-])"
)
_BIRTH_RECORD = Pattern(
    r"(?i)(?<!\byour )(?:\bdate of birth\b|\bbirth ?date\b|\b(?:dob|d\.o\.?b|do\.b)\b\.?"
    r"|\bdyddiad geni\b)[^!?\n]{0,25}$"
)
_BIRTH_AFTER = Pattern(r"(?i)^[ ,(]{0,3}(?:\(?(?:dob\b|d\.o\.?b\b|do\.b\b|date of birth\b))")
_BORN = Pattern(r"(?i)\b(?:born|ganwyd|ganed)(?: (?:on|ar)(?: the)?)?:?,? ?(?:the )?$")
_ON_THIS_DAY = Pattern(
    r"(?i)\bon this day\b|#?onthisday\b|\bbirthday\b|\banniversary\b|\bgreat[- ]grand"
    r"|\bwas the (?:first|last)\b"
)
_YEAR_AT_END = Pattern(r"(?:19|20)\d\d")
_PLACEHOLDER_PERSON = Pattern(
    r"(?i)\b(?:jo|joe|fred|jane) bloggs\b|\b(?:john|jane) doe\b|\ba\.? ?n\.? other\b|\bfor example\b"
    r"|\be\.g\.|\bdummy\b"
)

_REFERENCE = Pattern(
    r"(?i)\b(?P<kind>case|casework|claim|claimant|complaint|complainant|appeal|appellant|customer"
    r"|client|patient|hospital|crime|incident|investigation"
    r"|safeguarding|social work|visa|asylum|home office|applicant|PIP|ESA|UC|universal credit|CMS"
    r"|child maintenance|CICA|subject access"
    r"|SAR|tribunal|our|your|file|HR|grievance)"
    r"(?:'s)?[ -]?(?:(?:ref(?:erence)?s?|no|number|num|id|file)\b\.?|#|ref:)(?: (?:no|number|num"
    r"|id)\b\.?)?(?: is| was|:| -| #|=|,)* ?\(?"
    r"(?P<value>[A-Z\d][A-Z\d/_.-]{3,24}[A-Z\d](?: \d{2,6}){0,3})"
)
_BARE_REFERENCE = Pattern(
    r"(?i)\bref(?:erence)?\.?(?: no\.?| number)?:? (?P<value>[A-Z\d][A-Z\d/-]{4,24})(?![\w/])"
)
_LIKE_A_REFERENCE = Pattern(r"\d(?:[A-Za-z/_.-]{0,24} ?\d){2}")
_PERSON = Pattern(
    r"(?i)\b(?:Mrs?|Ms|Miss|Mx|Dr|claimants?|complainants?|complaint from|appellants?|applicants?"
    r"|tenants?|patients?|customer)\b"
)
_HOME_OFFICE = Pattern(r"(?<![\w/=-])(?:GWF\d{9}|(?:HO|IA|PA|HU|EA|DA)/\d{5}/(?:19|20)\d\d)(?![\w/-])")
_PUBLIC_REFERENCE = Pattern(
    r"(?i)\b(?:FOI|freedom of information|planning|job|vacancy|tender|contract|notice|public register"
    r"|judgment|neutral citation|consultation|petition"
    r"|jobs?|apply|role|post)\b"
)
_TRIBUNAL = Pattern(r"\d{7}/(?:19|20)\d\d|(?:19|20)\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_DIGITS = Pattern(r"\d[^\d]*\d[^\d]*\d")


@starts_from(_BIRTH_RECORD, _BIRTH_AFTER, _BORN)
def find_date_of_birth(text: str) -> Iterator[Match]:
    """Date in full beside "date of birth" or after "born", unless it is asked for, historic or a placeholder."""
    for hit in _DATE.finditer(text):
        detail = _birth_cue(text, hit.span())
        if detail and not cued(text, hit.span(), _PLACEHOLDER_PERSON, 60):
            yield Match(hit.start(), hit.end(), detail)


def _birth_cue(text: str, span: tuple[int, int]) -> str:
    start, end = span
    if cued_before(text, start, _BIRTH_RECORD) or _BIRTH_AFTER.match(text[end : end + 20]):
        return "record"
    year = _YEAR_AT_END.search(text, start, end)
    recent = year is None or int(year.group()) >= 1925
    born = cued_before(text, start, _BORN, 20) and not cued(text, span, _ON_THIS_DAY)
    return "born" if born and recent else ""


@needs(DIGITS, least=3)
@looks_for(_LIKE_A_REFERENCE)
def find_case_reference(text: str) -> Iterator[Match]:
    """Case, claim or complaint reference after its cue, but not of published judgments or notices."""
    for hit in _REFERENCE.finditer(text):
        value = hit["value"]
        public = cued(text, hit.span(), _PUBLIC_REFERENCE) or _TRIBUNAL.fullmatch(value)
        if _DIGITS.search(value) and not public:
            yield Match(hit.start("value"), hit.end("value"), hit["kind"].lower())
    yield from _references_of_persons(text)
    for hit in _HOME_OFFICE.finditer(text):
        yield Match(hit.start(), hit.end(), "home-office")


def _references_of_persons(text: str) -> Iterator[Match]:
    for hit in _BARE_REFERENCE.finditer(text):
        public = cued(text, hit.span(), _PUBLIC_REFERENCE) or _TRIBUNAL.fullmatch(hit["value"])
        new = not _REFERENCE.search(text, max(0, hit.start() - 30), hit.end())
        if new and not public and _DIGITS.search(hit["value"]) and cued_before(text, hit.start(), _PERSON):
            yield Match(hit.start("value"), hit.end("value"), "person")
