"""Random streams: one seed, split by purpose.

Each purpose draws from its own stream, so that asking one of them for more numbers never changes another,
and the stream of any epoch or step can be made again without having drawn those before it.

Source: NumPy's SeedSequence, whose spawn keys are made for this.
"""

from typing import Literal

import numpy as np

from learnscope.errors import check_whole

Purpose = Literal["data", "split", "start", "order", "dropout", "build", "probe", "exercise"]
_KEYS: dict[Purpose, int] = {
    "data": 0, "split": 1, "start": 2, "order": 3, "dropout": 4, "build": 5, "probe": 6,
    "exercise": 7,
}  # fmt: skip


def stream(seed: int, purpose: Purpose, *counters: int) -> np.random.Generator:
    """The generator of `purpose` under `seed`; `counters` (epoch, step, layer) select one of its parts."""
    check_whole("seed", seed, low=0)
    return np.random.Generator(
        np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(_KEYS[purpose], *counters)))
    )
