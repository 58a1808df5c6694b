"""Looking at a run for where breakpoints are met, from where one stopped looking.

What breakpoints of steps and measures look at is in the curves of a future; where these are summed up, steps
are made again. Networks are made again too, for at most `WALK` steps of a future and a moment at a time;
not those of which an epoch takes long.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.run import Curves, Tree, measured, record, window
from learnscope.run.rows import epoch_ends
from learnscope.training.loop import Loop
from learnscope.watch.breakpoints import SAMPLES, Breakpoint, Hit
from learnscope.watch.scans import MeasureScan, NetworkScan, Rows, Scan, StepScan
from learnscope.watch.spans import Span, epochs

Clock = Callable[[], float]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]

MOST = 50  # hits that are told
WALK = 20_000  # steps of a future whose networks are made again, to look at them
AGAIN = 4_000  # steps made again at a time where curves are summed up
MOMENT = 0.002  # seconds a look takes that makes networks again, and goes on with the next
LONGEST = 0.02  # seconds that making one epoch again may take
SHORT = 64  # epochs that are made again at once
BINS = 2**15  # finer than what is kept
PRODUCTS = 3  # of each parameter with each sample, to make a step
QUICKNESS = 2e9  # products a second


@dataclass
class Progress:
    """How far a run was looked at, and what was found."""

    scans: list[Scan]
    spans: list[Span] = field(default_factory=list)  # looked at; the last may have become longer since
    until: int = 0
    hits: list[list[Hit]] = field(default_factory=list)  # of each scan
    edited: Span | None = None  # whose first network scans of networks are to be shown before the next
    walk: tuple[Span, Iterator[tuple[int, Floats]]] | None = (
        None  # along a span that was not walked to its end
    )

    def note(self, place: int, found: Iterable[Hit]) -> None:
        """Keep what the scan at `place` found, as far as it is told."""
        kept = self.hits[place]
        kept.extend(list(found)[: MOST - len(kept)])

    def compare(self) -> None:
        """Show scans of networks the one after an edit: not before they are to be shown another."""
        if self.edited is not None:
            for scan in self.scans:
                compare(scan, self.edited)
            self.edited = None


class Windows:
    """The steps of a future from one of them on, looked up once for all scans."""

    def __init__(self, tree: Tree, name: str) -> None:
        self._tree, self._name = tree, name
        self._known: dict[tuple[int, int], Curves] = {}

    def __call__(self, first: int, last: int) -> Curves:
        """Steps `first` to `last` - 1 in the bins that are kept."""
        if (first, last) not in self._known:
            self._known[first, last] = window(self._tree, self._name, first, last, BINS, replay=0)
        return self._known[first, last]


def look_at_steps(tree: Tree, name: str, progress: Progress, spans: Sequence[Span], windows: Windows) -> None:
    """One scan of steps; what is left where too many would have to be made again is looked at next time."""
    (scan,), head = progress.scans, spans[-1].last if spans else 0
    assert isinstance(scan, StepScan)
    if progress.until >= head:
        return
    each = spans[-1].segment.seconds
    budget, until = AGAIN if each == 0 else max(1, min(AGAIN, int(2 * MOMENT / each))), head
    curves = windows(progress.until, head)
    single = curves.counts == 1
    every = np.arange(len(curves))
    alike = [every] if single.all() else np.split(every, np.flatnonzero(np.diff(single)) + 1)
    for group in alike:
        if single[group[0]]:
            progress.note(0, scan.look(_rows(curves, group)))
            continue
        never, always = _summed(scan.breakpoint, curves, group)
        last = group[0] - 1  # the last bin that was looked at
        for k in group[~never].tolist():
            scan.met = scan.met and bool(k == last + 1)
            last, start = k, max(progress.until, int(curves.steps[k]))
            end = min(head, int(curves.steps[k] + curves.counts[k]))
            if always[k - group[0]]:
                progress.note(0, scan.look(_rows(curves, np.array([k]))))
            elif len(progress.hits[0]) < MOST:
                until = min(end, start + budget)
                if until > start:
                    progress.note(0, scan.look(Rows.of(start, record(tree, name, start, until))))
                    budget -= until - start
                if until < end:
                    break
                until = head
        if until < head:
            break
        scan.met = scan.met and bool(last == group[-1])
    progress.until = until
    progress.spans = [
        span if span.last <= until else replace(span, last=until) for span in spans if span.first < until
    ]


def _rows(curves: Curves, places: Indices) -> Rows:
    """The bins at `places`, each of one step or of steps that are all alike in what matters."""
    columns = [curves.names.index(name) for name in curves.names if name.startswith("gradient norm")]
    finite = np.logical_and.reduce(np.isfinite(curves.mean[places][:, :4]), axis=1)
    return Rows(int(curves.steps[places[0]]), curves.mean[places][:, columns], finite)


def _summed(breakpoint: Breakpoint, curves: Curves, group: Indices) -> tuple[Flags, Flags]:
    """Which bins of `group` hold no step at which the breakpoint is met, and which hold no other."""
    whole = curves.names.index("gradient norm")
    layers = [k for k, name in enumerate(curves.names) if name.startswith("gradient norm,")]
    low, high = curves.low[group], curves.high[group]
    if breakpoint.name == "gradient_vanishes":
        some = np.logical_or.reduce(low[:, layers] < breakpoint.number, axis=1)
        return ~some, np.logical_or.reduce(high[:, layers] < breakpoint.number, axis=1)
    if breakpoint.name == "gradient_explodes":
        return ~(high[:, whole] > breakpoint.number), low[:, whole] > breakpoint.number
    finite = np.logical_and.reduce(np.isfinite(curves.mean[group][:, :4]), axis=1)
    return finite, np.zeros(len(group), dtype=bool)


def look_at_measures(tree: Tree, name: str, progress: Progress, spans: Sequence[Span]) -> None:
    (scan,), head = progress.scans, spans[-1].last if spans else 0
    assert isinstance(scan, MeasureScan)
    if progress.until < head:
        rows: dict[int, tuple[float, float]] | None = None
        for span in spans:
            first = max(span.first, progress.until)
            if span.last <= first:
                continue
            if span.edited and span.first == first:
                scan.edited()
            segment = span.segment
            for step in epoch_ends(segment.loop, first, span.last, segment.start.ahead).tolist():
                rows = _measured(tree, name, progress.until + 1, head) if rows is None else rows
                if step in rows:
                    found = scan.look(step, *rows[step])
                    progress.note(0, [] if found is None else [found])
                else:
                    scan.edited()  # summed up with others: the count begins anew
    progress.spans, progress.until = list(spans), head


def _measured(tree: Tree, name: str, first: int, last: int) -> dict[int, tuple[float, float]]:
    """Loss of training with penalty, and of testing, after each of `first` … `last` updates kept singly."""
    curves = measured(tree, name, first, last, BINS)
    totals = curves.column("train loss")[1] + curves.column("penalty")[1]
    tests = curves.column("test loss")[1]
    rows: dict[int, tuple[float, float]] = {}
    for step, count, total, test in zip(curves.steps, curves.counts, totals, tests, strict=True):
        if count == 1:  # what an edit at the end of an epoch led to comes second
            rows.setdefault(int(step), (float(total), float(test)))
    return rows


def look_at_networks(tree: Tree, name: str, progress: Progress, spans: Sequence[Span], clock: Clock) -> None:
    """All scans of networks at once, for a moment; what is left is looked at the next time."""
    if not progress.scans:
        return
    began, before = clock(), progress.until
    for number, span in enumerate(spans):
        if span.last <= progress.until:
            continue
        late = progress.until > before and clock() - began > LONGEST
        if late or progress.until >= WALK or _takes_long(span):
            return
        if span.first >= progress.until and span.edited:
            for scan in progress.scans:
                scan.edited()
            progress.edited = span
        progress.spans = list(spans[: number + 1])
        first, loop = max(span.first, progress.until), span.segment.loop
        ends = len(epoch_ends(loop, first, span.last, span.segment.start.ahead))
        if not ends:  # as after a single step
            progress.until = span.last
            continue
        progress.compare()
        inputs = inputs_of(loop)
        walk = _going_on(progress, span) or epochs(span, span.segment.at(first))
        progress.walk = span, walk
        for step, parameters in walk:
            network = loop.plan.network.with_parameters(parameters)
            for place, scan in enumerate(progress.scans):
                assert isinstance(scan, NetworkScan)
                found = scan.look(step, network, inputs)
                progress.note(place, [] if found is None else [found])
            progress.until = step
            if step >= WALK or (ends > SHORT and clock() - began > MOMENT):
                break
        else:
            progress.until, progress.walk = span.last, None
            continue
        progress.spans[-1] = Span(span.segment, span.first, progress.until)
        return


def _takes_long(span: Span) -> bool:
    """Whether making an epoch again takes too long for an answer."""
    plan = span.segment.loop.plan
    return PRODUCTS * plan.network.parameters.size * len(plan.split.train) > LONGEST * QUICKNESS


def compare(scan: Scan, span: Span) -> None:
    """Show a scan of networks the one that `span` begins with, to compare the next with."""
    if isinstance(scan, NetworkScan):
        loop = span.segment.loop
        network = loop.plan.network.with_parameters(span.segment.start.parameters)
        scan.look(span.first, network, inputs_of(loop))


def inputs_of(loop: Loop) -> Floats:
    """The training samples that neurons are looked at on."""
    return loop.gather(loop.plan.split.train[:SAMPLES])


def _going_on(progress: Progress, span: Span) -> Iterator[tuple[int, Floats]] | None:
    """The walk that stopped within that span, where nothing was added to it since."""
    if progress.walk is None:
        return None
    walked, walk = progress.walk
    same = walked.segment is span.segment and (walked.first, walked.last) == (span.first, span.last)
    return walk if same else None
