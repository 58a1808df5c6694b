"""What-ifs are the trainings they speak of, and say what became of them."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from learnscope import words
from learnscope.core.compiled import can_compile
from learnscope.errors import IntentError
from learnscope.experiment import Experiment, set_up
from learnscope.experiment.numbers import numbers_of, with_value
from learnscope.library.train import train
from learnscope.scene import schema
from learnscope.session.settings_map import map_row
from learnscope.session.state import State, begin
from learnscope.session.what_if import beginning, what_if
from learnscope.training.engines import EngineChoice
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from tests.session.reader import Reader, new_session
from tests.small import SMALL

FAST: EngineChoice = "compiled" if can_compile() else "plain"
RECIPE = SMALL | {
    "data": "circle", "data_options": {"samples": 60}, "hidden": (5, 4), "optimizer": "momentum",
    "batch_size": 8, "epochs": 40, "dropout": 0.1, "seed": 3,
}  # fmt: skip
VALUES = {
    "learning_rate": 0.2, "batch_size": 5.0, "momentum": 0.5, "l1": 0.001, "l2": 0.02, "dropout": 0.3,
    "hidden.2": 7.0, "seed": 11.0, "initial_scale": 2.5, "data.noise": 0.3, "data.samples": 50.0,
    "split.test": 0.25, "clip_norm": 0.7,
}  # fmt: skip
AT = schema.Moment(run="a", step=0, revision=0, phase=0.0, sample=0)
ASKED = [one.name for one in numbers_of(Experiment(**RECIPE)).values() if one.asked]


def state_of(**changes: Any) -> State:
    """The first state of the recipe."""
    return begin("", Experiment(**RECIPE | changes), run="a")


def asked(state: State, name: str, value: float, **changes: Any) -> schema.WhatIfScene:
    """The answer to a what-if that has all the time it wants."""
    options = {"steps": 60, "milliseconds": 1000.0, "points": 10, "serial": 5} | changes
    question = schema.WhatIf(at=AT, name=name, value=value, **options)
    return what_if(state, question, clock=lambda: 0.0, engine="plain")


def row(state: State, **changes: Any) -> schema.MapScene:
    """A row of a map of learning rates and batch sizes."""
    options = {"x_name": "learning_rate", "x": (0.01, 0.1), "y_name": "batch_size", "y": 6.0, "steps": 30}
    question = schema.MapRow(at=AT, **options | changes)
    return map_row(state, question, clock=lambda: 0.0, engine="plain")


@pytest.mark.parametrize(("name", "value"), VALUES.items())
def test_a_what_if_is_the_training_of_that_experiment(name: str, value: float) -> None:
    """Every loss of its curves and the measures at its end are those of `train`, bit for bit; both lines."""
    state = state_of()
    scene = asked(state, name, value)

    assert (scene.serial, scene.name, scene.value, scene.wanted, scene.complete) == (5, name, value, 60, True)
    for experiment, line in (
        (with_value(state.experiment, name, value), scene.there), (state.experiment, scene.here),
    ):  # fmt: skip
        run = train(experiment, engine="plain")
        steps = line.updates.numpy()
        assert line.steps == 60
        assert steps.tolist() == [0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60]
        for part, curve in (("train", line.train), ("validation", line.validation)):
            assert curve is not None
            assert curve.numpy().tolist() == [run.evaluate(part, step=int(step)).loss for step in steps]
        assert [measured.part for measured in line.outcome] == ["train", "validation"]
        for measured in line.outcome:
            there = run.evaluate(measured.part, step=60)
            assert (measured.loss, measured.accuracy, measured.count) == (
                there.loss, there.accuracy, there.count,
            )  # fmt: skip


@pytest.mark.parametrize("value", [1.0, 42.0])
def test_batch_sizes_are_compared_after_as_many_epochs(value: float) -> None:
    """Single samples and the whole batch beside the mini-batch, each having seen every sample as often."""
    state = state_of()  # 42 samples to train on, in batches of 8

    scene = asked(state, "batch_size", value, per="epochs", steps=30)

    batches = {8.0: 6, 1.0: 42, 42.0: 1}
    assert (scene.here.epoch_steps, scene.there.epoch_steps) == (batches[8.0], batches[value])
    assert (scene.here.steps, scene.there.steps) == (5 * batches[8.0], 5 * batches[value])
    run = train(replace(state.experiment, batch_size=int(value)), engine="plain")
    there = run.evaluate("validation", step=scene.there.steps)
    assert scene.there.outcome[-1].loss == there.loss
    assert f"after 5 epochs ({scene.there.steps} steps against 30), " in scene.sentence


def test_out_of_time_both_are_compared_after_as_many_steps() -> None:
    """The slower one's last; epochs likewise."""
    for per, name, value in (("steps", "seed", 1.0), ("epochs", "batch_size", 1.0)):
        times = iter(np.arange(0, 1000, 0.002))
        question = schema.WhatIf(
            at=AT, name=name, value=value, steps=60_000, milliseconds=30.0, per=per, points=50
        )  # type: ignore[arg-type]
        scene = what_if(state_of(), question, clock=lambda times=times: next(times), engine=FAST)

        assert not scene.complete
        units = (1, 1) if per == "steps" else (scene.there.epoch_steps, scene.here.epoch_steps)
        assert scene.here.steps * units[0] == scene.there.steps * units[1]


def test_test_samples_judge_nothing() -> None:
    """Whatever their targets are, the answer is the same to the last bit."""
    question = {"steps": 40}
    state = state_of(data="iris", data_options=())
    dataset = state.setup.dataset
    targets = dataset.targets.copy()
    rows = state.setup.split.test
    targets[rows] = np.roll(targets[rows], 1, axis=1)
    setup = replace(state.setup, dataset=replace(dataset, targets=targets))
    other = replace(state, setup=setup, loop=Loop(plan_of(setup)))

    one, two = (asked(each, "learning_rate", 0.3, **question) for each in (state, other))

    assert one.judged == two.judged == "validation"
    assert (one.here, one.there, one.sentence) == (two.here, two.there, two.sentence)


def test_a_what_if_starts_at_the_start_wherever_the_sitting_stands() -> None:
    """Trained, edited and browsed sittings get the answer a fresh one gets."""
    reader = Reader(new_session(experiment=Experiment(**RECIPE)))
    question = {"name": "learning_rate", "value": 0.3, "steps": 20, "milliseconds": 5000.0}
    before = reader.ask(schema.WhatIf, **question)
    reader.get(schema.Advance, next_batch=True, phase=1.0)
    reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=3.0)

    after = reader.ask(schema.WhatIf, **question)

    assert isinstance(before, schema.WhatIfScene)
    assert isinstance(after, schema.WhatIfScene)
    assert (before.here, before.there) == (after.here, after.there)


def test_a_what_if_changes_nothing() -> None:
    """The scene after it is the scene before it."""
    reader = Reader(new_session(experiment=Experiment(**RECIPE)))
    before = reader.session.scene()

    reader.ask(schema.WhatIf, name="seed", value=4.0, steps=10, milliseconds=1000.0)

    assert reader.session.scene() == before


@pytest.mark.parametrize(("name", "value"), [("l2", 0.5), ("hidden.1", 3.0), ("initial_scale", 0.1)])
def test_data_is_used_again_where_nothing_of_it_differs(name: str, value: float) -> None:
    """Data, split and scaled copy are the sitting's own; the setup is what `set_up` makes."""
    state = state_of()

    begun = beginning(state, schema.KeepWhatIf(at=AT, name=name, value=value, steps=1))

    fresh = set_up(begun.experiment)
    assert begun.setup.dataset is state.setup.dataset
    assert begun.loop.material is state.loop.material
    assert begun.setup.network == fresh.network
    assert begun.setup.split.train.tolist() == fresh.split.train.tolist()


def test_a_value_that_diverges_is_complete_and_says_where() -> None:
    """Its curves end at the last step there is, and the sentence names the first that could not be made."""
    state = state_of(data="plane", data_options=(), dropout=0.0, activation="relu")
    run = train(replace(state.experiment, learning_rate=1e5), engine="plain")

    scene = asked(state, "learning_rate", 1e5)

    assert scene.complete
    assert scene.there.updates.numpy()[-1] == run.steps < 60
    assert scene.sentence == (
        f"With learning rate 1e5, the loss is no finite number any more at step {run.steps + 1}."
    )


@pytest.mark.parametrize(
    ("name", "value", "begins"),
    [
        ("learning_rate", 0.05, "With learning rate 0.05, the validation loss is "),
        ("hidden.1", 3.0, "With three neurons in hidden 1, the validation loss is "),
        ("data.noise", 0.25, "With noise 0.25, the validation loss is "),
        ("split.validation", 0.1, "With validation share 0.1, the validation loss is "),
    ],
)
def test_the_sentence_names_setting_and_outcome(name: str, value: float, begins: str) -> None:
    """Loss and accuracy on validation samples, after how many steps, against those without the change."""
    scene = asked(state_of(), name, value)

    assert scene.sentence.startswith(begins)
    here, there = scene.here.outcome[-1].loss, scene.there.outcome[-1].loss
    how = "lower than" if there < here else "higher than"
    assert f" % right) after 60 steps, {how} {words.fixed(here)} (" in scene.sentence
    assert scene.sentence.endswith(" % right) as it stands.")


def test_a_what_if_out_of_time_says_how_far_it_came() -> None:
    """It is not complete, and its sentence says of how many steps."""
    times = iter(np.arange(0, 100, 0.002))
    question = schema.WhatIf(at=AT, name="seed", value=1.0, steps=100_000, milliseconds=10.0)

    scene = what_if(state_of(), question, clock=lambda: next(times), engine=FAST)

    assert not scene.complete
    assert scene.there.steps < 1000
    far = f"after {words.grouped(scene.there.steps)} steps of 100 000 steps, as far as the time went,"
    assert far in scene.sentence


def test_a_what_if_that_has_no_time_compares_nothing() -> None:
    """Where both are known at the start alone, the sentence says so and what to do."""
    times = iter(np.arange(0, 1000, 1.0))
    question = schema.WhatIf(at=AT, name="batch_size", value=1.0, steps=5000, milliseconds=1.0, per="epochs")

    scene = what_if(state_of(), question, clock=lambda: next(times), engine=FAST)

    assert scene.there.steps == scene.here.steps == 0
    assert re.fullmatch(
        r"With batch size 1, the time was over before the two could be compared: [\d ]+ of [\d ]+ steps were "
        r"made; ask for fewer\.",
        scene.sentence,
    )


def test_a_row_of_the_map_holds_the_ends_of_what_ifs() -> None:
    """Validation losses of the trainings with both values, in the order asked for."""
    state = state_of()

    scene = row(state, serial=8)

    both = [replace(state.experiment, batch_size=6, learning_rate=rate) for rate in (0.01, 0.1)]
    there = [train(experiment, engine="plain").evaluate("validation", step=30).loss for experiment in both]
    assert scene.loss.numpy().tolist() == there
    assert (scene.serial, scene.x_name, scene.y_name, scene.y, scene.steps) == (
        8, "learning_rate", "batch_size", 6.0, 30,
    )  # fmt: skip
    assert scene.x.numpy().tolist() == [0.01, 0.1]


def test_without_validation_samples_the_map_holds_training_losses() -> None:
    """Where none are kept for validation."""
    state = state_of(split=(0.8, 0.0, 0.2))

    scene = row(state, x=(0.1,))

    run = train(replace(state.experiment, batch_size=6, learning_rate=0.1), engine="plain")
    assert scene.loss.numpy().tolist() == [run.evaluate("train", step=30).loss]


def test_a_cell_that_diverges_is_not_a_number() -> None:
    """And its neighbours are as they are."""
    state = state_of(data="plane", data_options=(), dropout=0.0, activation="relu")

    losses = row(state, x=(0.01, 1e5)).loss.numpy()

    assert np.isfinite(losses[0])
    assert np.isnan(losses[1])


@pytest.mark.parametrize(
    ("name", "value", "field", "message"),
    [
        ("learning_rate", -0.1, "value", "learning rate must be in (0, inf), got -0.1"),
        ("initial_scale", 0.0, "value", "scale of starting weights must be in (0, inf), got 0.0"),
        ("batch_size", 2.5, "value", "batch size must be a whole number of at least 1, got 2.5"),
        ("hidden.2", 0.0, "value", "hidden[1] must be a whole number of at least 1, got 0"),
        ("data.noise", 2.0, "value", "data option noise must be in [0, 0.5], got 2.0"),
        ("split.test", 1.0, "value", "test share must be in [0, 1), got 1.0"),
        (
            "hidden.2", 500_000.0, "value",
            "a network on the page must have at most 2 000 000 parameters, "
            "got 2-5-500000-2 with 4 000 017; take fewer hidden neurons",
        ),
        (
            "optimizer", 1.0, "name",
            f"unknown setting of numbers 'optimizer' ({', '.join(sorted(ASKED))})",
        ),
    ],
)  # fmt: skip
def test_a_value_that_breaks_a_rule_is_refused(name: str, value: float, field: str, message: str) -> None:
    """With the rule of the experiment, at the part of the question at fault."""
    with pytest.raises(IntentError) as caught:
        asked(state_of(), name, value)

    assert (caught.value.field, str(caught.value)) == (field, message)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"steps": 0}, "steps must be a whole number from 1 to 1000000, got 0"),
        ({"points": 0}, "points must be a whole number from 1 to 2000, got 0"),
        ({"milliseconds": 0.0}, "milliseconds must be in (0, 10000], got 0.0"),
    ],
)
def test_a_what_if_beyond_its_limits_is_refused(changes: dict[str, Any], message: str) -> None:
    """Steps, points and time have limits."""
    with pytest.raises(IntentError) as caught:
        asked(state_of(), "seed", 1.0, **changes)

    assert (caught.value.field, str(caught.value)) == (next(iter(changes)), message)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"x": ()}, "x", "x must hold from 1 to 64 values, got 0"),
        ({"x": (0.0,)}, "x", "learning rate must be in (0, inf), got 0.0"),
        ({"y": 0.0}, "y", "batch size must be a whole number of at least 1, got 0"),
        (
            {"y_name": "learning_rate"}, "y_name",
            "y_name must be another setting than x_name, got 'learning_rate' for both",
        ),
    ],
)  # fmt: skip
def test_a_row_that_breaks_a_rule_is_refused(changes: dict[str, Any], field: str, message: str) -> None:
    """At the part of the question at fault."""
    with pytest.raises(IntentError) as caught:
        row(state_of(), **changes)

    assert (caught.value.field, str(caught.value)) == (field, message)


def test_a_row_that_takes_too_long_is_refused() -> None:
    """With what to ask for instead."""
    times = iter(np.arange(0, 100, 0.5))
    question = schema.MapRow(at=AT, x_name="learning_rate", x=(0.1, 0.2), y_name="l2", y=0.0, steps=100_000)

    with pytest.raises(IntentError) as caught:
        map_row(state_of(), question, clock=lambda: next(times), engine="plain")

    assert str(caught.value) == (
        "a row of the map must take at most 3 s, got 100000 steps for 2 values; "
        "ask for fewer steps or fewer values at once"
    )


@pytest.mark.parametrize(("name", "value"), VALUES.items())
def test_a_value_that_is_set_is_the_present_one(name: str, value: float) -> None:
    """Every setting reads as it was written."""
    experiment = with_value(Experiment(**RECIPE), name, value)

    assert numbers_of(experiment)[name].value == value


def test_a_value_that_is_off_or_differs_by_layer_is_none() -> None:
    """Clipping that is off, and a dropout of each layer."""
    experiment = Experiment(data="circle", hidden=(8, 8), dropout=(0.1, 0.2))

    assert numbers_of(experiment)["clip_norm"].value is None
    assert numbers_of(experiment)["dropout"].value is None
