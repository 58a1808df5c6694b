"""How a network does on each part of the data, as it is in the data set, with nothing dropped.

A part is measured whole where it has at most 20 000 samples, and samples × parameters are at most 20 million:
that takes some milliseconds. Of a larger one as many samples as that allows, at least 100, are taken at even
distances, and `count` says how many. While training is played, a tenth of that work must do.
"""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.network import Network
from learnscope.data.split import PARTS
from learnscope.scene.schema import Array, MeasureScene
from learnscope.training.evaluation import Evaluation, evaluate_rows, unpredicted
from learnscope.training.loop import Loop

MOST_WORK = 20_000_000  # samples times parameters
QUICK_WORK = 2_000_000  # the same, while training is played
MOST_SAMPLES = 20_000  # however few parameters there are
FEWEST = 100
MOST_CLASSES = 12  # of a confusion matrix
KEPT = 4  # networks whose measures are remembered


class Measurer:
    """Measures networks on the data of one loop, and remembers the last few."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        size = loop.plan.network.parameters.size
        self._rows = {
            work: {
                part: some_rows(getattr(loop.plan.split, part), min(MOST_SAMPLES, max(FEWEST, work // size)))
                for part in PARTS
            }
            for work in (MOST_WORK, QUICK_WORK)
        }
        self._known: OrderedDict[tuple[bytes, int, str], tuple[MeasureScene, ...]] = OrderedDict()

    def __call__(
        self, network: Network, *, quick: bool = False, engine: Engine = PLAIN
    ) -> tuple[MeasureScene, ...]:
        """`network` on every part of the data that has samples: train, validation, test.

        With `quick`, on fewer samples where there are many.
        """
        work = QUICK_WORK if quick else MOST_WORK
        name = network.parameters.tobytes(), work, engine.name
        if name not in self._known:
            self._known[name] = tuple(
                self._measure(part, rows, network, engine)
                for part, rows in self._rows[work].items()
                if len(rows)
            )
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(name)
        return self._known[name]

    def _measure(self, part: str, rows: NDArray[np.int64], network: Network, engine: Engine) -> MeasureScene:
        measured: Evaluation = evaluate_rows(self._loop, network.parameters, rows, engine=engine)
        matrix = measured.confusion
        missed = () if matrix is None else tuple(unpredicted(matrix))
        if matrix is not None and len(matrix) > MOST_CLASSES:
            matrix = None
        r2 = measured.r2
        return MeasureScene(
            part=part,  # type: ignore[arg-type]  # one of its words
            count=len(rows),
            loss=measured.loss,
            accuracy=measured.accuracy,
            r2=r2 if r2 is not None and np.isfinite(r2) else None,
            confusion=None if matrix is None else Array.of(matrix),
            unpredicted=missed,
            baseline=measured.baseline,
        )


def some_rows(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """`rows`, or `most` of them at even distances.

    >>> some_rows(np.arange(10), 5).tolist()
    [0, 2, 4, 6, 8]
    """
    if len(rows) <= most:
        return rows
    return rows[np.arange(most) * len(rows) // most]
