"""What an intent makes of a state: pure functions from a state and an intent to a move.

A move that breaks a rule raises IntentError naming the field at fault; nothing has then changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from learnscope.errors import IntentError, LearnscopeError
from learnscope.session.state import State


@dataclass(frozen=True)
class Move:
    """A state to go to, what an undo calls the move, and a sentence of what it did, without its stop."""

    state: State
    label: str
    said: str
    title: str = ""  # what the record calls it: "learning rate 1.6"; by default the label


@contextmanager
def naming(field: str) -> Iterator[None]:
    """Raise what goes wrong inside as an IntentError about `field`."""
    try:
        yield
    except LearnscopeError as error:
        raise IntentError(str(error), field=field) from None


def batch_place(state: State) -> str:
    """ "batch 2 of 7 in epoch 1"."""
    return f"batch {state.batch + 1} of {state.batches} in epoch {state.epoch + 1}"
