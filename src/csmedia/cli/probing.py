"""``csmedia probe``: what changes an answer and should not."""

from __future__ import annotations

import sys
from argparse import Namespace
from functools import partial

from csmedia.authored import author
from csmedia.checker import Checker
from csmedia.cli.making import checker_like, local_policies
from csmedia.cli.progress import progress
from csmedia.probing.faults import Fault
from csmedia.probing.order import order_faults
from csmedia.probing.probe import Probe, Prober, together


def probe(given: Namespace, checker: Checker) -> int:
    """Vary every example of the policies asked for."""
    local = local_policies(given)
    authored = author(checker, local, given.prefix)
    prober = Prober(authored, seed=given.seed, quick=given.quick)
    steps = prober.steps()
    probes = [step() for step in progress(steps, len(steps), sys.stderr, shown=True)]
    faults = [fault for one in probes for fault in one.faults]
    ran = sum(one.ran for one in probes)
    if not given.quick:
        ordered = list(order_faults(authored, partial(checker_like, given), prober.cases()))
        faults += [fault for fault in ordered if fault is not None]
        ran += len(ordered)
    return _tell(probes, together(faults), ran)


def _tell(probes: list[Probe], faults: tuple[Fault, ...], ran: int) -> int:
    for fault in faults:
        print(fault)
    broken = [one for one in probes if one.broken]
    for one in broken:
        print(f"csmedia: {one.name}: {one.skipped}", file=sys.stderr)
    misses = sum(bool(one.skipped) for one in probes) - len(broken)
    also = f", {misses} known misses left out" if misses else ""
    print(f"{len(probes)} examples and topics, {ran} comparisons, {len(faults)} faults{also}", file=sys.stderr)
    return 2 if broken else 1 if faults else 3 if not ran else 0
