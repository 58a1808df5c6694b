"""Curvature at a step of a run, and descents by hand from it."""

from collections.abc import Mapping

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import COMPILED, PLAIN, Engine
from learnscope.core.network import Network
from learnscope.core.optimizers import Optimizer
from learnscope.data.split import PARTS
from learnscope.errors import ArgumentError, check_choice, check_kind, check_number, check_whole, shown
from learnscope.keywords import answering
from learnscope.library.experiment_run import ExperimentRun
from learnscope.probe.curvature import Curvature, curvature_of
from learnscope.probe.descents import Descent, descent
from learnscope.run import segment_at
from learnscope.scene.belonging import find
from learnscope.training.engines import ready_engine
from learnscope.training.loop import Loop


@answering
def curvature(
    run: ExperimentRun, *, step: int | None = None, part: str = "train", count: int = 3, seed: int = 0
) -> Curvature:
    """How the loss of `run` curves around its network after `step` updates, by default its last.

    `part` says whose mean loss: that of the "train", "validation" or "test" samples, penalties included.
    `count` and `seed` as in `curvature_of`. Nothing is dropped. Raises ArgumentError for a step or a part
    there is not.

    >>> import learnscope as ls
    >>> run = ls.train(ls.Experiment(data="iris", epochs=3, seed=1), engine="plain")
    >>> found = ls.curvature(run, step=0)
    >>> found.kind, len(found.eigenvalues), found.largest_stable_rate > 0.1
    ('saddle', 3, True)
    """
    network, loop, x, y = samples_of(run, step, part)
    l1, l2 = float(loop.plan.l1), float(loop.plan.l2)
    return curvature_of(network, x, y, count=count, seed=seed, l1=l1, l2=l2)


@answering
def descend(
    run: ExperimentRun,
    *,
    step: int | None = None,
    start: Mapping[str, float] | None = None,
    learning_rate: float | None = None,
    optimizer: Optimizer | str = "sgd",
    batch_size: int | None = None,
    steps: int = 12,
    seed: int = 0,
) -> Descent:
    """A descent of its own from where `run` was after `step` updates, by default its last.

    start          names of weights and biases and where these begin instead: {"weight.0.0.0": 6.5}
    learning_rate  of every step; None: the one of the recipe there
    optimizer      "sgd", "momentum", …, or an Optimizer; it begins without memory
    batch_size     samples a step, in an order from `seed`; None: all that are learned from
    steps          how many; fewer are made where the loss is no finite number any more

    The steps are those of training, with the penalties of the recipe; nothing is dropped or clipped. Of S
    made, `parameters` holds S + 1 flat vectors (S + 1, P) and `losses` the mean loss at each. Raises
    ArgumentError for a step, a name or a setting there is not.

    >>> import learnscope as ls
    >>> from learnscope.starting_points import STARTING_POINTS
    >>> run = ls.train(STARTING_POINTS["cafe"].experiment, engine="plain")
    >>> [ls.descend(run, step=0, learning_rate=rate).diverged for rate in (0.54, 0.56)]
    [False, True]
    """
    network, loop, x, y = samples_of(run, step, "train")
    rule = optimizer if isinstance(optimizer, Optimizer) else Optimizer(optimizer)
    if start is not None:
        network = _moved(run, run.steps if step is None else step, network, start)
    plan = loop.plan
    return descent(
        network, x, y, learning_rate=plan.learning_rate if learning_rate is None else learning_rate,
        steps=steps, optimizer=rule, batch_size=batch_size, seed=seed, l1=plan.l1, l2=plan.l2,
        engine=quick_engine(),
    )  # fmt: skip


def quick_engine() -> Engine:
    """The compiled engine where it is there already."""
    return COMPILED if ready_engine("auto") == COMPILED else PLAIN


def samples_of(run: ExperimentRun, step: int | None, part: str) -> tuple[Network, Loop, Floats, Floats]:
    """The network after `step` updates, what made its steps, and samples of a part in the network's units.

    Raises ArgumentError for a step or a part there is not.
    """
    check_kind("run", run, ExperimentRun)
    check_choice("part", part, PARTS)
    check_whole("step", step := run.steps if step is None else step, low=0, high=run.steps)
    loop = segment_at(run.tree, run.future, step).loop
    rows = getattr(loop.plan.split, part)
    if len(rows) == 0:
        raise ArgumentError(f"part must have samples, got {part!r} without; give it a share of the split")
    x, y = loop.gather(rows).astype(np.float64), loop.material.y[rows].astype(np.float64)
    return run.at(step), loop, x, y


def _moved(run: ExperimentRun, step: int, network: Network, start: Mapping[str, float]) -> Network:
    """`network` with some of its numbers elsewhere."""
    if not isinstance(start, Mapping) or not all(isinstance(name, str) for name in start):
        raise ArgumentError(
            f"start must be names and numbers, as {{'weight.0.0.0': 0.5}}, got {shown(start)}"
        )
    parameters, subject = network.parameters.copy(), run.step(step)._subject(None)
    for text, value in start.items():
        name = find(text, subject)
        if name.kind.word not in ("weight", "bias"):
            raise ArgumentError(f"start must name weights or biases, got {text!r}")
        link, *index = name.index
        place = network.layout.place(link, name.kind.word, index)
        parameters[place] = check_number(f"start[{text!r}]", value)
    return network.with_parameters(parameters)
