"""Why a number of the backward pass is what it is: errors, what arrives, δ, gradients."""

from learnscope.explain.activations import slope_of
from learnscope.explain.asked import Asked
from learnscope.explain.tree import Const, Sum, Tree, op


def error(asked: Asked) -> Tree:
    """∂L/∂a at an output: the slope of the loss."""
    place, last = asked["output"], len(asked.step.network.layers)
    a, y = asked.here("value", last, place), asked.here("target", place)
    match asked.step.network.loss:
        case "softmax_cross_entropy":
            total = sum(
                asked.number("target", k, sample=asked.name.sample) for k in range(asked.step.y.shape[1])
            )
            p = asked.here("probability", place)
            if total == 1.0:  # only then is it p − y
                return op("sub", p, y)
            targets = tuple(asked.here("target", k) for k in range(asked.step.y.shape[1]))
            return op("sub", op("mul", p, Sum(targets, "k", "y_k")), y)
        case "binary_cross_entropy":
            return op("sub", asked.here("probability", place), y)
        case "squared_error":
            return op("mul", 2, op("sub", a, y))
        case "half_squared_error":
            return op("sub", a, y)
        case "hinge":
            sign = op("sub", op("mul", 2, y), 1)
            return op("mul", op("above", op("sub", 1, op("mul", sign, a)), 0), op("neg", sign))
    return op("min", op("max", op("sub", a, y), -1), 1)  # Huber


def arriving(asked: Asked) -> Tree:
    """What comes back to a neuron: the sum over its wires; at an output, the error."""
    layer, neuron = asked["layer"], asked["neuron"]
    if layer == len(asked.step.network.layers):
        return asked.here("error", neuron)
    wiring = asked.step.network.layers[layer].wiring
    ends = wiring.ends(wiring.leaving(neuron))
    back = tuple(
        asked.here("product.back", layer, neuron, end, symbol=r"\delta\,w") for end in ends.output.tolist()
    )
    return Sum(back, "j", r"\delta_j\,w_j")


def product_back(asked: Asked) -> Tree:
    """What one wire carries back: δ above times the weight."""
    link, start, end = asked["link"], asked["from"], asked["to"]
    return op("mul", asked.here("delta", link + 1, end), asked.ref("weight", link, start, end))


def delta(asked: Asked) -> Tree:
    """What arrives times the activation's slope, and what dropout left."""
    layer, neuron = asked["layer"], asked["neuron"]
    mask = () if asked.own.mask(layer) is None else (asked.here("mask", layer, neuron),)
    return op("mul", asked.here("arriving", layer, neuron), *mask, asked.here("slope", layer, neuron))


def delta_mean(asked: Asked) -> Tree:
    """δ / N, the share of the batch's mean loss."""
    own = asked.here("delta", asked["layer"], asked["neuron"])
    return op("div", own, Const(len(asked.subject.rows), "N"))


def slope(asked: Asked) -> Tree:
    """f′(z), in terms of z or a."""
    layer, neuron = asked["layer"], asked["neuron"]
    z, a = asked.here("preactivation", layer, neuron), asked.here("value", layer, neuron)
    return slope_of(asked.step.network.activations[layer - 1], z, a)


def gradient(asked: Asked) -> Tree:
    """Of one sample: δ times the value below, or the sum over the wires that share the weight.

    Applied: their mean over the batch, and the penalty's part.
    """
    link, start, end = asked["link"], asked["from"], asked["to"]
    if asked.name.sample is not None:
        terms = tuple(_of_wire(asked, link, *wire) for wire in asked.wires)
        return terms[0] if len(terms) == 1 else Sum(terms, "k", r"\delta_k\,a_k")
    mean = _mean(asked, "gradient", r"\delta_i\,a_i", link, start, end)
    if asked.subject.setup.experiment.l1 or asked.subject.setup.experiment.l2:
        return op(
            "add",
            mean,
            asked.ref("gradient.penalty", link, start, end, symbol=r"\frac{\partial R}{\partial w}"),
        )
    return mean


def _of_wire(asked: Asked, link: int, start: int, end: int) -> Tree:
    """δ above the wire times what enters it."""
    below = asked.here("value", link, start, symbol="x" if link == 0 else "a")
    mask = () if asked.own.mask(link) is None else (asked.here("mask", link, start),)
    return op("mul", asked.here("delta", link + 1, end), below, *mask)


def gradient_bias(asked: Asked) -> Tree:
    """Of one sample: its δ, or the sum over the neurons that share the bias. Applied: the batch's mean."""
    link, neuron = asked["link"], asked["neuron"]
    if asked.name.sample is not None:
        terms = tuple(asked.here("delta", link + 1, one) for one in asked.sharers)
        return terms[0] if len(terms) == 1 else Sum(terms, "k", r"\delta_k")
    return _mean(asked, "gradient.bias", r"\delta_i", link, neuron)


def gradient_penalty(asked: Asked) -> Tree:
    """λ₁ sign w + λ₂ w."""
    weight = asked.ref("weight", asked["link"], asked["from"], asked["to"])
    experiment = asked.subject.setup.experiment
    parts = []
    if experiment.l1:
        parts.append(op("mul", asked.ref_setting("l1"), op("sign", weight)))
    if experiment.l2:
        parts.append(op("mul", asked.ref_setting("l2"), weight))
    return op("add", *parts) if parts else Const(0.0)


def gradient_norm(asked: Asked) -> Tree:
    """The root of the sum of all squares."""
    squares = tuple(op("square", one) for one in all_gradients(asked))
    return op("sqrt", Sum(squares, "i", "g_i^2"))


def all_gradients(asked: Asked) -> tuple[Tree, ...]:
    """The gradients of everything that learns, each once."""
    found: list[Tree] = []
    for link, layer in enumerate(asked.step.network.layers):
        found += [asked.ref("gradient", link, *wire, symbol="g_i") for wire in layer.wires]
        if layer.bias == "learned":
            found += [asked.ref("gradient.bias", link, one, symbol="g_i") for one in layer.bias_outputs]
    return tuple(found)


def _mean(asked: Asked, word: str, pattern: str, *index: int) -> Tree:
    """The mean over the batch of a number that each sample has."""
    rows = [int(row) for row in asked.subject.rows]
    each = tuple(asked.ref(word, *index, symbol=pattern, sample=row) for row in rows)
    return each[0] if len(rows) == 1 else op("div", Sum(each, "i", pattern), Const(len(rows), "N"))
