"""From a recipe to a run, and what the run says."""

from typing import Any

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.activations import ACTIVATIONS
from learnscope.core.compiled import PLAIN
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, ShapeError
from learnscope.experiment import Experiment, set_up
from learnscope.library.experiment_run import ExperimentRun
from learnscope.library.train import train, train_setup
from learnscope.run import begin, grow
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from tests.small import SMALL

RANDOM = np.random.default_rng(0)
PLANE = RANDOM.normal(size=(60, 2))
PICTURES = RANDOM.uniform(size=(12, 3, 4))


def plainly(**fields: Any) -> ExperimentRun:
    """A run on the engine that needs no compiler."""
    return train(Experiment(**SMALL | {"data": "iris", "epochs": 3} | fields), engine="plain")


def same(one: Network, other: Network) -> bool:
    """Bit for bit."""
    return one.parameters.tobytes() == other.parameters.tobytes()


def test_a_plan_says_everything_the_recipe_says() -> None:
    """No field is dropped on the way."""
    experiment = Experiment(
        data="bumps", hidden=(4, 3), activation=["relu", "sin"], optimizer="adamw", momentum=0.1, decay=0.2,
        beta1=0.3, beta2=0.4, epsilon=0.5, weight_decay=0.6, learning_rate=0.7, schedule="cosine",
        schedule_factor=0.8, schedule_every=9, schedule_over=10, schedule_end=0.11, warmup=12, batch_size=13,
        epochs=14, l1=0.15, l2=0.16, dropout=[0.17, 0.18], clip_norm=0.19, steps=20, loss_below=0.21,
        patience=22, seed=23, precision="float32", features=["xy"],
    )  # fmt: skip
    setup = set_up(experiment)
    plan = plan_of(setup)

    optimizer, schedule, stop = plan.optimizer, plan.schedule, plan.stop
    assert (optimizer.name, optimizer.momentum, optimizer.decay) == ("adamw", 0.1, 0.2)
    assert (optimizer.beta1, optimizer.beta2, optimizer.epsilon, optimizer.weight_decay) == (
        0.3,
        0.4,
        0.5,
        0.6,
    )
    assert (plan.learning_rate, schedule.name, schedule.factor, schedule.every) == (0.7, "cosine", 0.8, 9)
    assert (schedule.over, schedule.end, schedule.warmup) == (10, 0.11, 12)
    assert (plan.batch_size, plan.epochs, plan.l1, plan.l2) == (13, 14, 0.15, 0.16)
    assert (plan.dropout, plan.clip_norm, plan.seed) == ((0.17, 0.18), 0.19, 23)
    assert (stop.steps, stop.loss_below, stop.accuracy_above, stop.patience) == (20, 0.21, None, 22)
    assert plan.network == setup.network
    assert (plan.network.sizes, plan.network.precision) == ((3, 4, 3, 1), "float32")
    assert (plan.inputs is setup.dataset.inputs, plan.targets is setup.dataset.targets) == (True, True)
    assert (plan.split, plan.kind) == (setup.split, "values")
    assert (plan.input_scaling, plan.target_scaling) == (setup.scaling, setup.target_scaling)


def test_a_seed_gives_the_same_bits_again() -> None:
    """On one engine and one machine; another seed gives others."""
    one, two, other = plainly(seed=4, dropout=0.2), plainly(seed=4, dropout=0.2), plainly(seed=5, dropout=0.2)

    assert same(one.network, two.network)
    assert one.history.record.tobytes() == two.history.record.tobytes()
    assert not same(one.network, other.network)


@pytest.mark.parametrize("count", [0, 1, 10, 11, 12, 32])
def test_at_is_the_network_of_a_run_of_so_many_steps(count: int) -> None:
    """Whatever the whole run did afterwards."""
    settings: dict[str, Any] = {"dropout": 0.3, "optimizer": "momentum", "schedule": "cosine", "l1": 0.001}
    whole = plainly(**settings)

    expected = plainly(steps=count, **settings).network if count else whole.plan.network

    assert same(whole.at(count), expected)


def test_at_is_the_network_that_the_public_functions_make() -> None:
    """Three steps of plain descent, each written out."""
    run = plainly(optimizer="sgd", batch_size=1000)
    setup, train_rows = run.setup, run.setup.split.train
    network = setup.network

    for _ in range(3):
        trace = ls.forward(network, setup.x[train_rows])
        network = ls.update(network, ls.backward(network, trace, setup.y[train_rows]), learning_rate=0.03)

    # rows in another order: a sum rounds otherwise
    np.testing.assert_allclose(run.at(3).parameters, network.parameters, rtol=0, atol=1e-13)


def test_history_has_columns() -> None:
    """A number per step each, as attributes and by name; a wrong name suggests the right one."""
    run = plainly()

    with pytest.raises(ArgumentError) as raised:
        run.history["los"]

    assert run.steps == len(run.history) == 33
    assert run.history.step.tolist() == list(range(33))
    assert run.history.epoch.tolist() == [0] * 11 + [1] * 11 + [2] * 11
    assert np.array_equal(run.history["loss"], run.history.loss)
    assert str(raised.value) == (
        "unknown column 'los'; did you mean 'loss'? "
        "(epoch, gradient_norm, learning_rate, loss, measured_after, penalty, step, test_accuracy, "
        "test_loss, train_accuracy, train_loss, update_norm, validation_accuracy, validation_loss)"
    )


def test_a_batch_larger_than_the_data_is_the_whole_of_it() -> None:
    """One step per epoch, which learns from all training rows."""
    run = plainly(batch_size=10**6, epochs=4, optimizer="sgd")

    assert run.steps == 4
    assert run.history.loss[0] == pytest.approx(
        run.evaluate("train", step=0).loss, rel=1e-12
    )  # order of a sum
    assert run.history.loss[-1] < run.history.loss[0]


def test_one_sample_is_learned() -> None:
    """Without validation and test samples, which then have no measures."""
    run = plainly(data=([[1.0, 2.0]], [3.5]), split=(1, 0, 0), epochs=40)

    assert run.steps == 40
    assert run.predict([[1.0, 2.0]]) == pytest.approx([3.5], abs=1e-6)
    assert run.evaluate("test").count == 0
    assert np.isnan(run.evaluate("test").loss)


def test_early_stopping_keeps_the_last_network_and_offers_the_best() -> None:
    """The best is where the validation loss was lowest, `patience` epochs before the last."""
    run = plainly(
        data="moons", data_options={"samples": 60, "noise": 0.5}, hidden=[32], epochs=500, patience=7
    )
    validation = run.history.measures.loss("validation")

    assert run.stopped is not None
    assert run.stopped.name == "patience"
    assert run.steps < 500 * run.plan.batches
    assert same(run.network, run.at(run.steps))
    assert same(run.best, run.at(run.best_step))
    assert run.best_step == run.steps - 7 * run.plan.batches
    assert run.evaluate("validation", step=run.best_step).loss == validation.min() < validation[-1]


def test_class_names_are_predicted() -> None:
    """In the data's own units; probabilities are in the order of the classes."""
    run = plainly(epochs=30)
    data, rows = run.dataset, run.setup.split.test

    named = run.predict(data.inputs[rows])
    probable = run.probabilities(data.inputs[rows])

    right = named == np.array(data.output_names)[data.classes[rows]]
    assert named.dtype.kind == "U"
    assert right.mean() == run.evaluate("test").accuracy
    assert right.mean() > 0.9
    np.testing.assert_allclose(probable.sum(axis=1), 1, atol=1e-12)  # a few roundings
    assert (np.array(data.output_names)[probable.argmax(axis=1)] == named).all()


@pytest.mark.parametrize(
    ("y", "expected"),
    [
        (np.where(PLANE[:, 0] > 0, "right", "left"), {"left", "right"}),
        ((PLANE[:, 0] > 0).astype(int) + 5, {5, 6}),
        (PLANE[:, 0] > 0, {False, True}),
    ],
)
def test_classes_of_a_pair_come_back_as_they_came(y: Any, expected: set[Any]) -> None:
    """Words, whole numbers and truths."""
    run = plainly(data=(PLANE, y), epochs=40)

    assert set(run.predict(PLANE).tolist()) == expected
    assert run.evaluate("train").accuracy == 1


def test_values_come_back_in_their_own_units() -> None:
    """A single one per sample as (N,), several as (N, values); the error is in their unit."""
    metres = 1000 + 50 * PLANE[:, 0]
    single = plainly(data=(PLANE, metres), epochs=60)
    double = plainly(data=(PLANE, np.stack([metres, -metres], axis=1)), epochs=60)
    rows = single.setup.split.test

    found = single.predict(PLANE)

    assert (found.shape, double.predict(PLANE).shape) == ((60,), (60, 2))
    assert np.abs(found - metres).max() < 25
    error = single.evaluate("test").errors
    assert error is not None
    assert error == pytest.approx([np.sqrt(np.mean((found - metres)[rows] ** 2))], rel=1e-9)  # two ways round


@pytest.mark.parametrize("loss", [None, "hinge", "half_squared_error"])
def test_labels_come_back_as_truths(loss: str | None) -> None:
    """Whether each sample has each of them, as their accuracy counts it."""
    y = np.stack([PLANE[:, 0] > 0, PLANE[:, 1] > 0, PLANE.sum(axis=1) > 0], axis=1).astype(int)
    run = plainly(data=(PLANE, y), loss=loss, epochs=40)
    rows = run.setup.split.train

    found = run.predict(PLANE)

    assert (found.dtype, found.shape) == (np.bool_, (60, 3))
    assert (found == y)[rows].mean() == run.evaluate("train").accuracy
    assert (found == y).mean() > 0.9


def test_new_samples_get_the_features_too() -> None:
    """They are given as they come: two numbers each."""
    run = plainly(data="circle", features=["x²", "y²"], hidden=[], epochs=20)

    assert run.predict([[0.0, 0.0], [4.9, 0.0]]).tolist() == ["inside", "outside"]


def test_pictures_may_be_given_as_pictures() -> None:
    """Or as the rows that they are."""
    run = plainly(data=(PICTURES, ["dark", "light"] * 6), split=(1, 0, 0))

    assert run.predict(PICTURES).tolist() == run.predict(PICTURES.reshape(12, 12)).tolist()


def test_samples_of_another_shape_are_refused() -> None:
    """The shape that is wanted is named."""
    run = plainly(data="circle", features=["xy"])

    with pytest.raises(ShapeError) as wide:
        run.predict([[1.0, 2.0, 2.0]])
    with pytest.raises(ShapeError) as flat:
        run.predict([1.0, 2.0])

    assert str(wide.value) == "X must have shape (N, 2), got (1, 3)"
    assert str(flat.value) == "X must have shape (N, 2), got (2,); pass X[None, :]"


def test_probabilities_need_a_loss_that_makes_them() -> None:
    """The message says which do, and what to call instead."""
    with pytest.raises(ArgumentError) as raised:
        plainly(loss="hinge").probabilities([[1.0, 2.0, 3.0, 4.0]])

    assert str(raised.value) == (
        "probabilities need the loss softmax_cross_entropy or binary_cross_entropy, got 'hinge'; use predict"
    )


def test_progress_is_told() -> None:
    """How many steps are made and how many there are; the last call is the end."""
    told: list[tuple[int, int]] = []

    train(
        Experiment(**SMALL | {"data": "iris", "epochs": 4}),
        engine="plain",
        progress=lambda *counts: told.append(counts),
    )

    assert told[-1] == (44, 44)
    assert told == sorted(told)


def test_a_loss_that_is_no_number_is_explained() -> None:
    """The run ends before that step, and says what to try."""
    run = plainly(data="bumps", optimizer="sgd", activation="relu", learning_rate=1e6)

    assert run.stopped is not None
    assert run.stopped.name == "not_finite"
    assert run.diagnose()[0].cause == "not_finite"
    assert np.isfinite(run.history.loss).all()


@pytest.mark.parametrize(
    ("experiment", "message"),
    [
        ("iris", "experiment must be an Experiment, got 'iris'; pass Experiment(data=…)"),
        (
            Experiment(data="iris", hidden=[8, 8], activation=["tanh", "step"]),
            f"layer 2 cannot be trained through 'step': {ACTIVATIONS['step'].why_untrainable}",
        ),
    ],
)
def test_what_cannot_be_trained_says_why(experiment: Any, message: str) -> None:
    """Before anything is trained."""
    with pytest.raises(ArgumentError) as raised:
        train(experiment)

    assert str(raised.value) == message


def test_float32_is_trained_in_float32() -> None:
    """The network computes in it, and measures agree with float64 to its precision."""
    single, double = plainly(precision="float32", optimizer="sgd"), plainly(optimizer="sgd")

    assert single.network.precision == "float32"
    assert single.evaluate("test").loss == pytest.approx(
        double.evaluate("test").loss, rel=1e-4
    )  # 2⁻²⁴, 33 steps


def test_a_step_is_what_led_from_one_network_to_the_next() -> None:
    """Its own network and the one after are those of `at`, its loss is the history's; one more may come."""
    run = plainly(optimizer="adam", dropout=0.2, l2=0.01, hidden=[4])
    for number in (0, 5, run.steps - 1):
        step = run.step(number)
        assert same(step.network, run.at(number))
        assert same(step.after, run.at(number + 1))
        assert step.loss == run.history.loss[number]
    assert same(run.step(run.steps).network, run.network)
    with pytest.raises(ArgumentError, match=r"number must be a whole number from 0 to \d+, got -1"):
        run.step(-1)


def test_a_run_can_begin_from_given_weights() -> None:
    """A network that was not drawn from the recipe, trained as it says; at(0) is that very network."""
    half, whole = plainly(optimizer="sgd", steps=11), plainly(optimizer="sgd")
    setup = half.setup

    run = train_setup(setup, Loop(plan_of(setup, network=half.network)), engine="plain")

    assert same(run.at(0), half.network)
    assert not same(run.at(0), whole.at(0))
    assert run.steps == 11


def test_a_tree_can_begin_where_another_run_ended() -> None:
    """With its optimizer's state and its place in the order: the next steps are that run's."""
    half, whole = plainly(steps=17, dropout=0.2), plainly(dropout=0.2)
    future = whole.tree["1"]
    tree = begin(future.segment.setup, future.segment.loop, half.tree["1"].head)

    tree = grow(tree, "1", 16, PLAIN).tree

    assert (tree["1"].departure, tree["1"].steps) == (17, 33)
    assert tree["1"].head.parameters.tobytes() == whole.network.parameters.tobytes()
