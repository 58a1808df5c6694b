"""Arrays on the wire, and moments: what exactly is shown."""

import msgspec
import numpy as np
from numpy.typing import ArrayLike


class Array(msgspec.Struct, frozen=True):
    """Numbers of any shape: raw little-endian float64, row by row."""

    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, values: ArrayLike) -> "Array":
        """The array holding `values`."""
        array = np.asarray(values, dtype="<f8")
        return cls(array.shape, array.tobytes())

    def numpy(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """The numbers as a read-only NumPy array."""
        return np.frombuffer(self.data, dtype="<f8").reshape(self.shape)


class Moment(msgspec.Struct, frozen=True):
    """What exactly is shown: everything in a scene belongs to this."""

    run: str  # changes when another experiment, seed or start is chosen
    step: int  # updates made before this step, from 0
    revision: int  # counts every change of any number of the sitting, so that an old picture is recognised
    phase: float  # position on the step's timeline
    sample: int  # index of the sample shown
