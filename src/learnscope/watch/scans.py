"""Scans: a run looked at in the order of its steps, for the moments at which one breakpoint is met.

A scan is shown rows of steps, measures, or networks, whichever its breakpoint looks at, and remembers of them
what the next may be compared with. `edited` tells it that what follows is not a continuation.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.forward import forward
from learnscope.core.network import Network
from learnscope.core.stuck import dead, saturated
from learnscope.training import kernels
from learnscope.watch.breakpoints import Breakpoint, Hit

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Rows:
    """What is known of S steps in a row, the first of them number `first`."""

    first: int
    norms: Floats  # (S, 1 + L) of the gradient: whole, output layer, hidden layers; not-a-number for none
    finite: Flags  # (S,) whether all that is known of a step is finite

    @classmethod
    def of(cls, first: int, record: Floats) -> "Rows":
        """Of rows as the training loop writes them."""
        layers = (record.shape[1] - kernels.LAYERS) // 2
        output = kernels.LAYERS + layers - 1
        places = [kernels.GRADIENT, output, *range(kernels.LAYERS, output)]
        finite: Flags = np.logical_and.reduce(np.isfinite(record[:, : kernels.LAYERS]), axis=1)
        return cls(first, record[:, places], finite)


@dataclass
class StepScan:
    """Looks at rows of steps."""

    breakpoint: Breakpoint
    met: bool = False  # by the last row

    def edited(self) -> None:
        """A gradient that is small goes on being small."""

    def look(self, rows: Rows) -> list[Hit]:
        """After which of them the breakpoint begins to be met."""
        find = ON_STEPS[self.breakpoint.name]
        met = find.met(rows, self.breakpoint.number)
        begins = np.flatnonzero(met & ~np.concatenate([[self.met], met[:-1]]))
        if len(met):
            self.met = bool(met[-1])
        return [Hit(rows.first + int(k) + 1, find.seen(rows, int(k))) for k in begins]


@dataclass
class MeasureScan:
    """Looks at what is measured after each epoch."""

    breakpoint: Breakpoint
    compared: float | None = None  # the loss before, or the lowest
    count: int = 0

    def edited(self) -> None:
        """The count begins anew."""
        self.compared, self.count = None, 0

    def look(self, step: int, total: float, test: float) -> Hit | None:
        """Whether it is met after `step` updates, where training loss and penalty are `total`."""
        rises = self.breakpoint.name == "loss_rises"
        loss = total if rises else test
        above = self.compared is not None and loss > self.compared
        self.count = self.count + 1 if above else 0
        if rises or not above:
            self.compared = loss
        if self.count != self.breakpoint.number:
            return None
        times = f"{self.count} times in a row" if self.count > 1 else "once"
        if rises:
            return Hit(step, f"the training loss rose {times}, to {words.fixed(loss)}")
        lowest = words.fixed(loss if self.compared is None else self.compared)
        return Hit(step, f"the test loss, {words.fixed(loss)}, was above its lowest, {lowest}, {times}")


@dataclass
class NetworkScan:
    """Looks at the network after each epoch."""

    breakpoint: Breakpoint
    before: list[NDArray[np.float64]] | None = None  # by layer, what was found then

    def edited(self) -> None:
        """The network shown next is what the one after it is compared with."""
        self.before = None

    def look(self, step: int, network: Network, x: Floats) -> Hit | None:
        """Whether it is met after `step` updates by `network`, whose inputs are x."""
        if self.breakpoint.name == "weight_flips":
            now = [np.sign(weight) for weight in network.weights]
        else:
            now = _stuck(self.breakpoint, network, x)
        before, self.before = self.before, now
        if before is None:
            return None
        if self.breakpoint.name == "weight_flips":
            self.before = [np.where(new == 0, old, new) for old, new in zip(before, now, strict=True)]
        found = [np.argwhere(_turned(old, new)) for old, new in zip(before, now, strict=True)]
        count = sum(map(len, found))
        if count == 0:
            return None
        layer = next(k for k, places in enumerate(found) if len(places))
        return Hit(step, _named(self.breakpoint, layer, found[layer][0], count, len(network.layers)))


Scan = StepScan | MeasureScan | NetworkScan


def scan_of(breakpoint: Breakpoint) -> Scan:
    """A scan that has seen nothing yet."""
    kinds = {"steps": StepScan, "measures": MeasureScan, "networks": NetworkScan}
    made: Scan = kinds[breakpoint.kind.looks](breakpoint)
    return made


@dataclass(frozen=True)
class OnSteps:
    """How a breakpoint that looks at steps is found, and what was seen where it is."""

    met: Callable[[Rows, float], Flags]  # by each of the rows, at a threshold
    seen: Callable[[Rows, int], str]  # in one of them, as a clause


def _vanishing(rows: Rows, threshold: float) -> Flags:
    met: Flags = np.logical_or.reduce(rows.norms[:, 1:] < threshold, axis=1)
    return met


def _vanished(rows: Rows, k: int) -> str:
    layers = rows.norms[k, 1:]
    least = int(np.nanargmin(layers))
    where = f"hidden {least}" if least else "the outputs"
    return f"the norm of the gradient of {where} is {layers[least]:.3g}"


ON_STEPS: dict[str, OnSteps] = {
    "gradient_vanishes": OnSteps(_vanishing, _vanished),
    "gradient_explodes": OnSteps(
        lambda rows, threshold: np.asarray(rows.norms[:, 0] > threshold),
        lambda rows, k: f"the norm of the gradient is {rows.norms[k, 0]:.4g}",
    ),
    "not_finite": OnSteps(
        lambda rows, threshold: ~rows.finite,
        lambda rows, k: "loss, gradient or move is no finite number",
    ),
}


def _stuck(breakpoint: Breakpoint, network: Network, x: Floats) -> list[NDArray[np.float64]]:
    """1 for each hidden neuron that is dead, or saturated, and 0 for the others, by layer."""
    stuck = []
    trace = forward(network, x)
    for layer, name in zip(trace.layers[:-1], network.activations, strict=False):
        if breakpoint.name == "neuron_dies":
            found = dead(name, layer.activation)
        else:
            shares = saturated(name, layer.activation).mean(axis=0)
            found = shares >= breakpoint.number / 100
            found &= ACTIVATIONS[name].can_saturate
        stuck.append(found.astype(np.float64))
    return stuck


def _turned(old: NDArray[np.float64], new: NDArray[np.float64]) -> Flags:
    """What is stuck and was not; weights of the opposite sign."""
    turned: Flags = (new - old == 1) if old.ndim == 1 else (new * old < 0)
    return turned


def _named(breakpoint: Breakpoint, layer: int, place: NDArray[np.int64], count: int, layers: int) -> str:
    """The first of `count` that were found."""
    others = f", and {count - 1} more" if count > 1 else ""
    where = "the outputs" if layer == layers - 1 else f"hidden {layer + 1}"
    if breakpoint.name == "weight_flips":
        return (
            f"the weight from neuron {place[0] + 1} to neuron {place[1] + 1} of {where}{others} changed sign"
        )
    happened = "died" if breakpoint.name == "neuron_dies" else "saturated"
    return f"neuron {place[0] + 1} of {where}{others} {happened}"
