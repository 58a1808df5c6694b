"""The cases that are compared with PyTorch: fixed, and made without it."""

import numpy as np

import learnscope as ls
from learnscope.core.dropout import draw_masks
from learnscope.core.losses import LOSSES
from learnscope.core.optimizers import OPTIMIZERS, Optimizer
from learnscope.core.schedules import SCHEDULES, Schedule
from tests.core.drawn import TRAINABLE, draw_case

STEPS = 200
RATES = {"adagrad": 0.05, "rmsprop": 0.005, "adam": 0.01, "adamw": 0.01}
SCHEDULE_SETTINGS = {
    "constant": Schedule(),
    "step": Schedule("step", factor=0.5, every=30),
    "exponential": Schedule("exponential", factor=0.98),
    "cosine": Schedule("cosine", over=200, end=0.001),
    "warmup": Schedule("warmup", warmup=50),
}
BIASES = [
    ["fixed"] * 3,
    ["none"] * 3,
    ["fixed", "none", "learned"],
    ["none", "learned", "fixed"],
]
assert set(SCHEDULE_SETTINGS) == set(SCHEDULES)


def gradient_cases():
    """(name, network, case): every activation with every loss, penalty and dropout."""
    for a, activation in enumerate(TRAINABLE):
        for b, loss in enumerate(sorted(LOSSES)):
            drawn = draw_case([3, 4, 4, 2], activation, loss, rows=5, seed=100 * a + b)
            masks = draw_masks(drawn.network, 5, rates=[0.4, 0.2], seed=a, step=b)
            for extra, options in {
                "alone": {},
                "l1": {"l1": 0.01},
                "l2": {"l2": 0.1},
                "dropout": {"masks": masks},
                "all": {"l1": 0.01, "l2": 0.1, "masks": masks},
            }.items():
                case = {
                    "weights": drawn.network.weights,
                    "biases": drawn.network.biases,
                    "x": drawn.x,
                    "y": drawn.y,
                    "activations": drawn.network.activations,
                    "loss": loss,
                } | options
                yield f"{activation}.{loss}.{extra}", drawn.network, case
    for k, bias in enumerate(BIASES):
        drawn = draw_case([3, 4, 4, 2], "tanh", "huber", rows=5, seed=5000 + k, bias=bias)
        case = {
            "weights": drawn.network.weights,
            "biases": drawn.network.biases,
            "x": drawn.x,
            "y": drawn.y,
            "activations": drawn.network.activations,
            "loss": "huber",
            "l2": 0.1,
        }
        yield f"bias.{'.'.join(bias)}", drawn.network, case


def loss_and_gradient(network, case):
    """By Learnscope: the loss with its penalty, and the flat gradient."""
    strengths = {name: case.get(name, 0.0) for name in ("l1", "l2")}
    trace = ls.forward(network, case["x"], masks=case.get("masks"))
    value = ls.loss(network, trace, case["y"]) + penalty(network, **strengths)
    return value, ls.backward(network, trace, case["y"], **strengths).parameters


def penalty(network, *, l1, l2):
    """Recomputed here, from its definition."""
    return sum(l1 * np.abs(w).sum() + l2 / 2 * (w**2).sum() for w in network.weights)


def training_cases():
    """(name, drawn case, options): each optimizer under each schedule, and clipped."""
    for a, optimizer in enumerate(OPTIMIZERS):
        for b, schedule in enumerate(SCHEDULES):
            drawn = draw_case([3, 5, 2], "tanh", "half_squared_error", rows=6, seed=1000 + 10 * a + b)
            options = {"optimizer": optimizer, "schedule": schedule, "rate": RATES.get(optimizer, 0.05)}
            yield f"{optimizer}.{schedule}", drawn, options
        options = options | {"schedule": "constant", "clip": 0.05}
        yield f"{optimizer}.clipped", drawn, options
        if optimizer not in ("sgd", "momentum", "nesterov"):  # they divide by the gradient's size, and where
            options = options | {"clip": None, "rate": 0.002}  # that is next to 0 roundings grow
        for b, bias in enumerate(BIASES):
            seed = 6000 + 10 * a + b
            drawn = draw_case([3, 5, 4, 2], "tanh", "half_squared_error", rows=24, seed=seed, bias=bias)
            yield f"{optimizer}.bias.{'.'.join(bias)}", drawn, options


def trained(drawn, *, optimizer, schedule, rate, steps=STEPS, clip=None):
    """By Learnscope's public steps: the flat parameters after each of `steps` steps, (steps, P)."""
    from learnscope.core.backward import Gradients
    from learnscope.core.clipping import clip as shorten

    kind, network = Optimizer(optimizer), drawn.network
    state = kind.start(network)
    after = []
    for rate_now in SCHEDULE_SETTINGS[schedule].rates(rate, 0, steps):
        gradients = ls.backward(network, ls.forward(network, drawn.x), drawn.y)
        if clip is not None:
            vector = gradients.parameters.copy()
            shorten(vector, float(np.linalg.norm(vector[network.layout.learned])), clip)
            gradients = Gradients(gradients.layers, vector)
        network, state = kind.update(network, gradients, state, learning_rate=rate_now)
        after.append(network.parameters)
    return np.array(after)
