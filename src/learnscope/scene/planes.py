"""The plane of two inputs as a network sees it: what each neuron and the whole network say of every cell.

One forward pass, with nothing dropped, over the centres of the cells; what is said of a sample comes from
the same pass over the samples. By the kind of target:

    classes   winner: the class of the largest output     value: its lead, the largest less the second
    labels    value: what each label's output says, 0 at its threshold
    values    value: each output, from −s to s of the network's units; s is the largest target of the data.
              Of outputs with two ends, as sigmoid's, from end to end, or as far as targets lie beyond

The lead is one of probabilities where the loss makes them, else one of outputs; 1 and more is a full lead.
How many cells there are depends on the network's size, and never on its numbers.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.compiled import PLAIN
from learnscope.core.forward import Trace, forward, predicted
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.core.stuck import dead
from learnscope.core.threads import one_thread
from learnscope.experiment import Setup
from learnscope.scene.plane_grid import drawn_rows, edges_of, is_planar, network_inputs
from learnscope.scene.plane_words import plane_sentence
from learnscope.scene.schema import Array, PlaneScene, ResponsesScene, Tones
from learnscope.scene.tones import scale_for, tones

SIZES = (97, 65, 41, 25, 17)  # cells along an edge; odd, so that one row lies in the middle
COARSE = 41  # of the pictures inside neurons, and while training is played
WORK = 50_000_000  # products of a forward pass over all cells, at rest; about 10 ms
QUICK_WORK = 4_000_000  # the same while training is played; about 1 ms
BYTES = 400_000  # of all pictures inside neurons, at rest
QUICK_BYTES = 60_000


def plane_scene(setup: Setup, network: Network, *, quick: bool = False) -> PlaneScene | None:
    """The plane as `network` sees it; None for other data.

    `setup` gives data, features and scaling; the network may be any that takes its inputs. With `quick` it
    has fewer cells, as while training is played or a setting is dragged.
    """
    if not is_planar(setup):
        return None
    edges = edges_of(setup)
    size = _size(network, COARSE if quick else SIZES[0], QUICK_WORK if quick else WORK)
    view = _view(setup, network, _trace(setup, network, edges.centres(size)).output)
    rows, part, _ = drawn_rows(setup)
    said = _trace(setup, network, setup.dataset.inputs[rows, :2]).output
    truth = setup.dataset.targets[rows]
    wrong = _wrong(setup, network, said, truth)
    return PlaneScene(
        **_plane(setup, network, wrong),
        size=size,
        winner=None if view.winner is None else Array.of(view.winner.reshape(size, size)),
        value=tones(view.value.T.reshape(-1, size, size), 1.0),
        sentence=plane_sentence(
            setup,
            edges,
            winner=view.winner,
            said=view.said,
            ends=_ends(setup, network),
            wrong=wrong,
            part=part,
            drawn=said,
            truth=truth,
        ),
    )


def responses_scene(setup: Setup, network: Network, *, quick: bool = False) -> ResponsesScene | None:
    """The plane as each neuron of `network` sees it; None for other data. `quick` is as above."""
    if not is_planar(setup):
        return None
    size = _size(network, COARSE, QUICK_WORK if quick else WORK)
    cells = _picture_size(network, size, QUICK_BYTES if quick else BYTES)
    trace = _trace(setup, network, edges_of(setup).centres(cells))
    rows, _, _ = drawn_rows(setup)
    said = _trace(setup, network, setup.dataset.inputs[rows, :2]).output
    wrong = _wrong(setup, network, said, setup.dataset.targets[rows])
    return ResponsesScene(
        **_plane(setup, network, wrong), neurons=_neurons(network, trace, cells), dead=_dead(network, trace)
    )


def _plane(setup: Setup, network: Network, wrong: Floats) -> dict[str, Any]:
    """The fields of a `Plane`; `wrong` is of the samples that are drawn."""
    dataset, edges = setup.dataset, edges_of(setup)
    rows, part, rule = drawn_rows(setup)
    truth = dataset.targets[rows]
    low, high = _ends(setup, network)
    return {
        "x": edges.x,
        "y": edges.y,
        "names": (dataset.input_titles[0], dataset.input_titles[1]),
        "units": (dataset.input_units[0], dataset.input_units[1]),
        "kind": dataset.kind,
        "low": low,
        "high": high,
        "points": Array.of(dataset.inputs[rows, :2]),
        "truth": Array.of(truth.argmax(axis=1) if dataset.kind == "classes" else truth),
        "part": Array.of(part),
        "wrong": Array.of(wrong),
        "rule": rule,
    }


@dataclass(frozen=True, eq=False)
class View:
    """What is said of every cell."""

    winner: Floats | None  # (cells,) not-a-number where an output is no number
    value: Floats  # (cells, n) from -1 to 1
    said: Floats  # (cells, n_out) for a sentence: outputs in their own units, or how far above the threshold


def label_threshold(network: Network) -> float:
    """The output above which a label is taken as given."""
    return LOSSES[network.loss].threshold


def _size(network: Network, most: int, work: int) -> int:
    """The most cells along an edge that `work` allows."""
    return next(
        (size for size in SIZES if size <= most and size * size * network.parameters.size <= work), SIZES[-1]
    )


def _picture_size(network: Network, most: int, limit: int) -> int:
    """The same for the pictures of all neurons, by their bytes."""
    count = sum(network.sizes)
    return next((size for size in SIZES if size <= most and size * size * count <= limit), SIZES[-1])


def _trace(setup: Setup, network: Network, points: Floats) -> Trace:
    with one_thread(PLAIN):
        return forward(network, network_inputs(setup, points))


def _neurons(network: Network, trace: Trace, cells: int) -> tuple[Tones, ...]:
    layers = [("", trace.input)]
    layers += [
        (name, layer.activation) for name, layer in zip(network.activations, trace.layers, strict=True)
    ]
    return tuple(
        tones(
            np.ascontiguousarray(values.T, dtype=np.float64).reshape(-1, cells, cells),
            scale_for(values, name),
        )
        for name, values in layers
    )


def _dead(network: Network, trace: Trace) -> tuple[tuple[int, ...], ...]:
    """The neurons that are dead in every cell, by layer; inputs never are."""
    layers = zip(network.activations, trace.layers, strict=True)
    found = (np.flatnonzero(dead(name, layer.activation)).tolist() for name, layer in layers)
    return ((), *(tuple(places) for places in found))


def _view(setup: Setup, network: Network, output: Floats) -> View:
    dataset, outputs = setup.dataset, output.astype(np.float64, copy=False)
    with np.errstate(all="ignore"):
        if dataset.kind == "classes":
            shares = predicted(network, output).astype(np.float64, copy=False)
            ranked = np.sort(shares, axis=1) if shares.shape[1] > 1 else np.pad(shares, ((0, 0), (1, 0)))
            winner = outputs.argmax(axis=1).astype(np.float64)
            winner[~np.isfinite(outputs.sum(axis=1))] = np.nan
            lead = (ranked[:, -1] - ranked[:, -2])[:, None]
            return View(winner, lead, lead)
        if dataset.kind == "labels":
            above = outputs - label_threshold(network)
            if LOSSES[network.loss].squash:
                value = 2 * predicted(network, output).astype(np.float64, copy=False) - 1
            else:
                value = above if network.loss == "hinge" else 2 * above
            return View(None, value, above)
        low, high = _reach(setup, network)
        value = (outputs - (low + high) / 2) / ((high - low) / 2)
        return View(None, value, setup.target_scaling.invert(outputs))


def _ends(setup: Setup, network: Network) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What -1 and 1 of each output's view stand for."""
    kind, columns = setup.dataset.kind, network.sizes[-1]
    if kind == "classes":
        return (-1.0,), (1.0,)
    if kind == "labels":
        least = -1.0 if network.loss == "hinge" else 0.0
        return (least,) * columns, (1.0,) * columns
    low, high = setup.target_scaling.invert(np.stack(_reach(setup, network))).tolist()
    return tuple(low), tuple(high)


def _reach(setup: Setup, network: Network) -> tuple[Floats, Floats]:
    """Where the scale of each value begins and ends, in the network's units."""
    scaled = setup.target_scaling.apply(setup.dataset.targets)
    least, most = ACTIVATIONS[network.activations[-1]].range
    if math.isfinite(least) and math.isfinite(most):
        return np.minimum(scaled.min(axis=0), least), np.maximum(scaled.max(axis=0), most)
    extent: Floats = np.abs(scaled).max(axis=0)
    extent[extent == 0] = 1.0
    return -extent, extent


def _wrong(setup: Setup, network: Network, output: Floats, truth: Floats) -> Floats:
    """1 for each sample (m,) of which something else is said than `truth` (m, n_out), else 0."""
    kind = setup.dataset.kind
    if kind == "values":
        return np.zeros(len(output))
    with np.errstate(all="ignore"):
        finite = np.isfinite(output.astype(np.float64, copy=False).sum(axis=1))
        if kind == "classes":
            right = output.argmax(axis=1) == truth.argmax(axis=1)
        else:
            right = ((output > label_threshold(network)) == (truth > 0.5)).all(axis=1)
    wrong: Floats = 1.0 - (right & finite)
    return wrong
