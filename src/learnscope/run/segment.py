"""A segment: a stretch of steps made under one set of settings by one engine, from a point that is kept.

Where an edit is made a segment ends and another begins; so it does, without a cause, where another engine
takes over, where batches are skipped or repeated, and around a step that a sample was edited for.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.compiled import COMPILED, PLAIN, Engine, EngineName
from learnscope.core.threads import one_thread
from learnscope.data.split import PARTS
from learnscope.experiment import Setup
from learnscope.run.frames import Frames
from learnscope.run.point import Point
from learnscope.training import kernels
from learnscope.training.loop import Loop, Stretch, TrainingState
from learnscope.training.measures import Measures
from learnscope.training.step import Step, make_step

Indices = NDArray[np.int64]

NOWHERE: Indices = np.empty(0, dtype=np.int64)
NOWHERE.flags.writeable = False


@dataclass(frozen=True)
class ByHand:
    """A step that the loop would not make: a sample of its batch had other values, or its loss is not finite.

    `sample` is the row of the data; without inputs and target its values are its own. `picture` says of
    inputs that they are a reader's own picture, and changes no number.
    """

    sample: int
    inputs: tuple[float, ...] | None = None  # in their own units
    target: tuple[float, ...] | None = None  # as the network sees it
    picture: bool = False


@dataclass(frozen=True, eq=False)
class Segment:
    """`count` steps from `start`."""

    setup: Setup
    loop: Loop  # of these settings; its plan's network has the shape of this segment's
    start: Point
    engine: EngineName
    causes: tuple[str, ...] = ()  # why it began: ("start",), ("learning rate 1.6",); () without an edit
    count: int = 0  # 0: the next steps of its future go on here
    by_hand: ByHand | None = None  # of its one step
    frames: Frames = field(default_factory=Frames)  # keyframes after the start
    seconds: float = 0.0  # that a step takes, as measured; 0 where not measured

    @property
    def first(self) -> int:
        """Updates made before it; the number of its first step, from 0."""
        return self.start.step

    @property
    def last(self) -> int:
        """Updates made after it."""
        return self.start.step + self.count

    @property
    def cause(self) -> str:
        """Why it began, in words; "" where nobody edited anything."""
        return ", ".join(self.causes)

    @property
    def made_by(self) -> Engine:
        """The engine that made it."""
        return COMPILED if self.engine == "compiled" else PLAIN

    @property
    def size(self) -> int:
        """Bytes of its start and keyframes."""
        return self.start.size * (1 + len(self.frames))

    def before(self, step: int) -> Point:
        """The latest point kept after at most `step` updates."""
        place = self.frames.place(step)
        return self.frames.points[place - 1] if place else self.start

    def at(self, step: int) -> Point:
        """Where it was after `step` updates, from `first` to `last`, bit for bit."""
        found = self.before(step)
        if found.step == step:
            return found
        state = found.state()
        if self.by_hand is None:
            self.loop.advance_to(state, step, self.made_by)
        else:
            self.make(state, 1, measure=NOWHERE)
        return Point.of(state)

    def make(
        self, state: TrainingState, steps: int, *, measure: Indices, known: Step | None = None
    ) -> Stretch:
        """Make up to `steps` steps of this segment from `state`, which is changed, as `Loop.advance` does.

        It is measured after each of the numbers `measure` of updates. Where the one step that comes is
        `known`, it is not made again: it has the bits of what the plain engine makes.
        """
        if self.by_hand is None and known is None:
            return self.loop.advance(state, steps, self.made_by, measure=measure)
        made = self.step_from(Point.of(state)) if known is None else known
        state.parameters[:], state.slots[:] = made.after.parameters, made.optimizer_state_after.slots
        state.step += 1
        measured = measure[measure == state.step]
        outputs = 1 + self.loop.plan.network.sizes[-1]
        values = [self.loop.measure(state.parameters, PLAIN) for _ in measured]
        penalties = [self.loop.penalty(state.parameters, PLAIN) for _ in measured]
        return Stretch(
            _row(made),
            measured,
            np.array(values).reshape(len(measured), len(PARTS), outputs),
            np.array(penalties, dtype=np.float64),
            None,
        )

    def measures_in(self, stretch: Stretch) -> Measures:
        """What was measured in a stretch of this segment."""
        return self.loop.measures(
            stretch.measured, stretch.measures, stretch.penalties, ahead=self.start.ahead
        )

    def step_from(self, point: Point) -> Step:
        """The step that this segment makes from `point`, with all it takes and makes."""
        loop, hand = self.loop, self.by_hand
        rows = loop.batch(point.place)
        x, y = loop.gather(rows), loop.material.y[rows]
        with np.errstate(all="ignore"):
            if hand is not None and hand.inputs is not None:
                x[rows == hand.sample] = self.setup.scaling.apply([hand.inputs])
            if hand is not None and hand.target is not None:
                y[rows == hand.sample] = hand.target
        return self.step_on(point, x, y)

    def step_on(self, point: Point, x: Floats, y: Floats) -> Step:
        """The step it would make from `point` on other samples x (N, n_in), y (N, n_out) in network units."""
        plan = self.loop.plan
        return make_step(
            plan.network.with_parameters(point.parameters),
            x,
            y,
            learning_rate=plan.learning_rate,
            number=point.step,
            optimizer=plan.optimizer,
            optimizer_state=point.optimizer_state,
            schedule=plan.schedule,
            l1=plan.l1,
            l2=plan.l2,
            dropout=plan.dropout,
            clip_norm=plan.clip_norm,
            seed=plan.masks,
        )


def _row(step: Step) -> Floats:
    """The row (1, 4 + 2 L) of `step` as the training loop writes it."""
    layers = len(step.network.layers)
    row = np.empty((1, kernels.LAYERS + 2 * layers))
    layout, gradient = step.network.codes[0], step.gradients.parameters
    with one_thread(PLAIN), np.errstate(all="ignore"):
        row[0, kernels.LOSS], row[0, kernels.PENALTY] = step.loss, step.penalty
        by_layer = row[0, kernels.LAYERS :]
        row[0, kernels.GRADIENT] = kernels.norms(layout, gradient, by_layer[:layers])
        row[0, kernels.UPDATE] = kernels.norms(layout, step.move, by_layer[layers:])
    return row
