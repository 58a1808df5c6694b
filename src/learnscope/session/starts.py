"""Moves to a beginning: back to the start, another start, another experiment."""

from dataclasses import replace

from learnscope.core.arrays import frozen
from learnscope.core.optimizers import OptimizerState
from learnscope.errors import check_choice
from learnscope.session.moves import Move
from learnscope.session.state import State, begin
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.experiment_run import ExperimentRun
from learnscope.training.run import replay

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


def go_on(saved: ExperimentRun, *, run: str) -> State:
    """Where a saved run ended: its network, what its optimizer remembers, the next batch of its order."""
    first = begin("", saved.experiment, run=run, setup=saved.setup)
    last = replay(saved.run.loop, saved.run.history.keyframes, saved.steps)
    epoch, batch = divmod(last.step, first.batches)
    there = replace(
        first,
        network=first.network.with_parameters(last.parameters),
        memory=OptimizerState(last.step, frozen(last.slots)),
        step=last.step,
        epoch=epoch,
        batch=batch,
    )
    return replace(there, sample=int(there.rows[0]))
