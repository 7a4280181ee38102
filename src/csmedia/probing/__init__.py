"""Property tests that need no writing: every example of every rule, said a little differently, must be answered alike."""

from csmedia.probing.faults import Fault
from csmedia.probing.probe import Probe, probe

__all__ = ["Fault", "Probe", "probe"]
