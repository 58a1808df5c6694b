"""Activations and their slopes as trees: what `core.activations` computes, in the operations of OPS.

An activation without an entry here still explains itself, as f(z) with its formula in words: `applied` asks
`core` for the number.
"""

from collections.abc import Callable

import numpy as np

from learnscope.core.activations import (
    ACTIVATIONS,
    GELU_CUBE,
    GELU_RATE,
    LEAK,
    activation_slope,
    activation_values,
)
from learnscope.core.compiled import PLAIN
from learnscope.explain.tree import OPS, Const, Operation, Ref, Tree, op

Formula = Callable[[Ref], Tree]
Slope = Callable[[Ref, Ref], Tree]  # of z and a

VALUES: dict[str, Formula] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: op("sigmoid", z),
    "tanh": lambda z: op("tanh", z),
    "relu": lambda z: op("max", 0, z),
    "leaky_relu": lambda z: op("max", z, op("mul", LEAK, z)),
    "elu": lambda z: op("add", op("max", z, 0), op("expm1", op("min", z, 0))),
    "gelu": lambda z: op("mul", 0.5, z, op("add", 1, op("tanh", _gelu_inner(z)))),
    "softplus": lambda z: op("softplus", z),
    "sin": lambda z: op("sin", z),
    "step": lambda z: op("above", z, 0),
}
SLOPES: dict[str, Slope] = {
    "identity": lambda z, a: Const(1.0),
    "sigmoid": lambda z, a: op("mul", a, op("sub", 1, a)),
    "tanh": lambda z, a: op("sub", 1, op("square", a)),
    "relu": lambda z, a: op("above", z, 0),
    "leaky_relu": lambda z, a: op("max", op("above", z, 0), LEAK),
    "elu": lambda z, a: op("add", op("min", a, 0), 1),
    "gelu": lambda z, a: _gelu_slope(z),
    "softplus": lambda z, a: op("neg", op("expm1", op("neg", a))),
    "sin": lambda z, a: op("cos", z),
    "step": lambda z, a: Const(0.0),
}


def value_of(name: str, z: Ref) -> Tree:
    """a = f(z) for the activation `name`."""
    return VALUES[name](z) if name in VALUES else op(_applied(name), z)


def slope_of(name: str, z: Ref, a: Ref) -> Tree:
    """f′(z) for the activation `name`, in terms of z or a, as `core` computes it."""
    return SLOPES[name](z, a) if name in SLOPES else op(_applied_slope(name), z, a)


def _gelu_inner(z: Ref) -> Tree:
    cube = op("mul", GELU_CUBE, z, z, z)
    return op("mul", GELU_RATE, op("add", z, cube))


def _gelu_slope(z: Ref) -> Tree:
    bend = op("tanh", _gelu_inner(z))
    steep = op("mul", GELU_RATE, op("add", 1, op("mul", 3 * GELU_CUBE, z, z)))
    return op(
        "add",
        op("mul", 0.5, op("add", 1, bend)),
        op("mul", 0.5, z, op("sub", 1, op("square", bend)), steep),
    )


def _applied(name: str) -> str:
    """An operation that asks `core` for the activation `name`, whatever it is."""
    key = f"activation {name}"
    if key not in OPS:
        symbol = rf"\mathrm{{{name.replace('_', ' ')}}}"
        OPS[key] = Operation(
            lambda z: float(activation_values(name, np.array([z]))[0]), lambda z: f"{symbol}({z})"
        )
    return key


def _applied_slope(name: str) -> str:
    key = f"slope {name}"
    if key not in OPS:
        symbol = rf"\mathrm{{{name.replace('_', ' ')}}}'"
        OPS[key] = Operation(lambda z, a: _slope(name, z, a), lambda z, a: f"{symbol}({z})")
    return key


def _slope(name: str, z: float, a: float) -> float:
    out = np.empty(1)
    PLAIN(activation_slope)(ACTIVATIONS[name].code, np.array([z]), np.array([a]), out)
    return float(out[0])
