"""A tree of futures as plain records, so that it outlives the process that holds it.

Settings are kept as recipes, from which everything that follows from them is made again; points as their
bytes. Curves and keyframes are kept as they are where they take little, and else more coarsely: the numbers
of any step stay what they are, and it takes longer to come to them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import EngineName
from learnscope.errors import FormatError
from learnscope.experiment import Experiment, Setup, set_up_like
from learnscope.experiment.setup import OF_DATA
from learnscope.run import Best, ByHand, Future, Point, Segment, Tree
from learnscope.run.bins import Bins, Store
from learnscope.run.frames import Frames
from learnscope.run.limits import LIMITS
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of


class KeptPoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point; numbers in the precision of the network."""

    step: int
    ahead: int
    began: int
    parameters: bytes
    slots: bytes


class KeptSegment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A segment; `settings` is the place of its recipe among those of the tree."""

    settings: int
    start: KeptPoint
    engine: EngineName
    causes: tuple[str, ...]
    count: int
    by_hand: ByHand | None
    frames: tuple[KeptPoint, ...]
    seconds: float


class KeptBins(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A summary of rows: full bins (3, full, columns) and the one that is not full (3, columns)."""

    limit: int
    stride: int
    full: bytes
    part: bytes
    parts: int


class KeptFuture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A future."""

    name: str
    title: str
    colour: int
    parent: str
    departure: int
    segments: tuple[KeptSegment, ...]
    head: KeptPoint
    columns: tuple[int, int]  # of the two tables
    log: KeptBins
    measures: KeptBins
    noted: bytes | None
    latest: bytes | None
    best: Best | None
    waited: int
    racing: bool
    stopped: str


class KeptTree(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tree."""

    settings: tuple[str, ...]  # recipes, JSON
    futures: tuple[KeptFuture, ...]
    born: int
    spacing: int


@dataclass(frozen=True)
class Room:
    """Bytes that parts of a tree may take, and more where even the coarsest takes more."""

    frames: int
    curves: int


def kept_tree(tree: Tree, room: Room) -> KeptTree:
    """The tree as a record."""
    setups: list[Setup] = []
    for future in tree.futures:
        setups += [one.setup for one in future.segments if not any(one.setup is known for known in setups)]
    tree = _sparser(tree, room.frames)
    share = room.curves // (2 * len(tree.futures))
    return KeptTree(
        settings=tuple(setup.experiment.to_json() for setup in setups),
        futures=tuple(_kept_future(future, setups, share) for future in tree.futures),
        born=tree.born,
        spacing=tree.spacing,
    )


def tree_of(kept: KeptTree, first: Setup, read: Callable[[str], Experiment]) -> Tree:
    """The tree a record holds; `first` is the setup of its first recipe, and `read` reads one.

    Raises FormatError where the record does not hold.
    """
    loops: list[tuple[Setup, Loop]] = []
    for text in kept.settings:
        experiment = read(text)
        setup = set_up_like(loops[-1][0] if loops else first, experiment)
        alike = (one for one in loops if _same_material(one[0].experiment, experiment))
        material = next((loop.material for _, loop in alike), None)
        loops.append((setup, Loop(plan_of(setup), material=material)))
    if not kept.futures:
        raise FormatError("a kept sitting must hold a future, got none")
    futures = tuple(_future(future, loops) for future in kept.futures)
    return Tree(futures, kept.born, LIMITS, kept.spacing)


def _same_material(one: Experiment, other: Experiment) -> bool:
    names = (*OF_DATA, "precision")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _sparser(tree: Tree, room: int) -> Tree:
    """The tree with keyframes dropped until they take no more than `room`."""
    spacing = max(tree.spacing, 1)
    frames = sum(len(segment.frames) for future in tree.futures for segment in future.segments)
    if frames == 0:
        return tree
    size = sum(len(s.frames) * s.start.size for f in tree.futures for s in f.segments)
    steps = sum(s.count for f in tree.futures for s in f.segments)
    while size > room:
        spacing = max(2 * spacing, steps * (size // max(frames, 1)) // max(room, 1))
        futures = tuple(
            replace(
                f, segments=tuple(replace(s, frames=s.frames.thinned(s.first, spacing)) for s in f.segments)
            )
            for f in tree.futures
        )
        tree = replace(tree, futures=futures)
        size = sum(len(s.frames) * s.start.size for f in tree.futures for s in f.segments)
    return tree


def _kept_future(future: Future, setups: Sequence[Setup], room: int) -> KeptFuture:
    return KeptFuture(
        name=future.name,
        title=future.title,
        colour=future.colour,
        parent=future.parent,
        departure=future.departure,
        segments=tuple(_kept_segment(segment, setups) for segment in future.segments),
        head=_kept_point(future.head),
        columns=(future.log.columns, future.measures.columns),
        log=_kept_bins(future.log, room),
        measures=_kept_bins(future.measures, room),
        noted=None if future.noted is None else raw(future.noted),
        latest=None if future.latest is None else raw(future.latest),
        best=future.best,
        waited=future.waited,
        racing=future.racing,
        stopped=future.stopped,
    )


def _kept_segment(segment: Segment, setups: Sequence[Setup]) -> KeptSegment:
    return KeptSegment(
        settings=next(place for place, setup in enumerate(setups) if setup is segment.setup),
        start=_kept_point(segment.start),
        engine=segment.engine,
        causes=segment.causes,
        count=segment.count,
        by_hand=segment.by_hand,
        frames=tuple(_kept_point(frame) for frame in segment.frames),
        seconds=segment.seconds,
    )


def _kept_point(point: Point) -> KeptPoint:
    return KeptPoint(
        step=point.step,
        ahead=point.ahead,
        began=point.began,
        parameters=raw(point.parameters),
        slots=raw(point.slots),
    )


def _kept_bins(bins: Bins, room: int) -> KeptBins:
    while bins.full > 2 and 24 * bins.columns * bins.full > room:
        bins = bins.halved()
    return KeptBins(
        limit=bins.limit,
        stride=bins.stride,
        full=raw(bins.store.numbers[:, : bins.full]),
        part=raw(bins.part),
        parts=bins.parts,
    )


def _future(kept: KeptFuture, loops: Sequence[tuple[Setup, Loop]]) -> Future:
    segments = tuple(_segment(segment, loops) for segment in kept.segments)
    if not segments:
        raise FormatError("a kept future must hold a segment, got none")
    log, measures = kept.columns
    return Future(
        name=kept.name,
        title=kept.title,
        colour=kept.colour,
        parent=kept.parent,
        departure=kept.departure,
        segments=segments,
        head=_point(kept.head, segments[-1].loop),
        log=_bins(kept.log, log),
        measures=_bins(kept.measures, measures),
        noted=None if kept.noted is None else _floats(kept.noted, (1, measures)),
        latest=None if kept.latest is None else _floats(kept.latest, (1, measures)),
        best=kept.best,
        waited=kept.waited,
        racing=kept.racing,
        stopped=kept.stopped,
    )


def _segment(kept: KeptSegment, loops: Sequence[tuple[Setup, Loop]]) -> Segment:
    setup, loop = loops[kept.settings]
    frames = [_point(frame, loop) for frame in kept.frames]
    return Segment(
        setup,
        loop,
        _point(kept.start, loop),
        kept.engine,
        causes=kept.causes,
        count=kept.count,
        by_hand=kept.by_hand,
        frames=Frames(frames, len(frames)),
        seconds=kept.seconds,
    )


def _point(kept: KeptPoint, loop: Loop) -> Point:
    network = loop.plan.network
    dtype, size = network.parameters.dtype, network.parameters.size
    slots = loop.plan.optimizer.kind.slots
    stored = dtype.newbyteorder("<")
    parameters = np.frombuffer(kept.parameters, dtype=stored).astype(dtype)
    memory = np.frombuffer(kept.slots, dtype=stored).astype(dtype)
    if (parameters.size, memory.size) != (size, slots * size):
        raise FormatError(
            f"a kept sitting must hold {size} parameters and {slots * size} numbers of the optimizer, "
            f"got {parameters.size} and {memory.size}"
        )
    return Point(kept.step, frozen(parameters), frozen(memory.reshape(slots, size)), kept.ahead, kept.began)


def _bins(kept: KeptBins, columns: int) -> Bins:
    full = len(kept.full) // (3 * 8 * columns)
    store = Store(max(full, 1), columns)
    store.numbers[:, :full] = _floats(kept.full, (3, full, columns))
    store.filled = full
    part = _floats(kept.part, (3, columns))
    return Bins(columns, kept.limit, store, full, kept.stride, part, kept.parts)


def raw(values: Floats) -> bytes:
    """The numbers of an array, little-endian, row by row."""
    return values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()


def _floats(data: bytes, shape: tuple[int, ...]) -> Floats:
    return frozen(np.frombuffer(data, dtype="<f8").astype(np.float64).reshape(shape))
