"""A picture of one's own: what the network says of it, and the way into the network in place of a sample."""

import msgspec
import numpy as np
import pytest

from learnscope.core.forward import predict
from learnscope.data.own_picture import prepare
from learnscope.experiment import Experiment
from learnscope.scene.schema import (
    Advance,
    Array,
    PictureReading,
    Problem,
    ReadPicture,
    Rest,
    RestoreSample,
    Seek,
    SetInput,
    SetTarget,
    ShowSample,
    Undo,
    UsePicture,
)
from learnscope.session import Session
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session, send

SIDE = 56
INPUTS = "inputs must be 64 finite numbers, as a picture's reading gives them, got an array of shape"


def stroke():
    """A pad with something like a one."""
    pad = np.zeros((SIDE, SIDE, 4), dtype=np.uint8)
    pad[8:48, 25:31, 3] = 255
    return pad


def reader(**recipe):
    """A page at a session of the digits."""
    given = {"data": "digits", "hidden": (6,), "batch_size": 4, "seed": 2} | recipe
    return Reader(new_session(experiment=Experiment(**given)))


def read(page, *, drawn=True, **fields):
    """The answer to a question about a picture."""
    asked = {"width": SIDE, "height": SIDE, "pixels": stroke().tobytes()} | fields
    return send(page.session, ReadPicture(at=page.scene.moment, serial=7, drawn=drawn, **asked))


def weights(scene):
    return [link.weight.numpy() for link in scene.stage.links]


def test_a_picture_is_read_and_classified():
    """Inputs and stages are those of `prepare`, likelihoods those of the network, likeliest first."""
    page = reader()
    before = msgspec.msgpack.encode(page.session.scene())
    reading = read(page)
    state = page.session._now.state
    prepared = prepare(stroke(), state.setup.dataset, drawn=True)
    said = predict(state.network, state.setup.scaling.apply(prepared.inputs[None]))[0]

    assert isinstance(reading, PictureReading)
    assert reading.serial == 7
    assert (reading.inputs.numpy() == prepared.inputs).all()
    assert [stage.title for stage in reading.stages] == [
        "as drawn",
        "turned round",
        "cut and placed",
        "8 × 8",
    ]
    for stage, own in zip(reading.stages, prepared.stages, strict=True):
        assert stage.pixels == own.pixels.tobytes()
        assert (stage.height, stage.width, stage.note) == (*own.pixels.shape[:2], own.note)
    assert [tag.likelihood for tag in reading.tags] == sorted(said, reverse=True)
    assert {tag.name: tag.likelihood for tag in reading.tags} == dict(zip("0123456789", said, strict=True))
    assert reading.said.startswith(f"Likeliest: {reading.tags[0].name} ")
    assert msgspec.msgpack.encode(page.session.scene()) == before


def test_inputs_are_classified_again_without_the_picture():
    """Later in the run, by the network of then."""
    page = reader()
    first = read(page)
    page.get(Advance, next_batch=True, phase=0.0)
    again = read(page, width=0, height=0, pixels=b"", inputs=first.inputs)

    assert again.stages == ()
    assert again.inputs == first.inputs
    assert again.tags == read(page).tags != first.tags


def test_at_the_end_of_the_timeline_the_updated_network_says_it():
    """As everywhere on the page."""
    page = reader()
    before = read(page)
    page.get(Rest, seen=7.0)
    there = read(page)
    page.get(Advance, next_batch=True, phase=0.0)

    assert there.tags != before.tags
    assert there.tags == read(page).tags


def test_a_picture_is_followed_through_the_network():
    """Its inputs stand on the stage, its likelihoods beside the outputs; the target stays; all is true."""
    page = reader()
    number, target = page.scene.experiment.sample.number, page.scene.stage.output.target
    reading = read(page)
    page.get(UsePicture, inputs=reading.inputs)
    sample = page.scene.experiment.sample

    assert page.scene.stage.layers[0].raw == reading.inputs
    assert page.scene.stage.output.target == target
    assert page.scene.stage.output.probability is not None
    said = page.scene.stage.output.probability.numpy()
    expected = {tag.name: tag.likelihood for tag in reading.tags}
    np.testing.assert_allclose(said, [expected[name] for name in "0123456789"], rtol=1e-12)
    assert (sample.number, sample.edited, sample.picture) == (number, True, True)
    assert page.scene.said.startswith(f"your picture stands in place of picture {number}, whose target stays")
    assert page.scene.undo == "your picture"
    assert_true(page.scene)


def test_a_followed_picture_can_be_edited_learned_from_and_dropped():
    """It stays a picture while its numbers are edited; showing another sample or restoring ends it."""
    page = reader()
    start = weights(page.scene)
    page.get(UsePicture, inputs=read(page).inputs)
    page.get(SetInput, index=3, value=9.5)
    page.get(SetTarget, index=1, value=1.0)

    assert page.scene.experiment.sample.picture
    page.get(Advance, next_batch=False, phase=0.0)
    assert page.scene.experiment.sample.picture
    assert (weights(page.scene)[0] != start[0]).any()
    assert_true(page.scene)
    page.get(RestoreSample)
    assert not page.scene.experiment.sample.picture
    page.get(Undo)
    assert page.scene.experiment.sample.picture
    page.get(ShowSample, number=page.scene.experiment.sample.next)
    assert not page.scene.experiment.sample.picture


def test_a_step_learned_from_a_picture_is_revisited_with_it():
    """Where the run was stepped with it, the picture stands on the stage again; an edited sample is none."""
    page = reader()
    inputs = read(page).inputs
    page.get(UsePicture, inputs=inputs)
    page.get(Advance, next_batch=True, phase=0.0)
    page.get(SetInput, index=3, value=9.5)
    page.get(Advance, next_batch=True, phase=0.0)
    page.get(Seek, step=0)
    first = page.scene
    page.get(Seek, step=1)

    assert first.experiment.sample.picture
    assert first.stage.layers[0].raw == inputs
    sample = page.scene.experiment.sample
    assert (sample.edited, sample.picture) == (True, False)


def test_a_followed_picture_outlives_the_process():
    """As an edited sample does."""
    page = reader()
    page.get(UsePicture, inputs=read(page).inputs)
    again = Reader(Session(seeds=lambda: 0, snapshot=page.session.snapshot()))

    assert again.scene.experiment.sample.picture
    assert again.scene.stage.layers[0].raw == page.scene.stage.layers[0].raw


def test_values_are_told_in_their_own_unit():
    """There are no tags then: how many people, to four digits."""
    page = reader(data="crowd", data_options={"samples": 40}, hidden=(3,))
    reading = read(page)

    assert reading.tags == ()
    assert reading.said.startswith("people: ")


def test_a_loss_without_likelihoods_gives_no_tags():
    """It says which output is the largest, and why there are none."""
    page = reader(loss="hinge")
    reading = read(page)
    state = page.session._now.state
    said = predict(state.network, state.setup.scaling.apply(reading.inputs.numpy()[None]))[0]

    assert reading.tags == ()
    assert reading.said == (
        f"The largest output is {said.argmax()}; the loss, hinge, makes no likelihoods of outputs."
    )


def test_a_network_that_left_all_numbers_says_so():
    """Its likelihoods are none."""
    page = reader(optimizer="sgd", activation="relu", learning_rate=1e200)
    for _ in range(3):
        page.ask(Advance, next_batch=True, phase=0.0)
    reading = read(page)

    assert reading.said == "The network's outputs are no numbers."
    assert all(np.isnan(tag.likelihood) for tag in reading.tags)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"width": 0},
            "width",
            "width × height must be from 1 to 4 000 000 pixels, got 0 × 56; make the picture smaller",
        ),
        (
            {"width": 3000, "height": 2000},
            "width",
            "width × height must be from 1 to 4 000 000 pixels, got 3000 × 2000; make the picture smaller",
        ),
        (
            {"pixels": b"123"},
            "pixels",
            "pixels must be 12 544 bytes, red, green, blue and opacity of each of 56 × 56, got 3",
        ),
        (
            {"inputs": Array.of(np.zeros(63))},
            "inputs",
            f"{INPUTS} (63,)",
        ),
        (
            {"inputs": Array((64,), b"")},
            "inputs",
            f"{INPUTS} (64,)",
        ),
    ],
)
def test_what_is_no_picture_is_refused(fields, field, message):
    """To the one who asks, with the rule and what was received."""
    problem = read(reader(), **fields)

    assert isinstance(problem, Problem)
    assert (problem.kind, problem.field, problem.message, problem.serial) == ("refused", field, message, 7)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200])
def test_inputs_must_be_finite(value):
    """A picture has no others."""
    problem = reader().refused(UsePicture, inputs=Array.of(np.full(64, value)))

    assert problem.field == "inputs"
    assert problem.message.startswith("inputs must be 64 finite numbers")


def test_the_data_must_be_pictures():
    """Neither read nor followed otherwise."""
    page = Reader(new_session("iris"))
    message = "data must be pictures to take one of your own, got Iris; choose digits or a folder of images"

    assert read(page).message == message
    assert page.refused(UsePicture, inputs=Array.of(np.zeros(4))).message == message
