"""Compile the training kernels ahead of time: `python -m learnscope.training.compile`.

A tiny network is trained once in each precision, through the very calls that real runs make, so that exactly
the signatures are compiled that they need. What was compiled stays in the user's cache folder.
"""

import os
import threading
import time
from pathlib import Path

import numpy as np

from learnscope.core.compiled import COMPILED
from learnscope.core.differences import differences
from learnscope.core.kernel_cache import cache_root, mark_ready
from learnscope.core.network import PRECISIONS, Network
from learnscope.core.penalties import penalty_value
from learnscope.core.slices import slice_losses
from learnscope.data.split import Split
from learnscope.training.engines import ENTRIES, LOADING, choose_engine
from learnscope.training.loop import Loop
from learnscope.training.plan import TrainingPlan

LONGEST = 600.0  # seconds after which a compiling process is taken for dead


def compile_kernels() -> None:
    """Compile every signature of the training kernels, or load it where it is compiled already."""
    for precision in PRECISIONS:
        network = Network.draw([2, 2, 2], seed=0, precision=precision)
        rows = np.arange(2)
        plan = TrainingPlan(
            network=network,
            inputs=np.eye(2),
            targets=np.eye(2),
            split=Split(rows, rows[:0], rows[:0]),
            kind="classes",
        )
        loop = Loop(plan)
        state = loop.start()
        loop.advance(state, 1, COMPILED, measure=True)
        loop.measure(state.parameters, COMPILED)
        loop.outputs(network.parameters, plan.split.train, COMPILED)
        loop.measure(network.parameters, COMPILED)
        loop.penalty(network.parameters, COMPILED)
    network, x = Network.draw([2, 2, 2], seed=0), np.eye(2)
    differences(network, x, x, masks=None, penalties=(0.0, 0.0), places=rows, step=1e-5, engine=COMPILED)
    slice_losses(network, *[network.parameters] * 2, *[np.zeros(1)] * 2, x=x, y=x, engine=COMPILED)
    for entry in (*ENTRIES, penalty_value):
        mark_ready(entry)


def warm_up() -> threading.Thread:
    """Load the compiled kernels where they are on disk, so that nobody who trains later waits for that.

    Where they are not, the process that compiles them is started. Returns the thread that does it, started:
    nobody need wait for it, and until it has ended `ready_engine` does without.
    """
    LOADING.set()
    thread = threading.Thread(target=_load, daemon=True, name="learnscope warm-up")
    thread.start()
    return thread


def _load() -> None:
    try:
        if choose_engine("auto") == COMPILED:
            compile_kernels()
    finally:
        LOADING.clear()


def main() -> None:
    """Compile, unless another process is at it or nothing can be kept."""
    root = cache_root()
    if root is None:
        return
    lock = root / "compiling"
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if lock.exists() and time.time() - lock.stat().st_mtime > LONGEST:
            lock.unlink(missing_ok=True)
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        return
    try:
        if hasattr(os, "nice"):
            os.nice(10)  # whoever is waiting for something else goes first
        compile_kernels()
    finally:
        Path(lock).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
