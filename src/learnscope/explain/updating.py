"""Why an update is what it is: what clipping, the schedule and the optimizer make of a gradient.

An optimizer without an entry in MOVES still explains itself, as a function of what it is given: `_applied`
asks `core` for the number.
"""

from collections.abc import Callable

import numpy as np

from learnscope.core.clipping import GUARD
from learnscope.core.compiled import PLAIN
from learnscope.core.network import Network
from learnscope.core.optimizers import find_move
from learnscope.explain.asked import Asked
from learnscope.explain.tree import OPS, Const, Operation, Ref, Tree, op
from learnscope.training.planning import fall_of


def new(asked: Asked) -> Tree:
    """w′ = w − update; once the update is on screen, the old weight bears a name of its own."""
    word = asked.name.kind.word.removeprefix("new.")
    update = "update.bias" if word == "bias" else "update"
    old = f"old.{word}" if asked.moment.updated else word
    return op("sub", asked.ref(old, *asked.name.index), asked.ref(update, *asked.name.index))


def update(asked: Asked) -> Tree:
    """What the optimizer takes away."""
    if asked.name.kind.word.endswith(".bias") and not learns(asked):
        return Const(0.0)
    move = MOVES.get(asked.step.optimizer.name)
    return _applied(asked, "") if move is None else move(asked)


def new_state(asked: Asked) -> Tree:
    """What the optimizer remembers from now on."""
    symbol = asked.name.kind.word.split(".")[2]
    if asked.name.kind.word.endswith(".bias") and not learns(asked):
        return Const(0.0)
    old, g = _state(asked, symbol, new=False), _gradient(asked)
    optimizer = asked.step.optimizer
    if optimizer.name not in MOVES:
        return _applied(asked, symbol)
    match optimizer.name, symbol:
        case (("momentum" | "nesterov"), _):
            return op("add", op("mul", asked.ref_setting("momentum"), old), g)
        case "adagrad", _:
            return op("add", old, op("square", g))
        case "rmsprop", _:
            return _decayed(asked, "decay", old, op("square", g))
        case _, "v":
            return _decayed(asked, "beta1", old, g)
    return _decayed(asked, "beta2", old, op("square", g))


def clip(asked: Asked) -> Tree:
    """min(1, limit / (norm + 10⁻⁶)); 1 where no limit is set."""
    if asked.subject.setup.experiment.clip_norm is None:
        return Const(1.0)
    longest = op("add", asked.ref("gradient.norm"), Const(GUARD, "10^{-6}"))
    return op("min", 1, op("div", asked.ref_setting("clip_norm"), longest))


def rate(asked: Asked) -> Tree:
    """What the schedule makes of the learning rate at this step."""
    experiment = asked.subject.setup.experiment
    base = asked.ref_setting("learning_rate", symbol=r"\eta_0")
    if experiment.warmup and asked.step.number < experiment.warmup:
        risen = op("div", Const(asked.step.number + 1, "s + 1"), asked.ref_setting("warmup"))
        return op("mul", base, risen)
    s = Const(asked.step.number - experiment.warmup, "s")
    factor, every = asked.ref_setting("schedule_factor"), asked.ref_setting("schedule_every")
    match experiment.schedule:
        case "step":
            times = Const(s.value // every.value, rf"\lfloor s / {every.value:g} \rfloor")
            return op("mul", base, op("power", factor, times))
        case "exponential":
            return op("mul", base, op("power", factor, s))
        case "cosine":
            over, end = _fall(asked), asked.ref_setting("schedule_end")
            share = op("min", op("div", s, over), 1)
            wave = op("div", op("add", 1, op("cos", op("mul", Const(PI, r"\pi"), share))), 2)
            return op("add", end, op("mul", op("sub", base, end), wave))
    return base


def _fall(asked: Asked) -> Tree:
    """Steps the schedule's fall takes: the setting, or what follows from the run where that is off."""
    setup = asked.subject.setup
    if setup.experiment.schedule_over is None:
        return Const(fall_of(setup), r"\mathrm{over}")
    return asked.ref_setting("schedule_over")


def learns(asked: Asked) -> bool:
    """Whether the bias asked for is moved by updates."""
    return asked.step.network.layers[asked["link"]].bias == "learned"


PI = 3.141592653589793


def _gradient(asked: Asked) -> Tree:
    """The gradient as the optimizer gets it: shortened, where clipping shortened it."""
    word = "gradient.bias" if "bias" in asked.name.kind.word.split(".") else "gradient"
    gradient = asked.ref(word, *asked.name.index)
    return gradient if asked.step.clip == 1.0 else op("mul", asked.ref("clip"), gradient)


def _state(asked: Asked, symbol: str, *, new: bool = True) -> Ref:
    bias = ".bias" if "bias" in asked.name.kind.word.split(".") else ""
    word = f"{'new.' if new else ''}state.{symbol}{bias}"
    return asked.ref(word, *asked.name.index, symbol=f"{symbol}'" if new else symbol)


def _decayed(asked: Asked, setting: str, old: Tree, fresh: Tree) -> Tree:
    share = asked.ref_setting(setting)
    return op("add", op("mul", share, old), op("mul", op("sub", 1, share), fresh))


def _over_root(asked: Asked, above: Tree, square: Tree) -> Tree:
    """rate · above / (√square + ε)."""
    below = op("add", op("sqrt", square), Const(asked.step.optimizer.settings[4], r"\varepsilon"))
    return op("div", op("mul", asked.ref("rate"), above), below)


def _sgd(asked: Asked) -> Tree:
    return op("mul", asked.ref("rate"), _gradient(asked))


def _momentum(asked: Asked) -> Tree:
    return op("mul", asked.ref("rate"), _state(asked, "v"))


def _nesterov(asked: Asked) -> Tree:
    ahead = op("mul", asked.ref_setting("momentum"), _state(asked, "v"))
    return op("mul", asked.ref("rate"), op("add", _gradient(asked), ahead))


def _by_root(asked: Asked) -> Tree:
    return _over_root(asked, _gradient(asked), _state(asked, "s"))


def _adam(asked: Asked) -> Tree:
    t = Const(asked.step.optimizer_state_after.updates, "t")
    hats = [
        op("div", _state(asked, symbol), op("sub", 1, op("power", asked.ref_setting(setting), t)))
        for symbol, setting in (("v", "beta1"), ("s", "beta2"))
    ]
    return _over_root(asked, hats[0], hats[1])


def _adamw(asked: Asked) -> Tree:
    if "bias" in asked.name.kind.word.split("."):  # biases do not shrink
        return _adam(asked)
    weight = asked.ref("weight", *asked.name.index)
    return op("add", _adam(asked), op("mul", asked.ref("rate"), asked.ref_setting("weight_decay"), weight))


def _applied(asked: Asked, symbol: str) -> Tree:
    """What `core` makes of gradient, rate, parameter and state: the move, or the new state `symbol`."""
    optimizer, t = asked.step.optimizer, asked.step.optimizer_state_after.updates
    bias = "bias" in asked.name.kind.word.split(".")
    key = f"{symbol} of {optimizer!r} at {t} for a {'bias' if bias else 'weight'}"
    if key not in OPS:
        title = rf"\mathrm{{{optimizer.kind.title}}}" + (f"_{symbol}" if symbol else "")

        def apply(gradient: float, rate: float, parameter: float, *state: float) -> float:
            """Of a network that has this parameter and one more."""
            here = np.array([not bias, bias], dtype=np.float64)
            one = Network.from_arrays([[[0.0]]], [[0.0]], activations=["identity"], loss="squared_error")
            slots, move = np.outer(state, here), np.empty(2)
            PLAIN(find_move)(
                optimizer.kind.code, optimizer.settings, t, rate, one.codes[0], parameter * here,
                gradient * here, slots, move,
            )  # fmt: skip
            found = slots[optimizer.kind.state.index(symbol)] if symbol else move
            return float(found[int(bias)])

        OPS[key] = Operation(apply, lambda *parts: f"{title}({', '.join(parts)})")
    parameter = asked.ref("bias" if bias else "weight", *asked.name.index)
    old = [_state(asked, each, new=False) for each in optimizer.kind.state]
    return op(key, _gradient(asked), asked.ref("rate"), parameter, *old)


MOVES: dict[str, Callable[[Asked], Tree]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _by_root,
    "rmsprop": _by_root,
    "adam": _adam,
    "adamw": _adamw,
}
