"""A recipe whose shape and numbers tests tell of, whatever the defaults become."""

from typing import Any

from learnscope.experiment import Experiment

SMALL: dict[str, Any] = {
    "hidden": (8, 8), "activation": "tanh", "learning_rate": 0.03, "schedule": "constant",
    "schedule_over": 1000, "batch_size": 10, "l2": 0.0, "epochs": 50, "split": (0.7, 0.15, 0.15),
}  # fmt: skip


def small(**fields: Any) -> Experiment:
    """That recipe with some fields changed; data is always given."""
    return Experiment(**SMALL | fields)
