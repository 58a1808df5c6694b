"""The loss over 101 × 101 points of a plane through 2-8-8-2, 200 samples, beside `loss-landscapes`.

Both draw two random, filter-normalised directions and compute the mean cross-entropy at every point.
"""

import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from benchmarks.report import Result, interleaved, table
from learnscope.core.compiled import COMPILED, PLAIN, Engine
from learnscope.core.network import Network
from learnscope.core.slices import slice_losses
from learnscope.probe.landscape import random_directions

SIZES, SAMPLES, POINTS = (2, 8, 8, 2), 200, 101
GOAL = "8 × loss-landscapes, aiming at 80 ms"


def report(rounds: int = 7) -> str:
    """Medians over rounds, in milliseconds a picture."""
    generator = np.random.default_rng(0)
    drawn = Network.draw(SIZES, seed=0)
    network = drawn.with_parameters(
        generator.normal(size=drawn.parameters.size)
    )  # the peer divides by biases
    x, labels = generator.normal(size=(SAMPLES, SIZES[0])), generator.integers(SIZES[-1], size=SAMPLES)
    runs: dict[str, Callable[[int], float]] = {"Learnscope": _own(network, x, labels, COMPILED)}
    if find_spec("loss_landscapes") and find_spec("torch"):
        runs["loss-landscapes on PyTorch"] = _peer(network, x, labels)
    found = interleaved(runs, rounds=rounds)
    plain = {"Learnscope, before compiling": Result((_own(network, x, labels, PLAIN)(0),))}
    title = f"Landscape of {POINTS} × {POINTS} points, {'-'.join(map(str, SIZES))}, {SAMPLES} samples"
    return table(title, found | plain, unit="ms", scale=1e3, wanted=GOAL)


def _own(network: Network, x: np.ndarray, labels: np.ndarray, engine: Engine) -> Callable[[int], float]:
    a, one = np.linspace(-1.0, 1.0, POINTS), np.zeros(1)
    y = np.eye(SIZES[-1])[labels]

    def run(seed: int) -> float:
        began = time.perf_counter()
        u, v = random_directions(network, 2, seed=seed)
        losses = slice_losses(network, u.vector, v.vector, a, a, x=x, y=y, engine=engine)
        seconds = time.perf_counter() - began
        assert losses.shape == (POINTS, POINTS)
        return seconds

    slice_losses(network, *[network.parameters] * 2, one, one, x=x, y=y, engine=engine)  # loads the kernel
    return run


def _peer(network: Network, x: np.ndarray, labels: np.ndarray) -> Callable[[int], float]:
    """The same network in PyTorch, by the package's own function, on one thread: products are small."""
    import loss_landscapes
    import loss_landscapes.metrics
    import torch

    layers: list[torch.nn.Module] = []
    for weight, bias in zip(network.weights, network.biases, strict=True):
        layer = torch.nn.Linear(*weight.shape, dtype=torch.float64)
        assert bias is not None
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(weight.T.copy()))
            layer.bias.copy_(torch.tensor(bias.copy()))
        layers += [layer, torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    metric = loss_landscapes.metrics.Loss(torch.nn.CrossEntropyLoss(), torch.tensor(x), torch.tensor(labels))

    def picture(points: int) -> float:
        began = time.perf_counter()
        losses = loss_landscapes.random_plane(
            model, metric, distance=1, steps=points, normalization="filter", deepcopy_model=True
        )
        seconds = time.perf_counter() - began
        assert losses.shape == (points, points)
        return seconds

    def run(seed: int) -> float:
        torch.set_num_threads(1)
        torch.manual_seed(seed)
        return picture(POINTS)

    picture(3)  # whatever happens only once
    return run
