"""The landscape around the network shown: losses over a slice, what is held, and the paths on it."""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import Engine
from learnscope.core.network import Network
from learnscope.core.slices import slice_losses
from learnscope.errors import ArgumentError
from learnscope.probe.landscape import (
    Direction,
    Landscape,
    between,
    is_whole,
    landscape_of,
    of_parameter,
    principal_directions,
    projected,
    random_directions,
)
from learnscope.probe.reach import lowest_point, reach_of
from learnscope.run import Tree
from learnscope.run.path import path
from learnscope.scene import landscape_words as said
from learnscope.scene.belonging import find
from learnscope.scene.grammar import KINDS, Name
from learnscope.scene.landscape_levels import levels_of
from learnscope.scene.names import number
from learnscope.scene.schema import (
    Array,
    AskLandscape,
    LandscapeAxis,
    LandscapePath,
    LandscapePoint,
    LandscapeScene,
)
from learnscope.scene.subject import Subject
from learnscope.training.loop import Loop

SIZES = (101, 65, 41, 25, 17, 9)  # points along an axis; odd, so that the network stands on one where it can
LINE = 129
WORK = 150_000_000  # products of forward passes, about 150 ms compiled
CALLS = 2500  # points in NumPy, which takes about 0.1 ms for each
ROWS = (32, 500)  # least and most samples whose loss is taken
ROW_WORK = 1_000_000  # products for the rows of a point
CURVES = 24  # of single samples
POINTS = 33  # of a path
FUTURES = 8


@dataclass(frozen=True, eq=False)
class Ground:
    """Samples whose mean loss the landscape shows, in the network's units and float64."""

    x: Floats
    y: Floats
    penalties: tuple[float, float]
    rows: int
    of: int  # samples there are


def landscape_scene(
    subject: Subject, tree: Tree, future: str, loop: Loop, asked: AskLandscape, engine: Engine
) -> LandscapeScene:  # fmt: skip
    """What `asked` asks for of the network of `subject`. `loop` makes its steps.

    Raises ArgumentError for a number there is not, and for a path of fewer than three points.
    """
    network = subject.step.network
    ground = _ground(subject, loop, asked)
    origin = network.parameters.astype(np.float64)
    remade = 40 if engine.name == "compiled" else 8
    steps, walked = path(tree, future, subject.steps, most=POINTS, remade=remade)
    walked = np.concatenate([walked[:-1], origin[None]]) if walked.shape[1:] == origin.shape else origin[None]
    steps = steps[-len(walked) :]
    names, directions = _directions(subject, asked, walked)
    u = directions[0].vector
    v = directions[1].vector if len(directions) == 2 else np.zeros_like(u)
    after = subject.step.after.parameters.astype(np.float64)
    shadows = projected(np.concatenate([walked, after[None]]) - origin, u, v)
    places = [int(direction.vector.argmax()) for direction in directions]
    own = np.array([origin[place] if names else 0.0 for place in places] + [0.0])[:2]
    titles = [number(name, subject.neurons) for name in names] or [d.title for d in directions]
    for k, title in enumerate(titles):
        _check_finite(title, own[k], *directions[k].vector)
    ends = _ends(asked, network, directions, ground, shadows, own)
    for title, (low, high) in zip(titles, ends, strict=False):
        _check_finite(f"the picture over {title}", low, high, high - low)
    cells = _cells(asked, network, ground, engine, len(directions))
    a, b = (np.linspace(low, high, cells) for low, high in ends)
    found = landscape_of(
        network, directions, a, b if len(directions) == 2 else None, x=ground.x, y=ground.y,
        path=np.concatenate([walked, after[None]]), steps=np.append(steps, subject.steps + 1),
        penalties=ground.penalties, engine=engine,
    )  # fmt: skip
    axes = tuple(
        LandscapeAxis(
            title=titles[k],
            name=str(names[k]) if names else "",
            value=float(own[k]),
            after=float(after[places[k]] if names else shadows[-1, k]),
            low=float(own[k] + ends[k][0]),
            high=float(own[k] + ends[k][1]),
            slope=float(found.slopes[k]),
            share=None if np.isnan(directions[k].share) else directions[k].share,
        )
        for k in range(len(directions))
    )
    points = found.path + own
    here, after_it = (
        LandscapePoint(
            float(points[k, 0]),
            float(points[k, 1]),
            float(found.path_losses[k]),
            float(found.shadow_losses[k]),
        )
        for k in (-2, -1)
    )
    paths = (
        LandscapePath(
            future, tree[future].title, tree[future].colour, tuple(steps.tolist()), Array.of(points[:-1]),
            Array.of(found.path_losses[:-1]), Array.of(found.shadow_losses[:-1]),
        ),
        *_other_paths(tree, future, subject, network, (u, v), own, remade),
    )  # fmt: skip
    return LandscapeScene(
        serial=asked.serial,
        over=asked.over,
        of=asked.of,
        axes=axes,
        cells=cells,
        losses=Array.of(found.losses if len(axes) == 2 else found.losses[0]),
        levels=levels_of(found.losses) if len(axes) == 2 else (),
        samples=_curves(network, u, a, ground, engine) if len(axes) == 1 and asked.curves else None,
        here=here,
        next=after_it,
        lowest=_lowest(found, own),
        paths=paths,
        whole=found.whole,
        held=said.held(network, asked, found.whole, len(axes), subject.steps),
        about=said.about(subject, asked, ground.rows, ground.of, ground.penalties, loop.plan.dropout),
        move=said.move(subject, loop.plan, axes, here, after_it, whole=ground.of == len(subject.rows)),
        gap="" if found.whole else said.gap(steps, found),
        odd=said.odd(found.losses),
        path=_program(subject, asked, names),
    )


def _check_finite(title: str, *numbers: float) -> None:
    """Raise ArgumentError where there is no place to draw at."""
    wrong = next((number for number in numbers if not np.isfinite(number)), None)
    if wrong is not None:
        raise ArgumentError(f"{title} must be of finite numbers, got {wrong}; look at an earlier step")


def _ground(subject: Subject, loop: Loop, asked: AskLandscape) -> Ground:
    plan, step = loop.plan, subject.step
    penalties = (float(plan.l1), float(plan.l2))
    if asked.of == "batch":
        x, y = step.x.astype(np.float64), step.y.astype(np.float64)
        return Ground(x, y, penalties, len(x), len(x))
    train = plan.split.train
    most = int(np.clip(ROW_WORK // step.network.parameters.size, *ROWS))
    rows = train if len(train) <= most else train[np.arange(most) * len(train) // most]
    x, y = loop.gather(rows), loop.material.y[rows]
    return Ground(x.astype(np.float64), y.astype(np.float64), penalties, len(rows), len(train))


def _directions(
    subject: Subject, asked: AskLandscape, walked: Floats
) -> tuple[tuple[Name, ...], tuple[Direction, ...]]:
    """The names of the axes, where they have some, and the directions."""
    network = subject.step.network
    if asked.over == "random":
        count = min(2, int(network.layout.learned.sum()))
        return (), random_directions(network, count, seed=asked.seed)
    if asked.over == "path":
        return (), principal_directions(walked)
    if asked.over == "ends":
        if len(walked) < 2 or not np.any(walked[0] != walked[-1]):
            raise ArgumentError("over must not be 'ends' where no step is made; let the run go on first")
        return (), (between(walked[0], walked[-1]),)
    names = tuple(find(text, subject) for text in asked.names) or _first_names(network)
    for name in names:
        if name.kind.word not in ("weight", "bias"):
            raise ArgumentError(f"names must be those of weights or biases, got {str(name)!r}")
    if not 1 <= len(names) <= 2 or len({*names}) < len(names):
        raise ArgumentError(f"names must be one or two different ones, got {len(asked.names)}")
    layout = network.layout
    places = [layout.place(name.index[0], name.kind.word, name.index[1:]) for name in names]
    return names, tuple(of_parameter(network, place) for place in places)


def _first_names(network: Network) -> tuple[Name, ...]:
    """All that can be learned, where that is one number or two; else the first weight."""
    learned = np.flatnonzero(network.layout.learned)
    found = []
    for place in learned[: 2 if len(learned) == 2 else 1].tolist():
        address = network.layout.address(place)
        found.append(Name(KINDS[address.role], (address.layer, *address.index)))
    return tuple(found)


def _ends(
    asked: AskLandscape, network: Network, directions: tuple[Direction, ...], ground: Ground,
    shadows: Floats, own: Floats,
) -> tuple[tuple[float, float], ...]:  # fmt: skip
    """Where the picture ends, from the network as 0."""
    if asked.window is not None:
        low_a, high_a, low_b, high_b = asked.window
        if not all(np.isfinite(asked.window)) or low_a >= high_a or low_b >= high_b:
            raise ArgumentError("window must hold finite numbers, each low end below its high end")
        return (low_a - own[0], high_a - own[0]), (low_b - own[1], high_b - own[1])
    if asked.over == "random":
        return ((-1.0, 1.0), (-1.0, 1.0))
    named = asked.over == "numbers"
    near = shadows
    if named:
        lowest = lowest_point(network, directions, ground.x, ground.y, ground.penalties)
        zero = -own[None] if is_whole(network, directions) else np.empty((0, 2))
        near = np.concatenate([shadows, lowest, zero])
    least = max(1.0, float(np.abs(own).max()) / 4) if named else 1e-3 if asked.over == "path" else 0.5
    ends = reach_of(near, least, equal=True)
    return tuple(_round_ends(end, own[k]) for k, end in enumerate(ends)) if named else ends


def _round_ends(end: tuple[float, float], own: float) -> tuple[float, float]:
    """The same a bit farther out, where the axis has a round number."""
    unit = 10.0 ** np.floor(np.log10(end[1] - end[0])) / 2
    low, high = np.floor((own + end[0]) / unit) * unit, np.ceil((own + end[1]) / unit) * unit
    return float(low - own), float(high - own)


def _cells(asked: AskLandscape, network: Network, ground: Ground, engine: Engine, axes: int) -> int:
    """The most points along an axis that there is time for."""
    share = 0.1 if asked.quick else 1.0
    if axes == 1:
        most = int(share * CALLS) if engine.name == "plain" else LINE
        return next((size for size in (LINE, *SIZES) if size <= most), SIZES[-1])
    product = max(1, ground.rows * network.parameters.size)
    for size in SIZES:
        if size * size * product <= share * WORK and (engine.name != "plain" or size * size <= share * CALLS):
            return size
    return SIZES[-1]


def _curves(network: Network, u: Floats, a: Floats, ground: Ground, engine: Engine) -> Array:
    """Losses (m, len(a)) of single samples along `u`, without the penalty."""
    some = np.unique(np.linspace(0, ground.rows - 1, min(CURVES, ground.rows)).round().astype(np.int64))
    zero = np.zeros(1)
    curves = [
        slice_losses(
            network, u, np.zeros_like(u), a, zero, x=ground.x[k : k + 1], y=ground.y[k : k + 1], engine=engine
        )[0]
        for k in some.tolist()
    ]
    return Array.of(np.array(curves))


def _other_paths(
    tree: Tree, future: str, subject: Subject, network: Network, axes: tuple[Floats, Floats], own: Floats,
    remade: int,
) -> tuple[LandscapePath, ...]:  # fmt: skip
    """What lies ahead of the network in its own future, and the paths of others of its shape."""
    found = []
    origin = network.parameters.astype(np.float64)
    for other in tree.futures[:FUTURES]:
        steps, points = path(tree, other.name, other.steps, most=POINTS, remade=remade)
        if points.shape[1:] != origin.shape:
            continue
        if other.name == future:
            later = steps > subject.steps
            steps, points = steps[later], points[later]
        if len(points):
            shadows = projected(points - origin, *axes) + own
            found.append(
                LandscapePath(
                    other.name, other.title, other.colour, tuple(steps.tolist()), Array.of(shadows),
                    Array.of([]), Array.of([]),
                )
            )  # fmt: skip
    return tuple(found)


def _lowest(found: Landscape, own: Floats) -> LandscapePoint | None:
    if not np.isfinite(found.losses).any():
        return None
    j, i = np.unravel_index(
        int(np.where(np.isfinite(found.losses), found.losses, np.inf).argmin()), found.losses.shape
    )
    loss = float(found.losses[j, i])
    return LandscapePoint(float(found.a[i] + own[0]), float(found.b[j] + own[1]), loss, loss)


def _program(subject: Subject, asked: AskLandscape, names: tuple[Name, ...]) -> str:
    given = repr(asked.over) if not names else repr([str(name) for name in names])
    return f"ls.landscape(run, step={subject.steps}, directions={given})".replace("'", '"')
