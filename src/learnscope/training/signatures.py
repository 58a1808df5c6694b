"""Every kernel that is called from Python, with every signature it is called with: nothing else is compiled.

Compiling takes a minute and holds up everybody, so it must not happen on the way to an answer. What is in
this list is compiled ahead (`compile`), and the name that says so on disk follows from it (`engines`).
Callers hand in what it says: read-only, contiguous views of what they only read. A test drives whatever there
is and finds that nothing else came to be compiled; and a server closes its kernels to anything else.

An argument is a word: i a whole number, f a float64, p one in the network's own precision; with a digit, an
array of so many axes in rows (w of uint64), behind = one that is only read.
"""

from collections.abc import Callable
from typing import Any

from learnscope.core.differences import central_differences
from learnscope.core.network import PRECISIONS
from learnscope.core.penalties import penalty_value
from learnscope.core.slices import slice_pass
from learnscope.training import kernels

NETWORK = "=i2 =i1 i"  # layout, activations, loss
DATA = "=p2 =f1 =f1"  # inputs, center, scale
PRECISE = {"float64": "f", "float32": "s"}
BOTH = ("p1", "=p1")  # parameters that training changes, and those of a network


def _each(*texts: str) -> tuple[str, ...]:
    """The texts in each precision."""
    return tuple(text.replace("p", PRECISE[precision]) for text in texts for precision in PRECISIONS)


SIGNATURES: dict[Callable[..., Any], tuple[str, ...]] = {
    kernels.train_steps: _each(
        f"p1 {NETWORK} {DATA} =p2 i1 i1 i f1 i =f1 i p2 f f f =f1 w1 f2 i f =i1 =i1 i1 f3"
    ),
    kernels.measure_rows: _each(*(f"{one} {NETWORK} {DATA} =p2 =i1 i f f1" for one in BOTH)),
    kernels.output_rows: _each(*(f"{one} =i2 =i1 {DATA} =i1 p2" for one in BOTH)),
    penalty_value: _each(*(f"f f =i2 {one}" for one in BOTH)),
    central_differences: (f"=f1 {NETWORK} f f =f2 =f2 =f1 =i1 =i1 =f1 f f2 b1",),
    slice_pass: (f"=f1 =f1 =f1 =f1 =f1 {NETWORK} f f =f2 =f2 f2",),
}


def typed(signature: str) -> tuple[Any, ...]:
    """A signature as Numba's types."""
    from numba import types

    kinds = {"i": types.int64, "w": types.uint64, "f": types.float64, "s": types.float32, "b": types.bool_}

    def argument(word: str) -> Any:
        kind, axes = kinds[word.lstrip("=")[0]], word.lstrip("=")[1:]
        return types.Array(kind, int(axes), "C", readonly=word.startswith("=")) if axes else kind

    return tuple(map(argument, signature.split()))
