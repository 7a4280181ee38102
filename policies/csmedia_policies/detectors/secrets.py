"""Passwords, keys and codes that open something."""

from collections.abc import Iterator

from csmedia_policies.detectors.match import (
    DIGITS,
    Match,
    Pattern,
    cued,
    cued_before,
    every,
    longest,
    looks_for,
    needs,
    starts_from,
)

_TOKENS = (
    ("aws", Pattern(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)(?![A-Z0-9]{0,12}EXAMPLE)[A-Z0-9]{16}(?![A-Za-z0-9])")),
    ("github", Pattern(r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})(?!\w)")),
    ("gitlab", Pattern(r"(?<!\w)glpat-[\w-]{20,}(?!\w)")),
    ("slack", Pattern(r"(?<!\w)xox[abeoprs]-[A-Za-z0-9-]{10,}|\bhooks\.slack\.com/services/T\w+/B\w+/\w+")),
    ("google", Pattern(r"(?<!\w)AIza[\w-]{35}(?!\w)")),
    ("stripe", Pattern(r"(?<!\w)[sr]k_live_[A-Za-z0-9]{16,}(?!\w)")),
    ("sendgrid", Pattern(r"(?<!\w)SG\.[\w-]{16,32}\.[\w-]{16,64}(?!\w)")),
    ("azure", Pattern(r"\bAccountKey=[A-Za-z0-9+/]{40,}={0,2}")),
    (
        "notify",
        Pattern(
            r"(?<!\w)[a-z][a-z\d_-]{2,40}(?:-[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}){2}"
            r"(?!\w)"
        ),
    ),
    (
        "connection",
        Pattern(
            r"\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?|ftp"
            r"|https?)://[\w.-]{1,64}:(?!(?:pass(?:word)?|secret|x+|\*+)@)[^\s/@:<>]{3,80}@[\w.-]{2,}"
        ),
    ),
)
_LABELLED_KEY = Pattern(
    r"(?i)\b(?:api|access|secret|client|signing|encryption|auth(?:orisation|orization)?"
    r"|bearer)[ _-]?(?:key|secret|token)\b['\"]?(?: is|:|=| ){1,3} ?['\"]?(?P<value>[\w+/.-]{12,200})"
)
_LIKE_A_TOKEN = Pattern(r"(?<![\w-])[\w-]{20}|:[^\s/@:<>]{3,80}@|AccountKey|SG\.|xox")
_PEM = Pattern(r"-----BEGIN (?:[A-Z\d]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_JWT = Pattern(r"(?<![\w.])eyJ[\w-]{8,2000}\.eyJ[\w-]{4,4000}\.[\w-]{2,1000}(?![\w.]\w)")

_OWNER = r"(?:(?: (?:for|to|on|of|at))(?: [\w'’@&/-]{1,20}){1,6})?"
_IS = (
    r"(?: \([^()\n]{1,20}\))?(?: (?:has been |have been |was |is |got |just )?(?:changed|reset|set|updated) to:?"
    r"| ?(?::|=|->|→|–|—)| (?:is|was|are)(?: (?:still|now|currently|just|the same|always|today))?:?"
    r"|['’]s(?: (?:still|now|just))?:?| remains) ?"
)
_VALUE = r"(?P<quote>[\"'‘“`]?)(?P<value>[^\s\"“”`,;<>()\[\]]{3,64})"
_CUE_NOUN = (
    r"(?:pass ?words?|pass ?wd|pass ?codes?|pass ?phrases?|passkey code|pwd|pw|p/w|psswd|cyfrinair"
    r"|(?:wifi|wi-fi)(?: (?:code|key|pass(?:word|code)?|password))|"
    r"(?:(?:wifi|wi-fi)|network|security|wpa2?) key|(?:today|tomorrow|this week)['’]s (?:word|password|code|passcode))"
)
_PASSWORD = Pattern(rf"(?i)(?<![\w?&-]){_CUE_NOUN}{_OWNER}{_IS}{_VALUE}")
_PASS_IS = Pattern(
    r"(?i)(?<![\w-])(?<!boarding )(?<!bus )(?<!rail )(?<!day )(?<!press )(?<!parking )(?<!travel )"
    rf"(?<!building )(?<!my )pass(?: ?:| is| ?=) ?{_VALUE}"
)
_BARE_PASSWORD = Pattern(rf"(?i)(?<![\w?&-])(?:pass ?words?|pass ?codes?|pwd|pw|p/w) {_VALUE}")
_PASSWORD_AFTER = Pattern(rf"(?i)(?<!\S){_VALUE}[\"'’”]? \((?:the |that's the )?(?:password|passcode|pw)\)")
_WIFI = Pattern(rf"(?i)\b(?:wifi|wi-fi){_OWNER}{_IS}{_VALUE}")
_WIFI_LATER = Pattern(rf"(?i)\b(?:wifi|wi-fi)\b[^.!?\n]{{0,60}}?\b(?:key|code|word|pass){_IS}{_VALUE}")
_SAYS_WIFI = Pattern(r"(?i)wi-?fi")
_SAYS_PASSWORD = Pattern(r"(?i)pass|\bpw|p/w|wifi|wi-fi|cyfrinair|psswd|(?:network|security|wpa2?) key|['’]s (?:word|code)")
_PASSWORD_PAIR = Pattern(
    r"(?i)\b(?:username|user ?name|user|login|log[- ]?in|id"
    rf"|enw defnyddiwr)[: =]{{1,3}}\S{{2,40}}[\s,;/|]{{1,3}}(?:and )?(?:pass(?:word)?|pwd?"
    rf"|pw)[: =]{{1,3}}{_VALUE}"
)
_LOGIN = Pattern(
    r"(?i)\b(?:log[- ]?in|log[- ]?on|sign[- ]?in|creds|credentials|login details"
    r"|account)(?: (?:details|with|is|are|as|using))?:? ?"
    rf"(?P<account>@?[\w.+-]{{2,40}}@?[\w.-]{{0,60}})"
    rf"(?: ?[/|,;] ?| and | with | - |\n| pw | pass )(?:(?:pass(?:word|code)?|pwd?|pw)\b[: ]{{0,2}})?{_VALUE}"
)
_EXAMPLES = Pattern(
    r"(?i)hunter2+|correct[- ]?horse.*|battery[- ]?staple|[x*•.…_#-]{3,}|<.*|\{.*|\[.*|redacted"
    r"|your.*|my.?password|example.*|(?:pass)?word|none|null|true|false|required|incorrect|expired"
)
_ADVICE = Pattern(
    r"(?i)\b(?:most common|commonest|most[- ]used|worst|weak(?:est)?|such as|e\.g\.?|for example"
    r"|never use|(?:do not|don['’]t) (?:use|set|pick|choose)|avoid|instead of|rather than|stop using"
    r"|strong (?:password|passphrase)|passwords like|something like|if your|whose|joke|quiz)\b"
)
_MEASURE = Pattern(
    r"(?i)\d+[+]?(?:[- ]?(?:digits?|char(?:acter)?s?|letters?|words?|days?|months?|weeks?|years?"
    r"|mins?|minutes?|hours?|hrs?|steps?|am|pm|st|nd|rd|th|k|m|bn|x|%|fa))+"
)
_NOT_A_SECRET = Pattern(
    r"(?i)https?:.*|www\..*|[£$€]\d.*|\d{1,2}[:.]\d\d(?:am|pm)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|[\d.,]+%|[#@]\w*|covid-?19|20[12]\d[-–]\d\d|[a-z]+['’](?:s|t|re|ve|ll|d)"
)

_DOOR = Pattern(
    r"(?i)\b(?:(?:keypad|key ?safe|door|gate|entry|entrance|barrier|alarm|lock|padlock|safe|building"
    r"|lift|car ?park|bike (?:shed|store|rack)|garage|shed|stairwell|server room|office|combination"
    r"|combi)(?: (?:code|pin|number|combination|combo))?|(?:access|door|entry) code|(?:code|pin"
    r"|combination|combo) (?:for|to|on|of) the(?: [\w'’-]{1,20}){1,4}?)"
    r"(?: (?:for|on|at|to|by)(?: [\w'’-]{1,20}){1,5}?)?(?P<is> ?:| is(?: still| now)?|['’]s| ="
    r"| was| (?:hasn['’]t|has not) changed,?| still)? ?(?P<value>[CX*#]?\d{4,6}[A-Z#*XY]{0,2}"
    r"|\d{1,2}-\d{1,2}-\d{1,2})(?![\w/-]|[.,:]\d| ?(?:%|pm|am|people|staff"
    r"|homes|new|sq|m\b))"
)
_DOOR_AFTER = Pattern(
    r"(?i)\b(?:use|punch|punch in|enter|type|type in|tap|tap in|key in|dial|press|try)(?: the code)? "
    r"(?P<value>[CX*#]?\d{4,6}[A-Z#*]?) (?:on|into|at|in|for|to open) the (?:[\w'’-]{1,20} ){0,3}?"
    r"(?:keypad|door|gate|barrier|alarm|safe|key ?safe|padlock|lock|entrance|lift)\b"
)
_YEAR = Pattern(r"(?:19|20)\d\d")
_DOOR_CODE = Pattern(r"(?i)\b(?:code|pin|combination|combo|keypad|key ?safe|alarm|padlock)\b")
# Signs that are pressed on a keypad, and on nothing else that has a number.
_KEYED = Pattern(r"\d[#*]|[#*]\d|^[CX]\d+[XYZ]?$")
_PIN = Pattern(
    rf"(?<!\w)(?:PIN|Pin|pin)(?: ?(?:code|number|no))?{_OWNER}(?: ?[:=]| is(?: still| now)?| was"
    rf"|['’]s) ?(?P<value>\d{{4,8}})(?![\w/-]|[.,:]\d)"
)
_LIKE_A_LOCK = Pattern(
    r"(?i)\b(?:code|pin|comb(?:o|ination)|keypad|key ?safe|alarm|(?:pad)?lock|door|gate|barrier|safe|entrance|lift)\b"
)
_CODE_CUE = Pattern(
    r"(?i)\b(?:one[- ]?time|OTP|verification|verify|log[- ]?in|sign[- ]?in|2FA|MFA|two[- ]factor"
    r"|authenticat\w+|security code|recovery|back-?up code|reset code|sms code|locked out|my phone"
    r"|texted"
    r"|mailbox|inbox|shared account|the account|dual[- ]factor|passcode|cod (?:diogelwch|mynediad))\b"
)
_CODE = Pattern(
    r"(?i)(?<!post)(?<!zip )(?<!tax )(?<!sort )(?<!qr )(?<!dress )(?<!area )(?<!discount )(?<!promo )"
    r"(?<!error )(?<!product )(?<!country )(?<!source )(?:\b(?:pass ?)?cod(?:e|es)?\b"
    r"|\bOTP\b)(?P<between>[^.!?\n]{0,45}?)(?<![\w£.,/-])(?P<value>\d{6}|\d{3}[ -]\d{3}"
    r"|G-\d{6})(?![\w/-]|[.,]\d| \d)"
)
_RECOVERY = Pattern(
    r"(?i)\b(?:recovery|backup|back-up|bitlocker)(?: (?:code|key"
    r"|phrase))s?(?: for[\w ]{1,30})?(?: ?[:=]| is"
    r"| are)? ?(?P<value>(?=[a-z-]{0,12}\d)[a-z\d]{4,8}(?:-[a-z\d]{4,8}){1,8}|\d{8}"
    r"|\d{6}(?:-\d{6}){3,7})(?!\w)"
)


_SHAPED = Pattern(
    r"(?<![\w@#/&=?.-])(?<!\d:)(?!(?:https?|www|cve|covid)\b)(?P<value>[A-Za-z\d][A-Za-z\d!$*_^%&+=~/-]{5,38}[A-Za-z\d!$*])"
    r"(?![\w@&=]|\.\w)"
)
_PLAIN_COMPOUND = Pattern(
    r"[A-Za-z]+-\d{1,4}|\d[\w-]*(?:st|nd|rd|th)?-[a-z-]+|[A-Z\d]+(?:[-/][A-Z\d]+)*!*|[A-Za-z]+/[A-Za-z]+"
    r"|(?:[A-Za-z]+[-/])*[A-Z]?\d{1,3}(?:[-/][A-Za-z]+)*"
)


@needs(DIGITS)
@looks_for(Pattern(r"\d(?=[A-Za-z!$*_^%&+=~/-])|\d(?<=[A-Za-z!$*_^%&+=~/-]\d)"))
def find_secret_shaped_word(text: str) -> Iterator[Match]:
    """Word that mixes capitals, small letters, figures and signs as a password does."""
    for hit in _SHAPED.finditer(text):
        value = hit["value"]
        figures = any(character.isdigit() for character in value)
        capitals = any(character.isupper() for character in value)
        small = sum(character.islower() for character in value) >= 2
        signs = any(character in "!$*_^%&+=~/-" for character in value)
        if figures and small and (capitals or "_" in value) and signs and not _PLAIN_COMPOUND.fullmatch(value):
            yield Match(hit.start("value"), hit.end("value"), "shaped")


@starts_from(*(pattern for _, pattern in _TOKENS), _LABELLED_KEY)
@looks_for(_LABELLED_KEY, _LIKE_A_TOKEN)
def find_access_token(text: str) -> Iterator[Match]:
    """Key or token of a known service, or a value labelled as one."""
    for detail, pattern in _TOKENS:
        for hit in pattern.finditer(text):
            yield Match(hit.start(), hit.end(), detail)
    for hit in _LABELLED_KEY.finditer(text):
        if (
            _has_letters_and_digits(hit["value"])
            and not _EXAMPLES.fullmatch(hit["value"])
            and "EXAMPLE" not in hit["value"]
        ):
            yield Match(hit.start("value"), hit.end("value"), "labelled")


@starts_from(_PEM)
def find_private_key(text: str) -> Iterator[Match]:
    """PEM line that opens a private key file."""
    yield from every(_PEM, text)


@starts_from(_JWT)
def find_json_web_token(text: str) -> Iterator[Match]:
    """JSON web token: three parts, of which two are encoded JSON."""
    yield from every(_JWT, text)


@starts_from(_PASSWORD, _WIFI, _WIFI_LATER, _PASS_IS, _PASSWORD_PAIR, _BARE_PASSWORD, _PASSWORD_AFTER)
@looks_for(_SAYS_PASSWORD)
def find_password(text: str) -> Iterator[Match]:
    """Password, passcode or wifi code with its value; not advice, not well-known examples."""
    taken: set[int] = set()
    for pattern in (_PASSWORD, _WIFI, _WIFI_LATER, _PASS_IS, _PASSWORD_PAIR, _BARE_PASSWORD, _PASSWORD_AFTER):
        strict = pattern in (_BARE_PASSWORD, _PASSWORD_AFTER)
        for hit in pattern.finditer(text):
            start, end = _trimmed(hit.span("value"), hit["value"])
            given = _is_given_away(text, start, end, bool(hit["quote"]) and not strict)
            if start not in taken and given and (not strict or _is_mixed(text[start:end])):
                taken.add(start)
                yield Match(start, end, "wifi" if _SAYS_WIFI.match(hit.group()) else "password")


def _is_mixed(value: str) -> bool:
    """Lower case with a digit, and long enough that it is no ordinary word."""
    return len(value) >= 6 and _has_letters_and_digits(value) and not value.isupper()


def _trimmed(span: tuple[int, int], value: str) -> tuple[int, int]:
    return span[0], span[0] + len(value.rstrip(".,;:?'’”…"))


def _is_given_away(text: str, start: int, end: int, quoted: bool) -> bool:
    value = text[start:end]
    if cued_before(text, start, _ADVICE, 60) or not _could_be_a_secret(value):
        return False
    return quoted or _has_the_shape_of_a_secret(value)


def _could_be_a_secret(value: str) -> bool:
    if len(value) < 4 or _EXAMPLES.fullmatch(value.rstrip("!")) or _MEASURE.fullmatch(value):
        return False
    return _NOT_A_SECRET.fullmatch(value) is None


def _has_the_shape_of_a_secret(value: str) -> bool:
    """Letters with digits, digits alone, capitals inside, or capitalised words with dashes."""
    if _has_letters_and_digits(value) or value.isdigit():
        return True
    inner_capital = any(character.isupper() for character in value[1:]) and any(
        character.islower() for character in value
    )
    strange = any(character in "$^&*_#@~=+|\\%" for character in value)
    return inner_capital or (strange and len(value) >= 6)


def _has_letters_and_digits(value: str) -> bool:
    return any(character.isdigit() for character in value) and any(character.isalpha() for character in value)


@starts_from(_LOGIN)
@looks_for(Pattern(r"\d"))
def find_shared_login(text: str) -> Iterator[Match]:
    """Account name and password side by side, as in "login desk@ / value"."""
    for hit in _LOGIN.finditer(text):
        start, end = _trimmed(hit.span("value"), hit["value"])
        value = text[start:end]
        if _is_mixed(value) and _could_be_a_secret(value) and "@" not in value[1:]:
            yield Match(hit.start("account"), end)


@needs(DIGITS, least=3, together=True)
@looks_for(_LIKE_A_LOCK)
def find_door_code(text: str) -> Iterator[Match]:
    """Code of a door, gate, key safe or alarm, or a PIN with its value."""
    yield from longest([*_codes_of_doors(text), *_personal_codes(text)])


def _codes_of_doors(text: str) -> Iterator[Match]:
    for hit in _DOOR.finditer(text):
        year = hit["is"] is None and _YEAR.fullmatch(hit["value"])
        told = _DOOR_CODE.search(hit.group()) or _KEYED.search(hit["value"])
        if not year and told and not cued_before(text, hit.start("value"), _ADVICE, 60):
            yield Match(hit.start("value"), hit.end("value"), "door")
    for hit in _DOOR_AFTER.finditer(text):
        yield Match(hit.start("value"), hit.end("value"), "door")


def _personal_codes(text: str) -> Iterator[Match]:
    for hit in _PIN.finditer(text):
        if not cued_before(text, hit.start(), _ADVICE, 60):
            yield Match(hit.start("value"), hit.end("value"), "pin")


@starts_from(_CODE, _RECOVERY)
def find_one_time_code(text: str) -> Iterator[Match]:
    """Six-figure sign-in code, or a recovery code, beside words about signing in."""
    for hit in _CODE.finditer(text):
        if cued(text, (hit.start(), hit.start()), _CODE_CUE, 60) or cued(text, hit.span("value"), _CODE_CUE, 40):
            yield Match(hit.start("value"), hit.end("value"), "sign-in")
    for hit in _RECOVERY.finditer(text):
        yield Match(hit.start("value"), hit.end("value"), "recovery")
