"""NumPy's inner loops, callable from compiled kernels. Imports Numba: only the compiled engine comes here.

A NumPy function such as np.tanh holds, for each type of number, the address of a C loop

    void loop(char **arrays, npy_intp *count, npy_intp *strides, void *data)

in a structure that its C interface makes public. The addresses are given to LLVM under names of ours, so that
machine code kept on disk finds them in any process. A loop of floats needs no global lock.

Source: NumPy C-API, "PyUFuncObject"; llvmlite, `add_symbol`.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import llvmlite.binding  # type: ignore[import-untyped]
import numba.core.cgutils
import numba.extending
import numpy as np
from llvmlite import ir
from numba.core import types

build: Any = numba.core.cgutils  # hardly typed
intrinsic: Any = numba.extending.intrinsic


class _Ufunc(ctypes.Structure):
    """What follows the object header in a PyUFuncObject."""

    _fields_ = (
        ("inputs", ctypes.c_int),
        ("outputs", ctypes.c_int),
        ("arguments", ctypes.c_int),
        ("identity", ctypes.c_int),
        ("loops", ctypes.POINTER(ctypes.c_void_p)),
        ("data", ctypes.POINTER(ctypes.c_void_p)),
        ("count", ctypes.c_int),
        ("reserved", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("types", ctypes.POINTER(ctypes.c_char)),
    )


def native(plain: Callable[..., Any]) -> Callable[..., Any]:
    """The compiled form of `plain`, which returns the NumPy function of its own name of an array."""
    ufunc = getattr(np, plain.__name__)
    loops = {dtype: _loop(ufunc, np.dtype(dtype)) for dtype in ("float32", "float64")}

    @intrinsic  # type: ignore[untyped-decorator]
    def run(typing_context: Any, source: Any, out: Any) -> Any:
        """Run the loop over all of `source` into `out`, both contiguous."""
        name, data_name = loops[str(source.dtype)]

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            arrays = [
                context.make_array(kind)(context, builder, value)
                for kind, value in zip(signature.args, arguments, strict=True)
            ]
            byte, size = ir.IntType(8), context.get_value_type(types.intp)
            pointers = [builder.bitcast(array.data, byte.as_pointer()) for array in arrays]
            width = context.get_constant(types.intp, source.dtype.bitwidth // 8)
            loop = build.get_or_insert_function(
                builder.module,
                ir.FunctionType(
                    ir.VoidType(),
                    [byte.as_pointer().as_pointer(), size.as_pointer(), size.as_pointer(), byte.as_pointer()],
                ),
                name,
            )
            data = ir.Constant(byte.as_pointer(), None)
            if data_name:
                data = build.add_global_variable(builder.module, byte, data_name)
            builder.call(
                loop,
                [
                    _on_stack(builder, byte.as_pointer(), pointers),
                    _on_stack(builder, size, [arrays[0].nitems]),
                    _on_stack(builder, size, [width, width]),
                    data,
                ],
            )
            return context.get_dummy_value()

        return types.void(source, out), generate

    @numba.njit(nogil=True)
    def function(x: Any) -> Any:
        source = np.ascontiguousarray(x)
        out = np.empty_like(source)
        run(source, out)
        return out

    return function


def _loop(ufunc: np.ufunc, dtype: np.dtype[Any]) -> tuple[str, str]:
    """Under which names LLVM knows the loop of `ufunc` for `dtype`, and its data ("" where it has none)."""
    entry = _Ufunc.from_address(id(ufunc) + object.__basicsize__)
    assert (entry.inputs, entry.outputs, entry.name) == (1, 1, ufunc.__name__.encode())
    at = ufunc.types.index(f"{dtype.char}->{dtype.char}")
    name = f"learnscope_numpy_{ufunc.__name__}_{dtype.name}"
    llvmlite.binding.add_symbol(name, entry.loops[at])
    if not entry.data or not entry.data[at]:
        return name, ""
    llvmlite.binding.add_symbol(f"{name}_data", entry.data[at])
    return name, f"{name}_data"


def _on_stack(builder: Any, kind: Any, values: list[Any]) -> Any:
    """A pointer to `values` side by side."""
    array = build.alloca_once(builder, kind, size=len(values))
    for place, value in enumerate(values):
        builder.store(value, builder.gep(array, [ir.Constant(ir.IntType(32), place)]))
    return array
