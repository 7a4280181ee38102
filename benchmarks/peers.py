"""What a user would take instead, each given the same terms and the same posts. Terms alone: that favours the peers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.corpus import posts, terms
from benchmarks.serve import Subject

_KEPT: list[Any] = []  # settings that hold only while their manager is there
Build = Callable[[list[str]], Callable[[str], Any]]


def _of(build: Build) -> Callable[[int, int], Subject]:
    return lambda size, number: Subject(build(terms(size)), [made.text for made in posts(number)])


def re_alternation(words: list[str]) -> Callable[[str], Any]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b", re.IGNORECASE).findall


def regex_named_list(words: list[str]) -> Callable[[str], Any]:
    pattern = import_module("regex").compile(r"\b\L<words>\b", words=words, flags=import_module("regex").IGNORECASE)
    return pattern.findall


def re2_set(words: list[str]) -> Callable[[str], Any]:
    re2 = import_module("re2")
    options = re2.Options()
    options.case_sensitive, options.never_capture, options.max_mem, options.log_errors = False, True, 1 << 29, False
    rules = re2.Set.SearchSet(options)
    for word in words:
        rules.Add(rf"\b{re.escape(word)}\b")
    rules.Compile()
    return rules.Match


def hyperscan_raw(size: int, number: int) -> Subject:
    hyperscan = import_module("hyperscan")
    base = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    padded = [f" {word} ".encode() for word in terms(size)]
    base.compile(expressions=padded, ids=list(range(size)), elements=size, flags=[0] * size, literal=True)
    seen: list[int] = []

    def scan(view: bytes) -> int:
        seen.clear()
        base.scan(view, match_event_handler=lambda number, *_: seen.append(number))
        return len(seen)

    return Subject(scan, [view_of(made.text) for made in posts(number)])


_FOLD = bytes(ord(chr(code).lower()) if chr(code).isalnum() and ord(chr(code).lower()) < 256 else 32 for code in range(256))


def view_of(text: str) -> bytes:
    """One byte a character, small letters, all else a space: what a scan of padded terms wants."""
    return b" " + text.encode("latin-1", "replace").translate(_FOLD) + b" "


def flashtext(words: list[str]) -> Callable[[str], Any]:
    processor = import_module("flashtext").KeywordProcessor()
    processor.add_keywords_from_list(list(words))
    return lambda text: processor.extract_keywords(text, span_info=True)


def spacy(words: list[str]) -> Callable[[str], Any]:
    nlp = import_module("spacy").blank("en")
    matcher = import_module("spacy.matcher").PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("TERMS", list(nlp.tokenizer.pipe(words)))
    return lambda text: matcher(nlp(text))


def presidio_recogniser(words: list[str]) -> Callable[[str], Any]:
    recogniser = import_module("presidio_analyzer").PatternRecognizer(supported_entity="TERM", deny_list=list(words))
    return lambda text: recogniser.analyze(text, ["TERM"], None)


def presidio_analyzer(words: list[str]) -> Callable[[str], Any]:
    presidio, engines = import_module("presidio_analyzer"), import_module("presidio_analyzer.nlp_engine")
    recognisers = [presidio.PatternRecognizer(supported_entity="TERM", deny_list=list(words))]
    blank = engines.NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}])
    blank.load()
    engine = presidio.AnalyzerEngine(registry=presidio.RecognizerRegistry(recognizers=recognisers), nlp_engine=blank, supported_languages=["en"])
    return lambda text: engine.analyze(text, "en", entities=["TERM"])


def better_profanity(words: list[str]) -> Callable[[str], Any]:
    profanity = import_module("better_profanity").Profanity()
    profanity.load_censor_words(list(words))
    return profanity.contains_profanity


def detect_secrets(words: list[str]) -> Callable[[str], Any]:
    scan, settings = import_module("detect_secrets.core.scan"), import_module("detect_secrets.settings")
    patterns = [rf"\b{word}\b" for word in words]
    path = Path(tempfile.mkdtemp()) / "terms.py"
    path.write_text(
        "import re\nfrom detect_secrets.plugins.base import RegexBasedDetector\nclass Terms(RegexBasedDetector):\n"
        f"    secret_type = 'term'\n    denylist = [re.compile(p, re.I) for p in {patterns!r}]\n"
    )
    manager = settings.transient_settings({"plugins_used": [{"name": "Terms", "path": path.as_uri()}]})
    manager.__enter__()
    _KEPT.append(manager)
    return lambda text: [secret for line in text.split("\n") for secret in scan.scan_line(line)]


def proselint(words: list[str]) -> Callable[[str], Any]:
    checks, kinds = import_module("proselint.registry.checks"), import_module("proselint.registry.checks.types")
    check = checks.Check(check_type=kinds.Existence(items=tuple(words)), path="bench.terms", message="{}")
    return lambda text: list(check.check_with_flags(text))


def msgspec_lines(size: int, number: int) -> Subject:
    import_module("msgspec")
    decode = import_module("msgspec.json").decode
    import json  # this subject alone writes lines

    lines = [json.dumps({"id": str(place), "post": {"text": made.text}, "context": {"capacity": "official"}}).encode() for place, made in enumerate(posts(number))]
    return Subject(lambda some: [decode(line) for line in some], [lines], len(lines))


SUBJECTS: dict[str, Callable[[int, int], Subject]] = {
    "re alternation": _of(re_alternation), "regex named list": _of(regex_named_list), "re2 set": _of(re2_set), "flashtext": _of(flashtext),
    "spaCy PhraseMatcher": _of(spacy), "Presidio recogniser": _of(presidio_recogniser), "Presidio analyzer": _of(presidio_analyzer),
    "better-profanity": _of(better_profanity), "detect-secrets": _of(detect_secrets), "proselint": _of(proselint),
    "hyperscan": hyperscan_raw, "msgspec": msgspec_lines,
}  # fmt: skip
ENVIRONMENTS = {
    "re alternation": (), "regex named list": ("regex",), "re2 set": ("google-re2",), "flashtext": ("flashtext",), "spaCy PhraseMatcher": ("presidio-analyzer",),
    "Presidio recogniser": ("presidio-analyzer",), "Presidio analyzer": ("presidio-analyzer",), "better-profanity": ("better-profanity",),
    "detect-secrets": ("detect-secrets",), "proselint": ("proselint",), "hyperscan": ("hyperscan",), "msgspec": ("msgspec",),
}  # fmt: skip
"""What each needs from a package index; those that need the same share an environment."""
