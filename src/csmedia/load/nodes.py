"""Terms, patterns, frames and signals into numbered nodes of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import regex

from csmedia.load.compiled import (
    AtomPlan,
    DetectorNode,
    FactsNode,
    FindPlan,
    FrameNode,
    GateNode,
    JoinNode,
    MovingNode,
    Node,
    Part,
    PatternNode,
    RegionNode,
    TermsNode,
    TopicNode,
    expression,
)  # fmt: skip
from csmedia.load.files import did_you_mean
from csmedia.load.folders import Loaded
from csmedia.load.gates import Gate, Needs, gate_of, probe_of
from csmedia.load.literals import Seen, TopicRef
from csmedia.rules.facts import check_when
from csmedia.rules.frames import SHAPES, FrameError, parse_frame
from csmedia.rules.frames import Piece as FramePiece
from csmedia.rules.grammar import Atom, Find, SignalFile
from csmedia.rules.terms import TermError, expand
from csmedia.text.words import Mark

TYPED = {None: 0, "Capital": Mark.CAPITAL, "CAPS": Mark.CAPS}


class _Expanded(NamedTuple):
    """What one term stands for, worked out once: most words come back in many lists."""

    literals: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    words: tuple[str, ...]


def _expanded(term: str) -> _Expanded:
    try:
        literals = expand(term)
    except TermError as error:
        raise LanguageError(str(error), term) from error
    return _Expanded(
        tuple((literal.key, literal.typed) for literal in literals),
        tuple({word for literal in literals for word in literal.words if word.isalnum()}),
    )


class LanguageError(ValueError):
    """Something that a rule file says cannot be run; the message says what to write instead, ``word`` is the author's own."""

    def __init__(self, message: str, word: str = "") -> None:
        super().__init__(message)
        self.word = word


class BrokenElsewhereError(LanguageError):
    """Something rests on a file that has faults of its own, which are told there."""


class Nodes:
    """Nodes as they are numbered, with the literals that wake them. Lives only while policies are compiled.

    ``detectors`` are the names known, each with what a text must hold for it to find anything.
    """

    def __init__(
        self, signals: Mapping[str, Loaded], detectors: Mapping[str, Needs], broken: frozenset[str] = frozenset()
    ) -> None:
        self.signals, self.detectors, self.broken = signals, detectors, broken
        self.nodes: list[Node] = []
        self.literals: dict[str, list[Seen]] = {}
        self.words: set[str] = set()
        self.maskable: set[str] = set()
        self.named: dict[str, int] = {}
        self._expanded: dict[str, _Expanded] = {}
        self._shared: dict[object, int] = {}
        self._opening: list[str] = []
        self.topic_node = self.add(TermsNode())
        self.regions = {region: self.add(RegionNode(region)) for region in ("media", "quoted")}

    def add(self, node: Node) -> int:
        """Number a node; what it is made of has its numbers already."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def terms(self, terms: Iterable[str], maskable: bool = False) -> int:
        """A node for a list of terms; equal lists share one."""
        key = ("terms", tuple(terms))
        if key not in self._shared:
            node = self.add(TermsNode())
            self._shared[key] = node
            for term in key[1]:
                self._put(term, node, None, maskable)
        return self._shared[key]

    def topic(self, terms: Iterable[str], topic: TopicRef) -> None:
        """Add a topic's words."""
        for term in terms:
            self._put(term, self.topic_node, topic, False)

    def _put(self, term: str, node: int, topic: TopicRef | None, maskable: bool) -> None:
        known = self._expanded.get(term)
        if known is None:
            known = self._expanded[term] = _expanded(term)
        for key, typed in known.literals:
            self.literals.setdefault(key, []).append(Seen(node, typed, topic))
        self.words.update(known.words)
        if maskable:
            self.maskable.update(known.words)

    def signal(self, name: str) -> int:
        """The node of a signal, compiled when first asked for."""
        if name in self.named:
            return self.named[name]
        if name in self.broken:
            raise BrokenElsewhereError(name)
        if name not in self.signals:
            raise LanguageError(f"there is no signal “{name}”. {did_you_mean(name, self.signals)}", name)
        if name in self._opening:
            raise LanguageError(
                f"signal “{name}” is made of itself, by way of {', '.join(self._opening)}. Break the circle."
            )
        self._opening.append(name)
        try:
            self.named[name] = self._signal(self.signals[name].model)
        finally:
            self._opening.pop()
        return self.named[name]

    def _signal(self, signal: SignalFile) -> int:
        nodes: list[int] = []
        if signal.terms:
            nodes.append(self.terms(signal.terms, signal.maskable))
        nodes += [self.frame(frame, signal.lists) for frame in signal.frames]
        nodes += [self.pattern(one.pattern, one.on, one.needs) for one in signal.patterns]
        nodes += [self.detector(name) for name in signal.detectors]
        nodes += [self.signal(name) for name in signal.include]
        if signal.facts:
            nodes.append(self.facts(signal.facts))
        join = JoinNode(
            tuple(nodes), self._optional(signal.except_), TYPED[signal.typed],
            self._optional(signal.not_after), self._optional(signal.not_before), signal.secret,
        )  # fmt: skip
        return self.add(join)

    def _optional(self, terms: tuple[str, ...]) -> int | None:
        return self.terms(terms) if terms else None

    def facts(self, when: Mapping[str, object]) -> int:
        """A node of facts alone."""
        if faults := check_when(when):
            raise LanguageError(faults[0][1])
        return self.add(FactsNode(when))

    def detector(self, name: str) -> int:
        """A node of evidence that needs code."""
        if name not in self.detectors:
            raise LanguageError(f"there is no detector “{name}”. {did_you_mean(name, self.detectors)}", name)
        key = ("detector", name)
        if key not in self._shared:
            self._shared[key] = self.add(DetectorNode(name, self._gate(self.detectors[name].gate)))
        return self._shared[key]

    def pattern(self, pattern: str, on: str, needs: tuple[str, ...] = ()) -> int:
        """A node of one regular expression."""
        if any(ord(character) < 32 and character not in "\n\t" for character in pattern):
            raise LanguageError(
                "a control character is in this pattern. Write patterns in 'single quotes', so that \\b stays as it is.",
                "pattern",
            )
        key = ("pattern", pattern, on, needs)
        if key in self._shared:
            return self._shared[key]
        try:
            compiled = expression(pattern, on)
        except regex.error as error:
            raise LanguageError(f"is no regular expression: {error}. Try it at a small text first.", pattern) from error
        try:
            empty = compiled.match("", timeout=0.2) is not None
            compiled.search("a" * 30 + "!" + "1 " * 20, timeout=0.2)
            compiled.search("aaaa " * 400 + "x", timeout=0.2)
        except TimeoutError as error:
            raise LanguageError(
                "goes back and forth too long on a short text. Take out nested repeats such as (a+)+ or (.*?,){5}.",
                pattern,
            ) from error
        if empty:
            raise LanguageError(
                "matches the empty string, so it would be found everywhere. Ask for at least one character.", pattern
            )
        node = self.terms(needs) if needs else None
        self._shared[key] = self.add(PatternNode(pattern, on, node, self._gate(gate_of(pattern, ignoring=on == "folded"))))
        return self._shared[key]

    def _gate(self, gate: Gate | None) -> int | None:
        """The node of a gate, which every pattern and detector that needs the same shares."""
        if gate is None:
            return None
        key = ("gate", gate)
        if key not in self._shared:
            literals, characters = tuple(sorted(gate.literals)), "".join(sorted(gate.characters))
            self._shared[key] = self.add(GateNode(literals, characters, gate.run, gate.least, gate.together, tuple(map(probe_of, gate.probes))))
        return self._shared[key]

    def frame(self, frame: str, lists: Mapping[str, tuple[str, ...]]) -> int:
        """A node of one frame."""
        try:
            pieces = parse_frame(frame)
        except FrameError as error:
            raise LanguageError(f"frame “{frame}”: {error}", frame) from error
        parts = tuple(self._part(piece, lists) for piece in pieces)
        anchors = tuple(
            part.node for part in parts if part.kind == "words" and part.least and part.node >= 0 and not part.shapes
        )
        return self.add(FrameNode(parts, tuple(dict.fromkeys(anchors))))

    def _part(self, piece: FramePiece, lists: Mapping[str, tuple[str, ...]]) -> Part:
        if piece.kind != "words":
            return Part(piece.kind, least=piece.least, most=piece.most)
        nodes: list[int] = []
        terms = tuple(name for kind, name in piece.options if kind == "term")
        if terms:
            nodes.append(self.terms(terms))
        nodes += [self._name(name, lists) for kind, name in piece.options if kind == "name"]
        nodes += [self.frame(text, lists) for kind, text in piece.options if kind == "frame"]
        shapes = tuple(name for kind, name in piece.options if kind == "shape")
        node = nodes[0] if len(nodes) == 1 else self._join(tuple(nodes)) if nodes else -1
        return Part("words", node, shapes, piece.least, piece.most)

    def _join(self, nodes: tuple[int, ...]) -> int:
        key = ("join", nodes)
        if key not in self._shared:
            self._shared[key] = self.add(JoinNode(nodes))
        return self._shared[key]

    def _name(self, name: str, lists: Mapping[str, tuple[str, ...]]) -> int:
        if name in lists:
            return self.terms(lists[name])
        kind, _, which = name.partition(":")
        if kind in ("topic", "side") and which in ("own", "other", "any"):
            return self._topic(which, kind == "side")
        if kind in ("release", "place", "minister") and which:
            return self._moving(name)
        if name not in self.signals and name not in self.broken:
            raise LanguageError(
                f"there is no signal or list <{name}>. {did_you_mean(name, (*self.signals, *lists, *SHAPES))}",
                f"<{name}>",
            )
        return self.signal(name)

    def _topic(self, whose: str, sides: bool) -> int:
        key = ("topic", whose, sides)
        if key not in self._shared:
            self._shared[key] = self.add(TopicNode(whose, sides))
        return self._shared[key]

    def _moving(self, what: str) -> int:
        key = ("moving", what)
        if key not in self._shared:
            self._shared[key] = self.add(MovingNode(what))
        return self._shared[key]

    def atom(self, atom: Atom, lists: Mapping[str, tuple[str, ...]]) -> AtomPlan:
        """The plan of one atom."""
        node, name = self._atom_node(atom, lists)
        return AtomPlan(
            node, name, atom.in_, TYPED[atom.typed], self._optional(atom.not_after), self._optional(atom.not_before),
            atom.at_least, atom.negated, atom.question, atom.within,
        )  # fmt: skip

    def _atom_node(  # noqa: PLR0911  # a row for each kind of evidence
        self, atom: Atom, lists: Mapping[str, tuple[str, ...]]
    ) -> tuple[int, str]:
        if atom.signal:
            return self.signal(atom.signal), f"signal:{atom.signal}"
        if whose := atom.topic or atom.side:
            return self._topic(whose, atom.side is not None), f"{'side' if atom.side else 'topic'}:{whose}"
        if which := atom.release or atom.place or atom.minister:
            what = f"{'release' if atom.release else 'place' if atom.place else 'minister'}:{which}"
            return self._moving(what), what
        if atom.detector:
            return self.detector(atom.detector), f"detector:{atom.detector}"
        if atom.pattern:
            return self.pattern(atom.pattern, atom.on), f"pattern {atom.pattern}"
        if atom.frame:
            return self.frame(atom.frame, lists), f"frame {atom.frame}"
        return self.terms(atom.terms), f"one of {len(atom.terms)} terms, such as “{atom.terms[0]}”"

    def find(self, find: Find, lists: Mapping[str, tuple[str, ...]]) -> FindPlan:
        """The plan of a find table."""
        plans = [tuple(self.atom(atom, lists) for atom in atoms) for atoms in (find.all, find.any, find.unless)]
        return FindPlan(plans[0], plans[1], find.at_least, plans[2], find.within)
