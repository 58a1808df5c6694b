"""Activation functions a = f(z) and their slopes f'(z), element by element.

    identity     a = z                            f' = 1
    sigmoid      a = 1 / (1 + e^-z)               f' = a (1 - a)
    tanh         a = tanh z                       f' = 1 - a^2
    relu         a = max(0, z)                    f' = 1 where z > 0, else 0 (0 at the kink, as in PyTorch)
    leaky_relu   a = z where z > 0, else z / 100  f' = 1 where z > 0, else 1 / 100
    elu          a = z where z > 0, else e^z - 1  f' = 1 where z > 0, else a + 1
    gelu         a = z / 2 (1 + t)                f' = (1 + t) / 2 + z / 2 (1 - t^2) u'
                     with t = tanh u, u = sqrt(2 / pi) (z + 0.044715 z^3)
    softplus     a = log(1 + e^z)                 f' = 1 - e^-a
    sin          a = sin z                        f' = cos z
    step         a = 1 where z > 0, else 0        f' = 0, and none at the jump: no error comes back through it

Slopes are written with a where that is exact and cheaper, with z elsewhere.
Sources: Maas et al. 2013 (leaky ReLU); Clevert et al. 2015 (ELU); Hendrycks and Gimpel 2016 (GELU).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from learnscope.core.arrays import Floats as Floats, numbers
from learnscope.core.compiled import PLAIN, compiled
from learnscope.core.vectorized import cos, exp, expm1, log1p, sin, tanh
from learnscope.errors import check_choice

IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, ELU, GELU, SOFTPLUS, SIN, STEP = range(10)
LEAK = 0.01  # PyTorch's
GELU_RATE, GELU_CUBE = (2 / np.pi) ** 0.5, 0.044715
BEND_STEP = 6e-6  # of a difference of slopes, where that is all that is known
GELU_REACH = 30.0  # beyond it t is exactly -1 or 1, and z^3 would overflow in time


@dataclass(frozen=True)
class Activation:
    """What is known of an activation function besides its arithmetic."""

    name: str
    code: int  # what kernels know it by
    title: str  # in headings and lists
    symbol: str  # how a drawing labels its result
    formula: str
    slope: str
    note: str  # what it is good for, as the end of a sentence
    kinks: tuple[float, ...] = ()  # where f or f' has no derivative; gradient checks keep away from these
    range: tuple[float, float] = (-np.inf, np.inf)  # of a, where it has two ends
    can_saturate: bool = False  # whether it flattens out toward both ends: a unit close to one is saturated
    flat: float | None = None  # the a of a stretch of z where f' is 0: a unit that gives nothing else is dead
    why_untrainable: str = ""  # why errors cannot be sent back through it, where they cannot

    @property
    def explanation(self) -> str:
        """Its formula and what it is good for, in a sentence."""
        untrainable = f"; it cannot be trained: {self.why_untrainable}" if self.why_untrainable else ""
        return f"{self.formula}: {self.note}{untrainable}."

    @property
    def can_die(self) -> bool:
        """Whether a unit can come to give the same for every sample, so that no error passes it."""
        return self.flat is not None

    @property
    def bound(self) -> float:
        """The most |a| can be."""
        return max(map(abs, self.range))


ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        Activation("identity", IDENTITY, "identity", "a", "z", "1", "the sum as it is; for outputs"),
        Activation(
            "sigmoid", SIGMOID, "sigmoid", "σ", "1 / (1 + e^−z)", "a · (1 − a)",
            "between 0 and 1; its slope is at most ¼, so errors shrink from layer to layer", range=(0, 1),
            can_saturate=True,
        ),
        Activation(
            "tanh", TANH, "tanh", "tanh", "tanh z", "1 − a²",
            "between −1 and 1, and centred; a good start for small networks", range=(-1, 1),
            can_saturate=True,
        ),
        Activation(
            "relu", RELU, "ReLU", "ReLU", "max(0, z)", "1 where z > 0, else 0",
            "cuts off what is below 0; fast and plain, but neurons can die", kinks=(0.0,), flat=0.0,
        ),
        Activation(
            "leaky_relu", LEAKY_RELU, "leaky ReLU", "LReLU", "z where z > 0, else z / 100",
            "1 where z > 0, else 1 / 100", "as ReLU, with a small slope below 0, so that no neuron dies",
            kinks=(0.0,),
        ),
        Activation(
            "elu", ELU, "ELU", "ELU", "z where z > 0, else e^z − 1", "1 where z > 0, else a + 1",
            "as ReLU, and bends to −1 below 0", kinks=(0.0,),
        ),
        Activation(
            "gelu", GELU, "GELU", "GELU", "z / 2 · (1 + tanh u), u = √(2 / π) · (z + 0.044715 z³)",
            "(1 + tanh u) / 2 + z / 2 · (1 − tanh² u) · u′", "a smooth ReLU that dips below 0",
        ),
        Activation(
            "softplus", SOFTPLUS, "softplus", "softplus", "log(1 + e^z)", "1 − e^−a",
            "a smooth ReLU without the corner",
        ),
        Activation(
            "sin", SIN, "sin", "sin", "sin z", "cos z", "a wave; for targets that repeat", range=(-1, 1),
        ),
        Activation(
            "step", STEP, "step", "step", "1 where z > 0, else 0", "0", "on or off", kinks=(0.0,),
            range=(0, 1),
            why_untrainable="its slope is 0 everywhere but at the jump, where there is none, "
            "so no error comes back through it; take sigmoid, its smooth relative",
        ),
    )
}  # fmt: skip


def activation_values(name: str, z: ArrayLike) -> Floats:
    """f(z) for an array of any shape; for drawing a function and for teaching it.

    >>> activation_values("relu", np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    check_choice("activation", name, ACTIVATIONS)
    values = numbers("z", z)
    out = np.empty(values.size)
    with np.errstate(all="ignore"):
        PLAIN(activate)(ACTIVATIONS[name].code, values.ravel(), out)
    return out.reshape(values.shape)


@compiled
def activate(code: int, z: Floats, out: Floats) -> None:
    """Write f(z) into `out`, of the same shape."""
    number = z.dtype.type  # constants take the array's precision: Numba would widen float32 by a Python float
    zero, half, one = number(0.0), number(0.5), number(1.0)
    if code == SIGMOID:
        out[:] = one / (one + exp(-z))  # where e^-z overflows, 1 / inf is the 0 it should be
    elif code == TANH:
        out[:] = tanh(z)
    elif code == RELU:
        out[:] = np.maximum(z, zero)
    elif code == LEAKY_RELU:
        out[:] = np.maximum(z, number(LEAK) * z)
    elif code == ELU:
        out[:] = np.maximum(z, zero) + expm1(np.minimum(z, zero))
    elif code == GELU:
        out[:] = half * z * (one + tanh(number(GELU_RATE) * (z + number(GELU_CUBE) * z * z * z)))
    elif code == SOFTPLUS:
        out[:] = np.maximum(z, zero) + log1p(exp(-np.abs(z)))
    elif code == SIN:
        out[:] = sin(z)
    elif code == STEP:
        out[:] = np.sign(np.maximum(z, zero))
    else:
        out[:] = z


@compiled
def activation_slope(code: int, z: Floats, a: Floats, out: Floats) -> None:
    """Write f'(z) into `out`, of the same shape."""
    number = z.dtype.type
    zero, half, one = number(0.0), number(0.5), number(1.0)
    if code == SIGMOID:
        out[:] = a * (one - a)
    elif code == TANH:
        np.multiply(a, a, out)  # into `out` at once: in the hottest line of most networks a copy is felt
        np.subtract(one, out, out)
    elif code == RELU:
        out[:] = z > zero
    elif code == LEAKY_RELU:
        out[:] = np.maximum(z > zero, number(LEAK))
    elif code == ELU:
        out[:] = np.minimum(a, zero) + one
    elif code == GELU:
        reach, cube, rate = number(GELU_REACH), number(GELU_CUBE), number(GELU_RATE)
        c = np.minimum(np.maximum(z, -reach), reach)
        t = tanh(rate * (c + cube * c * c * c))
        out[:] = half * (one + t) + half * c * (one - t * t) * rate * (one + number(3.0) * cube * c * c)
    elif code == SOFTPLUS:
        out[:] = -expm1(-a)
    elif code == SIN:
        out[:] = cos(z)
    elif code == STEP:
        out[:] = zero
    else:
        out[:] = one


def activation_bend(code: int, z: Floats, a: Floats) -> Floats:
    """f''(z), the slope of the slope, of the shape of `z`; 0 at kinks. For one without a line here, by
    differences of its slopes."""
    if code in (IDENTITY, RELU, LEAKY_RELU, STEP):
        return np.zeros_like(z)
    if code == SIGMOID:
        return a * (1.0 - a) * (1.0 - 2.0 * a)
    if code == TANH:
        return -2.0 * a * (1.0 - a * a)
    if code == ELU:
        return np.where(z < 0, a + 1.0, 0.0)
    if code == GELU:
        c = np.clip(z, -GELU_REACH, GELU_REACH)
        t = np.tanh(GELU_RATE * (c + GELU_CUBE * c**3))
        rise, bend = GELU_RATE * (1.0 + 3.0 * GELU_CUBE * c * c), 6.0 * GELU_RATE * GELU_CUBE * c
        found: Floats = (1.0 - t * t) * (rise + 0.5 * c * (bend - 2.0 * t * rise * rise))
        return found
    if code == SOFTPLUS:
        share: Floats = -np.expm1(-a)
        return share * (1.0 - share)
    if code == SIN:
        return -a
    nudge = BEND_STEP * np.maximum(1.0, np.abs(z))
    found = np.zeros_like(z)
    for sign in (1.0, -1.0):
        there, value, slope = z + sign * nudge, np.empty_like(z), np.empty_like(z)
        activate(code, there, value)
        activation_slope(code, there, value, slope)
        found += sign * slope / (2.0 * nudge)
    return found
