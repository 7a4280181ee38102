"""What people have decided about findings: waivers with a reason, an owner and an end, and a baseline of what was there before."""

from csmedia.decisions.baseline import Baseline, read_baseline, write_baseline
from csmedia.decisions.fingerprints import content_hash, fingerprint, holds_secret, item_hash
from csmedia.decisions.waivers import Waiver, apply_decisions, read_waivers, waiver_notes

__all__ = [
    "Baseline",
    "Waiver",
    "apply_decisions",
    "content_hash",
    "fingerprint",
    "holds_secret",
    "item_hash",
    "read_baseline",
    "read_waivers",
    "waiver_notes",
    "write_baseline",
]
