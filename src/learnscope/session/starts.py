"""Moves to a beginning: back to the start, another start, another experiment."""

from dataclasses import replace

from learnscope.errors import check_choice
from learnscope.session.moves import Move
from learnscope.session.state import State, begin
from learnscope.starting_points import STARTING_POINTS

SEEDS = 100_000  # seeds stay below, so that they can be read and typed


def reset(state: State, *, run: str) -> Move:
    """The starting weights and the first batch; learning rate and batch size stay."""
    first = replace(
        state, network=state.setup.network, memory=state.loop.plan.optimizer.start(state.setup.network),
        step=0, epoch=0, batch=0, edited=None, previous=None, phase=state.forward_done, trained=None,
    )  # fmt: skip
    first = replace(first, sample=int(first.rows[0]))
    if not first.same_numbers(state):
        first = replace(first, run=run)
    return Move(first, "reset", "back at the starting weights and the first batch")


def new_start(state: State, *, seed: int, run: str) -> Move:
    """The present experiment under another seed: other starting weights, another split and order."""
    return Move(
        begin(state.starting_point, replace(state.experiment, seed=seed), run=run),
        "new start",
        f"a new start is drawn from seed {seed}",
    )


def choose(name: str, *, run: str) -> Move:
    """Another starting point."""
    point = STARTING_POINTS[check_choice("starting point", name, STARTING_POINTS)]
    return Move(begin(point.name, point.experiment, run=run), "starting point", f"{point.title} is chosen")
