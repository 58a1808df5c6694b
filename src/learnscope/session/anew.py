"""Exercises anew: the numbers of a page drawn from a seed, as short as one works with by hand.

A number that stands in the file is exercise 0. Weights and biases are tenths from 0.1 to 1, of either sign.
Inputs and targets are drawn between the least and the greatest of the data, whole where all of the data are;
targets where the output can come, too: a sigmoid says nothing beyond 0 and 1.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.losses import LOSSES
from learnscope.errors import ArgumentError
from learnscope.lessons.kinds import ANEW_WORDS, Edit
from learnscope.scene.belonging import check
from learnscope.scene.grammar import Name, parse
from learnscope.session.numbers import Numbers
from learnscope.session.state import State
from learnscope.streams import stream

MOST = 200  # numbers that are drawn: nobody works with more by hand
TENTHS = 10
PARTS = 20  # of the way from least to greatest, in which inputs and targets are drawn


def drawn(state: State, anew: tuple[str, ...], seed: int, attempt: int) -> tuple[Edit, ...]:
    """The numbers of exercise `seed` as edits of `state`; each `attempt` draws others.

    Raises ArgumentError where there are too many, or one that the network has not.
    """
    names = [name for what in anew for name in _names(state, what)]
    if len(names) > MOST:
        raise ArgumentError(
            f"anew must draw at most {MOST} numbers, got {len(names)}; name fewer, or draw 'start'"
        )
    subject = Numbers(state).subject
    for name in names:
        check(name, subject)
    draw = stream(seed, "exercise", attempt)
    return tuple(Edit(str(name), _value(state, name, draw)) for name in names)


def sample_of(state: State, seed: int, attempt: int) -> int:
    """The sample that exercise `seed` shows, from 1: one that is learned from."""
    return 1 + int(stream(seed, "exercise", attempt, 1).choice(state.setup.split.train))


def _names(state: State, what: str) -> Iterator[Name]:
    sizes, dataset = state.network.sizes, state.setup.dataset
    match what:
        case "weights":
            for link, (below, above) in enumerate(pairwise(sizes)):
                layer = state.network.layers[link]
                for start in range(below):
                    for end in range(above):
                        if layer.weight_index(start, end) is not None:
                            yield parse(f"weight.{link}.{start}.{end}")
        case "biases":
            for link, above in enumerate(sizes[1:]):
                if state.network.biases[link] is not None:
                    yield from (parse(f"bias.{link}.{end}") for end in range(above))
        case "inputs":
            yield from (parse(f"input.{place}") for place in range(len(dataset.input_names)))
        case "targets":
            yield from (parse(f"target.{place}") for place in range(sizes[-1]))
        case _ if what not in ANEW_WORDS:
            yield parse(what)


def _value(state: State, name: Name, draw: np.random.Generator) -> float:
    dataset, word = state.setup.dataset, name.kind.word
    if word == "input":
        return _between(dataset.inputs[:, name.index[0]], draw)
    if word == "target":
        return _between(state.setup.y[:, name.index[0]], draw, *_said(state))
    size = int(draw.integers(1, TENTHS + 1))
    return (size if draw.integers(2) else -size) / TENTHS


def _said(state: State) -> tuple[float, float]:
    """The ends of what an output can say; of a probability where the loss makes one of it."""
    if LOSSES[state.network.loss].squash:
        return 0.0, 1.0
    return ACTIVATIONS[state.network.activations[-1]].range


def _between(
    column: Floats, draw: np.random.Generator, least: float = -np.inf, most: float = np.inf
) -> float:
    """A number among those of `column`, and between `least` and `most`."""
    low, high = float(column.min()), float(column.max())
    whole = low < high and bool((column == np.round(column)).all())
    if low == high:  # a single sample: from nothing to double
        low, high = sorted((0.0, 2 * low)) if low else (0.0, 1.0)
    if max(low, least) < min(high, most):
        low, high = max(low, least), min(high, most)
    else:  # none of the data lies between the two
        low, high, whole = least, most, False
    if whole:
        return float(draw.integers(int(low), int(high) + 1))
    part = int(draw.integers(1, PARTS)) / PARTS
    found = low + part * (high - low)
    short = float(f"{found:.3g}")
    return short if least < short < most else found
