"""A training under way in a sitting: the loop's steps, what was measured, the best network, why it ended.

The kernel makes many steps in one call. Where a rule is met in the middle of them, they are made again from
before the call up to there; so is the best network, once, at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import frozen
from learnscope.core.compiled import Engine
from learnscope.data.split import PARTS
from learnscope.scene import words
from learnscope.session.state import State
from learnscope.session.trained import Best, Curves
from learnscope.training import loop as training
from learnscope.training.conditions import Stop, Watch
from learnscope.training.diagnosis import Diagnosis, course, not_finite
from learnscope.training.history import History, Measures
from learnscope.training.measures import spread

LONGEST = 3.0  # seconds a training may take
AT_ONCE = 0.05  # seconds a call of the kernel should take, which nothing can interrupt

Clock = Callable[[], float]


@dataclass(frozen=True, eq=False)
class Mark:
    """From where the best network so far can be made again, and after which step it was there."""

    before: training.State
    step: int
    loss: float


class Learner:
    """A training under way."""

    def __init__(self, state: State, engine: Engine) -> None:
        self._begun, self._loop, self._engine = state, state.loop, engine
        self.here = training.State(
            state.step,
            state.network.parameters.copy(),
            state.memory.slots.copy(),
            ahead=state.place - state.step,
            began=state.step - state.memory.updates,
        )
        self._stop: Stop | None = None
        self._late = False
        self._records: list[np.ndarray] = []
        self._measures: list[Measures] = []
        y, split = self._loop.material.y, self._loop.plan.split
        self._spread = np.stack([spread(y[getattr(split, part)]) for part in PARTS])
        self._validated = len(split.validation) > 0
        self._measure_here()
        first = float(self._measures[0].loss("validation")[0])
        first = first if np.isfinite(first) else np.inf
        self._known = None if state.trained is None else state.trained.best
        self._lowest = np.inf if self._known is None else self._known.loss
        self._mark: Mark | None = None
        if self._known is None or first < self._lowest:
            self._mark, self._lowest = Mark(self.here.copy(), state.step, first), first
        self._watch = Watch(self._loop.plan.stop, start=self._lowest)

    def run(self, wanted: int, *, until: float, clock: Clock) -> None:
        """Make steps up to number `wanted`, or until something ends it."""
        at_once, now = 16, clock()
        while self.here.step < wanted and self._stop is None:
            if now >= until:
                self._late = True
                break
            self._some(min(at_once, wanted - self.here.step))
            last, now = now, clock()
            if now - last < AT_ONCE / 2:
                at_once *= 2
            elif now - last > AT_ONCE:
                at_once = max(1, at_once // 2)
        if self._measures[-1].step[-1] != self.here.step:
            self._measure_here()

    def _some(self, steps: int) -> None:
        before = self.here.copy()
        stretch = self._loop.advance(self.here, steps, self._engine, measure=True)
        record = stretch.record
        at_ends = (stretch.measured + self.here.ahead) % self._loop.plan.batches == 0
        measures = self._made_of(
            stretch.measured[at_ends], stretch.measures[at_ends], stretch.penalties[at_ends]
        )
        self._stop = self._watch.look(measures) if len(measures.step) else None
        if self._stop is not None:
            made = self._stop.step - before.step
            self.here = before.copy()
            while self.here.step < self._stop.step:
                self._loop.advance(self.here, self._stop.step - self.here.step, self._engine, measure=False)
            record, kept = record[:made], measures.step <= self._stop.step
            measures = self._made_of(measures.step[kept], measures.values[kept], measures.penalty[kept])
        elif stretch.failed is not None:
            step = self.here.step
            value = stretch.failed[0] + stretch.failed[1]
            said = (
                f"Stopped: the loss of step {step + 1} is {words.number(value)}, which is no finite number."
            )
            self._stop = Stop("not_finite", step, said)
        self._records.append(record)
        if len(measures.step):
            self._measures.append(measures)
            self._look_for_best(before, measures)

    def _look_for_best(self, before: training.State, measures: Measures) -> None:
        losses = measures.loss("validation")
        losses = np.where(np.isfinite(losses), losses, np.inf)
        lowest = int(losses.argmin())
        if losses[lowest] < self._lowest:
            self._lowest = float(losses[lowest])
            self._mark = Mark(before, int(measures.step[lowest]), self._lowest)

    def _measure_here(self) -> None:
        values = self._loop.measure(self.here.parameters, self._engine)
        penalty = self._loop.penalty(self.here.parameters, self._engine)
        self._measures.append(self._made_of(np.array([self.here.step]), values[None], np.array([penalty])))

    def _made_of(self, step: np.ndarray, values: np.ndarray, penalty: np.ndarray) -> Measures:
        plan = self._loop.plan
        return Measures(
            step=step,
            epoch=(step + self.here.ahead) // plan.batches,
            penalty=penalty,
            values=values,
            counts=tuple(len(getattr(plan.split, part)) for part in PARTS),  # type: ignore[arg-type]  # three
            kind=plan.kind,
            spread=self._spread,
        )

    def measures(self) -> Measures:
        """All that was measured."""
        parts = self._measures
        return self._made_of(
            np.concatenate([part.step for part in parts]),
            np.concatenate([part.values for part in parts]),
            np.concatenate([part.penalty for part in parts]),
        )

    def curves(self) -> Curves:
        """The curves of the run, with what was measured now."""
        measures = self.measures()
        total = measures.loss("train") + measures.penalty
        losses = np.stack([total, measures.loss("validation"), measures.loss("test")], axis=1)
        before = self._begun.trained
        first = int(measures.step[0])
        kept = Curves(measures.step, losses)
        return kept if before is None else before.curves.up_to(first - 1).joined(kept)

    def best(self) -> Best | None:
        """The best network of the run, made again from the last mark."""
        if not self._validated:
            return None
        if self._mark is None:
            return self._known
        there = self._mark.before.copy()
        while there.step < self._mark.step:
            self._loop.advance(there, self._mark.step - there.step, self._engine, measure=False)
        return Best(
            loss=self._mark.loss,
            step=there.step,
            epoch=(there.step + there.ahead) // self._begun.batches,
            batch=(there.step + there.ahead) % self._begun.batches,
            updates=there.step - there.began,
            parameters=frozen(there.parameters),
            slots=frozen(there.slots),
        )

    def found(self) -> tuple[Diagnosis, ...]:
        """What is wrong with the way it went."""
        loop, here = self._loop, self.here
        network = self._begun.network.with_parameters(here.parameters)
        if self._stop is not None and self._stop.name == "not_finite":
            rows = loop.batch(here.step + here.ahead)
            return (not_finite(network, loop.gather(rows), loop.material.y[rows], step=here.step),)
        width = 4 + 2 * len(network.layers)
        record = np.concatenate([np.empty((0, width)), *self._records])
        steps = np.arange(here.step - len(record), here.step)
        history = History(
            step=steps,
            epoch=(steps + here.ahead) // loop.plan.batches,
            learning_rate=np.empty(0),
            record=record,
            measures=self.measures(),
            keyframes=(),
        )
        return course(network, history, step=here.step)

    def why(self, epochs: int) -> str:
        """Why it ended, a sentence."""
        if self._stop is not None:
            return self._stop.sentence
        made = self.here.step - self._begun.step
        if self._late:
            epoch = min(made // self._begun.batches + 1, epochs)
            seconds = words.number(LONGEST)
            return f"Stopped after {seconds} s at epoch {epoch} of {epochs}; press again to go on."
        if made < epochs * self._begun.batches:
            return f"Stopped: {words.count(self.here.step, 'step')} of the run are done, as the rule says."
        return f"All {epochs} epochs are done." if epochs > 1 else "One epoch is done."
