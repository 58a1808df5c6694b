"""Moves to a beginning: back to the start, another start, another experiment."""

from dataclasses import replace

from learnscope.errors import check_choice
from learnscope.experiment import Experiment
from learnscope.library.experiment_run import ExperimentRun
from learnscope.run import Tree, begin as begin_tree
from learnscope.session.fitting import check_size
from learnscope.session.moves.move import Move
from learnscope.session.state import State, begin
from learnscope.session.visit import visit
from learnscope.starting_points import STARTING_POINTS
from learnscope.store.stored import StoredRun

SEEDS = 100_000  # fresh ones stay below, so that they can be read and typed


def reset(state: State, *, run: str) -> Move:
    """The starting weights and the first batch; learning rate and batch size stay."""
    first = replace(
        state, network=state.setup.network,
        optimizer_state=state.loop.plan.optimizer.start(state.setup.network),
        step=0, epoch=0, batch=0, ahead=0, edited=None, previous=None, phase=state.forward_done, ended=None,
        fault=None, future="1",
    )  # fmt: skip
    first = replace(first, sample=int(first.rows[0]))
    if not first.same_numbers(state) or not _unwritten(state.tree):
        first = replace(first, run=run, tree=begin_tree(state.setup, state.loop))
    return Move(first, "reset", "back at the starting weights and the first batch")


def _unwritten(tree: Tree) -> bool:
    """Whether nothing was recorded yet."""
    first = tree.futures[0]
    return len(tree.futures) == len(first.segments) == 1 and first.steps == 0


def new_start(state: State, *, seed: int, run: str) -> Move:
    """The present experiment with other starting weights; data, split and order stay."""
    return Move(
        begin(state.starting_point, replace(state.experiment, weights_seed=seed, start=None), run=run),
        "new start",
        f"a new start is drawn from seed {seed}",
    )


def choose(name: str, *, run: str) -> Move:
    """Another starting point."""
    point = STARTING_POINTS[check_choice("starting point", name, STARTING_POINTS)]
    return Move(begin(point.name, point.experiment, run=run), "starting point", f"{point.title} is chosen")


def begin_with(query: str, *, run: str) -> Move:
    """The recipe of an address; a starting point where it is one."""
    experiment = Experiment.from_url(query)
    check_size(experiment)
    known = (point.name for point in STARTING_POINTS.values() if point.experiment == experiment)
    first = begin(next(known, ""), experiment, run=run)
    title, sizes = first.setup.dataset.title, "-".join(map(str, first.network.sizes))
    return Move(first, "the recipe of the address", f"{title}, {sizes}, as the address says")


def go_on(saved: ExperimentRun | StoredRun, *, run: str) -> State:
    """Where a saved run was left, with all that is remembered of it."""
    if isinstance(saved, StoredRun):
        tree, future, step = saved.tree, saved.shown, saved.about["shown"]["step"]
    else:
        tree, future, step = saved.tree, saved.future, saved.steps
    setup = tree.futures[0].segments[0].setup
    known = (point.name for point in STARTING_POINTS.values() if point.experiment == setup.experiment)
    first = begin(next(known, ""), setup.experiment, run=run, setup=setup)
    there = replace(first, tree=tree, sample=-1)
    return visit(there, min(step, tree[future].steps), future)
