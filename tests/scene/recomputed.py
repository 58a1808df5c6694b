"""Every number of a stage recomputed with NumPy from inputs, weights, biases and the data set."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from learnscope.data.builtin import load
from learnscope.data.split import split
from learnscope.scene.schema import Array, Scene
from learnscope.starting_points import STARTING_POINTS

Floats = NDArray[np.float64]


def numpy(array: Array | None) -> Floats:
    """The numbers of a scene's array."""
    assert array is not None
    return array.numpy()


def activate(name: str, z: Floats) -> Floats:
    """f(z)."""
    return {
        "identity": lambda: z,
        "sigmoid": lambda: 1 / (1 + np.exp(-z)),
        "tanh": lambda: np.tanh(z),
        "relu": lambda: np.where(z > 0, z, 0),
    }[name]()


def slope(name: str, z: Floats) -> Floats:
    """f'(z), from z alone."""
    s = 1 / (1 + np.exp(-z))
    return {
        "identity": lambda: np.ones_like(z),
        "sigmoid": lambda: s * (1 - s),
        "tanh": lambda: 1 / np.cosh(z) ** 2,
        "relu": lambda: (z > 0).astype(float),
    }[name]()


@dataclass
class Pass:
    """A forward and a backward pass over a batch with softmax cross-entropy, sample by sample."""

    x: Floats
    y: Floats
    weights: list[Floats]
    biases: list[Floats]
    activations: list[str]
    z: list[Floats] = field(default_factory=list)
    a: list[Floats] = field(default_factory=list)
    delta: list[Floats] = field(default_factory=list)  # each sample's own
    arriving: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        below = self.x
        for weight, bias, name in zip(self.weights, self.biases, self.activations, strict=True):
            self.z.append(below @ weight + bias)
            self.a.append(activate(name, self.z[-1]))
            below = self.a[-1]
        e = np.exp(below - below.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.losses = -(self.y * np.log(self.p)).sum(axis=1)
        arriving = self.p * self.y.sum(axis=1, keepdims=True) - self.y
        for k in range(len(self.weights) - 1, -1, -1):
            delta = arriving * slope(self.activations[k], self.z[k])
            self.arriving.insert(0, arriving)
            self.delta.insert(0, delta)
            arriving = delta @ self.weights[k].T

    def value(self, layer: int) -> Floats:
        """What a layer passes on, from 0."""
        return self.x if layer == 0 else self.a[layer - 1]

    def weight_gradient(self, link: int) -> Floats:
        """The mean over samples of value times delta."""
        return np.einsum("ni,nj->ij", self.value(link), self.delta[link]) / len(self.x)

    def bias_gradient(self, link: int) -> Floats:
        """The mean over samples of delta."""
        return self.delta[link].mean(axis=0)


def batch_of(scene: Scene) -> tuple[Floats, Floats]:
    """Inputs and targets of the scene's batch as the network sees them, edits included."""
    experiment = STARTING_POINTS[scene.experiment.starting_point].experiment
    data = load(experiment.data)
    rows = np.array(scene.experiment.batch.numbers) - 1
    train = split(data, experiment.split, seed=scene.experiment.seed).train
    raw, y = data.inputs[rows].copy(), data.targets[rows].copy()
    raw[scene.experiment.batch.place] = numpy(scene.stage.layers[0].raw)
    y[scene.experiment.batch.place] = numpy(scene.stage.output.target)
    if experiment.scale == "none":
        return raw, y
    return (raw - data.inputs[train].mean(axis=0)) / data.inputs[train].std(axis=0), y


def passes(scene: Scene) -> tuple[Pass, Pass]:
    """The scene's batch under its parameters and under those after its update."""
    x, y = batch_of(scene)
    layers, links = scene.stage.layers[1:], scene.stage.links
    names = [layer.activation for layer in layers]
    return (
        Pass(x, y, [numpy(link.weight) for link in links], [numpy(layer.bias) for layer in layers], names),
        Pass(
            x, y, [numpy(link.after) for link in links], [numpy(layer.bias_after) for layer in layers], names
        ),
    )


def assert_true(scene: Scene) -> None:
    """Every number of the stage is what it says it is."""
    now, after = passes(scene)
    stage, place, rate = scene.stage, scene.experiment.batch.place, scene.experiment.learning_rate
    near = {
        "rtol": 1e-10,
        "atol": 1e-13,
    }  # some roundings of a dozen sums; the formulas differ from the core's

    def same(array: Array | None, expected: Floats) -> None:
        assert array is not None
        assert array.shape == expected.shape
        np.testing.assert_allclose(array.numpy(), expected, **near)

    same(stage.layers[0].value, now.x[place])
    for k, layer in enumerate(stage.layers[1:]):
        same(layer.preactivation, now.z[k][place])
        same(layer.value, now.a[k][place])
        same(layer.slope, slope(layer.activation, now.z[k][place]))
        same(layer.delta, now.delta[k][place])
        same(layer.arriving, now.arriving[k][place])
        same(layer.bias_gradient, now.bias_gradient(k))
        same(layer.bias_after, numpy(layer.bias) - rate * now.bias_gradient(k))
        assert layer.curve is not None
        same(layer.curve.z, np.linspace(-4, 4, 61))
        same(layer.curve.a, activate(layer.activation, np.linspace(-4, 4, 61)))
    for k, link in enumerate(stage.links):
        weight = numpy(link.weight)
        same(link.gradient, now.weight_gradient(k))
        same(link.after, weight - rate * now.weight_gradient(k))
        same(link.forward, now.value(k)[place][:, None] * weight)
        same(link.backward, now.delta[k][place][None, :] * weight)
    same(stage.output.probability, now.p[place])
    same(stage.output.error, now.arriving[-1][place])
    numbers = [stage.output.sample_loss, stage.change.batch_loss_before, stage.change.batch_loss_after]
    np.testing.assert_allclose(numbers, [now.losses[place], now.losses.mean(), after.losses.mean()], **near)
    names = stage.layers[-1].names
    assert stage.change.before.predicted == names[now.p[place].argmax()]
    assert stage.change.after.predicted == names[after.p[place].argmax()]
