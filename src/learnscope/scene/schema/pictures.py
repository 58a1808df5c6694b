"""Pictures: what a network says over the plane of two inputs, weights as images, a reader's own image."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.moments import Array


class Tones(msgspec.Struct, frozen=True):
    """Numbers for colouring alone: each is one byte, from 1 (-scale) over 128 (0) to 255 (scale).

    0 stands for what is not a number.
    """

    shape: tuple[int, ...]
    data: bytes  # row by row
    scale: float


class Plane(msgspec.Struct, frozen=True, kw_only=True):
    """The plane of the two inputs, in their own units, and the samples on it."""

    x: tuple[float, float]  # left and right edge
    y: tuple[float, float]  # lower and upper edge
    names: tuple[str, str]
    units: tuple[str, str]
    kind: Literal["classes", "labels", "values"]  # of the targets
    low: tuple[float, ...]  # what tones 1 and 255 of an output stand for: a share, or a value in its own unit
    high: tuple[float, ...]
    points: Array  # (m, 2) samples, in their own units
    truth: Array  # (m,) number of the class; else (m, n_out) labels, or values in their own units
    part: Array  # (m,) 0 train, 1 validation, 2 test
    wrong: Array  # (m,) 1 where the network says another class or other labels, 0 elsewhere
    rule: str  # which samples are drawn, where not all are; else ""


class PlaneScene(Plane, frozen=True, kw_only=True):
    """What the network says over the plane."""

    size: int  # cells along each edge; numbers are those of cells' centres, the first row at the top
    winner: Array | None  # (size, size) number of the likeliest class, where targets are classes
    value: Tones  # (n, size, size) how far the likeliest class leads (n = 1), else what each output says
    sentence: str  # what there is to see


class ResponsesScene(Plane, frozen=True, kw_only=True):
    """What each neuron says over the plane."""

    neurons: tuple[Tones, ...]  # by layer, 0 the inputs: activations (neurons, cells, cells)
    dead: tuple[tuple[int, ...], ...]  # by layer: the neurons that no cell of the plane rouses


class FaceScene(msgspec.Struct, frozen=True):
    """The incoming weights of the neurons of a layer as images of the layer below."""

    layer: int
    weights: Tones  # (neurons, height, width[, 3])
    rule: str  # what a cell is, where it is not one weight; else ""


class PictureStage(msgspec.Struct, frozen=True):
    """One stage of an image on its way to the inputs."""

    title: str  # "as it came", "grey", "cut to what is drawn", "8 × 8"
    note: str  # one sentence: what was done
    width: int
    height: int
    pixels: bytes  # RGB, row by row, at most 280 pixels along an edge


class Tag(msgspec.Struct, frozen=True):
    """A class or label and how probable the network says it is."""

    name: str
    likelihood: float


class PictureReading(Answer, frozen=True, tag="picture_reading"):
    """A reader's own image, brought to the network's size and classified."""

    stages: tuple[PictureStage, ...]
    inputs: Array  # (n_in,) in the data's own units, for `use_picture`
    tags: tuple[Tag, ...]  # likeliest first
    said: str  # a sentence for the live region
