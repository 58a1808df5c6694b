"""From gradients to the next network: each optimizer says how far every parameter moves, w' = w - move.

With g the gradient, r the learning rate, t = 1, 2, ... the number of the update:

    sgd        move = r g
    momentum   v = m v + g                                  move = r v
    nesterov   v = m v + g                                  move = r (g + m v)
    adagrad    s = s + g^2                                  move = r g / (sqrt s + e)
    rmsprop    s = d s + (1 - d) g^2                        move = r g / (sqrt s + e)
    adam       v = b v + (1 - b) g                          move = r v^ / (sqrt s^ + e)
               s = c s + (1 - c) g^2                            v^ = v / (1 - b^t), s^ = s / (1 - c^t)
    adamw      as adam, and weights, not biases,            move = ... + r l w
               shrink on their own

v and s start at 0 and are the optimizer's state. A bias that is held has no move, and its state stays 0.
These are PyTorch's definitions.
Sources: Polyak 1964; Nesterov 1983; Duchi et al. 2011; Tieleman and Hinton 2012; Kingma and Ba 2015;
Loshchilov and Hutter 2019.
"""

from dataclasses import dataclass, field

import numpy as np

from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen
from learnscope.core.backward import Gradients
from learnscope.core.compiled import PLAIN, Engine, compiled
from learnscope.core.layout import BIAS, END, LEARNED, WEIGHT, Codes
from learnscope.core.network import Network
from learnscope.errors import ShapeError, check_choice, check_kind
from learnscope.keywords import answering, answering_fields
from learnscope.rules import Rule

SGD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM, ADAMW = range(7)

RULES = {  # of Optimizer's numbers
    "momentum": Rule("[0, 1)"),
    "decay": Rule("[0, 1)"),
    "beta1": Rule("[0, 1)"),
    "beta2": Rule("[0, 1)"),
    "epsilon": Rule("[0, inf)"),
    "weight_decay": Rule("[0, inf)"),
}
RATE = Rule("(0, inf)")  # of the learning rate


@dataclass(frozen=True)
class OptimizerKind:
    """What is known of an optimizer besides its arithmetic."""

    name: str
    code: int  # what kernels know it by
    title: str
    formula: str
    note: str  # what it does, as the end of a sentence
    state: tuple[str, ...]  # what it remembers of each parameter, by the symbols of its formula
    settings: tuple[str, ...] = ()  # which of Optimizer's numbers it uses

    @property
    def slots(self) -> int:
        """How many numbers it remembers of each parameter."""
        return len(self.state)

    @property
    def explanation(self) -> str:
        """Its formula and what it does, in a sentence."""
        return f"{self.formula}: {self.note}."


OPTIMIZERS: dict[str, OptimizerKind] = {
    entry.name: entry
    for entry in (
        OptimizerKind("sgd", SGD, "SGD", "w − r · g", "plain descent, against the gradient", ()),
        OptimizerKind(
            "momentum", MOMENTUM, "momentum", "v = m · v + g, w − r · v",
            "the move rolls on, and evens out what gradients say in turn", ("v",), ("momentum",),
        ),
        OptimizerKind(
            "nesterov", NESTEROV, "Nesterov", "v = m · v + g, w − r · (g + m · v)",
            "momentum that looks ahead", ("v",), ("momentum",),
        ),
        OptimizerKind(
            "adagrad", ADAGRAD, "AdaGrad", "s = s + g², w − r · g / (√s + ε)",
            "each parameter has its own rate, which shrinks with the gradients it has seen", ("s",),
            ("epsilon",),
        ),
        OptimizerKind(
            "rmsprop", RMSPROP, "RMSProp", "s = d · s + (1 − d) · g², w − r · g / (√s + ε)",
            "each parameter has its own rate, from the size of its latest gradients", ("s",),
            ("decay", "epsilon"),
        ),
        OptimizerKind(
            "adam", ADAM, "Adam", "w − r · v̂ / (√ŝ + ε)",
            "momentum with a rate of its own for each parameter; a good first choice", ("v", "s"),
            ("beta1", "beta2", "epsilon"),
        ),
        OptimizerKind(
            "adamw", ADAMW, "AdamW", "w − r · v̂ / (√ŝ + ε) − r · λ · w",
            "Adam, and weights shrink a little at every step", ("v", "s"),
            ("beta1", "beta2", "epsilon", "weight_decay"),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class OptimizerState:
    """What an optimizer remembers: how many `updates` it made, and its `slots` (slots, P), read-only."""

    updates: int
    slots: Floats
    __repr__ = brief


@answering_fields
@dataclass(frozen=True)
class Optimizer:
    """An optimizer and its settings, of which each kind uses some. Raises ArgumentError outside their range.

    name          "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam" or "adamw"
    momentum      momentum, nesterov: the share of the last move that goes on, in [0, 1)
    decay         rmsprop: the share of old squares that stays, in [0, 1)
    beta1, beta2  adam, adamw: the shares of old gradients and of old squares that stay, in [0, 1)
    epsilon       what is added to a root before it divides; PyTorch's where not given: 1e-10 for adagrad,
                  1e-8 for the others
    weight_decay  adamw: what is taken from each weight beside, as a share of the rate, at least 0

    Formulas and sources stand in `learnscope.core.optimizers`.
    """

    name: str = "sgd"
    momentum: float = 0.9
    decay: float = 0.99
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float | None = None
    weight_decay: float = 0.01
    kind: OptimizerKind = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = check_choice("optimizer", self.name, OPTIMIZERS)
        epsilon = (1e-10 if name == "adagrad" else 1e-8) if self.epsilon is None else self.epsilon
        object.__setattr__(self, "epsilon", epsilon)
        for setting, rule in RULES.items():
            rule.check(setting, getattr(self, setting))
        object.__setattr__(self, "kind", OPTIMIZERS[name])

    def start(self, network: Network) -> OptimizerState:
        """The state before the first update of `network`."""
        check_kind("network", network, Network)
        shape = (self.kind.slots, network.parameters.size)
        return OptimizerState(0, frozen(np.zeros(shape, dtype=network.parameters.dtype)))

    def update(
        self,
        network: Network,
        gradients: Gradients,
        state: OptimizerState,
        *,
        learning_rate: float,
        engine: Engine = PLAIN,
    ) -> tuple[Network, OptimizerState]:
        """The network one update later, and the state after it; the old ones are unchanged.

        `gradients` are those of the `network`, `state` what `start` or the last update gave, `learning_rate`
        is above 0; `engine` as in `forward`. Raises ShapeError where they do not fit each other.
        """
        rate = RATE.check("learning_rate", learning_rate)
        check_kind("network", network, Network)
        check_kind("state", state, OptimizerState)
        _check_gradients(network, gradients)
        shape = (self.kind.slots, network.parameters.size)
        if state.slots.shape != shape:
            raise ShapeError(f"state must hold numbers of shape {shape}, got {state.slots.shape}")
        slots, move = state.slots.copy(), np.empty_like(network.parameters)
        with np.errstate(all="ignore"):
            engine(find_move)(
                self.kind.code, self.settings, state.updates + 1, rate, network.codes[0],
                network.parameters, gradients.parameters, slots, move,
            )  # fmt: skip
            after = network.parameters - move
        return network.with_parameters(after), OptimizerState(state.updates + 1, frozen(slots))

    @property
    def settings(self) -> Floats:
        """What kernels know its settings by."""
        assert self.epsilon is not None
        values = (self.momentum, self.decay, self.beta1, self.beta2, self.epsilon, self.weight_decay)
        return frozen(np.array(values, dtype=np.float64))


@answering
def update(
    network: Network, gradients: Gradients, *, learning_rate: float, engine: Engine = PLAIN
) -> Network:
    """The network one step of plain gradient descent later; the old one is unchanged.

    Each parameter (P,) loses `learning_rate`, above 0, times its part of `gradients`, as `backward` gives
    them; `engine` as in `forward`. Raises ShapeError where gradients are those of another `network`.
    """
    optimizer = Optimizer("sgd")
    return optimizer.update(
        network, gradients, optimizer.start(network), learning_rate=learning_rate, engine=engine
    )[0]


def _check_gradients(network: Network, gradients: Gradients) -> None:
    check_kind("gradients", gradients, Gradients)
    if gradients.parameters.shape != network.parameters.shape:
        raise ShapeError(
            f"gradients must hold {network.parameters.size} numbers, got {gradients.parameters.size}"
        )


@compiled
def find_move(
    code: int, settings: Floats, t: int, rate: float, layout: Codes,
    parameters: Floats, gradient: Floats, state: Floats, move: Floats,
) -> None:  # fmt: skip
    """Write what update number t, from 1, takes from each parameter into `move`; advance `state`."""
    number = parameters.dtype.type
    one, r = number(1.0), number(rate)
    m, d, b, c = number(settings[0]), number(settings[1]), number(settings[2]), number(settings[3])
    e = number(settings[4])
    g = gradient
    if code == SGD:
        np.multiply(r, g, move)
    elif code == MOMENTUM:
        state[0] = m * state[0] + g
        np.multiply(r, state[0], move)
    elif code == NESTEROV:
        state[0] = m * state[0] + g
        move[:] = r * (g + m * state[0])
    elif code == ADAGRAD:
        state[0] += g * g
        move[:] = r * g / (np.sqrt(state[0]) + e)
    elif code == RMSPROP:
        state[0] = d * state[0] + (one - d) * g * g
        move[:] = r * g / (np.sqrt(state[0]) + e)
    else:
        v, s = state[0], state[1]
        v[:] = b * v + (one - b) * g
        s[:] = c * s + (one - c) * g * g
        first = number(rate / (1.0 - settings[2] ** t))
        second = number((1.0 - settings[3] ** t) ** 0.5)
        move[:] = first * v / (np.sqrt(s) / second + e)
    if code == ADAMW:
        shrink = number(rate * settings[5])
        for k in range(len(layout)):
            p, end = layout[k, WEIGHT], layout[k, BIAS]
            move[p:end] += shrink * parameters[p:end]
    for k in range(len(layout)):
        p, end = layout[k, LEARNED], layout[k, END]
        if end > p:
            move[p:end] = number(0.0)
            state[:, p:end] = number(0.0)
