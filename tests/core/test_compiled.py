"""Two engines, one source: they agree, and the plain one needs no Numba."""

import subprocess
import sys

import numpy as np
import pytest

import learnscope as ls
from learnscope.core import vectorized
from learnscope.core.compiled import COMPILED, PLAIN, can_compile
from learnscope.core.losses import LOSSES
from tests.core.drawn import TRAINABLE, distance, draw_case

STEP_ERROR = 1e-12  # what the last bits of sums in another order amount to in one step

needs_numba = pytest.mark.skipif(not can_compile(), reason="Numba is not installed; pip install numba")


@needs_numba
@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("activation", TRAINABLE)
def test_plain_and_compiled_agree(activation, loss):
    """One step of either engine from the same network, to 1e-12 by norm."""
    for seed, sizes in enumerate(([3, 1], [4, 5, 3], [2, 9, 7, 5, 3])):
        bias = ["fixed", "none", "learned", "fixed"][: len(sizes) - 1] if seed else ["learned"]
        case = draw_case(sizes, activation, loss, rows=1 + 5 * seed, seed=seed, bias=bias)
        after = []
        for engine in (PLAIN, COMPILED):
            trace = ls.forward(case.network, case.x, engine=engine)
            gradients = ls.backward(case.network, trace, case.y, engine=engine)
            value = ls.loss(case.network, trace, case.y, engine=engine)
            step = ls.update(case.network, gradients, learning_rate=0.1, engine=engine)
            after.append((np.array([value]), trace.activations, gradients.parameters, step.parameters))

        assert max(distance(a, b) for a, b in zip(*after, strict=True)) < STEP_ERROR


@needs_numba
def test_extreme_numbers_pass_through_the_compiled_engine():
    """Infinities and not-a-number come out where plain NumPy has them."""
    extremes = np.array([[0.0, 1e308, -1e308, np.inf, -np.inf, np.nan, 745.0, -745.0]])
    for name in TRAINABLE:
        network = ls.Network.from_arrays(
            [np.diag(np.ones(8))], [np.zeros(8)], activations=[name], loss="squared_error"
        )
        for column in range(8):
            x = np.zeros((1, 8))
            x[0, column] = extremes[0, column]
            plain, compiled = (ls.forward(network, x, engine=engine).output for engine in (PLAIN, COMPILED))
            assert np.allclose(plain, compiled, rtol=1e-12, equal_nan=True)


WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
sys.modules["scipy"] = None
import learnscope as ls
from learnscope.core import vectorized
network = ls.Network.draw([4, 5, 3], seed=7)
trace = ls.forward(network, [[1.0, 2.0, 3.0, 4.0]])
after = ls.update(network, ls.backward(network, trace, [1]), learning_rate=0.1)
assert ls.loss(after, ls.forward(after, [[1.0, 2.0, 3.0, 4.0]]), [1]) < ls.loss(network, trace, [1])
from learnscope.core.compiled import COMPILED, can_compile
assert not can_compile()
try:
    ls.forward(network, [[1.0, 2.0, 3.0, 4.0]], engine=COMPILED)
except ls.LearnscopeError as error:
    print(error)
"""


def test_it_runs_without_numba():
    """A whole step in a process that has no Numba; asking for the compiled engine says what to install."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_NUMBA], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert (
        done.stdout
        == "the compiled engine needs Numba and SciPy, which are not installed; pip install numba scipy\n"
    )


def test_importing_learnscope_imports_no_numba():
    """The compiler is imported when a compiled kernel is first asked for."""
    code = "import sys, learnscope; print(sorted({'numba', 'scipy', 'msgspec'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


FUNCTIONS = [vectorized.exp, vectorized.expm1, vectorized.log, vectorized.log1p, vectorized.tanh]
FUNCTIONS += [vectorized.sin, vectorized.cos]


@needs_numba
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_elementary_functions_have_numpy_s_own_bits_in_both_engines(function, dtype):
    """Of any length, any layout, and for extreme numbers."""
    extremes = [0.0, -0.0, np.inf, -np.inf, np.nan, 745.0, -745.0, 88.0, 1e-30, 5e-324]
    numbers = np.concatenate([np.linspace(-9, 9, 1003), extremes]).astype(dtype)
    arrays = [numbers[:n] for n in (1, 2, 7, 8, 9, 63, 1013)] + [numbers[:1000].reshape(40, 25)]
    arrays += [numbers[::3], numbers[:1000].reshape(40, 25).T]

    for array in arrays:
        with np.errstate(all="ignore"):
            expected = getattr(np, function.__name__)(np.ascontiguousarray(array))
        found = COMPILED(function)(array)
        assert found.dtype == array.dtype
        assert np.array_equal(found, expected, equal_nan=True)
