"""The tree: the futures of a run, and which of them came from which."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from learnscope.brief import brief
from learnscope.errors import ArgumentError, shown
from learnscope.experiment import Setup
from learnscope.run.bins import no_bins
from learnscope.run.future import Future
from learnscope.run.limits import LIMITS, Limits
from learnscope.run.point import Point
from learnscope.run.rows import FIRST_MEASURE, MEASURES, step_columns
from learnscope.run.segment import Segment
from learnscope.training.loop import Loop


@dataclass(frozen=True, eq=False)
class Tree:
    """Futures in the order they began; the first is the run as it started."""

    futures: tuple[Future, ...]
    born: int  # how many there ever were, so that no name is given twice
    limits: Limits
    spacing: int = 1  # least number of steps between two keyframes
    __repr__ = brief

    def __getitem__(self, name: str) -> Future:
        """The future called `name`. Raises ArgumentError where there is none."""
        for future in self.futures:
            if future.name == name:
                return future
        raise ArgumentError(f"future must be one of {', '.join(self.names)}, got {shown(name)}")

    @property
    def names(self) -> tuple[str, ...]:
        """Of its futures."""
        return tuple(future.name for future in self.futures)

    @property
    def size(self) -> int:
        """Bytes of keyframes, points and curves."""
        stores = {id(bins.store): bins.size for f in self.futures for bins in (f.log, f.measures)}
        return self.frames_size + sum(stores.values())

    @property
    def frames_size(self) -> int:
        """Bytes of keyframes and points."""
        return sum(future.size for future in self.futures)

    def with_future(self, future: Future) -> "Tree":
        """The tree with `future` in the place of the one of its name, or as the last."""
        if future.name not in self.names:
            return replace(self, futures=(*self.futures, future), born=self.born + 1)
        return replace(self, futures=tuple(future if f.name == future.name else f for f in self.futures))


def begin(
    setup: Setup, loop: Loop, start: Point | None = None, *, title: str = "main", limits: Limits = LIMITS
) -> Tree:
    """A tree with one future, "1", that begins at `start`, by default the loop's own."""
    point = Point.of(loop.start()) if start is None else start
    width = FIRST_MEASURE + len(MEASURES)
    future = Future(
        name="1",
        title=title,
        colour=0,
        parent="",
        departure=point.step,
        segments=(Segment(setup, loop, point, "plain", ("start",)),),
        head=point,
        log=no_bins(step_columns(len(loop.plan.network.layers)), limit=limits.bins),
        measures=no_bins(width, limit=limits.rows),
        noted=None,
        latest=None,
        best=None,
    )
    return Tree((future,), 1, limits)


def lineage(tree: Tree, name: str) -> tuple[Future, ...]:
    """The futures that the steps of `name` belong to: the first of the run to `name` itself."""
    future = tree[name]
    found = [future]
    while future.parent:
        future = tree[future.parent]
        found.append(future)
    return tuple(reversed(found))


def spans(tree: Tree, name: str) -> Iterator[tuple[Segment, int]]:
    """The segments that made the steps of `name`, in order, and the step up to which each of them did."""
    line = lineage(tree, name)
    for place, future in enumerate(line):
        end = line[place + 1].departure if place + 1 < len(line) else future.steps
        for segment in future.segments:
            if segment.first >= end and segment.count:
                break
            if segment.count:
                yield segment, min(segment.last, end)
