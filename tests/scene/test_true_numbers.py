"""Every number of a scene, recomputed with NumPy from the inputs, weights and biases in it."""

import numpy as np
import pytest

from learnscope.data.builtin import load
from learnscope.data.split import split
from learnscope.experiment import Experiment
from learnscope.scene import schema
from learnscope.scene.outcome import some_rows
from learnscope.starting_points import STARTING_POINTS
from tests.scene.recomputed import activate, assert_true, numpy
from tests.session.reader import NETWORKS, Reader, new_session
from tests.settings import setting


@pytest.fixture(params=NETWORKS)
def reader(request: pytest.FixtureRequest) -> Reader:
    """A reader of each starting point."""
    return Reader(new_session(request.param))


def test_the_first_scene_is_true(reader: Reader) -> None:
    """Each starting point, all fields of layers, links and output."""
    assert_true(reader.scene)


def test_scenes_stay_true_through_training_and_edits(reader: Reader) -> None:
    """Steps, edited inputs, targets, weights and biases, other rates and batches."""
    for k in range(12):
        assert_true(reader.get(schema.Advance, next_batch=k % 2 == 0, phase=0.0))
    assert_true(reader.get(schema.SetInput, index=1, value=2.5))
    assert_true(reader.get(schema.SetTarget, index=0, value=0.25))
    assert_true(reader.get(schema.SetParameter, link=1, role="weight", index=(1, 1), value=-0.25))
    assert_true(reader.get(schema.SetParameter, link=0, role="bias", index=(1,), value=3.0, seen=7.0))
    assert_true(reader.get(schema.Configure, name="learning_rate", value=0.75))
    if (batches := setting(reader.scene, "batch_size")) is not None:  # one sample makes no batches
        assert_true(reader.get(schema.Configure, name="batch_size", value=batches.high))
    assert_true(reader.get(schema.Advance, next_batch=True, phase=2.0))
    assert_true(reader.get(schema.Configure, name="seed", value=11))


def test_the_next_step_begins_with_what_the_update_made(reader: Reader) -> None:
    """Parameters after a step are those before the next, bit for bit, as is the loss of a repeated batch."""
    before = reader.scene.stage
    after = reader.get(schema.Advance, next_batch=False, phase=0.0).stage

    for old, new in zip(before.links, after.links, strict=True):
        assert old.after == new.weight
    for old_layer, new_layer in zip(before.layers[1:], after.layers[1:], strict=True):
        assert old_layer.bias_after == new_layer.bias
    assert after.change.batch_loss_before == before.change.batch_loss_after
    assert after.previous == before.change


def test_the_outcome_is_that_of_the_whole_data(reader: Reader) -> None:
    """Loss and accuracy on each part, before and after, recomputed from the data set."""
    experiment = STARTING_POINTS[reader.scene.experiment.starting_point].experiment
    data = load(experiment.data)
    parts = split(data, experiment.split, seed=experiment.seed)
    x = data.inputs
    if experiment.scale == "standard":
        x = (x - x[parts.train].mean(axis=0)) / x[parts.train].std(axis=0)
    stage = reader.scene.stage

    for measures, weight, bias in (
        (reader.scene.outcome.before, "weight", "bias"),
        (reader.scene.outcome.after, "after", "bias_after"),
    ):
        a = x
        for layer, link in zip(stage.layers[1:], stage.links, strict=True):
            a = activate(layer.activation, a @ numpy(getattr(link, weight)) + numpy(getattr(layer, bias)))
        if data.kind == "values":
            assert [measure.loss for measure in measures] == pytest.approx(
                [((a - data.targets) ** 2).sum(axis=1).mean() / 2], rel=1e-12
            )
            continue
        p = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
        for measure in measures:
            rows = getattr(parts, measure.part)
            assert measure.count == len(rows)
            assert measure.loss == pytest.approx(
                -(data.targets * np.log(p))[rows].sum(axis=1).mean(), rel=1e-12
            )
            assert measure.accuracy == (p.argmax(axis=1) == data.targets.argmax(axis=1))[rows].mean()
            usual = data.targets[parts.train].sum(axis=0).argmax()
            assert measure.baseline == data.targets[rows, usual].mean()


def test_the_baseline_of_labels_is_what_most_training_samples_are_of_each() -> None:
    """Each label by itself, for tags of which a mail may have several."""
    session = new_session(experiment=Experiment(data="mail_tags"))
    data, parts = load("mail_tags"), session._now.state.setup.split
    most = data.targets[parts.train].mean(axis=0) > 0.5

    for measure in session.scene().outcome.before:
        rows = some_rows(getattr(parts, measure.part), measure.count)
        assert measure.baseline == pytest.approx((data.targets[rows] == most).mean())


def test_iris_is_measured_on_three_parts_and_the_original_on_one() -> None:
    """A part without samples is not mentioned."""
    iris, original = (Reader(new_session(name)).scene.outcome for name in ("iris", "original"))

    assert [(measure.part, measure.count) for measure in iris.before] == [
        ("train", 105),
        ("validation", 23),
        ("test", 22),
    ]
    assert [measure.part for measure in original.after] == ["train"]


def test_a_batch_s_gradients_are_means_and_the_sample_s_delta_its_own() -> None:
    """The mean of what each sample shows alone is what the batch shows on its wires."""
    reader = Reader(new_session())
    whole = reader.scene
    numbers, alone = whole.experiment.batch.numbers, []
    reader.get(schema.Configure, name="batch_size", value=1)
    for number in numbers:
        alone.append(reader.get(schema.ShowSample, number=number).stage)

    for k, link in enumerate(whole.stage.links):
        mean = np.mean([stage.links[k].gradient.numpy() for stage in alone], axis=0)
        np.testing.assert_allclose(link.gradient.numpy(), mean, rtol=1e-12, atol=1e-15)  # order of the sum
    place = whole.experiment.batch.place
    np.testing.assert_allclose(
        numpy(whole.stage.layers[1].delta), numpy(alone[place].layers[1].delta), rtol=1e-14
    )
