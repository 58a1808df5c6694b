"""Where breakpoints are met: in what a tree of futures remembers, and in what is being trained.

hits = Hits()                          a memory of what was found already
hits.look(tree, "1", set_of_breakpoints)  look at what came on top since
hits.found("1", breakpoint)               the first fifty
watch = hits.watch(tree, "1", …)          for `grow`, to stop at the next one of those that are on
"""

import copy
import time
from collections.abc import Sequence

from learnscope.run import Burst, Tree
from learnscope.watch.breakpoints import Breakpoint, Hit
from learnscope.watch.scans import MeasureScan, NetworkScan, Rows, Scan, StepScan, scan_of
from learnscope.watch.search import (
    MOST,
    Clock,
    Progress,
    Windows,
    compare,
    inputs_of,
    look_at_measures,
    look_at_networks,
    look_at_steps,
)
from learnscope.watch.spans import Span, epochs, spans_of


class Hits:
    """What was found in the futures of a run."""

    def __init__(self, clock: Clock = time.perf_counter) -> None:
        self._clock = clock
        self._known: dict[tuple[str, str], Progress] = {}  # by future and what is looked at, or breakpoint
        self._failed: dict[str, Hit | None] = {}  # a step at a future's end that cannot be made

    def look(self, tree: Tree, name: str, present: Sequence[Breakpoint]) -> None:
        """Look at what came on top of the future `name` since it was last looked at."""
        spans, windows = spans_of(tree, name), Windows(tree, name)
        for each in present:
            if each.kind.looks != "networks":
                progress = self._progress(name, each.name, [each], spans)
                if each.kind.looks == "steps":
                    look_at_steps(tree, name, progress, spans, windows)
                else:
                    look_at_measures(tree, name, progress, spans)
        networks = [each for each in present if each.kind.looks == "networks"]
        progress = self._progress(name, "networks", networks, spans)
        look_at_networks(tree, name, progress, spans, self._clock)
        self._failed[name] = _next_fails(tree, name)
        for future, what in list(self._known):
            if future not in tree.names:
                del self._known[future, what]

    def found(self, name: str, breakpoint: Breakpoint) -> tuple[Hit, ...]:
        """Where `breakpoint` was met in the future `name`, the first fifty, as far as was looked."""
        progress = self._known.get((name, _key(breakpoint)))
        for scan, hits in zip(progress.scans, progress.hits, strict=True) if progress else ():
            if scan.breakpoint.name == breakpoint.name and scan.breakpoint.number == breakpoint.number:
                failed = self._failed.get(name) if breakpoint.name == "not_finite" else None
                if failed is None or (hits and hits[-1].step == failed.step):
                    return tuple(hits)
                return (*hits[: MOST - 1], failed)
        return ()

    def watch(self, tree: Tree, name: str, present: Sequence[Breakpoint]) -> "BreakpointWatcher | None":
        """What stops `grow` of that future at the next hit of those that are on; None where none is."""
        on = [each for each in present if each.on]
        if not on:
            return None
        self.look(tree, name, present)
        head = tree[name].steps
        scans: list[Scan] = []
        for each in on:
            progress = self._known[name, _key(each)]
            progress.compare()
            same = [scan for scan in progress.scans if scan.breakpoint.name == each.name]
            scans.append(copy.deepcopy(same[0]) if progress.until == head else scan_of(each))
        for scan in scans:
            if isinstance(scan, NetworkScan) and scan.before is None:
                last = tree[name].segment
                network = last.loop.plan.network.with_parameters(tree[name].head.parameters)
                scan.look(head, network, inputs_of(last.loop))
        return BreakpointWatcher(scans, head)

    def _progress(self, name: str, key: str, wanted: Sequence[Breakpoint], spans: Sequence[Span]) -> Progress:
        """What is known that still holds, for the same thresholds; else a beginning."""
        progress = self._known.get((name, key))
        asked = [(each.name, each.number) for each in wanted]
        if progress is not None:
            seen = progress.spans
            holds = (
                [(scan.breakpoint.name, scan.breakpoint.number) for scan in progress.scans] == asked
                and len(seen) <= len(spans)
                and all(old.goes_on(new) for old, new in zip(seen, spans, strict=False))
                and all(old.last == new.last for old, new in zip(seen[:-1], spans, strict=False))
            )
            if holds:
                return progress
        progress = Progress([scan_of(each) for each in wanted], hits=[[] for _ in wanted])
        self._known[name, key] = progress
        return progress


class BreakpointWatcher:
    """Looks at steps as they are made, for `grow`; afterwards `hit` says what stopped it."""

    def __init__(self, scans: Sequence[Scan], since: int) -> None:
        self._scans = scans
        self._since = since  # what is met there does not stop it, so that one can go on
        self.hit: tuple[Breakpoint, Hit] | None = None

    def __call__(self, burst: Burst) -> int | None:
        """The first step of the burst at which one of the breakpoints is met."""
        if burst.before.step == burst.after.step:
            return None
        span = Span(burst.segment, burst.before.step, burst.after.step)
        if span.edited:
            for scan in self._scans:
                scan.edited()
                compare(scan, span)
        rows = Rows.of(burst.before.step, burst.record)
        for scan in self._scans:
            if isinstance(scan, StepScan):
                for hit in scan.look(rows):
                    self._note(scan, hit)
            elif isinstance(scan, MeasureScan):
                measures = burst.measures
                totals, tests = measures.loss("train") + measures.penalty, measures.loss("test")
                for step, total, test in zip(measures.step.tolist(), totals, tests, strict=True):
                    self._note(scan, scan.look(step, float(total), float(test)))
        networks = [scan for scan in self._scans if isinstance(scan, NetworkScan)]
        if networks:
            for step, parameters in epochs(span, burst.before):
                network = span.segment.loop.plan.network.with_parameters(parameters)
                for scan in networks:
                    self._note(scan, scan.look(step, network, inputs_of(span.segment.loop)))
        return None if self.hit is None else self.hit[1].step

    def _note(self, scan: Scan, hit: Hit | None) -> None:
        if hit is None or hit.step <= self._since:
            return
        if self.hit is None or hit.step < self.hit[1].step:
            self.hit = (scan.breakpoint, hit)


def _next_fails(tree: Tree, name: str) -> Hit | None:
    """At the end of a future that something stopped, whether its next step has a loss that is not finite."""
    future = tree[name]
    if not future.stopped:
        return None
    loop, state = future.segment.loop, future.head.state()
    failed = loop.advance(state, 1, future.segment.made_by, measure=False).failed is not None
    return Hit(future.steps, "the loss of the next step is no finite number") if failed else None


def _key(breakpoint: Breakpoint) -> str:
    return "networks" if breakpoint.kind.looks == "networks" else breakpoint.name
