"""Which engine a run uses: the compiled one as soon as it is there, and nobody waits for it.

Compiling takes about a minute, once per version and machine. Where it has not been done, another process is
started that does it and leaves the machine code on disk; meanwhile the same functions run uncompiled.
"""

import functools
import subprocess
import sys
import threading
import time
from typing import Literal

from learnscope.core.compiled import COMPILED, PLAIN, Engine, can_compile
from learnscope.core.differences import central_differences
from learnscope.core.kernel_cache import cache_root, is_ready
from learnscope.core.slices import slice_pass
from learnscope.errors import check_choice
from learnscope.training import kernels

EngineChoice = Literal["auto", "plain", "compiled"]
CHOICES: tuple[EngineChoice, ...] = ("auto", "plain", "compiled")
ENTRIES = (kernels.train_steps, kernels.measure_rows, kernels.output_rows, central_differences, slice_pass)
LOADING = threading.Event()  # set while a thread of this process loads machine code (`warm_up`)
LOOK_EVERY = 1.0  # seconds between two looks for machine code that was not there


def choose_engine(choice: EngineChoice, *, present: Engine | None = None) -> Engine:
    """The engine for `choice`: "auto" is the compiled one where its code is on disk, else the plain one.

    A run under way passes its `present` engine: from the compiled one it never goes back.
    """
    check_choice("engine", choice, CHOICES)
    if choice != "auto":
        return PLAIN if choice == "plain" else COMPILED
    if present == COMPILED or _ready(int(time.monotonic() / LOOK_EVERY)):
        return COMPILED
    if present is None and can_compile() and cache_root() is not None:
        fill_cache()
    return PLAIN


def ready_engine(choice: EngineChoice) -> Engine:
    """The engine for `choice`, "auto" being the compiled one where it is there already; starts nothing.

    While another thread loads it, it is not there: whoever asks now need not wait for that.
    """
    check_choice("engine", choice, CHOICES)
    if choice == "auto" and LOADING.is_set():
        return PLAIN
    ready = _ready(int(time.monotonic() / LOOK_EVERY)) if choice == "auto" else choice == "compiled"
    return COMPILED if ready else PLAIN


@functools.lru_cache(maxsize=1)
def _ready(moment: int) -> bool:
    return can_compile() and all(is_ready(entry) for entry in ENTRIES)


@functools.cache
def fill_cache() -> None:
    """Start the process that compiles, once per process of ours; it makes sure that it is the only one."""
    process = subprocess.Popen(
        [sys.executable, "-m", "learnscope.training.compile"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that Ctrl-C ends only what it is meant for
    )
    threading.Thread(target=process.wait, daemon=True, name="learnscope compiler").start()
