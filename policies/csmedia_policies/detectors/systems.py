"""Details of systems and places that help an attacker: weaknesses, addresses in networks, positions on a map."""

from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv4Network

from csmedia_policies.detectors.match import (
    DIGITS,
    Match,
    Pattern,
    cued,
    cued_before,
    every,
    looks_for,
    needs,
    starts_from,
)

_CVE = Pattern(r"(?i)(?<![\w/-])CVE-(?:19|20)\d\d-\d{4,7}(?![\w-])")
_QUAD = Pattern(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d|/(?:8|12|16)\b| of (?:the|this)\b)")
_VERSION_CUE = Pattern(
    r"(?i)\b(?:v|ver|version|release|build|update(?:d)?(?: to)?|upgraded? to|iOS|Oracle|Chrome"
    r"|Firefox|patch|section|paragraph|para|clause|chapter)\.? ?$"
)
_ADDRESS_CUE = Pattern(
    r"(?i)\b(?:IP|IPs|ipv4|address|server|host|ping|ssh|rdp|vpn|router|firewall|gateway|subnet|port"
    r"|box|machine|log(?:ged)? ?in|blocked|dns|node|printer)\b"
)
_PRIVATE = tuple(IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
_DOCUMENTATION = tuple(IPv4Network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
_HOME_ROUTER = Pattern(r"192\.168\.[01]\.(?:0|1|254)|10\.0\.0\.[01]|172\.16\.0\.[01]|10\.1\.1\.1")

_HOST = Pattern(r"(?i)(?<![\w.@/#-])[a-z]{2,10}(?:-[a-z]{2,10}){0,2}-?\d{2,4}(?:-[a-z]{2,6})?(?![\w-])")
_HOST_PART = Pattern(
    r"(?i)(?:^|-)[a-z]{0,6}(?:srv|svr|sql|prod|prd|uat|vpn|rtr|dmz|dc|db|vm|citrix|exch|web|app|file"
    r"|print|core|switch|node)-?(?:[a-z]{0,4}-?)?\d{2,4}"
)
_HOST_CUE = Pattern(
    r"(?i)\b(?:servers?|hosts?|hostname|unpatched|patch(?:ed|ing)?|ping|ssh|rdp|domain controller"
    r"|rack|reboot(?:ed)?|vm|node|boxes|fell over|SQL)\b"
)

_LAT_LONG = Pattern(
    r"(?<![\w.])[-+]?(?:90|[0-8]?\d)\.\d{4,}°? ?(?:[NS],?|,) ?[-+]?(?:180|1[0-7]\d"
    r"|\d{1,2})\.\d{4,}°?(?: ?[EW])?(?![\w.])"
)
_DEGREES = Pattern(
    r"(?<!\d)\d{1,2}° ?\d{1,2}(?:\.\d+)?['’′] ?(?:\d{1,2}(?:\.\d+)?[\"”″]? ?)?[NS],? ?\d{1,3}°"
    r" ?\d{1,2}(?:\.\d+)?['’′] ?(?:\d{1,2}(?:\.\d+)?[\"”″]? ?)?[EW]\b"
)
_GRID = Pattern(
    r"(?i)\b(?:grid(?: ref(?:erence)?)?|OS(?:GR)?"
    r"|map ref(?:erence)?)\b[^.\n]{0,15}?(?P<place>\b[HNSTOJ][A-HJ-Z] ?(?:\d{3} ?\d{3}|\d{4} ?\d{4}"
    r"|\d{5} ?\d{5})\b)"
)
_WORDS = Pattern(
    r"(?i)(?<![\w:/])///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![\w.])|\b(?:w3w\.co"
    r"|what3words\.com)/[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}\b"
)
_TRACK = Pattern(
    r"(?i)\b(?:(?:www\.)?strava\.com/(?:activities|segments|routes|live|beacon)/\w+"
    r"|strava\.app\.link/\w+|connect\.garmin\.com/(?:modern/|app/)?(?:activity|course)/\d+"
    r"|livetrack\.garmin\.com/\S+|(?:www\.)?komoot\.(?:com|de)/tour/\d+"
    r"|(?:www\.)?mapmyrun\.com/(?:workout|routes/view)/\d+"
    r"|(?:www\.)?runkeeper\.com/user/\w+/activity/\d+"
    r"|(?:www\.)?plotaroute\.com/route/\d+|(?:www\.)?alltrails\.com/explore/recording/\S+"
    r"|(?:www\.)?relive\.cc/view/\w+|(?:www\.)?polarsteps\.com/\S+)"
)
_PIN = Pattern(
    r"(?i)\b(?:maps\.app\.goo\.gl/\w+|goo\.gl/maps/\w+"
    r"|(?:www\.)?google\.[a-z.]{2,6}/maps/[^\s]{0,80}@-?\d{1,2}\.\d+,-?\d{1,3}\.\d+"
    r"|maps\.apple\.com/\?[^\s]{0,40}ll=-?\d+\.\d+"
    r"|(?:www\.)?openstreetmap\.org/[^\s]{0,20}map=\d+/-?\d+\.\d+/-?\d+\.\d+)"
    r"|\bgeo:-?\d{1,2}\.\d+,-?\d{1,3}\.\d+"
)
_FIGURES_OF_A_PLACE = Pattern(r"\d\.\d{4}|\d°|///\w")
_LIKE_A_PLACE = Pattern(r"[Gg]rid|GRID|\bOS|\b[Oo]s\b|[Mm][Aa][Pp]|[Ww]3[Ww]|[Ww]hat3|goo\.gl|geo:")
_LIVE = Pattern(r"(?i)\b(?:glympse\.com/\w|maps\.app\.goo\.gl/\w+\?live|find ?my friends link|life360\.com/\S+)")


@needs(DIGITS, least=8, together=True)
def find_cve_id(text: str) -> Iterator[Match]:
    """CVE identifier of a published weakness, such as CVE-2024-1234."""
    yield from every(_CVE, text)


def _quads(text: str) -> Iterator[tuple[Match, IPv4Address]]:
    for hit in _QUAD.finditer(text):
        try:
            address = IPv4Address(hit.group())
        except AddressValueError:  # four numbers, but one is above 255 or padded
            continue
        if not cued_before(text, hit.start(), _VERSION_CUE, 20):
            yield Match(hit.start(), hit.end()), address


@needs(DIGITS, least=4, together=True)
def find_private_ip_address(text: str) -> Iterator[Match]:
    """Address inside a network (RFC 1918), but not the usual address of a home router."""
    for match, address in _quads(text):
        if any(address in block for block in _PRIVATE) and not _HOME_ROUTER.fullmatch(str(address)):
            yield match


@needs(DIGITS, least=4, together=True)
def find_ip_address(text: str) -> Iterator[Match]:
    """Public internet address beside a cue."""
    for match, address in _quads(text):
        private = any(address in block for block in _PRIVATE) or address.is_loopback or address.is_unspecified
        if not private and cued(text, match[:2], _ADDRESS_CUE):
            known = any(address in block for block in _DOCUMENTATION)
            yield match._replace(detail="documentation-range" if known else "")


@needs(DIGITS, least=2, together=True)
@looks_for(_HOST_CUE)
def find_internal_hostname(text: str) -> Iterator[Match]:
    """Name of a server such as PRD-SQL-014, beside words about servers."""
    for hit in _HOST.finditer(text):
        if _HOST_PART.search(hit.group()) and cued(text, hit.span(), _HOST_CUE):
            yield Match(hit.start(), hit.end())


@needs(DIGITS + "/")
@looks_for(_FIGURES_OF_A_PLACE, _LIKE_A_PLACE)
def find_coordinates(text: str) -> Iterator[Match]:
    """Position: latitude and longitude, a grid reference beside a cue, three words, or a pin on a map."""
    kinds = (("degrees", _LAT_LONG), ("degrees", _DEGREES), ("three-words", _WORDS), ("map-pin", _PIN))
    for detail, pattern in kinds:
        for hit in pattern.finditer(text):
            yield Match(hit.start(), hit.end(), detail)
    for hit in _GRID.finditer(text):
        yield Match(hit.start("place"), hit.end("place"), "grid")


@starts_from(_TRACK, _LIVE)
def find_activity_track(text: str) -> Iterator[Match]:
    """Link to a recorded or live route, such as a run."""
    for detail, pattern in (("recorded", _TRACK), ("live", _LIVE)):
        for hit in pattern.finditer(text):
            yield Match(hit.start(), hit.end(), detail)
