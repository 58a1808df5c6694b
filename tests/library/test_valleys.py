"""Noise of single samples leads out of a local minimum that whole batches stay in, counted over seeds."""

import numpy as np

import learnscope as ls
from learnscope.starting_points import STARTING_POINTS

LOCAL, GLOBAL = 3.5396, 0.4454
NEAR = 0.8  # of a minimum: its valley


def ends(batch_size: int, seeds: range) -> np.ndarray:
    """Where the weight ends, for each seed, at equal epochs and rate."""
    recipe = STARTING_POINTS["valleys"].experiment.replace(batch_size=batch_size)
    runs = [ls.train(recipe.replace(seed=seed), engine="plain") for seed in seeds]
    return np.array([run.network.parameters[0] for run in runs])


def test_single_samples_escape_and_whole_batches_do_not() -> None:
    """Of 200 seeds, a share of 78 % give or take 3; of whole batches none, whatever the order."""
    single, whole = ends(1, range(200)), ends(5, range(10))
    share = float((np.abs(single - GLOBAL) < NEAR).mean())

    assert np.abs(whole - LOCAL).max() < 1e-3
    assert abs(share - 0.785) < 3 * np.sqrt(0.785 * 0.215 / 200)


def test_escapes_are_the_same_again() -> None:
    """Bit for bit, from the seed."""
    assert ends(1, range(5)).tobytes() == ends(1, range(5)).tobytes()


def test_the_two_minima_are_where_they_are_said_to_be() -> None:
    """Slopes are 0 there, and the loss is less than on either side; the global one is lower."""
    run = ls.train(STARTING_POINTS["valleys"].experiment, engine="plain")
    found = ls.landscape(run, step=0, directions="weight.0.0.0", reach=6.0, points=1001)
    losses, places = found.losses[0], found.origin[0] + found.a
    lowest = [
        k
        for k in range(1, len(losses) - 1)
        if losses[k] < min(losses[k - 1], losses[k + 1]) and 0 < places[k] < 4
    ]

    assert [round(float(places[k]), 1) for k in lowest] == [0.4, 3.5]
    assert losses[lowest[0]] < losses[lowest[1]]
