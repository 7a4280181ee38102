"""Where somebody lives: a house number, a street and a postcode together."""

from collections.abc import Iterator

from csmedia_policies.detectors.match import DIGITS, Match, Pattern, cued_before, longest, looks_for, needs

_POSTCODE = r"(?:GIR ?0AA|(?!BF|BX)[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})"
_NAME = r"(?:[A-Z][\w'’-]*\.?|of|the|on|upon|in|y|yr|le|under|St\.?|de|du|la|el)"
_STREET = (
    r"(?i:street|st|road|rd|avenue|ave|lane|ln|close|cl|drive|dr|way|row|court|ct|crescent|cres"
    r"|gardens?|gdns|grove|terrace|terr?|place|pl|hill|mews|park"
    r"|square|sq|rise|walk|view|green|parade|garth|wynd|gate|mount|bank|croft|fold|vale|dale|heath"
    r"|common|meadows?|orchard|fields?|end|side|brae|loan"
    r"|quay|wharf|yard|circus|crest|path|ridge|heights|lodge|cottages|villas|buildings|heol|ffordd"
    r"|stryd|maes|lôn|clos|rhodfa|straat|strasse|straße|gasse|rue"
    r"|via|calle|vej|gade|gata|gatan|katu)"
)
_NUMBERED = Pattern(
    r"(?<![\w£/.,:-])(?:(?:[Ff]lat|[Aa]partment|[Uu]nit"
    rf"|[Rr]oom) \w{{1,4}},? (?:\w[\w' ]{{2,25}}, ?)?)?\d{{1,4}}[A-Za-z]?(?:[-/]\d{{1,4}})?,? "
    rf"{_NAME}(?: {_NAME}){{0,4}}(?:,?[ \n]{{1,2}}{_NAME}){{0,7}}[,.]?\s{{0,2}}(?:[,-] ?)?{_POSTCODE}(?!\w)"
)
_LOWER_CASE = Pattern(
    rf"(?i)(?<![\w£/.,:-])\d{{1,4}}[a-z]? (?:[a-z'’-]+ ){{1,3}}{_STREET}\b,?(?: [a-z'’-]+,?){{0,4}} {_POSTCODE}(?!\w)"
)
_HOUSE_NAME = Pattern(
    r"\b(?i:lives?|living|lived|home address(?: is)?|address is|address:|moved to|staying"
    r"|at home) (?i:at|in|on|to)? ?"
    rf"(?P<place>{_NAME}(?: {_NAME}){{0,4}}(?:,[ \n]{_NAME}(?: {_NAME}){{0,3}}){{0,4}},?\s{{1,2}}{_POSTCODE})(?!\w)"
)
_AT_HOME = Pattern(
    r"\b(?i:lives?|living|lived|resid(?:es|ing)|home (?:address )?is|address(?:es)?(?: here)?(?: is|:"
    r"|,? here they are:)|moved(?: in)?to|sent? (?:it |one )?to"
    rf"|letter arrived) (?i:at |on |in |to )?(?P<place>\d{{1,5}}[A-Za-z]?,? (?:\d{{1,4}} )?(?:{_NAME}"
    rf" ){{1,4}}{_STREET})\b"
)
_ABROAD_NAME = (
    r"(?:\p{Lu}[\p{L}.'’-]*|de|da|do|dos|del|della|dei|di|la|le|van|den|der|des|du|al|el|ul\.|u\.|út"
    r"|r|rue)"
)
_ABROAD = Pattern(
    r"(?<![\w£/.,:-])\d{1,5} (?:\d{1,4} )?(?:[^\W\d_][\w.'’-]*,?\s){1,5}(?:\d{1,4},?\s{1,2})?(?:> ?)?"
    r"(?:[Aa]pt\.?|[Ss]uite|Apartment) \d{1,4}(?!\w)"
    rf"|\b(?:Apt\.?|Suite|Apartment) \d{{1,4}} \d{{2,5}} {_ABROAD_NAME}(?: {_ABROAD_NAME}){{0,4}} \d{{1,4}}(?!\w)"
)
_NOT_MEASURED = (
    r"(?!\w|[.,:]\d|%| ?(?:times|years?|yrs|months|weeks|days|hours|minutes|mins|miles|km|of|per"
    r"|people|and a|to|-|–|\+))"
)
_ABROAD_CUE = (
    r"\b(?i:(?:lives?|lived|living) (?:at|on)|(?:once lived|now live) in"
    r"|(?<!mail )(?<!web )address(?:es)?(?: of [\w .,&'-]{2,40})? is|address: ?|here they are:"
    r"|(?:sent|new one) to|arrived at|north side of|address with) "
)
_ABROAD_PLAIN = Pattern(
    rf"{_ABROAD_CUE}(?P<place>\d{{1,5}} \d{{1,4}} {_ABROAD_NAME}(?: {_ABROAD_NAME}){{0,4}}"
    rf"|\d{{2,5}} {_ABROAD_NAME}(?: {_ABROAD_NAME}){{0,4}} \d{{1,4}}{_NOT_MEASURED})(?!\w)"
)
_ABROAD_HOME = Pattern(
    rf"\b(?i:lives? (?:at|on)|address is|north side of) (?P<place>\p{{Lu}}[\p{{L}}.'’-]+(?:"
    rf" {_ABROAD_NAME}){{0,4}} \d{{1,4}}{_NOT_MEASURED})"
)
_MILITARY = Pattern(
    r"(?i)\b(?:(?:PSC|CMR|Unit) \d{1,5},? Box \d{1,5}|US(?:S|NS|NV|CGC) [\w'-]+)\s{1,2}(?:APO|FPO"
    r"|DPO) (?:AA|AE|AP) \d{5}\b"
)
_OWN_ZIP = Pattern(r"(?i)\b(?:my|his|her|their) zip(?: ?code)? is (?P<code>\d{3,5}(?:-\d{3,4})?)\b")

_OFFICE = Pattern(
    r"(?i)\b(?:office|offices|ministry|department|dept|job ?centre|centre|center|library|museum"
    r"|gallery|court|tribunal|hall|theatre|hospital|surgery|clinic"
    r"|pharmacy|school|college|university|academy|church|chapel|mosque|synagogue|temple|pub|inn|hotel"
    r"|caf[eé]|restaurant|shop|store|embassy|consulate"
    r"|high commission|headquarters|HQ|floor|reception|visit us|venue|station|site|depot|unit|plc|ltd"
    r"|limited|LLP|inc|council|agency|authority|team"
    r"|branch|trust|HMCTS|HMRC|DWP|DVLA|head office|polling|doors open|drop[- ]in|[A-Z][a-z]+ House"
    r"|workshop|conference|event|exhibition|swyddfa|llyfrgell|canolfan)\b"
)
_OFFICE_IN_NAME = Pattern(
    r"(?i)\b(?:House|Office|Library|Centre|Hall|Jobcentre|Court House|Town Hall|Civic|Whitehall"
    r"|Downing Street|Victoria Street|Petty France|Marsham)\b"
)
_HOME = Pattern(
    r"(?i)\b(?:lives?|living|lived|home|neighbour|tenant|claimant|resident|born|dob|Mrs?|Ms|Miss|Mx"
    r"|his|her|their|my|my own|new (?:flat|house|place)|(?:I|he|she|they|has|I.ve) moved|flat)\b"
)
# The end of a postcode, or what is said of where somebody lives.
_LIKE_AN_ADDRESS = Pattern(
    r"(?i)\d[A-Z]{2}(?!\w)|\b(?:liv(?:es?|ed|ing)|resid(?:es|ing)|home|address(?:es)?|moved|sent|send|staying|arrived|here they are|new one to"
    r"|north side|apt|suite|apartment|zip|APO|FPO|DPO)\b"
)


@needs(DIGITS, least=2)
@looks_for(_LIKE_AN_ADDRESS)
def find_home_address(text: str) -> Iterator[Match]:
    """House number, street and postcode, or a place where somebody lives; not offices, not a postcode alone."""
    yield from longest([*_addresses_at_home(text), *_addresses_abroad(text)])


def _addresses_at_home(text: str) -> Iterator[Match]:
    for pattern in (_NUMBERED, _LOWER_CASE):
        for hit in pattern.finditer(text):
            if not _is_an_office(text, hit.span()):
                yield Match(hit.start(), hit.end(), "full")
    for hit in _HOUSE_NAME.finditer(text):
        yield Match(hit.start("place"), hit.end("place"), "house-name")
    for hit in _AT_HOME.finditer(text):
        if not _is_an_office(text, hit.span("place")):
            yield Match(hit.start("place"), hit.end("place"), "no-postcode")


def _addresses_abroad(text: str) -> Iterator[Match]:
    for hit in _ABROAD.finditer(text):
        if not cued_before(text, hit.start(), _OFFICE, 60):
            yield Match(hit.start(), hit.end(), "abroad")
    for pattern in (_ABROAD_PLAIN, _ABROAD_HOME):
        for hit in pattern.finditer(text):
            if not cued_before(text, hit.start("place"), _OFFICE, 60):
                yield Match(hit.start("place"), hit.end("place"), "abroad")
    for hit in _MILITARY.finditer(text):
        yield Match(hit.start(), hit.end(), "abroad")
    for hit in _OWN_ZIP.finditer(text):
        yield Match(hit.start("code"), hit.end("code"), "zip-code")


def _is_an_office(text: str, span: tuple[int, int]) -> bool:
    if cued_before(text, span[0], _HOME, 30):
        return False
    return cued_before(text, span[0], _OFFICE, 60) or _OFFICE_IN_NAME.search(text, *span) is not None
