"""A trial makes the steps of a training, measures what it would, and says how far it went."""

import itertools
from typing import Any

import numpy as np
import pytest

from learnscope.core.compiled import COMPILED, PLAIN
from learnscope.run.trial import Trial, places, try_out
from learnscope.training.loop import Loop
from tests.training.plans import ENGINES, make_plan, train_plan


def still() -> float:
    """A clock that stands still."""
    return 0.0


def tried(plan: Any, steps: int, *, engine: str = "plain", points: int = 7, **options: Any) -> Trial:
    """A trial of `plan` that has all the time it wants."""
    options = {"seconds": 1.0, "clock": still} | options
    return try_out(
        Loop(plan), steps, engine=PLAIN if engine == "plain" else COMPILED, points=points, **options
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["classes", "labels", "values"])
def test_a_trial_has_the_bits_of_the_training(engine: str, kind: str) -> None:
    """Parameters at its end, and losses wherever it measured, are those of the run at these steps."""
    plan = make_plan(kind=kind, dropout=0.2, l2=0.01, epochs=20)
    run = train_plan(plan, engine=engine)

    trial = tried(plan, 100, engine=engine)

    assert trial.step == 100
    assert not trial.failed
    assert trial.measures.step[0] == 0
    assert trial.measures.step[-1] == 100
    assert trial.parameters.tobytes() == run.at(100).parameters.tobytes()
    for part in ("train", "validation", "test"):
        there = [run.evaluate(part, step=int(step)).loss for step in trial.measures.step]
        assert trial.measures.loss(part).tolist() == there
    penalties = [run.evaluate("train", step=int(step)).penalty for step in trial.measures.step]
    assert trial.measures.penalty.tolist() == penalties


@pytest.mark.parametrize("limit", [1e-9, 0.01])
def test_a_trial_whose_time_is_up_ends_early_and_true(limit: float) -> None:
    """What fits into the time is measured at its end, and is what a trial of that many steps gives."""
    ticks = itertools.count()
    plan = make_plan(epochs=1000)

    cut = tried(plan, 5000, seconds=limit, clock=lambda: next(ticks) * 1e-3)

    whole = tried(plan, cut.step)
    assert 0 < cut.step < 5000
    assert not cut.failed
    assert cut.measures.step[-1] == cut.step
    assert cut.parameters.tobytes() == whole.parameters.tobytes()
    assert cut.measures.loss("train")[-1] == whole.measures.loss("train")[-1]


def test_a_trial_ends_before_the_first_step_whose_loss_is_none() -> None:
    """It says so, and ends with the parameters of that step, measured."""
    plan = make_plan(kind="values", learning_rate=1e6, epochs=100)
    run = train_plan(plan, engine="plain")

    trial = tried(plan, 300)

    assert trial.failed
    assert trial.step == run.steps < 300
    assert trial.parameters.tobytes() == run.network.parameters.tobytes()
    assert trial.measures.step[-1] == trial.step


def test_measuring_takes_no_more_than_its_share_of_the_time() -> None:
    """Where one measuring takes a tenth of the time, it measures five times and at the start."""
    times = iter([0.0, 0.1])
    plan = make_plan(epochs=100)

    trial = tried(plan, 60, points=50, clock=lambda: next(times, 0.1))

    assert trial.measures.step.tolist() == [0, 12, 24, 36, 48, 60]


@pytest.mark.parametrize(("steps", "points"), [(1, 1), (1, 100), (99, 100), (1000, 100), (7, 3), (50, 0)])
def test_places_are_even_and_end_at_the_last_step(steps: int, points: int) -> None:
    """As many as asked for where there are so many, at distances that differ by one at most."""
    found = places(steps, points)

    gaps = np.diff([0, *found])
    assert len(found) == min(steps, max(1, points))
    assert found[-1] == steps
    assert gaps.min() >= 1
    assert gaps.max() - gaps.min() <= 1
