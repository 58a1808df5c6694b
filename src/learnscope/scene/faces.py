"""The incoming weights of the first layer as images of the inputs.

Each neuron's picture has the shape of the images learned from; a cell is the weight of its pixel. Where all
pictures together would be too many bytes, a cell is the mean of the weights of f × f pixels, f as small as
can be; the image is cut on the right and below where f does not divide it.
"""

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.network import Network
from learnscope.experiment import Setup
from learnscope.scene.schema import FaceScene
from learnscope.scene.tones import scale_for, tones

BYTES = 150_000  # of all pictures, at rest
QUICK_BYTES = 40_000  # while training is played
LEAST = 2.0**-10  # of the scale


def face_scene(setup: Setup, network: Network, *, quick: bool = False) -> FaceScene | None:
    """The pictures of the weights into layer 1 of `network`; None where its inputs are no pixels."""
    shape = setup.dataset.image_shape
    if shape is None:
        return None
    height, width, *channels = shape
    count = network.sizes[1]
    pictures = network.weights[0].T.astype(np.float64).reshape(count, height, width, -1)
    limit = QUICK_BYTES if quick else BYTES
    factor = 1
    while _size(pictures.shape, factor) > limit and factor < min(height, width):
        factor += 1
    pictures = _shrunk(pictures, factor).reshape(count, height // factor, width // factor, *channels)
    rule = f"each cell is the mean of the weights of {factor} × {factor} pixels" if factor > 1 else ""
    return FaceScene(1, tones(pictures, scale_for(pictures, least=LEAST)), rule)


def _size(shape: tuple[int, ...], factor: int) -> int:
    count, height, width, channels = shape
    return count * (height // factor) * (width // factor) * channels


def _shrunk(pictures: Floats, factor: int) -> Floats:
    """Means (count, height // f, width // f, channels) of blocks of f × f cells."""
    if factor == 1:
        return pictures
    count, height, width, channels = pictures.shape
    down, across = height // factor, width // factor
    kept = pictures[:, : down * factor, : across * factor]
    with np.errstate(all="ignore"):
        means: Floats = kept.reshape(count, down, factor, across, factor, channels).mean(axis=(2, 4))
    return means
