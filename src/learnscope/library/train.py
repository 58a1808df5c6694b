"""From a recipe to a run: a tree is grown until its plan is done, and what every step did is kept."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from learnscope.core.compiled import Engine
from learnscope.core.network import Network
from learnscope.errors import (
    ArgumentError,
    ShapeError,
    check_arguments,
    check_choice,
    nearest_argument,
    shown,
)
from learnscope.experiment import Experiment, Setup, set_up
from learnscope.experiment.record import FIELDS
from learnscope.library.experiment_run import ExperimentRun
from learnscope.run import Tree, begin, grow, stopping
from learnscope.run.history import Recorder
from learnscope.run.limits import LIMITS
from learnscope.run.rows import measure_rows
from learnscope.training.conditions import Stop, StopChecker
from learnscope.training.engines import CHOICES, EngineChoice, choose_engine
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of

Told = Callable[[int, int], Any]

TURN = 0.05  # seconds of a call of the kernel; after it progress is told, and another engine may take over
UNSEEN = replace(LIMITS, replay=0.05, apart=2**16)  # nobody waits for a frame; files stay small


Start = Network | ExperimentRun
ARGUMENTS = ("experiment", "start", "engine", "progress")


def train(
    experiment: Experiment,
    *,
    start: Start | None = None,
    engine: EngineChoice = "auto",
    progress: Told | None = None,
    **others: Any,
) -> ExperimentRun:
    """Train what `experiment` says, to its last epoch or until one of its rules stops it.

    `start` is a network, or a run whose last network is taken, to go on from: with its weights, under what
    `experiment` says of learning, from step 0 with a fresh optimizer. `run.experiment.replace(…)` changes
    some of a run's settings; `others` belong there, and are answered so. Without, weights are drawn from the
    seed.

    `engine` is "compiled", "plain", or "auto" for the compiled one as soon as it is there; the two differ in
    the last bits. `progress` is told, every now and then, how many steps are made and how many there are.

    Raises ArgumentError where a network cannot be trained, and whatever `set_up` raises.

    >>> run = train(Experiment(data="iris", epochs=5, seed=1), engine="plain")
    >>> run.network.sizes, run.steps
    ((4, 100, 3), 20)
    """
    _check_others(others)
    if not isinstance(experiment, Experiment):
        raise ArgumentError(
            f"experiment must be an Experiment, got {shown(experiment)}; pass Experiment(data=…)"
        )
    check_choice("engine", engine, CHOICES)
    if progress is not None and not callable(progress):
        raise ArgumentError(f"progress must be a function of steps made and wanted, got {shown(progress)}")
    setup = set_up(experiment)
    if start is not None:
        setup = replace(setup, network=_started(setup, start))
    return train_setup(setup, Loop(plan_of(setup)), engine=engine, progress=progress)


def _check_others(others: Mapping[str, Any]) -> None:
    """Raise ArgumentError for the first argument that `train` does not have, with where it belongs."""
    for name in others:
        field = next(iter(nearest_argument(name, FIELDS)), "")
        if field in FIELDS and not nearest_argument(name, ARGUMENTS):
            raise ArgumentError(
                f"train has no argument {name!r}; it is for the experiment, pass "
                f"experiment.replace({field}=…)"
            )
    check_arguments("train", others, ARGUMENTS)


def _started(setup: Setup, start: Start) -> Network:
    """The network to begin with. Raises ArgumentError or ShapeError where it does not suit the recipe."""
    network = start.network if isinstance(start, ExperimentRun) else start
    if not isinstance(network, Network):
        raise ArgumentError(f"start must be a Network or an ExperimentRun, got {shown(start)}")
    drawn = setup.network
    if network.sizes != drawn.sizes:
        raise ShapeError(
            f"start must have the sizes of the experiment, {drawn.sizes}, got {network.sizes}; "
            f"pass hidden={list(network.sizes[1:-1])}"
        )
    for what in ("activations", "loss", "precision", "bias"):
        ours, theirs = getattr(drawn, what), getattr(network, what)
        if ours != theirs:
            raise ArgumentError(
                f"start must have the {what} of the experiment, {ours!r}, got {theirs!r}; "
                "change the experiment"
            )
    return network


def train_setup(
    setup: Setup, loop: Loop, *, engine: EngineChoice = "auto", progress: Told | None = None
) -> ExperimentRun:
    """Train what `setup` begins with by the steps of `loop`, as `train` does."""
    tree, plan, recorder = begin(setup, loop, limits=UNSEEN), loop.plan, Recorder()
    name, stop = tree.names[0], None
    chosen: Engine | None = None
    while stop is None and tree[name].steps < plan.steps:
        chosen = choose_engine(engine, present=chosen)
        left, until = plan.steps - tree[name].steps, time.perf_counter() + TURN
        growth = grow(tree, name, left, chosen, until=until, at_once=TURN, watch=recorder)
        tree, stop = growth.tree, growth.stop
        if progress is not None:
            progress(tree[name].steps, plan.steps)
    tree, stop = _measured_at_end(tree, name, recorder, stop)
    if stop is None:
        done = f"all {plan.epochs} epochs are" if plan.epochs > 1 else "the one epoch is"
        stop = Stop("finished", plan.steps, f"Stopped: {done} done.")
    tree = stopping(tree, name, stop.sentence)
    return ExperimentRun(tree, name, recorder.history(tree, name), stop)


def _measured_at_end(
    tree: Tree, name: str, recorder: Recorder, stop: Stop | None
) -> tuple[Tree, Stop | None]:
    """The tree with what is measured after its last step, and the rule that is met there, if one is."""
    future = tree[name]
    if recorder.has(future.steps):
        return tree, stop
    segment, head = future.segment, future.head
    measures = segment.loop.measures_now(head.step, head.parameters, segment.made_by, ahead=head.ahead)
    recorder.add(measures)
    if stop is None or stop.name == "steps":
        lowest = float("inf") if future.best is None else future.best.loss
        rules = StopChecker(segment.loop.plan.stop, start=lowest, waited=future.waited)
        stop = rules.look(measures) or stop
    return tree.with_future(replace(future, latest=measure_rows(measures))), stop
