"""A trial: a whole training as quickly as it can be had, measured here and there instead of every epoch.

It makes the steps that `train` makes, bit for bit on the same engine; where it measures, it measures the
same. What is left out is all that lies between: rows per step, keyframes, rules that stop early.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import Engine
from learnscope.training.loop import Loop
from learnscope.training.measures import Measures, joined

Indices = NDArray[np.int64]

FIRST = 64  # steps of the first call of the kernel, whose time says how many go into the next
AT_ONCE = 0.01  # seconds a call may take, which nothing can interrupt
MEASURING = 0.5  # share of the time that may go into measuring


@dataclass(frozen=True, eq=False)
class Trial:
    """How far it went, and what was measured on the way: at its start, at its end, and evenly between."""

    step: int  # updates made
    parameters: Floats  # after them
    measures: Measures
    failed: bool  # whether the loss of the next step is no finite number


def try_out(
    loop: Loop,
    steps: int,
    *,
    engine: Engine,
    points: int,
    seconds: float,
    clock: Callable[[], float],
    at: Indices | None = None,
) -> Trial:
    """The first `steps` steps of `loop`, or as many as fit into `seconds` by `clock`, at least a few.

    It is measured at about `points` places; at fewer where measuring would take half of the time. With `at`,
    it is measured after these numbers of updates, whatever that takes.
    """
    began = clock()
    state = loop.start()
    first = loop.measure(state.parameters, engine)
    values, penalties = [first[None]], [np.array([loop.penalty(state.parameters, engine)])]
    one = clock() - began
    if at is None and points * one > MEASURING * seconds:
        points = int(MEASURING * seconds / one)
    due = places(steps, points) if at is None else at
    measured = [np.array([0])]
    at_once, failed = FIRST, False
    while state.step < steps and not failed and (state.step == 0 or clock() - began < seconds):
        before, called = state.step, clock()
        stretch = loop.advance(state, min(at_once, steps - state.step), engine, measure=due)
        measured.append(stretch.measured)
        values.append(stretch.measures)
        penalties.append(stretch.penalties)
        failed = stretch.failed is not None
        each = (clock() - called) / max(1, state.step - before)
        left = max(0.0, began + seconds - clock())
        at_once = max(1, int(min(AT_ONCE, left) / each)) if each > 0 else 2 * at_once
    if measured[-1][-1:].tolist() != [state.step] and state.step > 0:
        measured.append(np.array([state.step]))
        values.append(loop.measure(state.parameters, engine)[None])
        penalties.append(np.array([loop.penalty(state.parameters, engine)]))
    measures = loop.measures(*(np.concatenate(part) for part in (measured, values, penalties)))
    measures = joined([measures], until=state.step)
    return Trial(state.step, frozen(state.parameters), measures, failed)


def places(steps: int, points: int) -> Indices:
    """About `points` numbers of updates, evenly from 1 to `steps`, which is one of them.

    >>> places(10, 4).tolist(), places(3, 100).tolist(), places(10, 0).tolist()
    ([2, 5, 8, 10], [1, 2, 3], [10])
    """
    spaced = np.linspace(0, steps, max(1, points) + 1)[1:]
    return np.unique(np.rint(spaced).astype(np.int64).clip(1, steps))
