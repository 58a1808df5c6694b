"""The run strip: the curves of all futures within a window of steps.

A curve is summed up in bins of so many steps, in each its least, mean and greatest number, so that no extreme
is lost however long the run. While training is played there are fewer bins, which stay as they are until they
are joined two by two, so that a frame holds what has come since the last; norms layer by layer are those of
the future shown alone, and nothing is made again for a window finer than what is kept; nor is it while one
seeks, unless it is known already.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from learnscope.data.split import PARTS
from learnscope.run import Curves, Future, Tree, measured, window
from learnscope.run.window import REPLAY
from learnscope.scene.schema import Array, CurvesScene, Series, SeriesKind, Strip, StripScene

PLAYING_BINS = 200


class StripDrawer:
    """Draws strips, and remembers the curves of futures that have not changed since."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def __call__(
        self, tree: Tree, shown: str, strip: Strip, *, playing: bool = False, quick: bool = False
    ) -> StripScene:
        """The curves of `tree` within the window of `strip`, with the future `shown` on the stage.

        `quick` where another moment follows soon.
        """
        origin = tree.futures[0].departure
        first = origin if strip.first is None else strip.first
        last = max(future.steps for future in tree.futures) if strip.last is None else strip.last
        last = max(last, first + 1)
        bins = min(strip.bins, PLAYING_BINS) if playing else strip.bins
        curves = []
        for future in tree.futures:
            whole = future.name == shown or not playing
            curves.append(self._curves(tree, future, first, last, bins, whole=whole, quick=quick))
        self._known = {name: known for name, known in self._known.items() if name in tree.names}
        return StripScene(first, last, tuple(curves))

    def _curves(
        self, tree: Tree, future: Future, first: int, last: int, bins: int, *, whole: bool, quick: bool
    ) -> CurvesScene:
        """Those of a future in its share of the window, which is that of its own steps."""
        low, high = max(first, future.departure), min(last, future.steps)
        share = min(_power(max(1, bins * max(high - low, 1) // (last - first))), bins)
        asked = (low, high, share, whole)
        known = self._known.get(future.name)
        if known is not None and known.future is future and known.asked == asked and quick >= known.quick:
            return known.scene
        series = tuple(_series(tree, future, low, high, share, whole=whole, quick=quick))
        scene = CurvesScene(future.name, series)
        self._known[future.name] = _Known(future, asked, quick, scene)
        return scene


@dataclass(frozen=True, eq=False)
class _Known:
    """The curves of a future as they were drawn."""

    future: Future
    asked: tuple[int, int, int, bool]
    quick: bool
    scene: CurvesScene


def _series(
    tree: Tree, future: Future, first: int, last: int, bins: int, *, whole: bool, quick: bool
) -> Iterator[Series]:
    """The curves of a future between two of its steps, norms layer by layer where it is to be `whole`."""
    if last > first:
        replay = 0 if quick else REPLAY
        steps = window(tree, future.name, first, last, bins, own=True, replay=replay, steady=quick)
        drawn = _Drawn(steps)
        yield drawn("loss", "loss", title="batch loss")
        if steps.column("penalty")[2].any():
            yield drawn("penalty", "loss")
        for name in steps.names[2:] if whole else ("gradient norm",):
            if not np.isnan(steps.column(name)[1]).all():
                yield drawn(name, "norm")
    curves = measured(tree, future.name, first, last, bins, own=True, steady=quick)
    split, kind = future.segment.loop.plan.split, future.segment.loop.plan.kind
    known = [part for part in PARTS if len(getattr(split, part))]
    if len(curves):
        drawn = _Drawn(curves)
        for part in known:
            yield drawn(f"{part} loss", "loss")
        for part in known if kind != "values" else ():
            yield drawn(f"{part} accuracy", "accuracy")


class _Drawn:
    """Curves of one window, of which all have their steps in common."""

    def __init__(self, curves: Curves) -> None:
        self._curves = curves
        self._steps = Array.of(curves.steps)
        self._single = bool((curves.counts == 1).all())  # then least, mean and greatest are one number

    def __call__(self, name: str, kind: SeriesKind, *, title: str = "") -> Series:
        low, mean, high = self._curves.column(name)
        if self._single:
            number = Array.of(mean)
            return Series(title or name, kind, self._steps, number, number, number)
        return Series(title or name, kind, self._steps, *(Array.of(each) for each in (low, mean, high)))


def _power(bins: int) -> int:
    """The least power of two that is not below `bins`."""
    return 1 << (bins - 1).bit_length()
