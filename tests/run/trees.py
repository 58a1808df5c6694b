"""Small trees, and the straight recomputation they are compared with."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import COMPILED, PLAIN, Engine
from learnscope.core.optimizers import OptimizerState
from learnscope.experiment import Setup, set_up
from learnscope.run import ByHand, Limits, Point, Tree, begin
from learnscope.training.loop import Loop, TrainingState
from learnscope.training.planning import plan_of
from learnscope.training.step import make_step
from tests.small import small

TIGHT = Limits(frames=6500, bins=8, rows=4)  # so small that everything is summed up and made again


def make_setup(**changes: Any) -> Setup:
    """Two clouds of 40 points, a hidden layer of three, plain descent."""
    generator = np.random.default_rng(5)
    x = generator.normal(size=(40, 2))
    y = (x[:, 0] + 0.5 * x[:, 1] > 0).astype(int)
    options = {"hidden": (3,), "optimizer": "sgd", "learning_rate": 0.2, "batch_size": 6, "seed": 3}
    return set_up(small(data=(x, y), **options | changes))


def changed(setup: Setup, **changes: Any) -> Setup:
    """The same under other settings of learning, or with another network."""
    return set_up(replace(setup.experiment, **changes))


def loop_of(setup: Setup) -> Loop:
    """What makes its steps."""
    return Loop(plan_of(setup))


def make_tree(limits: Limits | None = None, **changes: Any) -> Tree:
    """A tree that begins."""
    setup = make_setup(**changes)
    return begin(setup, loop_of(setup)) if limits is None else begin(setup, loop_of(setup), limits=limits)


def engine_of(name: str) -> Engine:
    """By its name."""
    return COMPILED if name == "compiled" else PLAIN


def one_by_one(loop: Loop, start: Point, steps: int, engine: Engine) -> list[Point]:
    """The points after 1 … `steps` steps, each made in a call of its own."""
    state, points = start.state(), []
    for _ in range(steps):
        loop.advance(state, 1, engine, measure=False)
        points.append(Point.of(state))
    return points


def by_hand(setup: Setup, loop: Loop, start: Point, edited: ByHand) -> Point:
    """The point after a step for which a sample was edited."""
    plan, rows = loop.plan, loop.batch(start.place)
    x, y = loop.gather(rows), loop.material.y[rows]
    place = rows.tolist().index(edited.sample)
    if edited.inputs is not None:
        x[place] = setup.scaling.apply([edited.inputs])[0]
    if edited.target is not None:
        y[place] = edited.target
    step = make_step(
        plan.network.with_parameters(start.parameters), x, y,
        learning_rate=plan.learning_rate, number=start.step, optimizer=plan.optimizer,
        optimizer_state=OptimizerState(start.step - start.began, start.slots), schedule=plan.schedule,
        l1=plan.l1, l2=plan.l2, dropout=plan.dropout, clip_norm=plan.clip_norm, seed=plan.seed,
    )  # fmt: skip
    slots = step.optimizer_state_after.slots
    return Point(start.step + 1, step.after.parameters, slots, start.ahead, start.began)


@dataclass
class Line:
    """A future as the straight recomputation has it: what is at each step, and what makes the next."""

    points: list[Point]
    setup: Setup
    loop: Loop
    settings: list[Setup] = field(default_factory=list)  # of each step made

    def copy(self, until: int | None = None) -> "Line":
        """Another one, up to `until` updates."""
        end = len(self.points) - 1 if until is None else until
        return Line(self.points[: end + 1], self.setup, self.loop, self.settings[:end])

    def add(self, points: list[Point]) -> None:
        """Steps made under the present settings."""
        self.points += points
        self.settings += [self.setup] * len(points)


def straight(setup: Setup, steps: int, *, engine: Engine = PLAIN) -> tuple[list[Point], Floats]:
    """All points of a run that nobody touched, and the rows of its steps, made one at a time."""
    loop = loop_of(setup)
    state: TrainingState = loop.start()
    points, rows = [Point.of(state)], []
    for _ in range(steps):
        rows.append(loop.advance(state, 1, engine, measure=False).record)
        points.append(Point.of(state))
    return points, np.concatenate(rows)
