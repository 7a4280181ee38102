"""Links, mentions, hashtags and cashtags in a post, found by the rules that the platforms themselves use."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

import regex

__all__ = ["Entity", "find_entities", "url_host"]

EntityKind = Literal["url", "mention", "hashtag", "cashtag"]


class Entity(NamedTuple):
    """One entity, as code-point offsets in the text it was found in."""

    kind: EntityKind
    start: int
    end: int


_COUNTRIES = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf
    cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg
    gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn
    kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na
    nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh
    si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve
    vg vi vn vu wf ws ye yt za zm zw
"""

_GENERIC = """
    aero asia biz cat com coop edu gov info int jobs mil mobi museum name net org post pro tel travel xxx
    academy agency amsterdam app army art audio barcelona bbc berlin best bet bio blog blue bot build business buzz
    cafe cam camp capital care careers cash center charity chat church city claims click clinic cloud club coach codes
    college community company computer consulting contact cool corsica country courses cricket cymru data dating deals
    delivery democrat design dev digital direct directory doctor download earth eco education email energy engineering
    equipment estate eus events exchange expert express faith fans farm finance financial fit football forum foundation
    fun fund fyi gal gallery game games garden gay gives giving global gmbh gold google goog green group guide guru
    health healthcare help hiv holdings holiday homes horse hospital host hosting house how icu immo inc ink institute
    insurance insure international investments irish istanbul kids kim kiwi land law lawyer legal lgbt life limited
    link live living loan loans lol london love ltd management market marketing mba media melbourne memorial men money
    moscow navy network news ngo ninja nyc one ong online ooo page paris partners parts party pharmacy phone photo
    photography photos pics pictures place plus poker politie porn press productions promo properties property pub
    quebec realty recipes red rehab rent repair report republican rest review reviews rip rocks rugby run sale sarl
    school schule science scot security services sex sexy shop shopping show singles site ski social software solar
    solutions space sport store stream studio study style supplies supply support surf surgery swiss sydney systems tax
    taxi team tech technology tennis theater tickets tips tirol today tokyo tools top tours town toys trade trading
    training translations trust tube university uno ventures versicherung vet video vip vision vlaanderen vote voting
    wales wang watch webcam website wedding wien wiki win wine work works world wtf xyz yoga youtube zone
"""

_UNICODE_SUFFIXES = """
    рф рус укр срб бел мкд мон қаз бг ею сайт онлайн орг дети москва 中国 中國 香港 台湾 台灣 公司 网络 网站 みんな 한국
    भारत ไทย გე հայ ελ ευ السعودية امارات مصر ایران بھارت پاکستان المغرب تونس قطر موقع شبكة ישראל
"""

_SUFFIXES = frozenset(f"{_COUNTRIES} {_GENERIC}".split())

# A full stop without its space before one of these ("end.So we") is a slip of the thumb far more often than a host.
_ENGLISH = "ad ai al am as at be by do et id im in is it la ma me ml mm ms my no pa re so st to us"
_WORDS = frozenset(_ENGLISH.split())
_FILE_ENDINGS = frozenset({"md", "py", "sh", "rs", "ps"})
_NEVER_A_SENTENCE = frozenset({"com", "org", "uk"})

_ACCENTS = r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253-\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
_BARE_LABEL = rf"[a-z0-9{_ACCENTS}][a-z0-9\-{_ACCENTS}]*+"
_HOST = r"[^\s\p{P}\p{C}$+<=>^`|~]"
_LABEL = rf"{_HOST}+(?:[_\-]+{_HOST}+)*"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_BORDER = r"(?![0-9A-Za-z@+\-])"

_PATH_INNER = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTS}]"
_PATH_LAST = rf"[+\-a-z\u0400-\u04ff0-9=_#/{_ACCENTS}]"
_BRACKETS = rf"\((?:{_PATH_INNER}|\({_PATH_INNER}+\))+\)"
_PATH = rf"(?:/(?:(?:{_PATH_INNER}|{_BRACKETS})*(?:{_PATH_LAST}|{_BRACKETS}))?)"
_QUERY = r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])"

# After a scheme any suffix counts, for intranets have their own; "com.Thanks" is a sentence all the same.
_ANY_SUFFIX = r"xn--[a-z0-9\-]*[a-z0-9]|(?-i:[a-z]{2,63}|[A-Z]{2,63}|Com|Org|Uk)|" + "|".join(_UNICODE_SUFFIXES.split())
_SCHEME_URL = (
    rf"(?<![A-Za-z0-9@＠$#＃])https?://(?:[a-z0-9._~%!$&'()*+,;=:\-]*@)?"
    rf"(?P<host>(?:{_LABEL}\.)+(?:{_ANY_SUFFIX})|{_OCTET}(?:\.{_OCTET}){{3}}){_BORDER}"
)
_BARE_HOST = rf"(?<![a-z0-9@＠$#＃_./\-{_ACCENTS}]){_BARE_LABEL}(?:\.{_BARE_LABEL})++(?![_@])"
_AFTER_HOST = rf"{_PATH}?{_QUERY}?"
_PORT = r":\d+"
_SHORT_LINK = rf"/(?P<slug>[a-z0-9]+){_QUERY}?"
_AUTHORITY = r"\s*(?:(?:[a-z][a-z0-9+.\-]*:)?[/\\]{2})?(?P<authority>[^/\\?#]*)"
_EMAIL = r"(?<![a-z0-9_.%+'@＠\-])[a-z0-9_.%+'\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+"

_FEDIVERSE = r"[a-z0-9_]+(?:[.\-]+[a-z0-9_]+)*@(?:[a-z0-9\-]+\.)+"
_MENTION = (
    r"(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=(?:^|[^A-Za-z0-9_+~.\-])rt:?))[@＠]"
    rf"(?:{_FEDIVERSE}(?-i:[a-z]{{2,}})(?![\w\-])|{_FEDIVERSE}[a-z]{{2,}}(?![\w\-])"
    r"|(?P<domain>[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.(?P<suffix>(?-i:[a-z]{2,}))(?![\w\-@]))"
    r"|[a-z0-9_]{1,30}(?![a-z0-9_]))"
    rf"(?![@＠{_ACCENTS}]|://)"
)
_TAG = (
    r"\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
)
_HASHTAG = rf"(?:(?<![&{_TAG}])|(?<=[\ufe0e\ufe0f]))[#＃](?![\ufe0f\u20e3])[{_TAG}]++(?![#＃]|://)"
_CASHTAG = r"(?:^|(?<=[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]))\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?![\p{L}\p{M}\p{N}_])"


# A full stop inside a word: hosts and addresses have one, most sentences do not.
_DOTTED = regex.compile(r"\.[^\s.]")


@cache
def _pattern(source: str) -> regex.Pattern[str]:
    # Compiling all of them takes longer than reading most posts, and most posts need few.
    return regex.compile(source, regex.IGNORECASE)


def find_entities(text: str) -> tuple[Entity, ...]:
    """Entities in reading order; none overlaps another, and links win over what they contain."""
    if not any(sign in text for sign in "@#$＠＃") and "://" not in text and _DOTTED.search(text) is None:
        return ()
    taken = bytearray(len(text))
    found = _claim(taken, _links_with_scheme(text))
    if _DOTTED.search(text) is not None:
        for match in _pattern(_EMAIL).finditer(text):
            _mark(taken, match.start(), match.end())
        found += _claim(taken, _bare_links(text))
    found += _claim(taken, _tags(text))
    return tuple(sorted(found, key=lambda entity: entity.start))


def url_host(url: str) -> str:
    """Read the host of a link as a browser would: in lower case, without user name and port."""
    # Browsers read a backslash as a slash, so "https://evil.example\@gov.uk" goes to evil.example.
    match = _pattern(_AUTHORITY).match(url)
    authority = match["authority"].rpartition("@")[2] if match else ""
    host = authority[: authority.find("]") + 1] if authority.startswith("[") else authority.partition(":")[0]
    return host.rstrip(".").lower()


def _claim(taken: bytearray, entities: Iterable[Entity]) -> list[Entity]:
    """Keep the entities whose characters nobody has taken before, and take them."""
    kept = []
    for entity in entities:
        if not any(taken[entity.start : entity.end]):
            _mark(taken, entity.start, entity.end)
            kept.append(entity)
    return kept


def _mark(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


def _links_with_scheme(text: str) -> Iterator[Entity]:
    if "://" not in text:
        return
    position = 0
    while match := _pattern(_SCHEME_URL).search(text, position):
        end = _end_of_link(text, match.end(), match["host"], shortened=True)
        if end is None:
            position = match.end()
            continue
        yield Entity("url", match.start(), end)
        position = end


def _bare_links(text: str) -> Iterator[Entity]:
    position = 0
    while match := _pattern(_BARE_HOST).search(text, position):
        host_end = _end_of_bare_host(text, match.start(), match.end())
        position = match.end()
        if host_end is not None and (end := _end_of_link(text, host_end, text[match.start() : host_end])) is not None:
            yield Entity("url", match.start(), end)
            position = max(position, end)


def _end_of_bare_host(text: str, start: int, end: int) -> int | None:
    """Where the host stops: after the last label that is a public suffix."""
    labels = text[start:end].split(".")
    while len(labels) > 1:
        suffix = labels[-1]
        if suffix.lower() in _SUFFIXES or suffix.lower().startswith("xn--"):
            has_path = text[end : end + 1] == "/"
            return end if has_path or _is_surely_a_host(labels) else None
        end -= len(suffix) + 1
        labels.pop()
    return None


def _is_surely_a_host(labels: list[str]) -> bool:
    """Whether bare labels are a host rather than two sentences, an abbreviation, a time of day or a file."""
    suffix = labels[-1].lower()
    if suffix in _FILE_ENDINGS and len(labels) == 2:
        return False
    if suffix in _WORDS and (not labels[-1].islower() or labels[-2].isdigit() or len(labels[-2]) == 1):
        return False
    return not (labels[-1].istitle() and suffix not in _NEVER_A_SENTENCE)


def _end_of_link(text: str, host_end: int, host: str, *, shortened: bool = False) -> int | None:
    """Where the whole link stops, or None where the host or its short code is impossible."""
    if not _fits_in_dns(host):
        return None
    if port := _pattern(_PORT).match(text, host_end):
        host_end = port.end()
    if shortened and host.lower() == "t.co" and (short := _pattern(_SHORT_LINK).match(text, host_end)):
        return short.end() if len(short["slug"]) <= 40 else None
    rest = _pattern(_AFTER_HOST).match(text, host_end)
    return rest.end() if rest else host_end


def _fits_in_dns(host: str) -> bool:
    """Whether each label is one that the domain name system can carry."""
    labels = host.split(".")
    if any("_" in label for label in labels[-2:]):
        return False
    return len(host) <= 253 and all(_fits_in_label(label) for label in labels)


def _fits_in_label(label: str) -> bool:
    if label.isascii():
        return len(label) <= 63 and not label.endswith("-")
    # "xn--" promises ASCII only.
    return not label.lower().startswith("xn--") and len(label.encode("punycode")) + 4 <= 63


def _tags(text: str) -> Iterator[Entity]:
    if "@" in text or "＠" in text:
        for match in _pattern(_MENTION).finditer(text):
            if end := _end_of_mention(match):
                yield Entity("mention", match.start(), end)
    if "#" in text or "＃" in text:
        for match in _pattern(_HASHTAG).finditer(text):
            if any(map(_is_letter, match[0])):
                yield Entity("hashtag", match.start(), match.end())
    if "$" in text:
        for match in _pattern(_CASHTAG).finditer(text):
            yield Entity("cashtag", match.start(), match.end())


def _end_of_mention(match: regex.Match[str]) -> int | None:
    """Where the mention stops: a handle that is a domain keeps it, "@jo.So we went" does not."""
    domain, suffix = match["domain"], match["suffix"]
    if domain is None or (suffix in _SUFFIXES and (suffix not in _WORDS or domain.count(".") > 1)):
        return match.end()
    name = _pattern(r"[a-z0-9_]{1,30}(?![a-z0-9_])").match(domain)
    return match.start() + 1 + name.end() if name else None


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"
