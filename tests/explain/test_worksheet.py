"""A step on paper: what is right recomputes from what is given, and nothing that is asked for is given."""

from itertools import pairwise

import numpy as np
import pytest

from learnscope.core.network import Network
from learnscope.data.arrays import from_arrays
from learnscope.errors import ArgumentError
from learnscope.explain.homework import agrees, read
from learnscope.explain.sheets import MOST
from learnscope.explain.worksheet import worksheet_scene
from learnscope.scene.alone import subject_of
from learnscope.scene.named import Moment
from learnscope.scene.schema.worksheet import WorksheetScene
from tests.explain.test_explanations import RECIPES, moment_of


def right_of(sheet: WorksheetScene) -> dict[str, str]:
    """The key: what is right, by names."""
    return {item.name: item.right for part in sheet.parts for item in part.items}


def test_the_key_is_what_numpy_makes_of_the_step() -> None:
    """Iris, a batch of 15, tanh and softmax, SGD: each number, from the arrays of the network alone."""
    moment = moment_of(RECIPES[0])
    subject = moment.subject
    step, place, sample = subject.step, subject.place, subject.sample
    (w1, w2), (b1, b2) = step.network.weights, step.network.biases
    assert b1 is not None
    assert b2 is not None
    rate = subject.setup.experiment.learning_rate
    z1 = step.x @ w1 + b1
    a1 = np.tanh(z1)
    z2 = a1 @ w2 + b2
    p = np.exp(z2) / np.exp(z2).sum(axis=1, keepdims=True)
    d2 = p - step.y
    d1 = (d2 @ w2.T) * (1 - a1**2)
    own = {0: np.outer(step.x[place], d1[place]), 1: np.outer(a1[place], d2[place])}
    mean = {0: step.x.T @ d1 / len(d1), 1: a1.T @ d2 / len(d2)}
    found: dict[str, float] = {"loss.sample": -float(np.log(p[place][step.y[place] == 1][0]))}
    for layer, z, d in ((1, z1, d1), (2, z2, d2)):
        found |= {f"preactivation.{layer}.{j}": z[place, j] for j in range(z.shape[1])}
        found |= {f"delta.{layer}.{j}": d[place, j] for j in range(z.shape[1])}
    found |= {f"value.1.{j}": a1[place, j] for j in range(5)}
    found |= {f"probability.{k}": p[place, k] for k in range(3)}
    for link, w, b, d in ((0, w1, b1, d1), (1, w2, b2, d2)):
        found |= {f"gradient.{link}.{i}.0@{sample}": own[link][i, 0] for i in range(len(w))}
        found |= {f"new.weight.{link}.{i}.0": w[i, 0] - rate * mean[link][i, 0] for i in range(len(w))}
        found |= {f"gradient.bias.{link}.0@{sample}": d[place, 0]}
        found |= {f"new.bias.{link}.0": b[0] - rate * d[:, 0].mean()}
    right = right_of(worksheet_scene(moment))

    assert set(right) == set(found)
    assert {name: right[name] for name in right if not agrees(right[name], float(found[name]))} == {}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe["data"])
def test_nothing_that_is_asked_for_is_given(recipe: dict[str, object]) -> None:
    """Every optimizer, loss and kind of data; what is given is a number."""
    sheet = worksheet_scene(moment_of(recipe))
    asked = set(right_of(sheet))

    assert 0 < len(asked) <= MOST
    assert asked.isdisjoint(one.name for one in sheet.given)
    assert not any(one.name.startswith(("error", "delta", "preactivation")) for one in sheet.given)
    assert all(read(one.text) is not None for one in sheet.given)
    assert all(item.line.endswith(item.right) for part in sheet.parts for item in part.items)


def small(sizes: tuple[int, ...]) -> Moment:
    """A step of one sample."""
    random = np.random.default_rng(3)
    network = Network.from_arrays(
        [random.normal(size=pair) for pair in pairwise(sizes)],
        [random.normal(size=n) for n in sizes[1:]],
        activations=["tanh"] * (len(sizes) - 1),
        loss="half_squared_error",
    )
    dataset = from_arrays(random.normal(size=(1, sizes[0])), random.normal(size=(1, sizes[-1])))
    return Moment(subject_of(network, dataset, learning_rate=0.5))


def test_of_a_batch_of_one_the_gradient_is_asked_for_and_not_given() -> None:
    """It is the sample's own, and what the update takes."""
    sheet = worksheet_scene(small((2, 2, 1)))

    assert {"gradient.0.0.0", "gradient.bias.1.0", "new.weight.1.1.0"} <= set(right_of(sheet))
    assert {one.name.split(".")[0] for one in sheet.given} == {"value", "weight", "bias", "target", "rate"}
    assert "whole batch" not in sheet.text


def test_a_network_that_is_too_large_for_paper_is_refused() -> None:
    """With how many numbers it would be, and what helps."""
    with pytest.raises(ArgumentError) as refused:
        worksheet_scene(small((2, 30, 30, 1)))

    assert str(refused.value) == (
        f"a worksheet must ask for at most {MOST} numbers, got 314 with one neuron of each layer;"
        " take a network with fewer neurons"
    )
