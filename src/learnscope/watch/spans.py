"""Pieces of a future: its steps in order, cut where segments end and where futures depart."""

from collections.abc import Iterator
from dataclasses import dataclass

from learnscope.core.arrays import Floats
from learnscope.run import Point, Segment, Tree
from learnscope.run.rows import epoch_ends
from learnscope.run.segment import NOWHERE
from learnscope.run.tree import spans


@dataclass(frozen=True, eq=False)
class Span:
    """Steps `first` to `last` of a future, all of one segment."""

    segment: Segment
    first: int
    last: int

    @property
    def edited(self) -> bool:
        """Whether it begins with an edit."""
        return self.first == self.segment.first and bool(self.segment.causes)

    def goes_on(self, later: "Span") -> bool:
        """Whether `later` is the same steps, and maybe more."""
        mine, other = self.segment, later.segment
        same = mine.start is other.start and mine.setup is other.setup and mine.by_hand == other.by_hand
        return same and self.first == later.first and self.last <= later.last


def spans_of(tree: Tree, name: str) -> list[Span]:
    """The steps of a future in order, cut where segments end and futures depart; none without steps."""
    return [Span(segment, segment.first, end) for segment, end in spans(tree, name)]


def epochs(span: Span, start: Point) -> Iterator[tuple[int, Floats]]:
    """Steps at which epochs end in `span` after `start`, which lies in it, with the parameters there."""
    segment, state = span.segment, start.state()
    for end in epoch_ends(segment.loop, state.step, span.last, state.ahead).tolist():
        while state.step < end:
            segment.make(state, end - state.step, measure=NOWHERE)
        yield end, state.parameters
