"""A reader's own picture: read for the network as it stands, or followed through it in place of a sample.

Likelihoods are those the network's loss makes of its outputs (softmax or sigmoid); a loss that makes none
gives no tags. They belong to the parameters on screen: at the end of the timeline, to the updated ones.
"""

from dataclasses import replace

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.forward import predict
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.data.dataset import LARGEST
from learnscope.errors import IntentError
from learnscope.scene.schema import Array, PictureReading, PictureStage, ReadPicture, Tag, UsePicture
from learnscope.session.moves.move import Move, naming
from learnscope.session.numbers import Numbers
from learnscope.session.state import EditedSample, State

MOST_PIXELS = 4_000_000  # of a picture in a message; larger files are made smaller before


def read_picture(state: State, question: ReadPicture) -> PictureReading:
    """What the picture becomes on its way to the inputs, and what the network says of it.

    Raises IntentError where it is no picture, or the data is of another kind.
    """
    _check_data(state)
    if question.inputs is not None:
        return _reading(state, question.serial, (), _inputs(state, question.inputs))
    from learnscope.data.own_picture import prepare

    width, height = question.width, question.height
    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        raise IntentError(
            f"width × height must be from 1 to {words.grouped(MOST_PIXELS)} pixels, got {width} × {height}; "
            "make the picture smaller",
            field="width",
        )
    if len(question.pixels) != 4 * width * height:
        raise IntentError(
            f"pixels must be {words.grouped(4 * width * height)} bytes, red, green, blue and opacity of each "
            f"of {width} × {height}, got {words.grouped(len(question.pixels))}",
            field="pixels",
        )
    pixels = np.frombuffer(question.pixels, dtype=np.uint8).reshape(height, width, 4)
    picture = prepare(pixels, state.setup.dataset, drawn=question.drawn)
    stages = tuple(
        PictureStage(
            title=stage.title,
            note=stage.note,
            width=stage.pixels.shape[1],
            height=stage.pixels.shape[0],
            pixels=stage.pixels.tobytes(),
        )
        for stage in picture.stages
    )
    return _reading(state, question.serial, stages, picture.inputs)


def use_picture(state: State, intent: UsePicture) -> Move:
    """The picture in place of the inputs of the sample shown, whose target stays."""
    _check_data(state)
    inputs = _inputs(state, intent.inputs)
    edited = EditedSample(tuple(inputs.tolist()), state.shown.target, picture=True)
    said = (
        f"your picture stands in place of {state.setup.dataset.noun} {state.sample + 1}, whose target stays"
    )
    return Move(replace(state, edited=edited, phase=state.forward_done), "your picture", said)


def _check_data(state: State) -> None:
    dataset = state.setup.dataset
    if dataset.image_shape is None:
        raise IntentError(
            f"data must be pictures to take one of your own, got {dataset.title}; choose digits or a folder "
            "of images",
            field="pixels",
        )


def _inputs(state: State, given: Array) -> Floats:
    """Inputs (n_in,) in the data's own units."""
    count = len(state.setup.dataset.input_names)
    with naming("inputs"):
        try:
            inputs = given.numpy()
        except ValueError:
            inputs = np.empty(0)
        if inputs.shape != (count,) or not (np.abs(inputs) <= LARGEST).all():
            raise IntentError(
                f"inputs must be {count} finite numbers, as a picture's reading gives them, "
                f"got an array of shape {given.shape}",
                field="inputs",
            )
    return inputs


def _reading(state: State, serial: int, stages: tuple[PictureStage, ...], inputs: Floats) -> PictureReading:
    network = Numbers(state).step.after if state.phase >= state.phases else state.network
    with np.errstate(all="ignore"):
        said = predict(network, state.setup.scaling.apply(inputs[None, :]))[0]
        if state.setup.dataset.kind == "values":
            said = state.setup.target_scaling.invert(said[None, :])[0]
    tags = _tags(state, network, said)
    return PictureReading(serial, stages, Array.of(inputs), tags, _sentence(state, network, said, tags))


def _tags(state: State, network: Network, said: Floats) -> tuple[Tag, ...]:
    """Classes or labels, likeliest first, what is no number last."""
    if not LOSSES[network.loss].squash:
        return ()
    names = state.setup.dataset.output_names
    order = np.argsort(-said, kind="stable")
    return tuple(Tag(names[place], float(said[place])) for place in order)


def _sentence(state: State, network: Network, said: Floats, tags: tuple[Tag, ...]) -> str:
    """What the network says, for those who do not see it."""
    dataset = state.setup.dataset
    if not np.isfinite(said).all():
        return "The network's outputs are no numbers."
    if dataset.kind == "values":
        values = zip(dataset.output_names, said, dataset.output_units, strict=True)
        return (
            f"{'; '.join(f'{name}: {words.number(value)} {unit}'.strip() for name, value, unit in values)}."
        )
    if not tags:
        name = dataset.output_names[int(said.argmax())]
        title = LOSSES[network.loss].title
        return f"The largest output is {name}; the loss, {title}, makes no likelihoods of outputs."
    listed = ", ".join(f"{tag.name} {words.number(100 * tag.likelihood, digits=3)} %" for tag in tags[:3])
    return f"Likeliest: {listed}."
