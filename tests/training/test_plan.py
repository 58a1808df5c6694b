"""A plan is checked when it is made."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.data.split import Split
from learnscope.errors import ArgumentError, LearnscopeError, ShapeError
from learnscope.training.conditions import StopRules
from learnscope.training.plan import TrainingPlan
from tests.training.plans import make_plan, make_split

NONE = np.arange(0)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"batch_size": 0}, ArgumentError, "batch_size must be a whole number of at least 1, got 0"),
        ({"epochs": 0}, ArgumentError, "epochs must be a whole number of at least 1, got 0"),
        ({"learning_rate": -0.1}, ArgumentError, "learning_rate must be in (0, inf), got -0.1"),
        ({"l1": -1.0}, ArgumentError, "l1 must be in [0, inf), got -1.0"),
        ({"l2": np.nan}, ArgumentError, "l2 must be in [0, inf), got nan"),
        ({"clip_norm": 0.0}, ArgumentError, "clip_norm must be in (0, inf), got 0.0"),
        ({"dropout": 1.0}, ArgumentError, "dropout must be in [0, 1), got 1.0"),
        (
            {"dropout": [0.1, 0.2]},
            ArgumentError,
            "dropout must be one share or one per hidden layer (1), got 2",
        ),
        (
            {"split": Split(NONE, np.arange(60), NONE)},
            ArgumentError,
            "split must leave at least one sample to learn from, got none",
        ),
        (
            {"stop": StopRules(patience=3), "split": make_split(60, (100, 100))},
            ArgumentError,
            "patience needs validation samples to watch, got a split without; give validation a share",
        ),
        (
            {"stop": StopRules(accuracy_above=0.9), "kind": "values"},
            ArgumentError,
            "accuracy_above needs classes or labels, got values; use loss_below",
        ),
        (
            {"network": ls.Network.draw([4, 2], seed=0)},
            ShapeError,
            "inputs must have shape (N, 4), got (60, 3)",
        ),
        (
            {"network": ls.Network.draw([3, 5], seed=0)},
            ShapeError,
            "targets must have shape (N, 5), got (60, 2)",
        ),
        (
            {"network": ls.Network.draw([3, 4, 2], activation="step", seed=0)},
            ArgumentError,
            "layer 1 cannot be trained through 'step': its slope is 0 everywhere but at the jump, where "
            "there is none, so no error comes back through it; take sigmoid, its smooth relative",
        ),
    ],
)
def test_a_plan_that_breaks_a_rule_is_refused(changes, error, message):
    """The error names the field, its rule and the value."""
    with pytest.raises(error) as caught:
        make_plan(**changes)

    assert str(caught.value) == message


def test_inputs_and_targets_have_as_many_rows():
    """One target per sample."""
    with pytest.raises(ShapeError) as caught:
        TrainingPlan(
            network=ls.Network.draw([2, 2], seed=0),
            inputs=np.ones((3, 2)),
            targets=np.ones((4, 2)),
            split=make_split(3),
            kind="classes",
        )

    assert str(caught.value) == "inputs and targets must have as many rows, got 3 and 4"


def test_an_unknown_kind_is_refused():
    """Kinds are classes, labels and values."""
    with pytest.raises(LearnscopeError) as caught:
        TrainingPlan(
            network=ls.Network.draw([2, 2], seed=0),
            inputs=np.ones((3, 2)),
            targets=np.ones((3, 2)),
            split=make_split(3),
            kind="class",
        )

    assert str(caught.value) == "unknown kind 'class'; did you mean 'classes'? (classes, labels, values)"


def test_data_that_suits_the_network_is_not_copied():
    """float64 rows without scaling are looked at where they are."""
    from learnscope.training.loop import Loop

    plan = make_plan()

    assert np.shares_memory(Loop(plan).material.x, plan.inputs)
