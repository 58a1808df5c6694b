"""Rows of an array, put together: plain, all at once by NumPy; compiled, one after the other.

Compiled code that asked for all at once would make a copy to copy from; plain code that took one after the
other would take as long for a hundred rows as for everything else that is done with them.
"""

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.compiled import compiled_by


@compiled_by("learnscope.core.row_loops")
def take(values: Floats, rows: NDArray[np.int64], out: Floats) -> None:
    """Copy `rows` of `values`, which it has, into `out`."""
    values.take(rows, 0, out, "clip")  # which needs no room of its own
