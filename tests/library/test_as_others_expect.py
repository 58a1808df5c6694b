"""The library, as people from scikit-learn and PyTorch expect it."""

import copy
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import learnscope as ls
from learnscope.errors import ArgumentError, DataError, ExperimentError, ShapeError

X = np.random.default_rng(0).normal(size=(60, 3))
POSITIVE = X[:, 0] > 0


def trained(y: Any, **recipe: Any) -> ls.ExperimentRun:
    """A run on X."""
    given = {"hidden": [4], "epochs": 20, "batch_size": 10, "learning_rate": 0.03, "seed": 1, **recipe}
    return ls.train(ls.Experiment(data=(X, y), **given), engine="plain")


@pytest.mark.parametrize(
    ("y", "kind"),
    [
        (POSITIVE.astype(np.int64) * 2 + 5, "i"),
        (POSITIVE, "b"),
        (np.where(POSITIVE, "yes", "no"), "U"),
    ],
    ids=["whole", "truths", "words"],
)
def test_labels_come_back_in_the_type_they_came_in(y: Any, kind: str, tmp_path: Path) -> None:
    """So that (run.predict(X) == y).mean() is the share that is right; after saving too."""
    run = trained(y)
    run.save(tmp_path / "one.run")

    for each in (run, ls.open_run(tmp_path / "one.run")):
        said = each.predict(X)
        assert said.dtype.kind == kind
        assert (said == y).mean() > 0.9


def test_what_is_not_finite_is_refused_in_prediction_as_in_training() -> None:
    """With the row and the column."""
    run, spoiled = trained(POSITIVE), X.copy()
    spoiled[3, 1] = np.nan

    with pytest.raises(DataError) as caught:
        run.predict(spoiled)
    assert str(caught.value) == (
        "X must hold finite numbers, got nan in row 4, column 2; leave the row out or fill it"
    )


def test_a_run_is_evaluated_on_samples_of_one_s_own() -> None:
    """In their own units and labels, at any step; the training rows give the training measures."""
    y = np.where(POSITIVE, "yes", "no")
    run = trained(y)
    rows = run.setup.split.train

    mine, its = run.evaluate(X[rows], y[rows], step=7), run.evaluate("train", step=7)

    assert (mine.loss, mine.accuracy, mine.count) == (its.loss, its.accuracy, its.count)
    with pytest.raises(DataError, match="unknown class in row 2 of y 'maybe'"):
        run.evaluate(X[:2], ["yes", "maybe"])
    with pytest.raises(ShapeError, match="X and y must have as many rows, got 2 and 1"):
        run.evaluate(X[:2], ["yes"])
    with pytest.raises(ArgumentError, match="y must be given with X"):
        run.evaluate(X)


def test_values_are_evaluated_in_their_own_units() -> None:
    """R² and errors are those of the training rows where these are passed."""
    y = 100 + 20 * X[:, 0]
    run = trained(y)
    rows = run.setup.split.train

    mine, its = run.evaluate(X[rows], y[rows]), run.evaluate("train")

    assert mine.r2 == pytest.approx(its.r2)
    assert mine.errors == pytest.approx(its.errors)


def test_training_goes_on_from_a_run_or_a_network() -> None:
    """From its weights, under other settings."""
    run = trained(POSITIVE, epochs=3)
    slower = run.experiment.replace(learning_rate=0.001, epochs=1)

    for start in (run, run.network):
        again = ls.train(slower, start=start, engine="plain")
        assert again.at(0) == run.network
        assert again.experiment.learning_rate == 0.001
    with pytest.raises(ShapeError, match=r"start must have the sizes of the experiment, \(3, 5, 2\)"):
        ls.train(run.experiment.replace(hidden=[5]), start=run)
    with pytest.raises(ArgumentError, match="start must have the activations of the experiment"):
        ls.train(run.experiment.replace(activation="tanh"), start=run)
    with pytest.raises(ArgumentError, match="start must be a Network or an ExperimentRun, got 3"):
        ls.train(run.experiment, start=3)  # type: ignore[arg-type]


def test_history_is_a_table_with_validation_and_test() -> None:
    """Columns per step and per epoch; the names of others are answered with ours."""
    run = trained(POSITIVE, epochs=4)
    epochs = run.history.epochs()

    assert list(epochs)[:3] == ["measured_after", "train_loss", "train_accuracy"]
    assert {len(column) for column in epochs.values()} == {5}
    assert run.history["validation_loss"].tolist() == epochs["validation_loss"].tolist()
    with pytest.raises(ArgumentError, match="did you mean 'validation_loss'"):
        run.history["val_loss"]
    assert repr(run.history).startswith("<History of 20 steps: step, epoch, learning_rate, loss")


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"lr": 0.1}, "Experiment has no argument 'lr'; did you mean 'learning_rate'?"),
        ({"max_iter": 9}, "Experiment has no argument 'max_iter'; did you mean 'epochs'?"),
        (
            {"hidden_layer_sizes": 9},
            "Experiment has no argument 'hidden_layer_sizes'; did you mean 'hidden'?",
        ),
        ({"lerning_rate": 9}, "Experiment has no argument 'lerning_rate'; did you mean 'learning_rate'?"),
    ],
)
def test_names_of_other_libraries_are_answered_with_ours(given: dict[str, Any], answer: str) -> None:
    """Arguments."""
    with pytest.raises(ExperimentError) as caught:
        ls.Experiment(data="iris", **given)
    assert str(caught.value) == answer


@pytest.mark.parametrize(
    ("given", "ours"),
    [
        ({"loss": "mse"}, "did you mean 'squared_error'?"),
        ({"loss": "cross_entropy"}, "did you mean 'softmax_cross_entropy'?"),
        ({"activation": "logistic"}, "did you mean 'sigmoid'?"),
        ({"activation": "ReLU"}, "did you mean 'relu'?"),
        ({"output": "softmax"}, "softmax is part of the loss 'softmax_cross_entropy'"),
        ({"initializer": "xavier_uniform"}, "did you mean 'glorot_uniform'?"),
    ],
)
def test_words_of_other_libraries_are_answered_with_ours(given: dict[str, Any], ours: str) -> None:
    """Values of arguments."""
    with pytest.raises(ExperimentError, match="unknown") as caught:
        ls.Experiment(data="iris", **given)
    assert ours in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        {"batch_size": 10**39},
        {"epochs": 10**400},
        {"learning_rate": 10**400},
        {"hidden": 1_000_000_000},
        {"hidden": [10**30]},
        {"patience": 10**400},
        {"seed": -1},
        {"seed": 10**400},
        {"l2": "much"},
        {"split": (0.5,)},
    ],
)
def test_every_wrong_value_is_one_of_our_errors(given: dict[str, Any]) -> None:
    """Numbers without size too, and messages stay short."""
    with pytest.raises(ls.LearnscopeError) as caught:
        ls.train(ls.Experiment(data="iris", **given))
    assert len(str(caught.value)) < 240


def test_two_shares_of_a_split_are_train_and_test() -> None:
    """As scikit-learn's users write it."""
    experiment = ls.Experiment(data="iris", split=(0.8, 0.2))

    assert experiment.split == (0.8, 0.0, 0.2)


def test_recipes_are_values_that_can_be_copied() -> None:
    """Copied, pickled, replaced."""
    recipe = ls.Experiment(data="iris", hidden=[3])

    assert copy.deepcopy(recipe) == pickle.loads(pickle.dumps(recipe)) == recipe
    assert recipe.replace(seed=3).seed == 3
    with pytest.raises(ExperimentError, match="did you mean 'epochs'"):
        recipe.replace(max_iter=3)
    with pytest.raises(ExperimentError, match="named arguments only"):
        ls.Experiment("iris")  # type: ignore[misc]


def test_a_gradient_of_single_precision_that_is_very_long_has_a_norm() -> None:
    """Its squares overflow above 1.8e19; clipping still shortens it to its limit."""
    network = ls.Network.from_arrays(
        [[[1e20], [0.0]]], [[0.0]], activations=["identity"], loss="squared_error", precision="float32"
    )
    step = ls.make_step(network, [[1.0, 1.0]], [[0.0]], learning_rate=1.0, clip_norm=1.0)

    assert step.gradient_norm == pytest.approx(2e20 * np.sqrt(3), rel=1e-6)
    assert np.linalg.norm(step.move.astype(np.float64)) == pytest.approx(1.0, rel=1e-5)


@pytest.mark.whole
@pytest.mark.parametrize("name", [name for name in ls.__all__ if not name.startswith("__")])
def test_help_says_what_a_public_name_means(name: str) -> None:
    """A docstring of its own."""
    assert len((getattr(ls, name).__doc__ or "").strip()) > 20
