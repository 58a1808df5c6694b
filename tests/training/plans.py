"""Small plans to run."""

from typing import Any

import numpy as np

import learnscope as ls
from learnscope.core.compiled import can_compile
from learnscope.data.dataset import Dataset
from learnscope.data.scaling import Scaling
from learnscope.data.split import Split
from learnscope.experiment import Experiment, Setup
from learnscope.library.experiment_run import ExperimentRun
from learnscope.library.train import train_setup
from learnscope.training.loop import Loop
from learnscope.training.plan import TrainingPlan

ENGINES = ["plain", "compiled"] if can_compile() else ["plain"]


def make_split(samples: int, shares: tuple[int, int] = (70, 85)) -> Split:
    """The first 70 % of rows to learn from, then validation, then test."""
    rows = np.arange(samples)
    first, second = (samples * share // 100 for share in shares)
    return Split(rows[:first], rows[first:second], rows[second:])


def make_plan(samples: int = 60, *, kind: str = "classes", seed: int = 0, **changes: Any) -> TrainingPlan:
    """Two clouds of points for classes, sums and products for values, two questions for labels."""
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(samples, 3))
    if kind == "classes":
        y = np.eye(2)[(x[:, 0] + 0.3 * x[:, 1] > 0).astype(int)]
    elif kind == "labels":
        y = (np.stack([x[:, 0] + x[:, 2], x[:, 1]], axis=1) > 0).astype(float)
    else:
        y = np.stack([x[:, 0] + x[:, 1], x[:, 0] * x[:, 2]], axis=1)
    loss = {"classes": "softmax_cross_entropy", "labels": "binary_cross_entropy", "values": "squared_error"}
    network = changes.pop("network", None) or ls.Network.draw(
        [3, 5, 2], loss=changes.pop("loss", loss[kind]), seed=seed
    )
    options = {"batch_size": 8, "epochs": 5, "learning_rate": 0.1, "seed": seed} | changes
    options.setdefault("split", make_split(samples))
    return TrainingPlan(network=network, inputs=x, targets=y, kind=kind, **options)


def setup_of(plan: TrainingPlan) -> Setup:
    """What a recipe of that plan would begin with; the recipe itself says nothing."""
    inputs, outputs = plan.network.sizes[0], plan.network.sizes[-1]
    data = Dataset(
        name="plan",
        title="plan",
        inputs=plan.inputs,
        targets=plan.targets,
        input_names=tuple(f"x{k}" for k in range(inputs)),
        output_names=tuple(f"y{k}" for k in range(outputs)),
        input_units=("",) * inputs,
        output_units=("",) * outputs,
        kind=plan.kind,
    )
    same = Scaling(np.zeros(inputs), np.ones(inputs)), Scaling(np.zeros(outputs), np.ones(outputs))
    scalings = plan.input_scaling or same[0], plan.target_scaling or same[1]
    return Setup(Experiment(data="iris"), data, plan.split, *scalings, plan.network)


def train_plan(plan: TrainingPlan, **options: Any) -> ExperimentRun:
    """A run of `plan`, as `train` makes one of a recipe."""
    return train_setup(setup_of(plan), Loop(plan), **options)
