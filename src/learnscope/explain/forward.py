"""Why a number of the forward pass is what it is: values, products, sums, probabilities, losses."""

from learnscope.core.losses import LOSSES
from learnscope.explain.activations import value_of
from learnscope.explain.asked import Asked
from learnscope.explain.tree import Const, Ref, Sum, Tree, op

SURE = (1e-6, 1 - 1e-6)  # probabilities whose log, and that of what is missing to 1, lose nothing in rounding


def value(asked: Asked) -> Tree | None:
    """What a neuron passes on: f(z); of the inputs, the measured number on the network's scale."""
    layer, neuron = asked["layer"], asked["neuron"]
    if layer > 0:
        z = asked.here("preactivation", layer, neuron)
        return value_of(asked.step.network.activations[layer - 1], z)
    scaling = asked.subject.setup.scaling
    center, scale = float(scaling.center[neuron]), float(scaling.scale[neuron])
    x = asked.here("input", neuron)
    if (center, scale) == (0.0, 1.0):
        return x
    return op("div", op("sub", x, asked.ref("mean", neuron)), asked.ref("deviation", neuron))


def preactivation(asked: Asked) -> Tree:
    """z: the sum of what arrives on the wires, and the bias, by the layer's own description."""
    layer, neuron = asked["layer"], asked["neuron"]
    link = layer - 1
    terms = asked.step.network.layers[link].terms(neuron)
    products = tuple(
        asked.here("product", link, start, neuron, symbol=r"a\,w") for start in terms.inputs.tolist()
    )
    bias = () if terms.bias is None else (asked.ref("bias", link, neuron),)
    return Sum(products, "i", r"a_i\,w_i", bias)


def product(asked: Asked) -> Tree:
    """What one wire carries: the value below, what dropout leaves of it, times the weight."""
    link, start, end = asked["link"], asked["from"], asked["to"]
    below = asked.here("value", link, start, symbol="x" if link == 0 else "a")
    mask = () if asked.own.mask(link) is None else (asked.here("mask", link, start),)
    return op("mul", below, *mask, asked.ref("weight", link, start, end))


def probability(asked: Asked) -> Tree:
    """softmax or sigmoid of the outputs."""
    place, last = asked["output"], len(asked.step.network.layers)
    if asked.subject.squash == "sigmoid":
        return op("sigmoid", asked.here("value", last, place))
    return op("softmax", asked.here("value", last, place), *outputs(asked))


def outputs(asked: Asked) -> tuple[Ref, ...]:
    """All outputs of the sample."""
    last = len(asked.step.network.layers)
    return tuple(asked.here("value", last, k) for k in range(asked.step.network.sizes[-1]))


def prediction(asked: Asked) -> Tree:
    """The output in the target's own unit."""
    place, last = asked["output"], len(asked.step.network.layers)
    return _unscaled(asked, asked.here("value", last, place), place)


def target_own(asked: Asked) -> Tree | None:
    """The target as it was measured."""
    return None


def target(asked: Asked) -> Tree | None:
    """The target on the network's scale."""
    place, scaling = asked["output"], asked.subject.setup.target_scaling
    if asked.subject.kind != "values" or (scaling.center[place], scaling.scale[place]) == (0.0, 1.0):
        return None
    own = asked.here("target.own", place)
    return op("div", op("sub", own, asked.ref("target.mean", place)), asked.ref("target.deviation", place))


def loss_part(asked: Asked) -> Tree:
    """What one output adds to the loss of its sample."""
    place, last = asked["output"], len(asked.step.network.layers)
    a, y = asked.here("value", last, place), asked.here("target", place)
    match asked.step.network.loss:
        case "squared_error":
            return op("square", op("sub", a, y))
        case "half_squared_error":
            return op("mul", 0.5, op("square", op("sub", a, y)))
        case "softmax_cross_entropy":
            p = asked.here("probability", place)
            if SURE[0] < p.value:
                return op("neg", op("mul", y, op("log", p)))
            return op("neg", op("mul", y, op("log_softmax", a, *outputs(asked))))
        case "binary_cross_entropy":
            p = asked.here("probability", place)
            if SURE[0] < p.value < SURE[1]:
                right, wrong = (
                    op("mul", y, op("log", p)),
                    op("mul", op("sub", 1, y), op("log", op("sub", 1, p))),
                )
                return op("neg", op("add", right, wrong))
            return op("sub", op("softplus", a), op("mul", y, a))
        case "hinge":
            sign = op("sub", op("mul", 2, y), 1)
            return op("max", 0, op("sub", 1, op("mul", sign, a)))
    far = op("abs", op("sub", a, y))
    near = op("min", far, 1)
    return op("mul", near, op("sub", far, op("mul", 0.5, near)))  # Huber


def loss_sample(asked: Asked) -> Tree:
    """The sum of what the outputs add; of a cross-entropy, of the one output that is right."""
    places = list(range(asked.step.network.sizes[-1]))
    if asked.step.network.loss == "softmax_cross_entropy":  # terms of targets that are 0 are nothing
        told = [k for k in places if asked.number("target", k, sample=asked.name.sample) != 0]
        places = told or places
    parts = tuple(asked.here("loss.part", k, symbol="L_k") for k in places)
    return parts[0] if len(parts) == 1 else Sum(parts, "k", "L_k")


def loss_batch(asked: Asked) -> Tree:
    """The mean over the batch."""
    rows = [int(row) for row in asked.subject.rows]
    each = tuple(asked.ref("loss.sample", symbol="L_i", sample=row) for row in rows)
    if len(each) == 1:
        return each[0]
    return op("div", Sum(each, "i", "L_i"), Const(len(rows), "N"))


def penalty(asked: Asked) -> Tree:
    """L1 and L2 together."""
    return op("add", asked.ref("penalty.l1"), asked.ref("penalty.l2"))


def penalty_l1(asked: Asked) -> Tree:
    """λ₁ Σ |w|."""
    weights = tuple(op("abs", weight) for weight in _weights(asked))
    return op("mul", asked.ref_setting("l1"), Sum(weights, "i", r"\left|w_i\right|"))


def penalty_l2(asked: Asked) -> Tree:
    """λ₂ / 2 Σ w²."""
    weights = tuple(op("square", weight) for weight in _weights(asked))
    return op("mul", 0.5, asked.ref_setting("l2"), Sum(weights, "i", "w_i^2"))


def _weights(asked: Asked) -> tuple[Ref, ...]:
    """All weights of the network, each once."""
    return tuple(
        asked.ref("weight", link, *wire)
        for link, layer in enumerate(asked.step.network.layers)
        for wire in layer.wires
    )


def _unscaled(asked: Asked, scaled: Ref, place: int) -> Tree:
    scaling = asked.subject.setup.target_scaling
    if (scaling.center[place], scaling.scale[place]) == (0.0, 1.0):
        return scaled
    wide = op("mul", scaled, asked.ref("target.deviation", place))
    return op("add", wide, asked.ref("target.mean", place))


def squashes(asked: Asked) -> bool:
    """Whether the loss makes probabilities of the outputs."""
    return LOSSES[asked.step.network.loss].squash != ""
