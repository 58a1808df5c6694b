"""Keyframes inside a segment, in order, as a value that shares its list with those it grew from."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from learnscope.run.point import Point


@dataclass(frozen=True, eq=False)
class Frames:
    """The first `count` of a list whose first entries never change."""

    points: list[Point] = field(default_factory=list)
    count: int = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Point]:
        return iter(self.points[: self.count])

    def with_one(self, point: Point) -> "Frames":
        """With `point`, which comes after the others; the list is copied where another value grew there."""
        points = self.points if len(self.points) == self.count else self.points[: self.count]
        points.append(point)
        return Frames(points, len(points))

    def until(self, step: int) -> "Frames":
        """Those after at most `step` updates."""
        return Frames(self.points, self.place(step))

    def thinned(self, first: int, spacing: int) -> "Frames":
        """Those that are `spacing` steps or more from the one before, the first of them from `first`."""
        kept: list[Point] = []
        last = first
        for point in self:
            if point.step - last >= spacing:
                kept.append(point)
                last = point.step
        return Frames(kept, len(kept))

    def place(self, step: int) -> int:
        """How many there are after at most `step` updates."""
        return bisect_right(self.points, step, hi=self.count, key=lambda point: point.step)
