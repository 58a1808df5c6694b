"""A future: one line of steps, from the start of the run or from where it departed from another."""

from dataclasses import dataclass, replace

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import EngineName
from learnscope.experiment import Setup
from learnscope.once import once
from learnscope.run.bins import Bins
from learnscope.run.point import Point
from learnscope.run.rows import STEP, VALIDATION
from learnscope.run.segment import Segment
from learnscope.training.loop import Loop


@dataclass(frozen=True)
class Best:
    """Where the validation loss was lowest, of all that was measured."""

    step: int
    loss: float


@dataclass(frozen=True, eq=False)
class Future:
    """Its steps before `departure` are its parent's; its curves hold theirs too."""

    name: str  # "1", "2", …: stays the same
    title: str
    colour: int  # 0 for the first, counted on from there
    parent: str  # name; "" of the first
    departure: int  # step
    segments: tuple[Segment, ...]  # its own, at least one
    head: Point  # where it ends
    log: Bins  # a row per step, from 0 on
    measures: Bins  # a row per measure: at starts of segments that have a cause, at ends of epochs
    noted: Floats | None  # (1, columns) the last of these rows
    latest: Floats | None  # (1, columns) what was measured at the head, where that is another row
    best: Best | None
    waited: int = 0  # epochs since the validation loss was lowest
    racing: bool = False
    stopped: str = ""  # why it ended, a sentence; "" where nothing but the reader ended it

    @property
    def steps(self) -> int:
        """Its end: updates made in all."""
        return self.head.step

    @property
    def segment(self) -> Segment:
        """The last: what the next step is made under."""
        return self.segments[-1]

    @once
    def points(self) -> int:
        """How many keyframes and starts of segments it has."""
        return sum(1 + len(segment.frames) for segment in self.segments)

    @once
    def size(self) -> int:
        """Bytes of its keyframes and starts of segments."""
        return sum(segment.size for segment in self.segments)


def going_on(
    future: Future,
    *,
    setup: Setup | None = None,
    loop: Loop | None = None,
    engine: EngineName | None = None,
    causes: tuple[str, ...] | None = None,
) -> Future:
    """The future with a segment without steps at its head, for what comes next; as before where not given."""
    last = future.segment
    if causes is None:
        causes = () if last.count else last.causes
    loop, engine = last.loop if loop is None else loop, last.engine if engine is None else engine
    alike = engine == last.engine and loop.plan.network.sizes == last.loop.plan.network.sizes
    segment = Segment(
        last.setup if setup is None else setup,
        loop,
        future.head,
        engine,
        causes,
        seconds=last.seconds if alike else 0.0,
    )
    if loop is not last.loop:
        last.loop.forget()
    kept = future.segments if last.count else future.segments[:-1]
    return replace(future, segments=(*kept, segment))


def better(best: Best | None, rows: Floats) -> Best | None:
    """The lowest validation loss of `best` and of `rows` of measures, the first of equals."""
    if len(rows) == 0:
        return best
    losses = np.where(np.isfinite(rows[:, VALIDATION]), rows[:, VALIDATION], np.inf)
    place = int(losses.argmin())
    if losses[place] < (np.inf if best is None else best.loss):
        return Best(int(rows[place, STEP]), float(losses[place]))
    return best
