"""Snapshots of version 4, which held a tree as records of their own: read, never written any more.

Settings were kept as recipes, from which all that follows from them is made again; points as their bytes.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import EngineName
from learnscope.data.dataset import Dataset, TargetKind
from learnscope.errors import FormatError
from learnscope.experiment import Experiment, Setup, set_up, set_up_like
from learnscope.experiment.setup import OF_DATA
from learnscope.run import Best, ByHand, Future, Point, Segment, Tree
from learnscope.run.bins import Bins, Store
from learnscope.run.frames import Frames
from learnscope.run.limits import LIMITS
from learnscope.scene.schema import Array
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


class KeptData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A data set of one's own."""

    name: str
    title: str
    inputs: Array
    targets: Array
    input_names: tuple[str, ...]
    input_units: tuple[str, ...]
    output_names: tuple[str, ...]
    output_units: tuple[str, ...]
    kind: TargetKind
    source: str
    licence: str
    image_shape: tuple[int, ...] | None
    note: str

    def dataset(self) -> Dataset:
        """The data set it holds."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return Dataset(**(fields | {"inputs": self.inputs.numpy(), "targets": self.targets.numpy()}))


def tree_in(kept: dict[str, Any]) -> Tree | None:
    """The tree that the fields of a snapshot hold, None where it is in a file.

    Raises FormatError, or what msgspec and `set_up` raise, where they do not hold.
    """
    if kept["tree"] is None:
        return None
    tree = msgspec.convert(kept["tree"], KeptTree)
    own = None if kept["data"] is None else msgspec.convert(kept["data"], KeptData).dataset()

    def read(text: str) -> Experiment:
        return Experiment.from_json(text, data=own)

    return tree_of(tree, set_up(read(tree.settings[0])), read)


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


def _floats(data: bytes, shape: tuple[int, ...]) -> Floats:
    return frozen(np.frombuffer(data, dtype="<f8").astype(np.float64).reshape(shape))
