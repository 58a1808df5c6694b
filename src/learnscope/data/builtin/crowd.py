"""Crowds: small pictures of 0 to 60 people, each a blurred dot, and how many there are.

A person at (r, c) of radius s and brightness b adds b · exp(−((y − r)² + (x − c)²) / 2s²) to the pixel at
(y, x). Where dots overlap they add up to 1 at most, as in an overexposed picture. The pixels are rounded to
255ths, the steps of an eight-bit picture. The sample with index i is drawn from a random stream of its own,
so that asking for more samples leaves the first ones as they are.
"""

import numpy as np

from learnscope.data.builtin.record import BuiltIn, Maker, Option, sample_count
from learnscope.data.dataset import Dataset, Floats
from learnscope.data.pictures import pixel_names
from learnscope.streams import stream

RADIUS = (0.5, 1.2)  # in pixels
BRIGHTNESS = (0.4, 1.0)


def draw_people(random: np.random.Generator, *, most: int, size: int) -> Floats:
    """From 0 to `most` people (count, 4) in a square of `size` pixels: row, column, radius, brightness."""
    count = int(random.integers(0, most, endpoint=True))
    low = (1, 1, RADIUS[0], BRIGHTNESS[0])
    high = (size - 2, size - 2, RADIUS[1], BRIGHTNESS[1])
    return random.uniform(low, high, (count, 4))


def paint(people: Floats, *, size: int) -> Floats:
    """The picture (size, size) of `people`, from 0 to 1 and not yet rounded."""
    row, column, radius, brightness = (people[:, k, None] for k in range(4))
    pixels = np.arange(size)
    down = brightness * np.exp(-((pixels - row) ** 2) / (2 * radius**2))
    across = np.exp(-((pixels - column) ** 2) / (2 * radius**2))
    light: Floats = np.minimum(np.einsum("py,px->yx", down, across), 1)
    return light


def _crowd(seed: int, *, samples: int, people: int, size: int, noise: float) -> Dataset:
    pictures = np.empty((samples, size * size))
    counts = np.empty((samples, 1))
    for index in range(samples):
        random = stream(seed, "data", index)
        drawn = draw_people(random, most=people, size=size)
        picture = paint(drawn, size=size) + random.normal(0, noise, (size, size))
        pictures[index] = (np.round(np.clip(picture, 0, 1) * 255) / 255).ravel()
        counts[index] = len(drawn)
    pictures.flags.writeable = False
    return Dataset(
        name="crowd",
        title="Crowds",
        inputs=pictures,
        targets=counts,
        input_names=pixel_names((size, size)),
        input_units=("",) * size**2,
        output_names=("people",),
        output_units=("",),
        kind="values",
        task=f"How many people are there, from a picture of {size} × {size} pixels?",
        noun="picture",
        image_shape=(size, size),
    )


MAKERS = (
    Maker(
        BuiltIn(
            "crowd",
            "Crowds",
            "values",
            500,
            576,
            1,
            "How many people are in a picture of 24 × 24 pixels.",
            (
                sample_count(500, high=50_000),
                Option("noise", 0, 0, 1, "normal deviation added to every pixel"),
                Option("people", 60, 1, 1000, "the most people a picture may hold", whole=True),
                Option("size", 24, 8, 64, "height and width of a picture in pixels", whole=True),
            ),
        ),
        _crowd,
    ),
)
