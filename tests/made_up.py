"""Policies and posts made up by chance, over a few words that policies look for and a few ways in which people write them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from csmedia import Context, Post

from .conftest import BASE

TERMS = (
    "plum", "pear", "plum tart", "ripe plum", "rotten", "plum~", "bake~ tart", "plum*", "plum* tart", "rott*", "Plum!", "PLUM!!", "ripe Plum!", "#plumtart", "#plum*",
    "plums?", "ripe ?plum", "(ripe|rotten) (plum|pear)", "(the)? tart", "🍑", "café", "the minister's plum", "do not bake", "baking",
)  # fmt: skip
PIECES = (
    "<fruit>", "<says>", "<listed>", "plum", "(ripe|rotten)", "bake~", "(<fruit>|tart)", "(<listed> the|pear)", "<Name>", "<place>", "<number>", "<topic:own>", "<side:any>", "<hashtag>", "<CAPS>",
    "<place:area>", "<release:pending>", "<minister:own>",
)  # fmt: skip
PATTERNS = (
    r"\bplums?\b", r"pl\wm", r"(?i)tart|pear", r"[A-Z]{3}\d{2}", r"\d{3,5}", r"plum(?P<span>\s+tart)", r"(?<=ripe )\w+", r"[^\x00-\x7f]", r"£\d+", r"(?:plum|pear)\W+tart", r"\bPLUM\b", r"é|ripe",
)  # fmt: skip
WORDS = (
    "plum", "plum", "pear", "tart", "ripe", "rotten", "Plum", "PLUM", "plums", "baked", "bakes", "baking", "the", "our", "minister's", "Minister", "not", "don't", "never", "plumstone",
    "pl*m", "pIum", "p l u m", "pl\u200bum", "plumm mm", "plummmm", "p1um", "ｐｌｕｍ", "рlum", "rött\u0301en", "#plum", "#PlumTart", "#plumtart", "#Plum", "#ripeplum", "café", "cafe\u0301", "🍑", "🍑🍑",
    "ABC12", "1234", "£40", "kent", "harvest", "figures", "ban", "save", "orchards", "@plum", "https://plum.example/tart", "I", "u", "kind", "words", "ﬁg", "ſ", "İ",
)  # fmt: skip
JOINS = (" ", " ", " ", " ", ", ", ". ", "! ", "? ", "\n", " “", "” ", ' "', '" ', " - ", "… ", "")
MARKED = {"Capital", "CAPS"}


def toml(value: Any) -> str:
    """A value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def written(values: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in values.items())


def some(values: tuple[str, ...], least: int = 1, most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)


def with_few(values: dict[str, Any], optional: dict[str, st.SearchStrategy[Any]], most: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """A table with a few of many more keys: with half of them nothing would ever be found."""
    chosen = st.lists(st.sampled_from(sorted(optional)), max_size=most, unique=True)
    return chosen.flatmap(lambda keys: st.fixed_dictionaries({key: st.just(value) for key, value in values.items()} | {key: optional[key] for key in keys}))


gaps = st.sampled_from(("…1", "…2", "…4"))
times = st.sampled_from(("", "", "", "?", "{1,2}", "{2}", "{0,2}"))


@st.composite
def frames(draw: st.DrawFn, pieces: tuple[str, ...] = PIECES) -> str:
    """A frame with gaps, repeats and ends; its first piece must be there."""
    parts = [draw(st.sampled_from(pieces))]
    for _ in range(draw(st.integers(0, 3))):
        piece, often = draw(st.sampled_from(pieces)), draw(times)
        parts += draw(st.lists(gaps, max_size=1))
        parts.append(piece + often if piece[0] in "(<" else piece)
    return " ".join((*draw(st.sampled_from(((), (), ("^",)))), *parts, *draw(st.sampled_from(((), (), ("$",))))))


patterns = st.one_of(
    st.sampled_from(PATTERNS),
    st.fixed_dictionaries({"pattern": st.sampled_from(PATTERNS)}, optional={"needs": some(TERMS), "on": st.sampled_from(("folded", "tidied", "typed"))}),
)
conditions = {"not_after": some(("the", "our", "ripe", "not")), "not_before": some(("tart", "plum", "stone"))}
whens = with_few(
    {},
    {
        "capacity": st.sampled_from((["official"], ["personal"])), "political_group": st.just(["free"]), "has_media": st.booleans(), "word_count": st.just({"least": 3}), "identifiable": st.booleans(),
        "languages_seen": st.just({"none": ["cy"]}), "media.any": st.just({"alt_text": "missing"}), "release_pending": st.booleans(), "periods": st.just(["harvest"]), "has_quoted": st.just(True),
    },
    most=1,
)  # fmt: skip
facts = whens.filter(bool)


def signals(*, includes: tuple[str, ...], pieces: tuple[str, ...] = PIECES) -> st.SearchStrategy[dict[str, Any]]:
    kinds = {"terms": some(TERMS), "frames": st.lists(frames(pieces), min_size=1, max_size=2), "patterns": st.lists(patterns, min_size=1, max_size=2)}
    more = {
        **conditions, "except": some(("ripe plum", "plum tart", "pear")), "typed": st.sampled_from(("Capital", "CAPS")), "maskable": st.just(True), "secret": st.just(True), "facts": facts,
        **({"include": some(includes)} if includes else {}),
    }  # fmt: skip
    found = st.lists(st.sampled_from(sorted(kinds)), min_size=1, unique=True)
    return found.flatmap(lambda keys: st.fixed_dictionaries({key: kinds[key] for key in keys})).flatmap(lambda values: with_few(values, more))


atoms = st.one_of(
    st.sampled_from(("signal:fruit", "signal:says", "signal:mixed", "topic:own", "side:any", "topic:other", "release:pending", "place:area", "minister:own")),
    st.one_of(
        st.fixed_dictionaries({"signal": st.sampled_from(("fruit", "says", "mixed"))}),
        st.fixed_dictionaries({"terms": some(TERMS)}), st.fixed_dictionaries({"frame": frames()}), st.fixed_dictionaries({"topic": st.sampled_from(("own", "other", "any"))}),
        st.fixed_dictionaries({"pattern": st.sampled_from(PATTERNS)}, optional={"on": st.sampled_from(("tidied", "typed"))}),
    ).flatmap(
        lambda one: with_few(
            one,
            {
                **conditions, "in": st.sampled_from(("own", "quoted", "media", "any")), "typed": st.sampled_from(("Capital", "CAPS")), "at_least": st.just(2), "negated": st.booleans(),
                "question": st.booleans(), "within": st.sampled_from(("sentence", "post")),
            },
        )
    ),
)  # fmt: skip
finds = st.one_of(
    st.fixed_dictionaries({"all": st.lists(atoms, min_size=1, max_size=2)}, optional={"any": st.lists(atoms, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"any": st.lists(atoms, min_size=1, max_size=3)}, optional={"at_least": st.just(2)}),
).flatmap(
    lambda one: with_few(one, {"unless": st.lists(atoms, min_size=1, max_size=2), "within": st.sampled_from(("sentence", "post", 2, 5))})
)
SEVERITIES = ("note", "review", "advise", "stop")


@st.composite
def rules(draw: st.DrawFn) -> str:
    top = {
        "title": "Made up", "duty": draw(st.sampled_from(("quiet", "loud"))), "severity": draw(st.sampled_from(SEVERITIES)), "confidence": draw(st.sampled_from(("low", "medium", "high"))),
        "message": "About {topic} of {minister}, {release}, {place}.", "why": "It was made up.", "secret": draw(st.booleans()),
    }  # fmt: skip
    lists = f'[lists]\n{written({"listed": draw(some(TERMS))})}'
    cases = [
        f"[[severity_when]]\n{written({'severity': draw(st.sampled_from((*SEVERITIES, 'nothing-found'))), 'because': 'It differs.', 'when': draw(whens)})}"
        + (f"find = {toml(draw(finds))}\n" if draw(st.booleans()) else "")
        for _ in range(draw(st.integers(0, 2)))
    ]
    examples = '[[citation]]\nsource = "X1"\n[[example]]\ntext = "a"\nexpect = "note"\n[[example]]\ntext = "b"\nexpect = "nothing-found"\n'
    return "".join((written(top), f"[find]\n{written(draw(finds))}", f"[when]\n{written(draw(whens))}", lists, *cases, examples))


def signal_file(values: dict[str, Any], listed: list[str]) -> str:
    return written({"title": "Made up", **values, "lists": {"listed": listed}})


@st.composite
def policies(draw: st.DrawFn) -> dict[str, str]:
    """The files of a small policy."""
    plain = tuple(piece for piece in PIECES if "fruit" not in piece and "says" not in piece)
    said = {
        "fruit": draw(signals(includes=(), pieces=plain)),
        "says": draw(signals(includes=("fruit",), pieces=tuple(piece for piece in PIECES if "says" not in piece))),
        "mixed": draw(signals(includes=("fruit", "says"))),
    }
    topics = [
        {"id": name, "title": f"the {name}", "terms": draw(some(TERMS)), "side": [{"label": side, "terms": draw(some(TERMS))} for side in ("for", "against")] if draw(st.booleans()) else []}
        for name in ("harvest", "orchards")
    ]
    files = {f"signals/{name}.toml": signal_file(values, draw(some(TERMS))) for name, values in said.items()}
    files |= {f"house/rule_{number}.toml": draw(rules()) for number in range(draw(st.integers(1, 3)))}
    files |= {f"topics/{slug}.toml": written({"organisation": slug, "topic": [topic]}) for slug, topic in zip(("orchard-office", "parent-office"), topics, strict=True)}
    return {**BASE, **TABLES, **files}


@st.composite
def guard_files(draw: st.DrawFn) -> dict[str, str]:
    """A guard on one duty, with its signals."""
    guard = {
        "title": "Kept", "signal": "kept", "effect": draw(st.sampled_from(("hold", "quiet"))), "severity": "note", "duties": ["quiet"], "within": draw(st.sampled_from(("sentence", "post"))),
        "because": "It is kept.", **({"unless": ["lifted"]} if draw(st.booleans()) else {}),
    }  # fmt: skip
    terms = {name: written({"title": name, "terms": draw(some(TERMS, most=2))}) for name in ("kept", "lifted")}
    return {"guards/kept.toml": written(guard), **{f"signals/{name}.toml": text for name, text in terms.items()}}


ORGANISATIONS = [
    {"slug": "orchard-office", "name": "Orchard Office", "kind": "agency", "serves": "uk", "parent": "parent-office"},
    {"slug": "parent-office", "name": "Parent Office", "kind": "ministerial-department", "serves": "uk", "minister": "the Minister for Plums", "ministers": ["minister for plums", "the minister"]},
    {"slug": "third-office", "name": "Third Office", "kind": "agency", "serves": "wales"},
]  # fmt: skip
TABLES = {
    "organisations.toml": "".join(f"[[organisation]]\n{written(row)}" for row in ORGANISATIONS),
    "duties.toml": BASE["duties.toml"] + BASE["duties.toml"].partition("[[duty]]")[1] + '\nid = "loud"\ntitle = "Be loud"\nasks = "Be loud."\nverdict = "note"\nask = ["boss"]\n',
}

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINS)), min_size=1, max_size=14).map(
    lambda pairs: "".join(word + join for word, join in pairs)
)
posts = st.builds(
    lambda text, more: Post(text=text, **more),
    texts,
    st.fixed_dictionaries(
        {},
        optional={
            "quoted_text": texts, "title": texts, "poll": st.lists(texts, max_size=2), "publish_at": st.just("2026-04-20T09:00:00+01:00"), "kind": st.sampled_from(("reply", "quote")),
            "media": st.lists(st.fixed_dictionaries({"type": st.just("image")}, optional={"alt_text": texts | st.just(""), "text": texts}), max_size=2),
            "links": texts.map(lambda title: [{"url": "https://plum.example/", "title": title}]),
        },
    ),
)  # fmt: skip
contexts = st.builds(
    lambda more: Context(**more),
    st.fixed_dictionaries(
        {"capacity": st.sampled_from(("official", "personal"))},
        optional={
            "department": st.sampled_from(("orchard-office", "parent-office", "third-office", "unknown-office")), "political_group": st.sampled_from(("free", "restricted")), "area": st.just("Kent"),
            "identifiable": st.booleans(), "periods": st.just(["harvest"]), "releases": st.sampled_from(([{"name": "Plum harvest figures", "at": "2026-05-01T09:30:00+01:00"}], [{"name": "Pear tart", "at": "2026-01-01T09:30:00+00:00"}])),
        },
    ),
)  # fmt: skip
