"""What the lesson *More than its numbers* says of neurons that are taken away is so, recomputed."""

from functools import cache

import numpy as np

import learnscope as ls
from learnscope.starting_points import STARTING_POINTS

STEPS = 300


@cache
def trained(name: str) -> ls.ExperimentRun:
    """The run of a starting point, as far as the lesson goes."""
    return ls.train(STARTING_POINTS[name].experiment.replace(epochs=300), engine="plain")


def wrong(name: str, *hidden: int) -> int:
    """How many of all answers are wrong without these hidden neurons, recomputed."""
    run = trained(name)
    (first, second), (one, two) = run.at(STEPS).weights, run.at(STEPS).biases
    values = np.tanh(run.setup.scaling.apply(run.setup.dataset.inputs) @ first + one)
    values[:, list(hidden)] = 0
    return int(((values @ second + two).argmax(axis=1) != run.setup.dataset.classes).sum())


def test_four_of_six_can_be_taken_away_alone() -> None:
    """Hidden 1, 2, 3 and 6; without hidden 4 alone, 84 answers are wrong."""
    assert [k + 1 for k in range(6) if wrong("life", k) == 0] == [1, 2, 3, 6]
    assert wrong("life", 3) == 84


def test_two_together_are_more_than_both() -> None:
    """Without hidden 1 and 4 more than 300 are wrong."""
    assert wrong("life", 0, 3) > 300


def test_any_iris_neuron_can_be_taken_away_but_not_all() -> None:
    """At most six in a hundred more are wrong without one; without all, each flower gets the same answer."""
    whole, count = wrong("iris"), len(trained("iris").setup.dataset)

    assert all(wrong("iris", k) - whole <= 0.06 * count for k in range(5))
    assert wrong("iris", *range(5)) == count * 2 // 3


def test_the_weight_that_tells_nothing_can_even_turn_its_sign() -> None:
    """All 512 stay right."""
    run = trained("life")
    (first, second), (one, two) = run.at(STEPS).weights, run.at(STEPS).biases
    for factor in (0, -1, 2):
        turned = first.copy()
        turned[0, 1] *= factor
        said = np.tanh(run.setup.dataset.inputs @ turned + one) @ second + two

        assert (said.argmax(axis=1) == run.setup.dataset.classes).all()


def test_a_tenth_of_the_weight_that_matters_changes_nothing() -> None:
    """Either way."""
    run = trained("life")
    (first, second), (one, two) = run.at(STEPS).weights, run.at(STEPS).biases
    for factor in (0.9, 1.1):
        moved = first.copy()
        moved[0, 3] *= factor
        said = np.tanh(run.setup.dataset.inputs @ moved + one) @ second + two

        assert (said.argmax(axis=1) == run.setup.dataset.classes).all()


def test_hidden_four_and_five_count_to_the_two_ends() -> None:
    """Hidden 4 is above 0 up to three neighbours and below from four on; hidden 5 changes before three."""
    run = trained("life")
    first, one = run.at(STEPS).weights[0], run.at(STEPS).biases[0]
    cells = run.setup.dataset.inputs
    sums, neighbours = cells @ first + one, cells.sum(axis=1) - cells[:, 4]

    assert ((sums[:, 3] > 0) == (neighbours <= 3)).all()
    assert (sums[neighbours <= 1, 4] > 0).all()
    assert (sums[neighbours >= 3, 4] < 0).all()
