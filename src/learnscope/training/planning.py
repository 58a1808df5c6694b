"""What a recipe means to the training loop."""

import math

from learnscope.core.network import Network
from learnscope.core.optimizers import Optimizer
from learnscope.core.schedules import Schedule
from learnscope.experiment import Setup
from learnscope.training.conditions import StopRules
from learnscope.training.plan import TrainingPlan


def fall_of(setup: Setup) -> int:
    """Steps that the fall of a schedule takes: those given, or all of the epochs that follow the warm-up."""
    experiment = setup.experiment
    if experiment.schedule_over is not None:
        return experiment.schedule_over
    steps = experiment.epochs * -(-len(setup.split.train) // experiment.batch_size)
    return max(1, steps - experiment.warmup)


def plan_of(setup: Setup, *, network: Network | None = None) -> TrainingPlan:
    """The training that an experiment means, from its own starting network unless another is given.

    Raises ArgumentError where the network cannot be trained, ShapeError where it does not fit the data.
    """
    experiment = setup.experiment
    return TrainingPlan(
        network=setup.network if network is None else network,
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
            over=fall_of(setup),
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
        seed=experiment.seed_of("order"),
        dropout_seed=experiment.seed_of("dropout"),
        stop=StopRules(
            steps=experiment.steps,
            loss_below=experiment.loss_below,
            accuracy_above=experiment.accuracy_above,
            patience=experiment.patience,
        ),
    )
