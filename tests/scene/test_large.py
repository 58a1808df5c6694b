"""Large networks: the strongest wires, small scenes, limited measures, no check."""

import msgspec
import numpy as np
import pytest

from learnscope.core.compiled import PLAIN
from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.scene import schema
from learnscope.training.evaluation import evaluate_rows
from tests.session.reader import Reader, new_session
from tests.small import small


@pytest.fixture(scope="module")
def pictures() -> Dataset:
    """Noise the size of MNIST's pictures, in ten classes."""
    random = np.random.default_rng(0)
    names = [str(number) for number in range(10)]
    return from_arrays(
        random.random((1500, 28, 28)), random.integers(0, 10, 1500), name="noise", kind="classes",
        output_names=names,
    )  # fmt: skip


@pytest.fixture(scope="module")
def reader(pictures: Dataset) -> Reader:
    """A page at 784-128-10 after a step."""
    reader = Reader(
        new_session(
            experiment=small(data=pictures, hidden=(128,), batch_size=128, dropout=0.25, split=(1, 0, 0))
        )
    )
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    return reader


def test_a_link_of_many_wires_carries_those_of_the_strongest_flow(reader: Reader) -> None:
    """300 of them, with their places, and a sentence that says by which rule."""
    state = reader.session._now.state
    step, place = reader.session._now.numbers.step, reader.scene.experiment.batch.place
    link, small = reader.scene.stage.links
    flow = step.trace.input[place][:, None] * state.network.weights[0]

    assert link.count == 784 * 128
    assert link.chosen is not None
    places = link.chosen.numpy().astype(int)
    assert places.shape == (300, 2)
    chosen = tuple(places.T)
    left = np.ones(flow.shape, dtype=bool)
    left[chosen] = False
    assert np.abs(flow[chosen]).min() >= np.abs(flow[left]).max()
    delta = step.gradients.layers[0].delta[place] * len(step.x)
    for array, expected in (
        (link.forward, flow),
        (link.weight, step.network.weights[0]),
        (link.after, step.after.weights[0]),
        (link.gradient, step.gradients.layers[0].weight),
        (link.backward, np.broadcast_to(delta, flow.shape) * step.network.weights[0]),
    ):
        assert np.array_equal(array.numpy(), expected[chosen])
    assert link.rule == (
        "the 300 of 100 352 wires through which most flows forward for this sample, by |value × weight|"
    )
    assert (small.chosen, small.rule, small.weight.shape) == (None, "", (128, 10))


def test_what_is_dropped_flows_through_no_wire(reader: Reader) -> None:
    """The mask of the layer below is in the flow."""
    hidden, link = reader.scene.stage.layers[1], reader.scene.stage.links[1]
    assert hidden.mask is not None
    passed = hidden.value.numpy() * hidden.mask.numpy()

    np.testing.assert_array_equal(link.forward.numpy(), passed[:, None] * link.weight.numpy())
    assert (hidden.mask.numpy() == 0).any()


def test_pictures_are_told_to_be_pictures(reader: Reader) -> None:
    """With their shape, at the inputs alone."""
    assert [layer.image_shape for layer in reader.scene.stage.layers] == [(28, 28), (), ()]


@pytest.mark.parametrize("shape", [(64, 32, 10), (784, 128, 10)])
def test_scenes_of_large_networks_are_small(shape: tuple[int, ...], reader: Reader) -> None:
    """Below 300 kB as a message."""
    if shape[0] == 64:
        reader = Reader(new_session(experiment=small(data="digits", hidden=(32,), batch_size=32)))

    assert reader.scene.experiment.shape == shape
    assert len(msgspec.msgpack.encode(reader.scene)) < 300_000


def test_of_a_large_network_some_gradients_are_checked(reader: Reader) -> None:
    """Spread evenly over it, as many as a glance allows; the badge and its note say how many."""
    check = reader.scene.check

    assert check is not None
    assert (check.passed, check.every, check.total) == (True, False, 101_770)
    assert 12 <= check.count < 100
    assert check.note.startswith(
        f"Each of {check.count} of the 101 770 gradients, spread evenly over the network, "
    )


def test_large_networks_are_measured_on_some_samples(reader: Reader) -> None:
    """At even distances, as many as the rule allows, and the count says so."""
    state = reader.session._now.state
    (measure,) = reader.scene.outcome.before
    rows = state.setup.split.train[np.arange(measure.count) * 1500 // measure.count]

    told = evaluate_rows(state.loop, state.network.parameters, rows, engine=PLAIN)

    assert measure.count == 20_000_000 // state.network.parameters.size == 196
    assert (measure.loss, measure.accuracy) == (told.loss, told.accuracy)
    assert measure.confusion is not None
    assert measure.confusion.numpy().sum() == 196


def test_small_networks_are_measured_on_at_most_20_000_samples() -> None:
    """Of each part."""
    experiment = small(data="circle", data_options={"samples": 60_000}, hidden=(2,))
    scene = Reader(new_session(experiment=experiment)).scene

    assert [measure.count for measure in scene.outcome.before] == [20_000, 9_000, 9_000]


def test_measures_of_values_and_classes() -> None:
    """R² for values, accuracy and a confusion matrix for up to twelve classes."""
    values = Reader(new_session(experiment=small(data="plane", hidden=(3,)))).scene.outcome.before[0]
    classes = Reader(new_session()).scene.outcome.before[0]

    assert values.accuracy is None
    assert values.confusion is None
    assert values.r2 is not None
    assert classes.r2 is None
    assert classes.confusion is not None
    matrix = classes.confusion.numpy()
    assert matrix.sum() == 105
    assert matrix.trace() / 105 == classes.accuracy
    assert classes.unpredicted == tuple(np.flatnonzero(matrix.sum(axis=0) == 0))
    assert values.unpredicted == ()


def test_more_than_twelve_classes_have_no_confusion_matrix() -> None:
    """It could not be read."""
    data = from_arrays(
        np.arange(26.0).reshape(-1, 1), [str(number % 13) for number in range(26)], name="many"
    )
    experiment = small(data=data, hidden=(2,), split=(1, 0, 0))

    (measure,) = Reader(new_session(experiment=experiment)).scene.outcome.before

    assert measure.confusion is None
    assert measure.accuracy is not None
