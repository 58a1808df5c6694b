"""One source, two engines.

A kernel is a function written in plain NumPy, within what Numba compiles, and marked `@compiled`.
It stays the function one reads. An engine decides how it is called:

    PLAIN(kernel)      the function itself, run by NumPy
    COMPILED(kernel)   the same lines compiled by Numba, with the kernels it calls compiled too

Both give the same numbers up to the last bits (1e-12 per step), so whoever needs the same bits twice
names the engine. Numba is imported when a compiled kernel is first asked for, not before. What it compiled
is kept on disk (`kernel_cache`), and calling a compiled kernel releases Python's global lock.
"""

import functools
import importlib
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Literal, ParamSpec, TypeVar

from learnscope.errors import LearnscopeError

P = ParamSpec("P")
R = TypeVar("R")
EngineName = Literal["plain", "compiled"]


def compiled(kernel: Callable[P, R]) -> Callable[P, R]:
    """Mark a function as a kernel: callable as it is, and compilable by an engine."""
    kernel.__dict__["is_kernel"] = True
    return kernel


def compiled_by(module: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as a kernel whose compiled form `native` in `module`, imported when needed, makes."""

    def mark(kernel: Callable[P, R]) -> Callable[P, R]:
        kernel.__dict__["native"] = module
        return compiled(kernel)

    return mark


@dataclass(frozen=True)
class Engine:
    """How kernels are called: "plain" or "compiled"."""

    name: EngineName

    def __call__(self, kernel: Callable[P, R]) -> Callable[P, R]:
        """The callable form of `kernel` under this engine."""
        return kernel if self.name == "plain" else _compile(kernel)


PLAIN = Engine("plain")
COMPILED = Engine("compiled")


@functools.cache
def can_compile() -> bool:
    """Whether Numba, and SciPy for its matrix product, are installed, without importing them."""
    return all(
        sys.modules.get(name, True) is not None and importlib.util.find_spec(name) is not None
        for name in ("numba", "scipy")
    )


@functools.cache
def _compile(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a copy of `kernel` whose globals hold the compiled forms of the kernels it calls."""
    if not can_compile():
        raise LearnscopeError(
            "the compiled engine needs Numba and SciPy, which are not installed; pip install numba scipy"
        )
    if "native" in kernel.__dict__:
        made: Callable[..., Any] = importlib.import_module(kernel.__dict__["native"]).native(kernel)
        return made
    import numba

    from learnscope.core.kernel_cache import keep_in, kernel_folder
    from learnscope.core.kernel_fingerprint import fingerprint, used_globals

    assert isinstance(kernel, FunctionType)
    names = {
        name: _compile(value) if getattr(value, "is_kernel", False) else value
        for name, value in used_globals(kernel).items()
    }
    twin = FunctionType(kernel.__code__, names, kernel.__name__, kernel.__defaults__, kernel.__closure__)
    twin.__qualname__, twin.__module__ = kernel.__qualname__, kernel.__module__
    result: Callable[..., Any] = numba.njit(nogil=True)(twin)
    folder = kernel_folder(kernel)
    if folder is not None:
        keep_in(folder, fingerprint(kernel), result)
    return result
