"""Which engine a run uses: the compiled one as soon as it is there, and nobody waits for it.

Compiling takes about a minute, once per version and machine. Where it has not been done, another process is
started that does it and leaves the machine code on disk; meanwhile the same functions run uncompiled.

Whoever serves many loads machine code in a thread of its own (`compile.warm_up`): `WARMTH` then says whether
that is done, and until it is, everybody has the plain engine. Elsewhere the first use loads it.
"""

import functools
import subprocess
import sys
import threading
import time
from typing import Literal

from learnscope.core.compiled import COMPILED, PLAIN, Engine, can_compile
from learnscope.core.kernel_cache import cache_root, is_ready
from learnscope.errors import check_choice
from learnscope.training.signatures import SIGNATURES

EngineChoice = Literal["auto", "plain", "compiled"]
CHOICES: tuple[EngineChoice, ...] = ("auto", "plain", "compiled")
LOOK_EVERY = 1.0  # seconds between two looks for machine code that was not there


class Warmth:
    """How far a thread of this process is with loading machine code."""

    def __init__(self) -> None:
        self.wanted = False  # whether there is such a thread
        self.done = False  # whether all is loaded


WARMTH = Warmth()


def choose_engine(choice: EngineChoice, *, present: Engine | None = None) -> Engine:
    """The engine for `choice`: "auto" is the compiled one where its code is there, else the plain one.

    A run under way passes its `present` engine: from the compiled one it never goes back.
    """
    check_choice("engine", choice, CHOICES)
    if choice != "auto":
        return PLAIN if choice == "plain" else COMPILED
    if present == COMPILED or _is_there():
        return COMPILED
    if not WARMTH.wanted and present is None and can_compile() and cache_root() is not None:
        fill_cache()
    return PLAIN


def ready_engine(choice: EngineChoice) -> Engine:
    """The engine for `choice`, "auto" being the compiled one where it is there already; starts nothing."""
    check_choice("engine", choice, CHOICES)
    there = _is_there() if choice == "auto" else choice == "compiled"
    return COMPILED if there else PLAIN


def on_disk() -> bool:
    """Whether everything is compiled and kept on disk."""
    return can_compile() and all(is_ready(kernel, signatures) for kernel, signatures in SIGNATURES.items())


def _is_there() -> bool:
    if WARMTH.wanted:
        return WARMTH.done
    return _ready(int(time.monotonic() / LOOK_EVERY))


@functools.lru_cache(maxsize=1)
def _ready(moment: int) -> bool:
    return on_disk()


@functools.cache
def fill_cache() -> None:
    """Start the process that compiles, once per process of ours; it makes sure that it is the only one."""
    start_compiling(stays=True)


def start_compiling(*, stays: bool) -> "subprocess.Popen[bytes]":
    """The process that compiles, started; unless it `stays`, it ends when this one does, however that is.

    One that a command has started which ends in a second goes on: else it would never come to its end.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "learnscope.training.compile", *(() if stays else ("--with-parent",))],
        stdin=subprocess.DEVNULL if stays else subprocess.PIPE,  # closed by the system when this one ends
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that Ctrl-C ends only what it is meant for
    )
    threading.Thread(target=process.wait, daemon=True, name="learnscope compiler").start()
    return process
