"""Ways to reach one person: telephone numbers and e-mail addresses that are nobody's public office."""

from collections.abc import Iterator

from csmedia_policies.detectors.match import (
    DIGITS,
    Match,
    Pattern,
    cued,
    cued_before,
    digits_of,
    longest,
    looks_for,
    needs,
)

_MOBILE = Pattern(
    r"(?<![\w/=.])(?<!\d[ -])(?:(?:\+|00)44[ .-]?(?:\(0\))?[ .-]?"
    r"|\(?0[ .-]?)7[ .-]?[1-57-9](?:\)?[ .-]{0,2}\d){8}(?![\w]|[-/.]\d)"
)
_LANDLINE = Pattern(
    r"(?<![\w/=.])(?<!\d[ -])(?:(?:\+|00)44[ .-]?(?:\(0\))?[ .-]?"
    r"|\(?0[ .-]?)[12]\d(?:\)?[ .-]{0,2}\d){7,8}(?![\w]|[-/.]\d)"
)
_ABROAD = Pattern(r"(?<![\w/=])(?:\+|00)(?!44)[1-9](?:[ ().-]{0,2}\d){7,14}(?:x\d{2,5})?(?!\w)")
_OTHER_NUMBER = Pattern(r"(?<![\w/=.+£$€-])\(?\d{2,5}(?:(?:\) ?|[ .-])?\d{2,7}){1,5}(?:x\d{2,5})?(?!\w)")
_FICTIONAL = Pattern(
    r"(?:44|0|0044|440)(?:7700900\d{3}|2079460\d{3}|(?:113|114|115|116|117|118|121|131|141|151"
    r"|161)4960\d{3}|1914980\d{3}|28964960?\d{3,4}"
    r"|2920180\d{3}|1632960\d{3})"
)
_PUBLISHED_LINE = Pattern(
    r"(?i)\b(?:press (?:office|desk|team|officer)|news ?desk|media (?:team|office|enquiries|line)"
    r"|help ?(?:line|desk)|hot ?line|switchboard|reception"
    r"|front desk|text a report|text service|report (?:it|a|an)|enquir(?:y|ies)(?: line)?|inquiries"
    r"|contact cent(?:re|er)|call cent(?:re|er)"
    r"|customer services?|textphone|minicom|relay|duty (?:desk|line|officer)|out of hours|freephone"
    r"|hotel|restaurant|caf[eé]|box office|bookings?"
    r"|surgery|clinic|school|library|embassy|consulate|high commission|swyddfa'r wasg|llinell gymorth"
    r"|whatsapp channel)\b"
)
_PRACTICE = Pattern(
    r"(?i)\b(?:bloggs|practice|practise|script|role[- ]?play|training|made[- ]up|fictional|fictitious"
    r"|dummy|example|specimen|drama)\b"
)
_PERSONAL_CUE = Pattern(
    r"(?i)\b(?:(?:my|his|her|their|your|[a-z]+'s)(?: (?:own|new|old|work|home|personal|private|direct"
    r"|mobile|phone|cell|contact|landline|number|no)){0,3}"
    r" (?:number|no|mobile|phone|cell|landline|line|home|digits)"
    r"|(?:call|ring|text|phone|message|whatsapp|reach|contact|get|tried|try|find|bell|buzz|dial)(?:ed"
    r"|ing)? (?:me|him|her|them|us both|mum|dad)"
    r"|answer(?:s|ing|ed)? (?:at|on)|messages (?:to|on|at)|give (?:me|him|her|them) a (?:ring|call"
    r"|bell|buzz|shout)|home (?:number|phone|tel)"
    r"|mobile(?: (?:no|number))?|mob|cell|direct line|personal (?:number|phone)|rhif ffôn"
    r"|ffoniwch fi)\b[^.!?\n]{0,25}$"
)
_NAMED_RECORD = Pattern(
    r"(?i)\bname: ?[^\n]{2,40}\n(?:[^\n]{0,40}\n)?(?:phone|tel(?:ephone)?|mobile|contact): ?$"
)
_DATE_LIKE = Pattern(r"\d{4}-\d\d-\d\d|\d\d[-./]\d\d[-./]\d{4}|(?:19|20)\d\d[ -](?:19|20)\d\d")

_EMAIL = Pattern(
    r"(?<![\w.+/%@-])(?P<local>[A-Za-z\d][\w.+'-]{0,63})@(?P<domain>(?:[A-Za-z\d-]{1,63}\.){1,5}"
    r"(?:[A-Za-z]{2,24}|xn--[a-z\d-]{2,59}))(?![\w@]|\.\w)"
)
_SHARED_WORD = Pattern(
    r"(?i)(?:enqui|inqui|press|media|news|info|contact|hello|help|support|admin|office|team|mailbox"
    r"|noreply|donotreply|reply|feedback|complain|quer(?:y|ies)"
    r"|customer|service|public|correspond|communic|comms|digital|web|data|protect|privacy|dpo|foi"
    r"|request|recruit|career|job|hr|finance|account|invoic"
    r"|payment|procure|supplier|sales|market|event|confer|book|ticket|member|subscri|newsletter|train"
    r"|learn|library|archive|record|research|statistic|stats"
    r"|survey|consult|policy|planning|licens|licenc|permit|appeal|tribunal|court|listing|registr"
    r"|report|fraud|security|incident|alert|abuse|hotline"
    r"|minist|private|secret|parliament|correspondence|general|post|postmaster|mail|group|network"
    r"|forum|community|centre|center|unit|desk|division|branch"
    r"|reception|welfare|benefit|pension|tax|vat|visa|passport|health|safety|care|school|hospital"
    r"|police|fire|council|dept|department|region|north|south"
    r"|east|west|central|scotland|wales|england|ireland|london|uk|stakeholder|engage|outreach"
    r"|volunteer|donat|charity|trust|editor|submission|programme"
    r"|project|strategy|transparency|whistleblow|union|rep|mot|dvla|hmrc|dwp|nhs|ofsted|first|last"
    r"|fore|sur|your|my|name|username|someone|example|test)"
)
_PLACEHOLDER_LOCAL = Pattern(
    r"(?i)(?:first|fore|given|your|my|user|some|any|full)?[._-]?(?:name|sur|last|firstname|surname"
    r"|lastname|email|someone|anyone|you|me|example|test)"
    r"(?:[._-]?(?:name|surname|lastname|last|email))?|(?:jo|joe|jane)\.?bloggs|(?:john|jane)\.?doe"
)
_PUBLIC_DOMAIN = Pattern(
    r"(?i)(?:.+\.)?(?:gov\.(?:uk|scot|wales)|llyw\.cymru|gov|nhs\.(?:uk|net|scot)|mod\.uk|police\.uk"
    r"|ac\.uk|sch\.uk|org\.uk|org|parliament\.uk|edu|mil|int|scot|wales|cymru)"
)
_RESERVED_DOMAIN = Pattern(
    r"(?i)(?:.+\.)?(?:example(?:\.(?:com|org|net|gov\.uk|co\.uk))?|test|invalid|(?:your)?(?:domain"
    r"|company|department|email|organisation)\.(?:com|org|co\.uk|gov\.uk))"
)
_PRIVATE_DOMAIN = Pattern(
    r"(?i)(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|proton(?:mail)?"
    r"|pm|gmx|zoho|mail|fastmail|tutanota|btinternet|sky|talktalk"
    r"|virginmedia|ntlworld|blueyonder|tiscali)\.(?:com|co\.uk|net|me|org|de)"
)
_SEPARATOR = Pattern(r"[._+-]")
_ELECTED = Pattern(
    r"(?i)[^@]+\.mp@parliament\.uk|[^@]+\.msp@parliament\.scot|[^@]+@(?:senedd\.wales"
    r"|mla\.niassembly\.gov\.uk)"
)
_FIRST_AND_LAST = Pattern(r"(?i)[a-z][a-z'-]*(?:\.[a-z][a-z'-]*){1,2}\d{0,3}")


@needs(DIGITS, least=7, together=True)
def find_personal_phone_number(text: str) -> Iterator[Match]:
    """Mobile number, or any other number beside words of a person; never a published line."""
    for match in longest([*_british_numbers(text), *_numbers_abroad(text)]):
        if not _is_made_up(text, match):
            yield match


def _british_numbers(text: str) -> Iterator[Match]:
    for hit in _MOBILE.finditer(text):
        if not _is_published(text, hit.span()):
            yield Match(hit.start(), hit.end(), _kind_of_number(hit.group(), "mobile"))
    for hit in _LANDLINE.finditer(text):
        if _is_personal(text, hit.span()):
            yield Match(hit.start(), hit.end(), _kind_of_number(hit.group(), "landline"))


def _numbers_abroad(text: str) -> Iterator[Match]:
    for hit in _ABROAD.finditer(text):
        if _is_personal(text, hit.span()):
            yield Match(hit.start(), hit.end(), "abroad")
    for hit in _OTHER_NUMBER.finditer(text):
        plain = not (_MOBILE.match(text, hit.start()) or _LANDLINE.match(text, hit.start()))
        if plain and _looks_like_a_phone_number(hit.group()) and _is_personal(text, hit.span()):
            yield Match(hit.start(), hit.end(), "other")


def _looks_like_a_phone_number(written: str) -> bool:
    digits = digits_of(written.partition("x")[0])
    public = (
        digits.startswith(("03", "080", "084", "087", "09", "116"))
        and len(digits) in (6, 10, 11)
        and digits[:2] != "03"
    )
    helpline = digits.startswith("03") and len(digits) == 11 and digits[:3] in ("030", "033", "034", "037")
    return 7 <= len(digits) <= 13 and not public and not helpline and _DATE_LIKE.fullmatch(written) is None


def _is_made_up(text: str, match: Match) -> bool:
    return match.detail == "fictional-range" and cued(text, match[:2], _PRACTICE, 120)


def _is_published(text: str, span: tuple[int, int]) -> bool:
    return cued_before(text, span[0], _PUBLISHED_LINE, 50)


def _is_personal(text: str, span: tuple[int, int]) -> bool:
    if cued_before(text, span[0], _NAMED_RECORD, 110):
        return True
    return cued_before(text, span[0], _PERSONAL_CUE, 60) and not _is_published(text, span)


def _kind_of_number(written: str, kind: str) -> str:
    return "fictional-range" if _FICTIONAL.fullmatch(digits_of(written).replace("440", "44", 1)) else kind


@looks_for(Pattern(r"\w@[A-Za-z\d]"))
def find_personal_email(text: str) -> Iterator[Match]:
    """E-mail address of one person: first and last name at a public body, or a private mailbox; not shared inboxes."""
    for hit in _EMAIL.finditer(text):
        detail = _kind_of_mailbox(hit["local"], hit["domain"])
        if detail:
            yield Match(hit.start(), hit.end(), detail)


def _kind_of_mailbox(local: str, domain: str) -> str:
    if _ELECTED.fullmatch(f"{local}@{domain}"):
        return ""
    named = _FIRST_AND_LAST.fullmatch(local) is not None
    if _PLACEHOLDER_LOCAL.fullmatch(local) or any(_SHARED_WORD.match(part) for part in _SEPARATOR.split(local)):
        return ""
    if _RESERVED_DOMAIN.fullmatch(domain):
        return "example-domain" if named else ""
    if _PRIVATE_DOMAIN.fullmatch(domain):
        return "private"
    if _PUBLIC_DOMAIN.fullmatch(domain):
        return "work" if named else ""
    return "other"
