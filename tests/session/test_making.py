"""What makes sessions can be sent to another process."""

import pickle
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

import learnscope as ls
from learnscope.lessons.shelf import SHIPPED, Shelf
from learnscope.scene import schema
from learnscope.session.making import SessionMaker, run_at
from learnscope.store.read import open_stored
from tests.session.reader import Reader
from tests.small import small

CSV = "length,width,species\n5.1,1.4,a\n4.7,,b\n6.3,6.0,b\n5.0,1.3,a\n6.1,5.2,b\n4.9,1.5,a\n"


def seven() -> int:
    """A seed."""
    return 7


def sent(maker: SessionMaker) -> SessionMaker:
    """It, as another process has it."""
    again: SessionMaker = pickle.loads(pickle.dumps(maker))
    return again


def drawn(maker: SessionMaker, snapshot: bytes | None = None) -> bytes:
    """The first scene, as it is sent."""
    return msgspec.msgpack.encode(maker(snapshot).scene())


def own_data(folder: Path) -> ls.Experiment:
    """Data of a reader's own, of which loading decided something."""
    (folder / "flowers.csv").write_text(CSV)
    data = ls.open_data(folder / "flowers.csv", missing="drop")
    assert data.decisions
    return small(data=data, hidden=[3], batch_size=2)


@pytest.mark.parametrize("kind", ["page", "recipe", "data", "run", "copied run"])
def test_a_maker_that_was_sent_makes_the_same_session(tmp_path: Path, kind: str) -> None:
    """Bit for bit, whatever sittings begin with."""
    shown: Any = None
    if kind == "recipe":
        shown = small(data="moons", hidden=[4, 3], seed=3)
    if kind == "data":
        shown = own_data(tmp_path)
    if "run" in kind:
        shown = tmp_path / "a.run"
        ls.train(small(data="iris", hidden=[4], seed=3, steps=5), engine="plain").save(shown)
    maker = SessionMaker(tmp_path / "runs", shown, Shelf(SHIPPED), copied="copied" in kind, seeds=seven)
    again = sent(maker)

    assert again == maker
    assert drawn(again) == drawn(maker)


def test_a_maker_that_was_sent_goes_on_from_a_snapshot(tmp_path: Path) -> None:
    """One that another process has written."""
    maker = SessionMaker(tmp_path / "runs", own_data(tmp_path), seeds=seven)
    reader = Reader(maker(None))
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    snapshot = reader.session.snapshot(settle=True)
    reader.session.release()

    assert drawn(sent(maker), snapshot) == drawn(maker, snapshot)


def test_data_that_were_sent_are_equal_and_read_only(tmp_path: Path) -> None:
    """Nothing that was computed of them is sent with them."""
    data: Any = own_data(tmp_path).data
    fingerprint = data.fingerprint
    again = pickle.loads(pickle.dumps(data))

    assert "fingerprint" not in vars(again)
    assert again.fingerprint == fingerprint
    assert again.decisions == data.decisions
    for name in ("inputs", "targets"):
        array = getattr(again, name)
        assert not array.flags.writeable
        np.testing.assert_array_equal(array, getattr(data, name))


def test_a_run_is_gone_on_with_in_a_copy(tmp_path: Path) -> None:
    """Where each has their own; the file itself stays as it was."""
    file = tmp_path / "a.run"
    ls.train(small(data="iris", hidden=[4], seed=3, steps=5), engine="plain").save(file)
    before = file.read_bytes()
    for name in ("ada", "bo"):
        reader = Reader(SessionMaker(tmp_path / name, file, copied=True)(None))
        reader.get(schema.Advance, next_batch=True, phase=0.0)
        reader.session.snapshot(settle=True)
        reader.session.release()
        assert open_stored(tmp_path / name / "a.run").tree["1"].steps == 6
    assert file.read_bytes() == before


def test_a_run_whose_file_is_gone_begins_as_it_was_read(tmp_path: Path) -> None:
    """In the process that read it; in another, where the page begins."""
    file = tmp_path / "a.run"
    ls.train(small(data="iris", hidden=[4], seed=3, steps=5), engine="plain").save(file)
    maker = SessionMaker(tmp_path / "runs", file, seeds=seven)
    first = maker(None).scene()
    file.unlink()
    assert maker(None).scene().moment.step == first.moment.step == 5
    run_at.cache_clear()
    assert maker(None).scene().moment.step == 0
