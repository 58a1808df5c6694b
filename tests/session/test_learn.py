"""Many steps at once: the same bits as one by one, the rules that end them, the curves, the best network."""

import itertools
import json
import re
from typing import Any

import msgspec
import numpy as np
import pytest

from learnscope.core.compiled import can_compile
from learnscope.experiment import Experiment
from learnscope.library.train import train
from learnscope.scene import schema
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session, numbers, settled, strip
from tests.session.test_configure import parameters
from tests.settings import setting, value_of
from tests.small import SMALL, small

RICH = {
    "hidden": (5, 4), "activation": ("tanh", "relu"), "optimizer": "adam", "learning_rate": 0.02, "l2": 0.01,
    "dropout": 0.2, "clip_norm": 1.0, "schedule": "cosine", "schedule_over": 40, "warmup": 3, "seed": 5,
    "batch_size": 20,
}  # fmt: skip


CURVES = ("train loss", "validation loss", "test loss")


def curve(scene: schema.Scene, name: str) -> schema.Series:
    """A curve of the future that is shown."""
    assert scene.run is not None
    (found,) = [series for series in strip(scene, scene.run.shown) if series.name == name]
    return found


def clock_of(*times: float) -> Any:
    """A clock that shows these times, and the last of them from then on."""
    shown = itertools.chain(times, itertools.repeat(times[-1]))
    return lambda: next(shown)


def reader_of(*, clock: Any = None, **recipe: Any) -> Reader:
    """A reader at an experiment on Iris, whose clock stands still."""
    experiment = Experiment(
        **{**SMALL, "data": "iris", "optimizer": "sgd", "batch_size": 15, "seed": 7, **recipe}
    )
    return Reader(new_session(experiment=experiment, clock=clock or (lambda: 0.0)))


@pytest.mark.parametrize("recipe", [{"hidden": (5,)}, RICH, RICH | {"precision": "float32"}])
def test_training_has_the_bits_of_steps_made_one_by_one(recipe: dict[str, Any]) -> None:
    """Two epochs at once, and the same steps on the stage: every number of the scene."""
    at_once, one_by_one = reader_of(**recipe), reader_of(**recipe)
    count = at_once.scene.experiment.batch.count

    at_once.get(schema.Train, epochs=2)
    for _ in range(2 * count):
        one_by_one.get(schema.Advance, next_batch=True, phase=4.0)
    for reader in (at_once, one_by_one):
        reader.get(schema.ShowSample, number=reader.scene.experiment.batch.numbers[2])

    assert at_once.scene.moment.step == 2 * count
    assert at_once.scene.stage.layers == one_by_one.scene.stage.layers
    assert at_once.scene.stage.links == one_by_one.scene.stage.links
    assert at_once.scene.experiment.batch == one_by_one.scene.experiment.batch


def test_training_has_the_bits_of_the_library() -> None:
    """A sitting's epochs and `train` of the same recipe, on the plain engine, end at the same network."""
    reader = reader_of(**RICH, epochs=3)
    reader.get(schema.Train, epochs=3)

    run = train(Experiment(**SMALL | RICH | {"data": "iris", "epochs": 3}), engine="plain")

    biases = [layer.bias.numpy() for layer in reader.scene.stage.layers[1:]]  # type: ignore[union-attr]
    for link, bias, weight, own in zip(
        reader.scene.stage.links, biases, run.network.weights, run.network.biases, strict=True
    ):
        assert np.array_equal(link.weight.numpy(), weight)
        assert np.array_equal(bias, own)


def test_training_goes_on_from_where_batches_were_hopped_to() -> None:
    """Steps by hand with a repeated batch, a hop, and then training: the bits of doing it all by hand."""
    readers = [reader_of(**RICH), reader_of(**RICH)]
    for reader in readers:
        reader.get(schema.Advance, next_batch=False, phase=0.0)
        reader.get(schema.Advance, next_batch=False, phase=0.0)
        reader.get(schema.NextBatch)
        reader.get(schema.Configure, name="optimizer", value="rmsprop")
        reader.get(schema.Advance, next_batch=True, phase=0.0)
    count = readers[0].scene.experiment.batch.count

    readers[0].get(schema.Train, epochs=1)
    for _ in range(count):
        readers[1].get(schema.Advance, next_batch=True, phase=0.0)

    assert readers[0].scene.stage.links == readers[1].scene.stage.links
    assert readers[0].scene.experiment.batch == readers[1].scene.experiment.batch


def test_training_in_two_parts_is_training_at_once() -> None:
    """Five epochs, or two and three."""
    parts, whole = reader_of(**RICH), reader_of(**RICH)
    parts.get(schema.Train, epochs=2)
    parts.get(schema.Train, epochs=3)
    whole.get(schema.Train, epochs=5)

    assert parts.scene.stage == whole.scene.stage
    two, one = parts.scene.training, whole.scene.training
    assert two is not None
    assert one is not None
    for name in CURVES:
        assert curve(parts.scene, name) == curve(whole.scene, name)
    assert two.best == one.best
    assert (two.steps, one.steps) == (18, 30)


def test_a_training_is_one_move() -> None:
    """What it did is said, and one undo takes it all back."""
    reader = reader_of()
    first = reader.scene

    scene = reader.get(schema.Train, epochs=4)

    assert scene.undo == "training"
    assert scene.said.startswith("28 steps made in 0 s: all 4 epochs are done")
    assert scene.stage.previous is None
    assert scene.training is not None
    assert scene.training.stopped == "All 4 epochs are done."
    assert (scene.training.steps, scene.training.epochs, scene.training.seconds) == (28, 4.0, 0.0)
    assert_true(scene)
    back = reader.get(schema.Undo)
    assert numbers(back) == numbers(first)
    assert back.training is None
    assert reader.get(schema.Redo).training == scene.training


def test_a_training_begun_after_the_update_begins_with_it() -> None:
    """At the end of the timeline the step on screen is made first."""
    reader, other = reader_of(), reader_of()
    end = float(len(reader.scene.stage.timeline))

    scene = reader.get(schema.Train, seen=end, epochs=1)
    other.get(schema.Advance, next_batch=False, phase=0.0)

    assert scene.moment.step == 8
    assert scene.said.startswith("step 1 is made; seven steps made in 0 s")
    assert parameters(other.get(schema.Train, epochs=1)) == parameters(scene)


def test_curves_are_the_losses_of_whole_parts() -> None:
    """At the beginning and after every epoch; the last point is what the outcome says now."""
    reader = reader_of(l2=0.1)
    begun = reader.scene

    scene = reader.get(schema.Train, epochs=3)

    for name, before, now in zip(CURVES, begun.outcome.before, scene.outcome.before, strict=True):
        assert curve(scene, name).steps.numpy().tolist() == [0, 7, 14, 21]
        losses = curve(scene, name).mean.numpy()
        assert (losses[0], losses[-1]) == pytest.approx((before.loss, now.loss), rel=1e-12)


def test_curves_reach_the_step_that_was_made_by_hand() -> None:
    """Who makes a single step sees what it did to the losses; the next one by hand takes its place."""
    reader = reader_of()

    for step in (1, 2):
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

        for name, now in zip(CURVES, scene.outcome.before, strict=True):
            assert curve(scene, name).steps.numpy().tolist() == [0, step]
            assert curve(scene, name).mean.numpy()[-1] == pytest.approx(now.loss, rel=1e-12)


def test_without_validation_samples_there_is_one_curve_and_no_best() -> None:
    """Nor is anything drawn of parts that have no samples."""
    reader = reader_of(data="xor_gate", split=(1, 0, 0), batch_size=4, hidden=(2,))

    scene = reader.get(schema.Train, epochs=5)

    assert scene.training is not None
    assert scene.training.best is None
    assert scene.run is not None
    names = {series.name for series in strip(scene)}
    assert names & set(CURVES) == {"train loss"}


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        ({"loss_below": 0.6}, r"Stopped after epoch \d+: the training loss is 0\.[0-9]+, below 0\.6\."),
        (
            {"accuracy_above": 0.8},
            r"Stopped after epoch \d+: the validation accuracy is .* %, above 80\.00 %\.",
        ),
        (
            {"patience": 2, "learning_rate": 30.0},
            r"Stopped after epoch \d+: the validation loss has not gone below [0-9.e-]+ for 2 epochs\.",
        ),
        ({"steps": 10}, r"Stopped: ten steps of the run are done, as the rule says\."),
    ],
)
def test_rules_end_a_training(recipe: dict[str, Any], sentence: str) -> None:
    """At the step at which they are met, whatever was computed beyond; the next step is on the stage."""
    reader = reader_of(**recipe)

    scene = reader.get(schema.Train, epochs=400)

    assert scene.training is not None
    (told,) = [scene.training.stopped]
    assert re.fullmatch(sentence, told), told
    assert scene.training.steps < 2800
    assert curve(scene, "train loss").steps.numpy()[-1] == scene.moment.step
    if "steps" not in recipe:
        assert scene.moment.step % 7 == 0
        assert f"epoch {scene.moment.step // 7}:" in told
    assert_true(scene)
    again = reader_of(**{name: value for name, value in recipe.items() if name == "learning_rate"})
    for _ in range(scene.moment.step):
        again.get(schema.Advance, next_batch=True, phase=0.0)
    assert parameters(again.scene) == parameters(scene)


def test_the_rule_about_steps_must_leave_some() -> None:
    """Once it is met, training on is refused."""
    reader = reader_of(steps=10)
    reader.get(schema.Train, epochs=400)

    problem = reader.refused(schema.Train, epochs=1)

    assert (problem.field, problem.message) == (
        "epochs",
        "steps must be above 10 to train on, got 10; raise it, turn it off or reset",
    )


@pytest.mark.parametrize("epochs", [0, -1, 10**7])
def test_epochs_are_counted_from_one(epochs: int) -> None:
    """And there is an end to them."""
    problem = reader_of().refused(schema.Train, epochs=epochs)

    assert (
        problem.message
        == f"epochs must be a whole number from 1 to 1000000, got {str(epochs).replace('-', '−')}"
    )


def test_three_seconds_are_enough() -> None:
    """What is done by then is kept, and the next press goes on."""
    reader = reader_of(clock=clock_of(0.0, 0.0, 1.0, 2.0, 3.5))

    scene = reader.get(schema.Train, epochs=50)

    assert scene.training is not None
    # The first call makes 16 steps; it took a second, so the next makes one only.
    assert scene.moment.step == 17
    assert scene.training.stopped == "Stopped after 3 s at epoch 3 of 50; press again to go on."
    assert scene.training.seconds == 3.5
    assert scene.said.startswith(
        "17 steps made in 3.5 s: stopped after 3 s at epoch 3 of 50; press again to go on"
    )


def test_a_loss_that_is_no_number_ends_it_with_the_reason() -> None:
    """The step at which it began, its first number, and what to try; the sitting lives on."""
    reader = reader_of(data="plane", activation="relu", learning_rate=50.0)

    scene = reader.get(schema.Train, epochs=100)

    assert scene.training is not None
    step = scene.moment.step
    assert scene.training.stopped.startswith(f"Stopped: the loss of step {step + 1} is ")
    assert scene.training.stopped.endswith(", which is no finite number.")
    (found,) = scene.diagnoses
    assert (found.name, found.title) == ("not_finite", "a loss that is no number")
    assert found.evidence.startswith(f"At step {step + 1} ")
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.get(schema.Reset)
    assert reader.scene.training is None
    assert "not_finite" not in {found.name for found in reader.scene.diagnoses}


def test_what_is_wrong_with_a_training_is_told_until_something_changes() -> None:
    """A rate that is too low is told of its steps; another rate has to show itself first."""
    reader = reader_of(learning_rate=1e-7, epochs=12)
    scene = reader.get(schema.Train, epochs=12)
    assert [found.name for found in scene.diagnoses] == ["rate_low"]

    assert reader.get(schema.Configure, name="learning_rate", value=0.1).diagnoses == ()
    assert reader.get(schema.Advance, next_batch=True, phase=0.0).diagnoses == ()


def test_the_page_says_what_the_library_says() -> None:
    """Of the same training, word for word; at an earlier step what was to be said then."""
    times = [0.0]
    reader = reader_of(learning_rate=30.0, epochs=12, clock=lambda: times[-1])
    scene = reader.get(schema.Train, epochs=12)
    recipe = {"data": "iris", "optimizer": "sgd", "batch_size": 15, "seed": 7, "learning_rate": 30.0}
    run = train(small(**recipe, epochs=12), engine="plain")
    (said,), (found,) = scene.diagnoses, run.diagnose()

    assert (said.name, said.title, said.evidence) == (found.cause, found.title, found.evidence)
    assert [remedy.words for remedy in said.remedies] == [remedy.words for remedy in found.remedies]
    assert [json.loads(remedy.changes) for remedy in said.remedies] == [one.changes for one in found.remedies]
    for step, names in ((20, []), (40, ["rate_high"])):
        reader.get(schema.Seek, step=step)
        times.append(times[-1] + 1.0)  # when it is at rest, what was shown in haste is completed
        at_rest = reader.tick()
        assert at_rest is not None
        assert [earlier.name for earlier in at_rest.diagnoses] == names


def test_a_remedy_is_a_button_that_begins_anew() -> None:
    """The recipe with its change, at the start; an undo takes it back."""
    reader = reader_of(learning_rate=30.0, epochs=12)
    (found,) = reader.get(schema.Train, epochs=12).diagnoses

    scene = reader.get(schema.TryRemedy, changes=found.remedies[0].changes)

    assert scene.moment.step == 0
    assert scene.said == "begun anew with learning rate 0.3"
    assert value_of(scene, "learning_rate") == 0.3
    assert scene.undo == "remedy"
    assert reader.get(schema.Train, epochs=12).diagnoses == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            '{"hidden": [16, 16], "activation": "relu"}',
            "begun anew with hidden layers 16-16, activation relu",
        ),
        ('{"output": "identity"}', "begun anew with output activation identity"),
        ('{"clip_norm": null, "l2": 0.5}', "begun anew with clip gradient at off, L2 penalty λ 0.5"),
    ],
)
def test_a_remedy_may_change_any_field_but_the_data(changes: str, said: str) -> None:
    """Said with its titles."""
    assert reader_of().get(schema.TryRemedy, changes=changes).said == said


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ("nothing", "changes must be JSON of values by field, got 'nothing'"),
        ("{}", "changes must be JSON of values by field, got '{}'"),
        ('{"data": "xor"}', None),
        ('{"l2": -1}', "l2 must be at least 0, got −1"),
    ],
)
def test_a_remedy_that_is_none_is_refused(changes: str, text: str | None) -> None:
    """With the rule, and nothing changes."""
    reader = reader_of()
    before = reader.scene

    problem = reader.refused(schema.TryRemedy, changes=changes)

    assert problem.field == "changes"
    if text is None:
        assert problem.message.startswith("unknown setting 'data'; did you mean ")
    else:
        assert problem.message == text
    assert reader.scene == before


def test_the_best_network_can_be_returned_to() -> None:
    """It is the run at that step, bit for bit: weights, optimizer, batch; training on repeats what came."""
    recipe = RICH | {"learning_rate": 0.3, "schedule": "constant", "warmup": 0, "dropout": 0.0, "l2": 0.0}
    reader = reader_of(**recipe)
    trained = reader.get(schema.Train, epochs=60)
    training = trained.training
    assert training is not None
    assert training.best is not None
    losses = curve(trained, "validation loss").mean.numpy()
    lowest = int(losses.argmin())
    steps = curve(trained, "validation loss").steps
    assert steps.numpy()[lowest] == training.best < trained.moment.step

    scene = reader.get(schema.ReturnToBest)

    assert scene.moment.step == training.best
    assert scene.undo == "return to the best network"
    assert scene.said.startswith(f"back at the network after {training.best} updates, whose validation loss ")
    assert scene.training == training
    assert scene.outcome.before[1].loss == pytest.approx(losses[lowest], rel=1e-12)
    epochs = (trained.moment.step - training.best) // scene.experiment.batch.count
    again = reader.get(schema.Train, epochs=epochs)
    assert parameters(again) == parameters(trained)
    assert curve(again, "validation loss").steps == steps


def test_there_must_be_a_best_network_to_return_to() -> None:
    """Before any training, and without validation samples, there is none."""
    assert reader_of().refused(schema.ReturnToBest).message == (
        "there is no best network to return to: nothing was trained yet"
    )
    reader = reader_of(split=(1, 0, 0))
    reader.get(schema.Train, epochs=1)
    assert reader.refused(schema.ReturnToBest).message == (
        "there is no best network to return to: there are no validation samples to tell by"
    )


def test_the_best_network_comes_with_the_settings_of_then() -> None:
    """Returning to it after a change of optimizer brings back the old one, with what it remembered."""
    reader, again = (
        reader_of(optimizer="adam", learning_rate=0.3),
        reader_of(optimizer="adam", learning_rate=0.3),
    )
    trained, _ = (one.get(schema.Train, epochs=40) for one in (reader, again))
    assert trained.training is not None
    assert trained.training.best is not None
    assert trained.training.best < trained.moment.step
    reader.get(schema.Configure, name="optimizer", value="momentum")
    reader.get(schema.Configure, name="batch_size", value=60)

    scenes = [one.get(schema.ReturnToBest) for one in (reader, again)]

    assert scenes[0].stage == scenes[1].stage
    assert scenes[0].experiment == scenes[1].experiment


def test_training_under_a_batch_larger_than_the_data_is_training_on_all_of_it() -> None:
    """One batch an epoch; the page shows how many there are."""
    reader = reader_of(batch_size=10_000)
    assert value_of(reader.scene, "batch_size") == 105
    assert reader.scene.experiment.batch.count == 1

    assert reader.get(schema.Train, epochs=3).moment.step == 3


@pytest.mark.skipif(not can_compile(), reason="install numba and scipy to compile")
def test_the_compiled_engine_trains_to_the_same_numbers() -> None:
    """To rounding, with the same curves and words."""
    experiment = Experiment(data="iris", **RICH)
    plain, compiled = (
        Reader(new_session(experiment=experiment, clock=lambda: 0.0, engine=engine))
        for engine in ("plain", "compiled")
    )

    for reader in (plain, compiled):
        reader.get(schema.Train, epochs=2)

    for one, other in zip(plain.scene.stage.links, compiled.scene.stage.links, strict=True):
        np.testing.assert_allclose(one.weight.numpy(), other.weight.numpy(), rtol=1e-9)
    assert plain.scene.said == compiled.scene.said


def test_a_sitting_on_its_way_is_kept_with_all_it_learned() -> None:
    """Memory, curves, best network and what was wrong come back after a restart, bit for bit."""
    reader = reader_of(**RICH)
    reader.get(schema.Train, epochs=6)
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert setting(reader.scene, "warmup").value == 3
    data = reader.session.snapshot()

    again = Reader(new_session(snapshot=data, clock=lambda: 0.0))

    kept, shown = (msgspec.structs.replace(one.scene, said="", undo="") for one in (again, reader))
    assert settled(kept) == settled(shown)
    for one in (reader, again):
        one.get(schema.Train, epochs=2)
        one.get(schema.ReturnToBest)
    assert again.scene.stage == reader.scene.stage
    assert again.scene.training == reader.scene.training
