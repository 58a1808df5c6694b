"""From a recipe to a run: `train` does it all, and `plan_of` says what it means to the training loop."""

import math
from collections.abc import Callable
from typing import Any

from learnscope.core.optimizers import Optimizer
from learnscope.core.schedules import Schedule
from learnscope.errors import ArgumentError, shown
from learnscope.experiment import Experiment, Setup, set_up
from learnscope.run.experiment_run import ExperimentRun
from learnscope.run.run import train_plan
from learnscope.training.conditions import StopRules
from learnscope.training.engines import EngineChoice
from learnscope.training.plan import TrainingPlan


def train(
    experiment: Experiment,
    *,
    engine: EngineChoice = "auto",
    progress: Callable[[int, int], Any] | None = None,
) -> ExperimentRun:
    """Train what `experiment` says, to its last epoch or until one of its rules stops it.

    `engine` is "compiled", "plain", or "auto" for the compiled one as soon as it is there; the two differ in
    the last bits. `progress` is told, every now and then, how many steps are made and how many there are.

    Raises ArgumentError where a network cannot be trained, and whatever `set_up` raises.

    >>> run = train(Experiment(data="iris", epochs=5, seed=1), engine="plain")
    >>> run.network.sizes, run.steps
    ((4, 8, 8, 3), 55)
    """
    if not isinstance(experiment, Experiment):
        raise ArgumentError(
            f"experiment must be an Experiment, got {shown(experiment)}; pass Experiment(data=…)"
        )
    setup = set_up(experiment)
    return ExperimentRun(setup, train_plan(plan_of(setup), engine=engine, progress=progress))


def plan_of(setup: Setup) -> TrainingPlan:
    """The training that an experiment means. Raises ArgumentError where its network cannot be trained."""
    experiment = setup.experiment
    return TrainingPlan(
        network=setup.network,
        inputs=setup.dataset.inputs,
        targets=setup.dataset.targets,
        split=setup.split,
        kind=setup.dataset.kind,
        input_scaling=setup.scaling,
        target_scaling=setup.target_scaling,
        batch_size=experiment.batch_size,
        epochs=experiment.epochs,
        learning_rate=experiment.learning_rate,
        schedule=Schedule(
            experiment.schedule,
            factor=experiment.schedule_factor,
            every=experiment.schedule_every,
            over=experiment.schedule_over,
            end=experiment.schedule_end,
            warmup=experiment.warmup,
        ),
        optimizer=Optimizer(
            experiment.optimizer,
            momentum=experiment.momentum,
            decay=experiment.decay,
            beta1=experiment.beta1,
            beta2=experiment.beta2,
            epsilon=experiment.epsilon,
            weight_decay=experiment.weight_decay,
        ),
        l1=experiment.l1,
        l2=experiment.l2,
        dropout=experiment.dropout,
        clip_norm=math.inf if experiment.clip_norm is None else experiment.clip_norm,
        seed=experiment.seed,
        stop=StopRules(
            steps=experiment.steps,
            loss_below=experiment.loss_below,
            accuracy_above=experiment.accuracy_above,
            patience=experiment.patience,
        ),
    )
