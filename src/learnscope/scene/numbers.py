"""The settings of the network, learning and stopping that are numbers: what each is, and its slider."""

from dataclasses import dataclass
from typing import Literal

from learnscope.experiment import Experiment
from learnscope.scene.schema import NumberSetting


@dataclass(frozen=True)
class Number:
    """What is known of such a setting, named as the experiment's field."""

    title: str
    note: str
    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"
    whole: bool = False
    optional: bool = False
    anew: bool = False  # whether changing it begins a new run


NUMBERS: dict[str, Number] = {
    "initial_scale": Number(
        "scale of starting weights",
        "What the starting weights and biases are multiplied by, once they are drawn.",
        0.01,
        10,
        "log",
        anew=True,
    ),
    "momentum": Number("momentum m", "How much of the last move goes on.", 0, 0.99),
    "decay": Number("decay d", "How slowly old gradients are forgotten.", 0.5, 0.999),
    "beta1": Number("β₁", "How slowly the mean of gradients forgets.", 0, 0.99),
    "beta2": Number("β₂", "How slowly the mean of their squares forgets.", 0.9, 0.9999),
    "epsilon": Number(
        "ε",
        "Keeps the division from blowing up; off is 1e−8, and 1e−10 for AdaGrad.",
        1e-12,
        1e-2,
        "log",
        optional=True,
    ),
    "weight_decay": Number(
        "weight decay λ", "What share of a weight, times the rate, is taken from it at each step.", 0, 0.1
    ),
    "schedule_factor": Number("factor", "What the rate is multiplied by.", 0.1, 1),
    "schedule_every": Number("every", "Steps between two changes.", 1, 10_000, "log", whole=True),
    "schedule_over": Number("over", "Steps the fall takes.", 10, 100_000, "log", whole=True),
    "schedule_end": Number("end", "The rate it ends at.", 0, 0.1),
    "warmup": Number(
        "warm-up", "Steps in which the rate rises evenly to where it starts; 0 is none.", 0, 1000, whole=True
    ),
    "l1": Number("L1 penalty λ", "λ · Σ|w| is added to the loss: weights that help little become 0.", 0, 0.1),
    "l2": Number("L2 penalty λ", "λ/2 · Σw² is added to the loss: weights stay small.", 0, 0.1),
    "clip_norm": Number(
        "clip gradient at", "A gradient of a larger norm is shortened to it.", 0.01, 100, "log", optional=True
    ),
    "epochs": Number("epochs", "How often all training samples are visited.", 1, 1000, "log", whole=True),
    "patience": Number(
        "patience",
        "Stop after so many epochs without a new lowest validation loss.",
        1,
        100,
        "log",
        whole=True,
        optional=True,
    ),
    "loss_below": Number(
        "loss below",
        "Stop when the training loss, penalty included, is below this.",
        1e-4,
        10,
        "log",
        optional=True,
    ),
    "accuracy_above": Number(
        "accuracy above",
        "Stop when a larger share is right, of validation samples where there are any.",
        0.5,
        0.999,
        optional=True,
    ),
    "steps": Number(
        "steps", "Stop after so many updates of the run.", 1, 100_000, "log", whole=True, optional=True
    ),
}


def number_setting(experiment: Experiment, name: str) -> NumberSetting:
    """The setting as it stands in `experiment`."""
    number, value = NUMBERS[name], getattr(experiment, name)
    least = 1 if (name, experiment.schedule) == ("warmup", "warmup") else number.low
    return NumberSetting(
        name=name,
        title=number.title,
        note=number.note,
        anew=number.anew,
        value=None if value is None else float(value),
        low=float(least),
        high=float(number.high),
        scale=number.scale,
        whole=number.whole,
        optional=number.optional,
    )
