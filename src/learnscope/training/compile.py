"""Compile the training kernels ahead of time: `python -m learnscope.training.compile [--with-parent]`.

What is compiled is the list of `signatures`; it stays in the user's cache folder. With `--with-parent` the
process ends when its standard input does, which whoever started it holds open.
"""

import os
import sys
import threading
import time
from pathlib import Path

from learnscope.core.compiled import COMPILED, PLAIN, can_compile
from learnscope.core.kernel_cache import NotKeptError, cache_root, load, mark_ready
from learnscope.core.threads import one_thread_for_good
from learnscope.training.engines import LOOK_EVERY, WARMTH, on_disk, start_compiling
from learnscope.training.signatures import SIGNATURES, typed

LOCK = "compiling"  # a file that is there meanwhile
TRIES = 3  # to compile, since another process may be at it and die
LONGEST = 600.0  # seconds after which a compiling process is taken for dead


def compile_kernels() -> None:
    """Compile every signature of the kernels, or load it where it is compiled already."""
    for kernel, signatures in SIGNATURES.items():
        for signature in signatures:
            COMPILED(kernel).compile(typed(signature))  # type: ignore[attr-defined]  # Numba's dispatcher
        mark_ready(kernel, signatures)


def load_kernels() -> bool:
    """Load every signature from disk, and close the kernels to others; False where one is not there.

    What is called with something that is not in the list is then refused instead of compiled.
    """
    for kernel, signatures in SIGNATURES.items():
        for signature in signatures:
            try:
                load(COMPILED(kernel), typed(signature))
            except NotKeptError:
                mark_ready(kernel, signatures, ready=False)
                return False
    for kernel in SIGNATURES:
        COMPILED(kernel).disable_compile()  # type: ignore[attr-defined]
    return True


def warm_up() -> threading.Thread:
    """Load the compiled kernels in a thread, so that nobody who trains later waits for that.

    Where they are not on disk, or damaged there, the process that compiles them is started, which ends with
    this one. Returns the thread, started: nobody need wait for it, and until all is loaded there is the plain
    engine.
    """
    WARMTH.wanted, WARMTH.done = True, False
    one_thread_for_good(PLAIN)
    thread = threading.Thread(target=_load, daemon=True, name="learnscope warm-up")
    thread.start()
    return thread


def _load() -> None:
    """Load what is on disk; where it is not there, have it compiled, and load it then."""
    root, left = cache_root(), TRIES
    while can_compile() and root is not None:
        if on_disk() and load_kernels():
            one_thread_for_good(COMPILED)
            WARMTH.done = True
            return
        if not _is_compiling(root):
            if left == 0 or start_compiling(stays=False).wait():
                return  # it cannot be done here
            left -= 1
        else:
            time.sleep(LOOK_EVERY)


def _is_compiling(root: Path) -> bool:
    """Whether a process says that it compiles, and has not for too long."""
    try:
        return time.time() - (root / LOCK).stat().st_mtime < LONGEST
    except OSError:
        return False


def main() -> None:
    """Compile, unless another process is at it or nothing can be kept."""
    root = cache_root()
    if root is None:
        return
    lock = root / LOCK
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_compiling(root):
            lock.unlink(missing_ok=True)
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        return
    if "--with-parent" in sys.argv[1:]:
        threading.Thread(target=_end_with_parent, args=(lock,), daemon=True).start()
    try:
        if hasattr(os, "nice"):
            os.nice(10)  # whoever is waiting for something else goes first
        compile_kernels()
    finally:
        Path(lock).unlink(missing_ok=True)


def _end_with_parent(lock: Path) -> None:
    """End this process when its standard input ends."""
    sys.stdin.buffer.read()
    lock.unlink(missing_ok=True)
    os._exit(1)


if __name__ == "__main__":
    main()
