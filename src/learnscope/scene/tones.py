"""Numbers as tones: one byte each, for colouring alone.

    tone = 128 + round(127 · v / scale)    from 1 (v ≤ −scale) over 128 (v = 0) to 255 (v ≥ scale)
    tone = 0                               where v is not a number

A tone is thus within half a step, scale / 254, of its number. The scale of a picture changes as rarely as
can be: a bounded activation has its bound, another the least power of two that no number exceeds, at least 1.
"""

import math

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.scene.schema import Tones

STEPS = 127  # from 0 to either end


def tones(values: Floats, scale: float) -> Tones:
    """`values` of any shape as tones.

    >>> list(tones(np.array([-2.0, 0.0, 0.5, np.nan]), 1.0).data)
    [1, 128, 192, 0]
    """
    with np.errstate(all="ignore"):
        levels = values / scale
        np.clip(levels, -1.0, 1.0, out=levels)
        levels *= STEPS
        levels += STEPS + 1.5  # the cast drops the fraction
        bytes_ = np.nan_to_num(levels, copy=False, nan=0.0).astype(np.uint8)
    return Tones(tuple(values.shape), bytes_.tobytes(), scale)


def scale_for(values: Floats, activation: str = "", *, least: float = 1.0) -> float:
    """The scale of a picture of `values`, made by `activation` where one made them.

    >>> scale_for(np.array([-3.0, 0.2])), scale_for(np.array([0.2]), "tanh")
    (4.0, 1.0)
    """
    if activation and math.isfinite(bound := ACTIVATIONS[activation].bound):
        return float(bound)
    sizes = np.abs(values)
    largest = float(np.max(sizes, initial=least))
    if not math.isfinite(largest):
        largest = float(np.max(sizes, initial=least, where=np.isfinite(sizes)))
    mantissa, power = math.frexp(largest)
    return math.ldexp(1.0, min(power - (mantissa == 0.5), 1023))
