"""Evidence, context and time into findings."""

from csmedia.judge.evidence import Detector, Evidence
from csmedia.judge.facts import Facts
from csmedia.judge.guarding import guarded_finding, standing_guards
from csmedia.judge.hit import Hit
from csmedia.judge.judging import Judgement, judge
from csmedia.judge.surroundings import Surroundings, surroundings_of

__all__ = [
    "Detector",
    "Evidence",
    "Facts",
    "Hit",
    "Judgement",
    "Surroundings",
    "guarded_finding",
    "judge",
    "standing_guards",
    "surroundings_of",
]
