"""One BLAS thread, so that sums are taken in one order however many cores there are.

A matrix product spread over threads may add its terms in another order, and small ones are slower for it. How
many there are is a setting of the library, for all threads of a process alike: so a server, in which many
compute at once, sets it once and for all.
"""

import contextlib
import functools

from learnscope.core.compiled import Engine


def one_thread(engine: Engine) -> contextlib.AbstractContextManager[object]:
    """A context in which the matrix products of `engine` run on the calling thread alone."""
    if engine.name in _for_good:
        return contextlib.nullcontext()
    return _controller(engine.name).limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


def one_thread_for_good(engine: Engine) -> None:
    """Have the matrix products of `engine` run on the calling thread alone from now on, in this process."""
    _controller(engine.name).limit(limits=1, user_api="blas")
    _for_good.add(engine.name)


_for_good: set[str] = set()


@functools.cache
def _controller(engine: str):  # type: ignore[no-untyped-def]  # threadpoolctl has no types
    """Looks through all loaded libraries, which takes a while: once per engine, its BLAS being loaded."""
    import threadpoolctl  # type: ignore[import-untyped]

    if engine == "compiled":
        import scipy.linalg.cython_blas  # noqa: F401  # the BLAS that compiled kernels call
    return threadpoolctl.ThreadpoolController()
