"""Runs of a sitting on disk: written as they go, and gone on with."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.errors import FormatError
from learnscope.run import point
from learnscope.scene import schema
from learnscope.session import Session
from learnscope.session.snapshot import Snapshot
from learnscope.store.autosave import Autosave
from learnscope.store.read import open_stored
from tests.sampling import many
from tests.session.keeping import present, reopened, trained
from tests.session.reader import Reader, new_session


def test_a_run_has_a_file_from_its_first_step_on(keeper: Autosave) -> None:
    """Looking and editing before leave nothing on disk."""
    reader = Reader(new_session(autosave=keeper))
    reader.get(schema.Configure, name="learning_rate", value=0.3)
    reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=1.0)
    assert keeper.settle()
    assert present(reader) == ""
    assert not keeper.folder.exists()

    reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert keeper.settle()

    name = present(reader)
    assert name.startswith("iris-")
    stored = open_stored(keeper.folder / name)
    assert stored.tree["1"].steps == 1
    assert stored.tree["1"].segments[0].causes[1:] == ("learning rate 0.3", "weight sepal length → hidden 1")


def test_what_is_shown_is_what_is_on_disk(keeper: Autosave) -> None:
    """After training, edits, forks, undone moves and playing."""
    reader = trained(keeper)
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Seek, step=5, future="")
    reader.get(schema.Configure, name="learning_rate", value=0.01)
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.get(schema.Undo)
    reader.get(schema.Play, pace=0.0, until="epoch")
    while reader.session.going and reader.session.scene().run.playing:
        reader.tick()
    assert keeper.settle()

    stored = open_stored(keeper.folder / present(reader))

    run = reader.session.scene().run
    assert [future.title for future in stored.tree.futures] == [future.title for future in run.futures]
    assert stored.about["shown"] == {"future": run.shown, "step": reader.session.scene().moment.step}
    for future in run.futures:
        assert stored.tree[future.name].steps == future.steps
    weights = [link.weight.numpy() for link in reader.session.scene().stage.links]
    there = point(stored.tree, run.shown, reader.session.scene().moment.step)
    network = stored.tree[run.shown].segment.loop.plan.network.with_parameters(there.parameters)
    for weight, wanted in zip(weights, network.weights, strict=True):
        np.testing.assert_array_equal(weight, wanted)


def test_a_sitting_goes_on_from_the_file(keeper: Autosave) -> None:
    """With the same numbers, view and breakpoints; and writes to the same file."""
    reader = trained(keeper)
    reader.get(schema.Seek, step=4, future="")
    reader.get(schema.SetBreakpoint, name="loss_rises", on=True, number=7.0)
    assert keeper.settle()
    name, size = present(reader), len(reader.session.snapshot())

    again = Reader(reopened(reader.session, keeper.folder))

    assert size < 2000
    before = reader.session.scene()
    assert again.scene.moment == before.moment
    for part in ("experiment", "stage", "outcome", "opened"):
        assert getattr(again.scene, part) == getattr(before, part)
    for part in ("futures", "shown", "head", "marks", "overfitting", "file", "trouble"):
        assert getattr(again.scene.run, part) == getattr(before.run, part)
    number = next(each for each in again.scene.run.breakpoints if each.name == "loss_rises").number
    assert number == 7.0
    again.get(schema.Seek, step=7, future="")
    again.get(schema.Advance, next_batch=True, phase=0.0)
    again.session.release()
    assert [one.name for one in keeper.folder.iterdir()] == [name]
    assert open_stored(keeper.folder / name).tree["1"].steps == 8


def test_a_snapshot_older_or_newer_than_the_file_is_met_halfway(keeper: Autosave) -> None:
    """It goes on at the step that was shown, or at the last there is."""
    reader = trained(keeper)
    kept = msgspec.msgpack.decode(reader.session.snapshot(), type=Snapshot)
    reader.session.release()
    for step, wanted in ((3, 3), (500, 7)):
        other = msgspec.structs.replace(
            kept, step=step, file=msgspec.structs.replace(kept.file, stamp="another")
        )
        session = Session(
            seeds=lambda: 1, snapshot=msgspec.msgpack.encode(other), autosave=Autosave(keeper.folder)
        )

        assert session.scene().moment.step == wanted


def test_a_snapshot_whose_file_is_gone_is_refused(keeper: Autosave) -> None:
    """Whoever opens it begins a fresh sitting."""
    reader = trained(keeper)
    snapshot, name = reader.session.snapshot(), present(reader)
    reader.session.release()
    (keeper.folder / name).unlink()

    with pytest.raises(FormatError) as gone:
        Session(seeds=lambda: 1, snapshot=snapshot, autosave=Autosave(keeper.folder))
    with pytest.raises(FormatError) as nowhere:
        Session(seeds=lambda: 1, snapshot=snapshot)

    assert str(gone.value).startswith("a kept sitting cannot be read: there is no file ")
    assert str(nowhere.value) == "a kept sitting must hold a run or name its file, got neither"


INTENTS = st.one_of(
    st.builds(lambda n: (schema.Train, {"epochs": 1 + n % 3}), st.integers(0, 9)),
    st.builds(lambda n: (schema.Seek, {"step": n, "future": ""}), st.integers(0, 20)),
    st.builds(
        lambda x: (schema.Configure, {"name": "learning_rate", "value": x}), st.sampled_from([0.01, 0.3, 1.0])
    ),
    st.builds(
        lambda x: (schema.SetParameter, {"link": 0, "role": "bias", "index": (1,), "value": x}),
        st.floats(-2, 2),
    ),
    st.builds(lambda x: (schema.SetInput, {"index": 1, "value": x}), st.floats(1, 5)),
    st.builds(lambda b: (schema.Advance, {"next_batch": b, "phase": 0.0}), st.booleans()),
    st.sampled_from(
        [
            (schema.Configure, {"name": "optimizer", "value": "adam"}),
            (schema.Configure, {"name": "l2", "value": 0.01}),
            (schema.AddNeuron, {"layer": 1}),
            (schema.Fork, {}),
            (schema.NewStart, {}),
            (schema.Reset, {}),
            (schema.Undo, {}),
            (schema.Redo, {}),
        ]
    ),
)


@settings(max_examples=many(25), deadline=None)
@given(intents=st.lists(INTENTS, min_size=2, max_size=12))
def test_any_sitting_is_the_same_after_a_restart(
    intents: list[tuple[type[schema.Intent], dict[str, Any]]],
) -> None:
    """Whatever was done: what is shown, and every step of every future."""
    with tempfile.TemporaryDirectory() as folder:
        keeper = Autosave(Path(folder), gap=0.0)
        reader = Reader(new_session(autosave=keeper))
        for kind, fields in intents:
            reader.ask(kind, **fields)
        assert keeper.settle()
        state = reader.session._now.state

        session = reopened(reader.session, Path(folder))

        again = session._now.state
        session.release()
    assert (again.run, again.future, again.step) == (state.run, state.future, state.step)
    assert again.same_numbers(replace(state, tree=again.tree, ended=again.ended))
    assert again.phase == state.phase
    for future in state.tree.futures:
        for step in {0, future.steps // 3, future.steps}:
            assert point(again.tree, future.name, step).same(point(state.tree, future.name, step))
