"""`ls.landscape` is the loss of networks that were really moved, and the path that was really walked."""

import functools
import re

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.penalties import penalty


@functools.cache
def trained() -> ls.ExperimentRun:
    """A small run with a penalty."""
    recipe = ls.Experiment(data="iris", hidden=[4], epochs=3, l2=0.01, split=(0.7, 0.15, 0.15), seed=1)
    return ls.train(recipe, engine="plain")


def direct(run: ls.ExperimentRun, parameters: np.ndarray) -> float:
    """The training loss of a network with these parameters, computed directly."""
    network = run.network.in_precision("float64").with_parameters(parameters)
    rows = run.plan.split.train
    x, y = run.setup.scaling.apply(run.dataset.inputs[rows]), run.dataset.targets[rows]
    trace = ls.forward(network, x)
    return ls.loss(network, trace, y) + penalty(network, l1=0.0, l2=run.plan.l2)


@pytest.mark.parametrize(
    "directions", ["path", "random", "ends", "weight.0.1.2", ["weight.0.0.0", "bias.1.2"]]
)
def test_losses_are_those_of_networks_that_were_moved(directions: str | list[str]) -> None:
    """At every point, to 1e-12, the penalty included."""
    run = trained()
    found = ls.landscape(run, directions=directions, points=4)

    for j, i in np.ndindex(found.losses.shape):
        moved = found.origin + found.a[i] * found.directions[0].vector
        if len(found.directions) == 2:
            moved = moved + found.b[j] * found.directions[1].vector
        assert found.losses[j, i] == pytest.approx(direct(run, moved), rel=1e-12)
    assert found.loss == pytest.approx(direct(run, run.network.parameters), rel=1e-12)


def test_slopes_are_those_of_backward() -> None:
    """Along every direction the gradient's part, to 1e-12."""
    run = trained()
    rows = run.plan.split.train
    x, y = run.setup.scaling.apply(run.dataset.inputs[rows]), run.dataset.targets[rows]
    gradient = ls.backward(run.network, ls.forward(run.network, x), y, l2=run.plan.l2).parameters
    for directions in ("path", "random", ["weight.0.1.2", "bias.0.3"]):
        found = ls.landscape(run, directions=directions, points=2)
        for slope, direction in zip(found.slopes, found.directions, strict=True):
            assert slope == pytest.approx(gradient @ direction.vector, rel=1e-12, abs=1e-15)


def test_the_path_is_the_run_at_its_true_losses() -> None:
    """Each point is the network of its step; the last is the origin, without a gap."""
    run = trained()
    found = ls.landscape(run, points=2)

    assert found.steps[[0, -1]].tolist() == [0, run.steps]
    for step, loss in zip(found.steps.tolist(), found.path_losses, strict=True):
        assert loss == pytest.approx(direct(run, run.at(step).parameters), rel=1e-12)
    assert found.path[-1] == pytest.approx([0, 0], abs=1e-12)
    assert found.gaps[-1] == pytest.approx(0, abs=1e-12)
    assert not found.whole


def test_principal_directions_are_those_of_an_svd_of_the_path() -> None:
    """Vectors up to their sign, and shares of the variance."""
    run = trained()
    found = ls.landscape(run, points=2)
    walked = np.array([run.at(step).parameters for step in found.steps.tolist()])
    _, sizes, axes = np.linalg.svd(walked[:-1] - walked[-1])

    for k, direction in enumerate(found.directions):
        assert abs(direction.vector @ axes[k]) == pytest.approx(1, rel=1e-9)
        assert direction.share == pytest.approx(sizes[k] ** 2 / (sizes**2).sum(), rel=1e-9)


def test_from_the_start_to_the_step_asked_for() -> None:
    """−1 is the start, 0 the step; both lie on the line."""
    run = trained()
    found = ls.landscape(run, directions="ends", step=7, reach=1.0, points=3)

    assert found.a.tolist() == [-1, 0, 1]
    assert found.losses[0, 0] == pytest.approx(direct(run, run.at(0).parameters), rel=1e-12)
    assert found.losses[0, 1] == pytest.approx(direct(run, run.at(7).parameters), rel=1e-12)
    assert found.path[0] == pytest.approx([-1, 0], abs=1e-12)


def test_two_learned_parameters_are_the_whole_truth() -> None:
    """Whatever is held does not count; a line over one of them is a part."""
    rows = np.array([[3.0, 1], [1, 2], [2, 0], [1, 1]])
    recipe = ls.Experiment(
        data=ls.from_arrays(rows, rows @ [4.0, 3.0], kind="values"), hidden=[], output="identity",
        loss="half_squared_error", bias="fixed", scale="none", split=(1, 0, 0), epochs=3, seed=1,
    )  # fmt: skip
    run = ls.train(recipe, engine="plain")

    assert ls.landscape(run, directions=["weight.0.0.0", "weight.0.1.0"], points=2).whole
    assert not ls.landscape(run, directions="weight.0.0.0", points=2).whole


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"directions": "paht"},
            "directions must be 'path', 'random', 'ends', or one or two different names of weights and "
            "biases, got 'paht'",
        ),
        (
            {"directions": ["weight.0.0.0"] * 2},
            "directions must be 'path', 'random', 'ends', or one or two different names of weights and "
            "biases, got ['weight.0.0.0', 'weight.0.0.0']",
        ),
        ({"directions": "gradient.0.0.0"}, "directions must name weights or biases, got 'gradient.0.0.0'"),
        (
            {"directions": "ends", "step": 0},
            "directions 'ends' need a step that is not the first, got step 0",
        ),
        ({"step": 1}, "points must be at least 3, got 2; let the run go on first"),
        ({"seed": 0.5}, "seed must be a whole number of at least 0, got 0.5"),
        (
            {"seed": -1, "directions": "weight.0.0.0"},
            "seed must be a whole number of at least 0, got -1",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(given: dict[str, object], message: str) -> None:
    """With the rule, the value and what to do."""
    with pytest.raises(ls.ArgumentError, match=re.escape(message)):
        ls.landscape(trained(), **given)


def test_a_part_without_samples_is_refused() -> None:
    """With what to do."""
    run = ls.train(ls.Experiment(data="iris", epochs=1, split=(1, 0, 0), seed=1), engine="plain")
    with pytest.raises(ls.ArgumentError, match="part must have samples, got 'test' without; give it a share"):
        ls.landscape(run, part="test")
