"""A sitting as bytes, so that it outlives the process that holds it.

A snapshot holds where the sitting stands, exactly: which run, which of its steps is shown, place in the
order of samples, edited sample, position on the timeline, how it is looked at. It does not hold the moves
that could be taken back. The run itself is in its file; where that holds other steps than when the snapshot
was taken, the sitting goes on at the step that was shown or at the last there is, with the sample that was
shown where that fits.

While there is no file, because nothing was trained yet or it cannot be written, the snapshot holds the tables
of that file (`store/memory.py`). A sitting that takes more than 8 MB, which would be written after every
move, has no snapshot; before that, long curves and many keyframes are kept more coarsely.

Snapshots of versions 4 and 5 are read too; one of a later version than this is refused.
"""

from dataclasses import replace
from typing import Any

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError, LearnscopeError
from learnscope.run import Tree
from learnscope.run.diagnosis import Fault
from learnscope.run.thinning import fitting
from learnscope.scene.schema import Change
from learnscope.session.ended import Ended
from learnscope.session.ledger import Ledger
from learnscope.session.moves.starts import go_on
from learnscope.session.state import EditedSample, State, begin
from learnscope.session.version_4 import tree_in
from learnscope.session.version_5 import view_in
from learnscope.session.view import View
from learnscope.session.visit import visit
from learnscope.store.autosave import Autosave
from learnscope.store.contents import Notes
from learnscope.store.folder import is_plain
from learnscope.store.memory import as_bytes, from_bytes
from learnscope.store.read import FAULTS, open_stored
from learnscope.version import VERSION as LEARNSCOPE

VERSION = 6
LARGEST = 8_000_000  # bytes
FRAMES, CURVES = 2_000_000, 3_000_000  # of it


class KeptFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file of the run, and what tells in it that it holds the steps there were."""

    name: str
    stamp: str


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept of a sitting."""

    version: int
    name: int  # of the sitting, in the names of its runs
    runs: int
    used: tuple[int, ...]  # seeds that runs were started from
    revision: int
    run: str
    starting_point: str
    file: KeptFile | None
    tables: bytes  # those of a file, where there is none
    view: View
    future: str
    step: int
    epoch: int
    batch: int
    sample: int
    edited: EditedSample | None
    phase: float
    previous: Change | None
    ended: Ended | None
    fault: Fault | None
    ledger: Ledger | None = None  # None in those written before there was one


def write_snapshot(
    state: State,
    *,
    name: int,
    runs: int,
    used: frozenset[int],
    revision: int,
    view: View | None = None,
    autosave: Autosave | None = None,
    ledger: Ledger | None = None,
) -> bytes:
    """The bytes from which `read_snapshot` makes the same sitting again; b"" where they are too many."""
    stamp = "" if autosave is None else autosave.mark(state.run, state.tree)
    file = KeptFile(name=autosave.name(state.run, state.tree), stamp=stamp) if autosave and stamp else None
    tables = b""
    if file is None:
        if _size(state) > LARGEST:
            return b""
        tables = as_bytes(fitting(state.tree, frames=FRAMES, curves=CURVES), Notes())
    return msgspec.msgpack.encode(
        Snapshot(
            version=VERSION,
            name=name,
            runs=runs,
            used=tuple(sorted(used)),
            revision=revision,
            run=state.run,
            starting_point=state.starting_point,
            file=file,
            tables=tables,
            view=View() if view is None else view,
            future=state.future,
            step=state.step,
            epoch=state.epoch,
            batch=state.batch,
            sample=state.sample,
            edited=state.edited,
            phase=state.phase,
            previous=state.previous,
            ended=state.ended,
            fault=state.fault,
            ledger=ledger,
        )
    )


def read_snapshot(data: bytes, autosave: Autosave | None = None) -> tuple[Snapshot, State, View]:
    """What the bytes hold, the state they describe, how that is looked at. Raises FormatError otherwise."""
    try:
        fields = msgspec.msgpack.decode(data, type=dict[str, Any])
        if fields["version"] > VERSION:
            raise FormatError(
                f"a kept sitting has version {fields['version']}, which a newer Learnscope wrote; this is "
                f"{LEARNSCOPE}, pip install --upgrade learnscope"
            )
        tree = None
        if fields["version"] == 4:
            tree = tree_in(fields)
            fields = {k: fields[k] for k in fields if k not in ("data", "tree")} | {"tables": b""}
        if fields["version"] < 6:
            fields |= {"view": view_in(fields["view"])}
        kept = msgspec.convert(fields, Snapshot)
        if kept.tables:
            tree = from_bytes(kept.tables, "a kept sitting").tree
        state = _state_in_file(kept, autosave) if tree is None else _state(kept, tree)
        if state.sample not in state.rows:
            raise FormatError("a kept sitting must show a sample of its batch, got one that is not in it")
    except FormatError:
        raise
    except (LearnscopeError, msgspec.MsgspecError, StopIteration, *FAULTS) as error:
        raise FormatError(f"a kept sitting cannot be read: {error}") from None
    return kept, state, kept.view


def _state(kept: Snapshot, tree: Tree) -> State:
    setup = tree.futures[0].segments[0].setup
    first = begin(kept.starting_point, setup.experiment, run=kept.run, setup=setup)
    return _exactly(visit(replace(first, tree=tree), kept.step, kept.future), kept)


def _state_in_file(kept: Snapshot, autosave: Autosave | None) -> State:
    """The state a snapshot describes whose run is in a file."""
    if kept.file is None or autosave is None or not is_plain(kept.file.name):
        raise FormatError("a kept sitting must hold a run or name its file, got neither")
    stored = open_stored(autosave.folder / kept.file.name)
    autosave.adopt(kept.run, stored)
    there = go_on(stored, run=kept.run)
    there = replace(there, starting_point=kept.starting_point)
    name = kept.future if kept.future in stored.tree.names else there.future
    there = visit(there, min(kept.step, stored.tree[name].steps), name)
    return _exactly(there, kept) if stored.about["stamp"] == kept.file.stamp else _as_it_fits(there, kept)


def _exactly(there: State, kept: Snapshot) -> State:
    """`there`, at the step that was shown, as it was looked at."""
    return replace(
        there,
        epoch=kept.epoch,
        batch=kept.batch,
        sample=kept.sample,
        edited=kept.edited,
        phase=kept.phase,
        previous=kept.previous,
        ended=kept.ended,
        fault=kept.fault,
    )


def _as_it_fits(there: State, kept: Snapshot) -> State:
    """`there`, of a run that was written once more than the snapshot, as far as that can be looked at so.

    Whoever died between the two had answered what the snapshot holds, an edited sample among it, and had not
    answered what is new in the run.
    """
    if (kept.future, kept.step) != (there.future, there.step):
        return there
    for epoch, batch in ((kept.epoch, kept.batch), (there.epoch, there.batch)):
        alike = replace(there, epoch=epoch, batch=batch, sample=kept.sample, edited=kept.edited)
        if batch < there.batches and kept.sample in alike.rows:
            return replace(alike, phase=min(kept.phase, float(there.phases)))
    return there


def _size(state: State) -> int:
    """About how many bytes a snapshot takes."""
    data, futures = state.experiment.data, state.tree.futures
    points = sum(1 + len(future.segments) for future in futures) * futures[0].head.size
    points += min(state.tree.frames_size, FRAMES)
    curves = sum(3 * 8 * len(bins) * bins.columns for f in futures for bins in (f.log, f.measures))
    own = data.inputs.nbytes + data.targets.nbytes if isinstance(data, Dataset) else 0
    return points + min(curves, CURVES) + own
