"""The path itself: a post in its context is read, scanned, judged and reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from csmedia.errors import PolicyError
from csmedia.judge import Evidence, Facts, Judgement, Surroundings, guarded_finding, judge, standing_guards
from csmedia.load.cache import cache_folder, compiled_from
from csmedia.load.compiled import Compiled
from csmedia.load.gates import Needs
from csmedia.load.places import Folder
from csmedia.model import Context, Failure, Finding, Post, Report, rank, verdict_of
from csmedia.plugins import Contributions, Origin, gather
from csmedia.text import read_text
from csmedia.text.language import languages

GUARDS = Folder(Path(__file__).parent / "guards", "csmedia", guards=True)


class Checker:
    """Policies ready to check posts with. Making one reads and compiles them; checking changes nothing in it.

    ``policies`` are folders of TOML to use besides what plugins bring. ``plugins=False`` leaves out every installed plugin,
    the built-in policies too; ``builtin_only`` keeps those alone. ``cache`` keeps compiled policies in the user's cache folder; ``compiling`` is called
    where they have to be compiled, which takes seconds.
    Raises `PolicyError` where policies are faulty; a plugin that fails makes reports not complete.
    """

    def __init__(
        self,
        policies: Iterable[str | Path] | None = None,
        plugins: bool = True,
        *,
        preview: bool = True,
        builtin_only: bool = False,
        cache: bool = True,
        compiling: Callable[[], None] = lambda: None,
    ) -> None:
        given = (policies,) if isinstance(policies, str | Path) else policies or ()
        folders = tuple(str(path) for path in given)
        self._again = partial(Checker, folders, plugins, preview=preview, builtin_only=builtin_only, cache=cache)
        self.contributions = gather(_built_in if builtin_only else _any) if plugins else Contributions()
        self.failures: tuple[Failure, ...] = self.contributions.failures
        self.preview = preview
        self.cache = cache
        self._compiling = compiling
        self.compiled = self._compile(tuple(Folder(Path(path), "the folder given", local=True) for path in folders))

    def _compile(self, local: tuple[Folder, ...]) -> Compiled:
        folders = (GUARDS, *self.contributions.folders, *local)
        detectors = {name: Needs.of(one) for name, one in self.contributions.detectors.items()}
        try:
            return compiled_from(folders, detectors, cache_folder() if self.cache else None, self._compiling)
        except PolicyError as error:
            named = {fault.file.split("/")[0] for fault in error.faults}
            faulty = [one for one in self.contributions.folders if one.brought_by.split()[0] in named - {"csmedia"}]
            if not faulty:
                raise
            healthy, failures = self._without(faulty, local, detectors)
            self.failures += failures
            return healthy

    def _without(
        self, faulty: list[Folder], local: tuple[Folder, ...], detectors: Mapping[str, Needs]
    ) -> tuple[Compiled, tuple[Failure, ...]]:
        """Leave out the folders of plugins that cannot be used, so that one department's slip does not silence the others.

        The built-in policies and local folders are the caller's own to mend: faults there are raised.
        """
        kept = (GUARDS, *(one for one in self.contributions.folders if one not in faulty), *local)
        failures = []
        for folder in sorted(faulty, key=lambda one: one.brought_by):
            try:
                compiled_from((*kept, folder), detectors, None)
            except PolicyError as error:
                failures.append(
                    Failure(what=f"plugin {folder.brought_by}", reason=f"its policies cannot be used: {error}")
                )
            else:
                kept = (*kept, folder)
        return compiled_from(kept, detectors, None), tuple(failures)

    def check(
        self,
        post: Post,
        context: Context,
        *,
        now: datetime | None = None,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        around: Surroundings | None = None,
    ) -> Report:
        """Judge one post in its context at its publish time; ``now`` stands in where the post has none.

        ``select`` and ``ignore`` are beginnings of rule ids; the rules of the guards run in any case, and none that is locked
        can be ignored. ``around`` is what the other posts of its calendar say about it, as `surroundings_of` finds it.
        """
        evidence = self.evidence(post, context, now=now, around=around)
        chosen = _chooser(select, ignore)
        judgement = judge(self.compiled, evidence, evidence.facts, only=self._only(select, ignore) if select or ignore else None)
        self._run_checks(judgement, evidence, chosen)
        judgement.findings.sort(key=lambda one: (-rank(one.severity), one.rule))
        return self._report(judgement, evidence.facts)

    def _only(self, select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
        compiled, chosen, selected = self.compiled, _chooser(select, ignore), _chooser(select, ())
        held = (compiled.guarding, {rule for rule in compiled.locked if selected(rule)})
        return frozenset(rule for rule in compiled.ids if chosen(rule) or any(rule in some for some in held))

    def evidence(
        self, post: Post, context: Context, *, now: datetime | None = None, around: Surroundings | None = None
    ) -> Evidence:
        """What is seen in a post, before any rule is asked."""
        text = read_text(post.fields(), self.compiled.known)
        mine = {number for number, (name, _, _) in enumerate(text.fields) if not name.startswith("quoted")}
        own = [form for form, field in zip(text.forms, text.field_of, strict=True) if field in mine]
        seen = languages(own, " ".join(text.fields[number][1] for number in sorted(mine)), self.compiled.known.words)
        if "language" in post.model_fields_set:
            seen |= {post.language} & {"en", "cy"}
        facts = Facts(self.compiled, post, context, now, seen, around)
        return Evidence(self.compiled, text, facts, dict(self.contributions.detectors))

    def check_many(
        self,
        items: Iterable[tuple[Post, Context] | tuple[Post, Context, Surroundings | None]],
        *,
        jobs: int = 1,
        now: datetime | None = None,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
    ) -> Iterator[Report]:
        """Judge many posts in order, one at a time from an input of any length; ``jobs`` processes share the work.

        An item may carry what its calendar says about it as a third member.
        """
        wishes = {"now": now, "select": select, "ignore": ignore}
        if jobs != 1:
            from csmedia.batch import check_in_processes  # noqa: PLC0415  # multiprocessing is slow to import and seldom needed

            yield from check_in_processes(self._again, items, jobs, wishes, self)
            return
        for post, context, *rest in items:
            yield self.check(post, context, now=now, select=select, ignore=ignore, around=rest[0] if rest else None)

    def _run_checks(self, judgement: Judgement, evidence: Evidence, chosen: Callable[[str], bool]) -> None:
        standing = standing_guards(self.compiled, evidence) if self.contributions.checks else []
        for name, (origin, check) in self.contributions.checks.items():
            try:
                said = [
                    Finding.model_validate(one) for one in check(evidence.facts.post, evidence.facts.context, evidence)
                ]
                unknown = [one.duty for one in said if one.duty not in self.compiled.duties]
            except Exception as error:  # a plugin's check may raise anything; the report names it
                reason = f"raised {type(error).__name__}"
            else:
                kept = [
                    one for found in said if (one := guarded_finding(found, evidence, standing)) and chosen(one.rule)
                ]
                judgement.findings += kept
                if not unknown:
                    continue
                reason = f"names a duty that is not in the catalogue: {', '.join(unknown)}"
            judgement.failures.append(Failure(what=f"check {name} of {origin}", reason=reason))

    def _report(self, judgement: Judgement, facts: Facts) -> Report:
        failures = (*self.failures, *judgement.failures)
        findings = tuple(finding for finding in judgement.findings if self.preview or not finding.preview)
        complete = not failures
        return Report(
            verdict=verdict_of(findings, complete=complete), complete=complete, findings=findings, failures=failures,
            not_assessed=not_assessed(self.compiled, facts, judgement.undecided), valid_until=valid_until(facts),
            ran=self.compiled.ran,
        )  # fmt: skip


def _chooser(select: tuple[str, ...], ignore: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda name: (not select or name.startswith(select)) and not (ignore and name.startswith(ignore))


def _any(_: Origin) -> bool:
    return True


def _built_in(origin: Origin) -> bool:
    return origin.distribution == "csmedia"


def valid_until(facts: Facts) -> datetime | None:
    """The next moment at which the calendar, a release or a rule's date could change the answer; None without a publish time."""
    if facts.moment is None:
        return None
    releases = [release.at for release in facts.context.releases]
    return facts.author.timeline.next_change(facts.moment.end, releases)


def not_assessed(compiled: Compiled, facts: Facts, undecided: Iterable[str]) -> tuple[str, ...]:
    """What was not looked at, and why; none of it is a failure."""
    post, lines = facts.post, []
    if facts.moment is None:
        lines.append("the publish time is not known: no election window or other dated period was looked up")
    end = facts.author.timeline.table_end
    if facts.moment is not None and end is not None and facts.moment.end >= end:
        lines.append(
            f"the calendar ends on {compiled.calendar.table_ends:%-d %B %Y}: nothing is known of periods after it"
        )
    if facts.context.department is None:
        lines.append("the department is not known: contested topics of the author's own ministers were not assessed")
    elif not facts.value("topics_known"):
        lines.append(
            f"no topics are known for “{facts.context.department}”: contested topics of its ministers were not assessed"
        )
    unseen = sum(media.type != "audio" and media.text is None and not media.alt_text for media in post.media)
    if unseen:
        lines.append(f"{unseen} picture(s) or film(s) without words given were not looked at")
    if any(link.title is None for link in post.links):
        lines.append("what the links lead to was not read")
    if post.kind in ("reply", "quote", "repost", "like") and not post.quoted_text:
        lines.append("the post that this one answers or shares was not given")
    if not facts.languages:
        lines.append("the language of the text is not one that the signals cover (English, Welsh)")
    if facts.context.political_group is None and facts.context.capacity == "personal":
        lines.append("the political group is not known; it was judged as intermediate, and no higher than advise")
    if facts.moment is not None:
        day = facts.moment.start.date()
        lines += [f"{what} was due to be read again by {by:%-d %B %Y}" for what, by in compiled.stale if by < day]
    return (*lines, *dict.fromkeys(undecided))


@cache
def _default_checker() -> Checker:
    return Checker()


def check(post: Post, context: Context, *, now: datetime | None = None) -> Report:
    """Judge one post with every installed policy; the policies are compiled at the first call."""
    return _default_checker().check(post, context, now=now)


__all__ = ["Checker", "Origin", "check", "not_assessed", "valid_until"]
