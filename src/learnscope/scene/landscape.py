"""The landscape around the network shown: losses over a slice, what is held, and the paths on it."""

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import Engine
from learnscope.core.network import Network
from learnscope.core.slices import slice_losses
from learnscope.errors import ArgumentError
from learnscope.probe.landscape import Landscape, landscape_of
from learnscope.probe.reach import lowest_point, reach_of
from learnscope.run import Tree
from learnscope.run.path import path
from learnscope.scene import landscape_words as said
from learnscope.scene.landscape_levels import levels_of
from learnscope.scene.landscape_slice import (
    POINTS,
    Ground,
    Slice,
    check_finite,
    ground_of,
    remade_by,
    slice_of,
    walked_path,
)
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
CURVES = 24  # of single samples
FUTURES = 8


def landscape_scene(
    subject: Subject, tree: Tree, future: str, loop: Loop, asked: AskLandscape, engine: Engine
) -> LandscapeScene:
    """What `asked` asks for of the network of `subject`. `loop` makes its steps.

    Raises ArgumentError for a number there is not, and for a path of fewer than three points.
    """
    network = subject.step.network
    ground = ground_of(subject, loop, asked.of)
    quick = asked.quick and asked.over in ("numbers", "random")  # the others are directions of the path
    steps, walked = walked_path(subject, tree, future, engine, quick=quick)
    cut = slice_of(subject, asked, lambda: walked)
    directions, own = cut.directions, cut.own
    after = subject.step.after.parameters.astype(np.float64)
    reached = np.concatenate([walked, after[None]])
    ends = _ends(asked, network, cut, ground, cut.shadows(reached) - own)
    for title, (low, high) in zip(cut.titles, ends, strict=False):
        check_finite(f"the picture over {title}", low, high, high - low)
    cells = _cells(asked, network, ground, engine, len(directions))
    a, b = (np.linspace(low, high, cells) for low, high in ends)
    found = landscape_of(
        network, directions, a, b if len(directions) == 2 else None, x=ground.x, y=ground.y,
        path=reached, steps=np.append(steps, subject.steps + 1),
        penalties=ground.penalties, engine=engine,
    )  # fmt: skip
    points = found.path + own
    places = [int(direction.vector.argmax()) for direction in directions]
    axes = tuple(
        LandscapeAxis(
            title=cut.titles[k],
            name=str(cut.names[k]) if cut.names else "",
            value=float(own[k]),
            after=float(after[places[k]] if cut.names else points[-1, k]),
            low=float(own[k] + ends[k][0]),
            high=float(own[k] + ends[k][1]),
            slope=float(found.slopes[k]),
            share=None if np.isnan(directions[k].share) else directions[k].share,
        )
        for k in range(len(directions))
    )
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
        *_other_paths(tree, future, subject, cut, remade_by(engine, quick=asked.quick)),
    )  # fmt: skip
    return LandscapeScene(
        serial=asked.serial,
        over=asked.over,
        of=asked.of,
        axes=axes,
        cells=cells,
        losses=Array.of(found.losses if len(axes) == 2 else found.losses[0]),
        levels=levels_of(found.losses) if len(axes) == 2 else (),
        samples=_curves(network, cut.axes[0], a, ground, engine) if len(axes) == 1 and asked.curves else None,
        here=here,
        next=after_it,
        lowest=_lowest(found, own),
        paths=paths,
        whole=found.whole,
        held=said.held(network, asked, found.whole, len(axes), subject.steps),
        about=said.about(subject, asked, len(ground.rows), ground.of, ground.penalties, loop.plan.dropout),
        move=said.move(subject, loop.plan, axes, here, after_it, whole=ground.of == len(subject.rows)),
        gap="" if found.whole else said.gap(steps, found),
        odd=said.odd(found.losses),
        path=_program(subject, asked, cut),
    )


def _ends(
    asked: AskLandscape, network: Network, cut: Slice, ground: Ground, shadows: Floats
) -> tuple[tuple[float, float], ...]:  # fmt: skip
    """Where the picture ends, from the network as 0, as `shadows` (K, 2) are."""
    own = cut.own
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
        lowest = lowest_point(network, cut.directions, ground.x, ground.y, ground.penalties)
        zero = -own[None] if cut.whole else np.empty((0, 2))
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
    product = max(1, len(ground.rows) * network.parameters.size)
    for size in SIZES:
        if size * size * product <= share * WORK and (engine.name != "plain" or size * size <= share * CALLS):
            return size
    return SIZES[-1]


def _curves(network: Network, u: Floats, a: Floats, ground: Ground, engine: Engine) -> Array:
    """Losses (m, len(a)) of single samples along `u`, without the penalty."""
    some = np.unique(
        np.linspace(0, len(ground.rows) - 1, min(CURVES, len(ground.rows))).round().astype(np.int64)
    )
    zero = np.zeros(1)
    curves = [
        slice_losses(
            network, u, np.zeros_like(u), a, zero, x=ground.x[k : k + 1], y=ground.y[k : k + 1], engine=engine
        )[0]
        for k in some.tolist()
    ]
    return Array.of(np.array(curves))


def _other_paths(
    tree: Tree, future: str, subject: Subject, cut: Slice, remade: int
) -> tuple[LandscapePath, ...]:  # fmt: skip
    """What lies ahead of the network in its own future, and the paths of others of its shape."""
    found = []
    for other in tree.futures[:FUTURES]:
        if other.name == future and other.steps <= subject.steps:
            continue
        steps, points = path(tree, other.name, other.steps, most=POINTS, remade=remade)
        if points.shape[1:] != cut.origin.shape:
            continue
        if other.name == future:
            later = steps > subject.steps
            steps, points = steps[later], points[later]
        if len(points):
            shadows = cut.shadows(points)
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


def _program(subject: Subject, asked: AskLandscape, cut: Slice) -> str:
    given = repr(asked.over) if not cut.names else repr([str(name) for name in cut.names])
    return f"ls.landscape(run, step={subject.steps}, directions={given})".replace("'", '"')
