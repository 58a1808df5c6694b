"""Elementary functions of whole arrays, computed by NumPy's own loops in both engines.

NumPy computes a tanh in about a nanosecond, many at a time; compiled code by itself calls the C library for
each number, at ten. So kernels take these functions from here: plain, they are NumPy's; compiled, they are
calls of the very loops NumPy would run. The two engines thus get the same bits from them.
"""

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import compiled_by

NATIVE = "learnscope.core.numpy_loops"  # compiles them, and imports Numba


@compiled_by(NATIVE)
def exp(x: Floats) -> Floats:
    """e^x, element by element."""
    return np.exp(x)


@compiled_by(NATIVE)
def expm1(x: Floats) -> Floats:
    """e^x - 1, exact for small x, element by element."""
    return np.expm1(x)


@compiled_by(NATIVE)
def log(x: Floats) -> Floats:
    """Natural logarithm, element by element."""
    return np.log(x)


@compiled_by(NATIVE)
def log1p(x: Floats) -> Floats:
    """log(1 + x), exact for small x, element by element."""
    return np.log1p(x)


@compiled_by(NATIVE)
def tanh(x: Floats) -> Floats:
    """Hyperbolic tangent, element by element."""
    return np.tanh(x)


@compiled_by(NATIVE)
def sin(x: Floats) -> Floats:
    """Sine, element by element."""
    return np.sin(x)


@compiled_by(NATIVE)
def cos(x: Floats) -> Floats:
    """Cosine, element by element."""
    return np.cos(x)
