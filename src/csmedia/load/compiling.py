"""From what the files say to what a check runs: names resolved, evidence numbered, one scanner for all words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from csmedia.errors import Fault, PolicyError
from csmedia.load.adjusting import Change, adjust, by_rule
from csmedia.load.compiled import AtomPlan, FindPlan, FrameNode, GuardPlan, RulePlan, SeverityPlan
from csmedia.load.examples import unreadable_examples
from csmedia.load.files import did_you_mean
from csmedia.load.folders import Loaded, PolicySet
from csmedia.load.gates import Needs
from csmedia.load.literals import TopicRef
from csmedia.load.lives import life_faults
from csmedia.load.nodes import BrokenElsewhereError, LanguageError, Nodes
from csmedia.load.registers import Calendar, Organisation, Period
from csmedia.load.requiring import requirements_of
from csmedia.load.severities import adjusted_severities
from csmedia.load.stored import Parts, pack
from csmedia.load.waking import Waking, how_often
from csmedia.load.written import Tables
from csmedia.model import Citation, PolicyRun
from csmedia.rules.facts import check_when
from csmedia.rules.grammar import CitationFile, Find, Reading, RuleFile, SourceRow
from csmedia.scan import trees_of
from csmedia.text import Vocabulary

LONDON = ZoneInfo("Europe/London")
Result = TypeVar("Result")
Row = TypeVar("Row", Organisation, Period)
_WORDS = re.compile(r"[a-z]{2,}")
_TABLES = frozenset({"sources", "duties", "organisations"})


def compile_policies(loaded: PolicySet, detectors: Mapping[str, Needs] = MappingProxyType({}), name: str = "") -> bytes:
    """Compile what was loaded to a pack of a name; raises `PolicyError` with every fault of every file.

    ``detectors`` are the names known, each with what a text must hold for it to find anything.
    """
    faults = list(loaded.faults)
    loaded, changes, wrong = adjust(loaded)
    faults += [*wrong, *life_faults(loaded)]
    changed = by_rule(changes)
    nodes = Nodes(loaded.signals, detectors, frozenset(loaded.broken))
    _compile_signals(nodes, loaded, faults)
    _compile_topics(nodes, loaded, faults)
    _check_references(loaded, faults)
    rules = [
        _adjusted(plan, changed.get(key, ()), loaded)
        for key in sorted(loaded.rules)
        if (plan := _compile_rule(nodes, loaded, key, faults)) is not None
    ]
    guards = [
        guard
        for key in sorted(loaded.guards)
        if (guard := _compile_guard(nodes, loaded.guards[key], key, faults)) is not None
    ]
    if faults:
        raise PolicyError(tuple(faults))
    return pack(_parts(nodes, loaded, tuple(rules), tuple(guards)), name)


def _adjusted(plan: RulePlan, changes: tuple[Change, ...], loaded: PolicySet) -> RulePlan:
    severities = adjusted_severities(plan.severity, plan.severity_when, changes, loaded.organisations)
    return plan._replace(severity_when=severities) if changes else plan


def _parts(nodes: Nodes, loaded: PolicySet, rules: tuple[RulePlan, ...], guards: tuple[GuardPlan, ...]) -> Parts:
    # Hashtags are opened with the words of terms and of examples: the examples speak ordinary English.
    words = nodes.words | {word for rule in rules for one in rule.examples for word in _WORDS.findall(one.text.lower())}
    tables = Tables(
        guards=guards, guarding=frozenset(key for key, row in loaded.rules.items() if row.guards),
        locked=frozenset(key for key, row in loaded.rules.items() if row.model.locked), calendar=_calendar(loaded),
        organisations=tuple(_only(Organisation, row.model) for row in loaded.organisations.values()),
        with_topics=frozenset(_slugs(loaded)[key] for key, rows in loaded.topics.items() if rows),
        asks={key: row.model.title for key, row in loaded.asks.items()}, ran=_ran(loaded, rules), stale=_stale(loaded),
        changes=_changes(rules), names=dict(nodes.named),
    )  # fmt: skip
    texts = [example.text for rule in rules for example in rule.examples]
    trees = trees_of(nodes.literals)
    often = how_often(nodes.nodes, nodes.literals, trees, Vocabulary(words, nodes.maskable), texts)
    waking = Waking(nodes.nodes, nodes.topic_node, nodes.regions, often)
    ordered = [node._replace(anchors=waking.anchors(node.anchors)) if isinstance(node, FrameNode) else node for node in nodes.nodes]
    return Parts(
        rules, requirements_of(rules, waking), ordered, waking.wakes, waking.wide, nodes.literals, trees, frozenset(words), frozenset(nodes.maskable),
        {key: row.model for key, row in loaded.duties.items()}, {key: row.model for key, row in loaded.sources.items()}, tables,
    )  # fmt: skip


def _ran(loaded: PolicySet, rules: tuple[RulePlan, ...]) -> tuple[PolicyRun, ...]:
    counts = {key: sum(rule.policy == key for rule in rules) for key in loaded.policies}
    return tuple(
        PolicyRun(policy=key, version=loaded.policies[key].model.version, rules=counts[key], digest=loaded.digests.get(key))
        for key in sorted(counts)
    )


def _stale(loaded: PolicySet) -> tuple[tuple[str, date], ...]:
    rows = [(f"source {key}", row.model.review_by) for key, row in loaded.sources.items()]
    rows += [(f"policy {key}", row.model.review_by) for key, row in loaded.policies.items()]
    rows += [(f"rule {key}", row.model.review_by) for key, row in loaded.rules.items()]
    return tuple(sorted((what, by) for what, by in rows if by is not None))


def _changes(rules: tuple[RulePlan, ...]) -> tuple[datetime, ...]:
    days = {day for rule in rules for day in (rule.since, rule.until) if day is not None}
    return tuple(datetime.combine(day, time(), LONDON) for day in sorted(days))


def _calendar(loaded: PolicySet) -> Calendar:
    periods = [_only(Period, row.model) for row in loaded.periods.values()]
    ends = [row.model.table_ends for row in loaded.calendars if row.model.table_ends is not None]
    kinds = {key: row.model.title for key, row in loaded.kinds.items()}
    return Calendar(tuple(sorted(periods, key=lambda row: row.id)), max(ends, default=None), kinds)


def _only(kind: type[Row], model: Any) -> Row:
    """What a check needs of a row that somebody wrote."""
    return kind(*(getattr(model, name) for name in kind._fields))


def _attempt(faults: list[Fault], row: Loaded, key: tuple[str | int, ...], make: Callable[[], Result]) -> Result | None:
    try:
        return make()
    except BrokenElsewhereError:
        return None
    except LanguageError as error:
        faults.append(row.source.fault_at_word((*row.place, *key), error.word, str(error)))
        return None


def _compile_signals(nodes: Nodes, loaded: PolicySet, faults: list[Fault]) -> None:
    for key in sorted(loaded.signals):
        row = loaded.signals[key]
        _attempt(faults, row, (), lambda key=key: nodes.signal(key))  # type: ignore[misc]  # the default binds the loop's key


def _slugs(loaded: PolicySet) -> dict[str, str]:
    """The slug of each organisation by each of its names."""
    slugs = {alias: key for key, row in loaded.organisations.items() for alias in row.model.aliases}
    return slugs | {key: key for key in loaded.organisations}


def _compile_topics(nodes: Nodes, loaded: PolicySet, faults: list[Fault]) -> None:
    slugs = _slugs(loaded)
    for organisation in sorted(loaded.topics):
        if organisation not in slugs and not loaded.broken & _TABLES:
            row = loaded.topics[organisation][0]
            faults.append(
                row.fault(
                    ("organisation",), f"there is no organisation “{organisation}”. {did_you_mean(organisation, slugs)}"
                )
            )
        for row in loaded.topics[organisation]:
            topic = row.model
            plain = TopicRef(slugs.get(organisation, organisation), topic.id, topic.title)
            _attempt(faults, row, ("terms",), lambda terms=topic.terms, ref=plain: nodes.topic(terms, ref))  # type: ignore[misc]  # bound
            for side in topic.side:
                ref = plain._replace(side=side.label)
                _attempt(faults, row, ("side",), lambda terms=side.terms, ref=ref: nodes.topic(terms, ref))  # type: ignore[misc]  # bound


def _check_references(loaded: PolicySet, faults: list[Fault]) -> None:
    if loaded.broken & _TABLES:
        return
    for duty in loaded.duties.values():
        for ask in duty.model.ask:
            if ask not in loaded.asks:
                faults.append(duty.fault(("ask",), f"nobody is called “{ask}”. {did_you_mean(ask, loaded.asks)}"))
        for basis in duty.model.basis:
            if basis.source not in loaded.sources:
                faults.append(
                    duty.fault(
                        ("basis",), f"there is no source “{basis.source}”. {did_you_mean(basis.source, loaded.sources)}"
                    )
                )
    for organisation in loaded.organisations.values():
        parent = organisation.model.parent
        if parent is not None and parent not in loaded.organisations:
            faults.append(
                organisation.fault(
                    ("parent",), f"there is no organisation “{parent}”. {did_you_mean(parent, loaded.organisations)}"
                )
            )


def _compile_rule(nodes: Nodes, loaded: PolicySet, key: str, faults: list[Fault]) -> RulePlan | None:
    row = loaded.rules[key]
    before = len(faults)
    rule: RuleFile = row.model
    policy = _policy_of(loaded, key)
    if policy is None:
        folder = key.rpartition("/")[0]
        faults.append(
            row.fault((), f"has no policy.toml in its folder “{folder}”. Add one with title, owner and version.")
        )
    faults += _rule_faults(loaded, row, rule)
    find = (
        None
        if rule.find is None
        else _attempt(faults, row, ("find",), lambda: nodes.find(rule.find or Find(), rule.lists))
    )
    faults += [row.fault(("when", name), fault) for name, fault in check_when(rule.when)]
    severities = _severities(nodes, row, rule, faults)
    if len(faults) > before or policy is None or rule.duty not in loaded.duties:
        return None
    duty = loaded.duties[rule.duty].model
    return RulePlan(
        id=key, policy=policy, version=loaded.policies[policy].model.version, title=rule.title, duty=rule.duty, severity=rule.severity,
        confidence=rule.confidence, message=rule.message, why=rule.why, ask=rule.ask or duty.ask, fine_when=rule.fine_when or duty.fine,
        instead=rule.instead, welsh=_welsh(rule), secret=rule.secret, preview=rule.preview, since=rule.since, until=rule.until, find=find,
        when=rule.when, severity_when=severities, citations=tuple(_citation(loaded, rule.duty, one) for one in rule.citation), examples=rule.example,
        file=row.source.name,
    )  # fmt: skip


def _welsh(rule: RuleFile) -> dict[str, str]:
    words = {"message": rule.message_cy, "why": rule.why_cy, "instead": rule.instead_cy}
    return {name: text for name, text in words.items() if text}


def _policy_of(loaded: PolicySet, key: str) -> str | None:
    folder = key
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if folder in loaded.policies:
            return folder
    return None


def _rule_faults(loaded: PolicySet, row: Loaded, rule: RuleFile) -> list[Fault]:
    faults = _reference_faults(loaded, row, rule) if not loaded.broken & _TABLES else []
    if not rule.citation:
        faults.append(
            row.fault((), "has no [[citation]]. Name the source that it rests on, by its id in sources.toml.")
        )
    readings = {_reading(loaded, rule.duty, one.source) for one in rule.citation if one.source in loaded.sources}
    if readings == {"memory"} and not rule.preview:
        faults.append(
            row.fault((), "rests on sources written from memory alone. Write preview = true above the first [table].")
        )
    return faults + _example_faults(row, rule) + unreadable_examples(row, rule)


def _reference_faults(loaded: PolicySet, row: Loaded, rule: RuleFile) -> list[Fault]:
    faults = []
    if rule.duty not in loaded.duties:
        faults.append(row.fault(("duty",), f"there is no duty “{rule.duty}”. {did_you_mean(rule.duty, loaded.duties)}"))
    faults += [
        row.fault(("ask",), f"nobody is called “{ask}”. {did_you_mean(ask, loaded.asks)}")
        for ask in rule.ask
        if ask not in loaded.asks
    ]
    for index, citation in enumerate(rule.citation):
        if citation.source not in loaded.sources:
            cure = did_you_mean(citation.source, loaded.sources)
            faults.append(row.fault(("citation", index, "source"), f"there is no source “{citation.source}”. {cure}"))
    return faults


def _example_faults(row: Loaded, rule: RuleFile) -> list[Fault]:
    faults = []
    if all(example.expect == "nothing-found" for example in rule.example):
        faults.append(
            row.fault((), "has no [[example]] that is raised. Write one post of which this rule says something.")
        )
    if all(example.expect != "nothing-found" for example in rule.example):
        faults.append(
            row.fault(
                (), 'has no [[example]] that is not raised. Write an innocent post with expect = "nothing-found".'
            )
        )
    seen: list[tuple[str, Any, Any, Any]] = []
    for index, example in enumerate(rule.example):
        same = (example.text, example.context, example.post, example.calendar)
        if same in seen:
            faults.append(
                row.fault(
                    ("example", index),
                    "is the same post in the same context as an example above. Remove it, or change it.",
                )
            )
        seen.append(same)
    return faults


def _severities(nodes: Nodes, row: Loaded, rule: RuleFile, faults: list[Fault]) -> tuple[SeverityPlan, ...]:
    plans = []
    for index, one in enumerate(rule.severity_when):
        faults += [row.fault(("severity_when", index, "when", name), fault) for name, fault in check_when(one.when)]
        find: FindPlan | None = None
        if one.find is not None:
            find = _attempt(faults, row, ("severity_when", index), lambda found=one.find: nodes.find(found, rule.lists))  # type: ignore[misc]  # bound
        severity = None if one.severity == "nothing-found" else one.severity
        plans.append(SeverityPlan(severity, one.confidence, one.when, find, one.because))
    return tuple(plans)


def _reading(loaded: PolicySet, duty: str, source: str) -> Reading:
    """How sure we are of a source: for this duty where its basis says so, else of the source as a whole."""
    basis = loaded.duties[duty].model.basis if duty in loaded.duties else ()
    own: list[Reading] = [row.reading for row in basis if row.source == source]
    whole: Reading = loaded.sources[source].model.reading
    return own[0] if own else whole


def _citation(loaded: PolicySet, duty: str, citation: CitationFile) -> Citation:
    source: SourceRow = loaded.sources[citation.source].model
    return Citation(
        source=source.id, title=source.title, paragraph=citation.paragraph, edition=source.edition, url=source.url,
        reading=_reading(loaded, duty, citation.source),
    )  # fmt: skip


def _compile_guard(nodes: Nodes, row: Loaded, key: str, faults: list[Fault]) -> GuardPlan | None:
    guard = row.model
    atoms = _attempt(faults, row, (), lambda: [_guard_atom(nodes, name) for name in (guard.signal, *guard.unless)])
    if atoms is None:
        return None
    first, *lifted = atoms
    return GuardPlan(
        key, first, guard.effect, guard.severity, frozenset(guard.duties), tuple(lifted), guard.within, guard.because
    )


def _guard_atom(nodes: Nodes, name: str) -> AtomPlan:
    # The author's own words only: quoting somebody who blew the whistle guards nothing of one's own.
    return AtomPlan(nodes.signal(name), f"signal:{name}", region="own")
