"""Looking at a run for where breakpoints are met, from where one stopped looking.

What breakpoints of steps and measures look at is in the curves of a future; where these are summed up, steps
are made again. Networks are made again too, for at most `WALK` steps of a future and a moment at a time;
not those of which an epoch takes longer than that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.training.breakpoints import SAMPLES, Breakpoint, Strike
from learnscope.training.futures import Course, Tree, measured, record, window
from learnscope.training.futures.rows import epoch_ends
from learnscope.training.loop import Loop
from learnscope.training.pieces import Piece, epochs
from learnscope.training.scans import MeasureScan, NetworkScan, Rows, Scan, StepScan

Clock = Callable[[], float]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]

MOST = 50  # strikes that are told
WALK = 20_000  # steps of a future whose networks are made again, to look at them
AGAIN = 4_000  # steps made again at a time where curves are summed up
MOMENT = 0.02  # seconds a look may take that makes networks again
BINS = 2**15  # finer than what is kept
PRODUCTS = 3  # of each parameter with each sample, to make a step
QUICKNESS = 2e9  # products a second


@dataclass
class Progress:
    """How far a run was looked at, and what was found."""

    scans: list[Scan]
    pieces: list[Piece] = field(default_factory=list)  # looked at; the last may have become longer since
    until: int = 0
    strikes: list[list[Strike]] = field(default_factory=list)  # of each scan

    def note(self, place: int, found: Iterable[Strike]) -> None:
        """Keep what the scan at `place` found, as far as it is told."""
        kept = self.strikes[place]
        kept.extend(list(found)[: MOST - len(kept)])


def look_at_steps(tree: Tree, name: str, progress: Progress, pieces: Sequence[Piece]) -> None:
    """One scan of steps; what is left where too many would have to be made again is looked at next time."""
    (scan,), head = progress.scans, pieces[-1].last if pieces else 0
    assert isinstance(scan, StepScan)
    if progress.until >= head:
        return
    each = pieces[-1].segment.seconds
    budget, until = AGAIN if each == 0 else max(1, min(AGAIN, int(2 * MOMENT / each))), head
    course = window(tree, name, progress.until, head, BINS, replay=0)
    single = course.counts == 1
    for group in np.split(np.arange(len(course)), np.flatnonzero(np.diff(single)) + 1):
        if single[group[0]]:
            progress.note(0, scan.look(_rows(course, group)))
            continue
        never, always = _summed(scan.breakpoint, course, group)
        last = group[0] - 1  # the last bin that was looked at
        for k in group[~never].tolist():
            scan.met = scan.met and bool(k == last + 1)
            last, start = k, max(progress.until, int(course.steps[k]))
            end = min(head, int(course.steps[k] + course.counts[k]))
            if always[k - group[0]]:
                progress.note(0, scan.look(_rows(course, np.array([k]))))
            elif len(progress.strikes[0]) < MOST:
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
    progress.pieces = [replace(piece, last=min(piece.last, until)) for piece in pieces if piece.first < until]


def _rows(course: Course, places: Indices) -> Rows:
    """The bins at `places`, each of one step or of steps that are all alike in what matters."""
    columns = [course.names.index(name) for name in course.names if name.startswith("gradient norm")]
    finite = np.logical_and.reduce(np.isfinite(course.mean[places][:, :4]), axis=1)
    return Rows(int(course.steps[places[0]]), course.mean[places][:, columns], finite)


def _summed(breakpoint: Breakpoint, course: Course, group: Indices) -> tuple[Flags, Flags]:
    """Which bins of `group` hold no step at which the breakpoint is met, and which hold no other."""
    whole = course.names.index("gradient norm")
    layers = [k for k, name in enumerate(course.names) if name.startswith("gradient norm,")]
    low, high = course.low[group], course.high[group]
    if breakpoint.name == "gradient_vanishes":
        some = np.logical_or.reduce(low[:, layers] < breakpoint.number, axis=1)
        return ~some, np.logical_or.reduce(high[:, layers] < breakpoint.number, axis=1)
    if breakpoint.name == "gradient_explodes":
        return ~(high[:, whole] > breakpoint.number), low[:, whole] > breakpoint.number
    finite = np.logical_and.reduce(np.isfinite(course.mean[group][:, :4]), axis=1)
    return finite, np.zeros(len(group), dtype=bool)


def look_at_measures(tree: Tree, name: str, progress: Progress, pieces: Sequence[Piece]) -> None:
    (scan,), head = progress.scans, pieces[-1].last if pieces else 0
    assert isinstance(scan, MeasureScan)
    if progress.until < head:
        course = measured(tree, name, progress.until + 1, head, BINS)
        totals = course.column("train loss")[1] + course.column("penalty")[1]
        tests = course.column("test loss")[1]
        rows: dict[int, tuple[float, float]] = {}
        for step, count, total, test in zip(course.steps, course.counts, totals, tests, strict=True):
            if count == 1:  # what an edit at the end of an epoch led to comes second
                rows.setdefault(int(step), (float(total), float(test)))
        for piece in pieces:
            first = max(piece.first, progress.until)
            if piece.last <= first:
                continue
            if piece.edited and piece.first == first:
                scan.edited()
            segment = piece.segment
            for step in epoch_ends(segment.loop, first, piece.last, segment.start.ahead).tolist():
                if step in rows:
                    found = scan.look(step, *rows[step])
                    progress.note(0, [] if found is None else [found])
                else:
                    scan.edited()  # summed up with others: the count begins anew
    progress.pieces, progress.until = list(pieces), head


def look_at_networks(
    tree: Tree, name: str, progress: Progress, pieces: Sequence[Piece], clock: Clock
) -> None:
    """All scans of networks at once, for a moment; what is left is looked at the next time."""
    if not progress.scans:
        return
    began, before = clock(), progress.until
    for number, piece in enumerate(pieces):
        if piece.last <= progress.until:
            continue
        late = progress.until > before and clock() - began > MOMENT
        if late or progress.until >= WALK or _takes_long(piece):
            return
        if piece.first >= progress.until and piece.edited:
            for scan in progress.scans:
                scan.edited()
                compare(scan, piece)
        progress.pieces = list(pieces[: number + 1])
        inputs = inputs_of(piece.segment.loop)
        for step, parameters in epochs(piece, piece.segment.at(max(piece.first, progress.until))):
            network = piece.segment.loop.plan.network.with_parameters(parameters)
            for place, scan in enumerate(progress.scans):
                assert isinstance(scan, NetworkScan)
                found = scan.look(step, network, inputs)
                progress.note(place, [] if found is None else [found])
            progress.until = step
            if step >= WALK or clock() - began > MOMENT:
                break
        else:
            progress.until = piece.last
            continue
        progress.pieces[-1] = Piece(piece.segment, piece.first, progress.until)
        return


def _takes_long(piece: Piece) -> bool:
    """Whether making an epoch again takes longer than a look may."""
    plan = piece.segment.loop.plan
    return PRODUCTS * plan.network.parameters.size * len(plan.split.train) > MOMENT * QUICKNESS


def compare(scan: Scan, piece: Piece) -> None:
    """Show a scan of networks the one that `piece` begins with, to compare the next with."""
    if isinstance(scan, NetworkScan):
        loop = piece.segment.loop
        network = loop.plan.network.with_parameters(piece.segment.start.parameters)
        scan.look(piece.first, network, inputs_of(loop))


def inputs_of(loop: Loop) -> Floats:
    """The training samples that neurons are looked at on."""
    return loop.gather(loop.plan.split.train[:SAMPLES])
