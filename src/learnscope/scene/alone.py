"""A network and a sample as a subject of scenes, with no training behind them.

The step that is shown is one of plain descent on that sample alone; data is taken as it is.
"""

from dataclasses import replace

import numpy as np

from learnscope.core.network import Network
from learnscope.data.dataset import Dataset
from learnscope.errors import ShapeError, check_whole
from learnscope.experiment import Experiment, set_up
from learnscope.scene.subject import Subject
from learnscope.training.planning import plan_of
from learnscope.training.step import make_step

EVERYTHING = (1.0, 0.0, 0.0)  # to learn from


def subject_of(network: Network, dataset: Dataset, *, sample: int = 0, learning_rate: float = 0.1) -> Subject:
    """The moment at which `network` sees sample `sample`, from 0, of `dataset`.

    Raises ShapeError where the data does not fit the network, ArgumentError where there is no such sample or
    an activation sends no error back.
    """
    check_whole("sample", sample, low=0, high=len(dataset) - 1)
    widths = dataset.inputs.shape[1], dataset.targets.shape[1]
    if widths != (network.sizes[0], network.sizes[-1]):
        raise ShapeError(
            f"dataset must have {network.sizes[0]} inputs and {network.sizes[-1]} outputs for a network of "
            f"sizes {network.sizes}, got {widths[0]} and {widths[1]}"
        )
    recipe = Experiment(
        data=dataset,
        hidden=network.sizes[1:-1],
        activation=network.activations[:-1] or "tanh",
        output=network.activations[-1],
        loss=network.loss,
        bias=network.bias,
        precision=network.precision,
        optimizer="sgd",
        learning_rate=learning_rate,
        schedule="constant",
        l2=0.0,
        batch_size=1,
        split=EVERYTHING,
        scale="none",
    )
    setup = replace(set_up(recipe), network=network)
    rows = np.array([sample])
    return Subject(
        setup=setup,
        starting_point="",
        step=make_step(network, setup.x[rows], setup.y[rows], learning_rate=learning_rate),
        steps=0,
        rows=rows,
        place=0,
        raw=dataset.inputs[sample],
        edited=False,
        epoch=0,
        index=0,
        previous=None,
        threshold=plan_of(setup).threshold,
    )
