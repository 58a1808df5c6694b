"""The slice of a landscape, as a reader asks for it: its directions, whose loss, and where things lie on it.

Landscape, descents and possible next steps are drawn on one slice and ask for it in the same words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.compiled import Engine
from learnscope.core.network import Network
from learnscope.errors import ArgumentError
from learnscope.probe.landscape import (
    Direction,
    between,
    is_whole,
    of_parameter,
    principal_directions,
    projected,
    random_directions,
)
from learnscope.run import Tree
from learnscope.run.path import path
from learnscope.scene.belonging import find
from learnscope.scene.grammar import Name
from learnscope.scene.names import number
from learnscope.scene.parameters import name_at, place_named
from learnscope.scene.schema import LandscapeOver, LossOf
from learnscope.scene.subject import Subject
from learnscope.training.loop import Loop

ROWS = (32, 500)  # least and most samples whose loss is taken
ROW_WORK = 1_000_000  # products for the rows of a point
POINTS = 33  # of a path


class AsksSlice(Protocol):
    """What names a slice."""

    @property
    def over(self) -> LandscapeOver: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def seed(self) -> int: ...


@dataclass(frozen=True, eq=False)
class Ground:
    """Samples whose mean loss a landscape shows, in the network's units and float64."""

    x: Floats
    y: Floats
    penalties: tuple[float, float]
    rows: NDArray[np.int64]  # of the data set
    of: int  # samples there are


@dataclass(frozen=True, eq=False)
class Slice:
    """One direction or two through a network, and what a reader calls them.

    origin      (P,) the parameters of the network
    names       of the weights and biases that they are the axes of; empty of other directions
    own         (2,) where the origin lies, in the units of the picture; 0 along other directions
    """

    origin: Floats
    directions: tuple[Direction, ...]
    names: tuple[Name, ...]
    titles: tuple[str, ...]
    own: Floats
    whole: bool  # whether nothing else can be learned

    @property
    def axes(self) -> tuple[Floats, Floats]:
        """The vectors (P,) of both directions; of a line, the second is 0."""
        first = self.directions[0].vector
        return first, self.directions[1].vector if len(self.directions) == 2 else np.zeros_like(first)

    def shadows(self, points: Floats) -> Floats:
        """Where the shadows of `points` (K, P) lie (K, 2), in the units of the picture."""
        found: Floats = projected(points - self.origin, *self.axes) + self.own
        return found

    def at(self, places: Floats) -> Floats:
        """The parameters (K, P) at `places` (K, 2) of the picture."""
        first, second = self.axes
        offsets = places - self.own
        found: Floats = self.origin + offsets[:, :1] * first + offsets[:, 1:] * second
        return found


def slice_of(subject: Subject, asked: AsksSlice, walked: Callable[[], Floats]) -> Slice:
    """The slice that `asked` names; `walked` gives the path (K, P) up to the network shown.

    Raises ArgumentError for a number there is not, for a path of fewer than three points, and where there is
    no place to draw at.
    """
    network = subject.step.network
    origin = network.parameters.astype(np.float64)
    names, directions = _directions(subject, asked, walked)
    places = [int(direction.vector.argmax()) for direction in directions]
    own = np.array([origin[place] if names else 0.0 for place in places] + [0.0])[:2]
    titles = [number(name, subject.neurons, subject.setup.dataset.noun) for name in names] or [
        d.title for d in directions
    ]
    for k, title in enumerate(titles):
        check_finite(title, own[k], *directions[k].vector)
    return Slice(origin, directions, names, tuple(titles), own, is_whole(network, directions))


def walked_path(
    subject: Subject, tree: Tree, future: str, engine: Engine, *, quick: bool = False
) -> tuple[NDArray[np.int64], Floats]:
    """Steps (K,) and parameters (K, P) of the run up to the network shown, which is the last.

    Quick, it goes through what is kept alone.
    """
    origin = subject.step.network.parameters.astype(np.float64)
    steps, walked = path(tree, future, subject.steps, most=POINTS, remade=remade_by(engine, quick=quick))
    walked = np.concatenate([walked[:-1], origin[None]]) if walked.shape[1:] == origin.shape else origin[None]
    return steps[-len(walked) :], walked


def remade_by(engine: Engine, *, quick: bool = False) -> int:
    """Steps of a path that are made again for one point of it."""
    if quick:
        return 0
    return 40 if engine.name == "compiled" else 8


def check_finite(title: str, *numbers: float) -> None:
    """Raise ArgumentError where there is no place to draw at."""
    wrong = next((number for number in numbers if not np.isfinite(number)), None)
    if wrong is not None:
        raise ArgumentError(f"{title} must be of finite numbers, got {wrong}; look at an earlier step")


def ground_of(subject: Subject, loop: Loop, of: LossOf) -> Ground:
    """The samples of the batch shown, or those that are learned from, of many some."""
    plan, step = loop.plan, subject.step
    penalties = (float(plan.l1), float(plan.l2))
    if of == "batch":
        x, y = step.x.astype(np.float64), step.y.astype(np.float64)
        return Ground(x, y, penalties, subject.rows, len(x))
    train = plan.split.train
    most = int(np.clip(ROW_WORK // step.network.parameters.size, *ROWS))
    rows = train if len(train) <= most else train[np.arange(most) * len(train) // most]
    x, y = loop.gather(rows), loop.material.y[rows]
    return Ground(x.astype(np.float64), y.astype(np.float64), penalties, rows, len(train))


def _directions(
    subject: Subject, asked: AsksSlice, walked: Callable[[], Floats]
) -> tuple[tuple[Name, ...], tuple[Direction, ...]]:
    """The names of the axes, where they have some, and the directions."""
    network = subject.step.network
    if asked.over == "random":
        count = min(2, int(network.layout.learned.sum()))
        return (), random_directions(network, count, seed=asked.seed)
    if asked.over == "path":
        return (), principal_directions(walked())
    if asked.over == "ends":
        points = walked()
        if len(points) < 2 or not np.any(points[0] != points[-1]):
            raise ArgumentError("over must not be 'ends' where no step is made; let the run go on first")
        return (), (between(points[0], points[-1]),)
    names = tuple(find(text, subject) for text in asked.names) or _first_names(network)
    for name in names:
        if name.kind.word not in ("weight", "bias"):
            raise ArgumentError(f"names must be those of weights or biases, got {str(name)!r}")
    if not 1 <= len(names) <= 2 or len({*names}) < len(names):
        raise ArgumentError(f"names must be one or two different ones, got {len(asked.names)}")
    places = [place_named(network, name) for name in names]
    return names, tuple(of_parameter(network, place) for place in places)


def _first_names(network: Network) -> tuple[Name, ...]:
    """All that can be learned, where that is one number or two; else the first weight."""
    learned = np.flatnonzero(network.layout.learned)
    found = []
    for place in learned[: 2 if len(learned) == 2 else 1].tolist():
        found.append(name_at(network, place))
    return tuple(found)
