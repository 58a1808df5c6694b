"""What can be taken back, and what was: two stacks of labelled states, as a value."""

from dataclasses import dataclass

from learnscope.session.state import State

DEPTH = 200  # moves kept

Entry = tuple[str, State]  # what a move is called, and the state on the other side of it


@dataclass(frozen=True, eq=False)
class UndoStack:
    """The moves behind and, where some were taken back, those ahead."""

    past: tuple[Entry, ...] = ()
    future: tuple[Entry, ...] = ()

    @property
    def undo(self) -> str:
        """What an undo would take back, "" if nothing."""
        return self.past[-1][0] if self.past else ""

    @property
    def redo(self) -> str:
        """What a redo would make again, "" if nothing."""
        return self.future[-1][0] if self.future else ""

    def moved(self, label: str, before: State) -> "UndoStack":
        """After a move away from `before`; what had been taken back is forgotten."""
        return UndoStack((*self.past, (label, before))[-DEPTH:])

    def continued(self) -> "UndoStack":
        """After a move that belongs to the last one, so that one undo takes both back."""
        return UndoStack(self.past)

    def back(self, present: State) -> tuple[State, "UndoStack"]:
        """The state before the last move, and the history there; `present` is kept for the way forward."""
        *past, (label, state) = self.past
        return state, UndoStack(tuple(past), (*self.future, (label, present)))

    def forward(self, present: State) -> tuple[State, "UndoStack"]:
        """The state after the move taken back last, and the history there."""
        *future, (label, state) = self.future
        return state, UndoStack((*self.past, (label, present))[-DEPTH:], tuple(future))
