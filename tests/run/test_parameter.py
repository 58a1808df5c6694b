"""A parameter in time: its start minus all its updates, exact where numbers allow, edits told apart."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.errors import ArgumentError
from learnscope.run import parameter
from learnscope.run.parameter import parameter_history


def run_of(**changes: object) -> ls.ExperimentRun:
    return ls.train(ls.Experiment(data="iris", hidden=(5,), batch_size=15, epochs=6).replace(**changes))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_now_is_the_start_minus_all_updates(optimizer: str) -> None:
    """Step by step the update is that of the step, bit for bit what the parameter moved by."""
    run = run_of(optimizer=optimizer)

    found = parameter_history(run.tree, run.future, 40, 1, "weight", (2, 1))

    assert found.start == run.at(0).weights[1][2, 1]
    assert found.now == run.at(40).weights[1][2, 1]
    assert found.start - found.updates == pytest.approx(found.now, rel=1e-12)
    assert [move.last - move.first for move in found.moves] == [1] * 40
    for step in (0, 17, 39):
        move = found.moves[step]
        assert (move.before, move.after) == (run.at(step).weights[1][2, 1], run.at(step + 1).weights[1][2, 1])


def test_the_steps_that_moved_it_most_are_those_of_the_largest_updates() -> None:
    """Ranked by size, whatever the sign."""
    run = run_of()
    sizes = [abs(run.step(step).update.weights[0][1, 2]) for step in range(run.steps)]

    found = parameter_history(run.tree, run.future, run.steps, 0, "weight", (1, 2)).most(3)

    assert [move.first for move in found] == sorted(range(run.steps), key=lambda k: -sizes[k])[:3]


def test_a_long_run_is_told_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their updates have the same sum; of a longer one keyframes are enough."""
    run = run_of()
    whole = parameter_history(run.tree, run.future, run.steps, 1, "bias", (0,))
    monkeypatch.setattr(parameter, "MOST_STRETCHES", 10)
    stretches = parameter_history(run.tree, run.future, run.steps, 1, "bias", (0,))
    monkeypatch.setattr(parameter, "MOST_STEPS", 10)
    frames = parameter_history(run.tree, run.future, run.steps, 1, "bias", (0,))

    assert whole.stretch == 1
    assert 1 < stretches.stretch <= 5
    for found in (stretches, frames):
        assert (found.start, found.now) == (whole.start, whole.now)
        assert found.updates == pytest.approx(whole.updates, rel=1e-12)


def test_a_step_of_a_run_tells_the_way_of_its_weight() -> None:
    """`run.step(n).why(…).history`, of a gradient as of the weight itself; of other numbers there is none."""
    run = run_of()

    found = run.step(20).why("gradient.1.2.0").history
    assert found is not None
    assert found.now == run.at(20).weights[1][2, 0]
    assert str(found).startswith(f"{found.start!r} − {found.updates!r} = {found.now!r} after 20 steps")
    assert run.step(20).why("delta.1.2").history is None


def test_a_step_that_is_not_there_is_refused() -> None:
    """With the steps there are."""
    run = run_of(epochs=1)

    with pytest.raises(ArgumentError) as refused:
        parameter_history(run.tree, run.future, 99, 0, "weight", (0, 0))
    assert str(refused.value) == f"step must be a whole number from 0 to {run.steps}, got 99"


def test_before_the_first_step_it_is_its_start() -> None:
    """No moves, no edits, one value."""
    run = run_of(epochs=1)
    found = parameter_history(run.tree, run.future, 0, 0, "weight", (0, 0))

    assert (found.moves, found.edits) == ((), ())
    assert np.array_equal(found.values, [found.start])
