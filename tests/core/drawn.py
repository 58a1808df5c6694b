"""Random networks, samples and targets for tests of the mathematics, and central differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

import learnscope as ls
from learnscope.core.activations import ACTIVATIONS
from learnscope.core.forward import losses
from learnscope.core.losses import LOSSES
from learnscope.core.penalties import penalty

Floats = NDArray[np.float64]

# Through the others no error can be sent back.
TRAINABLE = sorted(name for name in ACTIVATIONS if name != "step")
STEP = 6e-6  # cube root of float64 epsilon: truncation and rounding errors balance


@dataclass(frozen=True)
class Case:
    """A network with samples x and targets y that suit its loss."""

    network: ls.Network
    x: Floats
    y: Floats
    l1: float = 0.0
    l2: float = 0.0
    masks: tuple[Floats, ...] | None = None  # of dropout, one per layer

    def losses(self, network: ls.Network) -> tuple[ls.Trace, Floats]:
        """What `network` does with the samples, and each one's loss, penalty included."""
        trace = ls.forward(network, self.x, masks=self.masks)
        return trace, losses(network, trace, self.y) + penalty(network, l1=self.l1, l2=self.l2)


def targets(loss: str, rows: int, columns: int, generator: np.random.Generator) -> Floats:
    """Targets (rows, columns) such as `loss` is made for."""
    if loss in ("softmax_cross_entropy", "hinge"):
        return np.eye(columns)[generator.integers(columns, size=rows)]
    if loss == "binary_cross_entropy":
        return generator.integers(2, size=(rows, columns)).astype(float)
    return generator.normal(size=(rows, columns))


def draw_case(
    sizes: list[int], activation: str, loss: str, rows: int, seed: int, bias: Sequence[str] = ()
) -> Case:
    """A case whose sums are of size 1, so that no activation is saturated throughout."""
    generator = np.random.default_rng(seed)
    shapes = list(pairwise(sizes))
    kinds = bias or ["learned"] * len(shapes)
    weights = [generator.normal(size=shape) / np.sqrt(shape[0]) for shape in shapes]
    biases = [generator.normal(size=n_out) / 2 for _, n_out in shapes]
    network = ls.Network.from_arrays(
        weights,
        [None if kind == "none" else drawn for kind, drawn in zip(kinds, biases, strict=True)],
        activations=[activation] * len(shapes),
        loss=loss,
        bias=kinds,
    )
    x = generator.normal(size=(rows, sizes[0]))
    return Case(network, x, targets(loss, rows, sizes[-1], generator))


@st.composite
def cases(draw: st.DrawFn, activation: str | None = None, loss: str | None = None) -> Case:
    """Cases of 1 to 4 layers, 1 to 9 units and 1 to 16 samples; biases are learned, held or none."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=2, max_size=5))
    kinds = st.sampled_from(["learned", "fixed", "none"])
    return draw_case(
        sizes,
        activation or draw(st.sampled_from(TRAINABLE)),
        loss or draw(st.sampled_from(sorted(LOSSES))),
        draw(st.integers(1, 16)),
        draw(st.integers(0, 2**32 - 1)),
        draw(st.lists(kinds, min_size=len(sizes) - 1, max_size=len(sizes) - 1)),
    )


def distance(a: Floats, b: Floats) -> float:
    """The norm of the difference over the larger norm; 0 where both are 0."""
    larger = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(np.asarray(a) - b) / larger) if larger else 0.0


def central_differences(case: Case) -> tuple[Floats, NDArray[np.bool_]]:
    """The slope of each sample's loss along each parameter (N, P), and which samples crossed no kink."""
    network = case.network
    slopes = np.empty((len(case.x), network.parameters.size))
    smooth = np.ones(len(case.x), dtype=bool)
    for k, w in enumerate(network.parameters):
        step = STEP * max(1.0, abs(w))
        ends = []
        for moved in (w + step, w - step):
            parameters = network.parameters.copy()
            parameters[k] = moved
            other = network.with_parameters(parameters)
            trace, heights = case.losses(other)
            ends.append((moved, heights, sides_of_kinks(other, trace, case.y)))
        (high, loss_high, side_high), (low, loss_low, side_low) = ends
        slopes[:, k] = (loss_high - loss_low) / (high - low)
        smooth &= (side_high == side_low).all(axis=1) & (case.l1 == 0 or high * low > 0)
    return slopes, smooth


def sides_of_kinks(network: ls.Network, trace: ls.Trace, y: Floats) -> NDArray[np.bool_]:
    """On which side of every kink each sample is, (N, number of kinks)."""
    sides = [np.ones((len(y), 1), dtype=bool)]
    for layer, name in zip(trace.layers, network.activations, strict=True):
        sides += [layer.preactivation > kink for kink in ACTIVATIONS[name].kinks]
    if network.loss == "hinge":
        sides.append((2 * y - 1) * trace.output > 1)
    if network.loss == "huber":
        sides += [trace.output - y > 1, trace.output - y > -1]
    return np.concatenate(sides, axis=1)


def sample_gradients(case: Case) -> Floats:
    """The gradient of each sample's own loss (N, P), one backward pass per sample."""
    rows = []
    for n in range(len(case.x)):
        masks = None if case.masks is None else [mask[n : n + 1] for mask in case.masks]
        trace = ls.forward(case.network, case.x[n : n + 1], masks=masks)
        gradients = ls.backward(case.network, trace, case.y[n : n + 1], l1=case.l1, l2=case.l2)
        rows.append(gradients.parameters)
    return np.array(rows)
