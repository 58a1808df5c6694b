"""Ready-made experiments to begin with, from the commonest to the historical."""

from dataclasses import dataclass
from typing import Any

from learnscope.data.builtin.catalogue import load
from learnscope.data.dataset import Dataset
from learnscope.experiment import Experiment
from learnscope.experiment.text import LEFT_OUT


@dataclass(frozen=True)
class StartingPoint:
    """An experiment with the name and the sentence it is offered under."""

    name: str
    title: str
    note: str
    experiment: Experiment


def page_recipe(data: str | Dataset) -> Experiment:
    """How the page begins with data that is handed to it: a shape and a rate that can be followed by eye."""
    return Experiment(data=data, **LEFT_OUT)


def _ground(
    name: str, title: str, note: str, weights: list[Any], data: str = "", **changes: Any
) -> StartingPoint:
    """One of those whose loss can be drawn whole: no biases, no scaling, all samples in one batch."""
    recipe = page_recipe(data or name).replace(
        **{
            "hidden": (), "bias": "none", "output": "identity", "scale": "none", "optimizer": "sgd",
            "start": {"weights": weights, "biases": [None] * len(weights)},
            "batch_size": len(load(data or name)), "split": (1.0, 0.0, 0.0),
        } | changes
    )  # fmt: skip
    return StartingPoint(name, title, note, recipe)


STARTING_POINTS: dict[str, StartingPoint] = {
    entry.name: entry
    for entry in (
        StartingPoint(
            "iris",
            "Iris 4-5-3",
            "Three kinds of iris told apart by the size of their petals and sepals.",
            page_recipe("iris").replace(
                hidden=(5,), optimizer="sgd", learning_rate=0.1, batch_size=15, seed=7
            ),
        ),
        StartingPoint(
            "original",
            "The 2015 original",
            "One sample, three inputs, three targets: the network of the visualisation this one comes from.",
            page_recipe("original").replace(
                hidden=(2,),
                activation="sigmoid",
                output="sigmoid",
                initializer="uniform",
                optimizer="sgd",
                learning_rate=0.1,
                batch_size=1,
                split=(1.0, 0.0, 0.0),
                scale="none",
                seed=2015,
            ),
        ),
        StartingPoint(
            "two-two-two",
            "Worked example 2-2-2",
            "The step that is worked by hand in many courses, with its numbers; its biases are held.",
            page_recipe("worked").replace(
                hidden=(2,),
                activation="sigmoid",
                output="sigmoid",
                loss="half_squared_error",
                bias="fixed",
                start={
                    "weights": [[[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]],
                    "biases": [[0.35, 0.35], [0.60, 0.60]],
                },
                optimizer="sgd",
                learning_rate=0.5,
                batch_size=1,
                split=(1.0, 0.0, 0.0),
                scale="none",
            ),
        ),
        StartingPoint(
            "life",
            "Game of Life",
            "Learns Conway's rule from the 512 neighbourhoods, and then plays it on a large grid.",
            page_recipe("life").replace(
                hidden=(6,),
                activation="tanh",
                optimizer="adam",
                learning_rate=0.05,
                batch_size=512,
                epochs=300,
                split=(1.0, 0.0, 0.0),
                scale="none",
                seed=1970,
            ),
        ),
        _ground(
            "guess",
            "Guess of a crowd",
            "One number, the guess, and its loss as a curve: how far to go, and which way.",
            [[[350.0]]],
            loss="squared_error",
            learning_rate=0.1,
        ),
        _ground(
            "cafe",
            "Café bills",
            "Two weights, the prices of a coffee and a roll: the loss is a bowl with its bottom at 4 and 3.",
            [[[0.6], [5.4]]],
            loss="half_squared_error",
            learning_rate=0.35,
        ),
        _ground(
            "ravine",
            "Ravine",
            "A bowl ten times as long as it is wide: what is too fast across it is too slow along it.",
            [[[3.5], [-6.0]]],
            loss="half_squared_error",
            learning_rate=1.8,
        ),
        _ground(
            "valleys",
            "Two valleys",
            "A local minimum at 3.54, the global one at 0.445: in batches of one, most runs get out of it.",
            [[[3.8]]],
            data="wave",
            output="sin",
            loss="squared_error",
            learning_rate=0.25,
            epochs=20,
        ),
        _ground(
            "saddle",
            "Saddle",
            "Two weights in a row: at 0 the loss falls one way and rises the other, and the slope is 0.",
            [[[-0.9]], [[1.0]]],
            data="twins",
            hidden=(1,),
            activation="identity",
            loss="squared_error",
            learning_rate=0.05,
        ),
        _ground(
            "plateau",
            "Plateau",
            "Two saturated sigmoids in a row: the ground is flat there, and hardly anything moves.",
            [[[-7.0]], [[-7.0]]],
            data="twins",
            hidden=(1,),
            activation="sigmoid",
            output="sigmoid",
            loss="squared_error",
            learning_rate=1.0,
        ),
    )
}
