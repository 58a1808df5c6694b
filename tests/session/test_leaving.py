"""What a sitting held leaves memory with it, at once."""

import gc
import weakref

import numpy as np

from learnscope.data.arrays import from_arrays
from learnscope.session import Session


def test_data_leave_memory_with_the_session_that_learned_them():
    """Nothing of it holds itself, so nobody has to look for garbage where memory is short."""
    data = from_arrays(np.arange(40.0).reshape(10, 4), np.arange(10) % 2, name="t")
    session = Session(seeds=lambda: 0, engine="plain")
    gc.collect()
    gc.disable()
    try:
        session.adopt(data)
        session.scene()
        held = weakref.ref(data.inputs)
        del data, session

        assert held() is None
    finally:
        gc.enable()
