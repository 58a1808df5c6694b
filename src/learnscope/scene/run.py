"""The run strip: futures with their curves, what happened when, and what the losses say together.

A curve is summed up in bins of so many steps, in each its least, mean and greatest number, so that no extreme
is lost however long the run. While training is played there are fewer bins, which stay as they are until they
are joined two by two, so that a frame holds what has come since the last; norms layer by layer are those of
the future shown alone, and nothing is made again for a window finer than what is kept; nor is it while one
seeks, unless it is known already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.run import Curves, Future, Tree, best, measured, window
from learnscope.run.tree import spans
from learnscope.run.window import REPLAY
from learnscope.scene.overfitting import overfitting_scene
from learnscope.scene.schema import (
    Array,
    BreakpointScene,
    ComparisonScene,
    FutureScene,
    Mark,
    MeasureScene,
    RunScene,
    Series,
    SeriesKind,
)

BINS = 400
PLAYING_BINS = 200
PARTS: tuple[Literal["train"], Literal["validation"], Literal["test"]] = ("train", "validation", "test")
MOST_MARKS = 400


@dataclass(frozen=True)
class Window:
    """The steps that the strip shows, None for all, and the bins it has room for."""

    first: int | None = None
    last: int | None = None
    bins: int = BINS


@dataclass(frozen=True)
class Transport:
    """What is under way."""

    playing: bool = False
    pace: float = 0.0
    rate: float = 0.0
    stopped: str = ""


class RunDrawer:
    """Draws runs, and remembers the curves of futures that have not changed since."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def __call__(
        self,
        tree: Tree,
        shown: str,
        transport: Transport,
        view: Window,
        *,
        quick: bool = False,
        epoch_steps: int,
        breakpoints: tuple[BreakpointScene, ...] = (),
        hit: tuple[Mark, ...] = (),
        comparison: ComparisonScene | None = None,
        file: str = "",
        trouble: str = "",
    ) -> RunScene:
        """The strip of `tree` with the future `shown` on the stage; `quick` where another follows soon."""
        origin = tree.futures[0].departure
        first = origin if view.first is None else view.first
        last = max(future.steps for future in tree.futures) if view.last is None else view.last
        last = max(last, first + 1)
        bins = min(view.bins, PLAYING_BINS) if transport.playing else view.bins
        futures = []
        for future in tree.futures:
            whole = future.name == shown or not transport.playing
            futures.append(self._future(tree, future, first, last, bins, whole=whole, quick=quick))
        self._known = {name: known for name, known in self._known.items() if name in tree.names}
        return RunScene(
            futures=tuple(futures),
            shown=shown,
            head=tree[shown].steps,
            first=first,
            last=last,
            playing=transport.playing,
            pace=transport.pace,
            rate=transport.rate,
            stopped=transport.stopped,
            marks=(*_marks(tree, shown), *hit)[:MOST_MARKS],
            breakpoints=breakpoints,
            overfitting=overfitting_scene(tree, shown),
            comparison=comparison,
            epoch_steps=epoch_steps,
            file=file,
            trouble=trouble,
        )

    def _future(
        self, tree: Tree, future: Future, first: int, last: int, bins: int, *, whole: bool, quick: bool
    ) -> FutureScene:
        """The future in its share of the window, which is that of its own steps."""
        low, high = max(first, future.departure), min(last, future.steps)
        share = min(_power(max(1, bins * max(high - low, 1) // (last - first))), bins)
        asked = (low, high, share, whole)
        known = self._known.get(future.name)
        if known is not None and known.future is future and known.asked == asked and quick >= known.quick:
            return known.scene
        scene = FutureScene(
            name=future.name,
            title=future.title,
            colour=future.colour,
            parent=future.parent,
            departure=future.departure,
            steps=future.steps,
            racing=future.racing,
            epochs=Array.of(epochs_of(tree, future.name)),
            series=tuple(_series(tree, future, low, high, share, whole=whole, quick=quick)),
            outcome=outcome_at_end(tree, future),
            stopped=future.stopped,
        )
        self._known[future.name] = _Known(future, asked, quick, scene)
        return scene


@dataclass(frozen=True, eq=False)
class _Known:
    """A future as it was drawn."""

    future: Future
    asked: tuple[int, int, int, bool]
    quick: bool
    scene: FutureScene


def epochs_of(tree: Tree, name: str) -> Floats:
    """Where the pace of epochs changes along a future, (m, 2): a step, and the epochs made by then.

    A step makes one part in so many of an epoch as the batches of its own settings are: so many samples are
    seen. The first row is the start of the run, the last the end of the future or, without steps, the next.
    """
    first, head = tree.futures[0], tree[name].segment.loop.plan.batches
    stretches: list[tuple[int, int]] = []  # up to which step so many batches are an epoch
    for segment, end in spans(tree, name):
        batches = segment.loop.plan.batches
        if stretches and stretches[-1][1] == batches:
            stretches.pop()
        stretches.append((end, batches))
    rows = [(first.departure, first.departure / first.segments[0].loop.plan.batches)]
    for end, batches in stretches or [(first.departure + 1, head)]:
        step, epochs = rows[-1]
        rows.append((end, epochs + (end - step) / batches))
    return np.array(rows, dtype=np.float64)


def outcome_at_end(tree: Tree, future: Future) -> tuple[MeasureScene, ...]:
    """What was measured where `future` ends; nothing where it was not measured there."""
    curves = measured(tree, future.name, future.steps, future.steps, 1)
    if len(curves) == 0 or curves.steps[-1] != future.steps or curves.counts[-1] != 1:
        return ()
    plan = future.segment.loop.plan
    return tuple(
        MeasureScene(
            part=part,
            count=count,
            loss=float(curves.column(f"{part} loss")[1][-1]),
            accuracy=None if plan.kind == "values" else float(curves.column(f"{part} accuracy")[1][-1]),
            r2=_finite(curves.column(f"{part} r2")[1][-1]) if plan.kind == "values" else None,
            confusion=None,
            unpredicted=(),
        )
        for part in PARTS
        if (count := len(getattr(plan.split, part)))
    )  # fmt: skip


def _series(
    tree: Tree, future: Future, first: int, last: int, bins: int, *, whole: bool, quick: bool
) -> Iterator[Series]:
    """The curves of a future between two of its steps, norms layer by layer where it is to be `whole`."""
    if last > first:
        replay = 0 if quick else REPLAY
        steps = window(tree, future.name, first, last, bins, own=True, replay=replay, steady=quick)
        yield _curve(steps, "loss", "loss", title="batch loss")
        if steps.column("penalty")[2].any():
            yield _curve(steps, "penalty", "loss")
        for name in steps.names[2:] if whole else ("gradient norm",):
            if not np.isnan(steps.column(name)[1]).all():
                yield _curve(steps, name, "norm")
    curves = measured(tree, future.name, first, last, bins, own=True, steady=quick)
    split, kind = future.segment.loop.plan.split, future.segment.loop.plan.kind
    known = [part for part in PARTS if len(getattr(split, part))]
    if len(curves):
        for part in known:
            yield _curve(curves, f"{part} loss", "loss")
        for part in known if kind != "values" else ():
            yield _curve(curves, f"{part} accuracy", "accuracy")


def _curve(curves: Curves, name: str, kind: SeriesKind, *, title: str = "") -> Series:
    low, mean, high = curves.column(name)
    return Series(title or name, kind, *(Array.of(each) for each in (curves.steps, low, mean, high)))


def _marks(tree: Tree, shown: str) -> Iterator[Mark]:
    """What happened: edits and departures, the best step of the future shown, a loss that is not finite."""
    for future in tree.futures:
        if future.parent:
            yield Mark(future.name, future.departure, "fork", f"{future.title} departs here")
        for place, segment in enumerate(future.segments):
            causes = segment.causes[1:] if place == 0 else segment.causes
            if causes:
                yield Mark(future.name, segment.first, "edit", ", ".join(causes))
        if "no finite number" in future.stopped:
            yield Mark(future.name, future.steps, "fault", future.stopped)
    lowest = best(tree, shown)
    if lowest is not None and tree[shown].steps > tree.futures[0].departure:
        yield Mark(shown, lowest.step, "best", f"lowest validation loss of {tree[shown].title}")


def _power(bins: int) -> int:
    """The least power of two that is not below `bins`."""
    return 1 << (bins - 1).bit_length()


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
