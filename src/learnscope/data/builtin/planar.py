"""Points on the plane, made on the spot.

With ε and η uniform in (−1, 1) times `noise`, and half of the samples in each class:

    circle   inside: radius uniform in (0, 2.5); outside: in (3.5, 5); the class is whether (x + 5ε, y + 5η)
             lies within 2.5 of the middle
    xor      x and y uniform in (−5, 5) and moved 0.3 away from the axes; the class is whether x + 5ε and
             y + 5η have the same sign
    gauss    normal clouds around (2, 2) and (−2, −2) with variance 0.5 + 7 · noise in x and in y
    spiral   radius r from 0 to 5 at angle 0.7 π r, and the same turned by half a turn; each point is moved by
             (ε, η)
    plane    x and y uniform in (−6, 6); the value is (x + 6ε + y + 6η) / 10
    bumps    x and y uniform in (−6, 6); the value is that of the nearest bump or dent at (x + 6ε, y + 6η):
             1 − d/2 or d/2 − 1 at distance d of at most 2 from its middle, else 0; bumps and dents stand in
             turn at x of −4, 0, 4 and y of 2.5, −2.5
    moons    (cos t, sin t) and (1 − cos t, ½ − sin t) with t from 0 to π; noise is the normal deviation added
             to x and y

Source: the data sets of the TensorFlow Playground (github.com/tensorflow/playground, src/dataset.ts), whose
regressions are called "plane" and "multi gaussian" there; moons as in scikit-learn's make_moons.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from learnscope.data.builtin.record import BuiltIn, Maker, Option, sample_count
from learnscope.data.dataset import Dataset, Floats, TargetKind
from learnscope.data.targets import one_hot
from learnscope.streams import stream

PLAYGROUND_NOISE = Option("noise", 0, 0, 0.5, "how far points stray from where their class or value is taken")
PLAYGROUND = "definition: TensorFlow Playground (github.com/tensorflow/playground)"
BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))  # x, y, sign

Numbers = NDArray[np.int64]
Points = tuple[Floats, Numbers | Floats]  # points (N, 2) with class numbers (N,) or values (N,)


def _circle(random: np.random.Generator, halves: Numbers, noise: float) -> Points:
    radius = np.where(halves == 0, random.uniform(0, 2.5, len(halves)), random.uniform(3.5, 5, len(halves)))
    points = _polar(radius, random.uniform(0, 2 * np.pi, len(halves)))
    moved = points + random.uniform(-5, 5, points.shape) * noise
    return points, (np.hypot(moved[:, 0], moved[:, 1]) >= 2.5).astype(np.int64)


def _xor(random: np.random.Generator, halves: Numbers, noise: float) -> Points:
    points = random.uniform(-5, 5, (len(halves), 2))
    points += np.where(points > 0, 0.3, -0.3)
    moved = points + random.uniform(-5, 5, points.shape) * noise
    return points, (moved.prod(axis=1) < 0).astype(np.int64)


def _gauss(random: np.random.Generator, halves: Numbers, noise: float) -> Points:
    middles = np.array([[2.0, 2.0], [-2.0, -2.0]])
    spread = random.normal(0, np.sqrt(0.5 + 7 * noise), (len(halves), 2))
    return middles[halves] + spread, halves


def _spiral(random: np.random.Generator, halves: Numbers, noise: float) -> Points:
    radius = _along(halves, end=False) * 5
    points = _polar(radius, 0.7 * np.pi * radius + np.pi * halves)
    return points + random.uniform(-1, 1, points.shape) * noise, halves


def _plane(random: np.random.Generator, halves: Numbers, noise: float) -> Points:
    points = random.uniform(-6, 6, (len(halves), 2))
    moved = points + random.uniform(-6, 6, points.shape) * noise
    return points, moved.sum(axis=1) / 10


def _bumps(random: np.random.Generator, halves: Numbers, noise: float) -> Points:
    points = random.uniform(-6, 6, (len(halves), 2))
    moved = points + random.uniform(-6, 6, points.shape) * noise
    heights = [
        sign * np.maximum(1 - np.hypot(moved[:, 0] - x, moved[:, 1] - y) / 2, 0) for x, y, sign in BUMPS
    ]
    table = np.stack(heights, axis=1)
    return points, table[np.arange(len(table)), np.abs(table).argmax(axis=1)]


def _moons(random: np.random.Generator, halves: Numbers, noise: float) -> Points:
    angle = _along(halves, end=True) * np.pi
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points = np.where(halves[:, None] == 0, upper, np.array([1.0, 0.5]) - upper)
    return points + random.normal(0, noise, points.shape), halves


def _polar(radius: Floats, angle: Floats) -> Floats:
    """Points (N, 2) at `radius` and clockwise `angle` from the vertical."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)


def _along(halves: Numbers, *, end: bool) -> Floats:
    """How far each point is along its half, evenly from 0 to 1 (N,); the 1 itself is reached with `end`."""
    counts = np.bincount(halves, minlength=2)
    return np.concatenate([np.linspace(0, 1, int(count), endpoint=end) for count in counts])


def _maker(
    name: str,
    title: str,
    note: str,
    task: str,
    outputs: tuple[str, ...],
    draw: Callable[[np.random.Generator, Numbers, float], Points],
    *,
    noise: Option = PLAYGROUND_NOISE,
    count: int = 500,
    source: str = PLAYGROUND,
) -> Maker:
    """The maker of the data set that `draw` draws; a single output is a value, several are classes."""
    kind: TargetKind = "values" if len(outputs) == 1 else "classes"

    def make(seed: int, *, samples: int, noise: float) -> Dataset:
        halves = np.repeat([0, 1], [samples - samples // 2, samples // 2])
        points, results = draw(stream(seed, "data"), halves, noise)
        return Dataset(
            name=name,
            title=title,
            inputs=points,
            targets=_rows(results, len(outputs)),
            input_names=("x", "y"),
            input_units=("", ""),
            output_names=outputs,
            output_units=("",) * len(outputs),
            kind=kind,
            task=task,
            noun="point",
            input_titles=("x₁", "x₂"),
            source=source,
        )

    record = BuiltIn(name, title, kind, count, 2, len(outputs), note, (sample_count(count), noise))
    return Maker(record, make)


def _rows(results: Numbers | Floats, outputs: int) -> Floats:
    """Class numbers or values (N,) as rows of targets."""
    return results[:, None].astype(np.float64) if outputs == 1 else one_hot(results.astype(np.int64), outputs)


MAKERS = (
    _maker(
        "circle",
        "Circle",
        "A disc inside a ring.",
        "Does a point lie inside the ring or on it, from its two coordinates?",
        ("inside", "outside"),
        _circle,
    ),
    _maker(
        "xor",
        "Exclusive or",
        "Four squares; those that touch at a corner belong together.",
        "Have the two coordinates of a point the same sign?",
        ("same sign", "opposite signs"),
        _xor,
    ),
    _maker(
        "gauss",
        "Two clouds",
        "Two round clouds of points.",
        "Which of two clouds does a point belong to, from its two coordinates?",
        ("upper right", "lower left"),
        _gauss,
    ),
    _maker(
        "spiral",
        "Two spirals",
        "Two arms wound around each other.",
        "Which of two spiral arms does a point lie on, from its two coordinates?",
        ("first arm", "second arm"),
        _spiral,
    ),
    _maker(
        "moons",
        "Two moons",
        "Two half circles that reach into each other.",
        "Which of two moons does a point lie on, from its two coordinates?",
        ("upper moon", "lower moon"),
        _moons,
        noise=Option("noise", 0.1, 0, 1, "normal deviation added to x and y"),
        source="definition: scikit-learn's make_moons",
    ),
    _maker(
        "plane",
        "Slope",
        "A value that rises evenly to the upper right.",
        "How high is the slope at a point, from its two coordinates?",
        ("height",),
        _plane,
    ),
    _maker(
        "bumps",
        "Bumps and dents",
        "Three bumps and three dents.",
        "How high is the ground at a point, from its two coordinates?",
        ("height",),
        _bumps,
    ),
)
