"""A run: steps made one after another, remembered, and visited again.

    training = Training(plan)        a run under way
    training.advance(100)            make steps, as many as wanted, until training.stopped
    training.run()                   what it is by now, as a value
    train_plan(plan)                 all of that to the end

at(n) is bit for bit the network that n updates made: the keyframe before n, and the steps between replayed by
the engine that made them. How many steps are made at a time changes nothing, and neither does the number of
cores. On another kind of processor, with other versions of the libraries or on the other engine, the last
bits of a step may differ, and what follows from them grows with the steps.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from learnscope.core.arrays import Floats, check_rows, frozen
from learnscope.core.compiled import COMPILED, PLAIN, Engine
from learnscope.core.forward import predict
from learnscope.core.network import Network
from learnscope.core.threads import one_thread
from learnscope.data.split import PARTS
from learnscope.errors import check_choice, check_whole
from learnscope.run.keyframes import Keyframes
from learnscope.training import kernels
from learnscope.training.conditions import Stop, StopChecker
from learnscope.training.engines import EngineChoice, choose_engine
from learnscope.training.history import History, Keyframe, Measures
from learnscope.training.loop import Loop, Stretch, TrainingState
from learnscope.training.measures import Evaluation, evaluate_rows, spread
from learnscope.training.plan import TrainingPlan

BUDGET = 64 * 2**20  # bytes of keyframes
BLOCK = 4096  # samples predicted together
PATIENCE = 0.05  # seconds a call of the kernel may take, which nothing can interrupt
WATCHFUL = 0.002  # seconds it may take where a rule may be met, since what is done after that is in vain


@dataclass(frozen=True, eq=False)
class Run:
    """A run as far as it went: its network, its history, and every network on the way."""

    plan: TrainingPlan
    history: History
    network: Network  # the last
    stopped: Stop | None  # None: it can go on
    loop: Loop

    @property
    def steps(self) -> int:
        """Updates made."""
        return len(self.history)

    def at(self, step: int) -> Network:
        """The network after `step` updates, from 0 to `steps`, bit for bit."""
        check_whole("step", step, low=0, high=self.steps)
        if step == self.steps:
            return self.network
        return self.plan.network.with_parameters(replay(self.loop, self.history.keyframes, step).parameters)

    @cached_property
    def best_step(self) -> int:
        """After how many updates the validation loss, or without one the training loss, was lowest."""
        measures = self.history.measures
        part = "validation" if measures.counts[1] else "train"
        losses = np.where(np.isfinite(measures.loss(part)), measures.loss(part), np.inf)
        return int(measures.step[losses.argmin()])

    @cached_property
    def best(self) -> Network:
        """The network after `best_step` updates."""
        return self.at(self.best_step)

    def evaluate(self, part: str, *, step: int | None = None) -> Evaluation:
        """Measures over "train", "validation" or "test" samples, now or after `step` updates."""
        rows = getattr(self.plan.split, check_choice("part", part, PARTS))
        network = self.network if step is None else self.at(step)
        return evaluate_rows(self.loop, network.parameters, rows, engine=self._engine)

    def predict(self, x: ArrayLike) -> Floats:
        """What the network says of samples x (N, n_in), in the data's own units: probabilities or values.

        Samples are taken in blocks of fixed size on one thread, so that neither memory nor cores matter.
        """
        rows = check_rows("x", x, self.network.sizes[0])
        scaling, target_scaling = self.plan.input_scaling, self.plan.target_scaling
        values = np.empty((len(rows), self.network.sizes[-1]))
        with one_thread(PLAIN):
            for start in range(0, len(rows), BLOCK):
                block = rows[start : start + BLOCK]
                values[start : start + BLOCK] = predict(
                    self.network, block if scaling is None else scaling.apply(block)
                )
        return values if target_scaling is None else target_scaling.invert(values)

    @property
    def _engine(self) -> Engine:
        return COMPILED if self.history.keyframes[-1].engine == "compiled" else PLAIN


class Training:
    """A run under way."""

    def __init__(self, plan: TrainingPlan, *, engine: EngineChoice = "auto", budget: int = BUDGET) -> None:
        self.plan = plan
        self.stopped: Stop | None = None
        self._loop = Loop(plan)
        self._choice: EngineChoice = engine
        self._engine = choose_engine(engine)
        self._state = self._loop.start()
        self._keyframes = Keyframes(budget)
        self._stretches: list[Stretch] = []
        self._spreads = np.stack([spread(self._loop.material.y[getattr(plan.split, part)]) for part in PARTS])
        self._measure_now()
        self._watch = StopChecker(plan.stop, start=float(self._measures().loss("validation")[0]))

    @property
    def step(self) -> int:
        """Updates made."""
        return self._state.step

    @property
    def network(self) -> Network:
        """The network as it is now."""
        return self.plan.network.with_parameters(self._state.parameters)

    def advance(self, steps: int, *, progress: Callable[[int, int], None] | None = None) -> int:
        """Make up to `steps` more; return how many were made, fewer only where something stops the run.

        `progress` is told, every now and then, how many steps are made and how many the plan has.
        """
        check_whole("steps", steps, low=1)
        first, wanted, at_once = self.step, self.step + steps, 16
        patience = WATCHFUL if self._watch.has_rules else PATIENCE
        while self.stopped is None and self.step < wanted:
            began = time.perf_counter()
            self._advance_once(min(at_once, min(wanted, self.plan.steps) - self.step))
            seconds = time.perf_counter() - began
            if seconds < patience / 2:
                at_once *= 2
            elif seconds > patience:
                at_once = max(1, at_once // 2)
            if progress is not None:
                progress(self.step, self.plan.steps)
        return self.step - first

    def run(self) -> Run:
        """The run as it is now."""
        if self._last_measured != self.step:
            self._measure_now()
        count = self.step
        record = np.concatenate([np.empty((0, self._columns)), *(part.record for part in self._stretches)])
        steps = np.arange(count)
        history = History(
            step=steps,
            epoch=steps // self.plan.batches,
            learning_rate=self.plan.schedule.rates(self.plan.learning_rate, 0, count),
            record=frozen(record),
            measures=self._measures(),
            keyframes=self._keyframes.all(),
        )
        for array in (history.step, history.epoch, history.learning_rate):
            array.flags.writeable = False
        return Run(self.plan, history, self.network, self.stopped, self._loop)

    def _advance_once(self, steps: int) -> None:
        if self._choice == "auto":
            self._engine = choose_engine("auto", present=self._engine)
        self._keep()
        stretch = self._loop.advance(self._state, steps, self._engine, measure=True)
        self._stretches.append(stretch)
        stop = self._watch.look(self._measures(self._stretches[-1:]))
        if stop is not None:
            self._go_back(stop.step)
        elif stretch.failed is not None:
            value = stretch.failed[kernels.LOSS] + stretch.failed[kernels.PENALTY]
            words = f"Stopped: the loss of step {self.step + 1} is {value}, which is no finite number."
            stop = Stop("not_finite", self.step, words)
        elif self.step == self.plan.steps:
            name, words = "finished", f"all {self.plan.epochs} epochs are done"
            if self.plan.stop.steps == self.step:
                name, words = "steps", f"{self.step} steps are done"
            stop = Stop(name, self.step, f"Stopped: {words}.")  # type: ignore[arg-type]  # two of its words
        self.stopped = stop

    def _go_back(self, step: int) -> None:
        """Forget what was done after `step` updates; a rule was met there."""
        self._state = replay(self._loop, self._keyframes.all(), step)
        self._keyframes.forget_after(step)
        last = self._stretches.pop()
        made = step - sum(len(stretch.record) for stretch in self._stretches)
        kept = last.measured <= step
        self._stretches.append(
            Stretch(last.record[:made], last.measured[kept], last.measures[kept], last.penalties[kept], None)
        )

    def _keep(self) -> None:
        state = self._state
        self._keyframes.add(
            Keyframe(
                state.step, frozen(state.parameters.copy()), frozen(state.slots.copy()), self._engine.name
            )
        )

    @property
    def _columns(self) -> int:
        return 4 + 2 * len(self.plan.network.layers)

    @property
    def _last_measured(self) -> int:
        return next(int(part.measured[-1]) for part in reversed(self._stretches) if len(part.measured))

    def _measure_now(self) -> None:
        values = self._loop.measure(self._state.parameters, self._engine)
        penalty = self._loop.penalty(self._state.parameters, self._engine)
        self._stretches.append(
            Stretch(
                np.empty((0, self._columns)), np.array([self.step]), values[None], np.array([penalty]), None
            )
        )
        self._keep()

    def _measures(self, stretches: Sequence[Stretch] | None = None) -> Measures:
        stretches, split = self._stretches if stretches is None else stretches, self.plan.split
        step = np.concatenate([part.measured for part in stretches])
        measures = Measures(
            step=step,
            epoch=step // self.plan.batches,
            penalty=frozen(np.concatenate([part.penalties for part in stretches])),
            values=frozen(np.concatenate([part.measures for part in stretches])),
            counts=(len(split.train), len(split.validation), len(split.test)),
            kind=self.plan.kind,
            spread=self._spreads,
        )
        measures.step.flags.writeable = measures.epoch.flags.writeable = False
        return measures


def train_plan(
    plan: TrainingPlan,
    *,
    engine: EngineChoice = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Run `plan` to its end or until something stops it; `progress` is told steps made and steps in all."""
    training = Training(plan, engine=engine)
    training.advance(plan.steps, progress=progress)
    return training.run()


def replay(loop: Loop, keyframes: tuple[Keyframe, ...], step: int) -> TrainingState:
    """The state after `step` updates, made again from the keyframe before it."""
    place = max(k for k, frame in enumerate(keyframes) if frame.step <= step)
    frame = keyframes[place]
    state = TrainingState(frame.step, frame.parameters.copy(), frame.slots.copy())
    engine = COMPILED if frame.engine == "compiled" else PLAIN
    loop.advance_to(state, step, engine)
    return state
