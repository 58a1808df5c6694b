"""A sitting as bytes, so that it outlives the process that holds it.

A snapshot holds where the sitting stands, exactly: recipe, parameters, the optimizer's memory, place in the
order of samples, edited sample, position on the timeline, curves and best network of its trainings. It does
not hold the moves that could be taken back. What follows from the recipe (built-in data, split, scaling,
starting weights) is made again from it; data of one's own is part of it. A sitting that takes more than 8 MB,
which would be written after every move, has no snapshot.
"""

from dataclasses import replace

import msgspec
import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.core.optimizers import OptimizerState
from learnscope.data.dataset import Dataset, TargetKind
from learnscope.errors import FormatError, LearnscopeError
from learnscope.experiment import Experiment
from learnscope.scene.schema import Array, Change
from learnscope.session.state import EditedSample, State, begin
from learnscope.session.trained import Best, Curves, Trained
from learnscope.training.diagnosis import Diagnosis

VERSION = 2
LARGEST = 8_000_000  # bytes


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


class KeptMemory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters with what an optimizer remembers, in the network's precision."""

    parameters: bytes
    slots: bytes
    updates: int


class KeptBest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The best network of the trainings."""

    loss: float
    step: int
    epoch: int
    batch: int
    memory: KeptMemory


class KeptTrained(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trainings of a run; `found` only where the last led to the network that is kept."""

    steps: int
    epochs: float
    seconds: float
    stopped: str
    updates: tuple[int, ...]
    losses: Array
    best: KeptBest | None
    found: tuple[Diagnosis, ...]
    arrived: bool
    step: int


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept of a sitting."""

    version: int
    name: int  # of the sitting, in the names of its runs
    runs: int
    used: tuple[int, ...]  # seeds that runs were started from
    revision: int
    run: str
    starting_point: str
    experiment: str  # JSON
    data: KeptData | None  # None where it is built in
    memory: KeptMemory
    step: int
    epoch: int
    batch: int
    sample: int
    edited: EditedSample | None
    phase: float
    previous: Change | None
    trained: KeptTrained | None


def write_snapshot(state: State, *, name: int, runs: int, used: frozenset[int], revision: int) -> bytes:
    """The bytes from which `read_snapshot` makes the same sitting again; b"" where they are too many."""
    data = state.experiment.data
    if _size(state) > LARGEST:
        return b""
    return msgspec.msgpack.encode(
        Snapshot(
            version=VERSION,
            name=name,
            runs=runs,
            used=tuple(sorted(used)),
            revision=revision,
            run=state.run,
            starting_point=state.starting_point,
            experiment=state.experiment.to_json(),
            data=_kept_data(data) if isinstance(data, Dataset) else None,
            memory=_kept_memory(state.network.parameters, state.memory.slots, state.memory.updates),
            step=state.step,
            epoch=state.epoch,
            batch=state.batch,
            sample=state.sample,
            edited=state.edited,
            phase=state.phase,
            previous=state.previous,
            trained=None if state.trained is None else _kept_trained(state.trained, state),
        )
    )


def read_snapshot(data: bytes) -> tuple[Snapshot, State]:
    """What the bytes hold, and the state they describe. Raises FormatError for anything else."""
    try:
        head = msgspec.msgpack.decode(data, type=_Version)
        if head.version != VERSION:
            raise FormatError(
                f"a kept sitting must have version {VERSION}, which this Learnscope reads, got {head.version}"
            )
        kept = msgspec.msgpack.decode(data, type=Snapshot)
        own = None if kept.data is None else kept.data.dataset()
        first = begin(kept.starting_point, Experiment.from_json(kept.experiment, data=own), run=kept.run)
        parameters, slots = _arrays(kept.memory, first)
        state = replace(
            first,
            network=first.network.with_parameters(parameters),
            memory=OptimizerState(kept.memory.updates, slots),
            step=kept.step,
            epoch=kept.epoch,
            batch=kept.batch,
            sample=kept.sample,
            edited=kept.edited,
            phase=kept.phase,
            previous=kept.previous,
            trained=None if kept.trained is None else _trained(kept.trained, first, parameters),
        )
        if state.sample not in state.rows:
            raise FormatError("a kept sitting must show a sample of its batch, got one that is not in it")
    except FormatError:
        raise
    except (LearnscopeError, msgspec.DecodeError, ValueError, IndexError) as error:
        raise FormatError(f"a kept sitting cannot be read: {error}") from None
    return kept, state


def _size(state: State) -> int:
    """About how many bytes a snapshot takes."""
    data, best = state.experiment.data, None if state.trained is None else state.trained.best
    arrays = [state.network.parameters, state.memory.slots]
    if isinstance(data, Dataset):
        arrays += [data.inputs, data.targets]
    if best is not None:
        arrays += [best.parameters, best.slots]
    return sum(array.nbytes for array in arrays)


class _Version(msgspec.Struct, frozen=True):
    """The field by which a snapshot of another version is told."""

    version: int


def _kept_data(data: Dataset) -> KeptData:
    return KeptData(
        name=data.name,
        title=data.title,
        inputs=Array.of(data.inputs),
        targets=Array.of(data.targets),
        input_names=data.input_names,
        input_units=data.input_units,
        output_names=data.output_names,
        output_units=data.output_units,
        kind=data.kind,
        source=data.source,
        licence=data.licence,
        image_shape=data.image_shape,
        note=data.note,
    )


def _kept_memory(parameters: Floats, slots: Floats, updates: int) -> KeptMemory:
    return KeptMemory(parameters=_raw(parameters), slots=_raw(slots), updates=updates)


def _kept_trained(trained: Trained, state: State) -> KeptTrained:
    arrived = trained.led_to(state)
    return KeptTrained(
        steps=trained.steps,
        epochs=trained.epochs,
        seconds=trained.seconds,
        stopped=trained.stopped,
        updates=tuple(trained.curves.updates.tolist()),
        losses=Array.of(trained.curves.losses),
        best=None if trained.best is None else _kept_best(trained.best),
        found=trained.found if arrived else (),
        arrived=arrived,
        step=trained.step,
    )


def _kept_best(best: Best) -> KeptBest:
    memory = _kept_memory(best.parameters, best.slots, best.updates)
    return KeptBest(loss=best.loss, step=best.step, epoch=best.epoch, batch=best.batch, memory=memory)


def _trained(kept: KeptTrained, first: State, parameters: Floats) -> Trained:
    best = None
    if kept.best is not None:
        numbers, slots = _arrays(kept.best.memory, first)
        best = Best(
            loss=kept.best.loss,
            step=kept.best.step,
            epoch=kept.best.epoch,
            batch=kept.best.batch,
            updates=kept.best.memory.updates,
            parameters=numbers,
            slots=slots,
        )
    return Trained(
        steps=kept.steps,
        epochs=kept.epochs,
        seconds=kept.seconds,
        stopped=kept.stopped,
        curves=Curves(np.array(kept.updates, dtype=np.int64), kept.losses.numpy()),
        best=best,
        found=kept.found,
        parameters=parameters if kept.arrived else np.empty(0),
        step=kept.step,
    )


def _raw(values: Floats) -> bytes:
    return values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()


def _arrays(kept: KeptMemory, first: State) -> tuple[Floats, Floats]:
    """Parameters (P,) and slots (slots, P) in the precision of the network of `first`."""
    dtype, shape = first.network.parameters.dtype, first.memory.slots.shape
    stored = dtype.newbyteorder("<")
    parameters = np.frombuffer(kept.parameters, dtype=stored).astype(dtype)
    slots = np.frombuffer(kept.slots, dtype=stored).astype(dtype)
    if parameters.shape != first.network.parameters.shape or slots.size != np.prod(shape):
        raise FormatError(
            f"a kept sitting must hold {first.network.parameters.size} parameters and {np.prod(shape)} "
            f"numbers of the optimizer, got {parameters.size} and {slots.size}"
        )
    return frozen(parameters), frozen(slots.reshape(shape))
