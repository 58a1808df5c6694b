"""Every number of a stage recomputed with NumPy from inputs, weights, biases and the data set.

All formulas are written anew here, from the literature, and not with the core's functions.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from learnscope.data.builtin import load
from learnscope.data.dataset import Dataset
from learnscope.data.features import with_features
from learnscope.data.split import split
from learnscope.experiment import Experiment
from learnscope.scene.schema import Array, Scene
from learnscope.streams import stream
from tests.settings import value_of

Floats = NDArray[np.float64]
WORD = 2**64


def numpy(array: Array | None) -> Floats:
    """The numbers of a scene's array."""
    assert array is not None
    return array.numpy()


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + e^-z), which is 0 where e^-z is too large for a number."""
    return np.exp(-np.logaddexp(0, -z))


def gelu_rise(z: Floats) -> Floats:
    """tanh of the cubic."""
    return np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))


def activate(name: str, z: Floats) -> Floats:
    """f(z)."""
    return {
        "identity": lambda: z,
        "sigmoid": lambda: sigmoid(z),
        "tanh": lambda: np.tanh(z),
        "relu": lambda: np.where(z > 0, z, 0),
        "leaky_relu": lambda: np.where(z > 0, z, z / 100),
        "elu": lambda: np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1),
        "gelu": lambda: z / 2 * (1 + gelu_rise(z)),
        "softplus": lambda: np.logaddexp(0, z),
        "sin": lambda: np.sin(z),
    }[name]()


def slope(name: str, z: Floats) -> Floats:
    """f'(z), from z alone."""
    s, t = sigmoid(z), gelu_rise(z)
    slopes: Floats = {
        "identity": lambda: np.ones_like(z),
        "sigmoid": lambda: s * (1 - s),
        "tanh": lambda: 1 / np.cosh(np.clip(z, -300, 300)) ** 2,  # 0 beyond, in any case
        "relu": lambda: (z > 0).astype(float),
        "leaky_relu": lambda: np.where(z > 0, 1, 0.01),
        "elu": lambda: np.where(z > 0, 1, np.exp(np.minimum(z, 0))),
        "gelu": lambda: (1 + t) / 2 + z / 2 * (1 - t**2) * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * z**2),
        "softplus": lambda: s,
        "sin": lambda: np.cos(z),
    }[name]()
    return slopes


def probabilities(loss: str, a: Floats) -> Floats | None:
    """What the loss makes of outputs, None where it leaves them."""
    if loss == "softmax_cross_entropy":
        e = np.exp(a - a.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    return sigmoid(a) if loss == "binary_cross_entropy" else None


def loss_terms(loss: str, a: Floats, y: Floats) -> Floats:
    """The loss of each sample, (N,)."""
    p, r, t = probabilities(loss, a), np.abs(a - y), 2 * y - 1
    terms = {
        "squared_error": lambda: (a - y) ** 2,
        "half_squared_error": lambda: (a - y) ** 2 / 2,
        "huber": lambda: np.where(r <= 1, r**2 / 2, r - 0.5),
        "softmax_cross_entropy": lambda: -y * np.log(p),
        "binary_cross_entropy": lambda: -y * np.log(p) - (1 - y) * np.log1p(-p),
        "hinge": lambda: np.maximum(0, 1 - t * a),
    }[loss]()
    total: Floats = terms.sum(axis=1)
    return total


def loss_slope(loss: str, a: Floats, y: Floats) -> Floats:
    """Of each sample's own loss with respect to a, (N, n)."""
    p, t = probabilities(loss, a), 2 * y - 1
    slopes: Floats = {
        "squared_error": lambda: 2 * (a - y),
        "half_squared_error": lambda: a - y,
        "huber": lambda: np.clip(a - y, -1, 1),
        "softmax_cross_entropy": lambda: p * y.sum(axis=1, keepdims=True) - y,
        "binary_cross_entropy": lambda: p - y,
        "hinge": lambda: np.where(t * a < 1, -t, 0),
    }[loss]()
    return slopes


@dataclass
class Pass:
    """A forward and a backward pass over a batch, sample by sample."""

    x: Floats
    y: Floats
    weights: list[Floats]
    biases: list[Floats]
    activations: list[str]
    loss: str
    masks: list[Floats] | None = None
    z: list[Floats] = field(default_factory=list)
    a: list[Floats] = field(default_factory=list)
    passed: list[Floats] = field(default_factory=list)
    delta: list[Floats] = field(default_factory=list)  # each sample's own
    arriving: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        masks = self.masks or [np.ones(weight.shape[1]) for weight in self.weights]
        self.passed.append(self.x)
        for k, (weight, bias, name) in enumerate(
            zip(self.weights, self.biases, self.activations, strict=True)
        ):
            self.z.append(self.passed[-1] @ weight + bias)
            self.a.append(activate(name, self.z[-1]))
            self.passed.append(self.a[-1] * masks[k])
        self.p = probabilities(self.loss, self.a[-1])
        self.losses = loss_terms(self.loss, self.a[-1], self.y)
        arriving = loss_slope(self.loss, self.a[-1], self.y)
        for k in range(len(self.weights) - 1, -1, -1):
            delta = arriving * masks[k] * slope(self.activations[k], self.z[k])
            self.arriving.insert(0, arriving)
            self.delta.insert(0, delta)
            arriving = delta @ self.weights[k].T

    def value(self, layer: int) -> Floats:
        """What a layer makes, from 0."""
        return self.x if layer == 0 else self.a[layer - 1]

    def weight_gradient(self, link: int) -> Floats:
        """The mean over samples of what is passed on times delta."""
        return np.einsum("ni,nj->ij", self.passed[link], self.delta[link]) / len(self.x)

    def bias_gradient(self, link: int) -> Floats:
        """The mean over samples of delta."""
        return self.delta[link].mean(axis=0)


def experiment_of(scene: Scene) -> Experiment:
    """The recipe a scene is made from; for built-in data."""
    return Experiment.from_url(scene.experiment.address)


def data_of(experiment: Experiment) -> Dataset:
    """Its data set, features included."""
    data = experiment.data
    if isinstance(data, str):
        data = load(data, seed=experiment.seed, **dict(experiment.data_options))
    return with_features(data, experiment.features) if experiment.features else data


def batch_of(scene: Scene, experiment: Experiment) -> tuple[Floats, Floats]:
    """Inputs and targets of the scene's batch as the network sees them, edits included."""
    data = data_of(experiment)
    rows = np.array(scene.experiment.batch.numbers) - 1
    train = split(data, experiment.split, seed=experiment.seed).train
    raw, y = data.inputs[rows].copy(), data.targets[rows].copy()
    if data.kind == "values" and experiment.scale == "standard":
        y = scaled(y, data.targets[train])
    raw[scene.experiment.batch.place] = numpy(scene.stage.layers[0].raw)
    y[scene.experiment.batch.place] = numpy(scene.stage.output.target)
    return (raw if experiment.scale == "none" else scaled(raw, data.inputs[train])), y


def scaled(rows: Floats, fitted: Floats) -> Floats:
    """To mean 0 and deviation 1 of `fitted`; constant columns keep their unit."""
    deviation = fitted.std(axis=0)
    constant = (fitted == fitted[0]).all(axis=0)
    mean = np.where(constant, fitted[0], fitted.mean(axis=0))
    return (rows - mean) / np.where(constant, 1, deviation)


def scramble(word: int) -> int:
    """SplitMix64's finaliser."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB % WORD
    return word ^ (word >> 31)


def masks_of(experiment: Experiment, step: int, samples: int, sizes: tuple[int, ...]) -> list[Floats] | None:
    """The dropout masks of a step, number by number."""
    shares = experiment.dropout
    rates = [*(shares if isinstance(shares, tuple) else [shares] * (len(sizes) - 2)), 0.0]
    if not any(rates):
        return None
    golden = 0x9E3779B97F4A7C15
    key = int(stream(experiment.seed, "dropout").integers(WORD, size=1, dtype=np.uint64)[0])
    base = scramble((key + golden * (step + 1)) % WORD)
    masks, place = [], 0
    for rate, size in zip(rates, sizes[1:], strict=True):
        mask = np.ones((samples, size))
        for spot in np.ndindex(mask.shape):
            place += 1
            uniform = (scramble((base + golden * place) % WORD) >> 11) / 2**53
            if rate > 0:
                mask[spot] = 1 / (1 - rate) if uniform >= rate else 0
        masks.append(mask)
    return masks


def passes(scene: Scene, experiment: Experiment) -> tuple[Pass, Pass]:
    """The scene's batch under its parameters and under those after its update, under the step's masks."""
    x, y = batch_of(scene, experiment)
    layers, links = scene.stage.layers[1:], scene.stage.links
    names, loss = [layer.activation for layer in layers], scene.stage.output.loss
    masks = masks_of(experiment, scene.moment.step, len(x), scene.experiment.shape)
    weights, after = [numpy(link.weight) for link in links], [numpy(link.after) for link in links]
    zeros = [np.zeros(len(layer.names)) for layer in layers]
    biases, biases_after = (
        [zero if array is None else numpy(array) for array, zero in zip(arrays, zeros, strict=True)]
        for arrays in ([layer.bias for layer in layers], [layer.bias_after for layer in layers])
    )
    return (
        Pass(x, y, weights, biases, names, loss, masks),
        Pass(x, y, after, biases_after, names, loss, masks),
    )


def assert_true(scene: Scene, *, experiment: Experiment | None = None, near: float = 1e-10) -> None:
    """Every number of the stage is what it says it is, to `near` of itself."""
    experiment = experiment_of(scene) if experiment is None else experiment
    now, after = passes(scene, experiment)
    stage, place, l1, l2 = scene.stage, scene.experiment.batch.place, experiment.l1, experiment.l2
    # Some roundings of a dozen sums; the formulas differ from the core's.
    close = {"rtol": near, "atol": near / 1000}

    def same(array: Array | None, expected: Floats) -> None:
        assert array is not None
        assert array.shape == expected.shape
        np.testing.assert_allclose(array.numpy(), expected, **close)

    same(stage.layers[0].value, now.x[place])
    for k, layer in enumerate(stage.layers[1:]):
        same(layer.preactivation, now.z[k][place])
        same(layer.value, now.a[k][place])
        same(layer.slope, slope(layer.activation, now.z[k][place]))
        same(layer.delta, now.delta[k][place])
        same(layer.arriving, now.arriving[k][place])
        if layer.bias_kind == "none":
            assert (layer.bias, layer.bias_gradient, layer.bias_after) == (None, None, None)
        else:
            same(layer.bias_gradient, now.bias_gradient(k))
        if now.masks is None or k == len(now.masks) - 1:
            assert layer.mask is None
        else:
            same(layer.mask, now.masks[k][place])
        assert layer.curve is not None
        same(layer.curve.z, np.linspace(-4, 4, 61))
        same(layer.curve.a, activate(layer.activation, np.linspace(-4, 4, 61)))
    gradients = []
    for k, link in enumerate(stage.links):
        weight = numpy(link.weight)
        assert (link.count, link.chosen, link.rule) == (weight.size, None, "")
        gradients.append(now.weight_gradient(k) + l1 * np.sign(weight) + l2 * weight)
        same(link.gradient, gradients[k])
        same(link.forward, now.passed[k][place][:, None] * weight)
        same(link.backward, now.delta[k][place][None, :] * weight)
    if (experiment.optimizer, experiment.schedule, experiment.warmup) == ("sgd", "constant", 0):
        learned = [k for k, layer in enumerate(stage.layers[1:]) if layer.bias_kind == "learned"]
        flat = np.concatenate([*(g.ravel() for g in gradients), *(now.bias_gradient(k) for k in learned)])
        clip = min(1.0, (experiment.clip_norm or np.inf) / (np.linalg.norm(flat) + 1e-6))
        rate = value_of(scene, "learning_rate") * clip
        for k, (layer, link) in enumerate(zip(stage.layers[1:], stage.links, strict=True)):
            if layer.bias_kind != "none":
                moved = rate * now.bias_gradient(k) if layer.bias_kind == "learned" else 0.0
                same(layer.bias_after, numpy(layer.bias) - moved)
            same(link.after, numpy(link.weight) - rate * gradients[k])
    _assert_outputs_true(scene, experiment, now, after, close)


def _assert_outputs_true(
    scene: Scene, experiment: Experiment, now: Pass, after: Pass, close: dict[str, float]
) -> None:
    stage, place, output = scene.stage, scene.experiment.batch.place, scene.stage.output
    if now.p is None:
        assert output.probability is None
    else:
        np.testing.assert_allclose(numpy(output.probability), now.p[place], **close)
    np.testing.assert_allclose(numpy(output.error), now.arriving[-1][place], **close)
    data = data_of(experiment)
    if data.kind == "values":
        train = split(data, experiment.split, seed=experiment.seed).train
        fitted = data.targets[train]
        center, size = (fitted.mean(axis=0), fitted.std(axis=0)) if experiment.scale == "standard" else (0, 1)
        np.testing.assert_allclose(numpy(output.own_value), now.a[-1][place] * size + center, **close)
        np.testing.assert_allclose(numpy(output.own_target), now.y[place] * size + center, **close)
    else:
        assert output.own_value is None
        assert output.own_target is None
    numbers = [output.sample_loss, stage.change.batch_loss_before, stage.change.batch_loss_after]
    np.testing.assert_allclose(numbers, [now.losses[place], now.losses.mean(), after.losses.mean()], **close)
    for told, one in ((output.penalty, now), (output.penalty_after, after)):
        weights = np.concatenate([weight.ravel() for weight in one.weights])
        wanted = experiment.l1 * np.abs(weights).sum() + experiment.l2 / 2 * (weights**2).sum()
        np.testing.assert_allclose(told, wanted, **close)
    for verdict, one in ((stage.change.before, now), (stage.change.after, after)):
        used = replace(one, masks=None, z=[], a=[], passed=[], delta=[], arriving=[])  # nothing dropped
        said = (used.a[-1] if used.p is None else used.p)[place]
        names = stage.layers[-1].names
        if data.kind == "classes":
            assert verdict.predicted == names[said.argmax()]
        elif data.kind == "labels":
            threshold = 0.0 if one.loss == "hinge" else 0.5
            on = [name for name, value in zip(names, said, strict=True) if value > threshold]
            assert verdict.predicted == (", ".join(on) or "none")
            assert verdict.right == bool(((said > threshold) == (one.y[place] > 0.5)).all())
        else:
            assert verdict.right is None
