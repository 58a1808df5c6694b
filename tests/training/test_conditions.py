"""What ends a run, exactly where it should."""

from dataclasses import replace

import numpy as np
import pytest

import learnscope as ls
from learnscope.errors import ArgumentError
from learnscope.run import grow
from learnscope.training.conditions import Stop, StopRules
from tests.run.trees import engine_of
from tests.training.plans import ENGINES, make_plan, make_split, train_plan


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_ends_with_its_last_epoch(engine):
    """Nothing else stops it."""
    run = train_plan(make_plan(epochs=3), engine=engine)

    assert run.stopped == Stop("finished", 18, "Stopped: all 3 epochs are done.")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_ends_after_so_many_steps(engine):
    """In the middle of an epoch, too; the network is measured there."""
    run = train_plan(make_plan(stop=StopRules(steps=8)), engine=engine)

    assert run.stopped == Stop("steps", 8, "Stopped: 8 steps are done.")
    assert run.steps == 8
    assert run.history.measures.step.tolist() == [0, 6, 8]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_ends_at_the_first_epoch_that_meets_its_rule(engine):
    """However many steps are made at a time: the network is that epoch's, and nothing later is kept."""
    plan = make_plan(epochs=100)
    whole = train_plan(plan, engine=engine)
    losses = whole.history.measures.loss("train")
    goal = float(losses[30] + losses[31]) / 2
    first = int(np.flatnonzero(losses < goal)[0])

    run = train_plan(replace(plan, stop=StopRules(loss_below=goal)), engine=engine)

    step = first * plan.batches
    sentence = f"Stopped after epoch {first}: the training loss is {losses[first]:.6g}, below {goal:g}."
    assert run.stopped == Stop("loss_below", step, sentence)
    assert run.network.parameters.tobytes() == whole.at(step).parameters.tobytes()
    assert len(run.history) == step
    assert run.history.measures.step[-1] == step


def test_accuracy_is_watched_on_validation_samples():
    """Or, where there are none, on those learned from."""
    rules = StopRules(accuracy_above=0.8)
    watched = train_plan(make_plan(epochs=100, stop=rules), engine="plain")
    alone = train_plan(make_plan(epochs=100, stop=rules, split=make_split(60, (100, 100))), engine="plain")

    assert watched.evaluate("validation").accuracy > 0.8
    assert watched.stopped.sentence.startswith(
        f"Stopped after epoch {watched.steps // 6}: the validation accuracy is "
    )
    assert watched.stopped.sentence.endswith(" %, above 80.00 %.")
    assert "the train accuracy is" in alone.stopped.sentence


def test_patience_counts_epochs_without_a_new_lowest_validation_loss():
    """One epoch of patience: the first that is no better ends the run."""
    noise = np.eye(2)[np.random.default_rng(1).integers(2, size=60)]
    plan = replace(make_plan(epochs=400, learning_rate=0.5, stop=StopRules(patience=1)), targets=noise)

    run = train_plan(plan, engine="plain")

    losses = run.history.measures.loss("validation")
    assert (np.diff(losses[:-1]) < 0).all()
    assert losses[-1] >= losses[-2]
    words = f"the validation loss has not gone below {losses[-2]:.4f} for 1 epoch"
    assert run.stopped.sentence == f"Stopped after epoch {len(losses) - 1}: {words}."


@pytest.mark.parametrize("engine", ENGINES)
def test_a_loss_that_is_no_number_ends_the_run_before_its_step(engine):
    """The steps before it are kept, all their numbers finite; the sentence names the step and the number."""
    network = ls.Network.draw([3, 5, 2], activation="relu", loss="squared_error", seed=0)
    plan = make_plan(network=network, learning_rate=1e4, epochs=50)

    run = train_plan(plan, engine=engine)

    step = run.steps
    assert run.stopped.name == "not_finite"
    assert run.stopped.step == step < 300
    assert run.stopped.sentence == f"Stopped: the loss of step {step + 1} is inf, which is no finite number."
    assert np.isfinite(run.history.loss).all()
    assert run.history.measures.step[-1] == step
    assert grow(run.tree, run.future, 1, engine_of(engine)).made == 0


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"steps": 0}, "steps must be a whole number of at least 1, got 0"),
        ({"loss_below": 0.0}, "loss_below must be in (0, inf), got 0.0"),
        ({"accuracy_above": 1.0}, "accuracy_above must be in [0, 1), got 1.0"),
        ({"patience": 0}, "patience must be a whole number of at least 1, got 0"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rules, message):
    """Each names its range."""
    with pytest.raises(ArgumentError) as caught:
        StopRules(**rules)

    assert str(caught.value) == message
