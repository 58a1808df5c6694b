"""Descents by hand are steps of training, and next steps are those of their samples."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.probe.descents import descent
from learnscope.probe.next_steps import next_steps
from learnscope.starting_points import STARTING_POINTS
from tests.probe.test_removal import network_of


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_descent_is_the_training_of_its_rule(optimizer: str) -> None:
    """Every point is the network of that step, and every loss its own."""
    recipe = STARTING_POINTS["cafe"].experiment.replace(optimizer=optimizer, learning_rate=0.2, epochs=6)
    run = ls.train(recipe, engine="plain")

    found = ls.descend(run, step=0, optimizer=optimizer, learning_rate=0.2, steps=6)

    expected = np.array([run.at(step).parameters for step in range(7)])
    assert found.parameters == pytest.approx(expected, rel=1e-12)
    for network, loss in zip((run.at(k) for k in range(7)), found.losses, strict=True):
        x, y = run.dataset.inputs, run.dataset.targets
        assert loss == pytest.approx(ls.loss(network, ls.forward(network, x), y), rel=1e-12)


def test_batches_make_the_steps_of_their_samples() -> None:
    """In batches of one, a step is against the gradient of one sample."""
    network, x, y = network_of(3, 4, 2)
    found = descent(network, x, y, learning_rate=0.1, steps=8, batch_size=1, seed=3)
    for before, after in zip(found.parameters[:-1], found.parameters[1:], strict=True):
        here = network.with_parameters(before)
        moves = [
            0.1 * ls.backward(here, ls.forward(here, x[k : k + 1]), y[k : k + 1]).parameters
            for k in range(len(x))
        ]
        assert min(np.abs(before - move - after).max() for move in moves) < 1e-12


def test_the_same_seed_descends_the_same_way() -> None:
    """Bit for bit; another seed does not."""
    network, x, y = network_of(3, 4, 2)
    one, again, other = (
        descent(network, x, y, learning_rate=0.5, steps=9, batch_size=2, seed=seed).parameters.tobytes()
        for seed in (1, 1, 2)
    )
    assert one == again != other


def test_rates_of_a_bowl_do_what_the_largest_stable_one_says() -> None:
    """A twentieth creeps, 0.6 of it walks down, just below it jumps across, above it jumps away."""
    run = ls.train(STARTING_POINTS["cafe"].experiment, engine="plain")
    limit = ls.curvature(run, step=0).largest_stable_rate
    found = [
        ls.descend(run, step=0, learning_rate=share * limit, steps=12) for share in (0.03, 0.6, 0.99, 1.1)
    ]
    lowest = min(one.losses.min() for one in found)

    assert [one.word(lowest) for one in found] == ["creeps", "walks down", "jumps across", "jumps away"]
    assert [one.diverged for one in found] == [False, False, False, True]


def test_a_descent_ends_where_its_loss_is_no_finite_number() -> None:
    """The last point is the one of that loss."""
    run = ls.train(STARTING_POINTS["cafe"].experiment, engine="plain")

    found = ls.descend(run, step=0, learning_rate=1e100, steps=50)

    assert found.steps < found.wanted == 50
    assert not np.isfinite(found.losses[-1])
    assert found.diverged


def test_it_begins_where_it_is_told_to() -> None:
    """At named weights; the others are as they were at the step."""
    run = ls.train(ls.Experiment(data="iris", hidden=[3], epochs=2, seed=1), engine="plain")
    found = ls.descend(run, step=3, start={"weight.0.1.2": 0.5, "bias.1.0": -1.0}, steps=1)
    layout = run.network.layout
    expected = run.at(3).parameters.copy()
    expected[[layout.place(0, "weight", (1, 2)), layout.place(1, "bias", (0,))]] = 0.5, -1.0

    assert found.parameters[0].tolist() == expected.tolist()
    with pytest.raises(ls.ArgumentError) as raised:
        ls.descend(run, start={"gradient.0.0.0": 1.0})
    assert str(raised.value) == "start must name weights or biases, got 'gradient.0.0.0'"
    with pytest.raises(ls.ArgumentError) as raised:
        ls.descend(run, start=[1.0])
    assert str(raised.value) == "start must be names and numbers, as {'weight.0.0.0': 0.5}, got [1.0]"
    with pytest.raises(ls.ArgumentError) as raised:
        ls.descend(run, start={0: 1.0})
    assert str(raised.value) == "start must be names and numbers, as {'weight.0.0.0': 0.5}, got {0: 1.0}"


def test_the_next_steps_are_those_of_single_samples() -> None:
    """Of plain descent their mean is the step of all; each is against its own gradient."""
    recipe = ls.Experiment(
        data="iris",
        hidden=[3],
        optimizer="sgd",
        learning_rate=0.3,
        seed=1,
        epochs=1,
        clip_norm=None,
        l2=0.0,
        schedule="constant",
    )
    run = ls.train(recipe, engine="plain")
    step, rows = run.step(2), run.plan.split.train
    x = run.setup.scaling.apply(run.dataset.inputs[rows])
    y = run.dataset.targets[rows]

    found = next_steps(step, run.plan, x, y, size=1, most=200)

    network = step.network
    for k in (0, 17):
        trace = ls.forward(network, x[k : k + 1])
        own = ls.backward(network, trace, y[k : k + 1]).parameters
        assert found.parameters[k] == pytest.approx(network.parameters - 0.3 * own, rel=1e-12)
    assert found.parameters.mean(axis=0) == pytest.approx(found.whole, rel=1e-9)
    here = ls.loss(network, ls.forward(network, x), y)
    assert found.loss == pytest.approx(here, rel=1e-12)
    assert found.uphill == np.mean(found.losses > here)


def test_larger_batches_spread_less() -> None:
    """From one seed the same draws; of all samples there is one step."""
    run = ls.train(ls.Experiment(data="iris", hidden=[3], optimizer="sgd", seed=1, epochs=1), engine="plain")
    step, rows = run.step(0), run.plan.split.train
    x, y = run.setup.scaling.apply(run.dataset.inputs[rows]), run.dataset.targets[rows]
    spread = {}
    for size in (1, 10, 50, len(x)):
        found = next_steps(step, run.plan, x, y, size=size, most=60, seed=4)
        again = next_steps(step, run.plan, x, y, size=size, most=60, seed=4)
        assert found.parameters.tobytes() == again.parameters.tobytes()
        spread[size] = float(found.parameters.std(axis=0).sum())

    assert spread[1] > spread[10] > spread[50] > spread[len(x)] == 0
    assert len(found.losses) == 1
