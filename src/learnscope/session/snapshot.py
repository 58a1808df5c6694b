"""A sitting as bytes, so that it outlives the process that holds it.

A snapshot holds where the sitting stands, exactly: recipe, parameters, place in the order of samples, edited
sample, position on the timeline. It does not hold the moves that could be taken back. What follows from the
recipe (data, split, scaling, starting weights) is made again from it.
"""

from dataclasses import replace

import msgspec
import numpy as np

from learnscope.errors import FormatError, LearnscopeError
from learnscope.experiment import Experiment
from learnscope.scene.schema import Change
from learnscope.session.state import EditedSample, State, begin

VERSION = 1


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
    parameters: bytes  # little-endian float64
    step: int
    epoch: int
    batch: int
    sample: int
    edited: EditedSample | None
    phase: float
    previous: Change | None


def write_snapshot(state: State, *, name: int, runs: int, used: frozenset[int], revision: int) -> bytes:
    """The bytes from which `read_snapshot` makes the same sitting again."""
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
            parameters=state.network.parameters.astype("<f8").tobytes(),
            step=state.step,
            epoch=state.epoch,
            batch=state.batch,
            sample=state.sample,
            edited=state.edited,
            phase=state.phase,
            previous=state.previous,
        )
    )


def read_snapshot(data: bytes) -> tuple[Snapshot, State]:
    """What the bytes hold, and the state they describe. Raises FormatError for anything else."""
    try:
        kept = msgspec.msgpack.decode(data, type=Snapshot)
        if kept.version != VERSION:
            raise FormatError(
                f"a kept sitting must have version {VERSION}, which this Learnscope reads, got {kept.version}"
            )
        first = begin(kept.starting_point, Experiment.from_json(kept.experiment), run=kept.run)
        state = replace(
            first,
            network=first.network.with_parameters(np.frombuffer(kept.parameters, dtype="<f8")),
            step=kept.step,
            epoch=kept.epoch,
            batch=kept.batch,
            sample=kept.sample,
            edited=kept.edited,
            phase=kept.phase,
            previous=kept.previous,
        )
        if state.sample not in state.rows:
            raise FormatError("a kept sitting must show a sample of its batch, got one that is not in it")
    except FormatError:
        raise
    except (LearnscopeError, msgspec.DecodeError, ValueError, IndexError) as error:
        raise FormatError(f"a kept sitting cannot be read: {error}") from None
    return kept, state
