"""Pieces of a future: its steps in order, cut where segments end and where futures depart."""

from collections.abc import Iterable
from dataclasses import dataclass

from learnscope.core.arrays import Floats
from learnscope.training.futures import Point, Segment, Tree
from learnscope.training.futures.rows import epoch_ends
from learnscope.training.futures.segment import NOWHERE
from learnscope.training.futures.tree import spans


@dataclass(frozen=True, eq=False)
class Piece:
    """Steps `first` to `last` of a future, all of one segment."""

    segment: Segment
    first: int
    last: int

    @property
    def edited(self) -> bool:
        """Whether it begins with an edit."""
        return self.first == self.segment.first and bool(self.segment.causes)

    def goes_on(self, later: "Piece") -> bool:
        """Whether `later` is the same steps, and maybe more."""
        mine, other = self.segment, later.segment
        same = mine.start is other.start and mine.setup is other.setup and mine.by_hand == other.by_hand
        return same and self.first == later.first and self.last <= later.last


def pieces_of(tree: Tree, name: str) -> list[Piece]:
    """The steps of a future in order, cut where segments end and futures depart; none without steps."""
    return [Piece(segment, segment.first, end) for segment, end in spans(tree, name)]


def epochs(piece: Piece, start: Point) -> Iterable[tuple[int, Floats]]:
    """Steps at which epochs end in `piece` after `start`, which lies in it, with the parameters there."""
    segment, state = piece.segment, start.state()
    for end in epoch_ends(segment.loop, state.step, piece.last, state.ahead).tolist():
        while state.step < end:
            segment.make(state, end - state.step, measure=NOWHERE)
        yield end, state.parameters
