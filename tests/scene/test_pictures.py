"""Pictures of a moment: which there are, of which parameters, and how many bytes."""

from typing import Any

import msgspec
import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.experiment import Experiment, set_up
from learnscope.scene import schema
from learnscope.scene.faces import face_scene
from learnscope.scene.pictures import decision_scene, neuron_pictures_scene
from learnscope.scene.planes import plane_scene, responses_scene
from tests.scene.subjects import shown, subject
from tests.session.reader import Reader, new_session, opened


def pixels(shape: tuple[int, ...], hidden: int) -> Experiment:
    """Noise the shape of images."""
    random = np.random.default_rng(0)
    data = from_arrays(random.random((30, *shape)), random.integers(0, 3, 30), name="noise", kind="classes")
    return Experiment(data=data, hidden=(hidden,))


def test_the_plane_comes_with_the_parameters_before_and_after_the_update() -> None:
    """Each as its network alone would have it."""
    one = subject(data="circle", hidden=(3,))

    scene = decision_scene(schema.DecisionPicture(), shown(one))

    assert scene is not None
    assert scene.plane == plane_scene(one.setup, one.step.network)
    assert scene.after == plane_scene(one.setup, one.step.after)
    assert scene.plane != scene.after


def test_neurons_have_pictures_of_the_plane_or_of_images() -> None:
    """Responses of each neuron, or weights of the first layer, before and after the update."""
    planar, image = subject(data="circle", hidden=(3,)), subject(data="digits", hidden=(3,))

    responses, weights = (
        neuron_pictures_scene(schema.NeuronPictures(), shown(one)) for one in (planar, image)
    )

    assert responses is not None
    assert responses.responses == responses_scene(planar.setup, planar.step.network)
    assert responses.responses_after == responses_scene(planar.setup, planar.step.after)
    assert (responses.weights, responses.weights_after) == (None, None)
    assert weights is not None
    assert weights.weights == face_scene(image.setup, image.step.network)
    assert weights.weights_after == face_scene(image.setup, image.step.after)
    assert (weights.responses, weights.responses_after) == (None, None)


def test_while_playing_there_is_one_coarse_plane() -> None:
    """With the parameters of the step."""
    one = shown(subject(data="circle", hidden=(8, 8)), quick=True)

    decision = decision_scene(schema.DecisionPicture(), one)
    neurons = neuron_pictures_scene(schema.NeuronPictures(), one)

    assert decision is not None
    assert (decision.plane.size, decision.after) == (41, None)
    assert neurons is not None
    assert neurons.responses_after is None
    assert [len(msgspec.msgpack.encode(one)) < 60_000 for one in (decision, neurons)] == [True, True]


def test_other_data_has_no_pictures() -> None:
    """Four inputs with names and units."""
    assert decision_scene(schema.DecisionPicture(), shown(subject())) is None
    assert neuron_pictures_scene(schema.NeuronPictures(), shown(subject())) is None


@pytest.mark.parametrize(("shape", "hidden"), [((8, 8), 4), ((5, 4, 3), 2), ((28, 28), 128)])
def test_weights_are_images_of_the_inputs(shape: tuple[int, ...], hidden: int) -> None:
    """Cell by cell, to half a tone, the power of two above the largest weight being the scale."""
    setup = set_up(pixels(shape, hidden))

    scene = face_scene(setup, setup.network)

    assert scene is not None
    assert (scene.layer, scene.rule, scene.weights.shape) == (1, "", (hidden, *shape))
    weights = setup.network.weights[0].T.reshape(hidden, *shape)
    levels = np.frombuffer(scene.weights.data, dtype=np.uint8).reshape(weights.shape).astype(float)
    scale = scene.weights.scale
    assert scale / 2 < np.abs(weights).max() <= scale
    assert np.abs((levels - 128) / 127 * scale - weights).max() <= scale / 254 * (1 + 1e-9)


def test_too_many_weights_are_shown_as_means_of_blocks() -> None:
    """Of f × f pixels, and the rule is said; the bytes stay within their bound."""
    setup = set_up(pixels((28, 28), 128))

    scene = face_scene(setup, setup.network, quick=True)

    assert scene is not None
    assert scene.weights.shape == (128, 14, 14)
    assert scene.rule == "each cell is the mean of the weights of 2 × 2 pixels"
    weights = setup.network.weights[0].T.reshape(128, 14, 2, 14, 2).mean(axis=(2, 4))
    levels = np.frombuffer(scene.weights.data, dtype=np.uint8).reshape(weights.shape).astype(float)
    assert np.abs((levels - 128) / 127 * scene.weights.scale - weights).max() <= scene.weights.scale / 250


def test_an_edit_is_seen_on_the_plane_at_once() -> None:
    """The plane is that of the parameters as they stand."""
    reader = Reader(new_session(experiment=Experiment(data="circle", hidden=(3,))))
    reader.get(schema.Open, what=schema.DecisionPicture())

    scene = reader.get(schema.SetParameter, link=0, role="weight", index=(0, 1), value=2.5)

    state, drawn = reader.session._now.state, opened(scene, schema.DecisionScene)
    assert drawn is not None
    assert drawn.plane == plane_scene(state.setup, state.network)


def test_looking_at_pictures_changes_no_number() -> None:
    """Only what stands inside the neurons."""
    reader = Reader(new_session(experiment=Experiment(data="circle", hidden=(3,))))
    before: Any = reader.scene

    after = reader.get(schema.Open, what=schema.NeuronPictures())

    drawn = opened(after, schema.NeuronPicturesScene)
    assert drawn is not None
    assert drawn.responses is not None
    assert after.stage == before.stage
    assert after.moment == before.moment
    assert after.undo == before.undo
