"""Moves along the training: the next step, another batch, another sample."""

from dataclasses import replace

import numpy as np

from learnscope import words
from learnscope.errors import IntentError, NeedlessError, check_number, check_whole
from learnscope.scene.schema import Advance, NextBatch, ShowSample
from learnscope.session.moves.move import Move, batch_place, naming
from learnscope.session.record import following
from learnscope.session.state import State
from learnscope.training.order import batch_holding


def advance(state: State, intent: Advance) -> Move:
    """The step after `state`, whose update has been made: with the same batch, or the next."""
    with naming("phase"):
        phase = check_number("phase", intent.phase, f"[0, {state.phases})")
    change = state.previous
    assert change is not None  # of the update just made
    label = f"step {state.step}"
    losses = words.change(change.batch_loss_before, change.batch_loss_after)
    said = f"{label} is made; the loss of its batch {losses}"
    if not intent.next_batch:
        return Move(replace(state, phase=phase), label, said)
    there = following(state)
    return Move(replace(there, phase=phase), label, f"{said}; next is {batch_place(there)}")


def next_batch(state: State, intent: NextBatch) -> Move:
    """Another batch of the shuffled order; the last of an epoch is followed by the first of the next."""
    there = _preceding(state) if intent.back else _following(state)
    label = "previous batch" if intent.back else "next batch"
    said = f"{batch_place(there)}, showing sample {there.sample + 1}"
    return Move(replace(there, phase=there.forward_done), label, said)


def show_sample(state: State, intent: ShowSample) -> Move:
    """A training sample, in the batch of this epoch that holds it."""
    with naming("number"):
        number = check_whole("number", intent.number, low=1, high=len(state.setup.dataset))
    row = number - 1
    _check_learned_from(state, row)
    there = replace(
        state,
        sample=row,
        batch=batch_holding(state.order, row, batch_size=state.experiment.batch_size),
        edited=state.edited if row == state.sample else None,
        phase=state.forward_done,
    )
    return Move(there, f"sample {number}", f"sample {number} of {batch_place(there)} is shown")


def _following(state: State) -> State:
    if state.batch + 1 < state.batches:
        return _arrived(replace(state, batch=state.batch + 1), state)
    return _arrived(replace(state, epoch=state.epoch + 1, batch=0), state)


def _preceding(state: State) -> State:
    if state.batch > 0:
        return _arrived(replace(state, batch=state.batch - 1), state)
    if state.epoch == 0:
        raise NeedlessError(
            "this is the first batch of the first epoch; there is none before it", field="back"
        )
    return _arrived(replace(state, epoch=state.epoch - 1, batch=state.batches - 1), state)


def _arrived(state: State, before: State) -> State:
    """`state` with a sample of its batch shown: the one shown before if it is there, else the first."""
    if before.sample in state.rows:
        return state
    return replace(state, sample=int(state.rows[0]), edited=None)


def _check_learned_from(state: State, row: int) -> None:
    """Raise unless `row` is learned from, naming the nearest sample that is."""
    parts = state.setup.split
    if row in parts.train:
        return
    part = "validation" if row in parts.validation else "test"
    nearest = int(parts.train[np.abs(parts.train - row).argmin()]) + 1
    raise IntentError(
        f"sample {row + 1} is in the {part} set and never learned from; "
        f"the nearest sample to learn from is {nearest}",
        field="number",
    )
