"""Links that open only inside government, and links that let strangers in."""

from collections.abc import Iterator
from typing import Literal

from csmedia_policies.detectors.match import Match, Pattern, starts_from

Door = Literal["open-only-inside", "lets-strangers-in"]
# A kind of link, words of which one stands in each in some case, so that most expressions are not tried, and the expression.
Kind = tuple[str, tuple[str, ...], Pattern]

_REST = r"[^\s<>\"'`]{0,300}"
_START = r"(?<![\w@./-])(?:https?://)?"
_FIRST = r"(?:[a-z\d_-]{1,63}\.){0,5}"


def _link(pattern: str) -> Pattern:
    return Pattern(rf"(?i){_START}{pattern}{_REST}")


_INSIDE: tuple[Kind, ...] = (
    ("sharepoint", ("sharepoint",), _link(r"[a-z\d-]{1,63}\.sharepoint\.com\b")),
    ("onedrive", ("1drv", "onedrive"), _link(r"(?:1drv\.ms|onedrive\.live\.com)/")),
    (
        "google-docs",
        ("docs.google",),
        _link(
            r"docs\.google\.com/(?:a/[\w.-]+/)?(?:document|spreadsheets|presentation|drawings"
            r"|forms)/(?:u/\d/)?d/(?!e/)"
        ),
    ),
    ("google-drive", ("drive.google",), _link(r"drive\.google\.com/(?:drive|file|open|folderview)")),
    ("atlassian", ("atlassian",), _link(r"[a-z\d-]{1,63}\.atlassian\.net/(?:wiki|browse|jira)")),
    (
        "board",
        ("trello", "miro", "mural", "padlet"),
        _link(
            r"(?:trello\.com/[bc]/|miro\.com/(?:app/board|welcomeonboard)/|app\.mural\.co/(?!\S{0,120}[?&](?:key|sender)=)"
            r"|[a-z]{0,3}\.?padlet\.com/)"
        ),
    ),
    (
        "chat",
        ("teams.microsoft", "slack"),
        _link(
            r"(?:teams\.microsoft\.com/l/(?:message|channel|chat|team)/|app\.slack\.com/client/"
            r"|[a-z\d-]{1,40}\.slack\.com/(?:archives|files)/)"
        ),
    ),
    ("meeting", ("zoom",), _link(r"(?:[a-z\d-]{1,30}\.)?zoom(?:gov)?\.(?:us|com)/(?:j|s|my)/(?![^\s]{0,200}[?&]pwd=)")),
    ("loop", ("loop.",), _link(r"loop\.(?:microsoft\.com|cloud\.microsoft)/p/")),
    ("chat", ("teams.microsoft",), _link(r"teams\.microsoft\.com/l/(?:file|entity|meeting)/")),
    ("feed", ("engage.cloud", "yammer"), _link(r"(?:engage\.cloud\.microsoft|web\.yammer\.com)/")),
    ("shared-files", ("dropbox",), _link(r"(?:www\.)?dropbox\.com/(?:s|sh|scl|home|work)/")),
    ("shared-table", ("airtable",), _link(r"airtable\.com/(?:shr|app|inv)")),
    ("design", ("figma",), _link(r"(?:www\.)?figma\.com/(?:file|design|board|proto)/")),
    (
        "planner",
        ("asana", "clickup", "smartsheet", "tasks.office", "planner.cloud"),
        _link(r"(?:app\.(?:asana|clickup|smartsheet)\.com|tasks\.office\.com|planner\.cloud\.microsoft)/"),
    ),
    ("mailbox", ("outlook.",), _link(r"outlook\.(?:office(?:365)?|cloud\.microsoft)\.com/(?:mail|calendar|owa)")),
    (
        "business-system",
        ("service-now", "dynamics", "powerbi", "dev.azure"),
        _link(
            r"(?:[a-z\d-]{1,40}\.(?:service-now|crm\d{0,2}\.dynamics)\.com\b|app\.powerbi\.com/(?:groups"
            r"|reports)/|dev\.azure\.com/)"
        ),
    ),
    (
        "intranet",
        ("intranet.",),
        _link(rf"{_FIRST}(?:[a-z\d]{{2,20}}-)?intranet\.(?:[a-z\d-]{{1,63}}\.){{1,4}}[a-z]{{2,12}}\b"),
    ),
    ("internal-host", ("internal.",), _link(rf"{_FIRST}internal\.(?:[a-z\d-]{{1,63}}\.){{1,3}}(?:uk|com|net|org)\b")),
    ("intranet", ("://intranet",), Pattern(rf"(?i)(?<!\w)https?://intranet[./]{_REST}")),
    (
        "secure-network",
        (".gov.uk", "cjsm.", "police.uk", "r.mil."),
        _link(rf"{_FIRST}(?:(?:gsi|gsx|gcsx|gse|x\.gsi)\.gov\.uk|cjsm\.net|pnn\.police\.uk|r\.mil\.uk)\b"),
    ),
    (
        "draft",
        ("draft-",),
        _link(r"draft-(?:origin|assets|origin\.[a-z]+)\.(?:[a-z]+\.)?publishing\.service\.gov\.uk\b"),
    ),
    (
        "staging",
        ("publishing.service",),
        _link(r"[a-z\d.-]{0,60}\.(?:integration|staging)\.publishing\.service\.gov\.uk\b"),
    ),
    (
        "internal-host",
        ("://",),
        Pattern(
            rf"(?i)(?<![\w@.-])(?:https?://){_FIRST}[a-z\d-]{{1,63}}\.(?:internal|local|corp|lan"
            rf"|intra)\b(?![\w-]|\.[a-z]){_REST}"
        ),
    ),
    (
        "internal-host",
        (".internal", ".local"),
        Pattern(
            r"(?<![\w@./-])(?:[a-z][a-z\d-]{0,40}\.){1,4}[a-z][a-z\d-]{1,40}\.(?:internal|local)\b(?![\w-]|\.[a-z])|"
            r"(?<![\w@./-])[a-z][a-z\d-]{0,40}[\d-][a-z\d]{0,20}\.(?:internal|local)\b(?![\w-]|\.[a-z])|"
            rf"(?<![\w@./-])[a-z][a-z\d-]{{1,40}}\.(?:internal|local)(?:[:/]){_REST}"
        ),
    ),
    (
        "network-address",
        ("://",),
        Pattern(
            rf"(?i)\bhttps?://(?:10(?:\.\d{{1,3}}){{3}}|192\.168(?:\.\d{{1,3}}){{2}}|172\.(?:1[6-9]|2\d"
            rf"|3[01])(?:\.\d{{1,3}}){{2}})\b{_REST}"
        ),
    ),
    (
        "file-share",
        ("\\\\",),
        Pattern(r"(?<![\w\\])\\\\[A-Za-z][\w.-]{1,60}\\[\w$. -]{1,60}(?:\\[\w$.&() -]{1,60}){0,10}"),
    ),
    ("file-share", ("://",), Pattern(r"(?i)\b(?:file|smb)://[\w./%$-]{3,200}")),
    (
        "file-path",
        (":\\",),
        Pattern(
            r"(?i)(?<!\w)[A-Z]:\\(?:Users\\(?!(?:username|user|name|yourname|your[ _-]name|me|<|%))|(?!Users"
            r"|Program|Windows|path|folder|my)[A-Z][\w &()-]{2,40}\\)[\w &().-]{1,60}(?:\\[\w &"
            r"().-]{1,60}){0,10}"
        ),
    ),
)
_STRANGERS: tuple[Kind, ...] = (
    ("meeting", ("teams.microsoft",), _link(r"teams\.microsoft\.com/(?:l/meetup-join|meet)/")),
    ("meeting", ("teams.live",), _link(r"teams\.live\.com/meet/")),
    (
        "meeting",
        ("zoom",),
        _link(r"(?:[a-z\d-]{1,30}\.)?zoom(?:gov)?\.(?:us|com)/(?:j|s|my|w)/[\w.-]{1,40}\?[^\s]{0,200}?pwd="),
    ),
    ("meeting", ("meet.google",), _link(r"meet\.google\.com/(?!aaa-bbbb)[a-z]{3}-?[a-z]{4}-?[a-z]{3}\b")),
    ("meeting", ("webex",), _link(r"[a-z\d-]{1,40}\.webex\.com/(?:meet|join)/")),
    ("meeting", ("webex",), _link(r"[a-z\d-]{1,40}\.webex\.com/[^\s]{0,80}[?&]MTID=")),
    (
        "meeting-code",
        ("zoom", "meeting", "conference", "webex", "teams"),
        Pattern(
            r"(?i)\b(?:zoom|meeting|conference|webex|teams)(?: meeting)? ID\b:? ?\d[\d ]{7,17}\d[,;. \n]{1,3}"
            r"(?:(?:and|with|the) ){0,2}(?:pass(?:code|word)|pin)\b:?(?: is)? ?\w{4,12}"
        ),
    ),
    (
        "meeting-code",
        ("zoom", "webex", "teams", "meeting", "conference", "dial"),
        Pattern(
            r"(?i)\b(?:zoom|webex|teams|meeting|conference|dial[- ]in)\b[^.!?\n]{0,30}?\d[\d ]{6,16}\d[^.!?\n]{0,12}?"
            r"\b(?:host key|access code|pass(?:code|word)|pin)\b:?(?: is)? ?[\w-]{4,12}"
        ),
    ),
    (
        "spelled-out",
        ("dot",),
        Pattern(
            r"(?i)\b(?:zoom|teams|webex|meet|sharepoint)(?: \w+)? dot (?:us|com|google|microsoft|gov)\b(?: (?:dot|slash) [\w-]+)+(?: \d{2,5}){0,4}"
        ),
    ),
    ("group", ("join.slack",), _link(r"join\.slack\.com/t/")),
    ("board-key", ("mural",), _link(r"app\.mural\.co/[^\s]{0,120}[?&](?:key|sender)=")),
    (
        "token",
        ("?",),
        Pattern(
            r"(?i)\b(?:https?://|(?:[a-z\d-]{1,63}\.){1,5}[a-z]{2,24}/)[^\s<>\"'#?]{0,300}\?"
            r"(?:[^\s<>\"'#]{0,300}&)?(?:(?:access_|auth_|id_|invite_|preview_|share_)?token|api_?key|"
            r"x-amz-signature|sig|signature|invite(?:_?code)?|guestaccesstoken)=(?![<{\[]|your|xxx"
            r"|abc\b)[\w%.~+/-]{4,400}=?"
        ),
    ),
)
_TRAILING = ".,;:!?)]’”…"


@starts_from(*(pattern for _, _, pattern in _INSIDE))
def find_link_open_only_inside(text: str) -> Iterator[Match]:
    """Link, host or file path that opens only inside government."""
    strangers = [(match.start, match.end) for match in find_link_letting_strangers_in(text)]
    for match in _find(text, _INSIDE):
        if not any(start < match.end and match.start < end for start, end in strangers):
            yield match


@starts_from(*(pattern for _, _, pattern in _STRANGERS))
def find_link_letting_strangers_in(text: str) -> Iterator[Match]:
    """Link that carries a join code, a password or a token."""
    yield from _find(text, _STRANGERS)


@starts_from(*(pattern for _, _, pattern in (*_INSIDE, *_STRANGERS)))
def find_internal_link(text: str) -> Iterator[Match]:
    """Either kind of link; the detail says open-only-inside or lets-strangers-in."""
    doors: tuple[tuple[Door, Iterator[Match]], ...] = (
        ("open-only-inside", find_link_open_only_inside(text)),
        ("lets-strangers-in", find_link_letting_strangers_in(text)),
    )
    for door, matches in doors:
        for match in matches:
            yield match._replace(detail=door)


def _find(text: str, kinds: tuple[Kind, ...]) -> Iterator[Match]:
    seen: set[int] = set()
    small = text.lower()
    for kind, words, pattern in kinds:
        if not any(word in small for word in words):
            continue
        for hit in pattern.finditer(text):
            end = hit.start() + len(hit.group().rstrip(_TRAILING))
            if hit.start() not in seen:
                seen.add(hit.start())
                yield Match(hit.start(), end, kind)
