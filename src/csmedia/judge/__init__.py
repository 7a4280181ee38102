"""Evidence, context and time into findings."""

from csmedia.judge.evidence import Detector, Evidence, Hit
from csmedia.judge.facts import Facts
from csmedia.judge.judging import Judgement, judge

__all__ = ["Detector", "Evidence", "Facts", "Hit", "Judgement", "judge"]
