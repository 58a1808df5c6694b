"""What a compiled kernel depends on, as one word: equal words, equal machine code.

The word is a hash of the kernel's own byte code, constants and names, of the values of the globals it reads,
of the same for every kernel it calls, of the modules that compile them, of the versions of Python, NumPy,
SciPy, Numba and llvmlite, and of the kind of processor. Kernels are taken as they are loaded, not from their
files: if a file is edited while its older version runs, neither gets the machine code of the other.
"""

import functools
import hashlib
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

LIBRARIES = ("numpy", "scipy", "numba", "llvmlite")
COMPILERS = ("compiled.py", "numpy_loops.py", "row_loops.py")  # beside this file


@functools.cache
def fingerprint(kernel: Callable[..., Any]) -> str:
    """The word, of 32 hexadecimal digits, for `kernel` on this machine."""
    parts = [*_surroundings(), *_parts(kernel, set())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def used_globals(kernel: Callable[..., Any]) -> dict[str, Any]:
    """The globals that `kernel`'s code names, with their present values."""
    assert isinstance(kernel, FunctionType)
    return {name: kernel.__globals__[name] for name in kernel.__code__.co_names if name in kernel.__globals__}


def _parts(kernel: Callable[..., Any], seen: set[Callable[..., Any]]) -> Iterator[str]:
    seen.add(kernel)
    assert isinstance(kernel, FunctionType)
    yield f"{kernel.__module__}.{kernel.__qualname__} {kernel.__defaults__!r} {_code(kernel.__code__)}"
    for name, value in used_globals(kernel).items():
        if getattr(value, "is_kernel", False):
            if value not in seen:
                yield from _parts(value, seen)
        else:
            yield f"{name} = {value.__name__ if isinstance(value, ModuleType) else repr(value)}"


def _code(code: CodeType) -> str:
    constants = [
        _code(value) if isinstance(value, CodeType) else f"{type(value).__name__} {value!r}"
        for value in code.co_consts
    ]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_argcount, code.co_flags)
    return f"{code.co_code.hex()} {names} {constants}"


@functools.cache
def _surroundings() -> tuple[str, ...]:
    """Python, the libraries, the processor, and how kernels are compiled."""
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    compilers = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in COMPILERS]
    return (sys.version, sys.platform, platform.machine(), _processor(), *libraries, *compilers)


def _processor() -> str:
    """The processor's model and abilities, where the system tells them."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    wanted = ("model name", "flags", "Features", "CPU implementer", "CPU part")
    return "\n".join(sorted({line for line in lines if line.split("\t")[0].rstrip() in wanted}))
